"""The pages of groups and mesas with their next meetings, and the lists that lead there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mcsj_cli.model.membership import Group, Groups, Mesa, Seat
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.states import STATES, find_state
from mcsj_cli.reports.map import find_places
from mcsj_cli.site.addresses import Key, calendar_of_group, calendar_of_mesa
from mcsj_cli.site.calendars import Reach, has_mesa, holds_meetings, holds_meetings_of
from mcsj_cli.site.meeting_rows import (
    build_slots,
    find_changes,
    find_coming,
    list_for_group,
    list_for_mesa,
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
    """Return the seat on a day, or the first one ahead, of every mesa that has not left."""
    shown = [groups.seat_on(seat.mesa.slug, today) for seat in groups.seats]
    return [seat for seat in shown if seat.mesa.until is None or seat.mesa.until >= today]


def line_mesas(groups: Groups, today: date) -> dict[str, MesaLine]:
    """Return every mesa as a line, by slug; one that left has the group 0."""
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
    """The groups and mesas that are shown on a day, with the next meetings of each group."""

    def __init__(self, public: Public) -> None:
        self.public = public
        self.lines = line_mesas(public.groups, public.today)
        self.coming = {
            group.number: find_coming(group, public.today, public.meetings, public.moment)
            for group in public.groups.groups
        }
        self.map = map_mesas(public.groups, [*self.lines.values()], public.today)
        self.cards = {group.number: self._build_card(group) for group in public.groups.groups}

    def coming_of(self, mesa: Mesa) -> list[Occurrence]:
        """Return the next meetings of a mesa, in any of its groups."""
        coming: list[Occurrence] = []
        for group in self.public.groups.groups:
            if has_mesa(group, mesa):
                coming += self.coming[group.number]
        own = [meeting for meeting in coming if _expects(meeting, mesa)]
        return sorted(own, key=lambda meeting: meeting.start)

    def _build_card(self, group: Group) -> GroupCard:
        mesas = [line for line in self.lines.values() if line.group == group.number]
        return GroupCard(group.number, group.name, build_slots(group, self.public.today)[0], mesas)


def _expects(meeting: Occurrence, mesa: Mesa) -> bool:
    return any(one.slug == mesa.slug for one in meeting.mesas)


def list_pages(network: NetworkView) -> Iterator[Page]:
    """Yield the list of groups, and that of mesas by state."""
    yield page_of(Key("groups"), "groups.html", GroupsPage([*network.cards.values()]))
    by_state: dict[str, list[MesaLine]] = {}
    for line in network.lines.values():
        if line.group:
            by_state.setdefault(line.state, []).append(line)
    states = [
        StateMesas(state.iso, state.name, by_state[state.name])
        for state in STATES
        if state.name in by_state
    ]
    value = MesasPage(network.map, states)
    yield page_of(Key("mesas"), "mesas.html", value)


def group_pages(network: NetworkView) -> Iterator[Page]:
    """Yield the page of every group."""
    reach = Reach.around(network.public.today)
    for group in network.public.groups.groups:
        coming = network.coming[group.number]
        _current, slots = build_slots(group, network.public.today)
        calendar = None
        if holds_meetings(group, reach):
            calendar = Calendar(calendar_of_group(group.number), group.name)
        value = GroupPage(
            card=network.cards[group.number],
            coming_slots=slots,
            meetings=list_for_group(coming),
            changes=find_changes(coming),
            calendar=calendar,
        )
        yield page_of(Key("group", str(group.number)), "group.html", value)


def mesa_pages(
    network: NetworkView, practices: Sequence[PracticeCard], items: Mapping[str, Sequence[ItemCard]]
) -> Iterator[Page]:
    """Yield the page of every mesa; `items` are those that concern its state."""
    own, copied = _sort_practices(practices)
    reach = Reach.around(network.public.today)
    for mesa, group in seats_to_show(network.public.groups, network.public.today):
        line = network.lines[mesa.slug]
        calendar = None
        if holds_meetings_of(network.public.groups, mesa, reach):
            calendar = Calendar(calendar_of_mesa(mesa.slug), mesa.name)
        coming = network.coming_of(mesa)
        value = MesaPage(
            mesa=line,
            municipalities=network.public.groups.municipality_names(mesa),
            group=network.cards[group.number],
            meetings=list_for_mesa(coming, mesa.slug),
            changes=find_changes(coming, mesa.clocks),
            calendar=calendar,
            practices=own.get(mesa.slug, []),
            copied=copied.get(mesa.slug, []),
            items=list(items.get(line.state, ())[:_ITEMS]),
        )
        yield page_of(Key("mesa", mesa.slug), "mesa.html", value)


def _sort_practices(
    practices: Sequence[PracticeCard],
) -> tuple[dict[str, list[PracticeCard]], dict[str, list[PracticeCard]]]:
    """Return the practices of each mesa, and those that it copied, by its slug."""
    own: dict[str, list[PracticeCard]] = {}
    copied: dict[str, list[PracticeCard]] = {}
    for card in practices:
        own.setdefault(card.mesa.slug, []).append(card)
        for copy in card.copies:
            copied.setdefault(copy.mesa.slug, []).append(card)
    return own, copied
