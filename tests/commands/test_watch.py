"""`meetings check` as people and programs call it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Result

Run = Callable[..., Result]


def give_coordinators(project: Path, roles: dict[int, str]) -> None:
    path = project / "data/groups.yaml"
    text = path.read_text(encoding="utf-8")
    for number, role in roles.items():
        text = text.replace(
            f"    name: Grupo {number}\n", f"    name: Grupo {number}\n    coordinator: {role}\n"
        )
    path.write_text(text, encoding="utf-8")


def test_warnings_alone_are_no_failure(project: Path, mcsj: Run) -> None:
    result = mcsj("meetings", "check", "--weeks", "2")
    assert result.code == 0
    assert "jue 23 abr 2020: Aviso: Grupo 4 no tiene enlace para sus reuniones" in result.out
    assert "avisos" in result.err


def test_a_clash_is_a_failure_and_the_status_tells_it_too(project: Path, mcsj: Run) -> None:
    give_coordinators(project, {4: "coordinación nacional norte", 5: "coordinación nacional norte"})
    assert mcsj("check").code == 0
    assert (
        mcsj("meetings", "move", "2020-W18-g5", "--to", "2020-04-30 17:30", "--reason", "x").code
        == 0
    )
    result = mcsj("reuniones", "revisar")
    assert result.code == 1
    assert "las coordina la misma persona: coordinación nacional norte" in result.out
    found = json.loads(mcsj("meetings", "check", "--format", "json").out)
    [clash] = [one for one in found if one["severity"] == "error"]
    assert clash["kind"] == "clash"
    assert clash["meetings"] == ["2020-W18-g4", "2020-W18-g5"]
    assert clash["advice"] == "mcsj meetings move 2020-W18-g5"
    tasks = json.loads(mcsj("status", "--format", "json").out)["tasks"]
    assert {task["group"] for task in tasks if task["kind"] == "clash"} == {4, 5}


def test_the_status_tells_of_pauses_and_odd_hours(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-04T09:00")
    for week in ("2020-W19", "2020-W20"):
        assert mcsj("meetings", "cancel", "--group", "5", "--week", week, "--reason", "x").code == 0
    slot = (
        "--weekday",
        "sunday",
        "--time",
        "02:30",
        "--timezone",
        "America/Ciudad_Juarez",
        "--from",
        "2022-01-03",
    )
    assert mcsj("groups", "schedule", "6", *slot).code == 0
    tasks = json.loads(mcsj("status", "--format", "json").out)["tasks"]
    [pause] = [task for task in tasks if task["kind"] == "pause"]
    assert (pause["group"], pause["command"]) == (5, "mcsj meetings move 2020-W20-g5")
    monkeypatch.setenv("MCSJ_NOW", "2022-03-07T09:00")
    tasks = json.loads(mcsj("status", "--format", "json").out)["tasks"]
    assert [task["day"] for task in tasks if task["kind"] == "odd-hour"] == ["2022-03-13"]


def test_two_coordinators_may_meet_at_one_hour(project: Path, mcsj: Run) -> None:
    give_coordinators(project, {4: "norte", 5: "sur"})
    moved = mcsj("meetings", "move", "2020-W18-g5", "--to", "2020-04-30 17:30", "--reason", "x")
    assert "mismo tiempo" not in moved.err
    assert mcsj("meetings", "check").code == 0
    assert "sur" in mcsj("groups", "show", "5").out


def test_holidays_are_told_with_their_name(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2026-03-23T09:00")
    found = json.loads(mcsj("meetings", "check", "--weeks", "2", "--format", "json").out)
    holidays = [one for one in found if one["kind"] == "holiday"]
    assert {(one["day"], one["severity"]) for one in holidays} == {
        ("2026-04-02", "warning"),
        ("2026-04-03", "warning"),
    }
    assert "Jueves Santo" in holidays[0]["message"]
    monkeypatch.setenv("MCSJ_NOW", "2026-09-14T09:00")
    assert mcsj("meetings", "check", "--weeks", "1").code == 1


def test_a_broken_record_is_named(project: Path, mcsj: Run) -> None:
    (project / "data/meetings/2020/2020-W18-g4.yaml").write_text(
        "group: 4\nweek: 2020-W54\n", encoding="utf-8"
    )
    result = mcsj("meetings", "check")
    assert result.code == 6
    assert "2020-W18-g4.yaml:2:7" in result.err


@pytest.mark.parametrize("form", ["json", "yaml", "csv", "github"])
def test_every_format(project: Path, mcsj: Run, form: str) -> None:
    assert "no-link" in mcsj("meetings", "check", "--format", form).out or form == "github"


def test_weeks_have_limits(project: Path, mcsj: Run) -> None:
    assert mcsj("meetings", "check", "--weeks", "0").code == 2
    assert mcsj("meetings", "check", "--weeks", "104").code == 1  # some holiday comes in two years
