"""The folder of the site.

Only what changed is written, others' files stay, and a crash leaves whole files.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import zoneinfo
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.week import Week
from mcsj_cli.operations.site_build import LIST
from mcsj_cli.site.addresses import Key
from mcsj_cli.site.information import shelve
from mcsj_cli.store import files, managed_folder
from tests.conftest import ROOT
from tests.site.conftest import LATE, build
from tests.site.pages import BASE
from tests.test_main import Run

BUILD = ("site", "build", "--base-url", BASE)
PROOF = ("--by", "coordinación", "--evidence", "https://example.org/prueba")
OLD = 1_500_000_000


@pytest.fixture
def built(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a copy of the demo whose site was built long ago."""
    copy = tmp_path / "copia"
    shutil.copytree(demo, copy, ignore=shutil.ignore_patterns(".mcsj"))
    monkeypatch.chdir(copy)
    monkeypatch.setenv("MCSJ_NOW", LATE)
    for path in (copy / "site").rglob("*"):
        os.utime(path, (OLD, OLD))
    return copy


def _new(site: Path) -> set[str]:
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if path.is_file() and path.name != LIST and path.stat().st_mtime != OLD
    }


def _contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_second_build_writes_nothing_at_all(built: Path, mcsj: Run) -> None:
    result = mcsj(*BUILD)
    assert result.code == 0
    assert "0 archivos escritos, 0 quitados" in result.err
    assert {path.stat().st_mtime for path in (built / "site").rglob("*") if path.is_file()} == {OLD}


def test_the_same_data_and_day_give_the_same_bytes(built: Path, mcsj: Run) -> None:
    assert mcsj(*BUILD, "-o", "otro", "--date", "2020-04-29").code == 0
    assert _contents(built / "otro") == _contents(built / "site")


def test_one_item_changes_only_the_pages_that_show_it(built: Path, mcsj: Run) -> None:
    add = (
        "content",
        "add",
        "--tag",
        "SOSeconomia",
        "--date",
        "2020-04-28",
        "Aviso nuevo",
        "--state",
        "Jal",
    )
    assert mcsj(*add, "--url", "https://example.org/nuevo").code == 0
    assert mcsj(*BUILD).code == 0
    assert _new(built / "site") == set()
    assert mcsj("content", "verify", "-", *PROOF).code == 0
    assert mcsj("content", "publish", "-").code == 0
    assert mcsj(*BUILD).code == 0
    assert _new(built / "site") == {
        "index.html", "en/index.html", "rubros/SOSeconomia.html", "en/topics/SOSeconomia.html",
        "novedades.xml", "informes/2020-W18.html", "en/reports/2020-W18.html",
        "mesas/guadalajara.html", "en/mesas/guadalajara.html",
    }  # fmt: skip


def test_a_moved_meeting_changes_its_group_and_the_mesas_in_it(built: Path, mcsj: Run) -> None:
    move = ("meetings", "move", "2020-W19-g4", "--to", "2020-05-06 10:00", "--reason", "Asueto")
    assert mcsj(*move).code == 0
    assert mcsj(*BUILD).code == 0
    new = _new(built / "site")
    mesas = ("monterrey", "cancun-im", "torreon", "guadalajara", "gomez-palacio")
    assert {f"mesas/{slug}.html" for slug in mesas} <= new
    assert {"calendarios/grupo-4.ics", *(f"calendarios/mesa-{slug}.ics" for slug in mesas)} <= new
    assert not {name for name in new if "grupo-5" in name or "leon" in name or "rubros" in name}


def test_a_meeting_moved_beyond_the_last_day_of_the_calendars_leaves_them(
    built: Path, mcsj: Run
) -> None:
    monday = (
        Week.of(date.fromisoformat(LATE[:10])).shift(26).monday
    )  # the last day, which is group 1's
    calendar = built / "site/calendarios/grupo-1.ics"
    assert f"DTSTART:{monday:%Y%m%d}" in calendar.read_text(encoding="utf-8")
    to = f"{monday + timedelta(days=2)} 11:00"
    assert (
        mcsj("meetings", "move", f"{Week.of(monday)}-g1", "--to", to, "--reason", "Un viaje").code
        == 0
    )
    assert mcsj(*BUILD).code == 0
    assert f"DTSTART:{monday:%Y%m%d}" not in calendar.read_text(encoding="utf-8")


def test_what_is_no_longer_part_of_the_site_goes(built: Path, mcsj: Run) -> None:
    stranger = built / "site" / "rubros" / "notas-mias.txt"
    stranger.write_text("mío", "utf-8")
    assert mcsj("categories", "rename", "SOSmensajes", "SOSanimo").code == 0
    assert mcsj("mesas", "retire", "leon", "--until", "2020-04-28", "--yes").code == 0
    assert mcsj(*BUILD).code == 0
    site = built / "site"
    assert not (site / "rubros/SOSmensajes.html").exists()
    assert (site / "rubros/SOSanimo.html").exists()
    assert not (site / "mesas/leon.html").exists()
    assert not (site / "calendarios/mesa-leon.ics").exists()
    assert stranger.read_text("utf-8") == "mío"


@pytest.mark.parametrize("name", ["index.html", "estilo.css", "calendarios/grupo-4.ics", "mesas"])
def test_others_files_are_never_overwritten(project: Path, mcsj: Run, name: str) -> None:
    target = project / "site" / name
    target.parent.mkdir(parents=True)
    target.write_text("de otra persona", "utf-8")
    (project / "site" / "foto.jpg").write_bytes(b"foto")
    before = _contents(project / "site")
    result = mcsj(*BUILD)
    assert result.code == 4
    assert name in result.err
    assert _contents(project / "site") == before


