"""`mcsj people import`: contacts of a file, shown first, and then joined with one's own."""

from pathlib import Path
from typing import Annotated, Any

from mcsj_cli.commands.arguments import parse_field, read_file
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Setting, Text
from mcsj_cli.commands.fields import APPLY, FILE, MESA, ROLE, Format
from mcsj_cli.commands.people.colleague import take_in_colleague
from mcsj_cli.commands.people.display import list_changes, note_cloud
from mcsj_cli.commands.people.options import DOES, find_mesa
from mcsj_cli.console import is_interactive, note, show_problems
from mcsj_cli.doors.containers import Container, find_container
from mcsj_cli.doors.source_text import MOST_BYTES
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.contact_import import ContactPlan, ContactStep, ImportDefaults
from mcsj_cli.model.fields import Line
from mcsj_cli.model.found_contact import FoundContact
from mcsj_cli.model.joining import Act
from mcsj_cli.operations.contact_files import (
    ContactFile,
    choose_contacts,
    import_contacts,
    list_without_role,
    plan_import,
    read_contact_file,
)
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

CONTACTS: Field[str] = FILE.but(
    help=N_(
        "Contacts as a phone or a mail program exports them (.vcf, .csv), a table or workbook"
        " of them, or the file that a colleague encrypted for you (.age)."
    )
)
DEFAULT_MESA = MESA.but(help=N_("The mesa of those who name none."))
DEFAULT_ROLE = ROLE.but(help=N_("The role of those of whom the file tells none."))
LABEL: Field[str] = Field(
    "only", N_("Only those with this label, category or organisation."), N_("LABEL")
)
_TOLD = 20  # rows that are told one by one


def import_people(
    file: Annotated[Path, CONTACTS.argument()],
    only: Annotated[str, LABEL.option()] = "",
    mesa: Annotated[Text, DEFAULT_MESA.option()] = None,
    role: Annotated[Text, DEFAULT_ROLE.option()] = None,
    apply: Annotated[bool, APPLY.option(N_("Write it down."))] = False,
    form: Format = None,
) -> None:
    project = open_project()
    raw = read_file(file, MOST_BYTES + 1)
    if file.suffix.casefold() == ".age" or find_container(raw) is Container.SEALED:
        if only or mesa or role:
            raise WrongUsageError(
                _("A colleague's file is taken in whole, as it is."),
                as_in("mcsj people import contactos.age --apply"),
            )
        take_in_colleague(project, raw, str(file), apply=apply, form=form)
        return
    found = read_contact_file(raw, str(file))
    _note_unread(found)
    contacts = choose_contacts(found, only, project.groups)
    defaults = ImportDefaults(
        today(project),
        parse_field(Line, role) if role else "",
        str(find_mesa(project, mesa) or ""),
    )
    plan = plan_import(project.root, own_key(), contacts, project.groups, defaults)
    if apply and plan.steps:
        plan = _apply(project, contacts, defaults, plan)
    _show_plan(project, plan, form)
    _note_rest(plan)
    if not plan.steps:
        note(_("Nothing new."))
    elif apply:
        note(_("It is written down."))
        note_cloud(project)
        _note_consent(plan)
    else:
        note(_("Nothing was written. To write it down: the same command with --apply"))


def _note_unread(found: ContactFile) -> None:
    """Note the cards that cannot be read, and the sheets that are not."""
    show_problems(found.problems)
    if found.others:
        text = _("Only the sheet «{sheet}» is read, not: {names}.")
        note(text.format(sheet=found.sheet, names=", ".join(found.others)))


