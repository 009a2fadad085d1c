"""Facts that belong together are one value in a merge, and the merged record is never broken."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.errors import McsjError
from mcsj_cli.model import roster
from mcsj_cli.model.action import Action, ActionStatus, Progress
from mcsj_cli.model.category import Categories, Rubric
from mcsj_cli.model.content import Content, PagePost, PublishSlot, Retraction, Verification
from mcsj_cli.model.fields import (
    Line,
    Phrase,
    Proof,
    Prose,
    Slug,
    Tag,
    WallMoment,
    WallTime,
    ZoneName,
)
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Group, Groups, Mesa, Slot, Weekday
from mcsj_cli.model.week import Week
from mcsj_cli.store import yaml
from mcsj_cli.store.reconcile import Reconciled, Side, Sides
from mcsj_cli.store.sound_merge import Three, merge_soundly

DAY = date(2020, 4, 22)
ZONE = ZoneName("America/Mexico_City")
ACTION = Action(
    title=Line("Una"),
    mesas=[Slug("leon")],
    axis=Slug("salud"),
    approach=Slug("intercambio"),
    owner=Line("coordinación"),
    due=DAY + timedelta(days=9),
    created=DAY,
)
MEETING = Meeting(group=4, week=Week.parse("2020-W17"))
ITEM = Content(title=Line("Una"), tags=[Tag("SOSnacional")], created=DAY)


def plain(value: Any) -> Any:
    return yaml.parse_plain(yaml.dump(value).encode(), "")


def join(base: Any, ours: Any, theirs: Any, others: Side = Side.THEIRS) -> Reconciled:
    three = Three(plain(base), plain(ours), plain(theirs), type(base))
    return merge_soundly(three, Sides(others))


def named(merged: Reconciled) -> list[str]:
    return [
        one.facts.name if one.facts else ".".join(map(str, one.path)) for one in merged.conflicts
    ]


def test_a_note_does_not_keep_an_action_open_that_another_person_closed() -> None:
    noted = ACTION.update(DAY, note=Line("Se avanza"), evidence=[Line("foto")])
    for status in (ActionStatus.COMPLETED, ActionStatus.CANCELLED):
        closed = ACTION.update(DAY, evidence=[Line("acta")]).close(DAY, status)
        expected = replace(
            closed, progress=[Progress(DAY, Line("Se avanza"))], evidence=["acta", "foto"]
        )
        for one, other in ((noted, closed), (closed, noted)):
            value, conflicts = join(ACTION, one, other)
            assert {**value, "evidence": sorted(value["evidence"])} == plain(expected)
            assert not conflicts


@pytest.mark.parametrize("side", Side)
def test_an_action_is_closed_or_postponed(side: Side) -> None:
    closed = ACTION.close(DAY, ActionStatus.COMPLETED)
    later = ACTION.update(DAY, note=Line("Se aplaza"), due=DAY + timedelta(days=30))
    merged = join(ACTION, closed, later, side)
    assert named(merged) == ["action"]
    kept = closed if side is Side.OURS else later
    assert merged.value == plain(replace(kept, progress=later.progress))


@pytest.mark.parametrize("side", Side)
def test_a_meeting_is_cancelled_or_moved_and_calendars_hear_of_either(side: Side) -> None:
    start = WallMoment("2020-04-24 18:00").moment
    cancelled, moved = MEETING.cancel("No", DAY), MEETING.move(start, "Sí", DAY)
    merged = join(MEETING, cancelled, moved, side)
    assert named(merged) == ["meeting"]
    kept = cancelled if side is Side.OURS else moved
    assert merged.value == plain(replace(kept, sequence=2))


def test_marks_of_a_meeting_that_both_say_was_held_both_count() -> None:
    present = {"torreon": Attendance.PRESENT}, {"monterrey": Attendance.EXCUSED}
    ours, theirs = (MEETING.record(held=True, attendance=marks) for marks in present)
    merged = join(MEETING, ours, theirs)
    assert merged.value == plain(replace(ours, attendance=present[0] | present[1]))
    assert not merged.conflicts


def test_a_mesa_that_one_person_saw_was_there() -> None:
    seen = Attendance.PRESENT, Attendance.EXCUSED
    ours = {"torreon": seen[0], "monterrey": Attendance.ABSENT, "leon": Attendance.ABSENT}
    theirs = {"torreon": Attendance.ABSENT, "monterrey": seen[1], "leon": Attendance.ABSENT}
    one, other = (MEETING.record(held=True, attendance=marks) for marks in (ours, theirs))
    merged = join(MEETING, one, other)
    assert merged.value["attendance"] == {
        "torreon": "present",
        "monterrey": "excused",
        "leon": "absent",
    }
    assert not merged.conflicts
    corrected = one.record(held=True, attendance={"torreon": Attendance.ABSENT})
    again = one.record(held=True, attendance={"torreon": Attendance.EXCUSED})
    assert named(join(one, corrected, again)) == ["attendance.torreon"]


@pytest.mark.parametrize("side", Side)
def test_a_rubric_that_two_people_renamed_is_found_by_all_its_names(side: Side) -> None:
    rubrics = [
        Rubric(Tag("SOSuno"), Line("Uno"), Prose("")),
        Rubric(Tag("SOSdos"), Line("Dos"), Prose("")),
    ]
    base = Categories(rubrics, [], [])
    ours, theirs = (base.rename(Tag("SOSuno"), Tag(f"SOS{name}")) for name in ("sol", "mar"))
    merged = join(base, ours, theirs, side)
    assert named(merged) == ["rubrics.SOSuno.tag"]
    value = yaml.load(yaml.dump_plain(merged.value).encode(), Categories, "categories.yaml")
    kept = "SOSsol" if side is Side.OURS else "SOSmar"
    assert value.tags == [kept, "SOSdos"]
    for name in ("SOSuno", "SOSsol", "SOSmar"):
        assert value.find_tag(name) == kept
    worded = replace(base, rubrics=[replace(rubrics[0], keywords=[Line("luz")]), rubrics[1]])
    merged = join(base, ours, worded)
    assert not merged.conflicts
    assert merged.value["rubrics"][0]["keywords"] == ["luz"]
    assert merged.value["rubrics"][0]["tag"] == "SOSsol"


def test_a_rubric_that_has_its_old_name_again_keeps_what_another_person_said_of_it() -> None:
    rubrics = [Rubric(Tag("SOSuno"), Line("Uno"), Prose(""))]
    begun = Categories(rubrics, [], [])
    base = begun.rename(Tag("SOSuno"), Tag("SOSsol"))
    ours = replace(base, rubrics=[replace(base.rubrics[0], keywords=[Line("luz")])])
    merged = join(base, ours, begun)
    assert not merged.conflicts
    (rubric,) = merged.value["rubrics"]
    assert rubric["tag"] == "SOSuno"
    assert rubric["aliases"] == ["SOSsol"]
    assert rubric["keywords"] == ["luz"]


@pytest.mark.parametrize("side", Side)
def test_a_rubric_that_took_the_name_of_another_one_takes_nothing_else_of_it(side: Side) -> None:
    names = ("uno", "dos")
    rubrics = [Rubric(Tag(f"SOS{name}"), Line(name), Prose("")) for name in names]
    base = Categories(rubrics, [], [])
    moved = base.rename(Tag("SOSuno"), Tag("SOSsol"))
    took = moved.rubrics[1].rename(Tag("SOSuno"))  # as a person can do by hand
    taken = replace(moved, rubrics=[moved.rubrics[0], took])
    added = replace(moved, rubrics=[*moved.rubrics, replace(rubrics[0], name=Line("tres"))])
    renamed = base.rename(Tag("SOSuno"), Tag("SOSmar"))
    worded = replace(base, rubrics=[rubrics[0], replace(rubrics[1], keywords=[Line("luz")])])
    for ours, theirs in ((taken, renamed), (renamed, taken), (taken, worded), (added, renamed)):
        merged = join(base, ours, theirs, side)
        assert {one["name"] for one in merged.value["rubrics"]} >= {*names}
        value = yaml.load(yaml.dump_plain(merged.value).encode(), Categories, "categories.yaml")
        assert len(value.tags) == max(len(ours.tags), len(theirs.tags))
    assert join(base, taken, worded, side).value["rubrics"][1] == {
        "tag": "SOSuno",
        "name": "dos",
        "description": "",
        "keywords": ["luz"],
        "aliases": ["SOSdos"],
    }


def test_marks_go_with_the_meeting_that_was_held() -> None:
    held = MEETING.record(held=True, attendance={"torreon": Attendance.PRESENT})
    not_held = MEETING.record(held=False, attendance={})
    for side, kept in ((Side.OURS, held), (Side.THEIRS, not_held)):
        merged = join(MEETING, held, not_held, side)
        assert merged.value == plain(replace(kept, sequence=1))
        assert named(merged) == ["meeting"]
    more = held.record(held=True, attendance={"monterrey": Attendance.PRESENT})
    merged = join(held, more, held.record(held=False, attendance={}))
    assert merged.value == plain(replace(not_held, sequence=1))
    assert named(merged) == ["meeting"]


def test_a_slot_is_one_decision() -> None:
    slot = GROUPS.groups[0].series[0]
    groups = [
        replace(GROUPS, groups=[replace(GROUPS.groups[0], series=[one]), *GROUPS.groups[1:]])
        for one in (
            replace(slot, weekday=Weekday.WEDNESDAY, sequence=1),
            replace(slot, time=WallTime("20:00"), sequence=1),
        )
    ]
    merged = join(GROUPS, groups[0], groups[1])
    assert named(merged) == ["slot"]
    kept = replace(slot, time=WallTime("20:00"), sequence=2)
    assert merged.value["groups"][0]["series"] == [plain(kept)]


def test_a_mesa_sits_where_one_side_put_it() -> None:
    seat = GROUPS.find_seat("leon")
    ours = roster.move_mesa(GROUPS, seat, 2, DAY, DAY)
    theirs = roster.move_mesa(GROUPS, seat, 3, DAY + timedelta(days=7), DAY)
    renamed = roster.edit_mesa(ours, "leon", DAY, lambda mesa: replace(mesa, name=Line("León G")))
    for side, number in ((Side.OURS, 2), (Side.THEIRS, 3)):
        merged = join(GROUPS, renamed, theirs, side)
        assert "seat" in named(merged)
        value = yaml.load(yaml.dump_plain(merged.value).encode(), Groups, "groups.yaml")
        assert value.find_seat("leon").group.number == number
        sitting = [one.group.number for one in value.seats_on(DAY + timedelta(days=30))]
        assert sitting == [1, number]


def test_changes_of_one_slot_that_both_count_are_news_to_everybody() -> None:
    for first, other in ((2, 3), (2, 2)):
        ours = roster.move_mesa(GROUPS, GROUPS.find_seat("leon"), first, DAY, DAY)
        theirs = roster.move_mesa(GROUPS, GROUPS.find_seat("colima"), other, DAY, DAY)
        merged = join(GROUPS, ours, theirs)
        assert not merged.conflicts
        numbers = [group["series"][0].get("sequence") for group in merged.value["groups"]]
        assert numbers == (["2", "2", None] if first == other else ["2", "1", "1"])


@pytest.mark.parametrize("side", Side)
def test_a_mesa_taken_out_by_hand_stays_where_another_person_put_it(side: Side) -> None:
    gone = replace(GROUPS.groups[0], mesas=GROUPS.groups[0].mesas[1:])
    removed = replace(GROUPS, groups=[gone, *GROUPS.groups[1:]])
    for day in (DAY, DAY - timedelta(days=1)):
        moved = roster.move_mesa(GROUPS, GROUPS.find_seat("leon"), 2, DAY, day)
        for one, other in ((removed, moved), (moved, removed)):
            merged = join(GROUPS, one, other, side)
            assert [place.path for place in merged.conflicts if place.needs_choice] == []
            assert merged.conflicts[0].path == ("mesas", "leon")
            assert unordered(merged.value) == unordered(plain(moved))


def test_a_mesa_corrected_by_one_and_moved_by_another_is_corrected_where_it_is_now() -> None:
    seat = GROUPS.find_seat("leon")
    moved = roster.move_mesa(GROUPS, seat, 2, DAY, DAY)
    named = roster.edit_mesa(GROUPS, "leon", DAY, lambda mesa: replace(mesa, name=Line("León G")))
    for one, other in ((moved, named), (named, moved)):
        merged = join(GROUPS, one, other)
        assert not merged.conflicts
        value = yaml.load(yaml.dump_plain(merged.value).encode(), Groups, "groups.yaml")
        mesa, group = value.find_seat("leon")
        assert group.number == 2
        assert mesa == replace(seat.mesa, name=Line("León G"), since=DAY)


def test_a_group_that_a_mesa_left_and_came_back_to_is_merged_by_mesa() -> None:
    base = roster.move_mesa(GROUPS, GROUPS.find_seat("leon"), 2, DAY, DAY)
    base = roster.move_mesa(base, base.find_seat("leon"), 1, DAY + timedelta(days=9), DAY)
    assert [mesa.slug for mesa in base.groups[0].mesas] == ["leon", "colima", "leon"]
    named = roster.edit_mesa(base, "colima", DAY, lambda mesa: replace(mesa, name=Line("Col.")))
    gone = roster.retire_mesa(base, base.find_seat("leon"), DAY + timedelta(days=30), DAY)
    for one, other in ((named, gone), (gone, named)):
        merged = join(base, one, other)
        assert not merged.conflicts
        mesas = merged.value["groups"][0]["mesas"]
        assert [mesa["name"] for mesa in mesas] == ["León", "Col.", "León"]
        assert [mesa.get("until") for mesa in mesas] == ["2020-04-21", None, "2020-05-22"]


def test_seats_in_a_file_that_is_no_roster_break_no_merge() -> None:
    moved = plain(roster.move_mesa(GROUPS, GROUPS.find_seat("leon"), 2, DAY, DAY))
    wrong: list[Any] = ["", [], {}, {"groups": {}}, {"groups": ["x"]}]
    for broken in wrong:
        for sides in (Sides(Side.OURS), Sides(Side.THEIRS)):
            for one, other in ((moved, broken), (broken, moved)):
                merged = merge_soundly(Three(plain(GROUPS), one, other, Groups), sides)
                assert merged.conflicts


def test_an_earlier_seat_keeps_its_own_description() -> None:
    base = roster.move_mesa(GROUPS, GROUPS.find_seat("leon"), 2, DAY, DAY)
    named = roster.edit_mesa(
        base, "leon", DAY, lambda mesa: replace(mesa, name=Line("León de los Aldama"))
    )
    seat = named.find_seat("leon")
    ours = roster.move_mesa(named, seat, 1, DAY + timedelta(days=20), DAY)
    theirs = roster.move_mesa(base, base.find_seat("leon"), 3, DAY + timedelta(days=9), DAY)
    merged = join(base, ours, theirs)
    assert [mesa["name"] for mesa in merged.value["groups"][0]["mesas"]] == ["León", "Colima"]
    later = merged.value["groups"][2]["mesas"]
    assert [mesa["name"] for mesa in later] == ["León de los Aldama"]


def test_a_mesa_that_two_people_added_is_there_once() -> None:
    mesa = Mesa(slug=Slug("zapopan"), name=Line("Zapopan"), state=Line("Jal"), timezone=ZONE)
    ours, theirs = (roster.add_mesa(GROUPS, number, mesa, {}, DAY) for number in (2, 3))
    for side, number in ((Side.OURS, 2), (Side.THEIRS, 3)):
        merged = join(GROUPS, ours, theirs, side)
        assert named(merged) == ["seat"]
        value = yaml.load(yaml.dump_plain(merged.value).encode(), Groups, "groups.yaml")
        assert [seat.group.number for seat in value.seats if seat.mesa.slug == "zapopan"] == [
            number
        ]


def test_what_two_sound_changes_break_together_is_one_value() -> None:
    other = replace(GROUPS.groups[1], mesas=[Mesa(Slug("x"), Line("Zapopan"), Line("Jal"), ZONE)])
    ours = replace(GROUPS, groups=[GROUPS.groups[0], other, GROUPS.groups[2]])
    mesa = Mesa(slug=Slug("zapopan"), name=Line("Zapopan"), state=Line("Jal"), timezone=ZONE)
    theirs = roster.add_mesa(GROUPS, 3, mesa, {}, DAY)
    merged = join(GROUPS, ours, theirs)
    assert [one.path for one in merged.conflicts] == [()]
    assert merged.value == plain(theirs)


def slot(weekday: Weekday) -> Slot:
    return Slot(date(2020, 4, 20), weekday, WallTime("17:00"), ZONE)


GROUPS = Groups(
    [
        Group(
            1,
            [slot(Weekday.MONDAY)],
            [
                Mesa(Slug("leon"), Line("León"), Line("Gto"), ZONE),
                Mesa(Slug("colima"), Line("Colima"), Line("Col"), ZONE),
            ],
        ),
        Group(2, [slot(Weekday.TUESDAY)], []),
        Group(3, [slot(Weekday.FRIDAY)], []),
    ]
)

days = st.integers(0, 20).map(lambda number: DAY + timedelta(days=number))
texts = st.sampled_from(["uno", "dos", "tres"])
marks = st.dictionaries(
    st.sampled_from(["leon", "colima", "torreon"]), st.sampled_from(list(Attendance))
)


def act(draw: st.DrawFn, action: Action) -> Action:
    what = draw(st.sampled_from(["note", "evidence", "due", "done", "cancelled", "owner"]))
    day = draw(days)
    match what:
        case "note":
            return action.update(day, note=Line(draw(texts)))
        case "evidence":
            return action.update(day, evidence=[Line(draw(texts))])
        case "due":
            return action.update(day, due=day)
        case "owner":
            return action.update(day, owner=Line(draw(texts)))
        case "done":
            return action.close(day, ActionStatus.COMPLETED)
    return action.close(day, ActionStatus.CANCELLED)


def meet(draw: st.DrawFn, meeting: Meeting) -> Meeting:  # noqa: PLR0911
    what = draw(st.sampled_from(["move", "cancel", "held", "not held", "notes", "agenda"]))
    match what:
        case "move":
            start = WallMoment(f"2020-04-2{draw(st.integers(0, 6))} 18:00").moment
            return meeting.move(start, draw(texts), DAY)
        case "cancel":
            return meeting.cancel(draw(texts), DAY)
        case "held":
            if meeting.status == "cancelled":
                return meeting
            return meeting.record(held=True, attendance=draw(marks), more=draw(texts))
        case "not held":
            return meeting.record(held=False, attendance={}).give_reason(draw(texts))
        case "notes":
            return replace(meeting, minuted=draw(days))
    return replace(meeting, agenda=[Line(draw(texts))])


def work(draw: st.DrawFn, item: Content) -> Content:
    what = draw(st.sampled_from(["verify", "schedule", "publish", "retract", "text", "tags"]))
    by, day = Line(draw(texts)), draw(days)
    match what:
        case "verify":
            expires = draw(st.none() | days.map(lambda one: one + timedelta(days=20)))
            evidence = Proof("https://a.mx")
            return item.verify(Verification(by=by, on=DAY, evidence=evidence, expires=expires))
        case "schedule":
            at = WallMoment(f"{day + timedelta(days=20)} 09:00")
            return item.schedule(PublishSlot(at=at, by=by, on=day))
        case "publish":
            return item.publish(PagePost(by=by, on=day))
        case "retract":
            return item.retract(Retraction(by=by, on=day, reason=by))
        case "text":
            return replace(item, source=Phrase(draw(texts)))
    return item.retag([Tag(draw(texts)), *item.tags])


def seat(draw: st.DrawFn, groups: Groups) -> Groups:
    what = draw(st.sampled_from(["move", "retire", "add", "slot", "rename"]))
    number, day = draw(st.integers(1, 3)), draw(days)
    known = draw(st.sampled_from(groups.seats))
    match what:
        case "move":
            return roster.move_mesa(groups, known, number, day, DAY)
        case "retire":
            return roster.retire_mesa(groups, known, day, DAY)
        case "add":
            name = draw(texts)
            mesa = Mesa(Slug(name), Line(name), Line("Jal"), ZONE, since=day)
            return roster.add_mesa(groups, number, mesa, {}, DAY)
        case "rename":
            name = draw(texts)
            change = lambda mesa: replace(mesa, name=Line(f"{mesa.slug} {name}"))  # noqa: E731
            return roster.edit_mesa(groups, known.mesa.slug, DAY, change)
    weekday = draw(st.sampled_from(list(Weekday)))
    return roster.reschedule(groups, number, replace(slot(weekday), since=draw(days)))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """A document, and what two people made of it with commands, each after the same beginnings."""
    kinds: list[tuple[Any, Any]] = [(ACTION, act), (MEETING, meet), (ITEM, work), (GROUPS, seat)]
    begun, change = draw(st.sampled_from(kinds))

    def walk(value: Any, steps: int) -> Any:
        for _step in range(steps):
            try:
                changed = change(draw, value)
            except McsjError:
                continue
            if not any(changed.faults()):
                value = changed
        return value

    base = walk(begun, draw(st.integers(0, 2)))
    return base, walk(base, draw(st.integers(1, 3))), walk(base, draw(st.integers(1, 3)))


@settings(max_examples=150, deadline=None)
@given(pairs())
def test_two_peoples_changes_make_no_broken_document_whoever_brings_them_together(
    three: Any,
) -> None:
    base, ours, theirs = three
    for side, other in ((Side.OURS, Side.THEIRS), (Side.THEIRS, Side.OURS)):
        merged = join(base, ours, theirs, side)
        assert yaml.is_sound(merged.value, type(base))
        mirrored = join(base, theirs, ours, other)
        assert unordered(mirrored.value) == unordered(merged.value)
        assert {one.path for one in merged.conflicts} == {one.path for one in mirrored.conflicts}


@settings(max_examples=80, deadline=None)
@given(pairs())
def test_what_is_lost_is_told(three: Any) -> None:
    """Without a conflict, whatever either side changed is in the result."""
    base, ours, theirs = map(plain, three)
    merged = join(*three)
    if merged.conflicts or type(three[0]) is Groups:
        return
    for version in (ours, theirs):
        for key, value in version.items():
            if value == base.get(key) or isinstance(value, (list, dict)):
                continue
            stands = merged.value[key]
            assert stands == value or key in ("sequence", "updated") or value == "in-process"


def unordered(value: Any) -> Any:
    """Compare whatever the order."""
    if isinstance(value, dict):
        return frozenset((key, unordered(one)) for key, one in value.items())
    return frozenset(map(unordered, value)) if isinstance(value, list) else value
