"""`mcsj people list|show`: who is kept, on the screen alone."""

from typing import Annotated

from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import ROLE, Format, GroupOption, MesaOption
from mcsj_cli.commands.people.display import Uid, describe_person, flatten_person, list_fields
from mcsj_cli.console import Column, show_item, show_list
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.person import (
    find_person,
)
from mcsj_cli.model.text import fold
from mcsj_cli.store.people import (
    read_people,
)

NO_CONSENT: Field[bool] = Field(
    "no-consent", N_("Only those who have not agreed to the privacy notice.")
)


def list_people(
    mesa: MesaOption = None,
    group: GroupOption = None,
    role: Annotated[
        Text,
        ROLE.option(N_("Only those whose role has these letters.")),
    ] = None,
    no_consent: Annotated[bool, NO_CONSENT.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    groups = project.groups
    slug = groups.find_seat(mesa).mesa.slug if mesa else None
    sitting = (
        {one.slug for one in groups.find_group(group).mesas_on(today(project))} if group else None
    )
    chosen = [
        person
        for person in read_people(project.root, own_key())
        if (slug is None or person.mesa == slug)
        and (sitting is None or person.mesa in sitting)
        and fold(role or "") in fold(person.role)
        and not (no_consent and person.consent)
    ]
    names = groups.mesa_names
    columns = [
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Role"), lambda item: item["role"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Contact"), lambda item: item["contact"]),
        Column(_("Consent"), lambda item: _("yes") if item["consent"] else _("no")),
        Column(_("Remark"), lambda item: _("do not contact") if item["do_not_contact"] else ""),
    ]
    items = [describe_person(person) | {"contact": person.reached_at} for person in chosen]
    if form == "csv":
        items = [flatten_person(person) for person in chosen]
    show_list(items, columns, form, _("Nobody is like that."))


def show_person(uid: Uid, form: Format = None) -> None:
    project = open_project()
    person = find_person(read_people(project.root, own_key()), uid)
    show_item(describe_person(person), list_fields(project, person), form)
