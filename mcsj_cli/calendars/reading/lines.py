"""An external iCalendar file as nested blocks of numbered content lines (RFC 5545 3.1).

Errors name the line. The work is proportional to the size of the file, whatever it holds.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _

MOST_BYTES = 10 * 2**20
_MOST_BLOCKS = 20_000
_MOST_DEPTH = 5
# A name, then parameters, then the value; a quoted parameter may hold ";" and ":".
_LINE = re.compile(r'([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*+")*+)*+):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:[^";]|"[^"]*+")*+)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class ContentLine(NamedTuple):
    """A content line, unfolded; `number` is that of its first line in the file."""

    number: int
    name: str
    raw_parameters: str
    value: str

    @property
    def parameters(self) -> Mapping[str, str]:
        """The parameters by their names in capitals, without quotes."""
        return {
            name.upper(): value.replace('"', "").strip()
            for name, value in _PARAMETER.findall(self.raw_parameters)
        }

    @property
    def text(self) -> str:
        """The value as TEXT, without escapes (RFC 5545 3.3.11)."""
        return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], self.value)


@dataclass(frozen=True)
class Block:
    """A component: its own lines, and the components in it."""

    name: str
    number: int
    lines: list[ContentLine] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def all(self, name: str) -> list[ContentLine]:
        return [line for line in self.lines if line.name == name]

    def first(self, *names: str) -> ContentLine | None:
        """Return the first line of the first of these names that there is."""
        for name in names:
            lines = self.all(name)
            if lines:
                return lines[0]
        return None

    def named(self, name: str) -> list["Block"]:
        return [block for block in self.blocks if block.name == name]


def refuse(file: str, number: int, message: str, advice: str = "") -> InvalidDataError:
    """Return the error of one line of a file."""
    return refuse_all([Problem(file, number, 0, message, advice)])


def refuse_all(problems: list[Problem]) -> InvalidDataError:
    """Return the error of several lines of a file."""
    error = InvalidDataError(problems)
    error.message = _("This calendar cannot be taken over as it is.")
    error.advice = _("Nothing was written.")
    return error


def read_blocks(content: bytes, file: str) -> list[Block]:
    """Read the calendars of a file; raise InvalidDataError with the first line that is wrong."""
    root = Block("", 0)
    open_blocks, count, number = [root], 0, 0
    for line in _unfold(_decode(content, file), file):
        number = line.number
        if line.name == "BEGIN":
            count += 1
            open_blocks.append(_begin(line, open_blocks, count, file))
        elif line.name == "END":
            _end(line, open_blocks, file)
        elif len(open_blocks) == 1:
            raise refuse(file, number, _("this line stands outside of every calendar"), _advise())
        else:
            open_blocks[-1].lines.append(line)
    _check_closed(open_blocks, file, number)
    if not root.blocks:
        raise refuse(file, 0, _("the file is empty"), _advise())
    return root.blocks


def _check_closed(open_blocks: list[Block], file: str, number: int) -> None:
    if len(open_blocks) > 1:
        block = open_blocks[-1]
        message = _("the file was cut: «{name}», which begins on line {line}, does not end")
        raise refuse(file, number, message.format(name=block.name, line=block.number), _advise())


def _begin(line: ContentLine, open_blocks: list[Block], count: int, file: str) -> Block:
    name = line.value.strip().upper()
    if (name == "VCALENDAR") != (len(open_blocks) == 1):
        message = _("«{name}» cannot begin here").format(name=name[:40])
        raise refuse(file, line.number, message, _advise())
    if len(open_blocks) > _MOST_DEPTH:
        raise refuse(file, line.number, _("the parts of the file are nested too deeply"))
    if count > _MOST_BLOCKS:
        message = _("the file has more than {n} parts").format(n=_MOST_BLOCKS)
        raise refuse(file, line.number, message, _("Export fewer days."))
    block = Block(name, line.number)
    open_blocks[-1].blocks.append(block)
    return block


def _end(line: ContentLine, open_blocks: list[Block], file: str) -> None:
    name = line.value.strip().upper()
    if len(open_blocks) == 1 or open_blocks[-1].name != name:
        message = _("«{name}» ends here and has not begun").format(name=name[:40])
        raise refuse(file, line.number, message, _advise())
    open_blocks.pop()


def _decode(content: bytes, file: str) -> str:
    if len(content) > MOST_BYTES:
        message = _("the file is larger than {n} MB").format(n=MOST_BYTES // 2**20)
        raise refuse(file, 0, message, _("Export fewer days."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise refuse(file, number, _("the text is not in UTF-8"), _advise()) from error
    if not text.lstrip("\r\n \t")[:15].upper().startswith("BEGIN:VCALENDAR"):
        message = _("this is no calendar: it does not begin with BEGIN:VCALENDAR")
        raise refuse(file, 1, message, _advise())
    return text


def _advise() -> str:
    return _("Export the calendar anew as .ics (iCalendar).")


def _unfold(text: str, file: str) -> Iterator[ContentLine]:
    """Yield the content lines, each joined from its folded pieces."""
    pieces: list[str] = []
    begin = 0
    for number, piece in enumerate(text.lstrip("\r\n \t").split("\n"), _first_line(text)):
        piece = piece.removesuffix("\r")  # noqa: PLW2901
        if piece[:1] in (" ", "\t") and pieces:
            pieces.append(piece[1:])
            continue
        if pieces:
            yield _parse("".join(pieces), begin, file)
        pieces, begin = [piece] if piece.strip() else [], number
    if pieces:
        yield _parse("".join(pieces), begin, file)


def _first_line(text: str) -> int:
    return text[: len(text) - len(text.lstrip("\r\n \t"))].count("\n") + 1


def _parse(text: str, number: int, file: str) -> ContentLine:
    match = _LINE.fullmatch(text)
    if match is None:
        message = _("this is no line of a calendar: it has no name and value")
        raise refuse(file, number, message, _advise())
    return ContentLine(number, match[1].upper(), match[2], match[3])
