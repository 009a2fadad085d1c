"""Sharing a data folder: what others did is brought here and merged by field, what was done here is sent.

The merged commit is made before any file is touched, under a ref of its own. Files then follow one by one, each
whole, and the branch last: wherever that is interrupted, the next writer goes on from the ref.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import KEEP, commit_subject
from mcsj_cli.errors import HistoryError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import git, lock
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.git.process import Refused
from mcsj_cli.store.git.remotes import fetch, list_heads, list_remotes, push, was_overtaken
from mcsj_cli.store.history import INCOMING, PRIVATE, History, install_driver
from mcsj_cli.store.merge import Conflict, Side
from mcsj_cli.store.merge_plan import (
    Answers,
    Doubled,
    FileMerge,
    MergePlan,
    Returned,
    plan_merge,
)

_DRAFT = "refs/mcsj/draft"
# Others may push between our fetch and our push; each time only one of us has to try again.
_TRIES = 20


class Kept(NamedTuple):
    """A value that two people changed: the other side's stands, and undoing `commit` brings ours back."""

    file: str
    conflict: Conflict
    commit: str


class Decisions(NamedTuple):
    """The decisions that a person should know of, made as two histories became one."""

    kept: Sequence[Kept]
    returned: Sequence[Returned]
    doubled: Sequence[Doubled]


class Exchange(NamedTuple):
    """The result of a sync: how many changes came and went, and the problems that kept ours here."""

    received: int
    sent: int
    problems: list[Problem]


# Decides conflicts of a file, all of them at once; None for one that nobody is there to decide.
Decide = Callable[[str, Sequence[Conflict]], Answers]
Inspect = Callable[[], list[Problem]]
Report = Callable[[Decisions], None]


class _Joined(NamedTuple):
    """The number of changes that came, and our last commit, which has them."""

    received: int
    head: str


