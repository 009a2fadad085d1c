"""Folders that are shared with others' files.

Only what is ours is written or removed, and a crash is made good.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcsj_cli.errors import ExistsError, InvalidValueError, OutputError
from mcsj_cli.store import files, managed_folder
from mcsj_cli.store.managed_folder import Differences, ManagedFolder, Output, outputs_of
from tests.conftest import ROOT

LIST = ".mcsj-test.json"
A = {"a.txt": b"a", "b/c.txt": b"c", "b/d/e.txt": b"e"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "web"


def bring(folder: Path, contents: dict[str, bytes], *, overwrite: bool = False) -> Differences:
    outputs, place = outputs_of(contents), ManagedFolder(folder, LIST)
    found = place.compare(outputs, overwrite=overwrite)
    place.write(outputs, found)
    return found


def contents(folder: Path) -> dict[str, bytes]:
    """Give what lies there, links by where they lead, but the list."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = f"-> {path.readlink()}".encode()
        elif path.is_file() and path.name != LIST:
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def write_list(folder: Path, names: dict[str, bytes], name: str = LIST) -> None:
    """Claim that these files, with that in them, are the program's."""
    known = {path: ["", [sha256(content).hexdigest()[:32]]] for path, content in names.items()}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps({"files": known}), encoding="utf-8")


def test_what_is_compared_is_what_is_done(folder: Path) -> None:
    assert ManagedFolder(folder, LIST).compare(outputs_of(A)).added == [
        "a.txt",
        "b/c.txt",
        "b/d/e.txt",
    ]
    assert not folder.exists()
    bring(folder, A)
    assert contents(folder) == A
    (folder / "mine.txt").write_bytes(b"m")
    found = bring(folder, {"a.txt": b"A", "b/c.txt": b"c"})
    assert (found.added, found.changed, found.removed) == ([], ["a.txt"], ["b/d/e.txt"])
    assert contents(folder) == {"a.txt": b"A", "b/c.txt": b"c", "mine.txt": b"m"}
    assert not (folder / "b/d").exists()


def test_the_same_again_writes_nothing_at_all(folder: Path) -> None:
    bring(folder, A)
    for path in folder.rglob("*"):
        os.utime(path, (1, 1))
    found = bring(folder, A)
    assert (found.added, found.changed, found.removed) == ([], [], [])
    assert {path.stat().st_mtime for path in folder.rglob("*")} == {1}


def test_a_file_whose_sources_are_the_same_is_not_made_again(folder: Path) -> None:
    made: list[str] = []

    def make(mark: str) -> bytes:
        made.append(mark)
        return mark[:1].encode()

    def output(mark: str) -> Output:
        return Output("x", mark, lambda: make(mark))

    place = ManagedFolder(folder, LIST)
    for mark, written in (("a1", 1), ("a1", 0), ("a2", 0), ("a2", 0), ("b1", 1), ("b1", 0)):
        assert place.write([output(mark)], place.compare([output(mark)])) == written
    assert made == ["a1", "a2", "b1"]
    (folder / "x").unlink()
    assert place.write([output("b1")], place.compare([output("b1")])) == 1


