"""`mcsj mesas show`: a mesa with its clock, its next meeting, and its work."""

from datetime import date
from typing import Annotated

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.fields import LIMIT, Format, MesaArgument
from mcsj_cli.commands.mesas.lists import describe_seat, format_stay
from mcsj_cli.console import note, warn_unread
from mcsj_cli.i18n import N_, _, long_date, ngettext, short_date
from mcsj_cli.labels import label
from mcsj_cli.listing import show_item
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, KINDS
from mcsj_cli.model.membership import Groups, Mesa, Seat
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import enumeration, one_line
from mcsj_cli.operations.mesa_history import MesaEvent, find_next_move, read_history
from mcsj_cli.operations.mesas import MesaSurroundings, read_surroundings
from mcsj_cli.operations.siting import describe_site
from mcsj_cli.vocabulary import spoken


def show_mesa(
    mesa: MesaArgument,
    limit: Annotated[int, LIMIT.option(N_("So many events of its history at most."))] = 20,
    form: Format = None,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    seat = project.groups.seat_on(project.groups.find_seat(mesa).mesa.slug, day)
    around = read_surroundings(project, seat.mesa, moment)
    history = read_history(project, seat.mesa, limit)
    warn_unread([*around.problems, *history.problems])
    item = describe_seat(project.groups, seat) | {
        "unplaced": describe_site(project.groups, seat.mesa).unplaced,
        "next": around.upcoming.isoformat() if around.upcoming else None,
        "followups": [entry.uid for entry in around.contacts],
        "actions": [entry.uid for entry in around.actions],
        "practices": [entry.uid for entry in around.practices],
        "history": [_describe_event(event) for event in history.events],
        "history_total": history.total,
    }
    fields = [
        *_list_seat(project.groups, seat, format_stay(item["from"], item["until"]), day),
        *_list_work(around),
        *((short_date(event.day), _format_event(event)) for event in history.events),
    ]
    show_item(item, fields, form)
    hidden = history.total - len(history.events)
    if hidden:
        command = spoken(f"mcsj mesas show {seat.mesa.slug} --limit {history.total}")
        more = ngettext(
            "There is {n} more in its history: {command}",
            "There are {n} more in its history: {command}",
            hidden,
        )
        note(more.format(n=hidden, command=command))


def _describe_event(event: MesaEvent) -> dict[str, str]:
    return {"day": event.day.isoformat(), "kind": event.noun, "uid": event.uid, "text": event.text}


def _format_event(event: MesaEvent) -> str:
    names = {kind.folder: kind.label() for kind in KINDS}
    text = f"{names.get(event.noun, _('mesa'))}: {event.text}"
    return f"{text} ({event.uid})" if event.noun == FOLLOWUPS.folder else text


def _list_seat(groups: Groups, seat: Seat, stay: str, day: date) -> list[tuple[str, object]]:
    """Return what is known of a mesa, each with its heading."""
    mesa = seat.mesa
    return [
        (_("Mesa"), mesa.name),
        (_("Also called"), mesa.aliases),
        (_("Short name"), mesa.slug),
        (_("Group"), _format_group(groups, seat, day)),
        (_("State"), find_state(mesa.state).name),
        (_("Scope"), label(mesa.scope)),
        (_("Municipalities"), groups.municipality_names(mesa)),
        (_("Place"), _format_place(groups, mesa)),
        (_("Time zone"), mesa.timezones),
        (_("Time"), stay),
    ]


def _format_group(groups: Groups, seat: Seat, day: date) -> str:
    """Return a mesa's group, and what becomes of that after a day."""
    coming = find_next_move(groups, str(seat.mesa.slug), day)
    if coming is None:
        return seat.group.name
    text = _("{group}; {change} on {day}")
    return text.format(group=seat.group.name, change=coming.text, day=long_date(coming.day))


def _format_place(groups: Groups, mesa: Mesa) -> str:
    """Return where a mesa lies on the map, if that is not its municipality's own place."""
    unplaced = describe_site(groups, mesa).unplaced
    if not unplaced:
        return ""
    state = find_state(mesa.state).short_name
    if len(unplaced) < len(mesa.municipalities):
        return _("it is not known where {names} is").format(names=enumeration(unplaced))
    told = _("amid {state}: it is not known where {names} is")
    return told.format(state=state, names=enumeration(unplaced))


def _list_work(around: MesaSurroundings) -> list[tuple[str, object]]:
    """Return a mesa's next meeting and its records, each with its heading."""
    start = around.upcoming
    return [
        (_("Next meeting"), f"{long_date(start.date())}, {start:%H:%M} h" if start else ""),
        *((_("Last contact"), _format_contact(one.record)) for one in around.contacts),
        *((_("Open action"), f"{one.record.due}  {one.record.title}") for one in around.actions),
        *((_("Practice"), one.record.title) for one in around.practices),
    ]


def _format_contact(contact: Followup) -> str:
    return f"{contact.day}, {label(contact.stage)}: {one_line(contact.summary)}"
