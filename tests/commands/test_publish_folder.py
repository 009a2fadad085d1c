"""Calendars in a folder for a web host.

Right, kept up to date, and no harm to what else lies there.
"""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest

from mcsj_cli import main
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.schedule import gather
from mcsj_cli.operations.calendar_folder import LIST
from mcsj_cli.store.project import Project
from tests.calendars.readers import Window, parse, read_with_ical_js, read_with_icalendar
from tests.conftest import NOW, copy_folder
from tests.test_main import Run

DAYS = Window.of(date(2020, 4, 20), date(2021, 4, 20))


@pytest.fixture(scope="session")
def published(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the example's calendars into a folder, once; never change it."""
    place = tmp_path_factory.mktemp("published") / "web"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCSJ_NOW", NOW)
        patch.setenv("MCSJ_LANG", "es")
        patch.chdir(demo_folder)
        assert main.run(["calendar", "publish", "--to", str(place)]) == 0
    return place


@pytest.fixture
def folder(project: Path, published: Path, tmp_path: Path) -> Path:
    place = tmp_path / "web"
    copy_folder(published, place)
    return place


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.iterdir())
    }


def test_every_calendar_holds_the_meetings_of_whose_it_is(
    project: Path, folder: Path, tmp_path: Path
) -> None:
    data = Project(project)
    meetings = gather(
        data.groups.groups, date(2020, 4, 19), date(2021, 4, 21), data.read(MEETINGS).records
    )
    listed = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert len(listed) == 6 + 18 + 1
    assert {entry["file"] for entry in listed} == {path.name for path in folder.glob("*.ics")}
    for name, wanted in (
        ("grupo-4.ics", [o for o in meetings if o.group.number == 4 and not o.is_session]),
        (
            "mesa-leon.ics",
            [o for o in meetings if "leon" in [mesa.slug for mesa in o.mesas] and not o.is_session],
        ),
        ("reuniones.ics", [o for o in meetings if not o.is_session]),
    ):
        content = (folder / name).read_bytes()
        found = read_with_icalendar(content, DAYS)
        starts = sorted(
            o.start.astimezone(UTC)
            for o in wanted
            if DAYS.begin <= o.start.astimezone(UTC) < DAYS.end
        )
        assert [instant.start for instant in found] == starts
        assert read_with_ical_js(content, DAYS, tmp_path) == found
        assert all(event.value("DTSTART").endswith("Z") for event in parse(content).named("VEVENT"))


