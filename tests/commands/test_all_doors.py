"""All doors used in one folder: nobody of the files is left there; and a week's work with them."""

import json
import os
import pstats
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from mcsj_cli.store.project import Project
from tests.conftest import ROOT, Result
from tests.doors.test_call_list import DATA, DAYLESS, EXPECTED, HOST
from tests.doors.test_contact_files import SAMPLES as CARDS

Run = Callable[..., Result]
DOORS = DATA.parent
MEETING = "2020-W17-g4"
SENDER = re.compile(r"^\W*(?:\[.*?\] |[\d/, :apm.\s]+ - )([^:\n]{3,30}):", re.MULTILINE)
EMAIL = re.compile(rb"[\w.]+@example\.org")
# What a sample calls somebody who is a mesa or the network itself is no person's name.
PUBLIC = {HOST, "Mesas Grupo 4", "Mesa Cancún-IM", "coordinacion@example.org"}


def _list_people() -> set[str]:
    """Return everybody whom the samples name: participants, senders, contacts, addresses."""
    named = {name for minutes in EXPECTED.values() for name in minutes}
    named |= {str(card[0]) for card in CARDS.values()}
    named |= {value for card in CARDS.values() for _kind, value in card[3]}
    for path in sorted((DOORS / "whatsapp").glob("*.txt")):
        named |= {name.strip("~ \u202a\u202c") for name in SENDER.findall(path.read_text("utf-8"))}
    for path in (path for path in DOORS.rglob("*") if path.is_file()):
        named |= {found.decode() for found in EMAIL.findall(path.read_bytes())}
    named |= {"Carla Muestra", "Elena Espera", "Félix", "Otra Persona", "8710000001"}
    whole = {name.partition(" (")[0] for name in named} | named
    whole = {name for name in whole if not name.startswith("Mesa ") or "(" in name}
    return {name for name in whole if name.partition(" (")[0] not in PUBLIC}


def _use_every_door(mcsj: Run) -> Iterator[tuple[Result, tuple[str, ...]]]:
    """Take in every sample, those that are refused too, and write every kind of export."""
    lines: list[tuple[str | Path, ...]] = []
    for path in sorted((DOORS / "contacts").iterdir()):
        lines.append(("people", "import", path, "--role", "enlace", "--apply"))
    lines.append(
        ("people", "import", DOORS / "tables/contactos.xlsx", "--role", "enlace", "--apply")
    )
    for path in sorted(DATA.iterdir()):
        named = [MEETING] if path.name in DAYLESS else ["--group", "4"]
        lines.append(("meetings", "attendance", path, *named, "--apply"))
        others = [name for name in EXPECTED.get(path.name, {}) if "Mesa" not in name]
        said = [text for name in others for text in ("--as", f"{name}=monterrey")]
        lines.append(("meetings", "attendance", path, *named, *said, "--apply"))
    lines.append(("meetings", "record", MEETING, "--list", DATA / "zoom-2026-es.csv"))
    wide = ("meetings", "attendance", DOORS / "tables/asistencia-ancha.xlsx")
    lines.append((*wide, "--marks", "A=present,F=absent,J=excused,x=present,✓=present", "--apply"))
    for folder in ("whatsapp", "feeds"):
        for path in sorted((DOORS / folder).iterdir()):
            lines.append(
                (
                    "content",
                    "tips",
                    path,
                    "-t",
                    "SOSnacional",
                    "--day-first",
                    "--apply",
                    "-f",
                    "json",
                )
            )
    lines.append(("content", "import", DOORS / "tables/contenido.xlsx"))
    for noun in ("content", "actions", "followups", "mesas"):
        for path in sorted(path for path in DOORS.rglob("*") if path.is_file()):
            if path.parent.name not in ("tables", "feeds"):
                apply = () if noun == "content" else ("--apply",)
                lines.append((noun, "import", path, *apply))
    lines.append(
        ("actions", "import", DOORS / "tables/acciones.csv", "--forma", "colaboracion", "--apply")
    )
    for form in ("csv", "xlsx", "json"):
        lines.append(("content", "export", "-o", f"salida/contenido.{form}"))
    for form in ("txt", "md", "json", "csv", "html"):
        lines.append(("report", "weekly", "--week", "2020-W17", "-o", f"salida/semana.{form}"))
    lines += [("actions", "list", "-f", "csv"), ("meetings", "show", MEETING, "-f", "json")]
    lines += [("log",), ("check",), ("status",), ("site", "build", "-o", "salida/sitio")]
    lines += [("meetings", "calendar", "-o", "salida/calendario.ics"), ("search", "vacuna")]
    for line in lines:
        yield mcsj(*line), tuple(map(str, line))


