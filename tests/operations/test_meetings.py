"""Which meeting is meant, those around it, and what is written down of one, without a terminal."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from mcsj_cli.errors import AmbiguousError, InvalidValueError, NotFoundError
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, ZoneName
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import plan_session
from mcsj_cli.model.membership import Group
from mcsj_cli.model.week import Week
from mcsj_cli.operations.followups import add_followups
from mcsj_cli.operations.meetings import (
    MeetingFilter,
    begin_record,
    find_around,
    find_meeting,
    find_meeting_in_week,
    find_nearest_meeting,
    find_replacement,
    list_meetings,
    read_surroundings,
    save_meeting,
)
from mcsj_cli.operations.rescheduling import cancel_meeting, move_meeting
from mcsj_cli.operations.sessions import add_session
from mcsj_cli.store.project import Project

CENTRE = ZoneInfo("America/Mexico_City")
TODAY = date(2020, 4, 23)
MONDAY, SUNDAY = date(2020, 4, 20), date(2020, 4, 26)
W17, W18 = Week.parse("2020-W17"), Week.parse("2020-W18")


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, month, day, hour, minute, tzinfo=CENTRE)


def _group(network: Project, number: int = 4) -> Group:
    return network.groups.find_group(str(number))


def _unscheduled(network: Project) -> Group:
    return structs.replace(_group(network), series=[])


def _uids(network: Project, wanted: MeetingFilter) -> list[str]:
    return [one.uid for one in list_meetings(network, MONDAY, SUNDAY, wanted).meetings]


def test_meetings_of_groups_and_with_mesas_are_listed_by_their_start(network: Project) -> None:
    assert _uids(network, MeetingFilter()) == [
        "2020-W17-g1",
        "2020-04-21-leon",
        "2020-W17-g2",
        "2020-04-22-cd-juarez",
        "2020-W17-g3",
        "2020-W17-g4",
        "2020-W17-g6",
        "2020-W17-g5",
    ]


def test_a_list_is_that_of_a_group_a_mesa_or_a_status(network: Project) -> None:
    cancel_meeting(network, find_meeting(network, "2020-W17-g6"), Line("Luto"), TODAY)
    group = MeetingFilter(groups=[_group(network)])
    assert _uids(network, group) == ["2020-W17-g4"]
    assert _uids(network, MeetingFilter(mesas=["leon"])) == ["2020-04-21-leon", "2020-W17-g6"]
    assert _uids(network, MeetingFilter(statuses=["cancelled"])) == ["2020-W17-g6"]
    assert _uids(network, MeetingFilter(mesas=["leon"], statuses=["confirmed"])) == [
        "2020-04-21-leon"
    ]


def test_a_record_that_cannot_be_read_is_told_and_its_meeting_is_as_planned(
    network: Project,
) -> None:
    file = MEETINGS.path("2020-W17-g4")
    (network.root / file).write_text("[\n", encoding="utf-8")
    found = list_meetings(network, MONDAY, SUNDAY, MeetingFilter(groups=[_group(network)]))
    assert [(one.uid, one.meeting) for one in found.meetings] == [("2020-W17-g4", None)]
    assert {problem.file for problem in found.problems} == {file}


def test_agreements_and_the_contacts_that_set_it_belong_to_a_meeting(network: Project) -> None:
    around = read_surroundings(network, find_meeting(network, "2020-W17-g4"))
    assert [entry.record.number for entry in around.agreements] == [1, 2, 3, 4]
    assert [entry.uid for entry in around.contacts] == ["2020-04-20-guadalajara"]


def test_a_meeting_to_come_has_nothing_around_it(network: Project) -> None:
    assert read_surroundings(network, find_meeting(network, "2020-W30-g4")) == ([], [])


@pytest.mark.parametrize("name", ["2020-W17-g4", " 2020w17-G4 ", "W17-g4"])
def test_a_meeting_is_found_with_its_record(network: Project, name: str) -> None:
    found = find_meeting(network, name)
    assert (found.uid, found.held) == ("2020-W17-g4", True)


def test_a_planned_meeting_is_found_without_a_record(network: Project) -> None:
    found = find_meeting(network, "2020-W30-g4")
    assert (found.start, found.meeting) == (_at(7, 23, 17), None)


def test_a_meeting_with_a_mesa_is_found_by_a_part_of_its_name(network: Project) -> None:
    assert find_meeting(network, "04-21-leon").mesas[0].name == "León"


def test_a_dash_is_the_meeting_that_was_written_last(network: Project) -> None:
    save_meeting(
        network,
        "meetings: record",
        find_meeting(network, "2020-W18-g5"),
        lambda now: now.record(held=True, attendance={}),
    )
    assert find_meeting(network, "-").uid == "2020-W18-g5"


def test_a_week_names_the_meetings_that_could_be_meant(network: Project) -> None:
    with pytest.raises(AmbiguousError) as caught:
        find_meeting(network, "2020-W30")  # nothing of which is written down yet
    told = caught.value.message + caught.value.advice
    assert all(f"2020-W30-g{number}" in told for number in (1, 4, 6))


@pytest.mark.parametrize("name", ["2020-W10-g4", "2020-W17-g9", "nada"])
def test_what_is_neither_planned_nor_recorded_is_not_found(network: Project, name: str) -> None:
    with pytest.raises(NotFoundError):
        find_meeting(network, name)


def test_a_record_of_a_group_that_is_gone_is_no_meeting(network: Project) -> None:
    text = "group: 9\nweek: 2020-W17\n"
    (network.root / MEETINGS.path("2020-W17-g9")).write_text(text, encoding="utf-8")
    with pytest.raises(NotFoundError):
        find_meeting(network, "2020-W17-g9")


def test_the_meeting_of_a_week_is_where_it_was_moved_to(network: Project) -> None:
    found = find_meeting_in_week(network, _group(network, 5), W18)
    assert (found.uid, found.start) == ("2020-W18-g5", _at(4, 30, 11))


def test_a_week_before_the_first_meeting_has_none(network: Project) -> None:
    with pytest.raises(InvalidValueError) as caught:
        find_meeting_in_week(network, _group(network), Week.parse("2020-W10"))
    assert "2020-W10" in caught.value.message


def test_a_group_without_a_schedule_has_no_meeting_at_all(network: Project) -> None:
    group = _unscheduled(network)
    with pytest.raises(InvalidValueError) as in_week:
        find_meeting_in_week(network, group, W17)
    with pytest.raises(InvalidValueError) as nearest:
        find_nearest_meeting(network, group, _at(4, 23, 12), begun=False)
    assert "mcsj grupos programar 4" in in_week.value.advice
    assert "mcsj grupos programar 4" in nearest.value.advice


@pytest.mark.parametrize(
    ("moment", "uid"),
    [
        (_at(4, 23, 12), "2020-W17-g4"),
        (_at(4, 23, 17, 59), "2020-W17-g4"),
        (_at(4, 23, 18), "2020-W18-g4"),
        (_at(3, 1, 12), "2020-W17-g4"),
    ],
    ids=["before", "while it lasts", "over", "long before"],
)
def test_the_next_meeting_is_the_first_that_is_not_over(
    network: Project, moment: datetime, uid: str
) -> None:
    assert find_nearest_meeting(network, _group(network), moment, begun=False).uid == uid


@pytest.mark.parametrize(
    ("moment", "uid"),
    [
        (_at(4, 23, 16, 59), "2020-W17-g4"),
        (_at(4, 30, 16, 59), "2020-W17-g4"),
        (_at(4, 30, 17), "2020-W18-g4"),
    ],
    ids=["none has begun", "the week before", "just begun"],
)
def test_the_last_meeting_is_one_that_has_begun_if_any_has(
    network: Project, moment: datetime, uid: str
) -> None:
    assert find_nearest_meeting(network, _group(network), moment, begun=True).uid == uid


def test_a_cancelled_meeting_is_neither_the_last_nor_the_next(network: Project) -> None:
    cancel_meeting(network, find_meeting(network, "2020-W19-g4"), Line("Luto"), TODAY)
    during = _at(5, 7, 17, 30)
    group = _group(network)
    assert find_nearest_meeting(network, group, during, begun=True).uid == "2020-W18-g4"
    assert find_nearest_meeting(network, group, during, begun=False).uid == "2020-W20-g4"


def test_a_group_whose_meetings_of_a_year_are_cancelled_has_none_ahead(network: Project) -> None:
    for number in range(60):
        week = W18.shift(number)
        path = network.root / MEETINGS.path(f"{week}-g4")
        path.parent.mkdir(exist_ok=True)
        text = f"group: 4\nweek: {week}\nstatus: cancelled\n"
        path.write_text(text, encoding="utf-8")
    group = _group(network)
    assert find_nearest_meeting(network, group, _at(4, 23, 12), begun=False).uid == "2020-W17-g4"
    with pytest.raises(InvalidValueError):
        find_nearest_meeting(network, group, _at(4, 24, 12), begun=False)


def test_a_cancelled_meeting_is_replaced_by_the_group_s_next(network: Project) -> None:
    cancelled = find_meeting(network, "2020-W19-g4")
    for moment, uid in ((_at(4, 23, 12), "2020-W20-g4"), (_at(5, 20, 12), "2020-W21-g4")):
        replacement = find_replacement(network, cancelled, moment)
        assert replacement
        assert replacement.uid == uid


def test_a_meeting_with_a_mesa_has_no_replacement_and_no_neighbours(network: Project) -> None:
    session = find_meeting(network, "2020-04-21-leon")
    assert find_replacement(network, session, _at(4, 20, 12)) is None
    assert find_around(session) == (None, None)


def test_neighbours_are_as_planned_also_where_they_were_moved(network: Project) -> None:
    before, after = find_around(find_meeting(network, "2020-W19-g5"))
    assert before
    assert after
    assert (before.uid, before.start) == ("2020-W18-g5", _at(5, 1, 17))  # held on the Thursday
    assert (after.uid, after.start) == ("2020-W20-g5", _at(5, 15, 17))


def test_the_first_meeting_has_none_before_it(network: Project) -> None:
    before, after = find_around(find_meeting(network, "2020-W17-g4"))
    assert before is None
    assert after


def test_a_record_begins_with_the_group_and_the_week(network: Project) -> None:
    record = begin_record(find_meeting(network, "2020-W30-g4"))
    assert (record.group, record.week, record.held) == (4, Week.parse("2020-W30"), None)
    known = find_meeting(network, "2020-W17-g4")
    assert begin_record(known) is known.meeting


def test_a_record_is_changed_as_others_left_it(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    found = find_meeting(network, "2020-W19-g4")
    save_meeting(
        network, "meetings: record", found, lambda now: now.record(held=True, attendance={})
    )
    save_meeting(  # `found` knows nothing of that
        network, "meetings: minutes", found, lambda now: structs.replace(now, minuted=TODAY)
    )
    record = begin_record(find_meeting(network, "2020-W19-g4"))
    assert (record.held, record.minuted) == (True, TODAY)
    assert subjects() == ['meetings: minutes "2020-W19-g4"', 'meetings: record "2020-W19-g4"']


def test_a_change_returns_the_meeting_as_it_is_then(network: Project) -> None:
    found = find_meeting(network, "2020-W19-g4")
    moved = move_meeting(network, found, datetime(2020, 5, 6, 18), Line("Asueto"), TODAY)
    assert moved.start == _at(5, 6, 18)
    assert moved.is_moved
    assert find_meeting(network, "2020-W19-g4") == moved


def test_a_contact_and_its_meeting_find_each_other(network: Project) -> None:
    session = plan_session(
        Slug("irapuato"), datetime(2020, 4, 27, 11), ZoneName("America/Mexico_City"), TODAY
    )
    add_session(network, session)
    contact = Followup(
        mesa=Slug("irapuato"),
        day=TODAY,
        channel=Channel.CALL,
        stage=Stage.MEETING_SET,
        summary=Prose("Quedó la fecha."),
        meeting=Phrase(session.uid),
    )
    (told,) = add_followups(network, [contact], None)
    assert read_surroundings(network, find_meeting(network, session.uid)).contacts == [told]
