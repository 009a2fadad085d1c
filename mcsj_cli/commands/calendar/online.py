"""`mcsj calendar publish --to ADDRESS`: meetings in a calendar on a server."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from mcsj_cli.calendars.caldav import Collection
from mcsj_cli.calendars.caldav_plan import CONFLICTS, ObjectAction, ObjectStep
from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Days
from mcsj_cli.calendars.transport import Login, Server, ServerAddress
from mcsj_cli.calendars.upload import Trouble
from mcsj_cli.commands.context import caldav_login
from mcsj_cli.commands.trust import require_trust
from mcsj_cli.console import note, say, show_steps
from mcsj_cli.errors import EditedError, ServerError
from mcsj_cli.i18n import _, ngettext, short_date
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.destination import Destination, Service
from mcsj_cli.operations import publishing
from mcsj_cli.operations.trusted_servers import has_published
from mcsj_cli.store.project import Project

_SHOWN = 10


class Wish(NamedTuple):
    """The options of a publication on a server, and the format in which it is shown.

    `trusted` is a server that the person trusts, and `named_here` whether the address is theirs.
    """

    group: str | None
    mesa: str | None
    terms: publishing.PublishTerms
    form: str | None
    trusted: str | None = None
    named_here: bool = False


def publish_online(
    project: Project, publication: CalendarInput, days: Days, to: str, wish: Wish
) -> None:
    """Bring a calendar on a server up to date, and show what was done.

    Raise EditedError for what others have changed there, and ServerError for what is refused.
    """
    address = ServerAddress.parse(to)
    edition = publishing.build_edition(project, publication, days, wish.group, wish.mesa)
    destination = Destination(Service.CALENDAR, address.name, wish.named_here)
    has_sent = partial(has_published, project, publishing.name_memory(address))
    require_trust(project, destination, wish.trusted, has_sent)
    login = caldav_login(project.network.calendar.user, address.origin)
    server = Server(address, Login(*login) if login else None)
    troubles: list[Trouble] = []
    try:
        planned = publishing.plan_publishing(project, Collection(server), edition, wish.terms)
        if wish.terms.dry_run:
            _show_plan(planned.prospect.steps, wish.form)
            note(_("Nothing was written: this is what would be done."))
        else:
            troubles = _carry_out(project, planned)
    finally:
        server.close()
    _refuse_left(planned.prospect.steps, troubles)


def _carry_out(project: Project, planned: publishing.PublishPlan) -> list[Trouble]:
    """Carry out a plan, and show how many steps were done, also where it breaks off."""
    done: list[ObjectStep] = []
    try:
        troubles = publishing.carry_out(project, planned, done, show_steps)
    except (ServerError, KeyboardInterrupt):
        show_steps(1, 1)
        note(_format_counts(done))
        raise
    kept = [step for step in planned.prospect.steps if step.act is ObjectAction.KEEP]
    say(_format_counts([*done, *kept]))
    return troubles


def _format_counts(steps: Sequence[ObjectStep]) -> str:
    counts = Counter(step.act for step in steps)
    text = _("Added: {added}; changed: {changed}; removed: {removed}; as they were: {kept}.")
    return text.format(
        added=counts[ObjectAction.ADD],
        changed=counts[ObjectAction.CHANGE],
        removed=counts[ObjectAction.REMOVE],
        kept=counts[ObjectAction.KEEP],
    )


def _show_plan(steps: Sequence[ObjectStep], form: str | None) -> None:
    """List what would be done, and what would not because of others."""
    labels = _list_labels()
    items = [
        {"uid": _format_uid(step.name), "day": str(step.day), "step": step.act.value}
        for step in steps
        if step.act is not ObjectAction.KEEP
    ]
    columns = [
        Column(_("Meeting"), lambda item: item["uid"]),
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["day"]))),
        Column(_("What is done"), lambda item: labels[item["step"]]),
    ]
    show_list(items, columns, form, _("Nothing to do: everything is there already."))


def _list_labels() -> Mapping[str, str]:
    return {
        ObjectAction.ADD: _("is added"),
        ObjectAction.CHANGE: _("is changed"),
        ObjectAction.REMOVE: _("is removed"),
        ObjectAction.EDITED: _("stays: somebody edited it"),
        ObjectAction.GONE: _("stays away: somebody removed it"),
        ObjectAction.NEWER: _("stays: it is newer than the data here"),
        ObjectAction.FOREIGN: _("stays: it is somebody else's"),
    }


def _refuse_left(steps: Sequence[ObjectStep], troubles: Sequence[Trouble]) -> None:
    """Name what was left as it is, and why; raise EditedError or ServerError if anything was."""
    reasons = _list_reasons()
    left = [(step.name, reasons[step.act]) for step in steps if step.act in CONFLICTS]
    left += [(one.name, one.reason) for one in troubles]
    if not left:
        return
    for name, reason in left[:_SHOWN]:
        note(f"{_format_uid(name)}: {reason}")
    more = len(left) - _SHOWN
    if more > 0:
        note(ngettext("… and {n} more", "… and {n} more", more).format(n=more))
    text = ngettext(
        "{n} meeting was left as it is there.",
        "{n} meetings were left as they are there.",
        len(left),
    )
    message = text.format(n=len(left))
    if any(not one.conflict for one in troubles):
        advice = _("Everything else was done. Run the command again later.")
        raise ServerError(message, advice)
    advice = _(
        "Everything else was done. Look at them there;"
        " --overwrite puts the network's data in their place."
    )
    raise EditedError(message, advice)


def _list_reasons() -> Mapping[ObjectAction, str]:
    """Return why an object was left as it is."""
    return {
        ObjectAction.EDITED: _("somebody edited it on the server"),
        ObjectAction.GONE: _("somebody removed it from the server"),
        ObjectAction.NEWER: _(
            "it has a higher revision there: run «mcsj sync»;"
            " after an undo, --overwrite puts yours in its place"
        ),
        ObjectAction.FOREIGN: _("something else is in its place on the server"),
    }


def _format_uid(name: str) -> str:
    """Return the uid of an object's meeting, as every command shows it."""
    return name.partition("@")[0]
