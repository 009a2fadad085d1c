"""A change of the data.

Whole or not at all, on the lines that it means, and on top of what others did meanwhile.
"""

import difflib
import signal
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mcsj_cli.errors import InvalidValueError, OutputError, UnkeepableError
from mcsj_cli.model import roster
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Prose
from mcsj_cli.model.kinds import ACTIONS, MEETINGS
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.week import Week
from mcsj_cli.store import history, replacement, yaml
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project
from tests.model.test_action import action

DAY = date(2020, 5, 4)


def diff(before: str, after: str) -> list[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def log(project: Path) -> list[str]:
    done = subprocess.run(
        ["git", "log", "--format=%s"], cwd=project, check=True, capture_output=True, text=True
    )
    return done.stdout.splitlines()


def test_only_the_lines_that_are_meant_change(project: Path) -> None:
    path = project / GROUPS
    before = path.read_text(encoding="utf-8")
    with Project(project).changing("mesas: move") as change:
        groups = change.load(GROUPS, Groups)
        assert groups
        change.put(GROUPS, roster.move_mesa(groups, groups.find_seat("leon"), 5, DAY, DAY))
    lines = diff(before, path.read_text(encoding="utf-8"))
    came, left, stays = (line for line in lines if "slug: leon" in line)
    slots = [line for line in lines if "slug:" not in line]
    assert [line[0] for line in slots] == ["-", "+", "-", "+"]
    for was, becomes in ((slots[0], slots[1]), (slots[2], slots[3])):  # their calendars tell it
        assert becomes[1:] == was[1:].removesuffix("}") + f", sequence: 1, updated: {DAY}}}"
    assert left.startswith("-      - {slug: leon,")
    assert stays.replace(", until: 2020-05-03", "") == left.replace("-  ", "+  ", 1) != stays
    assert came.startswith("+      - {slug: leon,")
    assert "from: 2020-05-04" in came


def test_a_long_title_is_not_taken_and_an_old_one_stays(project: Path) -> None:
    house, long = Project(project), replace(action(), title=Line("x" * 301))
    with pytest.raises(UnkeepableError), house.changing("actions: add") as change:
        change.add(ACTIONS, long)
    path = project / ACTIONS.path(long.uid)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.dump(long), encoding="utf-8")
    with house.changing("actions: edit") as change:
        change.put(ACTIONS.path(long.uid), replace(long, owner=Line("otra persona")))
    with pytest.raises(UnkeepableError), house.changing("actions: edit") as change:
        change.put(ACTIONS.path(long.uid), replace(long, title=Line("y" * 301)))


def test_what_a_file_leaves_out_or_writes_its_own_way_stays(project: Path) -> None:
    file = MEETINGS.path("2020-W20-g4")
    path = project / file
    path.write_text(
        "# nota\ngroup: 4\nweek: 2020w20   # la semana\nreason: 'así'\n", encoding="utf-8"
    )
    with Project(project).changing("meetings: record") as change:
        meeting = change.load(file, Meeting)
        assert meeting
        change.put(file, meeting.record(held=True, attendance={"torreon": Attendance.PRESENT}))
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# nota\ngroup: 4\nweek: 2020w20   # la semana\nreason: 'así'\n")
    assert "sequence" not in text
    assert Project(project).find(MEETINGS, "2020-W20-g4").record.attendance == {
        "torreon": "present"
    }


def test_several_files_are_one_commit_of_their_own(project: Path) -> None:
    count = len(log(project))
    (project / "data/otro.txt").write_text("a medias", encoding="utf-8")
    with Project(project).changing("actions: add") as change:
        one = change.add(ACTIONS, action())
        two = change.add(ACTIONS, action())
        change.put(
            MEETINGS.path("2020-W20-g4"),
            Meeting(group=4, week=Week("2020-W20"), notes=Prose("Algo")),
        )
    assert (one.uid, two.uid) == ("2020-04-01-una", "2020-04-01-una-2")
    assert len(log(project)) == count + 1
    done = subprocess.run(
        ["git", "show", "--stat", "--format=", "HEAD"],
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.count("|") == 3
    assert Project(project).find(ACTIONS, one.uid).record == action()


def add_two(project: Path, other: Action | Meeting) -> None:
    with Project(project).changing("actions: add") as change:
        change.add(ACTIONS, action())
        change.add(MEETINGS if isinstance(other, Meeting) else ACTIONS, other)


def test_a_change_that_fails_leaves_all_as_it_was(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in project.glob("data/**/*.yaml")}
    for wrong in ("Llamar al 33 1234 5678", "escribir a quien@example.net"):
        with pytest.raises(InvalidValueError):
            add_two(project, action().update(DAY, note=Line(wrong)))
    with pytest.raises(InvalidValueError):
        add_two(project, action(due=date(2020, 3, 1)))
    (project / "data/meetings/2021").write_text("no es carpeta", encoding="utf-8")
    with pytest.raises(OutputError):
        add_two(project, Meeting(group=4, week=Week("2021-W20")))
    assert {path: path.read_bytes() for path in project.glob("data/**/*.yaml")} == before


@pytest.mark.parametrize("last", [1, 2, 3])
def test_ctrl_c_in_the_middle_leaves_all_as_it_was(
    project: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """As Ctrl-C comes before or after any of the files is in its place,
    and nothing of the change stays.
    """
    before = {path: path.read_bytes() for path in project.glob("data/**/*.yaml")}
    commits = log(project)
    replace_one, done = replacement._replace_one, []

    def interrupt(root: Path, file: str, old: bytes | None, new: bytes | None) -> None:
        replace_one(root, file, old, new)
        done.append(file)
        if len(done) == last:
            raise KeyboardInterrupt

    monkeypatch.setattr(replacement, "_replace_one", interrupt)
    with pytest.raises(KeyboardInterrupt), Project(project).changing("actions: add") as change:  # noqa: PT012
        for _turn in range(3):
            change.add(ACTIONS, action())
    assert len(done) == 2 * last
    assert {path: path.read_bytes() for path in project.glob("data/**/*.yaml")} == before
    assert log(project) == commits


def test_ctrl_c_while_a_change_is_recorded_waits(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = history.History.record

    def interrupt(self: history.History, *arguments: Any) -> None:
        signal.raise_signal(signal.SIGINT)
        record(self, *arguments)

    monkeypatch.setattr(history.History, "record", interrupt)
    count = len(log(project))
    with pytest.raises(KeyboardInterrupt), Project(project).changing("actions: add") as change:
        entry = change.add(ACTIONS, action())
    assert Project(project).find(ACTIONS, entry.uid).record == action()
    assert len(log(project)) == count + 1


def test_what_changes_nothing_is_no_commit(project: Path) -> None:
    count = len(log(project))
    with Project(project).changing("groups: schedule") as change:
        groups = change.load(GROUPS, Groups)
        assert groups
        change.put(GROUPS, groups)
    assert len(log(project)) == count


def test_a_change_is_made_on_what_lies_there_now(project: Path) -> None:
    """Another process may have changed the record since this one looked at it.

    Both changes stand.
    """
    entry = next(entry for entry in Project(project).read(ACTIONS).entries if entry.record.is_open)
    for text in ("Uno", "Dos"):
        with Project(project).changing("actions: update") as change:
            current = change.load(entry.file, Action)
            assert current
            change.put(entry.file, current.update(DAY, note=Line(text)))
    notes = [
        progress.note for progress in Project(project).find(ACTIONS, entry.uid).record.progress
    ]
    assert notes[-2:] == ["Uno", "Dos"]
