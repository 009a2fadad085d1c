"""Git, asked through its own program: one function a question.

Commits are written by `git fast-import`, which touches only the folders of its own paths: nothing else that is staged
or edited is looked at, and an archive of any size costs the same.
"""

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _

# What a hook or a script may have set for another repository.
_FOREIGN = (
    "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_SHALLOW_FILE",
    "GIT_NAMESPACE",
)  # fmt: skip
PLAIN = "100644"  # the mode of an ordinary file: no program, no link, no repository inside this one
_UNIT = "\x1f"


class Blob(NamedTuple):
    """A file's content as a commit has it: git's mode and object name."""

    mode: str
    name: str


class Commit(NamedTuple):
    """A change in the history: its name, its author, when (ISO 8601 with offset), its first line, how many parents."""

    name: str
    author: str
    moment: str
    subject: str
    parents: int


class Refused(NamedTuple):
    """What git said when it did not do what was asked."""

    code: int
    said: str


Content = bytes | Blob | None  # None removes the file


def is_repository(root: Path) -> bool:
    """Say whether a folder is the top of a repository's work tree; a folder inside another's is not."""
    return os.path.exists(root / ".git")  # noqa: PTH110  which never raises, whatever the path


def version() -> str | None:
    """Give git's own version, or None where there is no git."""
    try:
        done = _run(Path(), "version")
    except HistoryError:
        return None
    return done.stdout.decode().strip().removeprefix("git version ")


def init(root: Path) -> None:
    """Make a repository whose branch is `main`."""
    _ask(root, "init", "--quiet", "--initial-branch=main")


def get_setting(root: Path, key: str) -> str | None:
    """Give a setting's value as git finds it, or None."""
    done = _run(root, "config", "--get", key)
    return done.stdout.decode().strip() or None if done.returncode == 0 else None


def set_setting(root: Path, key: str, value: str) -> None:
    """Write a setting of this repository alone."""
    _ask(root, "config", "--local", key, value)


