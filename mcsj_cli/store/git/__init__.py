"""Git, asked through its own program: one function a question.

Commits are written in `fast_import`, other copies are spoken to in `remotes`.
"""

import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.store.git.process import ask, build_error, inspect, run
from mcsj_cli.store.git.unfinished import require_merged

PLAIN = "100644"  # the mode of an ordinary file: no program, no link, no repository inside this one
_PROGRAM = "100755"
FILES = (PLAIN, _PROGRAM)
LINK = "120000"
_DATA = "data/"  # where no file is a program, whatever a disk says
_UNIT = "\x1f"


class Blob(NamedTuple):
    """A file's content as a commit has it: git's mode and object name."""

    mode: str
    name: str


class Commit(NamedTuple):
    """A change in the history; `moment` is in ISO 8601 with its offset, `parents` counts them."""

    name: str
    author: str
    moment: str
    subject: str
    parents: int


Content = bytes | Blob | None  # None removes the file


class Edit(NamedTuple):
    """A file that differs from the last commit, which has none of that name if it `is_new`."""

    path: str
    is_new: bool


def is_repository(root: Path) -> bool:
    """Whether a folder is the top of a repository's work tree; a folder inside another's is not."""
    return os.path.exists(root / ".git")  # noqa: PTH110  which never raises, whatever the path


def require_access(root: Path) -> None:
    """Raise HistoryError where git refuses the folder, as one of another owner."""
    ask(root, "rev-parse", "--git-dir")


def version() -> str | None:
    """Return git's own version, or None if there is no git."""
    try:
        done = run(Path(), "version")
    except HistoryError:
        return None
    return done.stdout.decode().strip().removeprefix("git version ")


def init(root: Path) -> None:
    """Make a repository whose branch is `main`."""
    ask(root, "init", "--quiet", "--initial-branch=main")


def get_setting(root: Path, key: str) -> str | None:
    """Return a setting's value as git finds it, or None."""
    return _find_line(root, "config", "--get", key) or None


def set_setting(root: Path, key: str, value: str) -> None:
    """Write a setting of this repository alone."""
    ask(root, "config", "--local", key, value)


