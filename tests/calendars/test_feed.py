"""Whole calendars, with all that happens to meetings in a year, as programs of others read them."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.expanded import identify
from mcsj_cli.calendars.feed import (
    Audience,
    Days,
    audience_of_group,
    audience_of_mesa,
    audience_of_network,
    render,
)
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Phrase, Slug, Url, WallMoment, WallTime, ZoneName
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.model.membership import Group, Groups, Weekday
from mcsj_cli.model.schedule import Occurrence, gather, occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from tests.calendars.readers import (
    Block,
    Instant,
    Window,
    parse,
    read_with_all,
    read_with_ical_js,
    read_with_icalendar,
    read_with_libical,
)
from tests.calendars.test_series import check_lines
from tests.conftest import ROOT
from tests.model.test_schedule import changes, groups

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
YEARS = (2020, 2022, 2026)
DATA = Project(ROOT)


def busy_year(year: int) -> tuple[Groups, dict[str, Meeting]]:
    """Let every group change its slot in May, move and call off meetings,
    and let two mesas have sessions.
    """
    network = msgspec.structs.replace(
        DATA.groups, groups=[with_two_slots(group, year) for group in DATA.groups.groups]
    )
    known = [record for group in network.groups for record in changed_meetings(group, year)]
    for slug, moment in (
        ("cd-juarez", f"{year}-03-20 11:00"),
        ("cancun-im", f"{year}-11-03 08:30"),
    ):
        session = plan_session(
            Slug(slug),
            datetime.fromisoformat(moment),
            network.find_seat(slug).mesa.timezone,
            date(year, 2, 1),
            purpose="Acuerdo de acciones",
            link="https://reunion.example/sala",
        )
        known.append(session)
    return network, {record.uid: record for record in known}


def with_two_slots(group: Group, year: int) -> Group:
    first = msgspec.structs.replace(group.series[0], since=date(year, 1, 1))
    second = msgspec.structs.replace(
        first,
        since=date(year, 5, 4) + group.number * DAY,
        weekday=list(Weekday)[(first.weekday.number + 2) % 5],
        time=WallTime(f"{9 + group.number}:30"),
        status="confirmed",
    )
    return msgspec.structs.replace(group, series=[first, second])


def changed_meetings(group: Group, year: int) -> Iterator[Meeting]:
    for planned in occurrences(group, date(year, 1, 1), date(year, 12, 31), {}):
        number = planned.planned.isocalendar().week + group.number
        record = known = Meeting(group=group.number, week=planned.week)
        day = planned.planned.date() - 10 * DAY
        if number % 5 == 0:
            start = planned.planned.replace(tzinfo=None, hour=19, minute=15)
            record = record.move(start + (DAY if start.weekday() < 6 else -DAY), "Por la sala", day)
        if number % 7 == 0:
            record = record.cancel("Sin quórum", day)
        if number % 11 == 0:
            record = msgspec.structs.replace(record, agenda=[Line("news"), Line("Presupuesto")])
        if record != known:
            yield record


def planned_within(
    scope: Audience, window: Window, meetings: Mapping[str, Meeting]
) -> list[Occurrence]:
    first, last = window.begin.date() - DAY, window.end.date() + DAY
    return [o for o in gather(scope.groups, first, last, meetings) if scope.holds(o)]


def expected(scope: Audience, window: Window, meetings: Mapping[str, Meeting]) -> list[Instant]:
    found = [
        Instant(o.start.astimezone(UTC), o.end.astimezone(UTC), o.status.upper())
        for o in planned_within(scope, window, meetings)
    ]
    return sorted(instant for instant in found if window.begin <= instant.start < window.end)


def scopes(network: Groups) -> dict[str, Audience]:
    by_group = {
        f"group {group.number}": audience_of_group(group, DATA.network) for group in network.groups
    }
    slugs = ("cd-juarez", "cancun-im", "tamaulipas")
    by_mesa = {
        slug: audience_of_mesa(network.find_seat(slug).mesa, network, DATA.network)
        for slug in slugs
    }
    return by_group | by_mesa | {"network": audience_of_network(network, DATA.network)}


def publish(meetings: Mapping[str, Meeting], *, public: bool = False) -> CalendarInput:
    return CalendarInput(DATA.network, DATA.partners, meetings, public=public)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("whose", scopes(DATA.groups))
@pytest.mark.parametrize("expanded", [False, True], ids=["series", "expanded"])
def test_every_reader_finds_the_meetings_of_a_busy_year(
    year: int, whose: str, expanded: bool, tmp_path: Path
) -> None:
    network, meetings = busy_year(year)
    scope = scopes(network)[whose]
    # Whole weeks: a file of series takes a meeting in by its planned day, and
    # it stays within its week.
    first, last = Week.of(date(year, 1, 4)).monday, Week.of(date(year, 12, 20)).sunday
    content = render(scope, publish(meetings), Days(first, last), expanded=expanded)
    window = Window.of(first + DAY, last)
    wanted = expected(scope, window, meetings)
    assert {instant.status for instant in wanted} == {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert len(wanted) >= 48
    for reader, found in read_with_all(content, window, tmp_path).items():
        assert found == wanted, reader
    check_lines(content)


def test_the_session_of_a_mesa_is_in_its_own_calendar_and_in_that_of_the_network_alone() -> None:
    network, meetings = busy_year(2026)
    uid = "2026-03-20-cd-juarez@mexico-sos.mcsj"
    days = Days(date(2026, 1, 5))
    holding = {
        name
        for name, scope in scopes(network).items()
        for expanded in (False, True)
        if uid in uids(render(scope, publish(meetings), days, expanded=expanded))
    }
    assert holding == {"cd-juarez", "network"}


def uids(content: bytes) -> list[str]:
    return [event.value("UID") for event in parse(content).named("VEVENT")]


def test_a_mesa_that_changes_its_group_follows_both_in_its_own_time() -> None:
    network, _meetings = busy_year(2026)
    moved = roster.move_mesa(
        network, network.find_seat("leon"), 2, date(2026, 8, 3), date(2026, 5, 4)
    )
    scope = audience_of_mesa(moved.find_seat("leon").mesa, moved, DATA.network)
    window = Window.of(date(2026, 7, 20), date(2026, 8, 17))
    wanted = [
        o.uid
        for o in gather(moved.groups, date(2026, 7, 20), date(2026, 8, 16), {})
        if scope.holds(o)
    ]
    before = network.find_seat("leon").group.number
    assert wanted == [f"2026-W30-g{before}", f"2026-W31-g{before}", "2026-W32-g2", "2026-W33-g2"]
    for expanded in (False, True):
        content = render(
            scope, publish({}), Days(date(2026, 7, 20), date(2026, 8, 16)), expanded=expanded
        )
        assert read_with_icalendar(content, window) == expected(scope, window, {})


# Revisions


def revisions(scope: Audience, meetings: Mapping[str, Meeting]) -> dict[str, tuple[int, str]]:
    """Return the sequence of each meeting of 2026, and what
    of it makes one rise (RFC 5545 3.8.7.4).
    """
    content = render(
        scope,
        publish(meetings),
        Days(date(2026, 1, 1), date(2026, 12, 31)),
        expanded=True,
    )
    return {
        event.value("UID"): (
            int(event.value("SEQUENCE")),
            "|".join(event.value(name) for name in ("DTSTART", "DTEND", "STATUS")),
        )
        for event in parse(content).named("VEVENT")
    }


@cache
def first_revisions() -> dict[str, tuple[int, str]]:
    """Read the calendar of the network before anything changes."""
    return revisions(audience_of_network(DATA.groups, DATA.network), {})


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_sequence_of_a_meeting_rises_with_each_change_of_when_it_is(
    data: st.DataObject,
) -> None:
    network, meetings = DATA.groups, dict[str, Meeting]()
    group = network.groups[3]
    first = first_revisions()
    own = {uid for uid in first if f"-g{group.number}@" in uid}
    after = {uid: first[uid] for uid in own}
    for _step in range(data.draw(st.integers(1, 5))):
        before = after
        day = data.draw(st.dates(date(2026, 1, 1), date(2026, 6, 30)))
        if data.draw(st.booleans()):
            slot = msgspec.structs.replace(
                network.groups[3].series_on(day) or group.series[0],
                since=day,
                weekday=data.draw(st.sampled_from(list(Weekday))),
                time=WallTime(f"{data.draw(st.integers(8, 20)):02}:00"),
                updated=day,
            )
            network = roster.reschedule(network, group.number, slot)
        else:
            week = Week.of(day)
            record = meetings.get(f"{week}-g4") or Meeting(group=4, week=week)
            start = datetime.combine(
                week.monday + data.draw(st.integers(0, 6)) * DAY, datetime.min.time()
            ).replace(hour=9)
            record = (
                record.cancel("x", day)
                if data.draw(st.booleans())
                else record.move(start, "x", day)
            )
            meetings = {**meetings, record.uid: record}
        after = revisions(audience_of_group(network.groups[3], DATA.network), meetings)
        for uid, (sequence, told) in after.items():
            if uid in before:
                assert sequence >= before[uid][0], uid
                assert sequence > before[uid][0] or told == before[uid][1], uid
    # In the calendar of all, the other groups' meetings are as they were.
    unchanged = {uid: first[uid] for uid in first.keys() - own}
    assert revisions(audience_of_network(network, DATA.network), meetings) == after | unchanged


@pytest.mark.parametrize("expanded", [False, True])
def test_a_change_of_one_meeting_changes_only_its_lines(expanded: bool) -> None:
    network, meetings = busy_year(2026)
    scope = audience_of_network(network, DATA.network)
    days = Days(date(2026, 1, 5), date(2026, 12, 27))
    planned = next(
        o
        for o in planned_within(scope, Window.of(date(2026, 6, 1), date(2026, 6, 7)), {})
        if o.uid.endswith("g5")
    )
    record = meetings.get(planned.uid) or Meeting(group=5, week=planned.week)
    changed = {**meetings, planned.uid: record.cancel("Sin quórum", date(2026, 5, 1))}
    before, after = (
        parse(render(scope, publish(one), days, expanded=expanded)).named("VEVENT")
        for one in (meetings, changed)
    )
    others = [
        [event for event in events if not _tells(event, planned)] for events in (before, after)
    ]
    assert others[0] == others[1]
    assert len(others[1]) == len(after) - 1


def _tells(event: Block, meeting: Occurrence) -> bool:
    if event.value("UID").startswith("g5-"):
        return event.values("RECURRENCE-ID") == [f"{meeting.planned:%Y%m%dT%H%M%S}"]
    return event.value("UID").startswith(meeting.uid)


def test_an_event_of_a_meeting_keeps_its_uid_through_every_edit() -> None:
    network, meetings = busy_year(2026)
    bare = first_revisions()
    edited = revisions(audience_of_network(network, DATA.network), meetings)
    assert {uid for uid in edited if "-g" in uid} <= set(bare) | {
        uid for uid in edited if "W01" in uid or "W53" in uid
    }


@settings(max_examples=40, deadline=None)
@given(group=groups(), draws=st.data(), expanded=st.booleans())
def test_the_order_of_what_is_known_does_not_matter(
    group: Group, draws: st.DataObject, expanded: bool
) -> None:
    changed = draws.draw(changes(group))
    shuffled = dict(draws.draw(st.permutations(list(changed.items()))))
    days = Days(group.series[0].since)
    scope = audience_of_group(group, DATA.network)
    one, other = (
        render(scope, publish(known), days, expanded=expanded) for known in (changed, shuffled)
    )
    assert one == other


def test_whoever_has_a_series_sees_its_end_for_half_a_year() -> None:
    group = with_two_slots(DATA.groups.groups[3], 2026)
    scope = audience_of_group(group, DATA.network)
    [old, new] = [f"g4-{series.since}@mexico-sos.mcsj" for series in group.series]
    change = group.series[1].since
    for day, wanted in (
        (change - WEEK, [old, new]),
        (change + 4 * WEEK, [old, new]),
        (change + 25 * WEEK, [old, new]),
        (change + 27 * WEEK, [new]),
    ):
        content = render(scope, publish({}), Days(day, ended=True))
        assert uids(content) == wanted, day
        assert uids(render(scope, publish({}), Days(day))) == wanted[-1 if day > change else 0 :]
        if old in wanted:
            until = re.findall("UNTIL=([0-9]{8})", one(content, old).value("RRULE"))
            assert until[0] < f"{change + 2 * DAY:%Y%m%d}"


class Masters(NamedTuple):
    """The recurring events of a calendar, by UID: their rules, and their sequences."""

    rules: dict[str, tuple[str, str]]
    sequences: dict[str, int]

    @classmethod
    def of(cls, scope: Audience, days: Days) -> Self:
        events = [
            event
            for event in parse(render(scope, publish({}), days)).named("VEVENT")
            if event.values("RRULE")
        ]
        return cls(
            {
                event.value("UID"): (event.value("DTSTART"), event.value("RRULE"))
                for event in events
            },
            {event.value("UID"): int(event.value("SEQUENCE")) for event in events},
        )


seatings = st.tuples(
    st.sampled_from(["move", "retire"]),
    st.sampled_from([5, 6]),
    st.dates(date(2020, 4, 21), date(2027, 6, 1)),
)


@settings(max_examples=100, deadline=None)
@given(acts=st.lists(seatings, min_size=1, max_size=6))
def test_whenever_a_mesa_comes_and_goes_the_series_of_its_groups_stay(
    acts: list[tuple[str, int, date]],
) -> None:
    """Also where that is corrected.

    In the mesa's own calendar every series that changes has a higher sequence.
    """
    network, days = DATA.groups, Days(date(2026, 5, 4))
    plain = {
        number: Masters.of(audience_of_group(network.groups[number - 1], DATA.network), days)
        for number in (5, 6)
    }
    own = Masters.of(audience_of_mesa(network.find_seat("leon").mesa, network, DATA.network), days)
    for act, number, day in acts:
        seat = network.find_seat("leon")
        try:
            network = (
                roster.move_mesa(network, seat, number, day, day)
                if act == "move"
                else roster.retire_mesa(network, seat, day, day)
            )
        except WrongUsageError:
            continue
        for place, before in plain.items():
            after = Masters.of(audience_of_group(network.groups[place - 1], DATA.network), days)
            assert after.rules == before.rules
            assert all(
                after.sequences[uid] >= sequence for uid, sequence in before.sequences.items()
            )
            plain[place] = after
        told = Masters.of(
            audience_of_mesa(network.find_seat("leon").mesa, network, DATA.network), days
        )
        for uid in told.rules.keys() & own.rules.keys():
            rise = told.sequences[uid] - own.sequences[uid]
            assert rise > 0 if told.rules[uid] != own.rules[uid] else rise >= 0, uid
        own = told


# Any schedule


@settings(max_examples=120, deadline=None)
@given(group=groups(), offset=st.integers(-30, 900), draws=st.data(), expanded=st.booleans())
def test_any_schedule_reads_back_as_it_is(
    group: Group, offset: int, draws: st.DataObject, expanded: bool
) -> None:
    changed = draws.draw(changes(group))
    first = Week.of(group.series[0].since + offset * DAY).monday
    last = first + draws.draw(st.integers(1, 60)) * WEEK - DAY
    scope = audience_of_group(group, DATA.network)
    content = render(scope, publish(changed), Days(first, last), expanded=expanded)
    # A file of series holds the weeks that begin in it, wherever on the globe that is.
    window = Window.of(first + 2 * DAY, last - DAY)
    wanted = expected(scope, window, changed)
    assert read_with_libical(content, window) == wanted
    assert read_with_icalendar(content, window) == wanted


@settings(max_examples=20, deadline=None)
@given(group=groups(), draws=st.data())
def test_ical_js_reads_any_schedule_as_it_is(
    group: Group, draws: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    changed = draws.draw(changes(group))
    first = Week.of(group.series[0].since).monday
    scope = audience_of_group(group, DATA.network)
    window = Window.of(first + 2 * DAY, first + 100 * WEEK)
    content = render(scope, publish(changed), Days(first))
    assert read_with_ical_js(content, window, tmp_path_factory.mktemp("ical")) == expected(
        scope, window, changed
    )


# What is said


def one(content: bytes, uid: str) -> Block:
    [event] = [
        event for event in parse(content).named("VEVENT") if event.value("UID").startswith(uid)
    ]
    return event


def test_the_calendar_of_a_mesa_tells_its_own_hour_first() -> None:
    network, meetings = busy_year(2026)
    scope = scopes(network)["cancun-im"]
    content = render(scope, publish(meetings), Days(date(2026, 1, 5)), expanded=True)
    number = scope.groups[0].number
    told = one(content, f"2026-W06-g{number}").text("DESCRIPTION")
    local = next(
        o for o in planned_within(scope, Window.of(date(2026, 2, 2), date(2026, 2, 8)), meetings)
    )
    name = network.find_seat("cancun-im").mesa.name
    assert told.index(f"En {name}: {local.clocks()[name]} h") < told.index("Hora de cada mesa")


def test_the_agenda_that_a_person_wrote_is_told() -> None:
    meetings = {
        "2026-W06-g4": Meeting(
            group=4, week=Week("2026-W06"), agenda=[Line("news"), Line("Presupuesto")]
        )
    }
    scope = scopes(DATA.groups)["group 4"]
    for expanded in (False, True):
        content = render(scope, publish(meetings), Days(date(2026, 1, 5)), expanded=expanded)
        told = [event.text("DESCRIPTION") for event in parse(content).named("VEVENT")]
        [agenda] = [text for text in told if "Presupuesto" in text]
        assert "Orden del día:\n- Novedades de cada mesa\n- Presupuesto" in agenda


@pytest.mark.parametrize("public", [False, True])
@pytest.mark.parametrize("expanded", [False, True])
def test_what_anybody_reads_has_the_public_links_alone(public: bool, expanded: bool) -> None:
    link = "https://reunion.example/privada"
    group = DATA.groups.groups[3]
    slot = msgspec.structs.replace(group.series[0], link=Url.parse(link), public=public)
    open_group = msgspec.structs.replace(group, series=[slot])
    session = msgspec.structs.replace(
        plan_session(
            Slug("monterrey"),
            datetime(2026, 2, 3, 10),
            ZoneName("America/Monterrey"),
            date(2026, 1, 1),
        ),
        link=Url.parse(link),
        public=public,
    )
    network = msgspec.structs.replace(DATA.groups, groups=[open_group])
    scope = audience_of_network(network, DATA.network)
    for for_all in (False, True):
        known = publish({session.uid: session}, public=for_all)
        content = render(scope, known, Days(date(2026, 1, 5)), expanded=expanded)
        told = [event for event in parse(content).named("VEVENT") if link in str(event)]
        assert bool(told) == (not for_all or public)
        assert (link.encode() in content.replace(b"\r\n ", b"")) == (not for_all or public)


@pytest.mark.parametrize("expanded", [False, True])
def test_what_anybody_reads_has_neither_reasons_nor_agendas(expanded: bool) -> None:
    network, meetings = busy_year(2026)
    secrets = ("Sin quórum", "Por la sala", "Presupuesto", "Acuerdo de acciones")
    scope = audience_of_network(network, DATA.network)
    for public in (False, True):
        content = render(
            scope, publish(meetings, public=public), Days(date(2026, 1, 5)), expanded=expanded
        )
        told = content.replace(b"\r\n ", b"").decode()
        assert [secret in told for secret in secrets] == [not public] * len(secrets)


def test_holidays_are_days_on_which_nobody_is_busy() -> None:
    days = Days(date(2026, 1, 1), date(2026, 12, 31))
    known = {date(2026, 9, 16): "Día de la Independencia", date(2027, 1, 1): "Año Nuevo"}
    content = render(scopes(DATA.groups)["group 4"], publish({}), days, holidays=known)
    event = one(content, "holiday-")
    assert event.value("UID") == "holiday-2026-09-16@mexico-sos.mcsj"
    assert (event.line("DTSTART").parameters, event.value("DTSTART")) == (";VALUE=DATE", "20260916")
    assert event.value("DTEND") == "20260917"
    assert event.value("TRANSP") == "TRANSPARENT"
    assert not event.parts


def test_a_group_without_mesas_tells_no_hours() -> None:
    group = msgspec.structs.replace(DATA.groups.groups[3], mesas=[], title=Phrase("Grupo nuevo"))
    for expanded in (False, True):
        content = render(
            audience_of_group(group, DATA.network),
            publish({}),
            Days(date(2026, 1, 5)),
            expanded=expanded,
        )
        told = parse(content).named("VEVENT")[0].text("DESCRIPTION")
        assert "Hora de cada mesa" not in told


# Nights on which a clock changes


@pytest.mark.parametrize("minutes", [60, 120, 180])
@pytest.mark.parametrize(
    ("wall", "zone", "utc"),
    [
        # It does not exist: as much later as the clock jumps (RFC 5545 3.3.5:
        # by the offset before the gap).
        ("2026-03-08 02:30", "America/Ciudad_Juarez", "2026-03-08 09:30"),
        # It exists twice: the first (RFC 5545 3.3.5).
        ("2026-11-01 01:30", "America/Ciudad_Juarez", "2026-11-01 07:30"),
        # It ends in the second of the two, or after both.
        ("2026-11-01 00:30", "America/Ciudad_Juarez", "2026-11-01 06:30"),
    ],
)
def test_an_hour_that_is_not_there_once_is_the_one_of_the_standard(
    wall: str, zone: str, utc: str, minutes: int, tmp_path: Path
) -> None:
    week = Week.of(date.fromisoformat(wall[:10]))
    group = msgspec.structs.replace(
        DATA.groups.groups[3],
        series=[
            msgspec.structs.replace(
                DATA.groups.groups[3].series[0], timezone=ZoneName(zone), minutes=minutes
            )
        ],
    )
    meetings = {f"{week}-g4": Meeting(group=4, week=week, start=WallMoment(wall), sequence=1)}
    scope = audience_of_group(group, DATA.network)
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    window = Window(moment - 3 * timedelta(hours=1), moment + 3 * timedelta(hours=1))
    for expanded in (False, True):
        content = render(scope, publish(meetings), Days(week.monday), expanded=expanded)
        for reader, found in read_with_all(content, window, tmp_path).items():
            times = [(instant.start, instant.end) for instant in found]
            assert times == [(moment, moment + timedelta(minutes=minutes))], (reader, expanded)


def test_what_identifies_a_meeting_is_the_same_in_every_calendar() -> None:
    network, meetings = busy_year(2026)
    found = planned_within(
        scopes(network)["network"], Window.of(date(2026, 5, 1), date(2026, 6, 1)), meetings
    )
    for occurrence in found:
        told = identify(occurrence, "example.org")
        assert told.uid == f"{occurrence.uid}@example.org"
        assert told.time == (occurrence.start, occurrence.end)
        assert told.time.start.utcoffset() == timedelta(0)
