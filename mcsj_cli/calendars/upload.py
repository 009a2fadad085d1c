"""Meetings published in a calendar on a server: read what is there, plan, carry out step by step.

A run that breaks off leaves nothing to repair: the next one finds on the server what was done.
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
    """An object that was not written or removed, and why; `conflict` if it was changed there."""

    name: str
    reason: str
    conflict: bool


class Prospect(NamedTuple):
    """The planned steps, and the entries of the objects that they leave as they are."""

    steps: list[ObjectStep]
    entries: dict[str, ServerEntry]


def stamp_meetings(
    audience: Audience, scope: str, publication: CalendarInput, days: Days
) -> dict[str, Stamped]:
    """Return the meetings of some days as objects, by name; `scope` goes into their seals."""
    whose = publication._replace(mesa=audience.mesa)
    coming = gather(audience.groups, days.first, days.last, publication.meetings)
    stamped = [stamp_meeting(one, whose, scope) for one in coming if audience.holds(one)]
    return {one.name: one for one in stamped}


def look(
    collection: Collection,
    tags: Mapping[str, str],
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    domain: str,
) -> dict[str, Seen]:
    """Return the objects that may be ours as they are on the server now.

    `tags` are those of all objects of the calendar. Only objects named after a UID of our domain,
    or known to be ours, are looked at; only those whose tag changed since last time are read.
    """
    ending = name_object(f"@{domain}")
    server: dict[str, Seen] = {}
    changed = []
    for name, tag in tags.items():
        if name not in ours and name not in known and not name.endswith(ending):
            continue
        entry = known.get(name)
        if entry and is_same(tag, entry.etag):
            server[name] = entry.as_seen(ours[name].uid if name in ours else "")
        else:
            changed.append(name)
    for name, (tag, content) in collection.read(changed).items():
        server[name] = Seen(tag or tags[name], read_object(content))
    return server


def prepare(
    ours: Mapping[str, Stamped],
    known: Mapping[str, ServerEntry],
    server: Mapping[str, Seen],
    steps: Sequence[ObjectStep],
) -> Prospect:
    """Return the steps, with what is known of the objects before they are carried out."""
    entries = {name: entry for name, entry in known.items() if name in server or name in ours}
    for step in steps:
        if step.act is ObjectAction.KEEP:
            state = server[step.name].state
            own = ours[step.name]
            assert state is not None  # noqa: S101  what is kept could be read
            scope = state.scope or own.scope
            entries[step.name] = ServerEntry(step.etag, own.version, state.digest, own.day, scope)
    return Prospect(list(steps), entries)


def carry_out(
    collection: Collection,
    prospect: Prospect,
    ours: Mapping[str, Stamped],
    done: list[ObjectStep],
    progress: Progress,
) -> list[Trouble]:
    """Carry out each step: add it to `done`, or return the trouble with it.

    Raise ServerError if the server takes no steps any more.
    """
    steps = [step for step in prospect.steps if step.act in WRITING]
    troubles: list[Trouble] = []
    for place, step in enumerate(steps):
        progress(place, len(steps))
        try:
            _carry_out_step(collection, step, ours, prospect.entries)
            done.append(step)
        except (ConflictError, CaldavRefusedError) as error:
            is_conflict = isinstance(error, ConflictError)
            troubles.append(Trouble(step.name, error.message, is_conflict))
    progress(len(steps), len(steps))
    written = [step.name for step in done if step.act is not ObjectAction.REMOVE]
    untagged = [name for name in written if name not in prospect.entries]
    _read_tags(collection, untagged, ours, prospect.entries)
    return troubles


def _carry_out_step(
    collection: Collection,
    step: ObjectStep,
    ours: Mapping[str, Stamped],
    entries: dict[str, ServerEntry],
) -> None:
    """Remove or write one object; `entries` has it afterwards if the server told its tag."""
    if step.act is ObjectAction.REMOVE:
        collection.remove(step.name, step.etag)
        entries.pop(step.name, None)
        return
    entries.pop(step.name, None)  # until the new one is known
    own = ours[step.name]
    tag = _write_object(collection, step, own)
    if tag:
        entries[step.name] = ServerEntry(tag, own.version, own.digest, own.day, own.scope)


def _write_object(collection: Collection, step: ObjectStep, own: Stamped) -> str:
    """Write one object and return its tag, empty if the server does not tell it."""
    try:
        return collection.write(step.name, own.content, step.etag)
    except ConflictError:
        # An earlier request of ours may have arrived, and only its answer been lost.
        found = collection.read([step.name]).get(step.name)
        state = read_object(found[1]) if found else None
        if found is None or state is None or not _is_version(state, own):
            raise
        return found[0]


def _is_version(state: ObjectState, own: Stamped) -> bool:
    written = (own.version, own.digest, own.digest)
    return (state.version, state.sealed, state.digest) == written


def _read_tags(
    collection: Collection,
    names: Sequence[str],
    ours: Mapping[str, Stamped],
    entries: dict[str, ServerEntry],
) -> None:
    """Read the tags of objects just written, for the entries; the server did not tell them.

    A server that changes what it is sent tells no tag (RFC 4791 5.3.4). So the digest is read too:
    from now on the object is compared with its state there.
    """
    if not names:
        return
    for name, (tag, content) in collection.read(names).items():
        state = read_object(content)
        own = ours[name]
        if state and own.uid in state.uids and tag:
            entries[name] = ServerEntry(tag, own.version, state.digest, own.day, own.scope)
