"""The copy of a data folder that people share: a branch of a git remote."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _
from mcsj_cli.store import git
from mcsj_cli.store.git.process import Refused
from mcsj_cli.store.git.remotes import (
    fetch,
    find_address,
    find_tracked,
    list_heads,
    list_remotes,
    push,
    was_missing,
    was_overtaken,
)
from mcsj_cli.store.git.strays import find_strays
from mcsj_cli.store.history import PRIVATE

_FEW = 3  # names that a message shows at most


class Beginning(NamedTuple):
    """Where the network was sent to for the first time: a branch there, and its address."""

    branch: str
    address: str


class SharedCopy:
    """A branch of a remote; git may ask for a password if it is interactive.

    The branch there has mostly the name of ours, but not where a host began with another.
    """

    def __init__(self, root: Path, remote: str, branch: str, *, interactive: bool) -> None:
        self._root = root
        self._remote = remote
        self._branch = branch
        self._theirs = branch
        self._interactive = interactive
        self.lost = 0  # changes that were there at the last fetch, and are not any more

    def fetch(self, head: str) -> str | None:
        """Return the others' last commit; None if their copy is still empty.

        `head` is ours. Raises HistoryError where they share no branch like ours.
        """
        heads = list_heads(self._root, self._remote, interactive=self._interactive)
        if isinstance(heads, Refused):
            raise self._report_unreachable(heads)
        if not heads:
            return None
        known = self._find_known(heads)
        theirs = known or self._find_only(heads)
        before = find_tracked(self._root, self._remote, theirs)
        fetched = fetch(self._root, self._remote, theirs, interactive=self._interactive)
        if isinstance(fetched, Refused):
            raise self._report_unreachable(fetched)
        if not known and git.find_base(self._root, head, fetched):
            raise _report_foreign_branch(self._branch, heads)
        self._theirs = theirs
        if before:
            self.lost += git.count(self._root, fetched, before)
        return fetched

    def _find_known(self, heads: Sequence[str]) -> str | None:
        """Return the branch there that has the name of ours, or that ours is set up for."""
        if self._branch in heads:
            return self._branch
        chosen = git.get_setting(self._root, f"branch.{_shorten(self._branch)}.merge")
        is_ours = chosen is None or _shorten(chosen) in git.list_branches(self._root)
        return chosen if chosen in heads and not is_ours else None

    def _find_only(self, heads: Sequence[str]) -> str:
        """Return the only branch there, which a host may have begun; raise HistoryError."""
        if len(heads) > 1 or _shorten(heads[0]) in git.list_branches(self._root):
            raise _report_foreign_branch(self._branch, heads)
        return heads[0]

    def _report_unreachable(self, refused: Refused) -> HistoryError:
        strays = [stray.path for stray in find_strays(self._root) if stray.breaks]
        if strays:
            return HistoryError(
                _("Git stumbles over files in its own folder that it did not make: {names}").format(
                    names=", ".join(f".git/{path}" for path in strays[:_FEW])
                ),
                _("Your changes are safe here. Move those files out: mcsj doctor --fix"),
            )
        advice = _(
            "Your changes are safe here, in the history. Run «mcsj sync» again when "
            "there is a connection."
        )
        if was_missing(refused):
            moved = _("If it has moved, say where to: git remote set-url {remote} ADDRESS")
            advice = f"{advice} {moved.format(remote=self._remote)}"
        return HistoryError(
            _("The others' copy cannot be reached: {said}").format(said=refused.said), advice
        )

    def follow(self) -> None:
        """Remember the branch there to which ours goes, if it has another name."""
        if self._theirs != self._branch:
            short = _shorten(self._branch)
            git.set_setting(self._root, f"branch.{short}.remote", self._remote)
            git.set_setting(self._root, f"branch.{short}.merge", self._theirs)

    def describe_beginning(self, theirs: str | None) -> Beginning | None:
        """Return where others find the network from now on, if `theirs` did not have one yet."""
        if theirs and git.resolve_file(self._root, theirs, "data"):
            return None
        return Beginning(_shorten(self._theirs), find_address(self._root, self._remote))

    def send(self, theirs: str | None, head: str) -> bool:
        """Send the branch, and return whether it arrived: others may have been quicker."""
        if git.has_changes(self._root, theirs, head, PRIVATE):
            raise _report_private()
        branches = (self._branch, self._theirs)
        refused = push(self._root, self._remote, *branches, interactive=self._interactive)
        if refused is None:
            git.tidy(self._root)
            return True
        if was_overtaken(refused):
            return False
        raise HistoryError(
            _("The others' copy refused yours: {said}").format(said=refused.said),
            _(
                "Your changes are safe here, in the history. Settle it with whoever looks after "
                "the copy."
            ),
        )


def find_shared_copy(root: Path, branch: str, *, interactive: bool) -> SharedCopy:
    """Find the remote that a branch is set up for, or else the usual or only one."""
    remotes = list_remotes(root)
    if not remotes:
        raise _report_alone()
    chosen = git.get_setting(root, f"branch.{_shorten(branch)}.remote")
    known = [name for name in (chosen, "origin") if name in remotes]
    if not known and len(remotes) > 1:
        raise HistoryError(
            _("This folder knows several copies: {names}.").format(names=", ".join(remotes)),
            _("Say once which one is shared: git push --set-upstream {name} main").format(
                name=remotes[0]
            ),
        )
    remote = known[0] if known else remotes[0]
    return SharedCopy(root, remote or "", branch, interactive=interactive)


def _report_alone() -> HistoryError:
    return HistoryError(
        _("This folder knows no other copy to share with."),
        _("Your changes are safe here, in the history. Name one: git remote add origin ADDRESS"),
    )


def _report_foreign_branch(branch: str, heads: Sequence[str]) -> HistoryError:
    short = _shorten(branch)
    known = [_shorten(head) for head in heads]
    message = _("The branch checked out here, «{branch}», is not one that the others share.")
    advice = _("Nothing was changed. They share {names}; change over with: git switch {name}")
    return HistoryError(
        message.format(branch=short), advice.format(names=", ".join(known), name=known[0])
    )


def _report_private() -> HistoryError:
    return HistoryError(
        _(
            "A change that was not sent yet has people's data (private/): "
            "once sent, it stays everywhere."
        ),
        _(
            "Nothing was sent. Take it out of the history with whoever looks after git, "
            "as git rebase does."
        ),
    )


def _shorten(branch: str) -> str:
    return branch.removeprefix("refs/heads/")
