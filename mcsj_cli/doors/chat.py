"""Chats as WhatsApp exports them: the links in them, without those who wrote.

Android writes «20/4/20, 17:05 - Name: text», an iPhone «[20/4/20, 5:05:33 p. m.] Name: text». Day
and month stand in the order of the phone's region, and twelve hours may hold U+00A0 or U+202F
within «p. m.». U+200E marks what the program itself says.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from mcsj_cli.doors.containers import ZIP_FAULTS
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.source_text import MOST_BYTES, UnreadableFileError
from mcsj_cli.doors.tips import (
    Tip,
    Tips,
    find_links,
    find_tags,
    hide_links,
    is_private,
    without_links,
)
from mcsj_cli.errors import AmbiguousError
from mcsj_cli.i18n import _, long_date
from mcsj_cli.model.text import fold
from mcsj_cli.vocabulary import spoken

_DATE = r"(?P<a>\d{1,4})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{2,4})"
_HOUR = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?P<second>[:.]\d{2})?"
_HALF = r"(?:[\s\u00a0\u202f]*(?P<half>[ap])[.\s\u00a0\u202f]*m\b\.?)?"
_STAMP = rf"{_DATE}(?P<comma>,?)[\s\u202f]{_HOUR}{_HALF}"
_DASHED = re.compile(rf"\u200e?{_STAMP} - (?P<rest>.*)", re.IGNORECASE)
_BRACKETED = re.compile(rf"\u200e?\[{_STAMP}\] ?(?P<rest>.*)", re.IGNORECASE)
# A message of another chat, pasted into one.
_PASTED = re.compile(
    r"\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?[\s\u202f][^\]\n]{4,18}?(?:\]| - ) ?[^:\n]{1,60}: ?"
)
_EDITED = re.compile(r"\u200e?<[^<>]*(?:edit)[^<>]*>\s*$", re.IGNORECASE)
_MENTION = re.compile(r"@(?:\u2068[^\u2069]*\u2069|\+?\d[\d \u00a0-]{6,})")
_NAMED = re.compile(r"^\s*(?:[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}:\s+)+")
_SLACK = timedelta(hours=2)  # clocks are put back, and messages arrive out of turn
_CERTAIN = 10  # times as many faults in the other order


class _Opening(NamedTuple):
    """A line that begins a message, with the numbers of its date as they stand."""

    number: int
    stamp: re.Match[str]

    @property
    def form(self) -> tuple[object, ...]:
        """Return what every line of one chat has in common."""
        sign, comma, second, half = self.stamp.group("sign", "comma", "second", "half")
        return (sign, comma, bool(second), bool(half))


class _Message(NamedTuple):
    number: int
    moment: datetime
    sender: str
    text: str


def unpack(raw: bytes, file: str) -> bytes:
    """Return the one text of a zipped chat; its pictures are never opened.

    Raise UnreadableFileError if there is none, or several, or it is too long.
    """
    advice = _("Export the chat again, without its media, and give that file.")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            texts = [one for one in archive.infolist() if one.filename.casefold().endswith(".txt")]
            if len(texts) != 1:
                text = _("a zipped chat holds one text, and this one holds {n}")
                raise UnreadableFileError(file, 0, text.format(n=len(texts)), advice)
            with archive.open(texts[0]) as stream:
                return stream.read(MOST_BYTES + 1)
    except ZIP_FAULTS as error:
        raise UnreadableFileError(file, 0, _("this archive cannot be opened"), advice) from error


def find_order(text: str, today: date) -> DayOrder | None:
    """Return which of day and month comes first, as the whole chat tells; None if it does not.

    There is no such day, or it has not come, or a message would be before the one above: the order
    with which that hardly ever happens is the chat's.
    """
    lines = _list_lines(text)
    by_day = _count_faults(lines, DayOrder.DAY_FIRST, today)
    by_month = _count_faults(lines, DayOrder.MONTH_FIRST, today)
    if all(len(line.stamp["a"]) == 4 for line in lines) or by_day * _CERTAIN < by_month:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if by_month * _CERTAIN < by_day else None


def require_order(text: str, today: date) -> DayOrder:
    """Return the order of day and month; raise AmbiguousError where the chat does not tell it."""
    order = find_order(text, today)
    if order:
        return order
    stamp = _list_lines(text)[0].stamp
    moments = [_find_moment(stamp, order) for order in DayOrder]
    raise AmbiguousError(
        _("day"),
        stamp.string[stamp.start("a") : stamp.end("c")],
        [long_date(moment) for moment in moments if moment],
        _("Say which stands first: {options}").format(options=spoken("--day-first, --month-first")),
    )


def check_order(text: str, order: DayOrder, today: date, file: str) -> None:
    """Raise UnreadableFileError for a chat whose days exist only in the other order."""
    if find_order(text, today) in (order, None):
        return
    wrong = (line for line in _list_lines(text) if _find_moment(line.stamp, order) is None)
    first = next(wrong, None)
    if first:
        reason = _("not every day in it exists, read in that order")
        options = spoken("--day-first, --month-first")
        advice = _("Say which stands first: {options}").format(options=options)
        raise UnreadableFileError(file, first.number, reason, advice)


def read_chat(text: str, order: DayOrder) -> Tips:
    """Return the links that were given in a chat, with the day and the words beside each.

    Nobody who wrote is named: where the words hold a name of the chat, they are left out.
    """
    messages = list(_list_messages(text, order))
    names = {fold(message.sender.strip("~\u202a\u202c\u200e ")) for message in messages} - {""}
    tips: list[Tip] = []
    private = 0
    for message in messages:
        lines = message.text.split("\n")
        for position, line in enumerate(lines):
            for _written, url in find_links(line):
                if is_private(url):
                    private += 1
                    continue
                title = _find_words(lines, position, names)
                tips.append(
                    Tip(
                        message.number + position,
                        url,
                        message.moment.date(),
                        title,
                        tags=find_tags(message.text),
                    )
                )
    return Tips(tips, private)


def _list_lines(text: str) -> list[_Opening]:
    """Return the lines that begin a message in the chat's own form, which its first line shows."""
    lines: list[_Opening] = []
    pattern: re.Pattern[str] | None = None
    for number, line in enumerate(_split_rows(text), 1):
        if pattern is None:
            pattern = next((one for one in (_DASHED, _BRACKETED) if one.match(line)), None)
        match = pattern.match(line) if pattern else None
        if match is None:
            continue
        found = _Opening(number, match)
        if not lines or found.form == lines[0].form:
            lines.append(found)
    return lines


