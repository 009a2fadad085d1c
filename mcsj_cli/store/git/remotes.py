"""Other copies of a repository: their names and branches, what is fetched from them and pushed."""

from pathlib import Path
from urllib.parse import urlsplit

from mcsj_cli.store.git import get_setting, list_branches, resolve
from mcsj_cli.store.git.process import Refused, ask, parse_refusal, run

# How git says that the other copy has moved on.
_OVERTAKEN = ("fetch first", "non-fast-forward", "cannot lock ref", "stale info")
# How git, or a host, says that there is nothing at an address.
_MISSING = ("does not appear to be a git repository", "not found", "does not exist")


def list_remotes(root: Path) -> list[str]:
    """Name the other copies that this one knows."""
    return ask(root, "remote").decode().split()


def find_address(root: Path, remote: str) -> str:
    """Return where another copy lies, as others may be told: without a password."""
    address = get_setting(root, f"remote.{remote}.url") or remote
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    if ":" not in address:  # a folder, which may be given from this one
        return str((root / address).resolve())
    return address


def list_heads(root: Path, remote: str, *, interactive: bool) -> list[str] | Refused:
    """Name the branches of another copy, or return git's refusal if it could not be reached."""
    done = run(root, "ls-remote", "--heads", remote, interactive=interactive)
    if done.returncode:
        return parse_refusal(done)
    return [line.split("\t")[1] for line in done.stdout.decode().splitlines() if "\t" in line]


def fetch(root: Path, remote: str, branch: str, *, interactive: bool) -> str | Refused:
    """Fetch a branch of another copy and return the name of its last commit, or git's refusal."""
    tracking = _name_tracking(remote, branch)
    arguments = ("--quiet", "--no-tags", remote, f"+{branch}:{tracking}")
    done = run(root, "fetch", *arguments, interactive=interactive)
    if done.returncode:
        return parse_refusal(done)
    return resolve(root, tracking) or ""


def find_tracked(root: Path, remote: str, branch: str) -> str | None:
    """Return the last commit of a branch of another copy, as it was when last fetched, or None."""
    return resolve(root, _name_tracking(remote, branch))


def _name_tracking(remote: str, branch: str) -> str:
    return f"refs/remotes/{remote}/{branch.removeprefix('refs/heads/')}"


def count_unsent(root: Path) -> dict[str, int]:
    """Count the changes of each branch that are neither in the one checked out nor elsewhere."""
    counts = {}
    for name in list_branches(root, "--no-merged=HEAD") if resolve(root, "HEAD") else []:
        options = ("--count", "--no-merges", f"refs/heads/{name}", "--not", "HEAD", "--remotes")
        unsent = int(ask(root, "rev-list", *options))
        if unsent:
            counts[name] = unsent
    return counts


def push(root: Path, remote: str, branch: str, theirs: str, *, interactive: bool) -> Refused | None:
    """Send a branch to the branch `theirs` of another copy.

    Return git's refusal, or None when the copy took it.
    """
    key = f"branch.{branch.removeprefix('refs/heads/')}.remote"
    upstream = () if get_setting(root, key) else ("--set-upstream",)
    arguments = ("--quiet", "--porcelain", *upstream, remote, f"{branch}:{theirs}")
    done = run(root, "push", *arguments, interactive=interactive)
    return parse_refusal(done) if done.returncode else None


def was_overtaken(refused: Refused) -> bool:
    """Whether a push was refused only because another was faster."""
    return any(words in refused.said for words in _OVERTAKEN)


def was_missing(refused: Refused) -> bool:
    """Whether nothing was found at another copy's address; it may also be closed to us."""
    return any(words in refused.said for words in _MISSING)
