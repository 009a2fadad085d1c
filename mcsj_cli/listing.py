"""Lists and single things: as tables and fields for a person, or in formats for programs."""

import shutil
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from mcsj_cli.console import is_terminal, note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.model.fields import Prose
from mcsj_cli.model.text import nearest, one_line
from mcsj_cli.wrapping import wrap

Item = Mapping[str, Any]
PIPED = ("github", "pipe")  # a bar inside a cell would end it
PROGRAM_FORMATS = ("json", "yaml", "csv")
_LEAST_ROOM, _MOST_ROOM = 10, 60  # for the longest bar


class Column(NamedTuple):
    """A column for a person's eyes: its heading and how an item fills it."""

    heading: str
    cell: Callable[[Item], object]
    align: Literal["left", "right"] = "left"


def show_list(
    items: Sequence[Item], columns: Sequence[Column], form: str | None, empty: str
) -> None:
    """Print a list: as a table for a person, or whole, with its English keys, for programs."""
    if form in PROGRAM_FORMATS:
        if items or form != "csv":
            say(_dump_items(items, form).rstrip("\n"))
        return
    if not items:
        note(empty)
        return
    rows = [_build_row(item, columns) for item in items]
    if form in PIPED:
        rows = [_escape_bars(row) for row in rows]
    if form is None and is_terminal():
        _print_table(rows, columns)
    elif form is None:
        say(_align_columns(rows, columns))
    else:
        say(_tabulate(rows, columns, form))


def show_bars(counts: Sequence[tuple[str, int]]) -> None:
    """Draw counts as bars, names and numbers aligned, within the width of a line."""
    edge = max((_width(name) for name, _count in counts), default=0)
    figures = max((len(str(count)) for _name, count in counts), default=1)
    room = max(_LEAST_ROOM, min(line_width() - edge - figures - 3, _MOST_ROOM))
    most = max([count for _name, count in counts] + [room])
    for name, count in counts:
        length = -(-count * room // most) if most > room else count
        say(f"{_pad(name, edge)}  {count:>{figures}} {'█' * length}".rstrip())


def line_width() -> int:
    """Return how many columns a line may have: those of the terminal, or 80 without one."""
    return shutil.get_terminal_size((80, 24)).columns if is_terminal() else 80


def show_fields(fields: Sequence[tuple[str, object]]) -> None:
    """Print one thing as its fields, names aligned; lines keep the width of a terminal."""
    shown = [(name, text) for name, value in fields if (text := _format_value(value))]
    edge = max((_width(name) for name, _text in shown), default=0) + 2
    room = shutil.get_terminal_size().columns - edge if is_terminal() else 0
    for name, text in shown:
        first, *rest = _wrap(text, room)
        say(f"{_pad(name, edge)}{first}")
        for line in rest:
            say(f"{' ' * edge}{line}".rstrip())


def show_item(item: Item, fields: Sequence[tuple[str, object]], form: str | None) -> None:
    """Print one thing for a person, or its keys and values for a program."""
    if form is None:
        show_fields(fields)
    elif form == "json":
        say(to_json(item))
    elif form in PROGRAM_FORMATS:
        say(_dump_items([item], form).rstrip("\n"))
    else:
        rows = [[name, _format_cell(value)] for name, value in fields]
        say(_tabulate(rows, [_NAME, _VALUE], form))


def check_format(form: str) -> str:
    """Return a list format in its own spelling; raise WrongUsageError with the nearest."""
    name = form.strip().casefold()
    if name in PROGRAM_FORMATS:
        return name
    import tabulate  # slow to import, and seldom needed

    if name in tabulate.tabulate_formats:
        return name
    known = [*PROGRAM_FORMATS, *tabulate.tabulate_formats]
    near = nearest(name, known)
    if near:
        advice = _("Near it: {names}.").format(names=", ".join(near))
    else:
        advice = _("There are: {names}.").format(names=", ".join(known))
    raise WrongUsageError(_("There is no format «{name}».").format(name=form), advice)


_NAME = Column("", lambda item: item)
_VALUE = Column("", lambda item: item)


def _dump_items(items: Sequence[Item], form: str) -> str:
    if form == "json":
        return to_json(items)
    if form == "csv":
        return to_csv(items).replace("\r\n", "\n")
    from mcsj_cli.store.yaml import dump_plain  # only where YAML is asked for

    return dump_plain(list(items))


def _build_row(item: Item, columns: Sequence[Column]) -> list[str]:
    return [_format_cell(column.cell(item)) for column in columns]


def _format_cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(inner) for inner in value)
    return one_line(str(value))


def _format_value(value: object) -> str:
    """Return one value of a thing that is shown whole: a long text keeps its lines."""
    return value if isinstance(value, Prose) else _format_cell(value)


def _escape_bars(row: Sequence[str]) -> list[str]:
    return [cell.replace("|", "\\|") for cell in row]


def _width(text: str) -> int:
    """Return how many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_sign_width(sign) for sign in text)


def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign) or sign == "\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _pad(text: str, width: int, align: str = "left") -> str:
    gap = " " * (width - _width(text))
    return gap + text if align == "right" else text + gap


def _wrap(text: str, room: int) -> list[str]:
    """Return the lines of a text; without room, only those that it has."""
    return (wrap(text, max(room, 20)) if room else text).split("\n")


def _align_columns(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> str:
    """Return aligned columns with two spaces between them, as a pipe wants it."""
    table = [[column.heading for column in columns], *rows]
    widths = [max(map(_width, cells)) for cells in zip(*table, strict=True)]
    lines = []
    for row in table:
        cells = [
            _pad(cell, width, column.align)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _print_table(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> None:
    from mcsj_cli.tables import print_table  # Rich only for a table on a terminal

    print_table([(column.heading, column.align) for column in columns], rows)


def _tabulate(rows: Sequence[Sequence[str]], columns: Sequence[Column], form: str) -> str:
    import tabulate  # slow to import, and seldom needed

    return tabulate.tabulate(
        rows,
        headers=[column.heading for column in columns],
        tablefmt=form,
        disable_numparse=True,
        colalign=[column.align for column in columns],
    )