def _read_all(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a folder holds outside `private`: files, what they pack, and git's objects."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or folder / "private" in path.parents:
            continue
        yield str(path), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path}:{name}", archive.read(name)
    if (folder / ".git").exists():
        batch = ["git", "cat-file", "--batch-all-objects", "--batch", "--unordered"]
        done = subprocess.run(batch, cwd=folder, check=True, capture_output=True)
        yield "objects", done.stdout


def test_nobody_of_any_file_is_left_outside_the_private_folder(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "TMPDIR"))
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "llaves/key.txt"))
    (project / "salida").mkdir()
    people = {name.casefold().encode() for name in _list_people()}
    assert len(people) > 30
    codes = []
    for result, line in _use_every_door(mcsj):
        codes.append(result.code)
        assert result.code in (0, 2, 5, 6), (line, result.err)
        assert "Traceback" not in result.err, line
        # What goes wrong is told by rows, and what a program reads has nobody in it.
        told = result.err + (result.out if "json" in line or "csv" in line else "")
        text = told.replace(str(DOORS), "").casefold().encode()
        assert not [name for name in people if name in text], (line, told)
    assert not set(codes) - {0, 2, 5, 6}
    assert codes.count(0) > 45
    kept = (project / "private/people.yaml").read_bytes() + (
        project / "private/callers.yaml"
    ).read_bytes()
    assert b"Carla Muestra" in kept
    assert b"iPhone de Beto" in kept
    whole = list(_read_all(project))
    for place in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        whole += list(_read_all(tmp_path / place))
    assert {"objects"} <= {place for place, _raw in whole}
    assert any(b"comunicado-000" in raw for _place, raw in whole)
    assert any("semana.html" in place for place, _raw in whole)
    left = []
    for place, raw in whole:
        text = raw.decode("utf-8", "replace").casefold().encode()
        left += [(place, name) for name in people if name in text]
    assert left == []


def test_a_week_is_taken_from_files(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-24T19:00:00-05:00")
    commands = []
    for place, group in enumerate(Project(project).groups.groups):
        day = date(2020, 4, 20) + timedelta(days=min(place, 4))
        begin = 12 if place == 5 else 17
        rows = ["Name (original name),Email,Join time,Leave time"]
        for mesa in group.mesas:
            hours = [f"{day:%m/%d/%Y} {hour}:05:00" for hour in (begin, begin + 1)]
            rows.append(f"Mesa {mesa.name},,{','.join(hours)}")
        file = tmp_path / f"lista-{group.number}.csv"
        file.write_text("\n".join(rows), encoding="utf-8")
        commands.append(("meetings", "attendance", file, "--group", str(group.number)))
    ran = 0
    for command in commands:
        for more in ((), ("--apply",)):  # looked at, then written down
            assert mcsj(*command, *more).code == 0
            ran += 1
    assert (len(commands), ran) == (6, 12)
    for number, group in enumerate(Project(project).groups.groups, 1):
        shown = json.loads(mcsj("meetings", "show", f"2020-W17-g{number}", "-f", "json").out)
        assert shown["attendance"] == {mesa.slug: "present" for mesa in group.mesas}
    people = [("Nombre", "Cargo", "Mesa", "Celular")]
    people += [(f"Persona {n}", "enlace", "León", f"477 000 00{n:02}") for n in range(40)]
    table = tmp_path / "contactos.csv"
    table.write_text("\n".join(map(";".join, people)), encoding="utf-8")
    assert mcsj("people", "import", table, "--apply").code == 0
    assert len(json.loads(mcsj("people", "list", "-f", "json").out)) == 40


def _count_calls(figures: Path, *arguments: str | Path) -> int:
    """Return how many calls a command makes in a process of its own, with its start."""
    subprocess.run(
        [sys.executable, "-m", "cProfile", "-o", figures, "-m", "mcsj_cli", *arguments],
        check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    calls: int = pstats.Stats(str(figures)).total_calls  # type: ignore[attr-defined]
    return calls


def test_a_long_chat_costs_little_more_than_an_empty_one(project: Path, tmp_path: Path) -> None:
    moment = datetime(2020, 4, 1)
    lines = []
    for number in range(2_000):
        moment += timedelta(minutes=15)
        link = f" https://www.gob.mx/nota-{number}" if number % 50 == 49 else ""
        stamp = f"{moment.day}/{moment.month}/{moment:%y %H:%M}"
        lines.append(f"{stamp} - Persona {number % 9}: Buenos días a todas las mesas{link}")
    long, short = tmp_path / "largo.txt", tmp_path / "corto.txt"
    long.write_text("\n".join(lines), encoding="utf-8")
    short.write_text(lines[-1], encoding="utf-8")
    command = ("content", "tips", "-t", "SOSnacional")
    figures = tmp_path / "figures"
    _count_calls(figures, *command, short)  # what the first command after a change reads
    assert _count_calls(figures, *command, long) < 3 * _count_calls(figures, *command, short)
