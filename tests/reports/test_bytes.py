"""Every form that takes the network's paper.

The same bytes for the same data, and what is missing is told.
"""

import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mcsj_cli.model.week import Week
from mcsj_cli.operations.report_input import gather_weekly
from mcsj_cli.reports import html, pdf, workbook
from mcsj_cli.reports.figures import build_weekly
from mcsj_cli.store.project import Project
from tests.reports.papers import DAY, read_report
from tests.test_main import Run

RENDERERS = {
    "html": lambda *of: html.render_report(*of).encode(),
    "pdf": pdf.render,
    "xlsx": workbook.render,
}


@pytest.mark.parametrize("form", RENDERERS)
def test_the_same_data_give_the_same_bytes(project: Path, form: str) -> None:
    current, week = Project(project), Week.of(DAY)
    sources = gather_weekly(current, week, DAY)
    _report, paper = read_report(project, "weekly")
    first = RENDERERS[form](build_weekly(sources, week), paper)
    shuffle = random.Random(7).shuffle  # noqa: S311
    changes: dict[str, Any] = {}
    for name in ("content", "actions", "practices", "followups"):
        changes[name] = list(getattr(sources, name))
        shuffle(changes[name])
    meetings = list(sources.meetings.items())
    shuffle(meetings)
    mixed = msgspec.structs.replace(sources, meetings=dict(meetings), **changes)
    assert RENDERERS[form](build_weekly(mixed, week), paper) == first


@pytest.mark.parametrize("form", RENDERERS)
def test_another_process_writes_the_same_bytes(project: Path, tmp_path: Path, form: str) -> None:
    made = []
    for seed in ("1", "2"):
        path = tmp_path / f"{seed}.{form}"
        command = [
            sys.executable,
            "-m",
            "mcsj_cli",
            "report",
            "weekly",
            "--week",
            "2020-W17",
            "-o",
            str(path),
        ]
        environ = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": "Asia/Tokyo" if seed == "1" else "America/Tijuana",
        }
        environ["PYTHONPATH"] = str(Path(__file__).parents[2])
        subprocess.run(command, check=True, capture_output=True, env=environ, cwd=project)
        made.append(path.read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize(("ending", "module"), [("pdf", "typst"), ("xlsx", "xlsxwriter")])
def test_a_missing_part_is_told(
    project: Path,
    mcsj: Run,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    ending: str,
    module: str,
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    result = mcsj("report", "weekly", "-o", tmp_path / f"a.{ending}")
    assert (result.code, result.out) == (2, "")
    assert f"'.[{ending}]'" in result.err
    assert not list(tmp_path.glob("a.*"))


def test_what_is_no_text_is_not_poured_on_a_screen(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("mcsj_cli.commands.report.forms.is_terminal", lambda: True)
    result = mcsj("report", "weekly", "--format", "pdf")
    assert (result.code, result.out) == (2, "")
    assert "-o informe.pdf" in result.err
    assert mcsj("report", "weekly", "--format", "pdf", "-o", tmp_path / "a.pdf").code == 0
