"""What each clone changed, field by field, and whether each change is there at the end,
was changed on, or was told.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.i18n import speaking
from mcsj_cli.labels import label
from mcsj_cli.store.yaml import parse_plain
from tests.stress import folders

Place = tuple[str, ...]  # a file, and the way to a value in it
Values = Mapping[Place, str]
IN = "in"  # the value of an item of a set
_KEPT = re.compile(
    (
        r"^Dos personas cambiaron (.+); se conservó el valor de la otra persona\.\n  .*\n  el "
        r"suyo: (.*)$"
    ),
    re.MULTILINE,
)
_RETURNED = re.compile(
    r"^(?:Otra persona eliminó|Usted eliminó) (.+?), que (?:usted|otra persona) había cambiado",
    re.MULTILINE,
)
_DOUBLED = re.compile(
    r"^Otra persona también agregó (\S+); se conservaron las dos, y la suya es (\S+)\.$",
    re.MULTILINE,
)
# The fields of files by what a sync calls them.
_FIELDS = {
    "asistencia": "attendance",
    "notas": "notes",
    "orden del día": "agenda",
    "motivo": "reason",
    "día y hora": "start",
    "título": "title",
    "resumen": "summary",
    "fuente": "source",
    "estados": "states",
    "responsable": "owner",
    "fecha compromiso": "due",
    "avance": "progress",
    "evidencia": "evidence",
    "lo que se hizo": "done",
    "resultado": "result",
    "pasos": "steps",
    "nombre": "name",
    "enlace": "link",
    "día de la semana": "weekday",
    "hora": "time",
    "minutos": "minutes",
    "zona horaria": "timezone",
    "horario": "series",
    "grupos": "groups",
    "palabras clave": "keywords",
    "réplicas": "replications",
    "municipios": "municipalities",
    "práctica": "practice",
    "etapa": "stage",
    "medio": "channel",
    "propósito": "purpose",
    "hasta": "until",
    "otros nombres": "aliases",
    "límites": "thresholds",
    "verificación": "verification",
    "organización": "organisation",
    "reunión": "meeting",
}
_IDENTITIES = ("slug", "number", "tag", "from", "name", "mesa")


class Change(NamedTuple):
    """One value changed in one clone between two of its syncs; None where there is no value."""

    turn: int
    clone: str
    place: Place
    before: str | None
    after: str | None


class Report(NamedTuple):
    """A loss that a sync told.

    Where, and the value that was not kept; None of what somebody had removed.
    """

    place: Place
    lost: str | None


def read_values(root: Path) -> dict[Place, str]:
    """Give every value of every file, an item of a set as a place of its own."""
    values: dict[Place, str] = {}
    for file, raw in folders.read_data(root).items():
        flatten(file, raw, values)
    return values


def flatten(file: str, raw: bytes, values: dict[Place, str]) -> None:
    """Add every value of a file to others."""
    values[file,] = "there"
    _flatten((file,), parse_plain(raw, file), values)


def _flatten(place: Place, data: object, values: dict[Place, str]) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            _flatten((*place, str(key)), value, values)
    elif isinstance(data, list):
        for item in data:
            name = _name_item(item)
            if name is not None:
                _flatten((*place, str(name)), item, values)
            else:
                values[*place, str(item)] = IN
    else:
        values[place] = str(data)


def _name_item(item: object) -> str | None:
    """Return what tells an item from others; a renamed rubric is known by its first name."""
    if not isinstance(item, dict):
        return None
    if item.get("aliases"):
        return str(item["aliases"][0])
    return next((str(item[key]) for key in _IDENTITIES if key in item), None)


def compare(turn: int, clone: str, before: Values, after: Values) -> list[Change]:
    """List what is not the same in two states of a clone."""
    places = [
        place for place in before.keys() | after.keys() if before.get(place) != after.get(place)
    ]
    return [
        Change(turn, clone, place, before.get(place), after.get(place)) for place in sorted(places)
    ]


def read_reports(told: str) -> list[Report]:
    """Read what a sync told of the values that it could not keep."""
    kept = [Report(_read_place(where), lost) for where, lost in _KEPT.findall(told)]
    return kept + [Report(_read_place(where), None) for where in _RETURNED.findall(told)]


def move_doubled(told: str, changes: list[Change], clone: str, turn: int) -> list[Change]:
    """Follow what a clone had just added, and a sync gave another name because somebody else had
    the same.
    """
    places = dict(_DOUBLED.findall(told))
    return [
        change._replace(place=(places[change.place[0]], *change.place[1:]))
        if (change.clone, change.turn) == (clone, turn) and change.place[0] in places
        else change
        for change in changes
    ]


def _read_place(where: str) -> Place:
    file, _colon, path = where.partition(": ")
    if not path:
        return (file,)
    of_rubrics = "rubrics" if file.endswith("categories.yaml") else "tags"
    fields = {**_FIELDS, "rubros": of_rubrics}
    return (file, *(fields.get(name, name) for name in path.split(", ")))


def find_losses(changes: list[Change], reports: list[Report], final: Values) -> list[Change]:
    """Give the changes that nothing accounts for."""
    on: dict[tuple[Place, str | None], int] = {}
    for change in changes:
        key = (change.place, change.before)
        on[key] = max(on.get(key, 0), change.turn)
    return [
        change
        for change in changes
        if final.get(change.place) != change.after
        and on.get((change.place, change.after), -1) < change.turn
        and not any(_tells(report, change) for report in reports)
    ]


def _tells(report: Report, change: Change) -> bool:
    if change.place[: len(report.place)] != report.place:
        return False
    if change.after is None or report.lost is None:
        return change.after is None and report.lost is None
    if change.after == IN:
        return change.place[-1] in report.lost
    with speaking("es"):
        return change.after in report.lost or label(change.after) in report.lost
