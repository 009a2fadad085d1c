"""Two people's clones of one folder, and the copy that they share."""

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

from mcsj_cli.store import git
from tests.stress import console
from tests.stress.folders import run_git

Known = list[tuple[str, str]]  # the file and the message of each problem


def make_two(demo: Path, root: Path) -> None:
    """Make a copy that two people share, and a clone for each, beside it."""
    run_git(root, "clone", "-q", "--bare", str(demo), "hub.git")
    for name in ("ana", "beto"):
        run_git(root, "clone", "-q", "hub.git", name)
        git.set_setting(root / name, "remote.origin.url", "../hub.git")
        git.set_setting(root / name, "user.name", name)
        git.set_setting(root / name, "user.email", f"{name}@example.org")


class Two:
    """Two people's folders; `known` is what the example itself is warned of at that moment."""

    def __init__(self, root: Path, known: Known) -> None:
        self.ana, self.beto = root / "ana", root / "beto"
        self._known = known
        if not known:
            known += map(_identify, json.loads(self.run(self.ana, "check --format json")))

    def run(self, where: Path, command: str, codes: tuple[int, ...] = (0,)) -> str:
        """Run a command in a folder, and return all that it says.

        Some are of the hand: `rm FILE`, `edit FILE OLD NEW` and `drop FILE TEXT`, the line with it.
        """
        words = shlex.split(command)
        if words[0] in _HANDS:
            _HANDS[words[0]](where / words[1], *words[2:])
            return ""
        result = console.run(where, *words)
        assert result.code in codes, (command, result)
        return result.out + result.err

    def find_new(self, where: Path) -> list[dict[str, str]]:
        """Find the problems that were not there before; none of them is an error."""
        problems = json.loads(self.run(where, "check --format json", (0, 1)))
        new = [one for one in problems if _identify(one) not in self._known]
        assert {one["severity"] for one in new} <= {"warning"}, new
        return new

    def share(self) -> str:
        """Let Ana share what she did, Beto after her, and Ana again; return what he is told."""
        self.run(self.ana, "sync")
        told = self.run(self.beto, "sync", (0, 1))
        self.run(self.ana, "sync")
        assert "cambios enviados" in told or "cambio enviado" in told, told
        assert read_tree(self.ana) == read_tree(self.beto)
        assert run_git(self.beto, "status", "--porcelain") == ""
        return told

    def follow_advice(self) -> None:
        """Do what messages advise until nothing is left to say."""
        for _round in range(4):
            advised = [_find_command(one["advice"]) for one in self.find_new(self.ana)]
            commands = sorted({command for command in advised if command})
            if not commands:
                return
            for command in commands:
                self.run(self.ana, command, (0, 1))
        raise AssertionError(commands)


def _find_command(advice: str) -> str:
    match = re.search("mcsj ([a-z].*)", advice)
    return re.split("[»,.]", match[1])[0] if match else ""


def _identify(problem: dict[str, str]) -> tuple[str, str]:
    return problem["file"], problem["message"]


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")


def _drop(path: Path, text: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if text not in line]
    assert len(kept) == len(lines) - 1, text
    path.write_text("".join(kept), encoding="utf-8")


_HANDS: dict[str, Callable[..., None]] = {"rm": Path.unlink, "edit": _edit, "drop": _drop}


def read_lines(root: Path) -> str:
    """Return every line of the data, each after the name of its file."""
    lines = []
    for path in sorted((root / "data").rglob("*.yaml")):
        lines += [f"{path.stem}: {line}" for line in path.read_text(encoding="utf-8").splitlines()]
    return "\n".join(lines)


def read_tree(root: Path) -> str:
    """Return the name of all that the last commit holds."""
    return run_git(root, "rev-parse", "HEAD^{tree}")
