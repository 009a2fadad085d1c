"""Contacts of a table: Google's and Outlook's, our own, and one that a person typed.

A row becomes a contact by the headings alone; what is neither name, role, mesa, label, number nor
address is passed over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from mcsj_cli.model.found_contact import FoundContact, collect_ways
from mcsj_cli.model.person import ContactKind
from mcsj_cli.model.text import fold, one_line

_SEVERAL = ":::"  # between the values of one cell of Google's
_GOOGLE = re.compile(r"(e-mail|phone) (\d+) - (value|label|type)")
# The headings of what a contact is made of, folded.
_WORDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "nombre", "nombre completo", "full name", "display name", "nombre y apellidos",
             "persona", "contacto"),
    "given": ("first name", "given name", "nombres", "primer nombre", "nombre de pila"),
    "middle": ("middle name", "additional name", "segundo nombre"),
    "family": ("last name", "family name", "apellido", "apellidos", "surname"),
    "father": ("apellido paterno", "primer apellido"),
    "mother": ("apellido materno", "segundo apellido"),
    "role": ("role", "rol", "cargo", "puesto", "funcion", "job title", "organization title",
             "organization 1 - title"),
    "mesa": ("mesa", "mesa ciudadana"),
    "org": ("company", "organization", "organization name", "organization 1 - name", "empresa",
            "organizacion", "institucion"),
    "labels": ("labels", "label", "group membership", "categories", "etiqueta", "etiquetas",
               "categoria", "categorias", "grupo", "grupos"),
    "email": ("email", "e-mail", "mail", "correo", "correos", "correo electronico", "email address",
              "e-mail address", "e-mail 2 address", "e-mail 3 address",
              "direccion de correo electronico"),
    "phone": ("phone", "telefono", "telefonos", "tel", "celular", "cel", "movil", "telefono movil",
              "telefono celular", "mobile", "mobile phone", "primary phone", "business phone",
              "business phone 2", "home phone", "home phone 2", "other phone", "numero",
              "numero de telefono", "telefono fijo", "telefono del trabajo", "telefono particular",
              "telefono principal", "otro telefono"),
    "whatsapp": ("whatsapp", "whats", "numero de whatsapp"),
    "preferred": ("preferred", "prefiere"),
    "opposed": ("do_not_contact", "no contactar"),
}  # fmt: skip
# How the headings of those who came to a meeting begin; they may have names and addresses too.
_OF_MEETINGS = ("join", "time joined", "leave", "duration", "duracion", "hora ", "time in")
_YES = ("true", "1", "si", "yes", "verdadero")
# How our own table begins, in both languages.
_OWN = (
    ("uid", "name", "role", "mesa", "preferred", "contact"),
    ("registro", "nombre", "cargo", "mesa", "prefiere", "contacto"),
)


class _Row(NamedTuple):
    """A row with its cells by what they hold: several of a kind, in the order of the columns."""

    cells: Mapping[str, Sequence[str]]

    def first(self, field: str) -> str:
        return next((one_line(text) for text in self.cells.get(field, ()) if text.strip()), "")

    def all(self, field: str) -> list[str]:
        """Return all values of a field, those of one cell apart."""
        parts = f" {_SEVERAL} ".join(self.cells.get(field, ())).split(_SEVERAL)
        return [one_line(part) for part in parts if part.strip()]


def are_contacts(heading: Sequence[str]) -> bool:
    """Whether a table with these headings is one of people, with a way to reach them."""
    if any(fold(name).startswith(_OF_MEETINGS) for name in heading):
        return False
    fields = set(_find_fields(heading).values())
    is_named = bool(fields & {"name", "given", "family", "father", "org"})
    return is_named and bool(fields & {"phone", "whatsapp", "email"})


def is_from_program(heading: Sequence[str]) -> bool:
    """Whether Google or Outlook wrote a table: nobody is to correct it by hand."""
    folded = {fold(name) for name in heading}
    google = any(_GOOGLE.fullmatch(name) for name in folded)
    return google or {"job title", "e-mail address"} <= folded


def read_contacts(
    heading: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> list[FoundContact]:
    """Make the contacts of the rows of a table, each with its number."""
    fields = _find_fields(heading)
    # In our own table `contact` repeats one of the values beside it.
    separator = "; " if tuple(map(fold, heading[: len(_OWN[0])])) in _OWN else None
    contacts = []
    for number, cells in rows:
        held: dict[str, list[str]] = {}
        for place, field in fields.items():
            text = _plain_cell(cells[place]) if place < len(cells) else ""
            is_joined = separator and field in ("phone", "whatsapp", "email")
            held.setdefault(field, []).extend(text.split(separator) if is_joined else [text])
        ways = _pair_numbered(heading, cells)
        contacts.append(_make_contact(number, _Row(held), ways))
    return contacts


def _find_fields(heading: Sequence[str]) -> dict[int, str]:
    """Return what each column holds, by its place; the others are left out."""
    fields: dict[int, str] = {}
    for place, name in enumerate(heading):
        folded = fold(name).rstrip(" .:*")
        numbered = _GOOGLE.fullmatch(folded)
        if numbered:
            if numbered[3] == "value":
                fields[place] = "email" if numbered[1] == "e-mail" else "phone"
            continue
        field = next((one for one, words in _WORDS.items() if folded in words), "")
        if field:
            fields[place] = field
    if "given" not in fields.values() and {"father", "family", "mother"} & set(fields.values()):
        fields = {place: "given" if one == "name" else one for place, one in fields.items()}
    return fields


def _pair_numbered(heading: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return the values of Google's numbered phones with what each is called."""
    parts: dict[str, dict[str, str]] = {}
    for name, cell in zip(heading, cells, strict=False):
        numbered = _GOOGLE.fullmatch(fold(name))
        if numbered and numbered[1] == "phone":
            key = "label" if numbered[3] == "type" else numbered[3]
            parts.setdefault(numbered[2], {})[key] = _plain_cell(cell)
    return {one.get("value", ""): one.get("label", "") for one in parts.values()}


def _make_contact(number: int, row: _Row, labelled: Mapping[str, str]) -> FoundContact:
    ways = collect_ways(list(_list_phones(row, labelled)), row.all("email"))
    parts = re.split(r":::|[;,]", _SEVERAL.join(row.all("labels")))
    labels = [part.strip("* ") for part in parts if part.strip("* ")]
    preferred = None
    with suppress(ValueError):
        preferred = ContactKind(row.first("preferred"))
    return FoundContact(
        row=number,
        name=_join_name(row) or row.first("org"),
        role=row.first("role"),
        mesa=row.first("mesa"),
        belongs=(*row.all("org"), *labels),
        labels=(*labels, *row.all("org")),
        ways=ways,
        preferred=preferred,
        is_opposed=fold(row.first("opposed")) in _YES,
    )


def _list_phones(row: _Row, labelled: Mapping[str, str]) -> Iterator[tuple[ContactKind, str]]:
    for text in row.cells.get("phone", ()):
        label = fold(labelled.get(text, ""))
        if "fax" in label or "pager" in label:
            continue
        kind = ContactKind.WHATSAPP if "whats" in label else ContactKind.PHONE
        for part in text.split(_SEVERAL):
            if part.strip():
                yield kind, part
    for text in row.all("whatsapp"):
        yield ContactKind.WHATSAPP, text


def _join_name(row: _Row) -> str:
    whole = row.first("name")
    parts = [row.first(one) for one in ("given", "middle", "family", "father", "mother")]
    return whole or one_line(" ".join(parts))


def _plain_cell(cell: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from reading a formula."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
