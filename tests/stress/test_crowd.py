"""Many processes that add at once.

Each gets its own file and its own commit, and nobody's is lost.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mcsj_cli.model.kinds import ACTIONS, MEETINGS
from mcsj_cli.model.selection import Selection
from mcsj_cli.store.project import Project
from tests.conftest import Result
from tests.stress import folders
from tests.stress.sizes import size

PROCESSES, TIMES = size((4, 6), (8, 50), (8, 100))
_SHARED = 4  # each fourth title is the same in all processes, so that they want one name


def add_many(root: Path, process: int) -> list[Result]:
    titles = [
        "Nota de todas" if time % _SHARED == 0 else f"Nota {time} de {process}"
        for time in range(TIMES)
    ]
    return [folders.run(root, *folders.ADD, title) for title in titles]


def test_a_crowd_loses_nothing(project: Path) -> None:
    before = folders.run_git(project, "rev-parse", "HEAD")
    old = folders.read_data(project)
    with ThreadPoolExecutor(PROCESSES) as pool:
        results = [
            result
            for batch in pool.map(lambda n: add_many(project, n), range(PROCESSES))
            for result in batch
        ]
    folders.assert_free(project)
    assert [result for result in results if result.code] == []
    added = {Path(result.out.strip()).as_posix() for result in results}
    assert len(added) == PROCESSES * TIMES
    data = folders.read_data(project)
    assert data.keys() == old.keys() | added
    assert {file: data[file] for file in old} == old
    commits = folders.run_git(
        project, "log", "--format=%x00", "--name-only", f"{before}..HEAD"
    ).split("\0")[1:]
    assert sorted(commit.strip() for commit in commits) == sorted(added)
    assert folders.list_git_status(project) == ""
    folders.assert_sound(project)
    assert folders.run(project, *folders.ADD, "Una más").code == 0


def test_a_crowd_on_one_meeting_loses_nothing(project: Path) -> None:
    """Points of one agenda, notes of one meeting and its agreements, told by many at once."""
    uid, ahead = "2020-W17-g4", "2020-W19-g4"
    record = ("meetings", "record", uid)
    deal = (
        "--axis",
        "salud",
        "--approach",
        "intercambio",
        "--owner",
        "mesa",
        "--due",
        "2020-05-20",
    )

    def tell(number: int) -> list[Result]:
        return [
            folders.run(project, "meetings", "agenda", ahead, "--add", f"Punto {number}"),
            folders.run(
                project, *record, "--notes", f"Nota {number}", "--agreement", f"N{number}", *deal
            ),
        ]

    with ThreadPoolExecutor(PROCESSES) as pool:
        results = [result for batch in pool.map(tell, range(PROCESSES)) for result in batch]
    assert [result for result in results if result.code] == []
    meeting = Project(project).find(MEETINGS, uid).record
    assert {f"Punto {number}" for number in range(PROCESSES)} <= set(
        Project(project).find(MEETINGS, ahead).record.agenda
    )
    assert all(f"Nota {number}" in meeting.notes for number in range(PROCESSES))
    agreed = Project(project).select(Selection(ACTIONS, facets={"meeting": uid})).entries
    assert sorted(entry.record.number or 0 for entry in agreed) == list(range(1, 4 + PROCESSES + 1))
    folders.assert_sound(project)
