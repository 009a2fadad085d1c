"""Meetings brought to a calendar on a server: looked at, planned, carried out step by step.

Nothing has to be remembered on the way: what was done before a run broke off is found on the server by the next one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from mcsj_cli.calendars.caldav import CaldavRefusedError, Collection, ConflictError, is_same
from mcsj_cli.calendars.caldav_plan import WRITING, ObjectAction, ObjectStep, Seen, ServerEntry
from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Audience, Days
from mcsj_cli.calendars.fingerprint import (
    ObjectState,
    Stamped,
    name_object,
    read_object,
    stamp_meeting,
)
from mcsj_cli.model.schedule import gather

Progress = Callable[[int, int], None]


class Trouble(NamedTuple):
    """An object that was not written or removed, and why; `conflict` where somebody else was there first."""

    name: str
    reason: str
    conflict: bool


class Prospect(NamedTuple):
    """What has to be done, and what is known of the objects that stay as they are."""

    steps: list[ObjectStep]
    entries: dict[str, ServerEntry]


def seal_meetings(
    scope: Audience, word: str, publication: CalendarInput, days: Days
) -> dict[str, Stamped]:
    """Write the meetings of some days as objects, by name; `word` says whose they are."""
    whose = publication._replace(mesa=scope.mesa)
    coming = gather(scope.groups, days.first, days.last, publication.meetings)
    sealed = [
        stamp_meeting(occurrence, whose, word) for occurrence in coming if scope.holds(occurrence)
    ]
    return {one.name: one for one in sealed}


def look(
    collection: Collection,
    tags: Mapping[str, str],
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    domain: str,
) -> dict[str, Seen]:
    """Find out what the objects that may be ours are now; only those are read that are not as they were left.

    `tags` are all that the calendar holds; those that are not named after a UID of our domain are nobody's business.
    """
    ending = name_object(f"@{domain}")
    mine = {
        name: tag
        for name, tag in tags.items()
        if name in ours or name in known or name.endswith(ending)
    }
    server: dict[str, Seen] = {}
    unknown = []
    for name, tag in mine.items():
        entry = known.get(name)
        if entry and is_same(tag, entry.etag):
            server[name] = entry.as_seen(ours[name].uid if name in ours else "")
        else:
            unknown.append(name)
    for name, (tag, content) in collection.read(unknown).items():
        server[name] = Seen(tag or mine[name], read_object(content))
    return server


def prepare(
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    server: Mapping[str, Seen],
    steps: Sequence[ObjectStep],
) -> Prospect:
    """Put the steps beside what is known of the objects without them."""
    entries = {name: entry for name, entry in known.items() if name in server or name in ours}
    for step in steps:
        if step.act is ObjectAction.KEEP:
            meaning = server[step.name].meaning
            own = ours[step.name]
            assert meaning is not None  # noqa: S101  what is kept has been understood
            entries[step.name] = ServerEntry(
                step.etag, own.version, meaning.digest, own.day, meaning.scope or own.scope
            )
    return Prospect(list(steps), entries)


def carry_out(
    collection: Collection,
    prospect: Prospect,
    ours: Mapping[str, Stamped],
    done: list[ObjectStep],
    progress: Progress,
) -> list[Trouble]:
    """Take each step in its turn, and give those that could not be taken; those that were go to `done`.

    Raises ServerError where the server takes no step any more.
    """
    steps = [step for step in prospect.steps if step.act in WRITING]
    troubles: list[Trouble] = []
    untold: list[str] = []
    for place, step in enumerate(steps):
        progress(place, len(steps))
        try:
            if step.act is ObjectAction.REMOVE:
                collection.remove(step.name, step.etag)
                prospect.entries.pop(step.name, None)
            elif not _write(collection, step, ours[step.name], prospect.entries):
                untold.append(step.name)
            done.append(step)
        except ConflictError as error:
            troubles.append(Trouble(step.name, error.message, conflict=True))
        except CaldavRefusedError as error:
            troubles.append(Trouble(step.name, error.message, conflict=False))
    progress(len(steps), len(steps))
    _learn(collection, untold, ours, prospect.entries)
    return troubles


def _write(
    collection: Collection, step: ObjectStep, own: Stamped, entries: dict[str, ServerEntry]
) -> bool:
    """Write one object, and say whether the server told how it tags it."""
    entries.pop(step.name, None)  # until it is known
    try:
        tag = collection.write(step.name, own.content, step.etag)
    except ConflictError:
        # Our own request may have arrived before, and only its answer been lost.
        found = collection.read([step.name]).get(step.name)
        meaning = read_object(found[1]) if found else None
        if found is None or meaning is None or not _is_version(meaning, own):
            raise
        tag = found[0]
    if tag:
        entries[step.name] = ServerEntry(tag, own.version, own.digest, own.day, own.scope)
    return bool(tag)


def _is_version(meaning: ObjectState, own: Stamped) -> bool:
    return (meaning.version, meaning.sealed, meaning.digest) == (
        own.version,
        own.digest,
        own.digest,
    )


def _learn(
    collection: Collection,
    names: Sequence[str],
    ours: Mapping[str, Stamped],
    entries: dict[str, ServerEntry],
) -> None:
    """Learn how objects are tagged, and what they mean as written there: servers that change them tell no tag.

    That is what they will be compared with from now on (RFC 4791 5.3.4).
    """
    for name, (tag, content) in (collection.read(names) if names else {}).items():
        meaning = read_object(content)
        own = ours[name]
        if meaning and own.uid in meaning.uids and tag:
            entries[name] = ServerEntry(tag, own.version, meaning.digest, own.day, own.scope)
