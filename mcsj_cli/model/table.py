"""Tables of items from spreadsheets: their columns, and the item of each row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import Any, NamedTuple

from mcsj_cli.errors import InvalidValueError, McsjError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import column_label
from mcsj_cli.model.content import Content
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Prose, Tag, Url
from mcsj_cli.model.states import find_state
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.model.text import fold, nearest
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
# Folded headings of columns that hold addresses or numbers of people, of which no item is made.
_OF_PEOPLE = frozenset({
    "e-mail", "email", "correo", "correo electronico", "telefono", "tel", "celular", "movil",
    "phone", "mobile", "whatsapp", "mobile phone", "business phone", "e-mail address",
})  # fmt: skip


class InputTable(NamedTuple):
    """The names of a table's columns, and its rows with the numbers of their first lines.

    `links` are the cells that have a link behind their text, by row and column; in a workbook they
    stand in a `sheet`, and `others` are further ones, which are not read. `totals` are the numbers
    of rows that were left out, since they only add the others up, and `repeated` the names of
    several columns, all but the first of which are numbered.
    """

    names: list[str]
    rows: list[tuple[int, dict[str, str]]]
    links: frozenset[tuple[int, str]] = frozenset()
    sheet: str = ""
    others: Sequence[str] = ()
    totals: Sequence[int] = ()
    repeated: frozenset[str] = frozenset()

    def example(self, name: str) -> str:
        """Return the first value of a column that is not empty, or ""."""
        return next((row[name] for _number, row in self.rows if row[name]), "")


Headings = Mapping[str, Sequence[str]]
"""The fields that a table may fill, and the folded headings of their columns."""


def choose_columns(
    sheet: InputTable, given: Sequence[str], fields: Headings = FIELDS
) -> dict[str, str]:
    """Return the field of each column, as `given` or by its name; raise WrongUsageError."""
    columns: dict[str, str] = {}
    for text in given:
        name, field = _parse_column(text, sheet, fields)
        if field in columns.values():
            raise WrongUsageError(
                _("Two columns are given for {field}.").format(field=column_label(field)),
                _("Choose one."),
            )
        columns[name] = field
    for name in sorted(sheet.names, key=partial(_rank, sheet, fields)):
        field = find_field(name, fields)
        if field and name not in columns and field not in columns.values():
            columns[name] = field
    if fields is FIELDS and "title" not in columns.values():
        raise WrongUsageError(_("No column holds the title."), _advise_title(sheet.names))
    _refuse_repeated(sheet, columns)
    return {name: columns[name] for name in sheet.names if name in columns}


def _rank(sheet: InputTable, fields: Headings, name: str) -> tuple[bool, int]:
    """Return how late a column is asked for its field: the plainest heading is asked first."""
    words = fields.get(find_field(name, fields), ())
    return name in sheet.repeated, list(words).index(fold(name)) if words else 0


def _refuse_repeated(sheet: InputTable, columns: Mapping[str, str]) -> None:
    """Raise InvalidValueError where a column is read of whose name there are several."""
    repeated = next((name for name in columns if name in sheet.repeated), None)
    if repeated:
        message = _("two columns are called «{name}»").format(name=repeated)
        raise InvalidValueError(message, _("Give each column a name of its own."))


def _advise_title(names: Sequence[str]) -> str:
    """Return how to say which column holds the title; any other than a near name is no guess."""
    close = nearest("titulo", names, 1)
    if close:
        return _("Say which: --column '{name}=title'").format(name=close[0])
    return _("Call it «title» in the heading, or say which one it is: --column NAME=title")


def find_column_of_people(names: Sequence[str]) -> str:
    """Return the first column that holds addresses or numbers of people, by its heading, or ""."""
    return next((name for name in names if fold(name) in _OF_PEOPLE), "")


def _parse_column(text: str, sheet: InputTable, fields: Headings) -> tuple[str, str]:
    """Return the column and the field that «Dónde=url» names; raise WrongUsageError."""
    name, _equals, said = text.rpartition("=")
    field = find_field(said, fields)
    if field and name in sheet.names:
        return name, field
    known = sheet.names if field else [column_label(one) for one in fields]
    example = "url" if fields is FIELDS else list(fields)[-1]
    raise WrongUsageError(
        _("«{text}» does not say what a column holds.").format(text=text),
        as_in(f"--column 'Dónde={column_label(example)}'") + f" ({', '.join(known)})",
    )


def find_field(word: str, fields: Headings) -> str:
    """Return the field that a word of either language names, or ""."""
    wanted = fold(word)
    return next((field for field, words in fields.items() if wanted in words), "")


def make_item(
    row: Mapping[str, str],
    columns: Mapping[str, str],
    find_tag: Callable[[str], Tag],
    tag: Tag | None,
    days: TableDays,
) -> Content | list[str]:
    """Return the item of a row, of today where it says no day, or else all that is wrong."""
    said = {"created": "", **{field: row[name] for name, field in columns.items()}}
    problems: list[str] = []

    def take(make: object, text: str) -> object:
        try:
            return make(text)  # type: ignore[operator]
        except (McsjError, ValueError) as error:
            problems.append(error.message if isinstance(error, McsjError) else str(error))
            return None

    tags = [take(find_tag, name) for name in _split_tags(said.get("tags", ""))] or [tag]
    states = [take(_parse_state, name) for name in _split_states(said.get("states", ""))]
    title = take(Line.parse, said.get("title", ""))
    url = take(Url.parse, said.get("url", "").strip())
    created = take(partial(days.parse, looking=Looking.BACK), said["created"] or str(days.today))
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
    table: InputTable, columns: Mapping[str, str], days: TableDays
) -> list[tuple[int, str, date]]:
    """Return the days that rows do not write in full: the row, its text and what it means."""
    understood = []
    for name in (name for name, field in columns.items() if field == "created"):
        for number, row in table.rows:
            text = row[name].strip()
            if text and not days.is_full(text, Looking.BACK):
                understood.append((number, text, days.parse(text, Looking.BACK)))
    return understood


def given_values(
    row: Mapping[str, str], columns: Mapping[str, str], item: Content
) -> dict[str, Any]:
    """Return what a row says of the item that it was made into, by the names of its fields.

    A day that is left blank says nothing.
    """
    said = {field for name, field in columns.items() if field != "created" or row[name].strip()}
    return {field: getattr(item, field) for field in sorted(said - {"uid"})}


@lru_cache(maxsize=256)
def _parse_state(text: str) -> str:
    return find_state(text).abbreviation


def _split_tags(text: str) -> list[str]:
    return [part for part in text.replace(";", " ").replace(",", " ").split() if part]


def _split_states(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
