"""Where results go.

Never onto the data, never over what is not a file; and a stream that takes nothing.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mcsj_cli.application import load
from tests.conftest import ROOT
from tests.registered import find_commands
from tests.test_main import Run

WRITERS = [
    ("meetings", "ics", "--group", "4"),
    ("report", "weekly", "--week", "2020-W17", "--format", "md"),
]


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
@pytest.mark.parametrize(
    "place", ["data/groups.yaml", "data/content/x.md", "./data/../data/network.yaml"]
)
def test_results_never_land_among_the_data(
    project: Path, mcsj: Run, command: tuple[str, ...], place: str
) -> None:
    before = {path: path.read_bytes() for path in (project / "data").rglob("*.*") if path.is_file()}
    result = mcsj(*command, "-o", place)
    assert (result.code, result.out) == (2, "")
    assert {
        path: path.read_bytes() for path in (project / "data").rglob("*.*") if path.is_file()
    } == before


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_link_is_followed_and_permissions_are_kept(
    project: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    target = project / "publicado"
    target.write_text("x", encoding="utf-8")
    target.chmod(0o600)
    link = project / "salida"
    link.symlink_to(target)
    assert mcsj(*command, "-o", "salida").code == 0
    assert link.is_symlink()
    assert target.stat().st_size > 100
    assert target.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_pipe_in_the_file_system_stays_one(
    project: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    os.mkfifo(project / "tubo")
    assert mcsj(*command, "-o", "tubo").code == 2
    assert (project / "tubo").is_fifo()


MAKERS = [
    "meetings ics --all -o nueva/una/cal",
    "meetings ics --group 4 -o nueva/dos/g4.ics",
    "meetings minutes 2020-W17-g4 -o nueva/tres/minuta.docx",
    "report weekly --week 2020-W17 -o nueva/cuatro/s17.pdf",
    "report group 4 --week 2020-W17 -o nueva/cinco/tablas/",
    "report mesa leon --week 2020-W17 -o nueva/seis/tablas.zip",
    "content export -o nueva/siete/todo.csv",
    "content post --week 2020-W17 -o nueva/ocho/textos",
    "content feed -o nueva/nueve/canal.xml",
    "people notice -o nueva/diez/aviso.md",
    "people notice --for enlace -o private/nueva/aviso.md",
    "people export enlace -o private/otra/datos.json",
    "people export --all -o private/mas/lista.csv",
    "schema groups -o nueva/once/esquemas",
    "site build -o nueva/doce/sitio",
    "calendar publish -o nueva/trece/calendarios",
]


def test_every_output_makes_the_folders_it_names(project: Path, mcsj: Run) -> None:
    with_outputs = set()
    for words, command in find_commands():
        flags = [flag for one in load(command).params for flag in one.opts]
        if "-o" in flags:
            with_outputs.add(" ".join(words))
    assert {" ".join(line.split()[:2]) for line in MAKERS} - {"schema groups"} | {
        "schema"
    } == with_outputs
    assert mcsj("meetings", "record", "2020-W17-g4", "--present", "all").code == 0
    assert mcsj("people", "add", "Enlace", "--role", "enlace", "--phone", "8112345678").code == 0
    for line in MAKERS:
        place = project / line.rpartition(" ")[2]
        result = mcsj(*line.split())
        assert (result.code, place.exists()) == (0, True), (line, result)
    assert (project / "private/otra").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("form", "name", "code"),
    [
        ("md", "a.pdf", 2),
        ("pdf", "a.md", 2),
        ("whatsapp", "a.csv", 2),
        ("md", "a.md", 0),
        ("whatsapp", "a.txt", 0),
        ("md", "a.notas", 0),
        ("html", "A.HTM", 0),
    ],
)
def test_an_ending_and_a_format_agree(
    project: Path, mcsj: Run, form: str, name: str, code: int
) -> None:
    result = mcsj("report", "weekly", "--week", "2020-W17", "--format", form, "-o", name)
    assert (result.code, (project / name).exists()) == (code, code == 0), result
    if code:
        assert f"«{name[1:]}»" in result.err
        assert f"--formato dice «{form}»" in result.err.replace("markdown", "md").casefold()


def _shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = f"{sys.executable} -m mcsj_cli"
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), "MCSJ_LANG": "es"}
    script = command.replace("mcsj", program, 1)
    return subprocess.run(
        ["bash", "-c", script], cwd=cwd, env=environ, capture_output=True, text=True, check=False
    )


def test_a_full_disk_behind_the_screen_is_told(project: Path) -> None:
    done = _shell("mcsj groups list >/dev/full", project)
    assert done.returncode == 2
    assert "el disco está lleno" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_closed_output_is_no_fault(project: Path) -> None:
    done = _shell("mcsj groups list >&-", project)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_reader_that_left_has_the_shells_code(project: Path) -> None:
    done = _shell("mcsj check --format json | true; echo ${PIPESTATUS[0]}", project)
    assert (done.stdout, done.stderr) == ("141\n", "")


def test_helps_own_printing_is_no_fault_either(project: Path) -> None:
    full = _shell("mcsj --help >/dev/full", project)
    assert full.returncode == 2
    assert "el disco está lleno" in full.stderr
    gone = _shell("mcsj content add --help | true; echo ${PIPESTATUS[0]}", project)
    assert gone.stdout in ("141\n", "0\n")  # 0 where it was faster than its reader
    assert gone.stderr == ""


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_name_that_is_too_long_is_told(
    project: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    name = "x" * 300
    for result in (mcsj(*command, "-o", f"{name}.md"), mcsj("init", name)):
        assert (result.code, result.out) == (2, "")
        assert "demasiado largo" in result.err


def test_a_closed_or_full_stderr_changes_no_exit_code(project: Path) -> None:
    for place in ("2>/dev/full", "2>&-"):
        assert _shell(f"mcsj check {place}", project).returncode == 0
        assert _shell(f"mcsj groups show 99 {place}", project).returncode == 5


@pytest.mark.parametrize("command", WRITERS, ids=" ".join)
def test_a_circle_of_links_is_told(project: Path, mcsj: Run, command: tuple[str, ...]) -> None:
    (project / "vuelta").symlink_to("vuelta")
    assert mcsj(*command, "-o", "vuelta").code == 2
    assert mcsj("init", "vuelta").code == 2


def test_a_report_on_the_screen_by_its_dash(project: Path, mcsj: Run) -> None:
    assert mcsj("report", "weekly", "--week", "2020-W17", "-o", "-").out.startswith(
        "Informe semanal 2020-W17"
    )


def test_cancelled_counts_more_than_moved(project: Path, mcsj: Run) -> None:
    path = project / "data/meetings/2020/2020-W18-g6.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "start: 2020-04-30 11:00\n", encoding="utf-8"
    )
    listed = mcsj("meetings", "list", "--week", "2020-W18", "--group", "6").out
    assert "cancelada" in listed
    assert "movida" not in listed
    assert "movida" not in mcsj("report", "weekly", "--week", "2020-W18", "-f", "csv").out
    next_week = mcsj("report", "weekly", "--week", "2020-W17", "-f", "md").out
    assert "| Grupo 6 | jue 30 abr 2020 | 11:00 |  | cancelada |" in next_week


def test_the_next_meeting_shown_is_the_one_that_takes_place(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-28T10:00:00-05:00")
    assert json.loads(mcsj("groups", "show", "6", "-f", "json").out)["next"].startswith(
        "2020-05-08T12:00"
    )
    assert json.loads(mcsj("mesas", "show", "cd-juarez", "-f", "json").out)["next"].startswith(
        "2020-04-30T10:00"
    )


def test_a_meeting_under_another_name_makes_calendars_refuse_and_reports_leave_it_out(
    project: Path, mcsj: Run
) -> None:
    source = project / "data/meetings/2020/2020-W18-g6.yaml"
    source.with_name("2020-W19-g6.yaml").write_bytes(source.read_bytes())
    listed = mcsj("meetings", "list", "--week", "2020-W19", "--group", "6")
    assert listed.code == 0
    assert "cancelada" not in listed.out
    assert "2020-W19-g6.yaml" in listed.err
    assert mcsj("meetings", "ics", "--group", "6").code == 6
    report = mcsj("report", "weekly", "--week", "2020-W18")
    assert report.code == 0
    assert "2020-W19-g6.yaml" in report.out
    assert "2020-W19-g6.yaml" in report.err


def test_a_cancellation_without_a_sequence_is_a_revision_all_the_same(
    project: Path, mcsj: Run
) -> None:
    path = project / "data/meetings/2020/2020-W18-g6.yaml"
    path.write_text("group: 6\nweek: 2020-W18\nstatus: cancelled\n", encoding="utf-8")
    calendar = mcsj("meetings", "ics", "--group", "6", "-o", "-").out
    override = calendar[calendar.index("CANCELADA") :].split("END:VEVENT")[0]
    assert "SEQUENCE:1\r\n" in override
    assert "tentativo" not in override


def test_mesas_that_nobody_marked_are_counted(project: Path, mcsj: Run) -> None:
    path = project / "data/meetings/2020/2020-W17-g4.yaml"
    path.write_text(
        "group: 4\nweek: 2020-W17\nheld: true\nattendance: {torreon: present}\n", encoding="utf-8"
    )
    report = json.loads(mcsj("report", "weekly", "--week", "2020-W17", "-f", "json").out)
    assert report["figures"]["meetings"]["unmarked"] == 4
    assert (
        "Monterrey: sin registro" in mcsj("report", "weekly", "--week", "2020-W17", "-f", "md").out
    )


def test_values_may_be_said_in_the_persons_words(project: Path, mcsj: Run) -> None:
    for spanish, english in (("publicada", "published"), ("BORRADOR", "draft")):
        one = mcsj("content", "list", "--status", spanish, "-f", "json").out
        assert one == mcsj("content", "list", "--status", english, "-f", "json").out != "[]\n"
    assert (
        mcsj("categories", "list", "--kind", "eje").out
        == mcsj("categories", "list", "--kind", "axis").out
    )


@pytest.mark.parametrize(
    "name", ["ciudad juárez", "Cd Juarez", "cd-juarez", "CIUDAD JUAREZ", "Cd. Juárez"]
)
def test_a_mesa_however_written(project: Path, mcsj: Run, name: str) -> None:
    assert mcsj("mesas", "show", name).code == (0 if name != "juárez, " else 5)


def test_what_was_done_before_a_full_disk_is_not_denied(project: Path) -> None:
    done = _shell("mcsj meetings cancel 2020-W20-g4 --reason x >/dev/full", project)
    assert done.returncode == 2
    assert "queda hecho" in done.stderr
    assert "No se escribió nada" not in done.stderr
    assert "status: cancelled" in (project / "data/meetings/2020/2020-W20-g4.yaml").read_text(
        encoding="utf-8"
    )
