"""`mcsj partners`: the organisations that work with the network."""

from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FOR, Format
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_item, show_list
from mcsj_cli.model.partner import Partner

AXIS: Field[str] = FOR.but(metavar=N_("AXIS"), help=N_("Only those that work on this axis."))
PARTNER: Field[str] = Field("partner", N_("Its short name, abbreviation or name."), N_("PARTNER"))


def list_partners(axis: Annotated[Text, AXIS.option()] = None, form: Format = None) -> None:
    project = open_project()
    wanted = project.categories.find_axis(axis) if axis else None
    partners = [one for one in project.partners.partners if wanted is None or wanted in one.axes]
    items = [_build_item(partner) for partner in partners]
    columns = [
        Column(_("Partner"), lambda item: item["abbreviation"] or item["name"]),
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Axes"), lambda item: item["axes"]),
        Column(_("Helplines"), lambda item: _list_numbers(item["helplines"])),
    ]
    show_list(items, columns, form, _("There is no partner yet: add them in data/partners.yaml."))


def _list_numbers(helplines: list[dict[str, str]]) -> list[str]:
    return [f"{line['name']}: {line['phone']}" for line in helplines]


def show_partner(partner: Annotated[str, PARTNER.argument()], form: Format = None) -> None:
    found = open_project().partners.find_partner(partner)
    fields: list[tuple[str, object]] = [
        (_("Partner"), found.name),
        (_("Abbreviation"), found.abbreviation),
        (_("Axes"), found.axes),
    ]
    for line in found.helplines:
        fields += [
            (_("Helpline"), f"{line.name}: {line.phone}"),
            (_("For whom"), line.audience),
            (_("Hours"), f"{line.hours.opens}-{line.hours.closes} h ({line.hours.timezone})"),
        ]
    show_item(_build_item(found), fields, form)


def _build_item(partner: Partner) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(partner, enc_hook=str)
    return plain
