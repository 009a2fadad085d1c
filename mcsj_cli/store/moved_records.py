"""Records that were put into another folder, such as that of another year, and are still the same.

A record is its name. Where one side moved its file and the other changed it, both changes are of
one record, which must be neither there twice nor lost.
"""

from pathlib import PurePosixPath
from typing import NamedTuple

from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store.git import Changes

_FOLDERS = [f"data/{kind.folder}/" for kind in KINDS]


class Placed(NamedTuple):
    """The changes of both sides, each record by one place, and the places of ours that it leaves.

    That place is theirs, since it has been shared already.
    """

    ours: Changes
    theirs: Changes
    left: list[str]


def place_together(ours: Changes, theirs: Changes) -> Placed:
    """Put changes of one record in one place, where one side moved it and the other changed it."""
    our_moves, their_moves = _find_moves(ours), _find_moves(theirs)
    placed, left = Placed(dict(ours), dict(theirs), []), []
    for old in {**our_moves, **their_moves}:
        place = their_moves.get(old) or our_moves[old]
        if old not in ours or old not in theirs or _is_taken(place, ours, our_moves.get(old)):
            continue
        if _is_taken(place, theirs, their_moves.get(old)):
            continue
        own = our_moves.get(old, old)
        placed = Placed(
            _move(placed.ours, old, our_moves.get(old), place),
            _move(placed.theirs, old, their_moves.get(old), place),
            [],
        )
        if own != place and ours[own][1]:
            left.append(own)
    return placed._replace(left=left)


def _is_taken(place: str, changes: Changes, moved: str | None) -> bool:
    """Whether a side has something else in a place than the record that it moved there."""
    return place != moved and place in changes


def _move(changes: Changes, old: str, moved: str | None, place: str) -> Changes:
    """Return changes with that of a record in another place, from where it was before."""
    kept = {path: pair for path, pair in changes.items() if path not in (old, moved)}
    after = changes[moved or old][1]
    return {**kept, place: (changes[old][0], after)}


def _find_moves(changes: Changes) -> dict[str, str]:
    """Return where the records went that left one folder for another."""
    gone = _group_by_name(changes, (True, False))
    come = _group_by_name(changes, (False, True))
    return {
        gone[name][0]: places[0]
        for name, places in come.items()
        if len(places) == 1 and len(gone.get(name, [])) == 1
    }


def _group_by_name(changes: Changes, there: tuple[bool, bool]) -> dict[tuple[str, str], list[str]]:
    """Return the places of records, by kind and name, that were there before, after, or not."""
    found: dict[tuple[str, str], list[str]] = {}
    for path, pair in changes.items():
        if path.startswith(tuple(_FOLDERS)) and tuple(map(bool, pair)) == there:
            name = PurePosixPath(path)
            found.setdefault((name.parts[1], name.name), []).append(path)
    return found
