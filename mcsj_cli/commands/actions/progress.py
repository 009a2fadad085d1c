"""`mcsj actions update`, `done`, `cancel` and `reopen`: what becomes of an action."""

from datetime import timedelta
from typing import Annotated

from mcsj_cli.commands.arguments import choose_day, choose_past_day, parse_field
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Setting, Text, Texts, complete
from mcsj_cli.commands.fields import ACTION, DUE, EVIDENCE, NOTE, OWNER, REASON, DateOption
from mcsj_cli.commands.telling import tell_action, warn_of_past
from mcsj_cli.console import is_interactive, note
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.action import Action, ActionStatus
from mcsj_cli.model.fields import Line
from mcsj_cli.model.kinds import ACTIONS
from mcsj_cli.operations.actions import change_action
from mcsj_cli.questions import ask

ActionArgument = Annotated[str, ACTION.argument()]


def update_action(
    uid: ActionArgument,
    text: Annotated[Text, NOTE.option()] = None,
    due: Annotated[Text, DUE.option(N_("Until when, from now on."))] = None,
    owner: Annotated[Text, OWNER.option()] = None,
    evidence: Annotated[Texts, EVIDENCE.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    entry = project.find(ACTIONS, uid)
    noted = parse_field(Line, text) if text else None
    if not (text or due or owner or evidence):
        noted = complete(
            Setting(project, now, on), f"mcsj actions update {entry.uid}", {NOTE: None}
        )[NOTE]
    until = choose_day(due, "--due", now) if due else None
    whose = parse_field(Line, owner) if owner else None
    shown = [parse_field(Line, one) for one in evidence or []]
    changed = change_action(
        project,
        entry,
        "actions: update",
        lambda action: action.update(on, note=noted, due=until, owner=whose, evidence=shown),
    )
    tell_action(project, entry, changed, _next_step(changed))
    if until:
        warn_of_past(changed, now)


def _next_step(action: Action) -> str:
    """Return what comes next of an action that is open, or was closed before."""
    if action.is_open:
        return _("When it is done: mcsj actions done {uid}")
    return _("To see it whole: mcsj actions show {uid}")


def complete_action(
    uid: ActionArgument,
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
    changed = change_action(
        project,
        entry,
        "actions: done",
        lambda action: action.update(on, note=noted, evidence=shown).close(
            on, ActionStatus.COMPLETED
        ),
    )
    copied = _("If other mesas can copy it: mcsj practices add --action {uid}")
    tell_action(project, entry, changed, copied)


def _ask_evidence() -> list[str]:
    """Ask for evidence, which may be left out; without a person there is none."""
    if not is_interactive():
        return []
    question = _("What shows it: an address, or a document (Enter to leave it out)")
    given = ask(question, str, "", explanation=_(EVIDENCE.help))
    return [given] if given else []


def cancel_action(
    uid: ActionArgument,
    reason: Annotated[Text, REASON.option()] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    entry = project.find(ACTIONS, uid)
    entry.record.close(on, ActionStatus.CANCELLED)  # refused before anything is asked
    setting = Setting(project, now, on)
    why = complete(setting, f"mcsj actions cancel {entry.uid}", {REASON: reason})[REASON]
    changed = change_action(
        project,
        entry,
        "actions: cancel",
        lambda action: action.update(on, note=why).close(on, ActionStatus.CANCELLED),
    )
    again = _("To open it again: mcsj actions reopen {uid}")
    tell_action(project, entry, changed, again)


def reopen_action(
    uid: ActionArgument,
    reason: Annotated[Text, REASON.option()] = None,
    due: Annotated[Text, DUE.option(N_("Until when, from now on."))] = None,
    day: DateOption = None,
) -> None:
    project = open_project()
    now = today(project)
    on = choose_past_day(day, "--date", now)
    entry = project.find(ACTIONS, uid)
    entry.record.reopen(on, Line(""))  # refused before anything is asked
    setting = Setting(project, now, on)
    why = complete(setting, f"mcsj actions reopen {entry.uid}", {REASON: reason})[REASON]
    until = choose_day(due, "--due", now) if due else None
    changed = change_action(
        project, entry, "actions: reopen", lambda action: action.reopen(on, why, until)
    )
    tell_action(project, entry, changed, _next_step(changed))
    if (until or entry.record.due) < now:
        text = _("It was due on {day}: mcsj actions update {uid} --due {later}")
        later = now + timedelta(weeks=1)
        note(text.format(day=long_date(entry.record.due), uid=entry.uid, later=later))
