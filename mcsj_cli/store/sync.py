"""Sharing a data folder: what others did is brought here and merged by field, what was done here is sent.

The merged commit is made before any file is touched, under a ref of its own. Files then follow one by one, each
whole, and the branch last: wherever that is interrupted, the next writer goes on from the ref.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.commits import KEEP, commit_subject
from mcsj_cli.errors import HistoryError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store import git, lock
from mcsj_cli.store.git.fast_import import write_commit
from mcsj_cli.store.git.process import Refused
from mcsj_cli.store.git.remotes import fetch, list_heads, list_remotes, push, was_overtaken
from mcsj_cli.store.history import INCOMING, PRIVATE, History, install_driver, merge_lines
from mcsj_cli.store.merge import Choose, Conflict, Merged, Side, merge

_DRAFT = "refs/mcsj/draft"
_TRIES = (
    20  # others may push between our fetch and our push; each time only one of us has to try again
)


class Kept(NamedTuple):
    """A value that two people changed: the other side's stands, and undoing `commit` brings ours back."""

    file: str
    conflict: Conflict
    commit: str


class Returned(NamedTuple):
    """A file, or a part of one, that one side changed and the other removed: the change stands."""

    file: str
    path: tuple[str | int, ...]
    by_us: bool


class Doubled(NamedTuple):
    """A new record that both sides called the same: theirs has the name, ours is under another."""

    file: str
    place: str


class Decisions(NamedTuple):
    """What a person should know of how two histories became one."""

    kept: list[Kept]
    returned: list[Returned]
    doubled: list[Doubled]


class Exchange(NamedTuple):
    """What became of a sync: how many changes came and went, and the problems that kept ours here."""

    received: int
    sent: int
    problems: list[Problem]


class MergePlan(NamedTuple):
    """What two histories make of the files that either changed: `ours` wins every conflict, or `theirs` by file."""

    ours: dict[str, git.Content]
    theirs: dict[str, bytes]
    conflicts: dict[str, list[Conflict]]
    returned: list[Returned]
    doubled: list[Doubled]


Decide = Callable[[str, Conflict], Side | None]
Inspect = Callable[[], list[Problem]]


class Sync:
    """One sync of the folder at `root`. `decide` asks a person, or gives None where nobody is there to be asked."""

    def __init__(self, root: Path, history: History, driver: str, *, interactive: bool) -> None:
        self._root = root
        self._history = history
        self._driver = driver
        self._interactive = interactive

    def run(
        self, decide: Decide, inspect: Inspect, report: Callable[[Decisions], None]
    ) -> Exchange:
        """Commit edits by hand, receive, merge, and send if `inspect` finds no problem; raise HistoryError.

        What is decided on the way goes to `report` as soon as it holds, whatever becomes of the rest.
        """
        branch = self._history.require_rest()
        with lock.hold(self._root, lock.SYNC):
            return self._run(branch, decide, inspect, report)

    def _run(
        self, branch: str, decide: Decide, inspect: Inspect, report: Callable[[Decisions], None]
    ) -> Exchange:
        install_driver(self._root, self._driver)
        with lock.hold(self._root):
            self._history.settle()
            problems = inspect()
            if problems:  # what is once in the history reaches everybody: people's data above all
                return Exchange(0, 0, problems)
            self._history.record_edits(git.find_edits(self._root, "data"), always=True)
        remote = self._find_remote(branch)
        received = 0
        for _try in range(_TRIES):
            theirs = self._fetch(remote, branch)
            head = git.resolve(self._root, "HEAD") or ""
            # A person may be asked here for as long as they like, so nobody else is kept waiting.
            meeting = self._plan_files(head, theirs, decide) if theirs else None
            with lock.hold(self._root):
                if git.resolve(self._root, "HEAD") != (head or None):
                    continue
                if theirs and meeting:
                    report(self._join(head, theirs, meeting))
                    received += git.count(self._root, head, theirs)
                head = git.resolve(self._root, "HEAD") or ""
            problems = inspect()
            if problems or head == theirs:
                return Exchange(received, 0, problems)
            if git.has_changes(self._root, theirs, head, PRIVATE):
                raise HistoryError(
                    _(
                        "A change that was not sent yet has people's data (private/): once sent, it stays everywhere."
                    ),
                    _(
                        "Nothing was sent. Take it out of the history with whoever looks after git, as git rebase does."
                    ),
                )
            sent = git.count(self._root, theirs, head)
            refused = push(self._root, remote, branch, interactive=self._interactive)
            if refused is None:
                git.tidy(self._root)
                return Exchange(received, sent, [])
            if not was_overtaken(refused):
                raise HistoryError(
                    _("The others' copy refused yours: {said}").format(said=refused.said),
                    _(
                        "Your changes are safe here, in the history. Settle it with whoever looks after the copy."
                    ),
                )
        raise HistoryError(
            _("Others were quicker, {n} times over.").format(n=_TRIES),
            _("Your changes are safe here, in the history. Run «mcsj sync» again."),
        )

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

    def _plan_files(self, head: str, theirs: str, decide: Decide) -> MergePlan | None:
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
        return None if base == theirs else plan_merge(self._root, base, head, theirs, decide)

    def _join(self, head: str, theirs: str, meeting: MergePlan) -> Decisions:
        """Bring the others' commits into the branch and the files, and say what was decided; call it under the lock."""
        kept: list[Kept] = []
        if git.find_base(self._root, head, theirs) == head:
            git.set_ref(self._root, INCOMING, theirs, "")
        else:
            kept = self._commit(head, theirs, meeting)
        self._history.settle(tell=False)
        return Decisions(kept, meeting.returned, meeting.doubled)

    def _commit(self, head: str, theirs: str, met: MergePlan) -> list[Kept]:
        """Write the merge with our values, then each file's with the others', so that each can be undone alone.

        Nothing waits to be brought into the files before all of it is written.
        """
        identity = self._history.identity()
        git.remove_ref(self._root, _DRAFT)
        tip = write_commit(
            self._root, _DRAFT, "sync: merge", met.ours, [head, theirs], identity=identity
        )
        kept = []
        for file, content in met.theirs.items():
            tip = write_commit(
                self._root,
                _DRAFT,
                commit_subject(KEEP, file),
                {file: content},
                [tip],
                identity=identity,
            )
            kept += [Kept(file, conflict, tip) for conflict in met.conflicts[file]]
        git.set_ref(self._root, INCOMING, tip, "")
        git.remove_ref(self._root, _DRAFT)
        return kept


