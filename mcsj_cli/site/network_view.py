"""Groups and mesas, each on a page of its own with when it meets next, and the lists that lead there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mcsj_cli.model.network import Group, Groups, Mesa, Seat
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.states import STATES, find_state
from mcsj_cli.reports.map import find_places
from mcsj_cli.site.addresses import Key, calendar_of_group, calendar_of_mesa
from mcsj_cli.site.calendars import Reach, holds_meetings, holds_meetings_of
from mcsj_cli.site.meeting_rows import (
    find_changes,
    find_coming,
    tell_for_group,
    tell_for_mesa,
    tell_slots,
)
from mcsj_cli.site.outputs import Page, page_of
from mcsj_cli.site.pages import (
    Calendar,
    GroupCard,
    GroupPage,
    GroupsPage,
    ItemCard,
    MesaLine,
    MesaMap,
    MesaPage,
    MesasPage,
    PracticeCard,
    StateMesas,
    StateOnMap,
)
from mcsj_cli.site.public import Public

_ITEMS = 5


def seats_to_show(groups: Groups, today: date) -> list[Seat]:
    """Give the seat of every mesa that sits in a group on a day, or is to come; those that left have no page."""
    shown = [groups.seat_on(seat.mesa.slug, today) for seat in groups.seats]
    return [seat for seat in shown if seat.mesa.until is None or seat.mesa.until >= today]


def line_mesas(groups: Groups, today: date) -> dict[str, MesaLine]:
    """Give every mesa as a line, by slug; one that left has the group 0."""
    there = {seat.mesa.slug: seat for seat in seats_to_show(groups, today)}
    lines = {}
    for seat in groups.seats:
        mesa, group = there.get(seat.mesa.slug, seat)
        number = group.number if mesa.slug in there else 0
        since = mesa.since if mesa.since and mesa.since > today else None
        lines[str(mesa.slug)] = MesaLine(
            mesa.slug, mesa.name, find_state(mesa.state).name, number, since
        )
    return lines


def map_mesas(groups: Groups, lines: Sequence[MesaLine], today: date) -> MesaMap:
    """Put the mesas that sit in a group today on the map."""
    counts = Counter(line.state for line in lines if line.group and not line.since)
    states = [StateOnMap(state.iso, state.name, counts[state.name]) for state in STATES]
    return MesaMap(states, [(place.x, place.y) for place in find_places(groups, today)])


class NetworkView:
    """The groups and mesas that are shown on a day, and the next meetings of each group, looked up once."""

    def __init__(self, public: Public) -> None:
        self.public = public
        self.lines = line_mesas(public.groups, public.today)
        self.coming = {
            group.number: find_coming(group, public.today, public.meetings)
            for group in public.groups.groups
        }
        self.map = map_mesas(public.groups, [*self.lines.values()], public.today)
        self.cards = {group.number: self._card(group) for group in public.groups.groups}

    def coming_of(self, mesa: Mesa) -> list[Occurrence]:
        """Give the next meetings of a mesa, in whichever group it then sits."""
        groups = [
            group
            for group in self.public.groups.groups
            if any(one.slug == mesa.slug for one in group.mesas)
        ]
        coming = [one for group in groups for one in self.coming[group.number]]
        return sorted(
            (one for one in coming if mesa.slug in [other.slug for other in one.mesas]),
            key=lambda one: one.start,
        )

    def _card(self, group: Group) -> GroupCard:
        mesas = [line for line in self.lines.values() if line.group == group.number]
        return GroupCard(group.number, group.name, tell_slots(group, self.public.today)[0], mesas)


def list_pages(network: NetworkView) -> Iterator[Page]:
    """Give the list of groups, and that of mesas by state."""
    yield page_of(Key("groups"), "groups.html", GroupsPage([*network.cards.values()]))
    lines = [line for line in network.lines.values() if line.group]
    states = [
        StateMesas(state.iso, state.name, [line for line in lines if line.state == state.name])
        for state in STATES
    ]
    value = MesasPage(network.map, [state for state in states if state.mesas])
    yield page_of(Key("mesas"), "mesas.html", value)


def group_pages(network: NetworkView) -> Iterator[Page]:
    """Give the page of every group."""
    reach = Reach.around(network.public.today)
    for group in network.public.groups.groups:
        coming = network.coming[group.number]
        value = GroupPage(
            card=network.cards[group.number],
            coming_slots=tell_slots(group, network.public.today)[1],
            meetings=tell_for_group(coming),
            changes=find_changes(coming),
            calendar=Calendar(calendar_of_group(group.number), group.name)
            if holds_meetings(group, reach)
            else None,
        )
        yield page_of(Key("group", str(group.number)), "group.html", value)


def mesa_pages(
    network: NetworkView, practices: Sequence[PracticeCard], items: Mapping[str, Sequence[ItemCard]]
) -> Iterator[Page]:
    """Give the page of every mesa; `items` are those that concern its state."""
    own: dict[str, list[PracticeCard]] = {}
    copied: dict[str, list[PracticeCard]] = {}
    for card in practices:
        own.setdefault(card.mesa.slug, []).append(card)
        for copy in card.copies:
            copied.setdefault(copy.mesa.slug, []).append(card)
    reach = Reach.around(network.public.today)
    for mesa, group in seats_to_show(network.public.groups, network.public.today):
        line = network.lines[mesa.slug]
        meets = holds_meetings_of(network.public.groups, mesa, reach)
        coming = network.coming_of(mesa)
        value = MesaPage(
            mesa=line,
            municipalities=network.public.groups.municipality_names(mesa),
            group=network.cards[group.number],
            meetings=tell_for_mesa(coming, mesa.slug),
            changes=find_changes(coming, mesa.clocks),
            calendar=Calendar(calendar_of_mesa(mesa.slug), mesa.name) if meets else None,
            practices=own.get(mesa.slug, []),
            copied=copied.get(mesa.slug, []),
            items=list(items.get(line.state, ())[:_ITEMS]),
        )
        yield page_of(Key("mesa", mesa.slug), "mesa.html", value)
