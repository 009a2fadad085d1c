"""Tables of items from spreadsheets, in several encodings, separators and column names."""

import csv
import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple

from mcsj_cli.errors import InvalidDataError, McsjError, Problem, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import field_label
from mcsj_cli.model import dates
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Prose, Tag, Url
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, nearest, one_line
from mcsj_cli.vocabulary import as_in

# The fields that a table may fill, and the usual headings of their columns.
FIELDS = {
    "uid": ("uid", "record", "registro"),
    "title": ("title", "titulo", "encabezado", "nota"),
    "tags": (
        "tags", "tag", "etiqueta", "etiquetas", "rubro", "rubros", "hashtag", "hashtags",
        "categoria",
    ),
    "summary": ("summary", "resumen", "descripcion", "texto", "contenido", "detalle"),
    "url": ("url", "enlace", "liga", "link", "direccion", "vinculo", "pagina"),
    "source": ("source", "fuente", "medio", "institucion", "autor"),
    "states": ("states", "state", "estado", "estados", "entidad", "entidades"),
    "created": ("created", "date", "fecha", "dia"),
}  # fmt: skip
_SEPARATORS = (",", ";", "\t")
_LOOK = 20  # rows that are read to find the separator


class InputTable(NamedTuple):
    """The names of a table's columns, and its rows with the numbers of their first lines."""

    names: list[str]
    rows: list[tuple[int, dict[str, str]]]

    def example(self, name: str) -> str:
        """Return the first value of a column that is not empty, or ""."""
        return next((row[name] for _number, row in self.rows if row[name]), "")


def read_table(raw: bytes, file: str) -> InputTable:
    """Read a CSV file (RFC 4180); raise InvalidDataError.

    It may be in UTF-8 or Windows-1252, with commas, semicolons or tabs.
    """
    text = _decode(raw, file)
    directive = re.match(r"sep=(.)\r?\n", text)  # Excel's own line, which it does not show
    if directive:
        text = text[directive.end() :]
    csv.field_size_limit(1_000_000)
    separator = directive[1] if directive else _find_separator(text)
    lines = _read_lines(text, separator, file)
    if not lines:
        raise InvalidDataError([Problem(file, 0, 0, _("the table is empty"))])
    names = [one_line(name) for name in lines[0][1]]
    _refuse_repeated(names, file)
    rows = [(number, _build_row(names, cells)) for number, cells in lines[1:]]
    return InputTable(names, rows)


def _decode(raw: bytes, file: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        advice = _("Save the table as CSV: in Excel, «CSV UTF-8».")
        raise InvalidDataError([Problem(file, 0, 0, _("this is no text"), advice)])
    return text


def _read_lines(text: str, separator: str, file: str) -> list[tuple[int, list[str]]]:
    """Return the lines that are not blank, with their numbers; raise InvalidDataError."""
    # Lines end as RFC 4180 has them; anything else that Python takes for an end of line is text.
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    lines: list[tuple[int, list[str]]] = []
    last = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((last + 1, cells))
            last = reader.line_num
    except csv.Error as error:
        raise InvalidDataError([Problem(file, reader.line_num, 0, str(error))]) from error
    return lines


def _refuse_repeated(names: Sequence[str], file: str) -> None:
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated:
        message = _("two columns are called «{name}»").format(name=repeated)
        advice = _("Give each column a name of its own.")
        raise InvalidDataError([Problem(file, 1, 0, message, advice)])


def _build_row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * len(names)]
    return {name: _plain_cell(cell) for name, cell in zip(names, padded, strict=False)}


def choose_columns(sheet: InputTable, given: Sequence[str]) -> dict[str, str]:
    """Return the field of each column, as `given` or by its name; raise WrongUsageError."""
    columns: dict[str, str] = {}
    for text in given:
        name, field = _parse_column(text, sheet)
        if field in columns.values():
            raise WrongUsageError(
                _("Two columns are given for {field}.").format(field=field_label(field)),
                _("Choose one."),
            )
        columns[name] = field
    for name in sheet.names:
        field = find_field(name)
        if field and name not in columns and field not in columns.values():
            columns[name] = field
    if "title" not in columns.values():
        close = nearest("titulo", sheet.names, 1) or sheet.names[:1]
        raise WrongUsageError(
            _("No column holds the title."),
            _("Say which: --column '{name}=title'").format(name=close[0]),
        )
    return columns


