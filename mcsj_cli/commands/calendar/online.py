"""`mcsj calendar publish --to ADDRESS`: the meetings of the network, a group or a mesa in a calendar on a server."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from mcsj_cli.calendars.caldav import CalendarName, Collection
from mcsj_cli.calendars.caldav_plan import (
    CONFLICTS,
    EVERYTHING,
    ObjectAction,
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
from mcsj_cli.calendars.transport import Login, Server, ServerAddress
from mcsj_cli.calendars.upload import Prospect, Trouble, carry_out, look, prepare, stamp_meetings
from mcsj_cli.commands.context import caldav_login
from mcsj_cli.commands.trust import require_trust
from mcsj_cli.console import Column, note, say, show_list, show_steps
from mcsj_cli.errors import EditedError, ServerError
from mcsj_cli.i18n import _, ngettext, short_date, speaking
from mcsj_cli.model.server import Destination, Service
from mcsj_cli.operations.trusted_servers import has_published
from mcsj_cli.store import cache
from mcsj_cli.store.project import Project

_SHOWN = 10


class Wish(NamedTuple):
    """What is asked for, and how it is shown.

    `trusted` is a server that the person trusts, and `named_here` whether the address is theirs.
    """

    group: str | None
    mesa: str | None
    create: bool
    overwrite: bool
    dry_run: bool
    form: str | None
    trusted: str | None = None
    named_here: bool = False


def publish_online(
    project: Project, publication: CalendarInput, days: Days, to: str, wish: Wish
) -> None:
    """Bring a calendar on a server up to date, and say what was done.

    Raises EditedError for what others have changed there, and ServerError for what the server refuses.
    """
    address = ServerAddress.parse(to)
    scope, word = _choose_scope(project, wish)
    scope = without_sessions(scope) if publication.public else scope
    with speaking(project.network.language):
        ours = stamp_meetings(scope, word, publication, days)
    memory = f"calendars/{hashlib.sha256(str(address).encode()).hexdigest()[:16]}"
    destination = Destination(Service.CALENDAR, address.name, wish.named_here)
    require_trust(project, destination, wish.trusted, partial(has_published, project, memory))
    login = caldav_login(project.network.calendar.user, address.origin)
    server = Server(address, Login(*login) if login else None)
    known = cache.recall(project.root, memory, dict[str, ServerEntry]) or {}
    terms = PublishScope(word, days.first, days.last, wish.overwrite)
    try:
        collection = Collection(server)
        tags = collection.list_tags()
        if tags is None:
            _create(collection, scope, wish)
            tags, known = {}, {}  # what was in one that has gone is of no use in the next
        seen = look(collection, tags, ours, known, project.network.uid_domain)
        prospect = prepare(ours, known, seen, plan(ours, known, seen, terms))
        if wish.dry_run:
            _show(prospect.steps, wish.form)
            note(_("Nothing was written: this is what would be done."))
            troubles: list[Trouble] = []
        else:
            troubles = _carry_out(project, collection, prospect, ours, memory)
    finally:
        server.close()
    _tell_left(prospect.steps, troubles)


def _choose_scope(project: Project, wish: Wish) -> tuple[Audience, str]:
    """Give whose meetings are published, and a word for that which stays the same."""
    network, groups = project.network, project.groups
    with speaking(network.language):
        if wish.group is not None:
            group = groups.find_group(wish.group)
            return audience_of_group(group, network), f"g{group.number}"
        if wish.mesa is not None:
            mesa = groups.find_seat(wish.mesa).mesa
            return audience_of_mesa(mesa, groups, network), f"mesa-{mesa.slug}"
        return audience_of_network(groups, network), EVERYTHING


def _create(collection: Collection, scope: Audience, wish: Wish) -> None:
    """Make the calendar, if that was asked for; raise ServerError if not."""
    if not wish.create:
        raise collection.missing_error()
    if not wish.dry_run:
        colour = hex_colour(scope.groups[0]) if len(scope.groups) == 1 else ""
        collection.make(CalendarName(scope.name, scope.description, colour))


def _carry_out(
    project: Project,
    collection: Collection,
    prospect: Prospect,
    ours: Mapping[str, Stamped],
    memory: str,
) -> list[Trouble]:
    done: list[ObjectStep] = []
    try:
        troubles = carry_out(collection, prospect, ours, done, show_steps)
    except (ServerError, KeyboardInterrupt):
        show_steps(1, 1)
        note(_summarise(done))
        raise
    finally:
        cache.remember(project.root, memory, prospect.entries)
    kept = [step for step in prospect.steps if step.act is ObjectAction.KEEP]
    say(_summarise([*done, *kept]))
    return troubles


def _summarise(steps: Sequence[ObjectStep]) -> str:
    counts = Counter(step.act for step in steps)
    text = _("Added: {added}; changed: {changed}; removed: {removed}; as they were: {kept}.")
    return text.format(
        added=counts[ObjectAction.ADD],
        changed=counts[ObjectAction.CHANGE],
        removed=counts[ObjectAction.REMOVE],
        kept=counts[ObjectAction.KEEP],
    )


def _show(steps: Sequence[ObjectStep], form: str | None) -> None:
    """List what would be done, and what would not because of others."""
    words = {
        ObjectAction.ADD: _("is added"),
        ObjectAction.CHANGE: _("is changed"),
        ObjectAction.REMOVE: _("is removed"),
        ObjectAction.EDITED: _("stays: somebody edited it"),
        ObjectAction.GONE: _("stays away: somebody removed it"),
        ObjectAction.NEWER: _("stays: it is newer than the data here"),
        ObjectAction.FOREIGN: _("stays: it is somebody else's"),
    }
    items = [
        {"uid": _meeting(step.name), "day": str(step.day), "step": step.act.value}
        for step in steps
        if step.act is not ObjectAction.KEEP
    ]
    columns = [
        Column(_("Meeting"), lambda item: item["uid"]),
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["day"]))),
        Column(_("What is done"), lambda item: words[ObjectAction(item["step"])]),
    ]
    show_list(items, columns, form, _("Nothing to do: everything is there already."))


def _tell_left(steps: Sequence[ObjectStep], troubles: Sequence[Trouble]) -> None:
    """Name what was left as it is, and why; raise EditedError or ServerError if anything was."""
    reasons = {
        ObjectAction.EDITED: _("somebody edited it on the server"),
        ObjectAction.GONE: _("somebody removed it from the server"),
        ObjectAction.NEWER: _(
            "it has a higher revision there: run «mcsj sync»; after an undo, --overwrite puts yours in its place"
        ),
        ObjectAction.FOREIGN: _("something else is in its place on the server"),
    }
    left = [(_meeting(step.name), reasons[step.act]) for step in steps if step.act in CONFLICTS]
    left += [(_meeting(one.name), one.reason) for one in troubles]
    for uid, reason in left[:_SHOWN]:
        note(f"{uid}: {reason}")
    if len(left) > _SHOWN:
        note(
            ngettext("… and {n} more", "… and {n} more", len(left) - _SHOWN).format(
                n=len(left) - _SHOWN
            )
        )
    if not left:
        return
    message = ngettext(
        "{n} meeting was left as it is there.",
        "{n} meetings were left as they are there.",
        len(left),
    )
    if any(not one.conflict for one in troubles):
        raise ServerError(
            message.format(n=len(left)), _("Everything else was done. Run the command again later.")
        )
    raise EditedError(
        message.format(n=len(left)),
        _(
            "Everything else was done. Look at them there; --overwrite puts the network's data in their place."
        ),
    )


def _meeting(name: str) -> str:
    """Name the meeting of an object as every command does."""
    return name.partition("@")[0]
