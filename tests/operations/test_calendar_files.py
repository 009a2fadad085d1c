"""The calendar files of groups, of a mesa or of all, as bytes, without a terminal."""

from datetime import date

import pytest

from mcsj_cli.calendars.feed import Days
from mcsj_cli.errors import InvalidDataError, NotFoundError, WrongUsageError
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.operations.calendar_files import (
    CalendarFiles,
    find_audience,
    find_audience_of_all,
    find_audience_of_mesa,
    find_audiences,
    write_calendars,
)
from mcsj_cli.store.project import Project

APRIL = Days(date(2020, 4, 20), date(2020, 4, 26))
LONG_AGO = Days(date(2019, 1, 7), date(2019, 1, 13))


def _write(
    network: Project, days: Days = APRIL, *, expanded: bool = False, holidays: bool = False
) -> CalendarFiles:
    audiences = find_audiences(network)
    return write_calendars(network, audiences, days, expanded=expanded, holidays=holidays)


def test_files_are_named_after_the_group_the_mesa_or_all(network: Project) -> None:
    group = network.groups.find_group("4")
    assert find_audience(network, group)[0] == "grupo-4.ics"
    assert find_audience_of_mesa(network, "León")[0] == "mesa-leon.ics"
    assert find_audience_of_all(network)[0] == "reuniones.ics"
    assert list(find_audiences(network)) == [f"grupo-{number}.ics" for number in range(1, 7)]


def test_a_mesa_that_is_not_there_is_not_found(network: Project) -> None:
    with pytest.raises(NotFoundError):
        find_audience_of_mesa(network, "zacatlan")


def test_each_group_that_meets_has_a_calendar(network: Project) -> None:
    files = _write(network)
    assert list(files.contents) == [f"grupo-{number}.ics" for number in range(1, 7)]
    assert files.left_out == []
    assert all(content.startswith(b"BEGIN:VCALENDAR\r\n") for content in files.contents.values())
    assert files.contents["grupo-4.ics"].count(b"BEGIN:VEVENT") >= 1


def test_a_group_without_meetings_in_those_days_is_left_out(network: Project) -> None:
    path = network.root / "data/groups.yaml"
    text = path.read_text(encoding="utf-8")
    thursday = "{from: 2020-04-20, weekday: thursday"
    path.write_text(text.replace(thursday, thursday.replace("04-20", "06-01")), encoding="utf-8")
    for record in (network.root / "data/meetings/2020").glob("*-g4.yaml"):
        record.unlink()
    files = _write(Project(network.root), expanded=True)
    assert [group.number for group in files.left_out] == [4]
    assert "grupo-4.ics" not in files.contents
    assert len(files.contents) == 5


def test_days_without_any_meeting_are_refused(network: Project) -> None:
    with pytest.raises(WrongUsageError):
        _write(network, LONG_AGO, expanded=True)


def test_meetings_that_cannot_be_read_are_refused(network: Project) -> None:
    file = MEETINGS.path("2020-W17-g4")
    (network.root / file).write_text("[\n", encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        _write(network)
    assert {problem.file for problem in caught.value.problems} == {file}


def test_holidays_are_there_if_they_are_asked_for(network: Project) -> None:
    days = Days(date(2020, 4, 27), date(2020, 5, 3))
    with_them = _write(network, days, expanded=True, holidays=True).contents["grupo-6.ics"]
    without = _write(network, days, expanded=True).contents["grupo-6.ics"]
    assert "Día del Trabajo" in with_them.decode()
    assert "Día del Trabajo" not in without.decode()


def test_expanded_each_meeting_is_an_event_of_its_own(network: Project) -> None:
    days = Days(date(2020, 5, 4), date(2020, 5, 31))
    assert _write(network, days, expanded=True).contents["grupo-4.ics"].count(b"BEGIN:VEVENT") == 4
    assert b"RRULE" not in _write(network, days, expanded=True).contents["grupo-4.ics"]
