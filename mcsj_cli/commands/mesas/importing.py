"""`mcsj mesas import`: the mesas of a table beside one's own, shown first."""

from pathlib import Path
from typing import Annotated, Any

from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Texts
from mcsj_cli.commands.fields import APPLY, FILE, Format
from mcsj_cli.commands.handed_file import COLUMN, TABLE_HELP
from mcsj_cli.commands.proposal import format_changes, name_change, read_taken, tell_outcome
from mcsj_cli.console import note
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.mesa_table import FIELDS, MesaPlan, MesaStep, apply_mesas, plan_mesas


def import_mesas(
    file: Annotated[Path, FILE.argument(TABLE_HELP)],
    mapping: Annotated[Texts, COLUMN.option()] = None,
    apply: Annotated[bool, APPLY.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    moment = now(project)
    taken = read_taken(file, _("a table of mesas"), FIELDS, mapping, moment.date())
    plan = plan_mesas(project, taken.table, str(file), taken.columns, moment)
    applied = apply and not plan.is_empty
    if applied:
        apply_mesas(project, plan)
    _show(plan, form, applied=applied)


def _show(plan: MesaPlan, form: str | None, *, applied: bool) -> None:
    columns = [
        Column(_("Row"), lambda item: item["row"], "right"),
        Column(_("Change"), lambda item: name_change(item["change"])),
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("What it says"), lambda item: told[item["row"]]),
    ]
    told = {step.row: format_changes(step.changes) for step in plan.steps}
    show_list([_describe(step) for step in plan.steps], columns, form, _("Nothing new."))
    if plan.padded:
        text = _("Keys of municipalities that had lost their zero: {keys}.")
        note(text.format(keys=", ".join(dict.fromkeys(plan.padded))))
    if plan.unnamed:
        text = ngettext(
            "{n} mesa is not in the table, and stays as it is: {names}.",
            "{n} mesas are not in the table, and stay as they are: {names}.",
            len(plan.unnamed),
        )
        note(text.format(n=len(plan.unnamed), names=", ".join(plan.unnamed)))
    fresh = sum(step.is_new for step in plan.steps)
    tell_outcome(fresh, len(plan.steps) - fresh, applied=applied)


def _describe(step: MesaStep) -> dict[str, Any]:
    return {
        "row": step.row,
        "change": "new" if step.is_new else "changed",
        "slug": step.slug,
        "name": step.name,
        "changes": {field: new for field, _old, new in step.changes},
    }