def _split_rows(text: str) -> list[str]:
    """Return the lines of a chat; only a line break ends one, no other sign."""
    return text.lstrip("\ufeff").replace("\r\n", "\n").split("\n")


def _list_messages(text: str, order: DayOrder) -> Iterator[_Message]:
    rows = _split_rows(text)
    begins: list[tuple[_Opening, datetime]] = []
    for line in _list_lines(text):
        moment = _find_moment(line.stamp, order)
        if moment and (not begins or moment >= begins[-1][1] - _SLACK):
            begins.append((line, moment))
    ends = [*(line.number for line, _moment in begins), len(rows) + 1][1:]
    for (line, moment), end in zip(begins, ends, strict=True):
        sender, colon, first = line.stamp["rest"].partition(": ")
        if not colon:
            sender, colon, first = line.stamp["rest"].partition(":")
        if not colon:
            continue  # what the program says, without a sender
        rest = rows[line.number : end - 1]
        yield _Message(line.number, moment, sender, _EDITED.sub("", "\n".join([first, *rest])))


def _find_words(lines: Sequence[str], position: int, names: set[str]) -> str:
    """Return the words beside a link: on its line, or else on the next or the one before."""
    for place in (position, position + 1, position - 1):
        if 0 <= place < len(lines):
            words = _strip_names(lines[place])
            if words and not any(name in fold(words) for name in names):
                return words
    return ""


def _strip_names(line: str) -> str:
    """Return the words of a line, without links, mentions, and whoever is named before a colon."""
    text = _MENTION.sub(" ", _PASTED.sub(" ", line))
    return without_links(_NAMED.sub("", hide_links(text)))


def _count_faults(lines: Sequence[_Opening], order: DayOrder, today: date) -> int:
    """Count the lines that have no day in that order, or one to come, or that go back in time."""
    faults = 0
    latest = datetime.min + _SLACK
    for line in lines:
        moment = _find_moment(line.stamp, order)
        if moment is None or moment.date() > today or moment < latest - _SLACK:
            faults += 1
        else:
            latest = moment
    return faults


def _find_moment(stamp: re.Match[str], order: DayOrder) -> datetime | None:
    """Return the moment of a line, or None if there is no such day or hour."""
    first, second, third = int(stamp["a"]), int(stamp["b"]), int(stamp["c"])
    if len(stamp["a"]) == 4:
        year, month, day = first, second, third
    elif order is DayOrder.DAY_FIRST:
        day, month, year = first, second, third
    else:
        month, day, year = first, second, third
    hour = int(stamp["hour"])
    half = (stamp["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, hour, int(stamp["minute"]))
    except ValueError:
        return None
