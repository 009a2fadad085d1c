"""The steps after which a calendar on a server holds our meetings.

They are planned without any request, from the states of both sides.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from mcsj_cli.calendars.fingerprint import ObjectState, Stamped, name_object

EVERYTHING = "all"
"""The scope of the whole network, which also covers objects written for narrower scopes."""


class ServerEntry(Struct, frozen=True):
    """An object as we left it on a server.

    `etag` is the server's tag of it, `version` ours, and `digest` the digest of its state there.
    """

    etag: str
    version: str
    digest: str
    day: date
    scope: str

    def as_seen(self, uid: str) -> "Seen":
        """Return what reading it again would yield while its tag is the same."""
        uids = frozenset([uid])
        state = ObjectState(uids, self.day, self.digest, self.version, self.digest, self.scope)
        return Seen(self.etag, state)


class Seen(NamedTuple):
    """An object on the server now; `state` is None if it cannot be read."""

    etag: str
    state: ObjectState | None


class ObjectAction(StrEnum):
    """An action on an object, or the reason for taking none.

    The reasons are: it is up to date (KEEP), somebody edited it (EDITED) or removed it (GONE), it
    was written from newer data than ours (NEWER), or it is not ours (FOREIGN).
    """

    KEEP = "keep"
    ADD = "add"
    CHANGE = "change"
    REMOVE = "remove"
    EDITED = "edited"
    GONE = "gone"
    NEWER = "newer"
    FOREIGN = "foreign"


WRITING = (ObjectAction.ADD, ObjectAction.CHANGE, ObjectAction.REMOVE)
CONFLICTS = (ObjectAction.EDITED, ObjectAction.GONE, ObjectAction.NEWER, ObjectAction.FOREIGN)


class ObjectStep(NamedTuple):
    """The action on one object: its name, the day of its meeting, its tag on the server."""

    act: ObjectAction
    name: str
    day: date
    etag: str = ""


class PublishScope(NamedTuple):
    """Whose meetings are published, on which days, and whether to overwrite edits of others.

    Objects of meetings before `first` or after `last` stay as they are.
    """

    scope: str
    first: date
    last: date
    overwrite: bool = False


def plan(
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    server: Mapping[str, Seen],
    terms: PublishScope,
) -> list[ObjectStep]:
    """Return a step for each object that is or was ours, and none for the objects of others.

    `known` are the objects as they were left last time; it may be lost or out of date.
    """
    steps = [_plan_own(own, known.get(name), server.get(name), terms) for name, own in ours.items()]
    steps += _plan_removals(ours, known, server, terms)
    return sorted(steps, key=lambda step: step.name)


def _plan_own(
    own: Stamped, entry: ServerEntry | None, seen: Seen | None, terms: PublishScope
) -> ObjectStep:
    """Return the step for the object of one of our meetings."""
    if seen is None:
        was_removed = entry is not None and not terms.overwrite
        act = ObjectAction.GONE if was_removed else ObjectAction.ADD
        return ObjectStep(act, own.name, own.day)
    act = _compare(own, entry, seen.state)
    if terms.overwrite and act in (ObjectAction.EDITED, ObjectAction.NEWER):
        act = ObjectAction.CHANGE
    return ObjectStep(act, own.name, own.day, seen.etag)


def _compare(own: Stamped, entry: ServerEntry | None, state: ObjectState | None) -> ObjectAction:
    """Return the action on an object that is on the server, without regard to `overwrite`."""
    if state is None:  # if we wrote it, somebody made it unreadable
        return ObjectAction.FOREIGN if entry is None else ObjectAction.EDITED
    if own.uid not in state.uids:
        return ObjectAction.FOREIGN
    if not _is_intact(state, entry):
        is_same = state.digest == own.digest
        return ObjectAction.KEEP if is_same else ObjectAction.EDITED
    # Compare versions here: the server may have reworded what we wrote, and so the digest differs.
    if own.version == _version(state, entry):
        return ObjectAction.KEEP
    return ObjectAction.NEWER if _is_newer(state, own, entry) else ObjectAction.CHANGE


def _plan_removals(
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    server: Mapping[str, Seen],
    terms: PublishScope,
) -> Iterator[ObjectStep]:
    """Yield the steps for objects that we wrote of meetings that no longer exist."""
    for name in server.keys() - ours.keys():
        seen, entry = server[name], known.get(name)
        day, scope = _origin(name, seen.state, entry)
        if day is None or not terms.first <= day <= terms.last:
            continue
        if terms.scope not in (scope, EVERYTHING):
            continue
        is_intact = seen.state is not None and _is_intact(seen.state, entry)
        act = ObjectAction.REMOVE if is_intact or terms.overwrite else ObjectAction.EDITED
        yield ObjectStep(act, name, day, seen.etag)


def _origin(
    name: str, state: ObjectState | None, entry: ServerEntry | None
) -> tuple[date | None, str]:
    """Return the day and scope of an object that we wrote; no day if it is not ours.

    A copy of one of our objects under another name is not ours.
    """
    if entry:
        return entry.day, entry.scope
    if state and state.version and name in map(name_object, state.uids):
        return state.day, state.scope
    return None, ""


def _is_intact(state: ObjectState, entry: ServerEntry | None) -> bool:
    """Whether nobody has edited an object since we wrote it."""
    return state.digest in (state.sealed, entry.digest if entry else "")


def _is_newer(state: ObjectState, own: Stamped, entry: ServerEntry | None) -> bool:
    """Whether an object was written from data that are ahead of ours, by somebody else."""
    return state.sequence > own.sequence and (entry is None or entry.version != state.version)


def _version(state: ObjectState, entry: ServerEntry | None) -> str:
    """Return the version of an untouched object: that in its seal, or else the one we left."""
    return state.version or (entry.version if entry else "")
