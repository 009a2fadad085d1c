"""Meetings published in a calendar on a server: planned first, and then carried out."""

import hashlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

from mcsj_cli.calendars import upload
from mcsj_cli.calendars.caldav import CalendarName, Collection
from mcsj_cli.calendars.caldav_plan import (
    EVERYTHING,
    ObjectStep,
    PublishScope,
    ServerEntry,
    plan,
)
from mcsj_cli.calendars.event import CalendarInput, hex_colour
from mcsj_cli.calendars.feed import (
    Audience,
    Days,
    audience_of_group,
    audience_of_mesa,
    audience_of_network,
    without_sessions,
)
from mcsj_cli.calendars.fingerprint import Stamped
from mcsj_cli.calendars.transport import ServerAddress
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.i18n import speaking
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.store import cache
from mcsj_cli.store.project import Project


class Edition(NamedTuple):
    """The meetings to be published by the names of their objects, and what they are taken from.

    `scope` is a word for the audience that stays the same when it is renamed.
    """

    audience: Audience
    scope: str
    days: Days
    meetings: Mapping[str, Stamped]


class PublishTerms(NamedTuple):
    """Whether to make a calendar that is missing, and to overwrite what others changed there."""

    create: bool
    overwrite: bool
    dry_run: bool


class PublishPlan(NamedTuple):
    """The steps for a calendar, and the name under which it is remembered how they left it."""

    collection: Collection
    edition: Edition
    prospect: upload.Prospect
    memory: str


def read_publication(project: Project, *, public: bool) -> CalendarInput:
    """Read what calendars are built from; raise InvalidDataError for unreadable meetings."""
    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    return CalendarInput(project.network, project.partners, reading.records, public=public)


def build_edition(
    project: Project,
    publication: CalendarInput,
    days: Days,
    group: str | None,
    mesa: str | None,
) -> Edition:
    """Build the objects of the meetings of a group, a mesa or else the network.

    Raise NotFoundError.
    """
    with speaking(project.network.language):
        audience, scope = _choose_audience(project, group, mesa)
        if publication.public:
            audience = without_sessions(audience)
        meetings = upload.stamp_meetings(audience, scope, publication, days)
    return Edition(audience, scope, days, meetings)


def _choose_audience(project: Project, group: str | None, mesa: str | None) -> tuple[Audience, str]:
    """Return whose meetings are published, and the word for them."""
    network, groups = project.network, project.groups
    if group is not None:
        chosen = groups.find_group(group)
        return audience_of_group(chosen, network), f"g{chosen.number}"
    if mesa is not None:
        own = groups.find_seat(mesa).mesa
        return audience_of_mesa(own, groups, network), f"mesa-{own.slug}"
    return audience_of_network(groups, network), EVERYTHING


def name_memory(address: ServerAddress) -> str:
    """Return the name under which it is remembered how a calendar was left."""
    return f"calendars/{hashlib.sha256(str(address).encode()).hexdigest()[:16]}"


def plan_publishing(
    project: Project, collection: Collection, edition: Edition, terms: PublishTerms
) -> PublishPlan:
    """Compare a calendar on a server with an edition.

    A calendar that is not there yet is made, or else ServerError raised.
    """
    memory = name_memory(collection.address)
    known = cache.recall(project.root, memory, dict[str, ServerEntry]) or {}
    tags = collection.list_tags()
    if tags is None:
        _make_calendar(collection, edition.audience, terms)
        tags, known = {}, {}  # what was in one that has gone is of no use in the next
    ours, days = edition.meetings, edition.days
    seen = upload.look(collection, tags, ours, known, project.network.uid_domain)
    scope = PublishScope(edition.scope, days.first, days.last, terms.overwrite)
    prospect = upload.prepare(ours, known, seen, plan(ours, known, seen, scope))
    return PublishPlan(collection, edition, prospect, memory)


def _make_calendar(collection: Collection, audience: Audience, terms: PublishTerms) -> None:
    """Make the calendar, if that was asked for; raise ServerError if not."""
    if not terms.create:
        raise collection.missing_error()
    if terms.dry_run:
        return
    colour = hex_colour(audience.groups[0]) if len(audience.groups) == 1 else ""
    collection.make(CalendarName(audience.name, audience.description, colour))


def carry_out(
    project: Project,
    planned: PublishPlan,
    done: list[ObjectStep],
    progress: Callable[[int, int], None],
) -> list[upload.Trouble]:
    """Carry out each step: add it to `done`, or return the trouble with it.

    The state of the calendar is remembered also where this breaks off. Raise ServerError if the
    server takes no steps any more.
    """
    prospect = planned.prospect
    try:
        return upload.carry_out(
            planned.collection, prospect, planned.edition.meetings, done, progress
        )
    finally:
        cache.remember(project.root, planned.memory, prospect.entries)
