"""The seats of mesas as two people changed them: a mesa sits in one group a day, whatever they did.

A seat is more than one group's list can tell, so it is decided over all groups before these merge.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from mcsj_cli.model.together import Facts
from mcsj_cli.store.reconcile import Conflict, Side, Sides

SEAT = Facts("seat", ("group", "from", "until"))
_DAYS = ("from", "until")

Entries = dict[str, list[tuple[str, dict[str, Any]]]]  # by slug, each with its group's number


class SettledSeats(NamedTuple):
    """The versions of groups.yaml, with the same seats wherever both sides had changed them."""

    base: Any
    ours: Any
    theirs: Any
    conflicts: list[Conflict]


def settle_seats(base: Any, ours: Any, theirs: Any, sides: Sides) -> SettledSeats:
    """Let one side's seats of a mesa stand where both sides changed them, each differently.

    Where only one side changed them, the other's description of the mesa goes along.
    """
    entries = [_list_entries(version) for version in (base, ours, theirs)]
    settled: dict[Side, Any] = {Side.OURS: ours, Side.THEIRS: theirs}
    conflicts = []
    for slug in {**entries[1], **entries[2]}:
        before, our_seats, their_seats = (_find_seats(known, slug) for known in entries)
        # Of a change and a removal the change stands.
        conflict = Conflict(
            ("mesas", slug), before or None, our_seats or None, their_seats or None, SEAT
        )
        winner = _find_winner(conflict, sides)
        if winner is None:
            continue
        if before not in (our_seats, their_seats):
            conflicts.append(conflict)
        loser = Side.THEIRS if winner is Side.OURS else Side.OURS
        seats = _list_entries(settled[winner])[slug]
        settled[loser] = _reseat(settled[loser], slug, seats)
        if before:
            base = _reseat(base, slug, seats)
    return SettledSeats(base, settled[Side.OURS], settled[Side.THEIRS], conflicts)


def _find_winner(conflict: Conflict, sides: Sides) -> Side | None:
    """Return the side whose seats stand; None where there is nothing to settle."""
    _path, before, ours, theirs, _facts = conflict
    if ours == theirs or (before in (ours, theirs) and None in (before, ours, theirs)):
        return None
    if before == ours or ours is None:
        return Side.THEIRS
    if before == theirs or theirs is None:
        return Side.OURS
    return sides.find(conflict.path)


def _list_entries(document: Any) -> Entries:
    found: Entries = {}
    for group in _list_mappings(document, "groups"):
        for mesa in _list_mappings(group, "mesas"):
            found.setdefault(str(mesa.get("slug")), []).append((str(group.get("number")), mesa))
    return found


def _list_mappings(document: Any, key: str) -> Iterator[dict[str, Any]]:
    """Yield the mappings of a list; what is not as it should be is told by reading the file."""
    elements = document.get(key) if isinstance(document, dict) else None
    for element in elements if isinstance(elements, list) else ():
        if isinstance(element, dict):
            yield element


def _find_seats(entries: Entries, slug: str) -> list[dict[str, Any]]:
    """Return where a mesa sits, and from when until when, in the order of its days."""
    seats = []
    for number, mesa in entries.get(slug, ()):
        days = {day: mesa[day] for day in _DAYS if mesa.get(day)}
        seats.append({"group": number, **days})
    return sorted(seats, key=lambda seat: (str(seat.get("from", "")), seat["group"]))


def _reseat(document: Any, slug: str, entries: list[tuple[str, dict[str, Any]]]) -> Any:
    """Return a document with the seats of a mesa as in other entries, and else its own."""
    if not (isinstance(document, dict) and isinstance(document.get("groups"), list)):
        return document
    own = _list_entries(document).get(slug, [])
    described = [(number, _describe(number, mesa, own)) for number, mesa in entries]
    groups = []
    for group in document["groups"]:
        if isinstance(group, dict) and isinstance(group.get("mesas"), list):
            new = [mesa for number, mesa in described if number == str(group.get("number"))]
            groups.append({**group, "mesas": _replace_entries(group["mesas"], slug, new)})
        else:
            groups.append(group)
    return {**document, "groups": groups}


def _describe(
    number: str, seat: Mapping[str, Any], own: list[tuple[str, dict[str, Any]]]
) -> dict[str, Any]:
    """Return a seat's entry described as one's own of it, or as the last one's of the mesa.

    Earlier entries of a mesa may be described otherwise than later ones.
    """
    same = [mesa for group, mesa in own if (group, mesa.get("from")) == (number, seat.get("from"))]
    known = sorted((mesa for _group, mesa in own), key=lambda mesa: str(mesa.get("from", "")))
    mesa = [seat, *known, *same][-1]
    described = {key: value for key, value in mesa.items() if key not in _DAYS}
    return {**described, **{day: seat[day] for day in _DAYS if day in seat}}


def _replace_entries(mesas: list[Any], slug: str, new: list[dict[str, Any]]) -> list[Any]:
    """Return a group's list with other entries of a mesa, in the place of those it had."""
    replaced: list[Any] = []
    waiting = new
    for mesa in mesas:
        if isinstance(mesa, dict) and str(mesa.get("slug")) == slug:
            replaced += waiting
            waiting = []
        else:
            replaced.append(mesa)
    return [*replaced, *waiting]