def find_identity(root: Path) -> str | None:
    """Return who commits here and when, as git writes it; None if git knows no name."""
    done = run(root, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def find_branch(root: Path) -> str | None:
    """Return the full name of the branch that is checked out, or None.

    Raises HistoryError if git refuses.
    """
    done = run(root, "symbolic-ref", "--quiet", "HEAD")
    if done.returncode > 1:
        raise build_error("symbolic-ref", done)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def list_branches(root: Path, *conditions: str) -> list[str]:
    """Name the branches of this repository, without `refs/heads/`."""
    form = "--format=%(refname:lstrip=2)"
    return _decode(ask(root, "for-each-ref", form, *conditions, "refs/heads")).splitlines()


def resolve(root: Path, name: str) -> str | None:
    """Return the object name of the commit that a name means, or None."""
    if name.startswith("-"):
        return None
    return _find_line(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")


def may_have(root: Path, ref: str) -> bool:
    """Whether a ref may exist, judged by files alone: git, which takes longer, is not asked."""
    folder = root / ".git"
    if not folder.is_dir() or (folder / "reftable").exists() or (folder / ref).exists():
        return True
    packed = folder / "packed-refs"
    return packed.exists() and ref.encode() in packed.read_bytes()


def find_base(root: Path, one: str, other: str) -> str | None:
    """Return the last commit that two histories have in common, or None."""
    return _find_line(root, "merge-base", one, other)


def find_empty_tree(root: Path) -> str:
    """Return the object name of a tree without files, which a comparison takes for a commit."""
    return ask(root, "hash-object", "-t", "tree", "--stdin", given=b"").decode().strip()


def count(root: Path, before: str | None, after: str) -> int:
    """Count the commits of `after` that are not in `before`; merges do not count."""
    span = f"{before}..{after}" if before else after
    return int(ask(root, "rev-list", "--count", "--no-merges", span))


def read_log(root: Path, limit: int, path: str | None = None, first: str = "HEAD") -> list[Commit]:
    """Return the last changes, or those of one file, latest first."""
    form = _UNIT.join(("%H", "%an", "%aI", "%s", "%P"))
    options = ("-z", f"--max-count={limit}", f"--format={form}", first)
    paths = ("--full-history", "--no-merges", "--", path) if path else ()
    text = inspect(root, "log", *options, *paths).decode("utf-8", "replace")
    commits, parents = [], {}
    for row in text.split("\0"):
        if not row:
            continue
        name, author, moment, subject, before = row.split(_UNIT)
        parents[name] = before.split()
        commits.append(Commit(name, author, moment, subject, len(parents[name])))
    return _put_children_first(commits, parents)


def _put_children_first(
    commits: Sequence[Commit], parents: Mapping[str, Sequence[str]]
) -> list[Commit]:
    """Return commits in their order, but none before another that was made on top of it.

    Git goes by the clocks of whoever committed, which may be days apart.
    """
    children = Counter(chain.from_iterable(parents.values()))
    ordered: list[Commit] = []
    held: dict[str, Commit] = {}
    for commit in commits:
        ready = [commit]
        while ready:
            one = ready.pop()
            if children[one.name]:
                held[one.name] = one
                continue
            ordered.append(one)
            for name in parents[one.name]:
                children[name] -= 1
                if not children[name] and name in held:
                    ready.append(held.pop(name))
    return ordered


def list_authors(root: Path, span: str, under: str) -> dict[str, str]:
    """Return who last changed each file below a folder, in a span of commits; merges do not count.

    Files are named by their paths.
    """
    options = ("-z", "--no-merges", "--no-renames", "--name-only", f"--format={_UNIT}%an")
    text = _decode(inspect(root, "log", *options, span, "--", f"{under}/"))
    authors: dict[str, str] = {}
    for commit in text.split(_UNIT)[1:]:
        author, *files = commit.split("\0")
        for file in files:
            if file.strip():
                authors.setdefault(file.removeprefix("\n"), author)
    return authors


def find_moment(root: Path, name: str) -> datetime:
    """Return the moment at which a commit was made, in its committer's own zone."""
    printed = ask(root, "show", "--no-patch", "--no-show-signature", "--format=%cI", name)
    return datetime.fromisoformat(printed.decode().split()[-1])


def find_last_before(root: Path, moment: str) -> str | None:
    """Return the last commit of this branch up to a moment (ISO 8601), or None.

    Only the first parents are followed: what a merge brought does not count.
    """
    if resolve(root, "HEAD") is None:
        return None
    options = ("--max-count=1", "--first-parent", f"--before={moment}")
    return ask(root, "rev-list", *options, "HEAD").decode().strip() or None


def list_programs(root: Path, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """Return the modes of those files of a commit that may be run; data files never may."""
    others = [path for path in paths if not _is_data(path)]
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
    for row in _split_names(raw):
        marks, _tab, path = row.partition("\t")
        mode, kind, name = marks.split(" ")
        entries[path] = (kind, Blob(mode, name))
    return entries


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
    changed = {path: before for path, (before, _after) in _parse_changes(raw).items()}
    others = _split_names(ask(root, "ls-files", "-z", "--others", "--", f"{under}/"))
    return {**dict.fromkeys(others), **changed}


def list_merges(root: Path, path: str) -> list[tuple[str, str]]:
    """Return the two parents of each merge of this branch that touched a file, latest first."""
    raw = ask(root, "rev-list", "--merges", "--parents", "--full-history", "HEAD", "--", path)
    rows = [line.split() for line in _decode(raw).splitlines()]
    return [(row[1], row[2]) for row in rows if len(row) == 3]


def resolve_file(root: Path, commit: str, path: str) -> str | None:
    """Return the object name of a file in a commit, or None if it has none."""
    return _find_line(root, "rev-parse", "--quiet", "--verify", f"{commit}:{path}")


def find_mode(root: Path, commit: str, path: str) -> str | None:
    """Return git's mode of a file or folder in a commit, or None if it has none."""
    line = _find_line(root, "ls-tree", "--full-tree", commit, "--", path)
    return line.split(" ")[0] if line else None


def compare(root: Path, before: str, after: str) -> dict[str, tuple[Blob | None, Blob | None]]:
    """Return the files that differ between two commits, each as it was before and after."""
    raw = ask(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", before, after)
    return _parse_changes(raw)


def is_plain(path: str, blob: Blob | None) -> bool:
    """Whether a file is an ordinary one, if there is any; below data/ a program is one too."""
    return blob is None or blob.mode == PLAIN or (blob.mode == _PROGRAM and _is_data(path))


def is_program(blob: Blob | None) -> bool:
    """Whether a file may be run."""
    return blob is not None and blob.mode == _PROGRAM


def is_file(blob: Blob) -> bool:
    """Whether it has a file's content: it is no link, and no repository inside this one."""
    return blob.mode in FILES


def is_link(blob: Blob | None) -> bool:
    """Whether a file is a link to another place."""
    return blob is not None and blob.mode == LINK


def _is_data(path: str) -> bool:
    return path.startswith(_DATA)


def is_same(path: str, pair: tuple[Blob | None, Blob | None]) -> bool:
    """Whether a data file has only become a program, or ceased to be one."""
    before, after = pair
    plain = is_plain(path, before) and is_plain(path, after) and _is_data(path)
    return plain and before is not None and after is not None and before.name == after.name


def _parse_changes(raw: bytes) -> dict[str, tuple[Blob | None, Blob | None]]:
    """Parse git's raw form of a diff; None stands for no file."""
    parts = _decode(raw).split("\0")
    changes: dict[str, tuple[Blob | None, Blob | None]] = {}
    for marks, path in zip(parts[0::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _status = marks.lstrip(":").split(" ")
        changes[path] = (_find_blob(old_mode, old), _find_blob(new_mode, new))
    return changes


def _find_blob(mode: str, name: str) -> Blob | None:
    return None if mode == "000000" else Blob(mode, name)


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


def find_edits(root: Path, under: str) -> list[Edit]:
    """Find the tracked files that differ from the last commit, and new files below a folder.

    A data file of which only the mode differs has not changed. Raises HistoryError where git itself
    has left a file unmerged.
    """
    # In a repository inside this one git would be run with the settings of that one.
    submodules = "--ignore-submodules=dirty"
    options = ("--porcelain=v2", "-z", "--no-renames", "--untracked-files=all", submodules)
    edits = []
    for row in _split_names(inspect(root, "status", *options, files=True)):
        kind, _space, rest = row.partition(" ")
        if kind == "u":
            require_merged(root)
        if kind == "?":
            if rest.startswith(f"{under}/"):
                edits.append(Edit(rest, is_new=True))
            continue
        marks, _submodule, had, staged, _has, before, after, path = rest.split(" ", 7)
        pair = (_find_blob(had, before), _find_blob(staged, after))
        if marks[1] != "." or not is_same(path, pair):
            edits.append(Edit(path, is_new=pair[0] is None))
    return edits


def stage(root: Path, paths: Sequence[str]) -> dict[str, Content]:
    """Put files into git's own index, and return those that differ from the last commit."""
    refresh_index(root, paths)
    raw = ask(root, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD")
    changes = _parse_changes(raw)
    staged: dict[str, Content] = {}
    for path in paths:
        if path in changes and not is_same(path, changes[path]):
            staged[path] = changes[path][1]
    return staged


def checkout(root: Path, commit: str, paths: Sequence[str]) -> None:
    """Let git write files as a commit has them; needed for those that are no ordinary files."""
    ask(root, "checkout", "--quiet", commit, "--", *paths)


def find_hooks(root: Path) -> Path:
    """Return the folder in which git looks for this repository's hooks."""
    return root / _decode(ask(root, "rev-parse", "--git-path", "hooks")).strip()


def has_changes(root: Path, before: str | None, after: str, under: str) -> bool:
    """Whether a commit of `after` that is not in `before` touches anything below a folder."""
    span = f"{before}..{after}" if before else after
    return bool(ask(root, "rev-list", "--max-count=1", span, "--", under).strip())


def was_ever_there(root: Path, paths: Sequence[str]) -> bool:
    """Whether a commit of this branch touches any of some files or folders."""
    options = ("--max-count=1", "--full-history", "HEAD")
    return bool(ask(root, "rev-list", *options, "--", *paths).strip())


def find_beginning(root: Path) -> str | None:
    """Return the commit with which the history of this branch began, or None."""
    if not is_repository(root) or resolve(root, "HEAD") is None:
        return None
    return _find_line(root, "rev-list", "--first-parent", "--max-parents=0", "HEAD")


def find_checked_out_at(root: Path, moment: datetime) -> str | None:
    """Return the commit that this very folder had at a moment; None where git has forgotten it.

    Git notes it here, so that no commit of others can say otherwise.
    """
    branch = find_branch(root)
    if branch is None:
        return None
    options = ("-z", "--walk-reflogs", "--date=unix", f"--format=%H{_UNIT}%gd")
    text = inspect(root, "log", *options, branch).decode("utf-8", "replace")
    for row in text.split("\0"):
        name, _unit, place = row.partition(_UNIT)
        noted = place.rpartition("@{")[2].rstrip("}")
        if noted.isdecimal() and int(noted) <= moment.timestamp():
            return name
    return None


def list_known(root: Path, under: str) -> list[str]:
    """Name the files below a folder that git's own index has."""
    return _split_names(ask(root, "ls-files", "-z", "--", under))


def find_removed(root: Path, under: str) -> list[str]:
    """Name the files below a folder that were removed in the history, the latest first."""
    options = ("-z", "--diff-filter=D", "--no-renames", "--name-only", "--format=")
    return _split_names(inspect(root, "log", *options, "--", under))


def set_ref(root: Path, ref: str, name: str, before: str) -> None:
    """Set a ref to a commit if it still is at `before`; raise HistoryError."""
    ask(root, "update-ref", "-m", "mcsj", ref, name, before)


def remove_ref(root: Path, ref: str) -> None:
    """Remove a ref, if there is one."""
    ask(root, "update-ref", "-d", ref)


def refresh_index(root: Path, paths: Sequence[str]) -> None:
    """Bring git's own index up to date with the work tree for some files, removed ones included.

    Data files stand there as ordinary ones, whatever they were before.
    """
    data = [path for path in paths if _is_data_file(root, path)]
    folders = [path for path in paths if _is_plain_folder(root / path)]
    known = frozenset((*data, *folders))
    others = [path for path in paths if path not in known]
    _update_index(root, folders, "--force-remove")
    _update_index(root, others, "--add", "--remove", "--replace")
    _update_index(root, data, "--add", "--remove", "--replace", "--chmod=-x")


def _is_data_file(root: Path, path: str) -> bool:
    place = root / path
    return _is_data(path) and place.is_file() and not place.is_symlink()


def _is_plain_folder(place: Path) -> bool:
    """Whether a folder stands where a file or link was; a repository of its own is one entry."""
    return place.is_dir() and not place.is_symlink() and not (place / ".git").exists()


def forget(root: Path, paths: Sequence[str]) -> None:
    """Take files out of git's own index; they stay where they lie."""
    _update_index(root, paths, "--force-remove")


def mark_programs(root: Path, paths: Sequence[str]) -> None:
    """Let files in git's own index be programs, as a commit has them."""
    _update_index(root, paths, "--chmod=+x")


def _update_index(root: Path, paths: Sequence[str], *options: str) -> None:
    if paths:
        given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        ask(root, "update-index", *options, "-z", "--stdin", given=given)


def merge_text(root: Path, base: bytes, ours: bytes, theirs: bytes, favour: str) -> bytes:
    """Merge three texts line by line.

    Where both sides changed a line, that of the side `favour` (ours, theirs) is taken, or both
    (union). Raises HistoryError for what is no text.
    """
    import tempfile  # only when two people changed one file

    with tempfile.TemporaryDirectory(prefix="mcsj-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        return ask(root, "merge-file", "-p", "-q", f"--{favour}", *map(str, paths))


def tidy(root: Path) -> None:
    """Let git pack what has gathered, if it thinks it is time."""
    run(root, "gc", "--auto", "--quiet")


def _find_line(root: Path, *arguments: str) -> str | None:
    """Run git and return the line that it prints, or None if it refuses."""
    done = run(root, *arguments)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def _split_names(raw: bytes) -> list[str]:
    """Split a list of names that git has ended with zeros."""
    return [name for name in _decode(raw).split("\0") if name]


def _decode(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")
