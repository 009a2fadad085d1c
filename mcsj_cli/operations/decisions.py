"""What a person decided, in words: the facts that a merge keeps from one side only."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.store.reconcile import Conflict, Side

Fields = Mapping[str, Any]


def describe_side(conflict: Conflict, side: Side) -> str:
    """Return what one side made of facts, as the end of a sentence: «cancelled the meeting».

    Raises KeyError for a conflict that is not of facts.
    """
    assert conflict.facts  # noqa: S101  other conflicts are shown by their values
    phrases = _PHRASES[conflict.facts.name](conflict.base, getattr(conflict, side))
    return ", ".join(phrases) or _("took back what was decided")


def _describe_meeting(before: Fields, after: Fields) -> Iterator[str]:
    changed = _find_changed(before, after)
    if after.get("status") == "cancelled" and "status" in changed:
        yield _("cancelled the meeting")
    elif "status" in changed:
        status = label(after.get("status", "tentative"))
        yield _("made the meeting «{status}»").format(status=status)
    if "start" in changed and after.get("start"):
        yield _("moved the meeting to {moment} h").format(moment=after["start"])
    elif "start" in changed:
        yield _("put the meeting back to its hour")
    if "held" in changed:
        yield _describe_outcome(after)
    elif "attendance" in changed:
        yield _("changed the attendance")
    if "reason" in changed and after.get("reason"):
        yield _("gave the reason «{reason}»").format(reason=after["reason"])


def _describe_outcome(after: Fields) -> str:
    if after.get("held") == "true":
        return _("wrote down that the meeting was held")
    return _("wrote down that the meeting was not held")


def _describe_action(before: Fields, after: Fields) -> Iterator[str]:
    changed = _find_changed(before, after)
    if after.get("closed") and changed & {"status", "closed"}:
        told = _("closed the action as completed on {day}")
        if after.get("status") == "cancelled":
            told = _("cancelled the action on {day}")
        yield told.format(day=after["closed"])
    elif before.get("closed") and not after.get("closed"):
        yield _("opened the action again")
    if "due" in changed:
        yield _("made the action due on {day}").format(day=after.get("due"))
    if "evidence" in changed:
        yield _("changed the evidence")


def _describe_item(before: Fields, after: Fields) -> Iterator[str]:
    changed = _find_changed(before, after)
    status = after.get("status", "draft")
    if "status" in changed:
        yield _("made the item «{status}»").format(status=label(status))
    if "slot" in changed and after.get("slot"):
        yield _("planned it for {moment} h").format(moment=after["slot"].get("at"))
    if "publication" in changed and "status" not in changed:
        yield _("changed when or where it was published")
    if "verification" in changed:
        yield _("changed its verification")
    if "retraction" in changed and after.get("retraction"):
        yield _("gave the reason «{reason}»").format(reason=after["retraction"].get("reason"))


def _describe_slot(_before: Fields, after: Fields) -> Iterator[str]:
    yield _("set the meetings for {weekday}, {time} h ({zone}, {minutes} min, {status})").format(
        weekday=label(after.get("weekday", "")),
        time=after.get("time"),
        zone=after.get("timezone"),
        minutes=after.get("minutes", 60),
        status=label(after.get("status", "tentative")),
    )


def _describe_place(_before: Fields, after: Fields) -> Iterator[str]:
    keys = ", ".join(after.get("municipalities") or []) or _("the whole state")
    yield _("put the mesa in {place}, {state} ({zone})").format(
        place=keys, state=after.get("state"), zone=after.get("timezone")
    )


def _describe_seats(_before: list[Fields], after: list[Fields]) -> Iterator[str]:
    """Describe all seats of a mesa, since the days of each begin where another's end."""
    seats = [_describe_seat(seat) for seat in after]
    if seats:
        yield _("put the mesa in {seats}").format(seats="; ".join(seats))
    else:
        yield _("took the mesa out of the network")


def _describe_seat(seat: Fields) -> str:
    told = [_("group {number}").format(number=seat["group"])]
    if seat.get("from"):
        told.append(_("from {day}").format(day=seat["from"]))
    if seat.get("until"):
        told.append(_("until {day}").format(day=seat["until"]))
    return " ".join(told)


def _find_changed(before: Fields, after: Fields) -> set[str]:
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}


_PHRASES: dict[str, Callable[[Any, Any], Iterator[str]]] = {
    "meeting": _describe_meeting,
    "action": _describe_action,
    "item": _describe_item,
    "slot": _describe_slot,
    "seat": _describe_seats,
    "place": _describe_place,
}
