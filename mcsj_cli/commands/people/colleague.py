"""The contacts that a colleague encrypted: shown first, and then joined with one's own."""

from collections.abc import Sequence
from typing import Any

from mcsj_cli.commands.context import own_key
from mcsj_cli.commands.people.display import list_changes, note_cloud
from mcsj_cli.console import note
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.joining import Act, JoiningStep
from mcsj_cli.model.person import Person
from mcsj_cli.operations.shared_contacts import Intake, find_erasure, plan_intake, take_in
from mcsj_cli.store.project import Project


def take_in_colleague(
    project: Project, content: bytes, file: str, *, apply: bool, form: str | None
) -> None:
    """Show what a colleague's encrypted file does to one's contacts, and write it with `apply`."""
    take = take_in if apply else plan_intake
    intake = take(project.root, own_key(), content, file)
    _show_steps(project, intake.steps, form)
    _note_rest(intake)
    _note_unknown_mesas(project, intake.steps)
    has_changes = any(step.act in (Act.NEW, Act.CHANGED) for step in intake.steps)
    if apply and has_changes:
        note(_("It is written down."))
        note_cloud(project)
    elif has_changes:
        note(_("Nothing was written. To write it down: the same command with --apply"))


def _show_steps(project: Project, steps: Sequence[JoiningStep], form: str | None) -> None:
    labels = {
        Act.NEW: _("new person"),
        Act.CHANGED: _("changes"),
        Act.KEPT: _("yours stays"),
        Act.FORGOTTEN: _("left out"),
    }
    columns = [
        Column(_("What"), lambda item: labels[Act(item["act"])]),
        Column(_("Person"), lambda item: item["uid"]),
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Remark"), lambda item: item["remark"]),
    ]
    items = [_describe_step(project, step) for step in steps]
    show_list(items, columns, form, _("It has nobody who is not here already, as they are."))


def _describe_step(project: Project, step: JoiningStep) -> dict[str, Any]:
    person = step.becomes or step.given
    return {
        "act": step.act.value,
        "uid": str(person.uid),
        "name": str(person.name),
        "doubles": [str(double.uid) for double in step.doubles],
        "remark": "; ".join(_list_remarks(project, step)),
    }


def _list_remarks(project: Project, step: JoiningStep) -> list[str]:
    if step.act is Act.FORGOTTEN:
        return [_tell_erasure(project, step.given)]
    remarks = []
    if step.act is Act.CHANGED and step.person and step.becomes:
        remarks = list_changes(step.person, step.becomes)
    elif step.act is Act.KEPT and step.person:
        remarks = [_("theirs is older"), *list_changes(step.person, step.given)]
    if step.doubles:
        text = _("same number, address or name as {names}")
        remarks.append(text.format(names=", ".join(one.uid for one in step.doubles)))
    if step.becomes and step.becomes.do_not_contact:
        remarks.append(_("do not contact"))
    return remarks


def _tell_erasure(project: Project, person: Person) -> str:
    erasure = find_erasure(project.root, person)
    day, reference = (erasure.day, erasure.reference) if erasure else ("", "")
    text = _("erased here on {day}, {reference}; if they agree anew: mcsj people add")
    return text.format(day=day, reference=reference)


def _note_rest(intake: Intake) -> None:
    if intake.same:
        text = ngettext(
            "{n} person is here already, just so.",
            "{n} people are here already, just so.",
            intake.same,
        )
        note(text.format(n=intake.same))
    if intake.unmarked:
        text = ngettext(
            "{n} person was erased here by an earlier version, which kept nothing to recognise"
            " them by: look whether they are among the new.",
            "{n} people were erased here by an earlier version, which kept nothing to recognise"
            " them by: look whether they are among the new.",
            intake.unmarked,
        )
        note(text.format(n=intake.unmarked))
    if any(step.doubles for step in intake.steps):
        note(_("If two are the same person, erase one: mcsj people forget PERSON"))
    if any(step.becomes and step.becomes.do_not_contact for step in intake.steps):
        note(_("Who asked to be left alone in one of the two is left alone here."))


def _note_unknown_mesas(project: Project, steps: Sequence[JoiningStep]) -> None:
    """Name the mesas of new people that this folder does not know yet."""
    known = project.groups.mesa_names
    people = [step.becomes for step in steps if step.becomes]
    unknown = sorted({str(person.mesa) for person in people if person.mesa} - known.keys())
    if unknown:
        text = _("These mesas are not in this folder yet: {names}. Bring them: mcsj sync")
        note(text.format(names=", ".join(unknown)))
