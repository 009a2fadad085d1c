"""The actions of a table, by the headings that people give their columns."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from mcsj_cli.errors import InvalidValueError, McsjError, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import OPEN, Action, ActionStatus, Progress
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.kinds import ACTIONS, PRACTICES
from mcsj_cli.model.role import is_like_name
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.model.text import fold, one_line
from mcsj_cli.operations.actions import find_meeting_uid
from mcsj_cli.operations.mesa_choice import choose_sitting
from mcsj_cli.operations.reading import next_number
from mcsj_cli.operations.record_table import RowReader, Values
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project

FIELDS: Mapping[str, tuple[str, ...]] = {
    "uid": ("uid", "record", "registro"),
    "created": ("created", "date", "fecha", "inicio", "fecha de inicio", "acordada", "desde",
                "fecha de acuerdo", "creada"),
    "title": ("title", "titulo", "accion", "acciones", "actividad", "compromiso", "acuerdo",
              "tarea", "action", "que se hara", "descripcion"),
    "mesas": ("mesas", "mesa", "mesa ciudadana"),
    "axis": ("axis", "eje", "sentido"),
    "approach": ("approach", "forma", "enfoque", "modo"),
    "owner": ("owner", "responsable", "encargado", "a cargo", "a cargo de", "quien"),
    "due": ("due", "vence", "vencimiento", "fecha compromiso", "fecha de compromiso", "plazo",
            "fecha limite", "para cuando", "fecha de entrega", "due date"),
    "status": ("status", "estatus", "estado", "situacion"),
    "progress": ("progress", "avance", "avances", "notas", "seguimiento"),
    "evidence": ("evidence", "evidencia", "evidencias"),
    "meeting": ("meeting", "reunion", "agreed in"),
    "number": ("number", "numero de acuerdo"),
    "practice": ("practice", "practica"),
    "closed": ("closed", "cerrada", "fecha de cierre", "terminada el", "concluida el"),
}  # fmt: skip
DAYS = ("created", "due", "closed")
REQUIRED = ("title", "mesas", "axis", "approach", "owner", "due")
_STATUSES: Mapping[str, tuple[str, ...]] = {
    ActionStatus.NEEDS_ACTION: ("needs-action", "pendiente", "pending", "por hacer", "sin iniciar"),
    ActionStatus.IN_PROCESS: ("in-process", "en proceso", "en curso", "in process", "iniciada",
                              "en marcha", "vencida", "atrasada"),
    ActionStatus.COMPLETED: ("completed", "terminada", "terminado", "hecha", "hecho", "completada",
                             "completa", "concluida", "cumplida", "cerrada", "realizada", "lista"),
    ActionStatus.CANCELLED: ("cancelled", "cancelada", "cancelado", "suspendida"),
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NOTE = re.compile(r"(\d{4}-\d\d-\d\d): ")
_NEXT_NOTE = re.compile(r"; (?=\d{4}-\d\d-\d\d: )")


class ActionChoices(NamedTuple):
    """How the actions of a table are read.

    `names` are the folded names of contacts; with `force` an owner may be called as people are.
    """

    days: TableDays
    names: Collection[str] = ()
    force: bool = False


class ActionReader(RowReader[Action]):
    """How a row becomes an action."""

    def __init__(self, project: Project, choices: ActionChoices) -> None:
        self._project = project
        self._choices = choices
        self._mesas: dict[tuple[str, date], list[Slug]] = {}
        self._numbers: dict[str, int] = {}
        categories = project.categories
        parse: dict[str, Callable[[str, Values], Any]] = {
            "created": self._parse_past,
            "title": lambda text, _values: Line.parse(text),
            "mesas": self._parse_mesas,
            "axis": lambda text, _values: categories.find_axis(text),
            "approach": lambda text, _values: categories.find_approach(text),
            "owner": lambda text, _values: self.parse_owner(text),
            "due": self._parse_due,
            "status": lambda text, _values: _parse_status(text),
            "progress": self._parse_progress,
            "evidence": lambda text, _values: list(map(Line.parse, filter(None, text.split("; ")))),
            "meeting": self._parse_meeting,
            "number": lambda text, _values: _parse_number(text),
            "practice": self._parse_practice,
            "closed": lambda text, values: self._parse_past(text, values) if text else None,
        }
        defaults = {"created": choices.days.today}
        super().__init__(ACTIONS, parse, defaults, REQUIRED, _make_key)

    def build(self, values: Values) -> Action:
        """Return a new action; one that is closed without a day was closed today."""
        return self._close(super().build(values))

    def amend(self, record: Action, values: Values) -> Action:
        """Return an action with what a row says; what is open again has no day of closing."""
        amended = super().amend(record, values)
        if amended.status in OPEN and amended.closed and "closed" not in values:
            amended = msgspec.structs.replace(amended, closed=None)
        return self._close(amended)

    def _close(self, action: Action) -> Action:
        if action.status in OPEN or action.closed:
            return action
        return msgspec.structs.replace(action, closed=self._choices.days.today)

    def parse_owner(self, text: str) -> Line:
        """Return an owner; raise InvalidValueError for one that is called as people are."""
        owner = Line.parse(text)
        is_person = is_like_name(owner) or fold(owner) in self._choices.names
        if is_person and not self._choices.force:
            raise InvalidValueError(
                _("the owner is a role, such as «enlace de salud», and this is like a name"),
                _("Write the role. If it is no person's name: --force"),
            )
        return owner

    def finish(self, record: Action) -> Action:
        """Return an action with the next number of the meeting that agreed it, if it has none."""
        meeting = record.meeting
        if not meeting or record.number:
            return record
        number = self._numbers.get(meeting) or next_number(self._project, meeting)
        self._numbers[meeting] = number + 1
        return msgspec.structs.replace(record, number=number)

    def _parse_past(self, text: str, _values: Values) -> date:
        return self._choices.days.parse(text, Looking.BACK)

    def _parse_due(self, text: str, _values: Values) -> date:
        return self._choices.days.parse(text, Looking.NEAR)

    def _parse_mesas(self, text: str, values: Values) -> list[Slug]:
        day = values.get("created", self._choices.days.today)
        if (text, day) not in self._mesas:
            self._mesas[text, day] = find_mesas(self._project, text, day)
        return self._mesas[text, day]

    def _parse_progress(self, text: str, _values: Values) -> list[Progress]:
        notes: list[Progress] = []
        for part in _NEXT_NOTE.split(text) if text else []:
            dated = _NOTE.match(part)
            day = date.fromisoformat(dated[1]) if dated else self._choices.days.today
            notes.append(Progress(day, Line.parse(part[dated.end() :] if dated else part)))
        return notes

    def _parse_meeting(self, text: str, _values: Values) -> Phrase:
        return Phrase(find_meeting_uid(self._project, text) if text else "")

    def _parse_practice(self, text: str, _values: Values) -> Phrase:
        return Phrase(self._project.find(PRACTICES, text).uid if text else "")


def list_contact_names(root: Path) -> frozenset[str]:
    """Return the folded names of the contacts, as far as they can be read without a key."""
    try:
        return frozenset(fold(person.name) for person in read_people(root, None))
    except McsjError:
        return frozenset()


def find_mesas(project: Project, text: str, day: date) -> list[Slug]:
    """Return the mesas of a cell: one by any of its names, or several between commas and the like.

    Raise as `choose_sitting`.
    """
    found: list[Slug] = []
    for part in filter(None, map(one_line, re.split(r"[;\n/]", text))):
        try:
            found.append(project.groups.find_sitting(part, day).mesa.slug)
        except NotFoundError:
            found += choose_sitting(project.groups, [part], None, day)
    return list(dict.fromkeys(found))


def _parse_status(text: str) -> ActionStatus:
    wanted = fold(text)
    for status, words in _STATUSES.items():
        if wanted in words:
            return ActionStatus(status)
    raise ValueError(_("«{value}» is not one of the values that can be here").format(value=text))


def _parse_number(text: str) -> int | None:
    if not text:
        return None
    if _DAY.fullmatch(text):
        raise ValueError(_("a number is wanted here: a spreadsheet made a day of it"))
    if not text.isdecimal() or not int(text):
        raise ValueError(_("«{text}» is not a number").format(text=text))
    return int(text)


def _make_key(action: Action) -> tuple[str, frozenset[str]]:
    """Return what makes two actions the same: their title and their mesas."""
    return fold(action.title), frozenset(action.mesas)
