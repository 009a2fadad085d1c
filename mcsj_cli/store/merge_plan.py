"""The outcome of two histories for the files that either changed: a value, not yet written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from mcsj_cli.errors import HistoryError
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store import git
from mcsj_cli.store.agreements import FOLDER, Renumbered, renumber
from mcsj_cli.store.doubled_records import follow
from mcsj_cli.store.merge import COMMENTS, WHOLE, Conflict, Merged, Side, Sides, merge
from mcsj_cli.store.moved_records import place_together
from mcsj_cli.store.reconcile import Place

# The side that was chosen for each place of a file; None where nobody has chosen.
Answers = Mapping[Place, Side | None]
# Decides conflicts of a file.
Decide = Callable[[str, Sequence[Conflict]], Answers]

_OF_LINES = (".gitignore", ".gitattributes")


class Returned(NamedTuple):
    """A file, or a part of one, that one side changed and the other removed: the change stands."""

    file: str
    path: Place
    by_us: bool


class Doubled(NamedTuple):
    """A new record that both sides called the same: theirs has the name, ours is under another."""

    file: str
    place: str


class Versions(NamedTuple):
    """A file before both changes, None where both added it, and after each."""

    base: bytes | None
    ours: bytes
    theirs: bytes


@dataclass(frozen=True)
class FileMerge:
    """A file that both sides changed, merged by the answers so far, and with ours where none is."""

    root: Path
    file: str
    versions: Versions
    merged: Merged
    answers: Answers = field(default_factory=dict)

    @property
    def questions(self) -> list[Conflict]:
        """The conflicts to ask about next: fields first, then comments or the whole file."""
        open_ones = [one for one in self._choices if one.path not in self.answers]
        of_fields = [one for one in open_ones if one.path not in (COMMENTS, WHOLE)]
        return of_fields or open_ones

    @property
    def undecided(self) -> list[Conflict]:
        """The conflicts that were asked about and that nobody has decided."""
        return [
            one for one in self._choices if one.path in self.answers and not self.answers[one.path]
        ]

    @property
    def returned(self) -> list[Returned]:
        """The parts that one side changed and the other removed."""
        return [
            Returned(self.file, one.path, by_us=one.ours is not None)
            for one in self.merged.conflicts
            if not one.needs_choice
        ]

    def answer(self, answers: Answers) -> "FileMerge":
        """Merge the file again if an answer chooses a side; that may lead to further questions."""
        known = replace(self, answers={**self.answers, **answers})
        return replace(known, merged=known.merge(Side.OURS)) if any(answers.values()) else known

    def settle(self, decide: Decide) -> "FileMerge":
        """Have every conflict decided, one set of questions after the other."""
        one = self
        while one.questions:
            one = one.answer(decide(one.file, one.questions))
        return one

    def merge(self, others: Side) -> Merged:
        """Merge the file with the sides that were chosen, and with `others` where none was."""
        chosen = {path: side for path, side in self.answers.items() if side}
        return _merge(self.root, self.file, self.versions, Sides(others, chosen))

    @property
    def _choices(self) -> list[Conflict]:
        return [one for one in self.merged.conflicts if one.needs_choice]


class Undecided(NamedTuple):
    """A file with theirs where nobody has decided, and the conflicts that are left so."""

    content: bytes
    conflicts: Sequence[Conflict]


class MergePlan(NamedTuple):
    """The files that the others changed: `taken` as they are, or merged with ours.

    Among those taken are also our agreements that were `renumbered`.
    """

    taken: Mapping[str, git.Content]
    merges: Sequence[FileMerge]
    removed_once: Sequence[Returned]
    doubled: Sequence[Doubled]
    undecided: Mapping[str, Undecided] = MappingProxyType({})
    renumbered: Sequence[Renumbered] = ()

    def settle(self, decide: Decide) -> "MergePlan":
        """Have every conflict decided, file by file."""
        settled = [one.settle(decide) for one in self.merges]
        undecided = {
            one.file: Undecided(one.merge(Side.THEIRS).content, one.undecided)
            for one in settled
            if one.undecided
        }
        return self._replace(merges=settled, undecided=undecided)

    @property
    def files(self) -> set[str]:
        """The files that the others changed."""
        return {*self.taken, *(one.file for one in self.merges)}

    @property
    def ours(self) -> dict[str, git.Content]:
        """The content of each file where ours wins what is undecided."""
        return {**self.taken, **{one.file: one.merged.content for one in self.merges}}

    @property
    def returned(self) -> list[Returned]:
        """Everything that one side changed and the other removed, in the order of the files."""
        found = list(self.removed_once)
        for one in self.merges:
            found += one.returned
        return sorted(found, key=lambda returned: returned.file)


class _Blobs(NamedTuple):
    """A file before both changes and after each, as git has it; None where there is none."""

    base: git.Blob | None
    ours: git.Blob | None
    theirs: git.Blob | None

    def without_links(self, path: str) -> "_Blobs":
        """Return it with each link below data/ as no file: what is no link stands."""
        if not path.startswith("data/"):
            return self
        kept = [None if git.is_link(blob) else blob for blob in self]
        return _Blobs(*kept) if kept[1] or kept[2] else self._replace(base=None, ours=None)


def plan_merge(root: Path, base: str, head: str, theirs: str) -> MergePlan:
    """Merge the files that both sides changed; what only the others changed is taken as it is."""
    own = git.compare(root, base, head)
    our_changes, their_changes, left = place_together(own, git.compare(root, base, theirs))
    both = _find_changed_by_both(our_changes, their_changes)
    _require_plain(both)
    taken: dict[str, git.Content] = dict.fromkeys(left)
    for path, (_before, after) in their_changes.items():
        if path not in both and path not in own:
            taken[path] = after
    removed_once = []
    for path, blobs in both.items():
        if blobs.ours is None or blobs.theirs is None:
            taken[path] = blobs.ours or blobs.theirs
            removed_once.append(Returned(path, (), by_us=blobs.ours is not None))
    merges, doubled = [], []
    for one in _merge_files(root, both):
        if not _are_two_records(one):
            merges.append(one)
            continue
        place = _find_free(root, one.file, {*our_changes, *their_changes, *taken})
        taken[one.file], taken[place] = one.versions.theirs, one.versions.ours
        doubled.append(Doubled(one.file, place))
    plan = MergePlan(taken, merges, removed_once, doubled)
    plan = _number_agreements(root, plan, our_changes, their_changes)
    return _follow_doubled(root, plan, our_changes)


def _follow_doubled(root: Path, plan: MergePlan, ours: git.Changes) -> MergePlan:
    """Have our records name ours of two that were called the same."""
    if not plan.doubled:
        return plan
    merged = {one.file for one in plan.merges}
    own = {path: after.name for path, (_before, after) in ours.items() if after}
    blobs = git.read_blobs(root, list(own.values()))
    contents = {path: blobs[name] for path, name in own.items() if path not in merged}
    contents |= {one.file: one.content for one in plan.renumbered}
    for one in plan.doubled:
        contents.pop(one.file)
        contents[one.place] = _as_bytes(plan.taken[one.place])
    followed = follow(contents, {one.file: one.place for one in plan.doubled})
    return plan._replace(taken={**plan.taken, **followed})


def _as_bytes(content: git.Content) -> bytes:
    assert isinstance(content, bytes)  # noqa: S101  a record that was merged
    return content


def _number_agreements(
    root: Path, plan: MergePlan, ours: git.Changes, theirs: git.Changes
) -> MergePlan:
    """Put other numbers on our new agreements where the others' new ones have theirs."""
    merged = {one.file for one in plan.merges}
    new_theirs = _read_new_actions(root, theirs, set())
    if not new_theirs:
        return plan
    new_ours = _read_new_actions(root, ours, {*merged, *plan.taken})
    for one in plan.doubled:
        content = plan.taken[one.place]
        if isinstance(content, bytes):
            new_ours[one.place] = content
    renumbered = renumber(new_ours, new_theirs)
    contents = {one.file: one.content for one in renumbered}
    return plan._replace(taken={**plan.taken, **contents}, renumbered=renumbered)