@pytest.mark.parametrize("name", ["a.txt", "b/c.txt"])
def test_others_files_stay_and_the_rest_is_written_if_so_wished(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_bytes(b"")
    found = ManagedFolder(folder, LIST).compare(outputs_of(A))
    assert found.others == [name]
    with pytest.raises(ExistsError, match=name):
        ManagedFolder(folder, LIST).refuse_others(found)
    for _time in range(2):
        bring(folder, A)
        assert contents(folder) == A | {name: b""}
    bring(folder, A, overwrite=True)
    assert contents(folder) == A
    assert bring(folder, {}).removed == sorted(A)


def test_an_edited_file_stays_and_is_its_editors_when_it_is_no_longer_wanted(folder: Path) -> None:
    bring(folder, A)
    (folder / "a.txt").write_bytes(b"edited")
    assert bring(folder, A).others == ["a.txt"]
    rest = {name: content for name, content in A.items() if name != "a.txt"}
    assert bring(folder, rest, overwrite=True).left == ["a.txt"]
    assert bring(folder, rest).left == []
    assert (folder / "a.txt").read_bytes() == b"edited"


def test_a_file_with_what_it_would_hold_anyway_is_taken_up(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"a")
    found = bring(folder, A)
    assert (list(found.kept), found.others) == (["a.txt"], [])
    (folder / LIST).unlink()
    assert list(bring(folder, A).kept) == sorted(A)
    assert bring(folder, {}).removed == sorted(A)


NAMES_OF_OTHERS = (
    "../victim",
    "b/../../victim",
    "{}/victim",
    ".",
    "",
    "./a",
    "b//c",
    ".git/config",
    "C:x",
    "b\\c",
    "x\0y",
)


@pytest.mark.parametrize("name", [*NAMES_OF_OTHERS, LIST])
def test_a_list_that_was_tampered_with_leads_nowhere_else(folder: Path, name: str) -> None:
    """Of every other name, what a file of it holds is known to whoever wrote the list."""
    outside = [folder / name for name in ("../victim", "a", ".git/config", "b/c", "C:x", "b\\c")]
    for path in outside:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"v")
    left = folder.parent / ".mcsj-left.tmp"
    left.write_bytes(b"v")
    write_list(folder, {name.format(folder.parent): b"v"})
    found = bring(folder, A)
    assert (found.removed, found.left) == ([], [])
    assert all(path.read_bytes() == b"v" for path in [*outside, left])


@pytest.mark.parametrize("digest", ["", "x"])
def test_a_link_that_a_list_claims_stays(folder: Path, digest: str) -> None:
    folder.mkdir()
    (folder / "link").symlink_to("nowhere")
    (folder / LIST).write_text(json.dumps({"files": {"link": ["", [digest]]}}), encoding="utf-8")
    bring(folder, {})
    assert (folder / "link").is_symlink()


def _to_file(place: Path, outside: Path) -> None:
    (outside / "a.txt").write_bytes(b"a")
    place.symlink_to(outside / "a.txt")


def _dangling(place: Path, outside: Path) -> None:
    place.symlink_to(outside / "new.txt")


def _to_folder(place: Path, outside: Path) -> None:
    place.symlink_to(outside)


def _circle(place: Path, outside: Path) -> None:
    place.symlink_to(place.name)


def _pipe(place: Path, outside: Path) -> None:
    os.mkfifo(place)


def _folder(place: Path, outside: Path) -> None:
    place.mkdir()


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("make", [_to_file, _dangling, _to_folder, _circle, _pipe, _folder])
@pytest.mark.parametrize(
    ("place", "others"),
    [
        ("a.txt", ["a.txt"]),
        ("b/c.txt", ["b/c.txt"]),
        ("b", ["b/c.txt", "b/d/e.txt"]),
        ("b/d", ["b/d/e.txt"]),
    ],
)
def test_what_is_no_file_is_others_and_is_not_written_through(
    folder: Path,
    place: str,
    others: list[str],
    make: Callable[[Path, Path], None],
    *,
    overwrite: bool,
) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (folder / place).parent.mkdir(parents=True)
    make(folder / place, outside)
    before = contents(outside)
    write_list(folder, {"b/victim": b"v", "b/d/victim": b"v", **A})
    for name in ("victim", "d/victim"):
        (outside / name).parent.mkdir(exist_ok=True)
        (outside / name).write_bytes(b"v")
    found = bring(folder, A, overwrite=overwrite)
    if make is not _folder or "." in place:
        assert found.others == others
        assert set(A) - set(others) <= set(contents(folder))
    else:
        assert (found.others, contents(folder)) == ([], A)
    assert contents(outside) == before | {"victim": b"v", "d/victim": b"v"}


def test_a_link_in_the_place_of_the_list_is_not_followed(folder: Path) -> None:
    folder.mkdir()
    (folder / LIST).symlink_to(folder.parent / "new.json")
    with pytest.raises(InvalidValueError, match=LIST):
        bring(folder, A)
    assert not (folder.parent / "new.json").exists()


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b"\xff", b"\x00", b'{"files": {"a": "x"}}', b'{"files": 5}']
)
def test_a_list_that_is_not_ours_is_not_guessed_at(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / LIST).write_bytes(content)
    with pytest.raises(InvalidValueError, match=LIST):
        bring(folder, A)
    assert contents(folder) == {}


