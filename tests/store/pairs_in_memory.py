"""Two people's changes merged without a folder for either, and judged.

What each of them changed is known from the files alone, value by value, and either stands at the
end or is named to the one who shares second.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from mcsj_cli.store import git, yaml
from mcsj_cli.store.merge import COMMENTS, find_schema
from mcsj_cli.store.merge_plan import MergePlan, plan_merge
from tests.stress.ledger import Place, flatten

Tree = Mapping[str, bytes]  # the content of each file that somebody changed
# What no merge needs to tell, for none of it was decided by a person.
_FOLLOWS = ("sequence", "updated", "number")
_FILLED, _IMPLIED = ("attendance", "absent"), ("status", "in-process")


class Version(NamedTuple):
    """A commit upon the base, and the files that it changed: as they were, and as they are."""

    name: str
    commit: str
    before: Mapping[str, bytes | None]
    after: Mapping[str, bytes | None]


class Outcome(NamedTuple):
    """What one person has after sharing second, and what they were told."""

    plan: MergePlan
    mine: Tree  # where their own side would have been kept
    theirs: Tree  # as it is: what the other person did stands


class Judge:
    """Pairs of versions of one repository, merged in both orders."""

    def __init__(self, root: Path, base: str) -> None:
        self.root, self.base = root, base

    def read_version(self, name: str, commit: str) -> Version:
        """Read what a commit changed."""
        changes = git.compare(self.root, self.base, commit)
        names = [blob.name for pair in changes.values() for blob in pair if blob]
        contents = git.read_blobs(self.root, names)
        before, after = (
            {
                path: contents[blob.name] if (blob := pair[side]) else None
                for path, pair in changes.items()
            }
            for side in (0, 1)
        )
        return Version(name, commit, before, after)

    def judge(self, one: Version, other: Version) -> list[str]:
        """Return everything that is wrong with a pair, in either order."""
        first, second = self._merge(one, other), self._merge(other, one)
        wrong = [
            *_find_broken(first),
            *_find_broken(second),
            *_find_lost(first, one, other),
            *_find_lost(second, other, one),
            *_find_stale(first, one, other),
        ]
        # Whoever shares second: where Ana's side stands, it is the same network.
        for ours, theirs in ((first.mine, second.theirs), (second.mine, first.theirs)):
            if _compare(ours) != _compare(theirs):
                wrong.append("the two orders make two networks")
        return wrong

    def _merge(self, ours: Version, theirs: Version) -> Outcome:
        plan = plan_merge(self.root, self.base, ours.commit, theirs.commit)
        plan = plan.settle(lambda _file, conflicts: {one.path: None for one in conflicts})
        known = {**theirs.before, **ours.before, **ours.after}
        mine = {**known, **{path: self._read(content) for path, content in plan.ours.items()}}
        undecided = {file: one.content for file, one in plan.undecided.items()}
        standing = {**mine, **undecided}
        return Outcome(plan, _drop_none(mine), _drop_none(standing))

    def _read(self, content: git.Content) -> bytes | None:
        if isinstance(content, git.Blob):
            return git.read_blobs(self.root, [content.name])[content.name]
        return content


def _drop_none(files: Mapping[str, bytes | None]) -> Tree:
    return {path: content for path, content in files.items() if content is not None}


def _find_broken(outcome: Outcome) -> Iterator[str]:
    for tree in (outcome.mine, outcome.theirs):
        for file, content in tree.items():
            schema = find_schema(file)
            if schema and not yaml.is_sound(yaml.parse_plain(content, file), schema):
                yield f"{file} breaks its own rules"
            if b"\n<<<<<<<" in content:
                yield f"{file} has marks"
        names = [PurePosixPath(file).name for file in tree if file.count("/") == 3]
        kinds = [PurePosixPath(file).parts[1] for file in tree if file.count("/") == 3]
        pairs = list(zip(kinds, names, strict=True))
        yield from (f"{pair} is there twice" for pair in pairs if pairs.count(pair) > 1)


def _find_lost(outcome: Outcome, ours: Version, theirs: Version) -> Iterator[str]:
    """Name the values that a person changed, and that neither stand nor were told."""
    final = _read_values(outcome.theirs)
    places = {_name(one.file): _name(one.place) for one in outcome.plan.doubled}
    for version in (ours, theirs):
        before, after = _read_values(version.before), _read_values(version.after)
        for place in before.keys() | after.keys():
            value = after.get(place)
            if value == before.get(place) or _is_description(place, before):
                continue
            name = places.get(place[0], place[0]) if version is ours else place[0]
            stands = final.get((name, *place[1:]))
            if place[-1] == "sequence" and int(stands or 0) < int(value or 0):
                yield f"{version.name}: {place} fell to {stands}"
            if stands != value and not _is_told(outcome, place, value, stands):
                yield f"{version.name}: {place} is {stands}, not {value}"


def _is_description(place: Place, before: Mapping[Place, str]) -> bool:
    """Whether a value describes a mesa that was moved, and was written along with its new seat.

    The other person may have corrected it meanwhile.
    """
    if "mesas" not in place or place in before:
        return False
    told = place[place.index("mesas") :]
    known = {one[one.index("mesas") :] for one in before if "mesas" in one}
    return len(told) > 2 and told in known and told[-1] not in ("from", "until")


def _find_stale(outcome: Outcome, ours: Version, theirs: Version) -> Iterator[str]:
    """Name the sequences that both raised, and that are news to nobody."""
    if ours.after == theirs.after:
        return
    values = [_read_values(one) for one in (ours.before, ours.after, theirs.after, outcome.theirs)]
    for place, stands in values[3].items():
        if place[-1] == "sequence" and place in values[1] and place in values[2]:
            before, one, other, last = (int(known.get(place, 0)) for known in values)
            if min(one, other) > before and last <= max(one, other):
                yield f"{place} is {stands} again"


def _name(file: str) -> str:
    """Name a record by its kind and name, wherever it lies."""
    parts = PurePosixPath(file).parts
    return f"{parts[1]}/{parts[-1]}" if len(parts) == 4 else file


def _is_told(outcome: Outcome, place: Place, value: str | None, stands: str | None) -> bool:
    if place[-1] in _FOLLOWS or (place[-1], value) == _IMPLIED:
        return True
    if (place[1:2], value) == (_FILLED[:1], _FILLED[1]) and stands in ("present", "excused"):
        return True
    return any(place[: len(told)] == told for told in _list_told(outcome, place))


def _list_told(outcome: Outcome, place: Place) -> Iterator[Place]:
    for file, undecided in outcome.plan.undecided.items():
        for conflict in undecided.conflicts:
            if conflict.facts and conflict.path[0] == "mesas":
                if str(conflict.path[1]) in place:
                    yield place
            elif conflict.facts:
                for field in conflict.facts.every:
                    yield (_name(file), *map(str, conflict.path[:-1]), field)
            elif conflict.path != COMMENTS:
                yield (_name(file), *map(str, conflict.path))
    for returned in outcome.plan.returned:
        if returned.path[:1] == ("mesas",) and str(returned.path[1]) in place:
            yield place
        yield (_name(returned.file), *map(str, returned.path))


def _read_values(files: Mapping[str, bytes | None]) -> dict[Place, str]:
    values: dict[Place, str] = {}
    for file, content in files.items():
        if content is not None and file.endswith(".yaml"):
            flatten(_name(file), content, values)
    return values


def _compare(tree: Tree) -> Any:
    """Return a network so that it does not matter who shared first.

    That decides which of two new records has the name, and the later number.
    """
    records = []
    for file, content in tree.items():
        plain = yaml.parse_plain(content, file)
        if isinstance(plain, dict) and file.count("/") == 3:
            plain = {key: value for key, value in plain.items() if key != "number"}
        name = re.sub(r"-2\.yaml$", ".yaml", PurePosixPath(file).name)
        records.append((name, _unordered(plain)))
    return sorted(records, key=str)


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return sorted(((key, _unordered(one)) for key, one in value.items()), key=str)
    return sorted(map(_unordered, value), key=str) if isinstance(value, list) else value
