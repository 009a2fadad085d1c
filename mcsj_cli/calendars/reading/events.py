"""One VEVENT of somebody else's calendar: what it says of a meeting, without the people in it (RFC 5545 3.6.1)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple, TypeVar

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

T = TypeVar("T")
_LONGEST = 200  # characters of a title
_MOST_WORDS = 8  # of a name, by which it is known
_MOST_DATES = 2_000  # days that one event adds or leaves out
_STATUSES: dict[str, Status] = {
    "TENTATIVE": "tentative", "CONFIRMED": "confirmed", "CANCELLED": "cancelled", "CANCELED": "cancelled",
}  # fmt: skip
# Where programs put the address of a video call, the surest first.
_LINKS = (
    "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "LOCATION", "URL",
)  # fmt: skip
_WEB = re.compile(r"https?://[^\s<>\"]{4,500}")
_CALLS = re.compile(
    r"https://(?:[\w.-]{1,60}\.)?(?:meet\.google\.com|zoom\.us|teams\.microsoft\.com|teams\.live\.com|webex\.com|meet\.jit\.si)"
    r"/[^\s<>\"]{1,500}",
    re.ASCII,
)


class TitleFilter(NamedTuple):
    """What is left out of texts: the `people` of the event, and contacts that nobody has declared.

    The network's `names` are looked for before that.
    """

    people: frozenset[str]
    declared: Contacts
    is_cancelled: bool = False
    names: Sequence[str] = ()

    def clean(self, text: str) -> str:
        """Give a title on one line, or nothing where it names somebody."""
        title = one_line(beginning(text))[:_LONGEST].strip()
        words = split_words(title)
        starts = range(len(words) if self.people else 0)
        runs = (
            " ".join(words[start : start + size])
            for start in starts
            for size in range(1, _MOST_WORDS + 1)
        )
        return (
            ""
            if not self.people.isdisjoint(runs) or holds_personal(title, self.declared)
            else title
        )


def beginning(text: str) -> str:
    """Give as much of a text as a title can be made from: folded, a sign may become eighteen."""
    return text[: 5 * _LONGEST]


class Event(NamedTuple):
    """An event as its file writes it: moments on clocks that are only named yet."""

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
    lines = [
        line for block in blocks for name in ("ATTENDEE", "ORGANIZER") for line in block.all(name)
    ]
    names = {
        " ".join(split_words(line.parameters.get("CN", "")[:_LONGEST])[:_MOST_WORDS])
        for line in lines
    }
    return frozenset(name for name in names if len(name) > 3)


def read_event(block: Block, taste: TitleFilter) -> Event | None:
    """Read an event; None for one of whole days. Raises LineError."""
    uid, start = block.first("UID"), block.first("DTSTART")
    if uid is None or not uid.value.strip():
        raise LineError(block.number, _("this event has no UID"))
    if start is None:
        raise LineError(block.number, _("this event does not say when it begins"))
    begins = _one(start)
    whole_day = block.first("X-MICROSOFT-CDO-ALLDAYEVENT")
    if not isinstance(begins, ZonedMoment) or (
        whole_day and whole_day.value.strip().upper() == "TRUE"
    ):
        return None
    length, end = _read_end(block, begins)
    called = " ".join(line.text for line in block.all("SUMMARY")[:1])
    return Event(
        line=block.number,
        uid=uid.value.strip(),
        title=taste.clean(called),
        named=find_names(beginning(called), taste.names),
        start=begins,
        length=length,
        end=end,
        status="cancelled" if taste.is_cancelled else _read_status(block),
        link=_read_link(block, taste.declared),
        sequence=_read_sequence(block),
        rule=_read_rule(block, begins),
        added=_read_dates(block, "RDATE"),
        left_out=_read_dates(block, "EXDATE"),
        replaces=_read_replaced(block),
    )


def _at(line: ContentLine, read: Callable[[], T]) -> T:
    """Read something of a line; what is wrong with it is wrong there."""
    try:
        return read()
    except ValueError as error:
        raise LineError(line.number, error) from error


def _one(line: ContentLine) -> ZonedMoment | date:
    def read() -> ZonedMoment | date:
        values = parse_moments(line)
        if len(values) != 1:
            raise ValueError(_("there is more than one moment here"))
        return _possible(values[0])

    return _at(line, read)


def _possible(value: ZonedMoment | date) -> ZonedMoment | date:
    """Give a moment back, to the minute, if its year can be meant; raise ValueError."""
    check_year(value.wall.date() if isinstance(value, ZonedMoment) else value)
    return (
        value._replace(wall=value.wall.replace(second=0))
        if isinstance(value, ZonedMoment)
        else value
    )


def _read_end(block: Block, begins: ZonedMoment) -> tuple[timedelta | None, ZonedMoment | None]:
    line = block.first("DTEND")
    if line is None:
        line = block.first("DURATION")
        return (_at(line, lambda: parse_length(line.value)) if line else None), None
    end = _one(line)
    if not isinstance(end, ZonedMoment):
        raise LineError(line.number, _("it begins at an hour and ends on a day"))
    return None, end if end != begins else None


def _read_rule(block: Block, begins: ZonedMoment) -> Rule | None:
    rules = block.all("RRULE")
    excluded = block.first("EXRULE")
    if len(rules) > 1 or excluded:
        line = excluded or rules[1]
        raise LineError(line.number, _("more than one rule of repetition is not understood"))
    return _at(rules[0], lambda: parse_rule(rules[0].value, begins.wall)) if rules else None


def _read_dates(block: Block, name: str) -> tuple[ZonedMoment | date, ...]:
    found: list[ZonedMoment | date] = []
    for line in block.all(name):
        if len(found) + line.value.count(",") >= _MOST_DATES:
            message = _("one event adds or leaves out more than {n} days").format(n=_MOST_DATES)
            raise LineError(line.number, message)
        if line.value.strip():
            found += _at(line, partial(_parse_possible, line))
    return tuple(found)


def _parse_possible(line: ContentLine) -> list[ZonedMoment | date]:
    return [_possible(value) for value in parse_moments(line)]


def _read_replaced(block: Block) -> ZonedMoment | date | None:
    line = block.first("RECURRENCE-ID")
    if line is None:
        return None
    if line.parameters.get("RANGE"):
        raise LineError(line.number, _("a change of this and all later meetings is not understood"))
    return _one(line)


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
    """Find the address of the video call; one that is somebody's number is none."""
    texts = [(line.text, _WEB) for name in _LINKS for line in block.all(name)]
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
    """Give the last revision of an event, of equals the one that stands last."""
    return max(enumerate(events), key=lambda item: (item[1].sequence, item[0]))[1]