def plan_merge(root: Path, base: str, head: str, theirs: str, decide: Decide) -> MergePlan:
    """Work out what becomes of each file that both sides changed; what only the others changed is taken as it is."""
    ours_changed, theirs_changed = git.compare(root, base, head), git.compare(root, base, theirs)
    both = ours_changed.keys() & theirs_changed.keys()
    for path in sorted(both):
        if ours_changed[path][1] != theirs_changed[path][1] and not _are_plain(
            ours_changed[path], theirs_changed[path]
        ):
            raise HistoryError(
                _("Two people changed {file}, which is no ordinary file.").format(file=path),
                _(
                    "Your changes are safe here, in the history. Bring the two together with git itself: git pull"
                ),
            )
    met = MergePlan(
        {path: after for path, (_before, after) in theirs_changed.items()}, {}, {}, [], []
    )
    blobs = [
        b
        for path in both
        for b in (*ours_changed[path], theirs_changed[path][1])
        if b and b.mode == git.PLAIN
    ]
    contents = git.read_blobs(root, [blob.name for blob in blobs])
    for path in sorted(both):
        (before, ours), (_same, other) = ours_changed[path], theirs_changed[path]
        if ours == other:
            del met.ours[path]
        elif ours is None or other is None:
            met.ours[path] = ours or other
            met.returned.append(Returned(path, (), by_us=ours is not None))
        else:
            texts = (
                contents[before.name] if before else None,
                contents[ours.name],
                contents[other.name],
            )
            if before is None and _are_two_records(root, path, texts):
                place = _find_free(root, path, {*ours_changed, *met.ours})
                met.ours[place] = ours
                met.doubled.append(Doubled(path, place))
            else:
                _merge_file(root, path, texts, decide, met)
    return met


def _are_plain(*pairs: tuple[git.Blob | None, git.Blob | None]) -> bool:
    return all(blob is None or blob.mode == git.PLAIN for pair in pairs for blob in pair)


def _are_two_records(root: Path, path: str, texts: tuple[bytes | None, bytes, bytes]) -> bool:
    """Say whether two people gave two things one name, which only says the day and the title."""
    free = [f"data/{kind.folder}/" for kind in KINDS if not kind.uid_is_fixed]
    return path.startswith(tuple(free)) and bool(
        _merge(root, path, texts, lambda _conflict: Side.THEIRS).conflicts
    )


def _find_free(root: Path, path: str, taken: set[str]) -> str:
    places = (f"{path.removesuffix('.yaml')}-{number}.yaml" for number in count(2))
    return next(place for place in places if place not in taken and not (root / place).exists())


def _merge_file(
    root: Path, path: str, texts: tuple[bytes | None, bytes, bytes], decide: Decide, met: MergePlan
) -> None:
    answers: dict[tuple[str | int, ...], Side | None] = {}

    def choose_ours(conflict: Conflict) -> Side:
        answers[conflict.path] = decide(path, conflict)
        return answers[conflict.path] or Side.OURS

    merged = _merge(root, path, texts, choose_ours)
    met.ours[path] = merged.content
    met.returned.extend(
        Returned(path, conflict.path, by_us=conflict.ours is not None)
        for conflict in merged.conflicts
        if conflict.path not in answers
    )
    open_ones = [
        conflict
        for conflict in merged.conflicts
        if conflict.path in answers and not answers[conflict.path]
    ]
    if open_ones:
        met.theirs[path] = _merge(
            root, path, texts, lambda conflict: answers.get(conflict.path) or Side.THEIRS
        ).content
        met.conflicts[path] = open_ones


def _merge(
    root: Path, path: str, texts: tuple[bytes | None, bytes, bytes], choose: Choose
) -> Merged:
    base, ours, theirs = texts
    if not path.endswith(".yaml"):
        return _merge_lines(root, texts, choose)
    return merge(base, ours, theirs, path, choose, merge_lines(root))


def _merge_lines(root: Path, texts: tuple[bytes | None, bytes, bytes], choose: Choose) -> Merged:
    """Merge a file that is none of the data line by line; where both changed a line, one side's file is kept whole."""
    base, ours, theirs = texts
    with suppress(HistoryError):  # what is no text has no lines
        one, other = (git.merge_text(root, base or b"", ours, theirs, side) for side in Side)
        if one == other:
            return Merged(one, ())
    shown = [None if text is None else text.decode("utf-8", "replace") for text in texts]
    conflict = Conflict((), *shown)
    return Merged(ours if choose(conflict) is Side.OURS else theirs, (conflict,))


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
