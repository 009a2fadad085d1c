"""The reports as commands: what lies behind a figure, and the data as they were."""

import csv
import io
import json
import os
import random
import re
import subprocess
from datetime import date
from pathlib import Path

import pexpect
import pytest

from mcsj_cli.model.text import slugify
from mcsj_cli.reports.figures import KEYS, WORK_KEYS
from mcsj_cli.reports.sheets import figure_name
from tests.conftest import ROOT
from tests.test_main import Run

WEEK = ("--week", "2020-W18")
FORMS = ("text", "markdown", "json", "csv", "whatsapp")


@pytest.fixture(autouse=True)
def may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-25T12:00:00-05:00")


def git(*arguments: str, when: str | None = None) -> str:
    environment = {
        **os.environ,
        **({"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when} if when else {}),
    }
    done = subprocess.run(["git", *arguments], env=environment, check=True, capture_output=True)
    return done.stdout.decode().strip()


def picture(folder: Path) -> dict[str, bytes]:
    """Give every file of the folder, git's own store and the work tree, but what is derived."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".mcsj" not in path.parts
    }


@pytest.mark.parametrize("key", KEYS)
def test_why_lists_as_many_as_the_figure_says(project: Path, mcsj: Run, key: str) -> None:
    part, _dot, name = key.partition(".")
    report = json.loads(mcsj("report", "weekly", *WEEK, "-f", "json").out)
    listed = json.loads(mcsj("report", "weekly", *WEEK, "--why", key, "-f", "json").out)
    assert len(listed) == report["figures"][part][name]
    for item in listed:
        assert set(item) == {"uid", "title", "file"}
        assert item["file"] == "" or Path(item["file"]).is_file()


@pytest.mark.parametrize(
    "key", ["actions.overdue", "meetings.present", "practices.replications", "followups.mesas"]
)
@pytest.mark.parametrize("of", [("group", "4"), ("mesa", "leon"), ("mesa", "monterrey")])
def test_why_of_a_group_and_a_mesa(project: Path, mcsj: Run, of: tuple[str, str], key: str) -> None:
    part, _dot, name = key.partition(".")
    report = json.loads(mcsj("report", *of, *WEEK, "-f", "json").out)
    listed = mcsj("report", *of, *WEEK, "--why", key, "-f", "csv").out
    assert len(list(csv.DictReader(io.StringIO(listed)))) == report["figures"][part][name]


def test_why_in_every_list_format(project: Path, mcsj: Run) -> None:
    why = ("report", "weekly", *WEEK, "--why", "actions.overdue")
    rows = json.loads(mcsj(*why, "-f", "json").out)
    assert [row["uid"] for row in rows] == sorted(row["uid"] for row in rows)
    for form in ("yaml", "csv", "github", "html"):
        out = mcsj(*why, "-f", form).out
        assert all(row["uid"] in out for row in rows)
    assert mcsj(*why).out.count("data/actions/2020/") == len(rows)
    assert mcsj("informe", "semanal", *WEEK, "--why", "Acciones vencidas").out == mcsj(*why).out


def test_an_unknown_figure_is_told_with_the_nearest_and_all(project: Path, mcsj: Run) -> None:
    result = mcsj("report", "weekly", "--why", "actions.overdu")
    assert result.code == 5
    assert "«actions.overdue»" in result.err
    assert all(slugify(figure_name(key)) in result.err for key in KEYS)
    english = mcsj("--lang", "en", "report", "weekly", "--why", "actions.overdu").err
    assert all(key in english for key in KEYS)
    result = mcsj("report", "group", "4", "--why", "content.published")
    assert result.code == 5
    assert all(slugify(figure_name(key)) in result.err for key in WORK_KEYS)


def test_of_nothing_that_is_said(project: Path, mcsj: Run) -> None:
    result = mcsj("report", "weekly", "--week", "2019-W30", "--why", "meetings.held")
    assert (result.code, result.out) == (0, "")
    assert result.err == "Celebradas: ninguna, así que no hay nada que listar.\n"


def test_a_report_can_be_repeated(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was printed on a Friday comes out again, whatever was written since,
    and nothing is changed by it.
    """
    git("commit", "--amend", "-m", "a", "--no-edit", when="2020-04-24T09:00:00-05:00")
    monkeypatch.setenv("MCSJ_NOW", "2020-04-24T18:00:00-05:00")
    first = json.loads(mcsj("report", "weekly", "-f", "json").out)
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2020-04-28T10:00:00-05:00")
    monkeypatch.setenv("MCSJ_NOW", "2020-04-28T10:00:00-05:00")
    assert (
        mcsj(
            "content", "add", "Otra cosa", "--tag", "SOSnacional", "--url", "https://example.org/z"
        ).code
        == 0
    )
    (project / "data/network.yaml").write_text(
        "nada: sirve\n", encoding="utf-8"
    )  # not even a network any more
    (project / "data/content/2020/ajeno.yaml").write_text("{", encoding="utf-8")
    git("add", "data/groups.yaml")
    before, status = picture(project), git("status", "--porcelain")
    for text in (
        "2020-04-24",
        "20200424",
        "2020-04-25",
        git("rev-parse", "HEAD~1"),
        git("rev-parse", "--short", "HEAD~1"),
    ):
        result = mcsj("report", "weekly", "--week", "2020-W17", "--as-of", text, "-f", "json")
        assert result.code == 0, result.err
        again = json.loads(result.out)
        assert again.pop("commit") == git("rev-parse", "HEAD~1")[:8]
        if text != "2020-04-25":
            assert again == {key: value for key, value in first.items() if key != "commit"}
    assert picture(project) == before
    assert git("status", "--porcelain") == status
    assert not list((project / ".mcsj").glob("past-*"))


def test_a_day_is_the_whole_of_it_on_the_clock_of_the_network(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    git("commit", "--amend", "-m", "a", when="2020-04-20T09:00:00-05:00")
    git("commit", "--allow-empty", "-m", "b", when="2020-04-23T23:59:59-05:00")
    git(
        "commit", "--allow-empty", "-m", "c", when="2020-04-24T05:00:00+00:00"
    )  # midnight in Mexico City
    names = git("rev-list", "HEAD").split()

    def commit(day: str) -> str:
        return str(json.loads(mcsj("report", "weekly", "--as-of", day, "-f", "json").out)["commit"])

    assert [commit(day) for day in ("2020-04-22", "2020-04-23", "2020-04-24", "ayer")] == [
        name[:8] for name in (names[2], names[1], names[0], names[0])
    ]


@pytest.mark.parametrize("seed", range(4))
def test_what_was_is_what_git_would_check_out(
    project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever came, went, was edited or moved since, committed or not."""
    paths = sorted(project.glob("data/*/2020/*.yaml"))
    shuffled = random.Random(seed)  # noqa: S311
    shuffled.shuffle(paths)
    then = git("rev-parse", "HEAD")
    for number, path in enumerate(paths[:60]):
        if number % 4 == 0:
            path.unlink()
        elif number % 4 == 1:
            path.write_text(
                path.read_text(encoding="utf-8").replace("2020-04-2", "2020-03-1"), encoding="utf-8"
            )
        elif number % 4 == 2:
            path.with_name(f"{path.stem}-bis.yaml").write_bytes(path.read_bytes())
        else:
            (path.parent.parent / "2019").mkdir(exist_ok=True)
            path.rename(path.parent.parent / "2019" / path.name)
        if number == 30:
            git("add", "-A")
            git("commit", "-m", "mucho")
    groups = project / "data/groups.yaml"
    groups.write_text(
        groups.read_text(encoding="utf-8").replace("time: 17:00", "time: 18:00"), encoding="utf-8"
    )
    other = tmp_path / "entonces"
    git("worktree", "add", "--detach", str(other), then)
    for of in (("weekly",), ("group", "4"), ("mesa", "leon"), ("mesa", "torreon")):
        monkeypatch.chdir(other)
        expected = json.loads(mcsj("report", *of, *WEEK, "-f", "json").out)
        monkeypatch.chdir(project)
        result = mcsj("report", *of, *WEEK, "-f", "json", "--as-of", then)
        told = json.loads(result.out)
        assert told.pop("commit") == then[:8]
        del expected["commit"]
        assert told == expected


def test_contacts_that_came_later_hide_none(project: Path, mcsj: Run) -> None:
    report = ("report", "mesa", "leon", "--week", "2020-W20", "--weeks", "1", "-f", "json")
    before = json.loads(mcsj(*report).out)["stages"]
    for number in range(3):
        (project / f"data/followups/2020/2020-05-14-leon-{number}.yaml").write_text(
            (
                "mesa: leon\ndate: 2020-05-14\nchannel: call\nstage: contacted\n"
                f"summary: Nuevo {number}\n"
            ),
            encoding="utf-8",
        )
    assert json.loads(mcsj(*report).out)["stages"] != before
    told = json.loads(mcsj(*report, "--as-of", git("rev-parse", "HEAD")).out)["stages"]
    assert [one["stage"] for one in told] == [one["stage"] for one in before] == ["following"]


def test_of_two_histories_the_own_one_counts(project: Path, mcsj: Run) -> None:
    """What somebody else had done by then was not here yet."""
    git("commit", "--amend", "-m", "a", when="2020-04-20T09:00:00-05:00")
    git("checkout", "-q", "-b", "otra")
    git("commit", "--allow-empty", "-m", "b", when="2020-04-22T09:00:00-05:00")
    git("checkout", "-q", "main")
    git("commit", "--allow-empty", "-m", "c", when="2020-04-21T09:00:00-05:00")
    own = git("rev-parse", "HEAD")
    git("merge", "--no-ff", "-m", "d", "otra", when="2020-04-24T09:00:00-05:00")
    report = json.loads(mcsj("report", "weekly", "--as-of", "2020-04-23", "-f", "json").out)
    assert report["commit"] == own[:8]


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("2019-01-01", 5, "Todavía no había datos de la red: 2019-01-01."),
        ("2021-01-01", 2, "todavía no llega"),
        ("2020-W17", 2, "un día"),
        ("2020-02-31", 2, "no es un día"),
        ("nada", 5, "No hay cambio «nada»."),
        ("0123456789abcdef", 5, "No hay cambio «0123456789abcdef»."),
        ("--output=x", 5, "No hay cambio"),
        ("@{1 day ago}", 5, "No hay cambio"),
        ("HEAD", 5, "No hay cambio"),
        ("main", 5, "No hay cambio"),
        ("", 5, "No hay cambio"),
    ],
)
def test_what_was_not_is_told(project: Path, mcsj: Run, text: str, code: int, told: str) -> None:
    before = picture(project)
    result = mcsj("report", "weekly", f"--as-of={text}", "-o", "informe.md")
    assert (result.code, result.out) == (code, "")
    assert told in result.err
    assert "Traceback" not in result.err
    assert picture(project) == before


def test_a_change_from_before_there_were_data_is_told(project: Path, mcsj: Run) -> None:
    empty = git("commit-tree", git("hash-object", "-t", "tree", "-w", "/dev/null"), "-m", "nada")
    result = mcsj("report", "group", "4", "--as-of", empty)
    assert result.code == 5
    assert "Todavía no había datos" in result.err


def test_without_a_history_it_is_said(project: Path, mcsj: Run) -> None:
    (project / ".git").rename(project / ".nada")
    result = mcsj("report", "weekly", "--as-of", "2020-04-23")
    assert result.code == 7
    assert "--al" in result.err


@pytest.mark.parametrize("gone", [True, False])
def test_the_letterhead_is_that_of_then(project: Path, mcsj: Run, gone: bool) -> None:
    network, logo = project / "data/network.yaml", project / "data/imagenes/logo.svg"
    logo.parent.mkdir()
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    old = network.read_text(encoding="utf-8")
    network.write_text(
        old.replace("letterhead:", "letterhead:\n  logo: imagenes/logo.svg", 1), encoding="utf-8"
    )
    then = mcsj("report", "weekly", *WEEK, "-f", "html").out
    git("add", "-A")
    git("commit", "-m", "membrete")
    network.write_text(old, encoding="utf-8")
    if gone:
        logo.unlink()
    again = mcsj("report", "weekly", *WEEK, "--as-of", git("rev-parse", "HEAD"), "-f", "html")
    assert again.code == 0, again.err
    assert "data:image/svg+xml" in then
    assert again.out.count("data:image/svg+xml") == then.count("data:image/svg+xml")
    assert "data:image/svg+xml" not in mcsj("report", "weekly", *WEEK, "-f", "html").out


def test_links_and_programs_of_a_commit_are_not_followed(
    project: Path, mcsj: Run, tmp_path: Path
) -> None:
    secret = tmp_path / "secreto.yaml"
    secret.write_text(
        "title: Secreto\ntags: [SOSnacional]\ncreated: 2020-04-28\n", encoding="utf-8"
    )
    (project / "data/content/2020/2020-04-28-enlace.yaml").symlink_to(secret)
    git("add", "-A")
    git("commit", "-m", "enlace")
    (project / "data/content/2020/2020-04-28-enlace.yaml").unlink()
    result = mcsj(
        "report",
        "weekly",
        *WEEK,
        "--as-of",
        git("rev-parse", "HEAD"),
        "--why",
        "content.items",
        "-f",
        "json",
    )
    assert result.code == 0
    assert "enlace" not in result.out


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("of", [("weekly",), ("group", "4"), ("mesa", "leon")])
@pytest.mark.parametrize("week", ["2019-W30", "2030-W01", "2020-W53", "1970-W02", "2199-W50"])
def test_any_week_is_a_report(
    project: Path, mcsj: Run, form: str, of: tuple[str, ...], week: str
) -> None:
    result = mcsj("report", *of, "--week", week, "-f", form)
    assert result.code == 0, result.err
    assert result.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("group", "9"), 5),
        (("group", "cuatro"), 5),
        (("mesa", "nadie"), 5),
        (("mesa", "leon", "--weeks", "0"), 2),
        (("mesa", "leon", "--weeks", "521"), 2),
        (("group",), 2),
        (("grupo", "4"), 0),
        (("mesa", "Cd. Juárez", "--weeks", "520"), 0),
    ],
)
def test_what_is_asked_for_is_there_or_told(
    project: Path, mcsj: Run, arguments: tuple[str, ...], code: int
) -> None:
    result = mcsj("report", *arguments)
    assert result.code == code
    assert (result.out == "") == (code != 0)
    assert "Traceback" not in result.err


def test_the_first_week_of_a_network_is_a_report(
    tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MCSJ_NOW", "2020-04-20T09:00:00-05:00")
    assert mcsj("init", "red").code == 0
    monkeypatch.chdir(tmp_path / "red")
    for form in FORMS:
        assert mcsj("report", "weekly", "-f", form).code == 0
    group = json.loads((mcsj("groups", "list", "-f", "json")).out)[0]["number"]
    assert mcsj("report", "group", str(group)).code == 0


@pytest.mark.parametrize("form", FORMS)
def test_the_same_data_give_the_same_bytes_wherever_they_lie(
    project: Path, mcsj: Run, form: str
) -> None:
    """Files in another order on the disk, under other years' folders and with other dates,
    are the same data.
    """
    before = [
        mcsj("report", *of, *WEEK, "-f", form).out
        for of in (("weekly",), ("group", "4"), ("mesa", "leon"))
    ]
    for path in sorted(project.glob("data/*/2020/*.yaml"), reverse=True):
        content = path.read_bytes()
        path.unlink()
        path.write_bytes(content)
    assert mcsj("index", "rebuild").code == 0
    after = [
        mcsj("report", *of, *WEEK, "-f", form).out
        for of in (("weekly",), ("group", "4"), ("mesa", "leon"))
    ]
    assert after == before


@pytest.mark.parametrize("width", [80, 140])
def test_on_a_terminal_it_is_as_wide_as_that(project: Path, width: int) -> None:
    child = pexpect.spawn(
        str(ROOT / ".venv/bin/python"),
        ["-m", "mcsj_cli", "report", "weekly", *WEEK],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TERM": "xterm",
            "COLUMNS": str(width),
            "NO_COLOR": "1",
        },
        dimensions=(50, width),
        encoding="utf-8",
        timeout=60,
    )
    text = re.sub(r"\x1b\[[0-9;]*m", "", child.read())
    child.close()
    assert child.exitstatus == 0
    assert "Se celebraron 5 de 7 reuniones previstas" in text
    assert width - 20 <= max(len(line.rstrip()) for line in text.splitlines()) <= width


def test_a_pipe_gets_no_signs_of_a_terminal(project: Path, mcsj_process: Run) -> None:
    result = mcsj_process("report", "weekly", *WEEK, env={"FORCE_COLOR": "1", "COLUMNS": "40"})
    assert "\x1b" not in result.out
    assert max(map(len, result.out.splitlines())) > 80


def test_as_of_is_dated_as_the_day_was(project: Path, mcsj: Run) -> None:
    """What was still to come on that day is told as still to come."""
    git("commit", "--amend", "-m", "a", when="2020-04-20T09:00:00-05:00")
    report = json.loads(mcsj("report", "weekly", *WEEK, "--as-of", "2020-04-28", "-f", "json").out)
    assert report["cut"] == str(date(2020, 4, 28))
    assert (
        report["figures"]["meetings"]["coming"] == 3
    )  # of groups 3, 4 and 5; that of group 6 was cancelled
    assert (
        json.loads(mcsj("report", "weekly", *WEEK, "-f", "json").out)["figures"]["meetings"][
            "coming"
        ]
        == 0
    )
