"""Random commands and edits: index, files and a plain model never disagree."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.content import Content
from mcsj_cli.model.text import fold, slugify
from mcsj_cli.store import yaml
from mcsj_cli.store.index import INDEX
from tests.conftest import copy_folder
from tests.stress import console, folders, hands
from tests.stress.sizes import size

FOLDER = Path("data/content")
TITLES = ("Alfa", "Alfa uno", "Beta dos", "Gama: tres", "ñandú alfa", "Délta", "beta")
WORDS = ("alfa", "bet", "gama", "nandu", "delta", "una", "zzz")
DAYS = ("2020-04-20", "2020-04-22", "2019-12-30", "2021-01-05")
STATUSES = ("draft", "retracted")
BROKEN = (b"", b"title: [", b"title: x\n", b"\xff\xfe", b"<<<<<<< a\n", b"nadie: 1\n")


@dataclass(frozen=True)
class Item:
    """What the model knows of an item."""

    title: str
    tags: tuple[str, ...]
    source: str
    summary: str
    status: str
    created: str

    @classmethod
    def of(cls, record: Content) -> "Item":
        texts = (record.title, tuple(record.tags), record.source, record.summary)
        return cls(*texts, record.status.value, record.created.isoformat())

    def has(self, word: str) -> bool:
        text = fold(" ".join([self.title, self.source, self.summary, *self.tags]))
        return any(part.startswith(word) for part in re.findall(r"\w+", text))


Model = dict[str, Item | None]  # by file; None is one that cannot be read


def read_plainly(root: Path) -> Model:
    model: Model = {}
    for path in (root / FOLDER).rglob("*.yaml"):
        try:
            model[path.relative_to(root).as_posix()] = Item.of(
                yaml.load(path.read_bytes(), Content, path.name)
            )
        except InvalidDataError:
            model[path.relative_to(root).as_posix()] = None
    return model


class Folder(RuleBasedStateMachine):
    """A folder under a person's hands and the program's commands, and what should be in it."""

    demo: Path
    top: Path
    number = 0

    def __init__(self) -> None:
        super().__init__()
        Folder.number += 1
        self.root = self.top / str(Folder.number)
        copy_folder(self.demo, self.root)
        shutil.rmtree(self.root / ".mcsj", ignore_errors=True)
        for path in sorted((self.root / FOLDER).rglob("*.yaml"))[6:]:
            path.unlink()
        folders.run_git(self.root, "commit", "-qam", "menos")
        self.model = read_plainly(self.root)
        self.past = [dict(self.model)]  # what each commit holds
        # What was there before each change that stands, and after each that was undone since.
        self.standing: list[dict[str, Item | None]] = []
        self.undone: list[dict[str, Item | None]] = []
        self.clean = True

    def teardown(self) -> None:
        folders.run_git(self.root, "fsck", "--strict")
        shutil.rmtree(self.root)

    def run(self, *arguments: str, code: int = 0) -> str:
        result = console.run(self.root, *arguments)
        assert result.code == code, (arguments, result)
        return result.out

    def files(self, *, whole: bool = True) -> list[str]:
        return sorted(file for file, item in self.model.items() if item or not whole)

    @rule(title=st.sampled_from(TITLES), tag=st.sampled_from(hands.TAGS), day=st.sampled_from(DAYS))
    def add(self, title: str, tag: str, day: str) -> None:
        stem = f"{FOLDER}/{day[:4]}/{day}-{slugify(title)}"
        names = (
            f"{stem}{ending}.yaml" for ending in ("", *(f"-{number}" for number in range(2, 99)))
        )
        file = next(name for name in names if name not in self.model)
        assert self.run("content", "add", "-t", tag, "--date", day, "--", title) == f"{file}\n"
        self.model[file] = Item(title, (tag,), "", "", "draft", day)
        # The commit holds this file and else what the last one did.
        self.remember({**self.past[-1], file: self.model[file]})

    @rule(
        data=st.data(),
        status=st.sampled_from(STATUSES),
        source=st.sampled_from(["IMSS", "OMS alfa", ""]),
    )
    def edit(self, data: st.DataObject, status: str, source: str) -> None:
        file = data.draw(st.sampled_from(self.files() or [""]))
        item = self.model.get(file)
        if item and item.status in STATUSES:
            hands.put(self.root / file, "status", f"status: {status}")
            hands.put(self.root / file, "source", f"source: '{source}'")
            self.model[file] = replace(item, status=status, source=source)
            self.clean = False

    @rule(data=st.data(), title=st.sampled_from(TITLES))
    def move(self, data: st.DataObject, title: str) -> None:
        file = data.draw(st.sampled_from(self.files() or [""]))
        place = f"{FOLDER}/2020/2020-04-01-{slugify(title)}.yaml"
        if file and place not in self.model:
            (self.root / file).rename(self.root / place)
            self.model[place] = self.model.pop(file)
            self.clean = False

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        file = data.draw(st.sampled_from(self.files(whole=False) or [""]))
        if file:
            (self.root / file).unlink()
            del self.model[file]
            self.clean = False

    @rule(data=st.data(), raw=st.sampled_from(BROKEN))
    def break_file(self, data: st.DataObject, raw: bytes) -> None:
        file = data.draw(st.sampled_from(self.files() or [""]))
        if file:
            (self.root / file).write_bytes(raw)
            self.model[file] = None
            self.clean = False

    @rule(data=st.data())
    def check_out(self, data: st.DataObject) -> None:
        """Bring a file back from the last commit, whatever became of it."""
        file = data.draw(st.sampled_from(sorted(self.past[-1])))
        folders.run_git(self.root, "checkout", "-q", "HEAD", "--", file)
        self.model[file] = self.past[-1][file]
        self.clean = False

    @rule()
    def commit(self) -> None:
        folders.run_git(self.root, "add", "-A")
        if folders.run_git(self.root, "status", "--porcelain"):
            folders.run_git(self.root, "commit", "-qm", "a mano")
            self.remember(dict(self.model))
        self.clean = True

    def remember(self, state: dict[str, Item | None]) -> None:
        """Note what a new commit holds."""
        self.standing.append(self.past[-1])
        self.undone.clear()
        self.past.append(state)

    @precondition(lambda self: self.clean and self.standing)
    @rule()
    def undo(self) -> None:
        self.run("undo")
        self.undone.append(self.past[-1])
        self.model = dict(self.standing.pop())
        self.past.append(dict(self.model))

    @precondition(lambda self: self.clean)
    @rule()
    def redo(self) -> None:
        if not self.undone:
            self.run("undo", "--redo", code=2)
            return
        self.run("undo", "--redo")
        self.standing.append(self.past[-1])
        self.model = dict(self.undone.pop())
        self.past.append(dict(self.model))

    @rule()
    def look_at_history(self) -> None:
        assert (
            len(json.loads(self.run("log", "--limit", "999", "--format", "json")))
            == len(self.past) + 1
        )

    @rule()
    def rebuild_index(self) -> None:
        self.run("index", "rebuild")

    @rule(
        chance=st.randoms(use_true_random=False),
        form=st.sampled_from(["head", "cut", "empty", "text", "gone"]),
    )
    def damage_index(self, chance: Random, form: str) -> None:
        path = self.root / INDEX
        raw = bytearray(path.read_bytes())
        if form == "head":
            raw[:16] = chance.randbytes(16)
        elif form == "cut":
            raw = raw[: chance.randrange(len(raw))]
        path.write_bytes({"empty": b"", "text": b"index: no\n"}.get(form, bytes(raw)))
        if form == "gone":
            path.unlink()

    @rule(
        tag=st.sampled_from([*hands.TAGS, None]), status=st.sampled_from([*STATUSES, None]),
        first=st.sampled_from([*DAYS, None]), limit=st.sampled_from([1, 3, None]),
    )  # fmt: skip
    def list_some(
        self, tag: str | None, status: str | None, first: str | None, limit: int | None
    ) -> None:
        options = {"--tag": tag, "--status": status, "--from": first, "--limit": limit}
        given = [
            str(part)
            for name, value in options.items()
            if value is not None
            for part in (name, value)
        ]
        found = json.loads(self.run("content", "list", "--format", "json", *given))
        wanted = [
            (item.created, Path(file).stem)
            for file, item in self.usable()
            if (tag is None or tag in item.tags)
            and status in (None, item.status)
            and item.created >= (first or "")
        ]
        wanted.sort()
        assert [(item["created"], item["uid"]) for item in found] == (
            wanted[-limit:] if limit else wanted
        )

    @rule(word=st.sampled_from(WORDS))
    def search(self, word: str) -> None:
        found = json.loads(
            self.run("content", "search", word, "--limit", "999", "--format", "json")
        )
        wanted = sorted(Path(file).stem for file, item in self.usable() if item.has(word))
        assert sorted(item["uid"] for item in found) == wanted

    def usable(self) -> Iterator[tuple[str, Item]]:
        """Give the items that can be read; of two of one name the first file holds the record."""
        seen: set[str] = set()
        for file in sorted(self.model):
            item = self.model[file]
            if item and Path(file).stem not in seen:
                seen.add(Path(file).stem)
                yield file, item

    @invariant()
    def index_and_files_agree(self) -> None:
        assert read_plainly(self.root) == self.model
        result = console.run(self.root, "content", "list", "--format", "json")
        assert result.code == 0, result
        found = {
            item["uid"]: Item(
                item["title"],
                tuple(item["tags"]),
                item["source"],
                item["summary"],
                item["status"],
                item["created"],
            )
            for item in json.loads(result.out)
        }
        assert found == {Path(file).stem: item for file, item in self.usable()}
        for file, item in self.model.items():
            assert item or file in result.err


@pytest.mark.parametrize("aged", [False, True], ids=["young", "aged"])
def test_index_files_and_model_agree(
    demo_folder: Path, tmp_path: Path, aged: bool, request: pytest.FixtureRequest
) -> None:
    """Once with files so young that they are read each time,
    and once with files that the index trusts.
    """
    if aged:
        request.getfixturevalue("later")
    Folder.demo, Folder.top = demo_folder, tmp_path
    run_state_machine_as_test(
        Folder,
        settings=settings(
            max_examples=size(4, 40, 80),
            stateful_step_count=size(12, 30),
            deadline=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
