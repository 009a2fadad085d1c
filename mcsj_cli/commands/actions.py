"""`mcsj actions`: what the mesas have to do, who owns it, and until when."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import msgspec

from mcsj_cli.commands.arguments import (
    choose_day,
    choose_past_day,
    choose_value,
    parse_field,
    require,
)
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import (
    ACTION,
    APPROACH,
    AXIS,
    DUE,
    EVIDENCE,
    MEETING,
    MESA,
    NOTE,
    OWNER,
    PRACTICE,
    REASON,
    STATUS,
    TITLE,
    DateOption,
    Format,
    GroupOption,
    MesaOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, ask, line_width, note, say, show_item, show_list, warn_unread
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES, Entry, describe
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.text import fold
from mcsj_cli.operations.reading import next_number
from mcsj_cli.reports.matrix_drawing import draw_matrix
from mcsj_cli.store.project import Project
from mcsj_cli.work.matrix import build_matrix

OVERDUE: Field[bool] = Field("overdue", N_("Only those that are late."))

_EXAMPLE = 'mcsj actions add "…" --mesa leon --axis economia --approach intercambio --owner "…" --due 2020-05-08'
Uid = Annotated[str, ACTION.argument()]


def add_action(
    title: Annotated[Text, TITLE.argument()] = None,
    mesa: Annotated[
        Texts,
        MESA.option(N_("A mesa; may be repeated.")),
    ] = None,
    axis: Annotated[Text, AXIS.option()] = None,
    approach: Annotated[Text, APPROACH.option()] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    due: Annotated[Text, DUE.option()] = None,
    meeting: Annotated[Text, MEETING.option()] = None,
    practice: Annotated[Text, PRACTICE.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    groups, categories = project.groups, project.categories
    required = {
        _("the title"): title,
        "--mesa": mesa or [],
        "--axis": axis,
        "--approach": approach,
        "--owner": owner,
        "--due": due,
    }
    require(required, _EXAMPLE)
    what = title or ask(_("What is to be done"), lambda text: parse_field(Line, text))
    names = [name for text in mesa or [] for name in text.split(",") if name.strip()] or [
        ask(_("Mesa"), lambda text: groups.find_sitting(text, on).mesa.slug)
    ]
    held = _find_meeting(project, meeting) if meeting else ""
    action = Action(
        title=parse_field(Line, what),
        mesas=list(dict.fromkeys(groups.find_sitting(name, on).mesa.slug for name in names)),
        axis=Slug(
            _choose(
                _("Axis"), axis, [str(one.slug) for one in categories.axes], categories.find_axis
            )
        ),
        approach=Slug(
            _choose(
                _("Approach"),
                approach,
                [str(one.slug) for one in categories.approaches],
                categories.find_approach,
            )
        ),
        owner=parse_field(
            Line, owner or ask(_("Owner (a role)"), lambda text: parse_field(Line, text))
        ),
        due=choose_day(
            due or ask(_("Until when"), lambda text: str(choose_day(text, "--due", now))),
            "--due",
            now,
        ),
        meeting=Phrase(held),
        number=None,
        practice=Phrase(project.find(PRACTICES, practice).uid if practice else ""),
        created=on,
    )
    with project.changing(commit_subject("actions: add", action.title)) as change:
        if held:  # counted while nobody else can add one
            action = msgspec.structs.replace(action, number=next_number(project, held))
        entry = change.add(ACTIONS, action)
    say(str(project.root / entry.file))


def _choose(question: str, given: str | None, known: list[str], find: Callable[[str], str]) -> str:
    return str(find(given) if given is not None else ask(f"{question} ({', '.join(known)})", find))


def _find_meeting(project: Project, text: str) -> str:
    """Find a meeting's uid, also of one of which nothing is known yet; raise NotFoundError."""
    found = find_occurrence(project.groups.groups, text, {})
    return found.uid if found else project.find(MEETINGS, text).uid


