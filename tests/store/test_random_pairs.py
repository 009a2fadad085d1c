"""Whatever two people change at the same time makes one sound network, and all lost is told."""

from pathlib import Path
from random import Random

import pytest

from tests.changes import MOMENT, list_changes
from tests.conftest import copy_folder
from tests.store.pairs_in_memory import Judge, Version
from tests.store.test_history import run_git
from tests.stress.sizes import size

PAIRS = size(150, 2000)


@pytest.fixture(scope="module")
def judged(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Judge, list[Version]]:
    """The example, and what each change makes of it, as a commit upon it."""
    root = tmp_path_factory.mktemp("base") / "red"
    copy_folder(demo_folder, root)
    base = run_git(root, "rev-parse", "HEAD").strip()
    judge, versions = Judge(root, base), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCSJ_NOW", MOMENT)
        for change in list_changes():
            change.do(root)
            run_git(root, "add", "-A", "data")
            if run_git(root, "status", "--porcelain"):
                run_git(root, "commit", "-qm", "a mano")
            versions.append(
                judge.read_version(change.name, run_git(root, "rev-parse", "HEAD").strip())
            )
            run_git(root, "reset", "-q", "--hard", base)
    return judge, versions


def test_any_two_changes_make_one_sound_network(judged: tuple[Judge, list[Version]]) -> None:
    judge, versions = judged
    chance = Random(20200508)  # noqa: S311
    wrong = []
    for _pair in range(PAIRS):
        one, other = _choose(versions, chance)
        wrong += [f"{one.name} | {other.name}: {fault}" for fault in judge.judge(one, other)]
    assert wrong == []


def _choose(versions: list[Version], chance: Random) -> tuple[Version, Version]:
    """Choose two versions, most of the time such as changed one file."""
    one, other = chance.sample(versions, 2)
    if chance.random() < 0.8:
        near = [
            version
            for version in versions
            if version is not one and version.after.keys() & one.after.keys()
        ]
        other = chance.choice(near or [other])
    return one, other
