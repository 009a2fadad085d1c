"""libical, the C library of GNOME's and KDE's calendars,
asked through ctypes for the occurrences of a file.
"""

import ctypes
import ctypes.util
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple

import pytest


class _Time(ctypes.Structure):
    """A struct icaltimetype of libical 3."""

    _fields_ = (
        *(
            (name, ctypes.c_int)
            for name in ("year", "month", "day", "hour", "minute", "second", "is_date", "is_dst")
        ),
        ("zone", ctypes.c_void_p),
    )


class _Span(ctypes.Structure):
    """A struct icaltime_span: seconds since 1970."""

    _fields_ = (("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int))


class _Event(NamedTuple):
    uid: str
    recurrence: int | None
    pointer: int


class Found(NamedTuple):
    """An occurrence that libical found, in UTC."""

    start: datetime
    end: datetime
    status: str


_Visit = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


def find_occurrences(content: bytes, begin: datetime, end: datetime) -> list[Found]:
    """Find what starts in a window; overrides stand in for the occurrences that they name.

    Skips without libical.
    """
    library = _load()
    calendar = library.icalparser_parse_string(content)
    assert calendar, "libical reads no calendar in it"
    try:
        events = list(_events(library, calendar))
        replaced = {
            (event.uid, event.recurrence) for event in events if event.recurrence is not None
        }
        found = []
        for event in events:
            for start, stop in _expand(library, event, begin, end):
                if event.recurrence is not None or (event.uid, start) not in replaced:
                    status = _text(library, event.pointer, b"STATUS")
                    found.append(
                        Found(
                            datetime.fromtimestamp(start, UTC),
                            datetime.fromtimestamp(stop, UTC),
                            status,
                        )
                    )
        return sorted(one for one in found if begin <= one.start < end)
    finally:
        library.icalcomponent_free(calendar)


@cache
def _load() -> Any:
    name = ctypes.util.find_library("ical")
    if name is None:
        pytest.skip("there is no libical: install it (Debian: libical3)")
    library = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_free", None, [pointer]),
        ("icalcomponent_string_to_kind", number, [text]),
        ("icalproperty_string_to_kind", number, [text]),
        ("icalcomponent_get_first_component", pointer, [pointer, number]),
        ("icalcomponent_get_next_component", pointer, [pointer, number]),
        ("icalcomponent_get_first_property", pointer, [pointer, number]),
        ("icalproperty_get_value_as_string", text, [pointer]),
        ("icalproperty_get_datetime_with_component", _Time, [pointer, pointer]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [_Time, pointer]),
        ("icaltime_from_timet_with_zone", _Time, [ctypes.c_long, number, pointer]),
        ("icaltimezone_get_utc_timezone", pointer, []),
        ("icalcomponent_foreach_recurrence", None, [pointer, _Time, _Time, _Visit, pointer]),
    ):
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library


def _events(library: Any, calendar: int) -> Iterator[_Event]:
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    pointer = library.icalcomponent_get_first_component(calendar, kind)
    while pointer:
        yield _Event(_text(library, pointer, b"UID"), _recurrence(library, pointer), pointer)
        pointer = library.icalcomponent_get_next_component(calendar, kind)


def _recurrence(library: Any, event: int) -> int | None:
    found = library.icalcomponent_get_first_property(
        event, library.icalproperty_string_to_kind(b"RECURRENCE-ID")
    )
    if not found:
        return None
    moment = library.icalproperty_get_datetime_with_component(found, event)
    return int(library.icaltime_as_timet_with_zone(moment, moment.zone))


def _expand(library: Any, event: _Event, begin: datetime, end: datetime) -> list[tuple[int, int]]:
    utc = library.icaltimezone_get_utc_timezone()
    first, last = (
        library.icaltime_from_timet_with_zone(int(moment.timestamp()), 0, utc)
        for moment in (begin, end)
    )
    found: list[tuple[int, int]] = []
    visit = _Visit(
        lambda _component, span, _data: found.append((span.contents.start, span.contents.end))
    )
    library.icalcomponent_foreach_recurrence(event.pointer, first, last, visit, None)
    return found


def _text(library: Any, component: int, name: bytes) -> str:
    found = library.icalcomponent_get_first_property(
        component, library.icalproperty_string_to_kind(name)
    )
    return str(library.icalproperty_get_value_as_string(found), "utf-8") if found else ""
