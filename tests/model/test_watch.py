"""What is in the way of meetings, each found where it is and nowhere else."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.i18n import speaking
from mcsj_cli.model.fields import Line, Phrase, Slug, Url, WallMoment, WallTime, ZoneName
from mcsj_cli.model.holiday import Holiday
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.model.membership import Group, Groups, Mesa, Slot, Weekday
from mcsj_cli.model.schedule import find_clashes, gather
from mcsj_cli.model.watch import Finding, FindingKind, WatchInputs, find_odd_hours, watch
from mcsj_cli.model.week import Week
from mcsj_cli.work.findings import advise, describe_finding

DAY = date(2026, 4, 20)  # a Monday
CENTRE = "America/Mexico_City"
LINK = "https://example.org/sala"


def mesa(slug: str, zone: str = CENTRE) -> Mesa:
    return Mesa(
        slug=Slug(slug), name=Line(slug.title()), state=Line("Jal"), timezone=ZoneName(zone)
    )


def group(
    number: int,
    weekday: Weekday = Weekday.THURSDAY,
    time: str = "17:00",
    *mesas: Mesa,
    coordinator: str = "",
    zone: str = CENTRE,
    link: str = LINK,
    since: date = date(2020, 4, 20),
) -> Group:
    slot = Slot(
        since=since, weekday=weekday, time=WallTime(time), timezone=ZoneName(zone), link=Url(link)
    )
    return Group(number=number, series=[slot], mesas=list(mesas), coordinator=Phrase(coordinator))


def look(
    groups: list[Group],
    *meetings: Meeting,
    day: date = DAY,
    weeks: int = 4,
    off: Mapping[date, Holiday] | None = None,
) -> list[Finding]:
    last = Week.of(day).shift(weeks - 1).sunday
    return watch(
        WatchInputs(Groups(groups=groups), {one.uid: one for one in meetings}, off or {}, day, last)
    )


def session(slug: str, at: str, link: str = LINK) -> Meeting:
    return plan_session(Slug(slug), datetime.fromisoformat(at), ZoneName(CENTRE), DAY, link=link)


def record(
    number: int,
    week: str,
    status: Literal["cancelled"] | None = None,
    start: str = "",
    announced: date | None = None,
) -> Meeting:
    moment = WallMoment(start) if start else None
    return Meeting(group=number, week=Week(week), status=status, start=moment, announced=announced)


def kinds(found: list[Finding]) -> list[tuple[str, bool]]:
    return [(finding.kind.value, finding.warning) for finding in found]


def test_all_is_well() -> None:
    assert look([group(1, Weekday.MONDAY), group(2, Weekday.TUESDAY)]) == []


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("Coordinación norte", "coordinacion  NORTE", [("clash", False)]),
        ("coordinación norte", "coordinación sur", []),
        ("coordinación norte", "", [("same-time", True)]),
        ("", "", [("same-time", True)]),
    ],
)
def test_groups_at_the_same_time(one: str, other: str, wanted: list[tuple[str, bool]]) -> None:
    """The hour is told by instants: noon in Cancún is eleven in the centre."""
    found = look(
        [
            group(1, Weekday.THURSDAY, "12:00", coordinator=one, zone="America/Cancun"),
            group(2, Weekday.THURSDAY, "11:30", coordinator=other),
        ]
    )
    assert kinds(found) == wanted
    for finding in found:
        assert (finding.day, finding.times, finding.groups) == (date(2026, 4, 23), 4, [1, 2])
        assert [meeting.uid for meeting in finding.meetings] == ["2026-W17-g1", "2026-W17-g2"]


def test_meetings_that_only_touch_do_not_clash() -> None:
    groups = [group(1, coordinator="c"), group(2, Weekday.THURSDAY, "18:00", coordinator="c")]
    assert look(groups) == []
    assert kinds(look(groups, record(2, "2026-W18", start="2026-04-30 17:59"))) == [
        ("clash", False)
    ]
    assert look(groups, record(2, "2026-W18", "cancelled", start="2026-04-30 17:59")) == []


def test_a_mesa_twice_at_one_hour() -> None:
    """Its session and its group's meeting, even where two people look after them.

    Another mesa's is none of it.
    """
    groups = [
        group(1, Weekday.THURSDAY, "17:00", mesa("leon"), mesa("colima"), coordinator="c"),
        group(2),
    ]
    own = look([groups[0]], session("leon", "2026-04-30 17:30"))
    assert kinds(own) == [("mesa-twice", False)]
    assert own[0].who == "Leon"
    assert look([groups[0]], session("leon", "2026-04-30 18:00")) == []
    apart = [groups[0], group(2, Weekday.MONDAY, "17:00", mesa("pachuca"), coordinator="d")]
    assert look(apart, session("pachuca", "2026-04-30 17:30")) == []


def test_a_mesa_that_changes_its_group_in_the_week() -> None:
    leaves = Mesa(
        Slug("leon"), Line("León"), Line("Gto"), ZoneName(CENTRE), until=date(2026, 4, 29)
    )
    comes = Mesa(Slug("leon"), Line("León"), Line("Gto"), ZoneName(CENTRE), since=date(2026, 4, 30))
    one = group(1, Weekday.MONDAY, "17:00", leaves, coordinator="c")
    other = group(2, Weekday.THURSDAY, "17:00", comes, coordinator="d")
    assert look([one, other]) == []
    assert kinds(look([one, other], record(1, "2026-W18", start="2026-04-30 17:00"))) == [
        ("mesa-twice", False)
    ]


@pytest.mark.parametrize(
    ("statutory", "meeting", "warning"),
    [
        (True, None, False),
        (False, None, True),
        (True, record(1, "2026-W18", announced=DAY), True),
        (True, record(1, "2026-W18", start="2026-04-30 10:00"), True),
    ],
)
def test_days_off(statutory: bool, meeting: Meeting | None, warning: bool) -> None:
    day = date(2026, 4, 30)
    known = [meeting] if meeting else []
    assert kinds(look([group(1)], *known, off={day: Holiday(day, "x", statutory)})) == [
        ("holiday", warning)
    ]
    assert (
        look(
            [group(1)], record(1, "2026-W18", "cancelled"), off={day: Holiday(day, "x", statutory)}
        )
        == []
    )


def test_clock_changes_name_whom_they_move_from_which_meeting_on() -> None:
    """Juárez leaves summer time on 1 November 2026, the centre has none."""
    groups = [
        group(5, Weekday.FRIDAY, "17:00", mesa("juarez", "America/Ciudad_Juarez"), mesa("leon"))
    ]
    [found] = look(groups, day=date(2026, 10, 26), weeks=2)
    assert (found.kind, found.day, found.warning) == (FindingKind.CLOCK, date(2026, 11, 6), True)
    assert [(move.name, move.before, move.after) for move in found.moves] == [
        ("Juarez", "17:00", "16:00")
    ]
    assert look(groups, day=date(2026, 10, 26), weeks=1) == []
    assert look(groups, day=date(2026, 11, 7), weeks=4) == []
    assert (
        len(look(groups, day=date(2026, 11, 2), weeks=1)) == 1
    )  # against the meeting of the week before


def test_a_cancelled_meeting_moves_nobody() -> None:
    groups = [
        group(5, Weekday.FRIDAY, "17:00", mesa("juarez", "America/Ciudad_Juarez"), mesa("leon"))
    ]
    off = record(5, "2026-W45", "cancelled")
    assert look(groups, off, day=date(2026, 10, 26), weeks=2) == []
    assert [found.day for found in look(groups, off, day=date(2026, 10, 26), weeks=3)] == [
        date(2026, 11, 13)
    ]


def test_what_has_no_link() -> None:
    groups = [group(1, Weekday.THURSDAY, "17:00", mesa("leon"), link="")]
    found = look(
        groups, session("leon", "2026-04-24 09:00", link=""), session("leon", "2026-04-28 09:00")
    )
    assert kinds(found) == [("no-link", True)] * 2
    assert [(finding.meetings[0].uid, finding.times) for finding in found] == [
        ("2026-W17-g1", 4),
        ("2026-04-24-leon", 1),
    ]


def test_two_weeks_without_a_meeting() -> None:
    one = group(1)
    called_off = [record(1, f"2026-W{number}", "cancelled") for number in (17, 18, 20)]
    assert look([one], called_off[0], called_off[2]) == []
    [found] = look([one], *called_off)
    assert (found.kind, found.warning, found.times) == (FindingKind.PAUSE, False, 2)
    assert (found.day, found.last) == (DAY, date(2026, 5, 3))
    assert [meeting.uid for meeting in found.meetings] == ["2026-W17-g1", "2026-W18-g1"]


def test_a_group_without_schedule_and_one_that_is_to_begin() -> None:
    [found] = look([Group(number=7, series=[], mesas=[])])
    assert (found.kind, found.times, found.meetings) == (FindingKind.PAUSE, 4, ())
    assert look([group(8, since=date(2026, 5, 4))]) == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_hour_that_there_is_not_and_one_that_comes_twice(language: str) -> None:
    """On 8 March 2026 Juárez has no half past two, and on 1 November half past one twice."""
    night = group(1, Weekday.SUNDAY, "02:30", zone="America/Ciudad_Juarez")
    [found] = look([night], day=date(2026, 3, 2), weeks=1)
    assert (found.kind, found.who) == (FindingKind.HOUR_MISSING, "America/Ciudad_Juarez 02:30")
    twice = group(1, Weekday.SUNDAY, "02:30", mesa("juarez", "America/Ciudad_Juarez"))
    [own] = find_odd_hours(gather([twice], date(2026, 11, 1), date(2026, 11, 1), {}))
    assert (own.kind, own.who) == (FindingKind.HOUR_TWICE, "America/Ciudad_Juarez 01:30")
    with speaking(language):
        assert "America/Ciudad_Juarez" in describe_finding(found)
        assert advise(found) == "mcsj meetings move 2026-W10-g1"


def test_a_clash_on_the_night_on_which_an_hour_comes_twice() -> None:
    """From half past one for an hour, it is still half past one.

    The next meeting clashes only if it is the same.
    """
    zone = "America/Ciudad_Juarez"
    groups = [
        group(n, Weekday.SUNDAY, time, zone=zone, coordinator="c")
        for n, time in ((1, "01:30"), (2, "01:45"))
    ]
    meetings = gather(groups, date(2026, 11, 1), date(2026, 11, 1), {})
    assert len(find_clashes(meetings)) == 1


@settings(max_examples=60, deadline=None)
@given(
    starts=st.lists(
        st.tuples(
            st.sampled_from(list(Weekday)), st.integers(0, 95), st.sampled_from(["", "a", "b"])
        ),
        max_size=7,
    )
)
def test_clashes_are_those_that_a_look_at_every_minute_finds(
    starts: list[tuple[Weekday, int, str]],
) -> None:
    groups = [
        group(number, weekday, f"{quarter // 4:02}:{quarter % 4 * 15:02}", coordinator=who)
        for number, (weekday, quarter, who) in enumerate(starts, 1)
    ]
    found = {
        tuple(finding.groups): finding.kind is FindingKind.CLASH
        for finding in look(groups, weeks=2)
        if finding.kind in (FindingKind.CLASH, FindingKind.SAME_TIME)
    }
    centre, hour = ZoneInfo(CENTRE), timedelta(hours=1)
    first = datetime(2026, 4, 20, tzinfo=centre).astimezone(UTC)
    busy = {
        number: {
            first + timedelta(days=weekday.number + 7 * week, minutes=quarter * 15 + minute)
            for week in range(2)
            for minute in range(int(hour.total_seconds() // 60))
        }
        for number, (weekday, quarter, _who) in enumerate(starts, 1)
    }
    wanted = {
        (one, other): bool(starts[one - 1][2]) and starts[one - 1][2] == starts[other - 1][2]
        for one in busy
        for other in busy
        if one < other and busy[one] & busy[other]
    }
    wanted = {
        pair: same
        for pair, same in wanted.items()
        if same or not (starts[pair[0] - 1][2] and starts[pair[1] - 1][2])
    }
    assert found == wanted
