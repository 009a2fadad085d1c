"""Where a mesa is, found by what a person says of it: its state, municipalities and clocks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from mcsj_cli import rules
from mcsj_cli.errors import (
    AmbiguousError,
    Fault,
    InvalidValueError,
    NotFoundError,
    UnkeepableError,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model import roster
from mcsj_cli.model.clocks import find_zone, list_zones
from mcsj_cli.model.fields import Line, ZoneName
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality
from mcsj_cli.model.states import State, find_state
from mcsj_cli.model.text import fold
from mcsj_cli.rules.mesa_places import find_disagreement, is_in_mexico
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.municipalities import read_gazetteer

# What stands for no municipality, in both languages.
_WHOLE_STATE = {"todo el estado", "todo", "todos", "todas", "the whole state", "whole state", "all"}
_LISTED = 12  # places that an ambiguous name lists at most


class Siting(NamedTuple):
    """A mesa's state, its municipalities by key, and its clocks, the main one first.

    `described` are the municipalities that groups.yaml does not describe rightly yet.
    """

    state: State
    keys: list[Line]
    described: dict[str, Municipality]
    timezones: list[ZoneName]


class SitedMesa(NamedTuple):
    """A mesa in words: its municipalities with their keys, and the other clocks of its state."""

    places: list[str]
    unplaced: list[str]
    other_zones: list[ZoneName]


def site_by_name(groups: Groups, name: str, state: State | None) -> Siting:
    """Find where a mesa is by its own name: in a municipality, or in a whole state.

    Raise AmbiguousError where both fit, or several municipalities; NotFoundError where none does.
    A mesa of another name is one of the whole `state`, if that is given.
    """
    gazetteer = read_gazetteer()
    named = _find_state_named(name)
    if named and state in (None, named):
        same = gazetteer.select_exact(name, state)
        if not same:
            return site_state(named)
        titles = [gazetteer.title(entry) for entry in same]
        advice = _(
            'Say which: --municipality "{name}", or --municipality all --state {state}'
        ).format(name=titles[0], state=named.abbreviation)
        quoted = [f"«{title}»" for title in titles]
        whole = _("the whole state of {state}").format(state=named.short_name)
        raise AmbiguousError(_("place"), name, [*quoted, whole], advice, most=_LISTED)
    if state and not gazetteer.select(name, state):
        return site_state(state)
    return site_municipalities(groups, [name], state)


def site_municipalities(
    groups: Groups, texts: Sequence[str], state: State | None, home: State | None = None
) -> Siting:
    """Find the municipalities that texts name, in a `state` if one is given.

    A text is INEGI's key, a name, «name, state», or «key=name,latitude,longitude». Of several
    namesakes the one in the `home` state is meant. Raise NotFoundError, AmbiguousError or
    InvalidValueError.
    """
    if any(is_whole_state(text) for text in texts):
        if state is None or len(texts) > 1:
            raise WrongUsageError(
                _("A mesa of a whole state has no other municipality, and needs its state."),
                _("As in: {example}").format(example="--municipality all --state Jal"),
            )
        return site_state(state)
    keys: list[Line] = []
    described: dict[str, Municipality] = {}
    for text in texts:
        key, municipality = _find_municipality(groups, text, state, home)
        if key not in keys:
            keys.append(key)
        if municipality:
            described[str(key)] = municipality
    zones = list(dict.fromkeys(find_zone(key) for key in keys))
    return Siting(state or find_state(keys[0][:2]), keys, described, zones)


def site_state(state: State) -> Siting:
    """Site a mesa of a whole state on the clock that most of it has."""
    return Siting(state, [], {}, list_zones(state.inegi)[:1])


def move_site(groups: Groups, mesa: Mesa, texts: Sequence[str], state: State | None) -> Siting:
    """Find where a mesa is from now on.

    Without texts it keeps its municipalities, which must lie in the `state`. A mesa of a whole
    state keeps the other clocks that it has, where its state has them too.
    """
    home = find_state(mesa.state)
    if not texts and mesa.municipalities:
        zones = mesa.timezones
        return Siting(state or home, mesa.municipalities, {}, zones)
    if texts and not is_whole_state(texts[0]):
        return site_municipalities(groups, texts, state, home)
    site = site_municipalities(groups, texts, state or home) if texts else site_state(state or home)
    usual = list_zones(site.state.inegi)
    kept = [zone for zone in mesa.timezones if zone in usual]
    return site._replace(timezones=list(dict.fromkeys([*site.timezones, *kept])))


def list_changes(site: Siting) -> dict[str, Any]:
    """Return the fields of a mesa that a site settles."""
    main, *others = site.timezones
    return {
        "state": Line(site.state.abbreviation),
        "municipalities": site.keys,
        "timezone": main,
        "other_timezones": others,
    }


def title_site(site: Siting) -> str:
    """Return the name and state of a site's first municipality."""
    entry = read_gazetteer().get(site.keys[0])
    return read_gazetteer().title(entry) if entry else str(site.keys[0])


