"""The columns of lists of participants, by the headings of the programs for video calls."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from mcsj_cli.model.text import fold


class CallColumn(StrEnum):
    """What a column of a list of participants holds."""

    NAME = "name"
    LAST_NAME = "last-name"
    EMAIL = "email"
    JOINED = "joined"
    LEFT = "left"
    DURATION = "duration"
    WAITING = "waiting"
    ROLE = "role"
    ATTENDED = "attended"
    ACTION = "action"
    STAMP = "stamp"
    ACTOR = "actor"
    ACTOR_ID = "actor-id"


# The headings, folded, without what stands in brackets. Zoom and Google Meet have changed theirs
# over the years, and all of them are still in people's folders.
_HEADINGS: Mapping[CallColumn, tuple[str, ...]] = {
    CallColumn.NAME: (
        "name", "nombre", "full name", "nombre completo", "first name", "participant name",
        "nombre del participante", "participante", "participant", "nombre de usuario",
    ),
    CallColumn.LAST_NAME: ("last name", "apellido", "apellidos"),
    CallColumn.EMAIL: (
        "email", "user email", "email address", "e-mail", "e-mail del usuario",
        "correo electronico", "correo electronico del usuario", "correo",
    ),
    CallColumn.JOINED: (
        "join time", "time joined", "first join", "first join time", "hora para unirse",
        "hora de entrada", "hora de union", "hora de ingreso", "hora a la que se unio",
        "primera union", "primer ingreso", "first seen",
    ),
    CallColumn.LEFT: (
        "leave time", "time exited", "last leave", "last leave time", "hora para salir",
        "hora de salida", "hora a la que salio", "hora a la que abandono la reunion",
        "ultima salida",
    ),
    CallColumn.DURATION: (
        "duration", "total duration", "in-meeting duration", "time in session", "time in call",
        "meeting duration", "duracion", "duracion total", "duracion en la reunion",
        "tiempo en la sesion",
    ),
    CallColumn.WAITING: ("in waiting room", "en sala de espera"),
    CallColumn.ROLE: ("role", "rol"),
    CallColumn.ATTENDED: ("attended", "asistio"),
    CallColumn.ACTION: ("user action", "accion del usuario"),
    CallColumn.STAMP: ("timestamp", "marca de tiempo"),
    CallColumn.ACTOR: ("type",),
    CallColumn.ACTOR_ID: ("identifier",),
}  # fmt: skip
_BY_HEADING: dict[str, CallColumn] = {}
for _column, _words in _HEADINGS.items():
    _BY_HEADING |= dict.fromkeys(_words, _column)
# A webinar names people twice; its «user name (original name)» is the same as the others' name.
_WHOLE = {"user name (original name)": CallColumn.NAME}

Places = Mapping[CallColumn, int]


def find_call_columns(cells: Sequence[str]) -> dict[CallColumn, int]:
    """Return which cell of a heading holds what; nothing if it is no heading of participants.

    Such a heading names people, and says when they were there, for how long, or who they are.
    """
    places: dict[CallColumn, int] = {}
    for place, cell in enumerate(cells):
        column = _find_column(cell)
        if column is not None:
            places.setdefault(column, place)
    return places if _is_complete(places) else {}


def _find_column(cell: str) -> CallColumn | None:
    heading = fold(cell)
    return _WHOLE.get(heading) or _BY_HEADING.get(heading.partition(" (")[0])


def _is_complete(places: Places) -> bool:
    if CallColumn.NAME not in places:
        return False
    if CallColumn.ACTOR in places and CallColumn.ACTOR_ID in places:
        return True
    if CallColumn.ACTION in places:
        return CallColumn.STAMP in places
    return CallColumn.JOINED in places or CallColumn.DURATION in places
