"""`mcsj people list|show`: the contacts, on the screen alone."""

from collections.abc import Sequence
from typing import Annotated

from mcsj_cli.commands.arguments import choose_each
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import ROLE, ExceptOption, Format, GroupsFilter, MesasFilter
from mcsj_cli.commands.people.display import describe_person, flatten_person, list_fields
from mcsj_cli.commands.people.options import Uid
from mcsj_cli.console import note
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_item, show_list
from mcsj_cli.model.person import find_person
from mcsj_cli.operations.contacts import PeopleFilter, select_people
from mcsj_cli.operations.mesa_choice import choose_known
from mcsj_cli.operations.shared_contacts import are_elsewhere
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project

NO_CONSENT: Field[bool] = Field(
    "no-consent", N_("Only those who have not agreed to the privacy notice.")
)
ROLE_PART: Field[str] = ROLE.but(help=N_("Only those whose role has these letters."))


def list_people(
    mesa: MesasFilter = None,
    without: ExceptOption = None,
    group: GroupsFilter = None,
    role: Annotated[Text, ROLE_PART.option()] = None,
    no_consent: Annotated[bool, NO_CONSENT.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    sitting = _find_sitting(project, group) if group else None
    wanted = PeopleFilter(
        mesas=choose_known(project.groups, mesa, without, sitting),
        sitting=sitting,
        role=role or "",
        no_consent=no_consent,
    )
    people = select_people(project.root, own_key(), wanted)
    names = project.groups.mesa_names
    columns = [
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Role"), lambda item: item["role"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Contact"), lambda item: item["contact"]),
        Column(_("Consent"), lambda item: _("yes") if item["consent"] else _("no")),
        Column(_("Remark"), lambda item: _("do not contact") if item["do_not_contact"] else ""),
    ]
    if form == "csv":
        items = [flatten_person(person) for person in people]
    else:
        items = [describe_person(person) | {"contact": person.reached_at} for person in people]
    if not people and are_elsewhere(project.root):
        show_list(items, columns, form, _("There are no contacts yet."))
        _note_elsewhere()
        return
    show_list(items, columns, form, _("Nobody is like that."))


def _note_elsewhere() -> None:
    """Note why a colleague's folder has no contacts, and how to get them."""
    for text in (
        _("Contacts stay on each computer: «mcsj sync» does not bring them. To get a colleague's:"),
        _("  1. Here: mcsj people key, and give the line age1… to them."),
        _("  2. There: mcsj people export --all --recipient age1… -o private/contactos.age"),
        _("  3. Here: mcsj people import contactos.age"),
    ):
        note(text)


def _find_sitting(project: Project, groups: Sequence[str]) -> set[str]:
    """Find the mesas that sit in some groups today; raise NotFoundError."""
    day, sitting = today(project), set()
    for group in choose_each(groups, project.groups.find_group):
        sitting |= {str(mesa.slug) for mesa in group.mesas_on(day)}
    return sitting


def show_person(uid: Uid, form: Format = None) -> None:
    project = open_project()
    person = find_person(read_people(project.root, own_key()), uid)
    show_item(describe_person(person), list_fields(project, person), form)