def find_oddities(groups: Groups, mesa: Mesa) -> list[Fault]:
    """Return what does not agree in a mesa's places and clocks."""
    own = {key: one for key, one in groups.municipalities.items() if key in mesa.municipalities}
    alone = Groups([Group(1, [], [mesa])], own)
    data = rules.Data((GROUPS, alone), None, None, {}, complete=False, gazetteer=read_gazetteer())
    return [violation.fault for violation in rules.check_places(data)]


def find_neighbours(groups: Groups, mesa: Mesa) -> list[tuple[Line, str]]:
    """Return the other mesas of the network that have one of its municipalities, with its name."""
    found = []
    for other in (seat.mesa for seat in groups.seats):
        shared = [key for key in mesa.municipalities if key in other.municipalities]
        if other.slug != mesa.slug and shared:
            known = groups.municipalities.get(shared[0])
            found.append((other.name, str(known.name if known else shared[0])))
    return found


def is_whole_state(text: str) -> bool:
    """Whether a text stands for the whole state instead of a municipality."""
    return fold(text) in _WHOLE_STATE


def describe_site(groups: Groups, mesa: Mesa) -> SitedMesa:
    """Return in words where a mesa is; `unplaced` are municipalities that stand amid the state."""
    known = groups.municipalities
    named = {key: known[key].name if key in known else str(key) for key in mesa.municipalities}
    unplaced = [str(named[key]) for key in named if key in known and known[key].position is None]
    others = [] if named else list_zones(find_state(mesa.state).inegi)
    return SitedMesa(
        [f"{name} ({key})" for key, name in named.items()],
        unplaced,
        [zone for zone in others if zone not in mesa.timezones],
    )


def _find_state_named(name: str) -> State | None:
    try:
        return find_state(name)
    except NotFoundError:
        return None


def _find_municipality(
    groups: Groups, text: str, state: State | None, home: State | None
) -> tuple[Line, Municipality | None]:
    """Return a key, and its description where groups.yaml has none that is right."""
    try:
        key, told = roster.parse_municipality(text)
    except ValueError as error:
        raise UnkeepableError(error) from error
    if told:
        if told.position and not is_in_mexico(told.position):
            raise InvalidValueError(
                _("{name} would lie outside Mexico").format(name=told.name) + ".",
                _("Mexico lies from 14 to 33 degrees north; its longitude is from -118.5 to -86."),
            )
        return key, told
    gazetteer = read_gazetteer()
    entry = gazetteer.get(key)
    if entry is None and len(key) == 5 and key.isdecimal():
        return key, None  # of a municipality that is newer than the table
    at_home = gazetteer.select_exact(text, home) if home and not state else []
    entry = entry or (at_home[0] if len(at_home) == 1 else gazetteer.find(text, state))
    known = groups.municipalities.get(entry.key)
    agrees = known is not None and not find_disagreement(entry.key, known, gazetteer)
    return Line(entry.key), None if agrees else entry.described
