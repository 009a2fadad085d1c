"""Files as commits have them: their modes and contents, and what differs between two commits."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.store.git.process import ask, decode, find_line, inspect, split_names

PLAIN = "100644"  # the mode of an ordinary file: no program, no link, no repository inside this one
PROGRAM = "100755"
FILES = (PLAIN, PROGRAM)
LINK = "120000"
DATA = "data/"  # where no file is a program, whatever a disk says


class Blob(NamedTuple):
    """A file's content as a commit has it: git's mode and object name."""

    mode: str
    name: str


Content = bytes | Blob | None  # None removes the file
# The blobs of files before and after, by path; None is no file.
Changes = Mapping[str, tuple[Blob | None, Blob | None]]


def is_plain(path: str, blob: Blob | None) -> bool:
    """Whether a file is an ordinary one, if there is any; below data/ a program is one too."""
    return blob is None or blob.mode == PLAIN or (blob.mode == PROGRAM and is_data(path))


def is_program(blob: Blob | None) -> bool:
    """Whether a file may be run."""
    return blob is not None and blob.mode == PROGRAM


def is_file(blob: Blob) -> bool:
    """Whether it has a file's content: it is no link, and no repository inside this one."""
    return blob.mode in FILES


def is_link(blob: Blob | None) -> bool:
    """Whether a file is a link to another place."""
    return blob is not None and blob.mode == LINK


def is_data(path: str) -> bool:
    return path.startswith(DATA)


def is_same(path: str, pair: tuple[Blob | None, Blob | None]) -> bool:
    """Whether a data file has only become a program, or ceased to be one."""
    before, after = pair
    plain = is_plain(path, before) and is_plain(path, after) and is_data(path)
    return plain and before is not None and after is not None and before.name == after.name


def list_programs(root: Path, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """Return the modes of those files of a commit that may be run; data files never may."""
    others = [path for path in paths if not is_data(path)]
    if not others:
        return {}
    found = _parse_tree(ask(root, "ls-tree", "-z", "--full-tree", commit, *others))
    return {path: blob.mode for path, (_kind, blob) in found.items() if is_program(blob)}


def list_blobs(root: Path, commit: str, folder: str, without: Collection[str]) -> dict[str, Blob]:
    """Return the files of a commit below a folder, by path.

    What lies in the folders `without` is left out.
    """
    found = _parse_tree(ask(root, "ls-tree", "-z", "--full-tree", commit, f"{folder}/"))
    others = []
    for path, (kind, _blob) in found.items():
        if kind == "tree" and path not in without:
            others.append(f"{path}/")
    if others:
        found |= _parse_tree(ask(root, "ls-tree", "-r", "-z", "--full-tree", commit, *others))
    return {path: blob for path, (kind, blob) in found.items() if kind == "blob"}


def _parse_tree(raw: bytes) -> dict[str, tuple[str, Blob]]:
    """Parse the entries of `ls-tree`: their kind (blob, tree, commit) and content by path."""
    entries = {}
    for row in split_names(raw):
        marks, _tab, path = row.partition("\t")
        mode, kind, name = marks.split(" ")
        entries[path] = (kind, Blob(mode, name))
    return entries


def compare(root: Path, before: str, after: str) -> dict[str, tuple[Blob | None, Blob | None]]:
    """Return the files that differ between two commits, each as it was before and after."""
    raw = ask(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", before, after)
    return parse_changes(raw)


def compare_with_folder(root: Path, commit: str, under: str) -> dict[str, Blob | None]:
    """Return the files below a folder that differ from a commit, each as the commit has it.

    Git's own index is not refreshed.
    """
    raw = inspect(
        root,
        "--no-optional-locks",
        "diff",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--no-relative",
        "--ignore-submodules",
        commit,
        "--",
        f"{under}/",
        files=True,
    )
    changed = {path: before for path, (before, _after) in parse_changes(raw).items()}
    others = split_names(ask(root, "ls-files", "-z", "--others", "--", f"{under}/"))
    return {**dict.fromkeys(others), **changed}


def parse_changes(raw: bytes) -> dict[str, tuple[Blob | None, Blob | None]]:
    """Parse git's raw form of a diff; None stands for no file."""
    parts = decode(raw).split("\0")
    changes: dict[str, tuple[Blob | None, Blob | None]] = {}
    for marks, path in zip(parts[0::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _status = marks.lstrip(":").split(" ")
        changes[path] = (find_blob(old_mode, old), find_blob(new_mode, new))
    return changes


def find_blob(mode: str, name: str) -> Blob | None:
    return None if mode == "000000" else Blob(mode, name)


def resolve_file(root: Path, commit: str, path: str) -> str | None:
    """Return the object name of a file in a commit, or None if it has none."""
    return find_line(root, "rev-parse", "--quiet", "--verify", f"{commit}:{path}")


def find_mode(root: Path, commit: str, path: str) -> str | None:
    """Return git's mode of a file or folder in a commit, or None if it has none."""
    line = find_line(root, "ls-tree", "--full-tree", commit, "--", path)
    return line.split(" ")[0] if line else None


def read_blobs(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Return the contents of objects by their names."""
    wanted = list(dict.fromkeys(names))
    if not wanted:
        return {}
    given = "".join(f"{name}\n" for name in wanted).encode()
    raw = ask(root, "cat-file", "--batch", given=given)
    contents, start = {}, 0
    for name in wanted:
        end = raw.index(b"\n", start)
        size = int(raw[start:end].split(b" ")[2])
        contents[name] = raw[end + 1 : end + 1 + size]
        start = end + size + 2
    return contents


def are_plain(path: str, pair: tuple[Blob | None, Blob | None]) -> bool:
    """Whether a file is an ordinary one on both sides of a change, where there is any."""
    return all(is_plain(path, blob) for blob in pair)


def read_contents(root: Path, changes: Changes) -> dict[str, tuple[bytes | None, bytes | None]]:
    """Read from git what a change of files holds before and after."""
    names = []
    for pair in changes.values():
        names += [blob.name for blob in pair if blob]
    contents = read_blobs(root, names)
    read: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path, (before, after) in changes.items():
        read[path] = (
            contents[before.name] if before else None,
            contents[after.name] if after else None,
        )
    return read
