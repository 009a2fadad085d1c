"""Where a mesa is: its clock, and the key, name and position of its municipalities, agree."""

from collections.abc import Iterator, Sequence
from math import asin, cos, radians, sin, sqrt

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.clocks import find_zone, list_zones
from mcsj_cli.model.gazetteer import Gazetteer, GazetteerEntry
from mcsj_cli.model.membership import Groups, Mesa, Municipality
from mcsj_cli.model.states import find_state, state_of_key
from mcsj_cli.rules.checked_data import Data, Violation
from mcsj_cli.vocabulary import spoken

# Mexico with its islands, in degrees.
_SOUTH, _NORTH, _WEST, _EAST = 14.0, 33.0, -118.5, -86.0
_FAR = 50  # kilometres from the bundled position that no correction of a seat explains
_EARTH = 6371  # kilometres
_DECLARED = "municipalities"


def check_places(data: Data) -> Iterator[Violation]:
    """Every mesa has the clocks and municipalities of the bundled table; all else is a warning."""
    if data.groups is None or data.gazetteer is None:
        return
    file, groups = data.groups
    for fault in [*_find_wrong_clocks(groups), *_find_wrong_places(groups, data.gazetteer)]:
        yield Violation(file, fault._replace(warning=True))


def find_disagreement(
    key: str, described: Municipality, gazetteer: Gazetteer
) -> tuple[str, str] | None:
    """Return the field of a described municipality that is wrong, and why; None if it agrees.

    A position may be corrected, as the bundled one can be some kilometres off.
    """
    entry = gazetteer.get(key)
    if entry is None:
        return "name", _("there is no municipality with the key {key}").format(key=key)
    if not entry.is_called(described.name):
        message = _("{key} is {title}, not «{name}»")
        return "name", message.format(key=key, title=gazetteer.title(entry), name=described.name)
    if described.position and not is_in_mexico(described.position):
        return "latitude", _("{name} would lie outside Mexico").format(name=described.name)
    distance = _find_distance(described, entry)
    if distance > _FAR:
        message = _("{name} would lie {n} km from where it is")
        return "latitude", message.format(name=described.name, n=distance)
    return None


def is_in_mexico(position: tuple[float, float]) -> bool:
    """Whether a latitude and longitude lie within the bounds of Mexico."""
    latitude, longitude = position
    return _SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST


def _find_wrong_clocks(groups: Groups) -> Iterator[Fault]:
    current = [id(seat.mesa) for seat in groups.seats]
    for number, group in enumerate(groups.groups):
        for place, mesa in enumerate(group.mesas):
            # What a mesa was before it moved is not to be written anew.
            if id(mesa) in current:
                path = ("groups", number, "mesas", place)
                for fault in find_wrong_clocks(mesa):
                    yield fault._replace(path=(*path, *fault.path))


def find_wrong_clocks(mesa: Mesa) -> Iterator[Fault]:
    """Yield a zone of a mesa that its places do not have, and one of theirs that it lacks."""
    edit = f"mcsj mesas edit {mesa.slug}"
    state = find_state(mesa.state)
    zones = [find_zone(key) for key in mesa.municipalities] or list_zones(state.inegi)
    if mesa.timezone.canonical not in zones:
        message = _("the clock of {name} is {right}, not {zone}").format(
            name=mesa.name, right=zones[0], zone=mesa.timezone
        )
        advice = _("To correct it: {command}")
        command = f"{edit} --timezone {zones[0]}"
        yield Fault(("timezone",), message, advice.format(command=spoken(command)))
        return
    known = [zone.canonical for zone in mesa.timezones]
    lacking = [zone for zone in dict.fromkeys(zones) if zone not in known]
    if mesa.municipalities and lacking:
        message = _("some municipalities of {name} have another clock: {zones}")
        told = message.format(name=mesa.name, zones=", ".join(lacking))
        wanted = [*mesa.other_timezones, *lacking]
        command = " ".join([edit, *(f"--other-timezone {zone}" for zone in wanted)])
        yield Fault(
            ("municipalities",), told, _("To note it: {command}").format(command=spoken(command))
        )


def _find_wrong_places(groups: Groups, gazetteer: Gazetteer) -> Iterator[Fault]:
    for key, described in groups.municipalities.items():
        wrong = find_disagreement(key, described, gazetteer)
        if wrong:
            field, message = wrong
            advice = _advise_key(key, described, groups, gazetteer)
            yield Fault((_DECLARED, key, field), message, advice)


def _advise_key(key: str, described: Municipality, groups: Groups, gazetteer: Gazetteer) -> str:
    """Return the command that names the right municipality in its mesa, or describes it anew."""
    right = _find_right_key(key, described, gazetteer)
    mesa = next((mesa for mesa, _group in groups.seats if key in mesa.municipalities), None)
    if right is None:
        return _("Look at its key and its name; a new municipality is not known here yet.")
    if mesa is None:
        return _("Correct it in the file: the key of {title} is {key}.").format(
            title=gazetteer.title(right), key=right.key
        )
    keys: Sequence[str] = [right.key if one == key else str(one) for one in mesa.municipalities]
    command = " ".join([f"mcsj mesas edit {mesa.slug}", *(f"--municipality {one}" for one in keys)])
    return _("To correct it: {command}").format(command=spoken(command))


def _find_right_key(
    key: str, described: Municipality, gazetteer: Gazetteer
) -> GazetteerEntry | None:
    """Return the municipality of the key's state that has the name, or else that of the key."""
    if key[:2].isdecimal() and 1 <= int(key[:2]) <= 32:
        named = gazetteer.select_exact(described.name, state_of_key(key))
        if len(named) == 1:
            return named[0]
    return gazetteer.get(key)


def _find_distance(described: Municipality, entry: GazetteerEntry) -> int:
    """Return the kilometres between two positions on the sphere; 0 if one is not known."""
    if not described.position or entry.latitude is None or entry.longitude is None:
        return 0
    north, east = (radians(degrees) for degrees in described.position)
    other_north, other_east = radians(entry.latitude), radians(entry.longitude)
    chord = (
        sin((north - other_north) / 2) ** 2
        + cos(north) * cos(other_north) * sin((east - other_east) / 2) ** 2
    )
    return round(2 * _EARTH * asin(sqrt(chord)))
