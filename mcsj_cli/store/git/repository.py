"""A repository as such: its settings, branches and refs, and who signs in it."""

import os
from pathlib import Path

from mcsj_cli.errors import HistoryError
from mcsj_cli.store.git.process import ask, build_error, decode, find_line, run


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
    return find_line(root, "config", "--get", key) or None


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
    return decode(ask(root, "for-each-ref", form, *conditions, "refs/heads")).splitlines()


def resolve(root: Path, name: str) -> str | None:
    """Return the object name of the commit that a name means, or None."""
    if name.startswith("-"):
        return None
    return find_line(root, "rev-parse", "--quiet", "--verify", f"{name}^{{commit}}")


def may_have(root: Path, ref: str) -> bool:
    """Whether a ref may exist, judged by files alone: git, which takes longer, is not asked."""
    folder = root / ".git"
    if not folder.is_dir() or (folder / "reftable").exists() or (folder / ref).exists():
        return True
    packed = folder / "packed-refs"
    return packed.exists() and ref.encode() in packed.read_bytes()


def find_hooks(root: Path) -> Path:
    """Return the folder in which git looks for this repository's hooks."""
    return root / decode(ask(root, "rev-parse", "--git-path", "hooks")).strip()


def set_ref(root: Path, ref: str, name: str, before: str) -> None:
    """Set a ref to a commit if it still is at `before`; raise HistoryError."""
    ask(root, "update-ref", "-m", "mcsj", ref, name, before)


def remove_ref(root: Path, ref: str) -> None:
    """Remove a ref, if there is one."""
    ask(root, "update-ref", "-d", ref)


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
