"""Sharing a data folder: changes of others are merged by field, and those made here are sent.

The merged commit is made before any file is touched, under a ref of its own. Files then follow one
by one, each whole, and the branch last: wherever that is interrupted, the next writer goes on from
the ref.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import KEEP, commit_subject
from mcsj_cli.errors import HistoryError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import git, lock
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.history import INCOMING, History, install_driver
from mcsj_cli.store.merge import Conflict
from mcsj_cli.store.merge_plan import Decide, Doubled, MergePlan, Returned, plan_merge
from mcsj_cli.store.shared_copy import find_shared_copy

_DRAFT = "refs/mcsj/draft"
# Others may push between our fetch and our push; each time only one of us has to try again.
_TRIES = 20


class Kept(NamedTuple):
    """A value that two people changed: theirs stands, and undoing `commit` brings ours back."""

    file: str
    conflict: Conflict
    commit: str


class Decisions(NamedTuple):
    """The decisions that a person should know of, made as two histories became one.

    `ours` and `theirs` are the last commits of the two, before that.
    """

    kept: Sequence[Kept]
    returned: Sequence[Returned]
    doubled: Sequence[Doubled]
    ours: str
    theirs: str


class Exchange(NamedTuple):
    """The result of a sync: how many changes came and went, and the problems that kept ours."""

    received: int
    sent: int
    problems: list[Problem]


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
        """Commit edits by hand, receive, merge, and send if `inspect` finds no problem.

        Decisions go to `report` as soon as they hold, whatever becomes of the rest. Raises
        HistoryError.
        """
        branch = self._history.require_rest()
        with lock.hold(self._root, lock.SYNC):
            problems = self._record_edits(inspect)
            if problems:
                return Exchange(0, 0, problems)
            copy = find_shared_copy(self._root, branch, interactive=self._interactive)
            received = 0
            for _try in range(_TRIES):
                theirs = copy.fetch()
                joined = self._receive(theirs, decide, report)
                if joined is None:
                    continue
                received += joined.received
                problems = inspect()
                if problems or joined.head == theirs:
                    return Exchange(received, 0, problems)
                sent = git.count(self._root, theirs, joined.head)
                if copy.send(theirs, joined.head):
                    return Exchange(received, sent, [])
        raise HistoryError(
            _("Others were quicker, {n} times over.").format(n=_TRIES),
            _("Your changes are safe here, in the history. Run «mcsj sync» again."),
        )

    def _record_edits(self, inspect: Inspect) -> list[Problem]:
        """Commit edits by hand, unless there are problems: the history reaches everybody."""
        install_driver(self._root, self._driver)
        with lock.hold(self._root):
            self._history.settle()
            problems = inspect()
            if not problems:
                self._history.record_edits(git.find_edits(self._root, "data"), always=True)
        return problems

    def _receive(self, theirs: str | None, decide: Decide, report: Report) -> _Joined | None:
        """Merge the others' last commit into ours; None if something was committed meanwhile."""
        head = git.resolve(self._root, "HEAD") or ""
        # A person may be asked here for as long as they like, so nobody else is kept waiting.
        plan = self._plan_files(head, theirs) if theirs else None
        if plan:
            plan = plan.settle(decide)
        with lock.hold(self._root):
            if git.resolve(self._root, "HEAD") != (head or None):
                return None
            received = 0
            if theirs and plan:
                report(self._join(head, theirs, plan))
                received = git.count(self._root, head, theirs)
            return _Joined(received, git.resolve(self._root, "HEAD") or "")

    def _plan_files(self, head: str, theirs: str) -> MergePlan | None:
        """Work out what the others' commits make of ours; None if there is nothing new in them."""
        base = git.find_base(self._root, head, theirs)
        if base is None:
            raise HistoryError(
                _(
                    "The others' copy did not begin as this one: their histories have nothing in "
                    "common."
                ),
                _(
                    "Nothing was changed. Take theirs into a new folder with git clone, and add "
                    "there what is yours."
                ),
            )
        return None if base == theirs else plan_merge(self._root, base, head, theirs)

    def _join(self, head: str, theirs: str, plan: MergePlan) -> Decisions:
        """Bring the others' commits into the branch and the files; call it under the lock."""
        kept: list[Kept] = []
        if git.find_base(self._root, head, theirs) == head:
            git.set_ref(self._root, INCOMING, theirs, "")
        else:
            kept = self._commit(head, theirs, plan)
        self._history.settle(tell=False)
        return Decisions(kept, plan.returned, plan.doubled, head, theirs)

    def _commit(self, head: str, theirs: str, plan: MergePlan) -> list[Kept]:
        """Write the merge with our values, then each file with theirs, to be undone alone.

        Nothing waits to be brought into the files before all of it is written.
        """
        identity = self._history.identity()
        git.remove_ref(self._root, _DRAFT)
        tip = write_commit(
            self._root, _DRAFT, "sync: merge", plan.ours, [head, theirs], identity=identity
        )
        kept = []
        for file, (content, conflicts) in plan.undecided.items():
            subject, changes = commit_subject(KEEP, file), {file: content}
            tip = write_commit(self._root, _DRAFT, subject, changes, [tip], identity=identity)
            kept += [Kept(file, conflict, tip) for conflict in conflicts]
        git.set_ref(self._root, INCOMING, tip, "")
        git.remove_ref(self._root, _DRAFT)
        return kept
