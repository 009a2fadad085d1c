"""A table of items as a spreadsheet writes it, whatever its encoding, its separator and the names of its columns."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from io import StringIO
from itertools import islice
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError, McsjError, Problem, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Phrase, Prose, Tag, Url
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, nearest, one_line
from mcsj_cli.model.week import check_year

# The fields that a table may fill, and how people head their columns.
FIELDS = {
    "title": ("title", "titulo", "encabezado", "nota"),
    "tags": (
        "tags",
        "tag",
        "etiqueta",
        "etiquetas",
        "rubro",
        "rubros",
        "hashtag",
        "hashtags",
        "categoria",
    ),
    "summary": ("summary", "resumen", "descripcion", "texto", "contenido", "detalle"),
    "url": ("url", "enlace", "liga", "link", "direccion", "vinculo", "pagina"),
    "source": ("source", "fuente", "medio", "institucion", "autor"),
    "states": ("states", "state", "estado", "estados", "entidad", "entidades"),
    "created": ("created", "date", "fecha", "dia"),
}
_SEPARATORS = (",", ";", "\t")
_LOOK = 20  # rows by which the separator is found
_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d/%m/%y")


class InputTable(NamedTuple):
    """A table: the names of its columns, and its rows with the number of the line on which each begins."""

    names: list[str]
    rows: list[tuple[int, dict[str, str]]]

    def example(self, name: str) -> str:
        """Give the first value of a column that says anything."""
        return next((row[name] for _number, row in self.rows if row[name]), "")


def read_table(raw: bytes, file: str) -> InputTable:
    """Read a CSV (RFC 4180) in UTF-8 or Windows-1252, with commas, semicolons or tabs; raise InvalidDataError."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    if "\0" in text:
        raise InvalidDataError(
            [
                Problem(
                    file,
                    0,
                    0,
                    _("this is no text"),
                    _("Save the table as CSV: in Excel, «CSV UTF-8»."),
                )
            ]
        )
    told = re.match(r"sep=(.)\r?\n", text)  # a line that Excel reads and does not show
    text = text[told.end() :] if told else text
    csv.field_size_limit(1_000_000)
    # Lines end as RFC 4180 has them: what else Python takes for an end of line is text.
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=told[1] if told else _find_separator(text)
    )
    try:
        lines = [
            (number, cells)
            for number, cells in _number(reader)
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise InvalidDataError([Problem(file, reader.line_num, 0, str(error))]) from error
    if not lines:
        raise InvalidDataError([Problem(file, 0, 0, _("the table is empty"))])
    names = [one_line(name) for name in lines[0][1]]
    repeated = next((name for name in names if name and names.count(name) > 1), None)
    if repeated:
        message = _("two columns are called «{name}»").format(name=repeated)
        raise InvalidDataError(
            [Problem(file, 1, 0, message, _("Give each column a name of its own."))]
        )
    rows = [
        (
            number,
            {
                name: _plain(cell)
                for name, cell in zip(names, [*cells, *[""] * len(names)], strict=False)
            },
        )
        for number, cells in lines[1:]
    ]
    return InputTable(names, rows)


def choose_columns(sheet: InputTable, given: Sequence[str]) -> dict[str, str]:
    """Settle what each column holds, by its name or as it was given; raise WrongUsageError."""
    columns: dict[str, str] = {}
    for text in given:
        name, equals, field = text.rpartition("=")
        if not equals or field not in FIELDS or name not in sheet.names:
            known = ", ".join(FIELDS) if field not in FIELDS else ", ".join(sheet.names)
            raise WrongUsageError(
                _("«{text}» does not say what a column holds.").format(text=text),
                _("As in: {example}").format(example="--column 'Liga=url'") + f" ({known})",
            )
        if field in columns.values():
            raise WrongUsageError(
                _("Two columns are given for {field}.").format(field=field), _("Choose one.")
            )
        columns[name] = field
    for name in sheet.names:
        field = next((field for field, words in FIELDS.items() if fold(name) in words), "")
        if field and name not in columns and field not in columns.values():
            columns[name] = field
    if "title" not in columns.values():
        close = nearest("titulo", sheet.names, 1) or sheet.names[:1]
        raise WrongUsageError(
            _("No column holds the title."),
            _("Say which: --column '{name}=title'").format(name=close[0]),
        )
    return columns


def make_item(
    row: Mapping[str, str],
    columns: Mapping[str, str],
    categories: Categories,
    tag: Tag | None,
    day: date,
) -> Content | list[str]:
    """Make an item of a row, or say all that is wrong with it."""
    said = {field: row[name] for name, field in columns.items()}
    problems: list[str] = []

    def take(make: object, text: str) -> object:
        try:
            return make(text)  # type: ignore[operator]
        except (McsjError, ValueError) as error:
            problems.append(error.message if isinstance(error, McsjError) else str(error))
            return None

    tags = [take(categories.find_tag, name) for name in _split(said.get("tags", ""))] or [tag]
    states = [
        take(lambda text: find_state(text).abbreviation, name)
        for name in _split_states(said.get("states", ""))
    ]
    title = take(Line.parse, said.get("title", ""))
    url = take(Url.parse, said.get("url", "").strip())
    created = take(_parse_day, said["created"]) if said.get("created") else day
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


def _find_separator(text: str) -> str:
    return max(_SEPARATORS, key=partial(_count_columns, text))


def _count_columns(text: str, separator: str) -> tuple[int, int]:
    """Count the rows that are as wide as the heading with a separator, unless that is one column, and its columns."""
    rows = list(islice(csv.reader(StringIO(text, newline=""), delimiter=separator), _LOOK))
    width = len(rows[0]) if rows else 0
    return sum(len(row) == width for row in rows) if width > 1 else 0, width


def _number(reader: "csv.reader") -> Iterator[tuple[int, list[str]]]:  # type: ignore[valid-type]
    last = 0
    for cells in reader:  # type: ignore[attr-defined]
        yield last + 1, cells
        last = reader.line_num  # type: ignore[attr-defined]


def _plain(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from reading a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text


def _split(text: str) -> list[str]:
    return [part for part in text.replace(";", " ").replace(",", " ").split() if part]


def _split_states(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _parse_day(text: str) -> date:
    for form in _DAY_FORMS:
        try:
            return check_year(datetime.strptime(text.strip(), form).date())
        except ValueError:
            continue
    raise ValueError(_("«{text}» is not a day such as 2020-04-23 or 23/04/2020").format(text=text))
