"""What has to be done so that a calendar on a server holds our meetings: pure, from what is known of both sides."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from mcsj_cli.calendars.fingerprint import ObjectState, Stamped, name_object

EVERYTHING = "all"
"""The scope of the whole network, which also looks after what a narrower one has put there."""


class ServerEntry(Struct, frozen=True):
    """An object as it was left on a server: the server's tag of it, our version, what it meant there, day and scope."""

    etag: str
    version: str
    digest: str
    day: date
    scope: str

    def as_seen(self, uid: str) -> "Seen":
        """Tell what the server would say of it while its tag is the same."""
        uids = frozenset([uid])
        return Seen(
            self.etag,
            ObjectState(uids, self.day, self.digest, self.version, self.digest, self.scope),
        )


class Seen(NamedTuple):
    """An object on the server now; of one that cannot be read the meaning is None."""

    etag: str
    meaning: ObjectState | None


class ObjectAction(StrEnum):
    """What is done with an object, or why nothing is.

    Somebody has edited or removed it, it was put there from newer data than ours, or it is another's.
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
    """What is done with the object of a meeting of that day, which has that tag on the server."""

    act: ObjectAction
    name: str
    day: date
    etag: str = ""


class PublishScope(NamedTuple):
    """Whose meetings are looked after, from which day to which, and whether edits of others may be overwritten.

    Meetings before the first day are history, and those after the last are not asked about: both stay.
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
    """Say what to do with each object that we have or had; what others put there is in none of the steps.

    `known` is what was left there last time; it may be lost, or be of another time.
    """
    steps = [_place(own, known.get(name), server.get(name), terms) for name, own in ours.items()]
    steps += _clear(ours, known, server, terms)
    return sorted(steps, key=lambda step: step.name)


def _place(
    own: Stamped, entry: ServerEntry | None, seen: Seen | None, terms: PublishScope
) -> ObjectStep:
    """Bring one of our meetings to the server."""
    if seen is None:
        return ObjectStep(
            ObjectAction.GONE if entry and not terms.overwrite else ObjectAction.ADD,
            own.name,
            own.day,
        )
    meaning = seen.meaning
    if meaning is not None and own.uid in meaning.uids:
        intact = _is_intact(meaning, entry)
        # What was written as we would write it may mean something else in the server's words.
        if own.version == _version(meaning, entry) if intact else meaning.digest == own.digest:
            return ObjectStep(ObjectAction.KEEP, own.name, own.day, seen.etag)
        left = (
            ObjectAction.EDITED
            if not intact
            else ObjectAction.NEWER
            if _is_newer(meaning, own, entry)
            else ObjectAction.CHANGE
        )
        return ObjectStep(
            ObjectAction.CHANGE if terms.overwrite else left, own.name, own.day, seen.etag
        )
    if meaning is None and entry is not None:  # one of ours that somebody spoilt
        return ObjectStep(
            ObjectAction.CHANGE if terms.overwrite else ObjectAction.EDITED,
            own.name,
            own.day,
            seen.etag,
        )
    return ObjectStep(ObjectAction.FOREIGN, own.name, own.day, seen.etag)


def _clear(
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    server: Mapping[str, Seen],
    terms: PublishScope,
) -> Iterator[ObjectStep]:
    """Take away what we put there of meetings that are no more."""
    for name in server.keys() - ours.keys():
        seen, entry = server[name], known.get(name)
        meaning = seen.meaning
        day, scope = _origin(name, meaning, entry)
        if (
            day is None
            or not terms.first <= day <= terms.last
            or terms.scope not in (scope, EVERYTHING)
        ):
            continue
        intact = meaning is not None and _is_intact(meaning, entry)
        yield ObjectStep(
            ObjectAction.REMOVE if intact or terms.overwrite else ObjectAction.EDITED,
            name,
            day,
            seen.etag,
        )


def _origin(
    name: str, meaning: ObjectState | None, entry: ServerEntry | None
) -> tuple[date | None, str]:
    """Give the day and scope of an object that we put there; no day of one that is not ours, though it may look so."""
    if entry:
        return entry.day, entry.scope
    if meaning and meaning.version and name in map(name_object, meaning.uids):
        return meaning.day, meaning.scope
    return None, ""


def _is_intact(meaning: ObjectState, entry: ServerEntry | None) -> bool:
    """Say whether an object still means what it did when we put it there."""
    return meaning.digest in (meaning.sealed, entry.digest if entry else "")


def _is_newer(meaning: ObjectState, own: Stamped, entry: ServerEntry | None) -> bool:
    """Say whether an object comes from changes that we have never had: from another's data, which are ahead of ours."""
    return meaning.sequence > own.sequence and (entry is None or entry.version != meaning.version)


def _version(meaning: ObjectState, entry: ServerEntry | None) -> str:
    """Give the version that an untouched object is of, as it says itself, or as it was left where that is lost."""
    return meaning.version or (entry.version if entry else "")
