"""The contacts with mesas of a table, by the headings that people give their columns."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import FOLLOWUPS
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.model.text import fold
from mcsj_cli.operations.actions import find_meeting_uid
from mcsj_cli.operations.record_table import RowReader, Values
from mcsj_cli.store.project import Project

FIELDS: Mapping[str, tuple[str, ...]] = {
    "uid": ("uid", "record", "registro"),
    "day": ("date", "fecha", "dia", "day", "fecha de contacto", "cuando"),
    "mesa": ("mesa", "mesa ciudadana", "mesas"),
    "channel": ("channel", "medio", "canal", "por que medio", "via"),
    "stage": ("stage", "etapa", "avance"),
    "summary": ("summary", "resumen", "que se hablo", "asunto", "nota", "notas", "comentarios",
                "observaciones", "detalle", "descripcion"),
    "next_step": ("next_step", "next step", "siguiente paso", "que sigue", "pendiente",
                  "proximo paso"),
    "next_on": ("next_on", "siguiente fecha", "fecha del siguiente paso", "proxima fecha",
                "para cuando", "proximo contacto"),
    "meeting": ("meeting", "reunion"),
}  # fmt: skip
DAYS = ("day", "next_on")
REQUIRED = ("day", "mesa", "channel", "stage", "summary")
_CHANNELS: Mapping[str, tuple[str, ...]] = {
    Channel.CALL: ("telefono", "phone", "telefonica", "llamada telefonica", "tel"),
    Channel.WHATSAPP: ("whats", "wa", "mensaje"),
    Channel.EMAIL: ("correo", "email", "mail", "correo electronico"),
    Channel.VIDEO: ("videollamada", "zoom", "meet", "teams", "video call"),
    Channel.VISIT: ("visita", "presencial", "en persona"),
}

_STAGES: Mapping[str, tuple[str, ...]] = {
    Stage.CONTACTED: ("contactado", "contacto", "primer contacto"),
    Stage.EXPLAINED: ("explicado", "explicacion"),
    Stage.MEETING_SET: ("reunion programada", "reunion agendada", "cita"),
    Stage.ACTIONS_AGREED: ("con acciones", "acuerdos"),
    Stage.FOLLOWING: ("seguimiento",),
}


class FollowupReader(RowReader[Followup]):
    """How a row becomes a contact with a mesa; its columns of days are read by `days`."""

    def __init__(self, project: Project, days: TableDays) -> None:
        self._project = project
        self._days = days
        self._mesas: dict[tuple[str, date], Slug] = {}
        parse: dict[str, Callable[[str, Values], Any]] = {
            "day": self._parse_day,
            "mesa": self._parse_mesa,
            "channel": lambda text, _values: Channel(_find_value(text, Channel, _CHANNELS)),
            "stage": lambda text, _values: Stage(_find_value(text, Stage, _STAGES)),
            "summary": lambda text, _values: Prose(Line.parse(text)),
            "next_step": lambda text, _values: Phrase.parse(text),
            "next_on": self._parse_next_day,
            "meeting": self._parse_meeting,
        }
        super().__init__(FOLLOWUPS, parse, {}, REQUIRED, _make_key)

    def _parse_day(self, text: str, _values: Values) -> date:
        day = self._days.parse(text, Looking.BACK)
        if day > self._days.today:
            raise ValueError(_("{day} has not come yet.").format(day=day))
        return day

    def _parse_mesa(self, text: str, values: Values) -> Slug:
        day = values.get("day", self._days.today)
        if (text, day) not in self._mesas:
            self._mesas[text, day] = self._project.groups.find_sitting(text, day).mesa.slug
        return self._mesas[text, day]

    def _parse_next_day(self, text: str, _values: Values) -> date | None:
        return self._days.parse(text, Looking.AHEAD) if text else None

    def _parse_meeting(self, text: str, _values: Values) -> Phrase:
        return Phrase(find_meeting_uid(self._project, text) if text else "")


def _find_value(
    text: str, known: type[Channel] | type[Stage], also: Mapping[str, tuple[str, ...]]
) -> str:
    """Return a value by itself, by its label, or by another word for it; raise ValueError."""
    wanted = fold(text)
    for value in known:
        if wanted in (fold(value), fold(label(value)), *also.get(value, ())):
            return value
    names = ", ".join(label(value) for value in known)
    message = _("«{value}» is not one of the values that can be here").format(value=text)
    raise McsjError(message, _("They are: {names}.").format(names=names))


def _make_key(contact: Followup) -> tuple[str, date, str]:
    """Return what makes two contacts the same: the mesa, the day and what was talked about."""
    return str(contact.mesa), contact.day, fold(contact.summary)