def _apply(
    project: Project, contacts: list[FoundContact], defaults: ImportDefaults, plan: ContactPlan
) -> ContactPlan:
    """Write the contacts down, after asking for the role of those who have none."""
    rows = list_without_role(plan)
    if rows:
        if not is_interactive():
            text = _("The role of some is missing: {rows}.").format(rows=_format_rows(rows))
            raise WrongUsageError(
                text, as_in('mcsj people import contactos.vcf --role "…" --apply')
            )
        note(_("The file does not tell the role of: {rows}").format(rows=_format_rows(rows)))
        role = DOES.ask(Setting(project, defaults.day, defaults.day))
        defaults = defaults._replace(role=role)
    return import_contacts(project.root, own_key(), contacts, project.groups, defaults)


def _format_rows(rows: list[int]) -> str:
    text = ngettext("row {rows}", "rows {rows}", len(rows))
    named = ", ".join(map(str, rows[:_TOLD])) + (", …" if len(rows) > _TOLD else "")
    return text.format(rows=named)


def _show_plan(project: Project, plan: ContactPlan, form: str | None) -> None:
    """Show the steps; what is for programs tells rows, and nothing of anybody."""
    if form in ("json", "yaml", "csv"):
        show_list([_encode(step) for step in plan.steps], [], form, "")
        return
    labels = {Act.NEW: _("new person"), Act.CHANGED: _("changes")}
    names = project.groups.mesa_names
    columns = [
        Column(_("Row"), lambda item: item["row"], "right"),
        Column(_("What"), lambda item: labels[Act(item["act"])]),
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Role"), lambda item: item["role"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"] or "", _("national office"))),
        Column(_("Contact"), lambda item: item["contact"]),
        Column(_("Remark"), lambda item: item["remark"]),
    ]
    items = [_describe(step) for step in plan.steps]
    show_list(items, columns, form, _("It has nobody who is not here already, as they are."))


def _encode(step: ContactStep) -> dict[str, Any]:
    return {
        "row": step.row,
        "act": step.act.value,
        "mesa": step.becomes.mesa,
        "changes": step.changes,
    }


def _describe(step: ContactStep) -> dict[str, Any]:
    becomes = step.becomes
    remarks = list_changes(step.person, becomes) if step.person else []
    if becomes.do_not_contact:
        remarks.append(_("do not contact"))
    return {
        "row": step.row,
        "act": step.act.value,
        "name": becomes.name,
        "role": becomes.role,
        "mesa": becomes.mesa,
        "contact": ", ".join(channel.value for channel in becomes.channels),
        "remark": "; ".join(remarks),
    }


def _note_rest(plan: ContactPlan) -> None:
    """Note what is left out, by its row, and who is here already."""
    for row, text in plan.notes[:_TOLD]:
        note(_("Row {row}: {text}.").format(row=row, text=text))
    rest = plan.notes[_TOLD:]
    if rest:
        text = ngettext("and {n} more like this", "and {n} more like this", len(rest))
        note(f"  {text.format(n=len(rest))}")
    if plan.same:
        text = ngettext(
            "{n} person is here already, just so.",
            "{n} people are here already, just so.",
            plan.same,
        )
        note(text.format(n=plan.same))
    new = [step.becomes for step in plan.steps if step.act is Act.NEW]
    homeless = sum(not person.mesa for person in new)
    if homeless:
        text = ngettext(
            "{n} names no mesa, and is of the national office unless you say --mesa;"
            " --only takes those with a label.",
            "{n} name no mesa, and are of the national office unless you say --mesa;"
            " --only takes those with a label.",
            homeless,
        )
        note(text.format(n=homeless))


def _note_consent(plan: ContactPlan) -> None:
    """Note that nobody's consent comes with a file."""
    count = sum(step.becomes.consent is None for step in plan.steps)
    if count:
        text = ngettext(
            "{n} has not agreed to the privacy notice yet. Send it, and write down who agrees:",
            "{n} have not agreed to the privacy notice yet. Send it, and write down who agrees:",
            count,
        )
        note(text.format(n=count))
        note(spoken("  mcsj people notice --short"))
        note(spoken(f"  mcsj people edit {_('PERSON')} --consent hoy"))
