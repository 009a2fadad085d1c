"""Whatever two people change at the same time makes one sound network, and all lost is told."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from mcsj_cli.store.moved_records import Placed
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


@pytest.mark.parametrize(
    ("part", "one", "other", "fault"),
    [
        ("reconcile._differ", "g4 --not-held", "g4 --present monterrey --excused", "not"),
        ("reconcile._raise_sequence", "move leon --group 4", "move torreon", "again"),
        ("merge_plan.place_together", "done bancos", "mv data/actions", "there twice"),
        ("reconcile._merge_sets", "tag el-pueblo-que +SOSeconomia", "bancos --note Dos", ""),
        ("reconcile._merge_sets", "update bancos --note Uno", "update bancos --note Dos", "not in"),
    ],
)
def test_the_judge_finds_what_is_broken_or_lost(
    judged: tuple[Judge, list[Version]],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    one: str,
    other: str,
    fault: str,
) -> None:
    judge, versions = judged
    pair = [next(version for version in versions if name in version.name) for name in (one, other)]
    assert judge.judge(*pair) == []
    monkeypatch.setattr(f"mcsj_cli.store.{part}", BROKEN[part])
    found = judge.judge(*pair)
    assert bool(found) == bool(fault)
    assert not fault or any(fault in one for one in found), found


BROKEN: dict[str, Any] = {
    "reconcile._differ": lambda _ours, _theirs: False,
    "reconcile._raise_sequence": lambda *_versions: {},
    "reconcile._merge_sets": lambda _base, _ours, theirs: theirs,
    "merge_plan.place_together": lambda ours, theirs: Placed(ours, theirs, []),
}


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
