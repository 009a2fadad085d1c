"""One VEVENT of an external calendar, without the people in it (RFC 5545 3.6.1)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import NamedTuple

from mcsj_cli.calendars.reading.lines import Block, ContentLine
from mcsj_cli.calendars.reading.recurrence import Rule, parse_rule
from mcsj_cli.calendars.reading.values import ZonedMoment, parse_length, parse_moments
from mcsj_cli.calendars.reading.zone_rules import LineError
from mcsj_cli.i18n import _
from mcsj_cli.model.external import Status
from mcsj_cli.model.fields import Url
from mcsj_cli.model.privacy import Contacts, holds_personal
from mcsj_cli.model.text import find_names, one_line, split_words
from mcsj_cli.model.week import check_year

_LONGEST = 200  # characters of a title
_MOST_WORDS = 8  # of a person's name that are compared
_MOST_DATES = 2_000  # days that one event adds or leaves out
_STATUSES: dict[str, Status] = {
    "TENTATIVE": "tentative",
    "CONFIRMED": "confirmed",
    "CANCELLED": "cancelled",
    "CANCELED": "cancelled",
}
# Where programs put the address of a video call, the surest first.
_LINKS = (
    "CONFERENCE",
    "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "LOCATION",
    "URL",
)
_WEB = re.compile(r"https?://[^\s<>\"]{4,500}")
_CALLS = re.compile(
    r"https://(?:[\w.-]{1,60}\.)?"
    r"(?:meet\.google\.com|zoom\.us|teams\.microsoft\.com|teams\.live\.com|webex\.com|meet\.jit\.si)"
    r"/[^\s<>\"]{1,500}",
    re.ASCII,
)


class TitleFilter(NamedTuple):
    """Keeps people out of titles: the `people` of the event, and contacts that are not `declared`.

    The network's `names` are looked for in the title as it stands.
    """

    people: frozenset[str]
    declared: Contacts
    is_cancelled: bool = False
    names: Sequence[str] = ()

    def clean(self, text: str) -> str:
        """Return a title on one line; empty if it names a person."""
        title = one_line(beginning(text))[:_LONGEST].strip()
        if self._names_person(title) or holds_personal(title, self.declared):
            return ""
        return title

    def _names_person(self, title: str) -> bool:
        if not self.people:
            return False
        words = split_words(title)
        for start in range(len(words)):
            for size in range(1, _MOST_WORDS + 1):
                if " ".join(words[start : start + size]) in self.people:
                    return True
        return False


def beginning(text: str) -> str:
    """Return as much of a text as a title may need; folding can make one character eighteen."""
    return text[: 5 * _LONGEST]


class Event(NamedTuple):
    """An event as its file has it: its moments are on clocks of which only the name is known."""

    line: int
    uid: str
    title: str
    named: frozenset[str]
    start: ZonedMoment
    length: timedelta | None
    end: ZonedMoment | None
    status: Status | None
    link: str
    sequence: int
    rule: Rule | None
    added: tuple[ZonedMoment | date, ...]
    left_out: tuple[ZonedMoment | date, ...]
    replaces: ZonedMoment | date | None


def names_in(blocks: Iterable[Block]) -> frozenset[str]:
    """Collect the names of the people of some events, as their folded words."""
    names: set[str] = set()
    for block in blocks:
        for line in (*block.all("ATTENDEE"), *block.all("ORGANIZER")):
            words = split_words(line.parameters.get("CN", "")[:_LONGEST])
            names.add(" ".join(words[:_MOST_WORDS]))
    return frozenset(name for name in names if len(name) > 3)


def read_event(block: Block, titles: TitleFilter) -> Event | None:
    """Read an event; return None for one of whole days, raise LineError for a broken one."""
    uid, start = block.first("UID"), block.first("DTSTART")
    if uid is None or not uid.value.strip():
        raise LineError(block.number, _("this event has no UID"))
    if start is None:
        raise LineError(block.number, _("this event does not say when it begins"))
    begins = _read_moment(start)
    if not isinstance(begins, ZonedMoment) or _is_marked_whole_day(block):
        return None
    length, end = _read_end(block, begins)
    summary = " ".join(line.text for line in block.all("SUMMARY")[:1])
    return Event(
        line=block.number,
        uid=uid.value.strip(),
        title=titles.clean(summary),
        named=find_names(beginning(summary), titles.names),
        start=begins,
        length=length,
        end=end,
        status="cancelled" if titles.is_cancelled else _read_status(block),
        link=_read_link(block, titles.declared),
        sequence=_read_sequence(block),
        rule=_read_rule(block, begins),
        added=_read_dates(block, "RDATE"),
        left_out=_read_dates(block, "EXDATE"),
        replaces=_read_replaced(block),
    )


def _is_marked_whole_day(block: Block) -> bool:
    line = block.first("X-MICROSOFT-CDO-ALLDAYEVENT")
    return line is not None and line.value.strip().upper() == "TRUE"


@contextmanager
def _errors_at(line: ContentLine) -> Iterator[None]:
    """Raise a LineError of that line for a ValueError."""
    try:
        yield
    except ValueError as error:
        raise LineError(line.number, error) from error


def _read_moment(line: ContentLine) -> ZonedMoment | date:
    with _errors_at(line):
        values = parse_moments(line)
        if len(values) != 1:
            raise ValueError(_("there is more than one moment here"))
        return _cut_seconds(values[0])


def _cut_seconds(value: ZonedMoment | date) -> ZonedMoment | date:
    """Return a moment to the minute; raise ValueError for a year that nobody can mean."""
    if isinstance(value, ZonedMoment):
        check_year(value.wall.date())
        return value._replace(wall=value.wall.replace(second=0))
    check_year(value)
    return value


def _read_end(block: Block, begins: ZonedMoment) -> tuple[timedelta | None, ZonedMoment | None]:
    line = block.first("DTEND")
    if line is None:
        return _read_duration(block), None
    end = _read_moment(line)
    if not isinstance(end, ZonedMoment):
        raise LineError(line.number, _("it begins at an hour and ends on a day"))
    return None, end if end != begins else None


def _read_duration(block: Block) -> timedelta | None:
    line = block.first("DURATION")
    if line is None:
        return None
    with _errors_at(line):
        return parse_length(line.value)


def _read_rule(block: Block, begins: ZonedMoment) -> Rule | None:
    rules = block.all("RRULE")
    excluded = block.first("EXRULE")
    if len(rules) > 1 or excluded:
        line = excluded or rules[1]
        raise LineError(line.number, _("more than one rule of repetition is not understood"))
    if not rules:
        return None
    with _errors_at(rules[0]):
        return parse_rule(rules[0].value, begins.wall)


def _read_dates(block: Block, name: str) -> tuple[ZonedMoment | date, ...]:
    found: list[ZonedMoment | date] = []
    for line in block.all(name):
        if len(found) + line.value.count(",") >= _MOST_DATES:
            message = _("one event adds or leaves out more than {n} days").format(n=_MOST_DATES)
            raise LineError(line.number, message)
        if not line.value.strip():
            continue
        with _errors_at(line):
            found += [_cut_seconds(value) for value in parse_moments(line)]
    return tuple(found)


def _read_replaced(block: Block) -> ZonedMoment | date | None:
    line = block.first("RECURRENCE-ID")
    if line is None:
        return None
    if line.parameters.get("RANGE"):
        raise LineError(line.number, _("a change of this and all later meetings is not understood"))
    return _read_moment(line)


def _read_status(block: Block) -> Status | None:
    line = block.first("STATUS")
    if line:
        return _STATUSES.get(line.value.strip().upper())
    busy = block.first("X-MICROSOFT-CDO-BUSYSTATUS")
    return "tentative" if busy and busy.value.strip().upper() == "TENTATIVE" else None


def _read_sequence(block: Block) -> int:
    line = block.first("SEQUENCE")
    return int(line.value) if line and re.fullmatch(r"\d{1,9}", line.value, re.ASCII) else 0


def _read_link(block: Block, declared: Contacts) -> str:
    """Return the address of the video call, empty without one.

    An address with a person's phone number or e-mail is left out.
    """
    texts: list[tuple[str, re.Pattern[str]]] = []
    for name in _LINKS:
        texts += [(line.text, _WEB) for line in block.all(name)]
    texts += [(line.text, _CALLS) for line in block.all("DESCRIPTION")]
    for text, shape in texts:
        match = shape.search(text)
        link = match[0].rstrip(">).,;:'") if match else ""
        if link and not holds_personal(link, declared):
            try:
                return Url.parse(link)
            except ValueError:
                continue
    return ""


def choose_latest(events: Sequence[Event]) -> Event:
    """Return the latest revision of an event; of equal ones the last in the file."""
    return max(enumerate(events), key=lambda item: (item[1].sequence, item[0]))[1]