def test_what_a_broken_run_left_goes_where_files_of_ours_are_and_nowhere_else(folder: Path) -> None:
    bring(folder, A)
    (folder / "mine").mkdir()
    places = {name: folder / name / ".mcsj-x.tmp" for name in ("", "b", "b/d", "mine")}
    for path in places.values():
        path.write_bytes(b"half")
    bring(folder, A)
    assert {name for name, path in places.items() if path.exists()} == {"mine"}


@pytest.mark.parametrize("place", ["a.txt", "a.txt/b"])
def test_a_folder_that_cannot_be(folder: Path, place: str) -> None:
    bring(folder, A)
    with pytest.raises(OutputError):
        bring(folder / place, A)


KILL = """
import os, sys
from pathlib import Path
from mcsj_cli.store import files, managed_folder
at, real, calls = int(sys.argv[1]), os.fsync, 0
def strike(handle):
    global calls
    calls += 1
    if calls == at:
        os.kill(os.getpid(), 9)
    return real(handle)
files.os.fsync = strike
managed_folder._BATCH = 2
names = ("b/c.txt", "n/1", "n/2", "a.txt", "o/p")
outputs = managed_folder.outputs_of({name: name.upper().encode() for name in names})
place = managed_folder.ManagedFolder(Path(sys.argv[2]), sys.argv[3])
place.write(outputs, place.compare(outputs))
print(calls)
"""


def test_a_run_that_is_killed_anywhere_is_made_good_by_the_next(tmp_path: Path) -> None:
    """Every file that is written is synced, and so is its folder.

    A run is struck at each of those in turn.
    """
    ends = 0
    for at in range(1, 40):
        folder = tmp_path / str(at)
        bring(folder, A)
        command = [sys.executable, "-c", KILL, str(at), str(folder), LIST]
        environ = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environ, capture_output=True, check=False)
        ends += done.returncode == -signal.SIGKILL
        if done.returncode == 0:
            break
        # What was written is known as the program's, though it is to be something else by now.
        wanted = {"a.txt": b"third", "n/1": b"third"}
        found = bring(folder, wanted)
        assert (found.others, found.left) == ([], []), at
        assert contents(folder) == wanted, at
    assert ends > 8


def test_a_failure_half_way_leaves_whole_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(managed_folder, "_BATCH", 1)
    real = files.write_all

    def fail(wanted: dict[Path, bytes]) -> None:
        if folder / "b/c.txt" in wanted:
            raise OutputError(folder, "full")
        real(wanted)

    monkeypatch.setattr(files, "write_all", fail)
    with pytest.raises(OutputError) as caught:
        bring(folder, A)
    assert caught.value.advice.startswith("Cada archivo está entero")
    monkeypatch.undo()
    assert contents(folder) == {"a.txt": b"a"}
    assert bring(folder, A).others == []
    assert contents(folder) == A


NAMES = st.sampled_from(["a", "b/c", "b/d", "b/e/f", "g"])
BYTES = st.sampled_from([b"", b"1", b"2"])
STATES = st.dictionaries(NAMES, BYTES)


@given(st.lists(st.tuples(STATES, st.dictionaries(NAMES, BYTES, max_size=1)), max_size=6))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_what_others_wrote_is_never_lost(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[dict[str, bytes], dict[str, bytes]]]
) -> None:
    """Law: a file is ours if we wrote it, or would have, and nobody else wrote another since."""
    folder = tmp_path_factory.mktemp("law")
    ours: dict[str, bytes] = {}
    theirs: dict[str, bytes] = {}
    for wanted, edits in steps:
        for name, content in edits.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
            if ours.get(name) != content:
                theirs[name] = content
            else:
                theirs.pop(name, None)
        bring(folder, wanted)
        for name in wanted:
            if theirs.get(name, wanted[name]) == wanted[name]:
                theirs.pop(name, None)
                ours[name] = wanted[name]
        ours = {name: content for name, content in ours.items() if name in wanted}
        expected = {name: content for name, content in ours.items() if name not in theirs}
        assert contents(folder) == expected | theirs
