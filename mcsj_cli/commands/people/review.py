"""`mcsj people check`: the contacts that may no longer be kept as they are."""

from typing import Annotated, Any

from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import note
from mcsj_cli.errors import ProblemsFoundError
from mcsj_cli.i18n import N_, _
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.contact_review import MONTHS, ReviewedPerson, review_people
from mcsj_cli.vocabulary import spoken

SINCE: Field[int] = Field(
    "months", N_("Also those who were not written to for so many months."), N_("MONTHS"),
    least=1, most=120,
)  # fmt: skip


def check_people(months: Annotated[int, SINCE.option()] = MONTHS, form: Format = None) -> None:
    project = open_project()
    found = review_people(project.root, own_key(), project.groups, today(project), months)
    names = project.groups.mesa_names
    columns = [
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Why"), lambda item: "; ".join(item["reasons"])),
        Column(_("What to do"), lambda item: spoken(item["command"])),
    ]
    show_list([_describe(one) for one in found], columns, form, _("Nobody needs to be looked at."))
    if found:
        note(
            _("A notice for whoever is to agree anew: {command}").format(
                command=spoken("mcsj people notice --short")
            )
        )
        raise ProblemsFoundError(len(found))


def _describe(one: ReviewedPerson) -> dict[str, Any]:
    return {
        "uid": one.person.uid,
        "name": one.person.name,
        "mesa": one.person.mesa or "",
        "reasons": one.reasons,
        "command": one.command,
    }
