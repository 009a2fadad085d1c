"""A writer that dies at any instant leaves each file old or new,
and the next command goes on from there.
"""

import os
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from tests.conftest import Result
from tests.stress import folders, scenes
from tests.stress.sizes import WHOLE, size

STEPS = "tests.stress.steps"
LATER = "Una nota de después"
LATER_FILE = "data/content/2020/2020-04-22-una-nota-de-despues.yaml"
KILLS = size(3, 40, 75)  # at random instants of each scene
SEED = 20200422
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def played(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, scenes.Scene]:
    """The scenes that were set up already, to be copied."""
    return {}


@pytest.fixture(params=scenes.SCENES)
def scene(
    request: pytest.FixtureRequest, demo_folder: Path, tmp_path_factory: pytest.TempPathFactory,
    played: dict[str, scenes.Scene],
) -> scenes.Scene:  # fmt: skip
    if request.param not in played:
        top = tmp_path_factory.mktemp("scene") / "top"
        played[request.param] = scenes.SCENES[request.param](demo_folder, top)
    return played[request.param]


class Ending:
    """A scene that was played to its end.

    What lay in data/ before and after, how long and in how many steps.
    """

    def __init__(self, scene: scenes.Scene, top: Path) -> None:
        whole = scene.copy(top)
        self.before = folders.read_data(whole.root)
        began = time.monotonic()
        result = folders.run(whole.root, *scene.command)
        self.seconds = time.monotonic() - began
        assert result.code == (1 if scenes.OURS in result.err else 0), result
        self.after = folders.read_data(whole.root)
        assert self.after != self.before


def wait_for_orphans(group: int) -> None:
    """Wait until git, too, has come to its end.

    The system tells nobody of it who is not its parent.
    """
    with suppress(ProcessLookupError):
        while True:
            os.killpg(group, 0)
            time.sleep(0.002)


def take_locks(top: Path) -> list[str]:
    """Take away what a git that was killed holds for ever, and give the names."""
    locks = [path for path in top.rglob("*.lock") if path.is_file()]
    for path in locks:
        path.unlink()
    return [path.name for path in locks if "hub.git" not in path.parts]


@pytest.fixture
def run(mcsj: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder, in this process: what a crash left is on the disk alone."""

    def run(root: Path, *arguments: str) -> Result:
        monkeypatch.chdir(root)
        return mcsj(*arguments)

    return run


def examine(scene: scenes.Scene, ending: Ending, run: Run) -> None:
    """See that a crash left nothing half done that anybody would notice,
    and that all goes on from there.
    """
    root = scene.root
    data = folders.read_data(root)
    for file in data.keys() | ending.before.keys() | ending.after.keys():
        assert data.get(file) in (ending.before.get(file), ending.after.get(file)), file
    folders.assert_only_data(root)
    assert run(root, "check").code == 0
    assert_goes_on(run, root, *folders.ADD, LATER)
    if not (
        root / LATER_FILE
    ).is_file():  # the lock stood in the way of what was killed, which is finished first
        assert_goes_on(run, root, *folders.ADD, LATER)
    folders.run_git(root, "fsck", "--strict")
    for _ in range(2):
        assert_goes_on(run, root, "sync")
    assert folders.list_git_status(root) == ""
    folders.run_git(root, "fsck", "--strict")
    folders.assert_index_agrees(root)
    end = folders.read_data(root)
    assert end.pop(LATER_FILE)
    if scene.command == ("sync",):
        assert end == ending.after
    for file in end.keys() | ending.before.keys() | ending.after.keys():
        assert end.get(file) in (ending.before.get(file), ending.after.get(file)), file
    assert folders.run_git(scene.hub, "rev-parse", "main") == folders.run_git(
        root, "rev-parse", "HEAD"
    )


def assert_goes_on(run: Run, root: Path, *command: str) -> Result:
    """Run a command; one that meets a lock of git's must name it, and works once that is gone."""
    result = run(root, *command)
    if result.code == 7:
        named = re.search(r"([\w.]+\.lock)", result.err)
        assert named is not None, result
        assert named[1] in take_locks(root.parent), result
        command = (
            "sync",
        )  # records what the command had written, and may bring in what was killed before
        result = run(root, *command)
    assert result.code == 0 or (command == ("sync",) and scenes.OURS in result.err), result
    return result


def test_killed_before_any_step(scene: scenes.Scene, tmp_path: Path, run: Run) -> None:
    ending = Ending(scene, tmp_path / "whole")
    counted = folders.finish(
        folders.start(
            scene.copy(tmp_path / "count").root, "0", "alone", *scene.command, program=("-m", STEPS)
        )
    )
    count = int(counted.err.rsplit("steps: ", 1)[1])
    chance = Random(SEED)  # noqa: S311
    failed: list[str] = []
    for step in range(1, count + 1) if WHOLE else sorted(chance.sample(range(1, count + 1), 2)):
        killed = scene.copy(tmp_path / f"step {step}")
        process = folders.start(
            killed.root,
            str(step),
            chance.choice(["alone", "group"]),
            *scene.command,
            program=("-m", STEPS),
        )
        result = folders.finish(process)
        wait_for_orphans(process.pid)
        assert result.code == -signal.SIGKILL, (step, result)
        try:
            examine(killed, ending, run)
        except AssertionError as error:
            failed.append(f"before step {step} of {count}: {str(error)[:600]}")
    assert failed == []


def test_killed_at_any_instant(scene: scenes.Scene, tmp_path: Path, run: Run) -> None:
    ending = Ending(scene, tmp_path / "whole")
    chance = Random(SEED)  # noqa: S311
    died, failed = 0, []
    for number in range(4 * KILLS):
        if number >= KILLS and died > KILLS / 3:
            break  # on a machine whose load falls, more of them come too late
        killed = scene.copy(tmp_path / str(number))
        process = folders.start(killed.root, *scene.command)
        delay = chance.uniform(0, ending.seconds)
        time.sleep(delay)
        with suppress(ProcessLookupError):
            chance.choice([os.killpg, os.kill])(process.pid, signal.SIGKILL)
        died += folders.finish(process).code == -signal.SIGKILL
        wait_for_orphans(process.pid)
        try:
            examine(killed, ending, run)
        except AssertionError as error:
            failed.append(f"after {delay:.4f} s: {str(error)[:600]}")
    assert failed == []
    assert died > KILLS / 3