def list_actions(
    overdue: Annotated[bool, OVERDUE.option()] = False,
    mesa: MesaOption = None,
    group: GroupOption = None,
    axis: Annotated[Text, AXIS.option(N_("Only this axis."))] = None,
    approach: Annotated[Text, APPROACH.option(N_("Only this approach."))] = None,
    owner: Annotated[Text, OWNER.option(N_("Only of this owner."))] = None,
    status: Annotated[Text, STATUS.option()] = None,
    meeting: Annotated[
        Text,
        MEETING.option(N_("Only what this meeting agreed.")),
    ] = None,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    facets = {
        "mesa": project.groups.find_seat(mesa).mesa.slug if mesa else None,
        "axis": project.categories.find_axis(axis) if axis else None,
        "approach": project.categories.find_approach(approach) if approach else None,
        "status": choose_value(status, ActionStatus),
        "meeting": _find_meeting(project, meeting) if meeting else None,
        "open": "yes" if overdue else None,
    }
    reading = project.select(
        Selection(ACTIONS, facets={field: value for field, value in facets.items() if value})
    )
    number = project.groups.find_group(group).number if group else None
    members = {
        seat.mesa.slug for seat in project.groups.seats_on(day) if seat.group.number == number
    }
    chosen = [
        entry
        for entry in sorted(
            reading.entries,
            key=lambda entry: (not entry.record.is_open, entry.record.due, entry.uid),
        )
        if (not overdue or entry.record.is_overdue(day))
        and (number is None or members.intersection(entry.record.mesas))
        and (owner is None or fold(owner) in fold(entry.record.owner))
    ]
    names = project.groups.mesa_names
    columns = [
        Column(_("Due"), lambda item: item["due"]),
        Column(_("Status"), lambda item: label("overdue" if item["overdue"] else item["status"])),
        Column(_("Mesas"), lambda item: [names.get(slug, slug) for slug in item["mesas"]]),
        Column(_("Action"), lambda item: item["title"]),
        Column(_("Owner"), lambda item: item["owner"]),
    ]
    items = [describe(entry) | {"overdue": entry.record.is_overdue(day)} for entry in chosen]
    show_list(items, columns, form, _("No action is like that."))
    warn_unread(reading.problems)


def show_action(uid: Uid, form: Format = None) -> None:
    project = open_project()
    entry = project.find(ACTIONS, uid)
    action, day = entry.record, today(project)
    grown = project.select(Selection(PRACTICES, facets={"action": entry.uid})).entries
    told = (
        project.select(Selection(CONTENT, facets={"practice": action.practice})).entries
        if action.practice
        else []
    )
    fields: list[tuple[str, object]] = [
        (_("Action"), entry.uid),
        (_("What is to be done"), action.title),
        (_("Mesas"), [project.groups.mesa_names.get(slug, slug) for slug in action.mesas]),
        (_("Axis"), action.axis),
        (_("Approach"), action.approach),
        (_("Owner"), action.owner),
        (_("Due"), action.due),
        (_("Status"), _status(action, day)),
        (_("Agreed in"), action.meeting),
        (_("Copies the practice"), action.practice),
        *((_("Became the practice"), practice.uid) for practice in grown),
        *((_("Content"), item.uid) for item in told),
        *((str(progress.day), progress.note) for progress in action.progress),
        *((_("Evidence"), text) for text in action.evidence),
        (_("File"), entry.file),
    ]
    neighbours = {
        "practices": [practice.uid for practice in grown],
        "content": [item.uid for item in told],
    }
    show_item(describe(entry) | neighbours, fields, form)


def _status(action: Action, day: date) -> str:
    if action.is_overdue(day):
        late = (day - action.due).days
        return ngettext("overdue by {n} day", "overdue by {n} days", late).format(n=late)
    return f"{label(action.status)} ({action.closed})" if action.closed else label(action.status)


def update_action(
    uid: Uid,
    text: Annotated[Text, NOTE.option()] = None,
    due: Annotated[Text, DUE.option(N_("Until when, from now on."))] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    evidence: Annotated[Texts, EVIDENCE.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(ACTIONS, uid)
    if not (text or due or owner or evidence):
        require({"--note": None}, f'mcsj actions update {entry.uid} --note "…"')
        text = ask(_("What has come of it"), lambda said: parse_field(Line, said))
    noted = parse_field(Line, text) if text else None
    until = choose_day(due, "--due", today(project)) if due else None
    whose = parse_field(Line, owner) if owner else None
    shown = [parse_field(Line, one) for one in evidence or []]
    _change(
        project,
        entry,
        "actions: update",
        lambda action: action.update(on, note=noted, due=until, owner=whose, evidence=shown),
    )


def complete_action(
    uid: Uid,
    evidence: Annotated[Texts, EVIDENCE.option()] = None,
    text: Annotated[Text, NOTE.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(ACTIONS, uid)
    entry.record.close(on, ActionStatus.COMPLETED)  # refused before anything is asked
    noted = parse_field(Line, text) if text else None
    shown = [parse_field(Line, one) for one in evidence or _ask_evidence()]
    _change(
        project,
        entry,
        "actions: done",
        lambda action: action.update(on, note=noted, evidence=shown).close(
            on, ActionStatus.COMPLETED
        ),
    )
    note(_("If other mesas can copy it: mcsj practices add --action {uid}").format(uid=entry.uid))


def _ask_evidence() -> list[str]:
    from mcsj_cli.console import is_interactive

    if not is_interactive():
        return []
    given = ask(_("What shows it: an address, or a document (Enter to leave it out)"), str, "")
    return [given] if given else []


def cancel_action(
    uid: Uid,
    reason: Annotated[Text, REASON.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    on = choose_past_day(day, "--date", today(project))
    entry = project.find(ACTIONS, uid)
    entry.record.close(on, ActionStatus.CANCELLED)  # refused before anything is asked
    require({"--reason": reason}, f'mcsj actions cancel {entry.uid} --reason "…"')
    why = parse_field(Line, reason or ask(_("Why"), lambda text: parse_field(Line, text)))
    _change(
        project,
        entry,
        "actions: cancel",
        lambda action: action.update(on, note=why).close(on, ActionStatus.CANCELLED),
    )


def _change(
    project: Project, entry: Entry[Action], deed: str, make: Callable[[Action], Action]
) -> None:
    """Change an action as it is now, whatever others did to it meanwhile, and print its file."""
    with project.changing(commit_subject(deed, entry.record.title)) as change:
        current = change.load_known(entry.file, Action)
        changed = make(current)
        if changed == current:
            raise WrongUsageError(_("The action says so already."), _("Nothing was written."))
        change.put(entry.file, changed)
    say(str(project.root / entry.file))


def show_matrix(group: GroupOption = None, form: Format = None) -> None:
    project = open_project()
    reading = project.read(ACTIONS)
    number = project.groups.find_group(group).number if group else None
    mesas = [
        seat.mesa
        for seat in project.groups.seats_on(today(project))
        if number in (None, seat.group.number)
    ]
    records = [entry.record for entry in reading.entries]
    matrix = build_matrix(
        mesas,
        project.categories,
        [action for action in records if action.is_open],
        [action for action in records if action.status is ActionStatus.COMPLETED],
    )
    if form is None:
        for line in draw_matrix(matrix, line_width()):
            say(line)
    else:
        columns = [
            Column(_("Mesa"), lambda item: item["name"]),
            Column(_("Axis"), lambda item: item["axis"]),
            Column(_("Approach"), lambda item: item["approach"]),
            Column(_("Open"), lambda item: item["open"], "right"),
            Column(_("Completed"), lambda item: item["completed"], "right"),
        ]
        show_list(
            [msgspec.structs.asdict(cell) for cell in matrix.cells],
            columns,
            form,
            _("There are no mesas."),
        )
    warn_unread(reading.problems)