def find_identity(root: Path) -> str | None:
    """Give who commits here and when, as git writes it; None where nobody has said who they are."""
    done = _run(root, "-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else None


def find_branch(root: Path) -> str | None:
    """Give the full name of the branch that is checked out; None where none is. Raises HistoryError if git refuses."""
    done = _run(root, "symbolic-ref", "--quiet", "HEAD")
    if done.returncode > 1:
        raise _refusal("symbolic-ref", done)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def resolve(root: Path, name: str) -> str | None:
    """Give the object name of the commit that a name means, or None."""
    if name.startswith("-"):
        return None
    done = _run(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")
    return done.stdout.decode().strip() if done.returncode == 0 else None


def may_have(root: Path, ref: str) -> bool:
    """Say, without asking git, whether there may be a ref; only its own files can be looked at for nothing."""
    folder = root / ".git"
    if not folder.is_dir() or (folder / "reftable").exists() or (folder / ref).exists():
        return True
    packed = folder / "packed-refs"
    return packed.exists() and ref.encode() in packed.read_bytes()


def find_base(root: Path, one: str, other: str) -> str | None:
    """Give the commit that two histories have last in common, or None."""
    done = _run(root, "merge-base", one, other)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def count(root: Path, before: str | None, after: str) -> int:
    """Count the changes of one history that another, if there is one, does not have; joining two is none."""
    return int(
        _ask(root, "rev-list", "--count", "--no-merges", f"{before}..{after}" if before else after)
    )


def read_log(root: Path, limit: int, path: str | None = None, first: str = "HEAD") -> list[Commit]:
    """Give the last changes, or those of one file, latest first."""
    form = _UNIT.join(("%H", "%an", "%aI", "%s", "%P"))
    paths = ("--full-history", "--no-merges", "--", path) if path else ()
    text = _ask(
        root, "log", "-z", f"--max-count={limit}", f"--format={form}", first, *paths
    ).decode("utf-8", "replace")
    return [
        Commit(name, author, moment, subject, len(parents.split()))
        for name, author, moment, subject, parents in (
            row.split(_UNIT) for row in text.split("\0") if row
        )
    ]


def find_moment(root: Path, name: str) -> datetime:
    """Give the moment at which a commit was made, on the clock of whoever made it."""
    text = (
        _ask(root, "show", "--no-patch", "--no-show-signature", "--format=%cI", name)
        .decode()
        .split()[-1]
    )
    return datetime.fromisoformat(text)


def find_last_before(root: Path, moment: str) -> str | None:
    """Give the last commit of this branch's own line that was made up to a moment (ISO 8601), or None."""
    if resolve(root, "HEAD") is None:
        return None
    said = _ask(root, "rev-list", "--max-count=1", "--first-parent", f"--before={moment}", "HEAD")
    return said.decode().strip() or None


def list_blobs(root: Path, commit: str, folder: str, without: Collection[str]) -> dict[str, Blob]:
    """Give the files that a commit has below a folder, by path, but for those in some folders of it."""
    top = _parse_tree(_ask(root, "ls-tree", "-z", "--full-tree", commit, f"{folder}/"))
    others = [
        f"{path}/" for path, (kind, _blob) in top.items() if kind == "tree" and path not in without
    ]
    below = (
        _parse_tree(_ask(root, "ls-tree", "-r", "-z", "--full-tree", commit, *others))
        if others
        else {}
    )
    return {path: blob for path, (kind, blob) in (top | below).items() if kind == "blob"}


def _parse_tree(raw: bytes) -> dict[str, tuple[str, Blob]]:
    rows = [
        row.partition("\t") for row in raw.decode("utf-8", "surrogateescape").split("\0") if row
    ]
    parted = [(path, marks.split(" ")) for marks, _tab, path in rows]
    return {path: (kind, Blob(mode, name)) for path, (mode, kind, name) in parted}


def compare_with_folder(root: Path, commit: str, under: str) -> dict[str, Blob | None]:
    """Give the files below a folder that are not as a commit has them, each as it has them; nothing is refreshed."""
    raw = _ask(
        root, "--no-optional-locks", "diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff",
        "--no-textconv", "--no-relative", "--ignore-submodules", commit, "--", f"{under}/",
    )  # fmt: skip
    changed = {path: before for path, (before, _after) in _parse_raw(raw).items()}
    others = _ask(root, "ls-files", "-z", "--others", "--", f"{under}/").decode(
        "utf-8", "surrogateescape"
    )
    return {**dict.fromkeys(path for path in others.split("\0") if path), **changed}


def compare(root: Path, before: str, after: str) -> dict[str, tuple[Blob | None, Blob | None]]:
    """Give the files that differ between two commits, each as it was before and after."""
    return _parse_raw(_ask(root, "diff-tree", "-r", "-z", "--raw", "--no-renames", before, after))


def _parse_raw(raw: bytes) -> dict[str, tuple[Blob | None, Blob | None]]:
    parts = raw.decode("utf-8", "surrogateescape").split("\0")
    changes: dict[str, tuple[Blob | None, Blob | None]] = {}
    for marks, path in zip(parts[0::2], parts[1::2], strict=False):
        old_mode, new_mode, old, new, _status = marks.lstrip(":").split(" ")
        changes[path] = (_blob(old_mode, old), _blob(new_mode, new))
    return changes


def read_blobs(root: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Give the contents of objects."""
    wanted = list(dict.fromkeys(names))
    raw = (
        _ask(root, "cat-file", "--batch", given="".join(f"{name}\n" for name in wanted).encode())
        if wanted
        else b""
    )
    contents, start = {}, 0
    for name in wanted:
        end = raw.index(b"\n", start)
        size = int(raw[start:end].split(b" ")[2])
        contents[name] = raw[end + 1 : end + 1 + size]
        start = end + size + 2
    return contents


def is_amid(root: Path) -> bool:
    """Say whether a merge, a rebase or the like of a person's own waits to be finished."""
    folder = root / ".git"
    if folder.is_file():  # a work tree beside its repository
        folder = root / folder.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
    names = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply")
    return any((folder / name).exists() for name in names)


def find_edits(root: Path, under: str) -> list[str]:
    """Name the tracked files that differ from the last commit, and new YAML files below a folder.

    Raises HistoryError where git itself has left a file unmerged.
    """
    raw = _ask(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")
    rows = [row for row in raw.decode("utf-8", "surrogateescape").split("\0") if row]
    if any("U" in row[:2] or row[:2] in ("AA", "DD") for row in rows):
        raise HistoryError(
            _("Git has left a file here that two people changed and nobody has settled."),
            _(
                "Nothing was changed. Look at it with git status, settle it, and run the command again."
            ),
        )
    return [
        row[3:]
        for row in rows
        if row[:2] != "??" or (row[3:].startswith(f"{under}/") and row.endswith(".yaml"))
    ]


def stage(root: Path, paths: Sequence[str]) -> dict[str, "Content"]:
    """Put files into git's own index as git itself reads them, and give those that differ from the last commit."""
    refresh_index(root, paths)
    raw = _ask(root, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD")
    changes = _parse_raw(raw)
    return {path: changes[path][1] for path in paths if path in changes}


def checkout(root: Path, commit: str, paths: Sequence[str]) -> None:
    """Let git write files as a commit has them: those that are no ordinary files."""
    _ask(root, "checkout", "--quiet", commit, "--", *paths)


def find_hooks(root: Path) -> Path:
    """Give the folder in which git looks for this repository's hooks."""
    return (
        root
        / _ask(root, "rev-parse", "--git-path", "hooks").decode("utf-8", "surrogateescape").strip()
    )


def has_changes(root: Path, before: str | None, after: str, under: str) -> bool:
    """Say whether a commit that `before` does not have touches anything below a folder."""
    span = [f"{before}..{after}"] if before else [after]
    return bool(_ask(root, "rev-list", "--max-count=1", *span, "--", under).strip())


def list_known(root: Path, under: str) -> list[str]:
    """Name the files below a folder that git's own index has."""
    raw = _ask(root, "ls-files", "-z", "--", under)
    return [name for name in raw.decode("utf-8", "surrogateescape").split("\0") if name]


def find_removed(root: Path, under: str) -> list[str]:
    """Name the files below a folder that were once in the history and were removed, the latest first."""
    raw = _ask(
        root,
        "log",
        "-z",
        "--diff-filter=D",
        "--no-renames",
        "--name-only",
        "--format=",
        "--",
        under,
    )
    return [name for name in raw.decode("utf-8", "surrogateescape").split("\0") if name]


def commit(
    root: Path,
    ref: str,
    message: str,
    changes: Mapping[str, Content],
    parents: Sequence[str],
    *,
    identity: str,
) -> str:
    """Write a commit whose files are its first parent's with some changes, set `ref` to it, and give its name."""
    lines = [
        f"commit {ref}\nmark :1\ncommitter {identity}\n".encode(),
        _data(message.encode("utf-8", "replace")),
    ]
    lines += [
        f"{'merge' if number else 'from'} {name}\n".encode() for number, name in enumerate(parents)
    ]
    for path, content in changes.items():
        quoted = _quote(path)
        if content is None:
            lines.append(b"D " + quoted + b"\n")
        elif isinstance(content, Blob):
            lines.append(f"M {content.mode} {content.name} ".encode() + quoted + b"\n")
        else:
            lines += [f"M {PLAIN} inline ".encode() + quoted + b"\n", _data(content)]
    lines.append(b"get-mark :1\ndone\n")
    # What it packs it unpacks at once: not worth compressing, least of all the list of a year's files.
    said = _ask(
        root, "-c", "pack.compression=0", "fast-import", "--quiet", "--done", given=b"".join(lines)
    )
    return said.decode().strip().splitlines()[-1]


def set_ref(root: Path, ref: str, name: str, before: str) -> None:
    """Set a ref to a commit if it still is at `before`; raise HistoryError."""
    _ask(root, "update-ref", "-m", "mcsj", ref, name, before)


def remove_ref(root: Path, ref: str) -> None:
    """Remove a ref, if there is one."""
    _ask(root, "update-ref", "-d", ref)


def refresh_index(root: Path, paths: Sequence[str]) -> None:
    """Let git's own index hold files as they lie in the work tree, or as removed."""
    given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    _ask(root, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", given=given)


def merge_text(root: Path, base: bytes, ours: bytes, theirs: bytes, favour: str) -> bytes:
    """Merge three texts line by line; where both changed a line, take that of the side `favour` (ours, theirs).

    Raises HistoryError for what is no text.
    """
    import tempfile  # only when two people changed one file

    with tempfile.TemporaryDirectory(prefix="mcsj-") as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        return _ask(root, "merge-file", "-p", "-q", f"--{favour}", *map(str, paths))


def list_remotes(root: Path) -> list[str]:
    """Name the other copies that this one knows."""
    return _ask(root, "remote").decode().split()


def list_heads(root: Path, remote: str, *, interactive: bool) -> list[str] | Refused:
    """Name the branches of another copy, or give what git said when it could not be reached."""
    done = _run(root, "ls-remote", "--heads", remote, interactive=interactive)
    if done.returncode:
        return _refused(done)
    return [line.split("\t")[1] for line in done.stdout.decode().splitlines() if "\t" in line]


def fetch(root: Path, remote: str, branch: str, *, interactive: bool) -> str | Refused:
    """Bring a branch of another copy here, and give the name of its last commit, or what git said instead."""
    short = branch.removeprefix("refs/heads/")
    tracking = f"refs/remotes/{remote}/{short}"
    done = _run(
        root,
        "fetch",
        "--quiet",
        "--no-tags",
        remote,
        f"+{branch}:{tracking}",
        interactive=interactive,
    )
    return _refused(done) if done.returncode else resolve(root, tracking) or ""


def push(root: Path, remote: str, branch: str, *, interactive: bool) -> Refused | None:
    """Send a branch to another copy; None when it took it."""
    key = f"branch.{branch.removeprefix('refs/heads/')}.remote"
    upstream = () if get_setting(root, key) else ("--set-upstream",)
    done = _run(
        root,
        "push",
        "--quiet",
        "--porcelain",
        *upstream,
        remote,
        f"{branch}:{branch}",
        interactive=interactive,
    )
    return _refused(done) if done.returncode else None


def was_overtaken(refused: Refused) -> bool:
    """Say whether a push was refused only because somebody else pushed first."""
    return any(
        word in refused.said
        for word in ("fetch first", "non-fast-forward", "cannot lock ref", "stale info")
    )


def tidy(root: Path) -> None:
    """Let git pack what has gathered, if it thinks it is time."""
    _run(root, "gc", "--auto", "--quiet")


def _blob(mode: str, name: str) -> Blob | None:
    return None if mode == "000000" else Blob(mode, name)


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


def _quote(path: str) -> bytes:
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.encode("utf-8", "surrogateescape")


def _ask(root: Path, *arguments: str, given: bytes | None = None) -> bytes:
    """Run git and give what it prints; raise HistoryError with its own last words."""
    done = _run(root, *arguments, given=given)
    if done.returncode:
        raise _refusal(
            next(
                word
                for word in arguments
                if word not in ("-c", "pack.compression=0", "--no-optional-locks")
            ),
            done,
        )
    return done.stdout


def _refusal(command: str, done: "subprocess.CompletedProcess[bytes]") -> HistoryError:
    return HistoryError(
        _("Git refused ({command}): {said}").format(
            command=f"git {command}", said=_refused(done).said
        ),
        _(
            "What was saved stays as it is. «mcsj doctor» looks at git; then «mcsj sync» puts it into the history."
        ),
    )


def _run(
    root: Path, *arguments: str, given: bytes | None = None, interactive: bool = False
) -> "subprocess.CompletedProcess[bytes]":
    environment = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    # Its words are looked at, so they must be those that we know; a password is asked for only where somebody is.
    environment |= {
        "LC_ALL": "C",
        "LANGUAGE": "",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_TERMINAL_PROMPT": "1" if interactive else "0",
    }
    if not interactive:
        environment.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
    try:
        return subprocess.run(
            ["git", "-C", str(root), *arguments],
            input=given,
            stdin=subprocess.DEVNULL if given is None and not interactive else None,
            capture_output=True,
            env=environment,
            check=False,
        )
    except OSError as error:
        raise HistoryError(
            _("There is no git on this machine."), _("Install git to keep and share a history.")
        ) from error


def _refused(done: "subprocess.CompletedProcess[bytes]") -> Refused:
    lines = (done.stderr + b"\n" + done.stdout).decode("utf-8", "replace").splitlines()
    told = [line.strip() for line in lines if line.strip() and not line.startswith("hint:")]
    return Refused(done.returncode, " / ".join(told) or str(done.returncode))
