"""Who sits where and who meets when.

A change holds from its day on, and nothing before it moves.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Slug, WallMoment, WallTime, ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups, Mesa, Slot, Weekday
from mcsj_cli.model.schedule import find_occurrence, gather, occurrences
from mcsj_cli.model.week import Week

CENTRE = ZoneName("America/Mexico_City")
FIRST = date(2020, 4, 20)
days = st.dates(date(2020, 4, 20), date(2020, 8, 31))


def mesa(slug: str) -> Mesa:
    return Mesa(slug=Slug(slug), name=Line(slug.title()), state=Line("Gto"), timezone=CENTRE)


def slot(
    since: date = FIRST,
    weekday: Weekday = Weekday.THURSDAY,
    hour: str = "17:00",
    zone: ZoneName = CENTRE,
) -> Slot:
    return Slot(since=since, weekday=weekday, time=WallTime(hour), timezone=zone)


GROUPS = Groups([Group(1, [slot()], [mesa("a"), mesa("b")]), Group(2, [slot()], [mesa("c")])])


def seats(groups: Groups, day: date) -> set[tuple[str, int]]:
    return {(seat.mesa.slug, seat.group.number) for seat in groups.seats_on(day)}


@given(moves=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1, 2]), days), max_size=6))
@settings(max_examples=200, deadline=None)
def test_moves_leave_every_earlier_day_as_it_was(moves: list[tuple[str, int, date]]) -> None:
    groups, day = GROUPS, FIRST
    plain = {
        "a": {FIRST: 1},
        "b": {FIRST: 1},
        "c": {FIRST: 2},
    }  # a naive account: from when in which group
    for slug, number, first in sorted(moves, key=lambda move: move[2]):
        seat = groups.find_seat(slug)
        if (
            seat.group.number == number
            or (seat.mesa.since and first <= seat.mesa.since)
            or first == FIRST
        ):
            continue
        groups = roster.move_mesa(groups, seat, number, first, FIRST)
        plain[slug][first] = number
    assert list(groups.faults()) == []
    while day <= date(2020, 9, 1):
        wanted = {
            (slug, history[max(since for since in history if since <= day)])
            for slug, history in plain.items()
        }
        assert seats(groups, day) == wanted
        day += timedelta(days=1)


def test_a_mesa_that_retires_stays_in_the_weeks_before() -> None:
    groups = roster.retire_mesa(GROUPS, GROUPS.find_seat("a"), date(2020, 5, 3), FIRST)
    assert seats(groups, date(2020, 5, 3)) == seats(GROUPS, FIRST)
    assert seats(groups, date(2020, 5, 4)) == {("b", 1), ("c", 2)}
    before, after = occurrences(groups.groups[0], date(2020, 4, 30), date(2020, 5, 7), {})
    assert [one.slug for one in before.mesas] == ["a", "b"]
    assert [one.slug for one in after.mesas] == ["b"]
    back = roster.move_mesa(groups, groups.find_seat("a"), 1, date(2020, 6, 1), FIRST)
    assert seats(back, date(2020, 6, 1)) == seats(GROUPS, FIRST)
    assert ("a", 1) not in seats(back, date(2020, 5, 31))
    assert list(back.faults()) == []


def test_moves_that_cannot_be() -> None:
    with pytest.raises(WrongUsageError):
        roster.move_mesa(GROUPS, GROUPS.find_seat("a"), 1, date(2020, 5, 4), FIRST)
    moved = roster.move_mesa(GROUPS, GROUPS.find_seat("a"), 2, date(2020, 5, 4), FIRST)
    with pytest.raises(WrongUsageError):
        roster.retire_mesa(moved, moved.find_seat("a"), date(2020, 5, 1), FIRST)
    with pytest.raises(ExistsError):
        roster.add_mesa(GROUPS, 2, mesa("a"), {}, FIRST)


@given(
    changes=st.lists(
        st.tuples(days, st.sampled_from(list(Weekday)), st.sampled_from(["09:00", "17:00"])),
        max_size=5,
    )
)
@settings(max_examples=200, deadline=None)
def test_a_new_slot_leaves_every_earlier_meeting_as_it_was(
    changes: list[tuple[date, Weekday, str]],
) -> None:
    groups = GROUPS
    for since, weekday, hour in sorted(changes):
        changed = roster.reschedule(groups, 1, slot(since, weekday, hour))
        last = since - timedelta(days=1)
        before, after = (
            [o.start for o in gather(one.groups, FIRST, last, {})] for one in (groups, changed)
        )
        assert before == after
        assert list(changed.faults()) == []
        groups = changed


def test_a_slot_of_the_same_day_is_corrected_and_tells_the_phones() -> None:
    corrected = roster.reschedule(GROUPS, 1, slot(FIRST, Weekday.MONDAY))
    (only,) = corrected.groups[0].series
    assert (only.weekday, only.sequence) == (Weekday.MONDAY, 1)


def test_municipalities_are_named_or_described() -> None:
    assert roster.parse_municipality("14039") == ("14039", None)
    code, described = roster.parse_municipality("14120=Zapopan, 20.72,-103.39")
    assert described is not None
    assert (code, described.name, described.latitude, described.longitude) == (
        "14120",
        "Zapopan",
        20.72,
        -103.39,
    )
    for wrong in ("14120=Zapopan", "14120=Zapopan,norte,sur", "14120=Zapopan,1,2,3"):
        with pytest.raises(ValueError, match="Zapopan"):
            roster.parse_municipality(wrong)


ZONES = ["America/Mexico_City", "America/Tijuana", "America/Cancun", "Pacific/Auckland"]
slots = st.tuples(
    days,
    st.sampled_from(list(Weekday)),
    st.sampled_from(["09:00", "17:00"]),
    st.sampled_from(ZONES),
)


@given(
    before=st.lists(slots, max_size=3), new=slots, weeks=st.sets(st.integers(0, 12)), data=st.data()
)
@settings(max_examples=150, deadline=None)
def test_moved_meetings_stay_when_they_are_whatever_a_new_slot_says(
    before: list[tuple[date, Weekday, str, str]],
    new: tuple[date, Weekday, str, str],
    weeks: set[int],
    data: st.DataObject,
) -> None:
    groups = GROUPS
    for since, weekday, hour, zone in sorted(before):
        groups = roster.reschedule(groups, 1, slot(since, weekday, hour, ZoneName(zone)))
    meetings: dict[str, Meeting] = {}
    for week in (Week.of(FIRST).shift(number) for number in weeks):
        # In the middle of the week: on no other clock does it leave its week.
        day = week.monday + timedelta(days=data.draw(st.integers(2, 4)))
        meeting = Meeting(group=1, week=week, start=WallMoment(f"{day} 12:00"))
        meetings[meeting.uid] = meeting
    after = roster.reschedule(groups, 1, slot(*new[:3], ZoneName(new[3])))
    kept = {one.uid: one for one in roster.keep_moments(groups, after, meetings)}
    assert all(list(one.faults()) == [] for one in kept.values())
    for uid in meetings:
        was, becomes = (
            find_occurrence(one.groups, uid, known)
            for one, known in ((groups, meetings), (after, meetings | kept))
        )
        if was and becomes:
            assert becomes.start == was.start


def test_what_is_over_is_rewritten_or_not() -> None:
    moment = datetime(
        2020, 5, 8, 12, tzinfo=CENTRE.zone
    )  # a Friday, the day after the last meeting
    for since, hour, first in (
        (date(2020, 5, 8), "18:00", None),
        (date(2020, 5, 4), "17:00", None),
        (date(2020, 5, 4), "18:00", date(2020, 5, 7)),
        (date(2020, 4, 27), "18:00", date(2020, 4, 30)),
    ):
        found = roster.find_rewritten(
            GROUPS, roster.reschedule(GROUPS, 1, slot(since, hour=hour)), moment
        )
        assert (found.start.date() if found else None) == first