def test_a_page_that_somebody_edited_is_not_overwritten(built: Path, mcsj: Run) -> None:
    page = built / "site" / "rubros" / "SOSnacional.html"
    page.write_text(page.read_text("utf-8") + "<!-- mío -->", "utf-8")
    before = _contents(built / "site")
    result = mcsj(*BUILD)
    assert result.code == 4
    assert "rubros/SOSnacional.html" in result.err
    assert _contents(built / "site") == before
    page.unlink()
    assert mcsj(*BUILD).code == 0
    assert _new(built / "site") == {"rubros/SOSnacional.html"}


def test_an_edited_page_that_is_no_longer_wanted_stays(built: Path, mcsj: Run) -> None:
    page = built / "site" / "rubros" / "SOSmensajes.html"
    page.write_text("mío", "utf-8")
    assert mcsj("categories", "rename", "SOSmensajes", "SOSanimo").code == 0
    result = mcsj(*BUILD)
    assert result.code == 0
    assert "rubros/SOSmensajes.html" in result.err
    assert page.read_text("utf-8") == "mío"


def test_a_list_that_is_not_ours_is_not_guessed_at(built: Path, mcsj: Run) -> None:
    (built / "site" / LIST).write_text("{", "utf-8")
    result = mcsj(*BUILD)
    assert result.code == 6
    assert LIST in result.err


def test_a_lost_list_is_made_again_from_the_same_files(built: Path, mcsj: Run) -> None:
    (built / "site" / LIST).unlink()
    assert mcsj(*BUILD).code == 0
    assert _new(built / "site") == set()
    assert json.loads((built / "site" / LIST).read_bytes())


def test_after_a_failure_half_way_the_next_build_goes_on(
    built: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _contents(built / "site")
    assert mcsj("mesas", "edit", "leon", "--name", "León de los Aldama").code == 0
    written: list[dict[Path, bytes]] = []
    write_all = files.write_all

    def fail(contents: dict[Path, bytes]) -> None:
        if len(written) == 4:
            raise KeyboardInterrupt
        written.append(contents)
        write_all(contents)

    monkeypatch.setattr(managed_folder, "_BATCH", 3)
    monkeypatch.setattr(files, "write_all", fail)
    assert mcsj(*BUILD).code == 130
    monkeypatch.setattr(files, "write_all", write_all)
    # What was written before the failure is known as ours, although it is never made again.
    assert mcsj("mesas", "edit", "leon", "--name", "León, Guanajuato").code == 0
    assert mcsj(*BUILD).code == 0
    changed = {
        name for name, content in _contents(built / "site").items() if whole.get(name) != content
    }
    assert "mesas/leon.html" in changed
    assert mcsj(*BUILD, "-o", "otro").code == 0
    assert _contents(built / "otro") == _contents(built / "site")


def test_a_killed_build_leaves_whole_files(built: Path, mcsj: Run) -> None:
    site = built / "nuevo"
    command = [sys.executable, "-m", "mcsj_cli", *BUILD, "-o", "nuevo"]
    process = subprocess.Popen(
        command, cwd=built, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL
    )
    while process.poll() is None and not (site / "grupos" / "1.html").exists():
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    whole = _contents(built / "site")
    for name, content in _contents(site).items():
        if not name.rpartition("/")[2].startswith(".mcsj-"):
            assert content == whole[name], name
    assert mcsj(*BUILD, "-o", "nuevo").code == 0
    assert _contents(site) == whole


def test_other_rules_of_the_clocks_make_it_anew(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data of the zones come from the system.

    Here from a folder where one follows another's rules.
    """
    zone = tmp_path / "zonas" / "America" / "Ciudad_Juarez"
    zone.parent.mkdir(parents=True)
    zone.write_bytes(
        resources.files("tzdata").joinpath("zoneinfo", "America", "Cancun").read_bytes()
    )
    before = _contents(built / "site")
    monkeypatch.setenv("PYTHONTZPATH", os.pathsep.join([str(tmp_path / "zonas"), *zoneinfo.TZPATH]))
    build(built, "--base-url", BASE)
    build(built, "--base-url", BASE, "-o", "otro")
    after = _contents(built / "site")
    assert after["mesas/cd-juarez.html"] != before["mesas/cd-juarez.html"]
    assert after == _contents(built / "otro")


DAYS = st.lists(st.dates(date(2019, 11, 1), date(2020, 4, 1)), min_size=35, max_size=300)


def _pages(days: list[date]) -> dict[str, list[date]]:
    things = sorted(days, reverse=True)
    shelves = shelve(things, lambda day: day, Key("rubric", "SOS"), monthly=True)
    return {shelf.leaf.key.name if shelf.leaf else "": list(shelf.things) for shelf in shelves}


@given(DAYS)
def test_older_things_stand_on_one_page_each(days: list[date]) -> None:
    pages = _pages(days)
    first = pages.pop("")
    assert first == sorted(days, reverse=True)[: len(first)]
    if pages:
        assert sorted(day for found in pages.values() for day in found) == sorted(days)
        assert all(
            day.strftime("SOS-%Y-%m") == name[:11] for name, found in pages.items() for day in found
        )
        assert all(len(found) <= 50 for found in pages.values())
    else:
        assert sorted(first) == sorted(days)


@given(DAYS, st.data())
def test_a_new_thing_changes_the_pages_of_its_own_month_alone(
    days: list[date], data: st.DataObject
) -> None:
    before = _pages(days)
    day = data.draw(st.dates(min(days), max(days) + timedelta(days=31)))
    after = _pages([*days, day])
    if len(before) > 1:
        changed = {name for name in after if after[name] != before.get(name)}
        assert all(name == "" or name.startswith(f"SOS-{day:%Y-%m}") for name in changed)
        assert set(before) <= set(after)