def _parse_column(text: str, sheet: InputTable) -> tuple[str, str]:
    """Return the column and the field that «Dónde=url» names; raise WrongUsageError."""
    name, _equals, said = text.rpartition("=")
    field = find_field(said)
    if field and name in sheet.names:
        return name, field
    known = sheet.names if field else [field_label(one) for one in FIELDS]
    raise WrongUsageError(
        _("«{text}» does not say what a column holds.").format(text=text),
        as_in(f"--column 'Dónde={field_label('url')}'") + f" ({', '.join(known)})",
    )


def find_field(word: str) -> str:
    """Return the field that a word of either language names, or ""."""
    return next((field for field, words in FIELDS.items() if fold(word) in words), "")


def make_item(
    row: Mapping[str, str],
    columns: Mapping[str, str],
    categories: Categories,
    tag: Tag | None,
    day: date,
) -> Content | list[str]:
    """Return the item of a row, or else everything that is wrong with it."""
    said = {field: row[name] for name, field in columns.items()}
    problems: list[str] = []

    def take(make: object, text: str) -> object:
        try:
            return make(text)  # type: ignore[operator]
        except (McsjError, ValueError) as error:
            problems.append(error.message if isinstance(error, McsjError) else str(error))
            return None

    tags = [take(categories.find_tag, name) for name in _split_tags(said.get("tags", ""))] or [tag]
    states = [take(_parse_state, name) for name in _split_states(said.get("states", ""))]
    title = take(Line.parse, said.get("title", ""))
    url = take(Url.parse, said.get("url", "").strip())
    created = take(partial(_parse_day, today=day), said["created"]) if said.get("created") else day
    if tags == [None] and not problems:
        problems.append(_("the row names no rubric"))
    if problems:
        return problems
    return Content(
        title=title,  # type: ignore[arg-type]
        tags=list(dict.fromkeys(tags)),  # type: ignore[arg-type]
        summary=Prose.parse(said.get("summary", "")),
        url=url,  # type: ignore[arg-type]
        source=Phrase.parse(said.get("source", "")),
        states=[Line(str(state)) for state in states],
        created=created,  # type: ignore[arg-type]
    )


def list_understood_days(
    table: InputTable, columns: Mapping[str, str], today: date
) -> list[tuple[int, str, date]]:
    """Return the days that rows do not write in full: the row, its text and what it means."""
    understood = []
    for name in (name for name, field in columns.items() if field == "created"):
        for number, row in table.rows:
            text = row[name].strip()
            if text:
                found = dates.parse_day(text, today, Looking.BACK)
                understood += [] if found.full else [(number, text, found.day)]
    return understood


def given_values(
    row: Mapping[str, str], columns: Mapping[str, str], item: Content
) -> dict[str, Any]:
    """Return what a row says of the item that it was made into, by the names of its fields.

    A day that is left blank says nothing.
    """
    said = {field for name, field in columns.items() if field != "created" or row[name].strip()}
    return {field: getattr(item, field) for field in sorted(said - {"uid"})}


def _find_separator(text: str) -> str:
    return max(_SEPARATORS, key=partial(_count_columns, text))


def _count_columns(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows a separator makes as wide as the heading, and that width.

    If the heading is one column, no row counts.
    """
    rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _LOOK))
    width = len(rows[0]) if rows else 0
    if width < 2:
        return 0, width
    return sum(len(row) == width for row in rows), width


def _plain_cell(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from reading a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text


def _parse_state(text: str) -> str:
    return find_state(text).abbreviation


def _split_tags(text: str) -> list[str]:
    return [part for part in text.replace(";", " ").replace(",", " ").split() if part]


def _split_states(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _parse_day(text: str, today: date) -> date:
    return dates.parse_day(text, today, Looking.BACK).day