def _read_new_actions(root: Path, changes: git.Changes, without: set[str]) -> dict[str, bytes]:
    new = {}
    for path, (before, after) in changes.items():
        if path.startswith(FOLDER) and before is None and after and path not in without:
            new[path] = after.name
    contents = git.read_blobs(root, list(new.values()))
    return {path: contents[name] for path, name in new.items()}


def _find_changed_by_both(ours: git.Changes, theirs: git.Changes) -> dict[str, _Blobs]:
    """Return the files that both sides changed, each in another way."""
    found = {}
    for path in sorted(ours.keys() & theirs.keys()):
        (before, our_blob), (_before, their_blob) = ours[path], theirs[path]
        if our_blob != their_blob:
            found[path] = _Blobs(before, our_blob, their_blob).without_links(path)
    return found


def _require_plain(both: Mapping[str, _Blobs]) -> None:
    for path, blobs in both.items():
        if not all(_can_be_merged(path, blob) for blob in blobs):
            raise HistoryError(
                _("Two people changed {file}, which is no ordinary file.").format(file=path),
                _(
                    "Your changes are safe here, in the history. Bring the two together with git "
                    "itself: git pull"
                ),
            )


def _can_be_merged(path: str, blob: git.Blob | None) -> bool:
    is_link = git.is_link(blob) and path.startswith("data/")  # both sides have one
    return git.is_plain(path, blob) or git.is_program(blob) or is_link