class Sync:
    """One sync of the folder at `root`; git may ask for a password where it is interactive."""

    def __init__(self, root: Path, history: History, driver: str, *, interactive: bool) -> None:
        self._root = root
        self._history = history
        self._driver = driver
        self._interactive = interactive

    def run(self, decide: Decide, inspect: Inspect, report: Report) -> Exchange:
        """Commit edits by hand, receive, merge, and send if `inspect` finds no problem; raise HistoryError.

        What is decided on the way goes to `report` as soon as it holds, whatever becomes of the rest.
        """
        branch = self._history.require_rest()
        with lock.hold(self._root, lock.SYNC):
            problems = self._record_edits(inspect)
            if problems:
                return Exchange(0, 0, problems)
            remote = self._find_remote(branch)
            received = 0
            for _try in range(_TRIES):
                theirs = self._fetch(remote, branch)
                joined = self._receive(theirs, decide, report)
                if joined is None:
                    continue
                received += joined.received
                problems = inspect()
                if problems or joined.head == theirs:
                    return Exchange(received, 0, problems)
                sent = git.count(self._root, theirs, joined.head)
                if self._send(remote, branch, theirs, joined.head):
                    return Exchange(received, sent, [])
        raise HistoryError(
            _("Others were quicker, {n} times over.").format(n=_TRIES),
            _("Your changes are safe here, in the history. Run «mcsj sync» again."),
        )

    def _record_edits(self, inspect: Inspect) -> list[Problem]:
        """Commit edits by hand, unless there are problems: what is once in the history reaches everybody."""
        install_driver(self._root, self._driver)
        with lock.hold(self._root):
            self._history.settle()
            problems = inspect()
            if not problems:
                self._history.record_edits(git.find_edits(self._root, "data"), always=True)
        return problems

    def _receive(self, theirs: str | None, decide: Decide, report: Report) -> _Joined | None:
        """Merge the others' last commit into ours; return None if something was committed meanwhile."""
        head = git.resolve(self._root, "HEAD") or ""
        # A person may be asked here for as long as they like, so nobody else is kept waiting.
        plan = self._plan_files(head, theirs) if theirs else None
        if plan:
            plan = plan._replace(merges=[_settle(one, decide) for one in plan.merges])
        with lock.hold(self._root):
            if git.resolve(self._root, "HEAD") != (head or None):
                return None
            received = 0
            if theirs and plan:
                report(self._join(head, theirs, plan))
                received = git.count(self._root, head, theirs)
            return _Joined(received, git.resolve(self._root, "HEAD") or "")

    def _send(self, remote: str, branch: str, theirs: str | None, head: str) -> bool:
        """Send the branch, and return whether it arrived; it does not if somebody else was quicker."""
        if git.has_changes(self._root, theirs, head, PRIVATE):
            raise HistoryError(
                _(
                    "A change that was not sent yet has people's data (private/): once sent, it stays everywhere."
                ),
                _(
                    "Nothing was sent. Take it out of the history with whoever looks after git, as git rebase does."
                ),
            )
        refused = push(self._root, remote, branch, interactive=self._interactive)
        if refused is None:
            git.tidy(self._root)
            return True
        if not was_overtaken(refused):
            raise HistoryError(
                _("The others' copy refused yours: {said}").format(said=refused.said),
                _(
                    "Your changes are safe here, in the history. Settle it with whoever looks after the copy."
                ),
            )
        return False

    def _find_remote(self, branch: str) -> str:
        """Name the copy that the branch is shared with: the one it is set up for, or else the usual or only one."""
        remotes = list_remotes(self._root)
        if not remotes:
            raise HistoryError(
                _("This folder knows no other copy to share with."),
                _(
                    "Your changes are safe here, in the history. Name one: git remote add origin ADDRESS"
                ),
            )
        chosen = git.get_setting(self._root, f"branch.{branch.removeprefix('refs/heads/')}.remote")
        known = [name for name in (chosen, "origin") if name in remotes] or remotes
        if len(known) > 1 and known is remotes:
            raise HistoryError(
                _("This folder knows several copies: {names}.").format(names=", ".join(remotes)),
                _("Say once which one is shared: git push --set-upstream {name} main").format(
                    name=remotes[0]
                ),
            )
        return known[0] or ""

    def _fetch(self, remote: str, branch: str) -> str | None:
        """Give the others' last commit; None where their copy is still empty."""
        heads = list_heads(self._root, remote, interactive=self._interactive)
        fetched: str | Refused | None = None
        if not isinstance(heads, Refused):
            if heads and branch not in heads:
                raise _foreign_branch(branch, heads)
            fetched = (
                fetch(self._root, remote, branch, interactive=self._interactive) if heads else None
            )
        refused = next((said for said in (heads, fetched) if isinstance(said, Refused)), None)
        if refused:
            raise HistoryError(
                _("The others' copy cannot be reached: {said}").format(said=refused.said),
                _(
                    "Your changes are safe here, in the history. Run «mcsj sync» again when there is a connection."
                ),
            )
        return fetched if isinstance(fetched, str) else None

    def _plan_files(self, head: str, theirs: str) -> MergePlan | None:
        """Work out what the others' commits make of ours; None if there is nothing new in them."""
        base = git.find_base(self._root, head, theirs)
        if base is None:
            raise HistoryError(
                _(
                    "The others' copy did not begin as this one: their histories have nothing in common."
                ),
                _(
                    "Nothing was changed. Take theirs into a new folder with git clone, and add there what is yours."
                ),
            )
        return None if base == theirs else plan_merge(self._root, base, head, theirs)

    def _join(self, head: str, theirs: str, plan: MergePlan) -> Decisions:
        """Bring the others' commits into the branch and the files, and say what was decided; call it under the lock."""
        kept: list[Kept] = []
        if git.find_base(self._root, head, theirs) == head:
            git.set_ref(self._root, INCOMING, theirs, "")
        else:
            kept = self._commit(head, theirs, plan)
        self._history.settle(tell=False)
        return Decisions(kept, plan.returned, plan.doubled)

    def _commit(self, head: str, theirs: str, plan: MergePlan) -> list[Kept]:
        """Write the merge with our values, then each file's with the others', so that each can be undone alone.

        Nothing waits to be brought into the files before all of it is written.
        """
        identity = self._history.identity()
        git.remove_ref(self._root, _DRAFT)
        tip = write_commit(
            self._root, _DRAFT, "sync: merge", plan.ours, [head, theirs], identity=identity
        )
        kept = []
        for one in plan.merges:
            if not one.undecided:
                continue
            subject = commit_subject(KEEP, one.file)
            changes = {one.file: one.merge(Side.THEIRS).content}
            tip = write_commit(self._root, _DRAFT, subject, changes, [tip], identity=identity)
            kept += [Kept(one.file, conflict, tip) for conflict in one.undecided]
        git.set_ref(self._root, INCOMING, tip, "")
        git.remove_ref(self._root, _DRAFT)
        return kept


def _settle(one: FileMerge, decide: Decide) -> FileMerge:
    """Have the conflicts of a file decided: an answer may bring up the comments around it."""
    while one.questions:
        one = one.answer(decide(one.file, one.questions))
    return one


def _foreign_branch(branch: str, heads: Sequence[str]) -> HistoryError:
    short = branch.removeprefix("refs/heads/")
    known = [head.removeprefix("refs/heads/") for head in heads]
    return HistoryError(
        _("The branch checked out here, «{branch}», is not one that the others share.").format(
            branch=short
        ),
        _("Nothing was changed. They share {names}; change over with: git switch {name}").format(
            names=", ".join(known), name=known[0]
        ),
    )
