"""Several clones that change the same things and share them.

All end up alike, and no change is lost unsaid.
"""

import re
import shutil
from pathlib import Path
from random import Random

import pytest

from mcsj_cli.store import git
from tests.conftest import Result
from tests.stress import folders, hands, ledger
from tests.stress.sizes import size

CLONES, CHANGES = size((3, 8), (6, 20), (6, 30))
SEEDS = size([20200422], [20200422, 20200423, 20200424])
SHARED = 5  # items that all of them change; so many of the meetings too
ROUNDS = 12  # each sync brings something new to the others, but not for ever
GROUPS = "data/groups.yaml"


class Clone:
    """One coordinator's copy of the folder, and what was in it after its last sync."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.values = ledger.read_values(root)


class Network:
    """The clones, what they changed and what their syncs told."""

    def __init__(self, clones: list[Clone], chance: Random) -> None:
        self.clones = clones
        self.chance = chance
        self.changes: list[ledger.Change] = []
        self.reports: list[ledger.Report] = []
        self.told: list[Result] = []
        self._turn = 0
        self._number = 0
        root = clones[0].root
        items, meetings = (
            sorted((root / "data" / kind / "2020").glob("*.yaml"))
            for kind in ("content", "meetings")
        )
        self.items = [
            path.relative_to(root).as_posix() for path in self.chance.sample(items, SHARED)
        ]
        self.meetings = [
            path.relative_to(root).as_posix() for path in meetings if "W17" in path.name
        ][:SHARED]
        self.tags = {file: str(hands.read(root / file)["tags"][0]) for file in self.items}  # type: ignore[index]
        self.mesas = {file: list(hands.read(root / file)["attendance"]) for file in self.meetings}  # type: ignore[call-overload]

    def token(self, clone: Clone) -> str:
        """Make a value that nobody else writes."""
        self._number += 1
        return f"valor {self._number} de {clone.root.name}"

    def change(self, clone: Clone) -> None:
        """Change something in a clone."""
        self.chance.choices(
            [
                self._add,
                self._edit_field,
                self._edit_list,
                self._edit_meeting,
                self._edit_groups,
                self._delete,
            ],
            [2, 6, 4, 4, 4, 1],
        )[0](clone)

    def _add(self, clone: Clone) -> None:
        # Some titles are everybody's: two people call two things the same, and both stay.
        title = self.chance.choice(
            [self.token(clone), f"Nota de todos {self.chance.randint(1, 3)}"]
        )
        result = folders.run(clone.root, *folders.ADD, title, "--source", self.token(clone))
        assert result.code == 0, result

    def _edit_field(self, clone: Clone) -> None:
        path = self._choose(clone, self.items)
        key = self.chance.choice(["title", "summary", "source"])
        hands.put(path, key, f"{key}: {hands.quote(self.token(clone), self.chance)}")

    def _edit_list(self, clone: Clone) -> None:
        path = self._choose(clone, self.items)
        if self.chance.random() < 0.5:
            hands.toggle(path, "states", hands.STATES, self.chance)
        else:
            kept = self.tags.get(path.relative_to(clone.root).as_posix(), "SOSnacional")
            hands.toggle(path, "tags", hands.TAGS, self.chance, kept)

    def _edit_meeting(self, clone: Clone) -> None:
        path = self._choose(clone, self.meetings)
        hands.mark_attendance(
            path, self.mesas[path.relative_to(clone.root).as_posix()], self.chance
        )

    def _edit_groups(self, clone: Clone) -> None:
        path = clone.root / GROUPS
        if self.chance.random() < 0.5:
            comment = f"  # {self._number}" if self.chance.random() < 0.2 else ""
            hands.name_group(path, self.chance.randint(1, 6), self.token(clone), comment)
        else:
            slugs = re.findall(r"slug: ([a-z-]+)", path.read_text(encoding="utf-8"))
            hands.name_mesa(path, self.chance.choice(slugs), self.token(clone))

    def _delete(self, clone: Clone) -> None:
        path = self._choose(clone, [*self.items, *self.meetings[1:]])
        if path.relative_to(clone.root).as_posix() != self.meetings[0]:
            path.unlink()

    def _choose(self, clone: Clone, files: list[str]) -> Path:
        """Choose a file that everybody changes, if the clone has it still,
        or any other of its kind.
        """
        path = clone.root / self.chance.choice(files)
        if path.exists():
            return path
        kept = [clone.root / file for file in files if (clone.root / file).exists()]
        return self.chance.choice(kept or sorted(path.parent.glob("*.yaml")))

    def sync(self, clones: list[Clone], times: int = 1) -> None:
        """Let some clones sync at once, each in so many processes,
        and write down what was changed and told.
        """
        self._turn += 1
        for clone in clones:
            values = ledger.read_values(clone.root)
            self.changes += ledger.compare(self._turn, clone.root.name, clone.values, values)
        running = [folders.start(clone.root, "sync") for clone in clones for _ in range(times)]
        results = [folders.finish(process) for process in running]
        self.told += results
        for clone, result in zip(
            [clone for clone in clones for _ in range(times)], results, strict=True
        ):
            self.changes = ledger.move_doubled(
                result.err, self.changes, clone.root.name, self._turn
            )
            reports = ledger.read_reports(result.err)
            assert result.code == any(report.lost is not None for report in reports), result
            self.reports += reports
        for clone in clones:
            clone.values = ledger.read_values(clone.root)

    def settle(self) -> None:
        """Sync everybody until nothing moves any more."""
        for _ in range(ROUNDS):
            self.told.clear()
            for clone in self.clones:
                self.sync([clone])
            if all(
                result.out == "0 cambios recibidos, 0 cambios enviados.\n" for result in self.told
            ):
                return
        raise AssertionError(self.told)


@pytest.fixture
def clones(project: Path, tmp_path: Path) -> list[Clone]:
    """Several clones of one copy."""
    hub = tmp_path / "hub.git"
    folders.run_git(tmp_path, "init", "-q", "--bare", "-b", "main", str(hub))
    folders.run_git(project, "remote", "add", "origin", str(hub))
    assert folders.run(project, "sync").code == 0
    made = []
    for number in range(CLONES):
        root = tmp_path / f"c{number}"
        folders.run_git(tmp_path, "clone", "-q", str(hub), root.name)
        git.set_setting(root, "user.name", f"Coordinación {number}")
        git.set_setting(root, "user.email", f"c{number}@example.org")
        made.append(Clone(root))
    shutil.rmtree(project)
    return made


@pytest.mark.parametrize("seed", SEEDS)
def test_clones_end_up_alike_and_lose_nothing_unsaid(
    clones: list[Clone], tmp_path: Path, seed: int
) -> None:
    network = Network(clones, Random(seed))  # noqa: S311
    for _change in range(CHANGES):
        for clone in network.chance.sample(clones, CLONES):
            network.change(clone)
        at_once = network.chance.sample(clones, network.chance.choice([0, 0, 1, 1, 2, CLONES]))
        if at_once:
            network.sync(at_once)
    network.settle()
    heads = {folders.run_git(clone.root, "rev-parse", "HEAD") for clone in clones}
    assert heads == {folders.run_git(tmp_path / "hub.git", "rev-parse", "main")}
    whole = folders.read_data(clones[0].root)
    for clone in clones:
        assert folders.read_data(clone.root) == whole
        assert folders.list_git_status(clone.root) == ""
        folders.assert_sound(clone.root)
    for file, raw in whole.items():
        assert not re.search(rb"^(<<<<<<<|=======|>>>>>>>)", raw, re.MULTILINE), file
    final = ledger.read_values(clones[0].root)
    assert ledger.find_losses(network.changes, network.reports, final) == []
    planted = network.changes[0]._replace(turn=1000, after="perdido")
    assert ledger.find_losses([*network.changes, planted], network.reports, final) == [planted]
    assert CHANGES < 20 or any(change for change in ledger.find_losses(network.changes, [], final))


def test_syncs_at_once_in_one_folder(clones: list[Clone]) -> None:
    network = Network(clones, Random(SEEDS[0]))  # noqa: S311
    one, other, *_rest = clones
    for _time in range(size(5, 25, 50)):
        network.change(other)
        network.sync([other])
        network.change(one)
        network.sync([one], times=3)
    network.settle()
    assert folders.read_data(one.root) == folders.read_data(other.root)
    folders.assert_sound(one.root)


def test_what_a_merge_decided_is_told_also_where_sending_fails(
    clones: list[Clone], tmp_path: Path
) -> None:
    network = Network(clones, Random(SEEDS[0]))  # noqa: S311
    one, other, *_rest = clones
    for clone in (one, other):
        hands.name_group(clone.root / GROUPS, 1, f"Grupo de {clone.root.name}")
    network.sync([other])
    hook = tmp_path / "hub.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    told = folders.run(one.root, "sync").err
    hook.unlink()
    told += folders.run(one.root, "sync").err
    assert f"Grupo de {one.root.name}" in told
