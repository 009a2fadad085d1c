"""Sharing a data folder: changes of others are merged by field, and those made here are sent.

The merged commit is made before any file is touched, under a ref of its own. Files then follow one
by one, each whole, and the branch last: wherever that is interrupted, the next writer goes on from
the ref.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import KEEP, MEND, commit_subject
from mcsj_cli.errors import HistoryError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import git, lock, merge_setting
from mcsj_cli.store.agreements import Renumbered
from mcsj_cli.store.data_format import raise_format
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.edits import find_edits
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.held_edits import HeldEdits, find_held
from mcsj_cli.store.history import INCOMING, History
from mcsj_cli.store.links import find_link
from mcsj_cli.store.mending import plan_mending
from mcsj_cli.store.merge import Conflict
from mcsj_cli.store.merge_plan import (
    Decide,
    Doubled,
    MergePlan,
    Returned,
    Undecided,
    plan_merge,
)
from mcsj_cli.store.shared_copy import Beginning, find_shared_copy

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

    `ours` and `theirs` are the last commits of the two, before that. `found` are the files with
    which a host had begun the others' copy, if that had no network yet. Those of the others that
    are `covered` are only in the history: files of the same names, not yet in it, lay here.
    """

    kept: Sequence[Kept]
    returned: Sequence[Returned]
    doubled: Sequence[Doubled]
    ours: str
    theirs: str
    mended: Sequence[str] = ()
    renumbered: Sequence[Renumbered] = ()
    found: Sequence[str] = ()
    covered: Sequence[str] = ()


class Inspection(NamedTuple):
    """The problems of the data: errors, and what is only odd and may come of a merge."""

    errors: list[Problem]
    odd: list[Problem]


class Exchange(NamedTuple):
    """The result of a sync: how many changes came and went.

    `stopped` are the problems for which nothing was sent. `held` are those of edits by hand, which
    stay here until they are mended. What else is wrong in the data, or odd, is in `left`; it kept
    nobody from sharing. Changes that the others' copy had lost, and has again, are `restored`.
    `begun` says where the network went that nobody had yet.
    """

    received: int
    sent: int
    stopped: Sequence[Problem] = ()
    held: Sequence[Problem] = ()
    left: Sequence[Problem] = ()
    restored: int = 0
    begun: Beginning | None = None


Inspect = Callable[[], Inspection]
Report = Callable[[Decisions], None]


