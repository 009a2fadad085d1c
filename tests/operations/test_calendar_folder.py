"""Every calendar as a file in a folder for a web host, without a terminal."""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.calendars.feed import Days
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.operations.calendar_folder import INDEX, LIST, PAGE, build_folder, update_folder
from mcsj_cli.operations.publishing import read_publication
from mcsj_cli.store.project import Project

NOON = datetime(2020, 4, 23, 12, tzinfo=ZoneInfo("America/Mexico_City"))
SPRING = Days(date(2020, 4, 20), date(2020, 6, 30))
LONG_AGO = Days(date(2019, 1, 7), date(2019, 1, 13))


def _build(network: Project, days: Days = SPRING, moment: datetime = NOON) -> dict[str, bytes]:
    return build_folder(network, read_publication(network, public=True), days, moment)


def _read_index(contents: dict[str, bytes]) -> str:
    return json.dumps(json.loads(contents[INDEX]))


def test_a_folder_has_every_calendar_a_page_and_a_list(network: Project) -> None:
    contents = _build(network)
    calendars = [name for name in contents if name.endswith(".ics")]
    assert {"grupo-4.ics", "mesa-leon.ics"} <= set(calendars)
    assert set(contents) == {*calendars, PAGE, INDEX}
    page = contents[PAGE].decode()
    for name in calendars:
        assert name in page
        assert name in _read_index(contents)


def test_the_list_names_the_first_meeting_after_the_moment(network: Project) -> None:
    assert "2020-W17-g4" in _read_index(_build(network))
    later = _read_index(_build(network, moment=NOON.replace(day=24)))
    assert "2020-W17-g4" not in later
    assert "2020-W18-g4" in later


def test_a_calendar_whose_meetings_are_over_stays_in_the_list(network: Project) -> None:
    after = _build(network, moment=datetime(2031, 1, 1, tzinfo=NOON.tzinfo))
    assert "grupo-4.ics" in _read_index(after)


def test_days_without_any_meeting_are_refused(network: Project) -> None:
    with pytest.raises(WrongUsageError):
        _build(network, LONG_AGO)


def test_a_folder_is_brought_up_to_date(tmp_path: Path) -> None:
    folder = tmp_path / "sitio"
    first = update_folder(folder, {"a.ics": b"1", "b.ics": b"2"}, overwrite=False, dry_run=False)
    assert sorted(first.added) == ["a.ics", "b.ics"]
    second = update_folder(folder, {"a.ics": b"3"}, overwrite=False, dry_run=False)
    assert (second.changed, second.removed) == (["a.ics"], ["b.ics"])
    assert sorted(path.name for path in folder.iterdir()) == [LIST, "a.ics"]
    assert (folder / "a.ics").read_bytes() == b"3"


def test_a_trial_writes_nothing_and_tells_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "sitio"
    trial = update_folder(folder, {"a.ics": b"1"}, overwrite=False, dry_run=True)
    assert not folder.exists()
    assert update_folder(folder, {"a.ics": b"1"}, overwrite=False, dry_run=False) == trial


def test_files_of_others_stay_unless_they_may_be_overwritten(tmp_path: Path) -> None:
    folder = tmp_path / "sitio"
    folder.mkdir()
    (folder / "a.ics").write_bytes(b"de otros")
    found = update_folder(folder, {"a.ics": b"1"}, overwrite=False, dry_run=False)
    assert found.others == ["a.ics"]
    assert (folder / "a.ics").read_bytes() == b"de otros"
    update_folder(folder, {"a.ics": b"1"}, overwrite=True, dry_run=False)
    assert (folder / "a.ics").read_bytes() == b"1"