def test_the_page_lists_every_calendar_with_its_next_meeting(project: Path, folder: Path) -> None:
    page = (folder / "index.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<script" not in page
    assert '<html lang="es">' in page
    links = re.findall(r'href="([^"]+)"', page)
    assert set(links) == {path.name for path in folder.glob("*.ics")}
    assert all(not urlsplit(link).scheme for link in links)
    assert "jueves 23 de abril de 2020, 17:00 h (hora del centro)" in page
    entries = {
        entry["name"]: entry
        for entry in json.loads((folder / "index.json").read_text(encoding="utf-8"))
    }
    assert entries["grupo-4"] == {
        "name": "grupo-4",
        "file": "grupo-4.ics",
        "title": "Grupo 4 · RNMCSJ",
        "next": {"uid": "2020-W17-g4", "start": "2020-04-23T22:00:00Z"},
    }
    assert datetime.fromisoformat(entries["reuniones"]["next"]["start"]) >= datetime(
        2020, 4, 23, tzinfo=UTC
    )


def test_the_calendars_are_chosen_from_one_look_at_the_meetings(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calendars themselves gather their own.

    To choose them, and for the page, all are gathered together.
    """
    looks: list[date] = []

    def gather_once(*arguments: Any) -> Any:
        looks.append(arguments[1])
        return gather(*arguments)

    monkeypatch.setattr("mcsj_cli.calendars.folder.gather", gather_once)
    assert mcsj("calendar", "publish", "--to", tmp_path / "web").code == 0
    assert len(looks) == 1


def test_only_public_links_are_told(project: Path, mcsj: Run, tmp_path: Path) -> None:
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    text = text.replace("time: 17:00,", "time: 17:00, link: https://example.org/secreta,", 1)
    text = text.replace(
        "time: 17:00, minutes",
        "time: 17:00, link: https://example.org/abierta, public: true, minutes",
        1,
    )
    groups.write_text(text, encoding="utf-8")
    assert mcsj("calendar", "publish", "-o", tmp_path / "web").code == 0
    told = b"".join(path.read_bytes() for path in (tmp_path / "web").iterdir()).replace(
        b"\r\n ", b""
    )
    assert b"example.org/abierta" in told
    assert b"example.org/secreta" not in told


def test_unchanged_nothing_is_written(project: Path, mcsj: Run, folder: Path) -> None:
    before = contents(folder)
    done = mcsj("calendar", "publish", "--to", folder)
    assert (done.code, done.out) == (0, "")
    assert contents(folder) == before


def test_only_what_changed_is_written(project: Path, mcsj: Run, folder: Path) -> None:
    before = contents(folder)
    assert mcsj("meetings", "cancel", "2020-W19-g4", "--reason", "x").code == 0
    plan = mcsj("calendar", "publish", "--to", folder, "--dry-run")
    assert contents(folder) == before
    done = mcsj("calendar", "publish", "--to", folder)
    assert done.out == plan.out
    after = contents(folder)
    changed = {name for name in before if before[name] != after[name]} - {LIST}
    assert changed == {
        "grupo-4.ics", "reuniones.ics", "mesa-monterrey.ics", "mesa-cancun-im.ics",
        "mesa-torreon.ics", "mesa-guadalajara.ics", "mesa-gomez-palacio.ics",
    }  # fmt: skip
    assert set(done.out.split()[::2]) == {f"{folder / name}:" for name in changed}


def test_a_mesa_that_left_takes_its_calendar_along_and_nothing_else(
    project: Path, mcsj: Run, folder: Path
) -> None:
    (folder / "mesa-otra.ics").write_bytes(b"of somebody else")
    (folder / "CNAME").write_text("example.org", encoding="utf-8")
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    groups.write_text(re.sub(r"      - \{slug: leon,[^\n]*\n", "", text), encoding="utf-8")
    assert groups.read_text(encoding="utf-8") != text
    done = mcsj("calendar", "publish", "--to", folder)
    assert done.code == 0, done
    assert f"{folder / 'mesa-leon.ics'}: eliminado" in done.out
    assert not (folder / "mesa-leon.ics").exists()
    assert (folder / "mesa-otra.ics").read_bytes() == b"of somebody else"
    assert (folder / "CNAME").exists()


def test_files_of_others_under_our_names_are_left(project: Path, mcsj: Run, tmp_path: Path) -> None:
    place = tmp_path / "web"
    place.mkdir()
    (place / "index.html").write_text("<h1>Mi página</h1>", encoding="utf-8")
    (place / "grupo-4.ics").write_bytes(b"")
    for _time in range(2):
        done = mcsj("calendar", "publish", "--to", place)
        assert done.code == 4
        assert "grupo-4.ics, index.html" in done.err
        assert "--sobrescribir" in done.err
        assert (place / "index.html").read_text(encoding="utf-8") == "<h1>Mi página</h1>"
    assert (place / "grupo-5.ics").exists()
    assert mcsj("calendar", "publish", "--to", place, "--overwrite").code == 0
    assert "Mi página" not in (place / "index.html").read_text(encoding="utf-8")


def test_a_file_that_somebody_edited_is_left(project: Path, mcsj: Run, folder: Path) -> None:
    (folder / "grupo-4.ics").write_bytes(b"edited")
    done = mcsj("calendar", "publish", "--to", folder)
    assert done.code == 4
    assert (folder / "grupo-4.ics").read_bytes() == b"edited"


def test_bad_places(project: Path, mcsj: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert mcsj("calendar", "publish", "--to", tmp_path / "file").code == 2
    assert mcsj("calendar", "publish", "--to", "data/web").code == 2
    (tmp_path / "web" / "grupo-4.ics").mkdir(parents=True)
    assert mcsj("calendar", "publish", "--to", tmp_path / "web").code == 4
    assert (tmp_path / "web" / "grupo-5.ics").exists()
    nobody_meets = ("--from", "2020-04-26", "--until", "2020-04-26")
    assert mcsj("calendar", "publish", "--to", tmp_path / "x", *nobody_meets).code == 2
    assert not (tmp_path / "x").exists()


def test_a_server_is_not_trusted_where_nothing_is_sent_to_one(
    project: Path, tmp_path: Path, mcsj: Run
) -> None:
    place = tmp_path / "web"
    refused = mcsj("calendar", "publish", "--to", place, "--trust-host", "example.org")
    assert (refused.code, refused.out) == (2, "")
    assert "--confiar-en" in refused.err
    assert not place.exists()