class _Tips(NamedTuple):
    """Our last commit, empty before the first one, and the others'."""

    ours: str
    theirs: str | None


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
        """Commit edits by hand, receive, merge, and send.

        Edits with errors stay here. Nothing is sent if somebody's private data would go with it.
        Decisions go to `report` as soon as they hold, whatever becomes of the rest. Raises
        HistoryError.
        """
        branch = self._history.require_rest()
        if self._interactive:
            self._history.identity()  # before the lock: a question keeps nobody waiting
        with lock.hold(self._root, lock.SYNC):
            held = self._record_edits(inspect)
            copy = find_shared_copy(self._root, branch, interactive=self._interactive)
            received = 0
            for _try in range(_TRIES):
                head = git.resolve(self._root, "HEAD") or ""
                theirs = copy.fetch(head)
                plan = self._plan_files(head, theirs) if theirs else None
                if plan and held.meet(plan):
                    return Exchange(received, 0, stopped=held.meet(plan))
                joined = self._receive(_Tips(head, theirs), plan, decide, report)
                if joined is None:
                    continue
                copy.follow()
                received += joined.received
                head, found = self._renew(joined.head, held, inspect, report)
                exchange = self._sort(found, _Tips(head, theirs), held.problems)._replace(
                    received=received
                )
                if exchange.stopped or head == theirs:
                    return exchange
                sent = git.count(self._root, theirs, head)
                if copy.send(theirs, head):
                    begun = copy.describe_beginning(theirs)
                    return exchange._replace(sent=sent, restored=copy.lost, begun=begun)
        raise HistoryError(
            _("Others were quicker, {n} times over.").format(n=_TRIES),
            _("Your changes are safe here, in the history. Run «mcsj sync» again."),
        )

    def _sort(self, found: Inspection, tips: _Tips, held: Sequence[Problem]) -> Exchange:
        """Return what would stop our changes from being sent, and what else a person is told."""
        stopped = []
        private = [problem for problem in found.errors if problem.private]
        if private:
            unsent = git.compare(self._root, tips.theirs, tips.ours) if tips.theirs else None
            stopped = [one for one in private if unsent is None or one.file in unsent]
        told = {*stopped, *held}
        left = [problem for problem in (*found.errors, *found.odd) if problem not in told]
        return Exchange(0, 0, stopped, held, left)

    def _record_edits(self, inspect: Inspect) -> HeldEdits:
        """Commit edits by hand, but those with errors: the history reaches everybody."""
        merge_setting.install(self._root, self._driver)
        with lock.hold(self._root):
            self._history.settle()
            edits = find_edits(self._root)
            held = find_held(self._root, edits, inspect().errors if edits else [])
            sound = [file for file in edits if file not in held.files]
            if sound:
                self._history.identity()  # it may refuse, before anything is touched
            self._history.record_edits(sound, always=True)
        return held

    def _renew(
        self, head: str, held: HeldEdits, inspect: Inspect, report: Report
    ) -> tuple[str, Inspection]:
        """Raise the format and mend what is broken; left to others where nobody signs."""
        if not self._history.can_sign():
            return head, inspect()
        return self._mend(self._raise_format(head, held), inspect, report)

    def _raise_format(self, head: str, held: HeldEdits) -> str:
        """Raise the format, unless the others have or its file stays here; return our commit."""
        if NETWORK in held.files:
            return head
        with lock.hold(self._root):
            if git.resolve(self._root, "HEAD") == head:
                raise_format(self._root, self._history, always=True)
                return git.resolve(self._root, "HEAD") or head
        return head

    def _mend(self, head: str, inspect: Inspect, report: Report) -> tuple[str, Inspection]:
        """Mend what an older version's merges have broken.

        Return our last commit, and what is wrong then.
        """
        found = inspect()
        wrong = dict.fromkeys(problem.file for problem in found.errors)
        files = [file for file in wrong if not find_link(self._root, file)]
        edits = find_edits(self._root) if files else []
        mended = plan_mending(self._root, [file for file in files if file not in edits])
        if not mended:
            return head, found
        with lock.hold(self._root):
            if git.resolve(self._root, "HEAD") != head:
                return head, found
            undecided = {
                one.file: Undecided(one.theirs, one.conflicts) for one in mended if one.conflicts
            }
            subject = commit_subject(MEND, ", ".join(Path(one.file).stem for one in mended))
            contents = {one.file: one.ours for one in mended}
            kept = self._commit(subject, contents, [head], undecided)
            self._history.settle(tell=False)
            report(Decisions(kept, (), (), head, head, [one.file for one in mended]))
        return git.resolve(self._root, "HEAD") or head, inspect()

    def _receive(
        self, tips: _Tips, plan: MergePlan | None, decide: Decide, report: Report
    ) -> _Joined | None:
        """Merge the others' last commit into ours; None if something was committed meanwhile."""
        head, theirs = tips
        # A person may be asked here for as long as they like, so nobody else is kept waiting.
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
        base = git.find_base(self._root, head, theirs) or self._begin_together(theirs)
        return None if base == theirs else plan_merge(self._root, base, head, theirs)

    def _begin_together(self, theirs: str) -> str:
        """Return the name of no files at all, from which two histories can be said to have begun.

        A host may have begun its copy with files of its own. Raises HistoryError where the others
        have a network, which is not ours.
        """
        if git.has_changes(self._root, None, theirs, "data"):
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
        return git.find_empty_tree(self._root)

    def _join(self, head: str, theirs: str, plan: MergePlan) -> Decisions:
        """Bring the others' commits into the branch and the files; call it under the lock."""
        kept: list[Kept] = []
        covering = self._find_covering(head, plan)
        base = git.find_base(self._root, head, theirs)
        if base == head:
            git.set_ref(self._root, INCOMING, theirs, "")
        else:
            kept = self._commit("sync: merge", plan.ours, [head, theirs], plan.undecided)
        self._history.settle(tell=False)
        covered = covering.intersection(find_edits(self._root)) if covering else set()
        decisions = Decisions(kept, plan.returned, plan.doubled, head, theirs)
        decisions = decisions._replace(renumbered=plan.renumbered, covered=sorted(covered))
        return decisions if base else decisions._replace(found=sorted(plan.files - covered))

    def _find_covering(self, head: str, plan: MergePlan) -> set[str]:
        """Find the files here, not in the history yet, whose names the others have given too."""
        covering = set()
        for file in plan.taken:
            if os.path.lexists(self._root / file) and git.find_mode(self._root, head, file) is None:
                covering.add(file)
        return covering

    def _commit(
        self,
        subject: str,
        contents: Mapping[str, git.Content],
        parents: Sequence[str],
        undecided: Mapping[str, Undecided],
    ) -> list[Kept]:
        """Write a commit with our values, then each file with theirs, to be undone alone.

        Nothing waits to be brought into the files before all of it is written.
        """
        identity = self._history.identity()
        git.remove_ref(self._root, _DRAFT)
        tip = write_commit(self._root, _DRAFT, subject, contents, parents, identity=identity)
        kept = []
        for file, (content, conflicts) in undecided.items():
            changes = {file: content}
            tip = write_commit(
                self._root, _DRAFT, commit_subject(KEEP, file), changes, [tip], identity=identity
            )
            kept += [Kept(file, conflict, tip) for conflict in conflicts]
        git.set_ref(self._root, INCOMING, tip, "")
        git.remove_ref(self._root, _DRAFT)
        return kept