def _merge_files(root: Path, both: Mapping[str, _Blobs]) -> Iterator[FileMerge]:
    """Merge the files that both sides still have."""
    names = []
    for blobs in both.values():
        names += [blob.name for blob in blobs if blob]
    contents = git.read_blobs(root, names)
    for path, (before, ours, theirs) in both.items():
        if ours and theirs:
            base = contents[before.name] if before else None
            versions = Versions(base, contents[ours.name], contents[theirs.name])
            merged = _merge(root, path, versions, Sides(Side.OURS))
            yield FileMerge(root, path, versions, merged)


def _are_two_records(one: FileMerge) -> bool:
    """Whether two people gave two things one name, which only says the day and the title."""
    free = [f"data/{kind.folder}/" for kind in KINDS if not kind.uid_is_fixed]
    is_new = one.versions.base is None
    return is_new and one.file.startswith(tuple(free)) and bool(one.merged.conflicts)


def _find_free(root: Path, path: str, taken: set[str]) -> str:
    places = (f"{path.removesuffix('.yaml')}-{number}.yaml" for number in count(2))
    return next(place for place in places if place not in taken and not (root / place).exists())


def _merge(root: Path, file: str, versions: Versions, sides: Sides) -> Merged:
    if file.endswith(".yaml"):
        return merge(*versions, file, sides, partial(git.merge_text, root))
    return _merge_lines(root, file, versions, sides)


def _merge_lines(root: Path, file: str, versions: Versions, sides: Sides) -> Merged:
    """Merge a file that is not data line by line.

    If both sides changed a line, one side's file is kept whole; but of files in which each line
    stands for itself the lines of both are kept, ours last, where they count most.
    """
    base, ours, theirs = versions
    with suppress(HistoryError):  # what is no text has no lines
        if file in _OF_LINES:
            return Merged(git.merge_text(root, base or b"", theirs, ours, "union"), ())
        one, other = (git.merge_text(root, base or b"", ours, theirs, side) for side in Side)
        if one == other:
            return Merged(one, ())
    before = None if base is None else base.decode("utf-8", "replace")
    conflict = Conflict(
        WHOLE, before, ours.decode("utf-8", "replace"), theirs.decode("utf-8", "replace")
    )
    return Merged(getattr(versions, sides.find(WHOLE)), (conflict,))
