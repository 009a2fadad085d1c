"""A table of mesas and weeks taken as the attendance of many meetings."""

from pathlib import Path
from typing import Any, NoReturn

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.context import now
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.handed_file import read_records
from mcsj_cli.console import note
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.text import fold
from mcsj_cli.operations.attendance_table import MESA_HEADINGS, Letters, TableMark, plan_table
from mcsj_cli.operations.call_days import UndecidedError, advise_order
from mcsj_cli.store.project import Project

MARKS: Field[str] = Field(
    "marks",
    N_(
        "The file is a table of mesas and weeks, with these letters:"
        " A=present,F=absent,J=excused. A blank cell says nothing."
    ),
    N_("LETTERS"),
)


def parse_letters(text: str) -> Letters:
    """Parse «A=present,F=absent,J=excused»; raise WrongUsageError."""
    letters: dict[str, Attendance] = {}
    for part in text.split(","):
        letter, equals, mark = (one.strip() for one in part.partition("="))
        if not (letter and equals and mark) or fold(letter) in letters:
            message = _("This does not say what the letters mean: {text}").format(text=text)
            raise WrongUsageError(message, _("As in: --marks A=present,F=absent,J=excused"))
        value = choose_value(mark, [one.value for one in Attendance])
        letters[fold(letter)] = Attendance(value or "")
    return letters


def refuse_beside_marks(files: list[Path], *others: object) -> None:
    """Raise WrongUsageError for more than a single table of all meetings."""
    if len(files) > 1 or any(others):
        _refuse()


def _refuse() -> NoReturn:
    message = _("A table of weeks says itself of which meetings it is: give it alone.")
    raise WrongUsageError(message, _("Nothing was written."))


def take_table(
    project: Project,
    file: Path,
    letters: Letters,
    form: str | None,
    order: DayOrder | None,
    *,
    apply: bool,
) -> None:
    """Show what a table says of meetings that is not written down, and write it with `apply`."""
    table = read_records(file, _("a table of mesas and weeks"), MESA_HEADINGS)
    plan = plan_table(
        project,
        table,
        str(file),
        letters,
        now(project),
        month_first=order is DayOrder.MONTH_FIRST,
    )
    if plan.is_doubtful and order is None:
        message = _("{file}: day and month can be read both ways.").format(file=file)
        raise UndecidedError(message, advise_order())
    if plan.left_out:
        text = _("Columns without a meeting, which are left out: {names}")
        note(text.format(names=", ".join(plan.left_out)))
    if plan.changes and apply:
        plan.apply(project)
    columns = [
        Column(_("Meeting"), lambda item: item["meeting"]),
        Column(_("Mesa"), lambda item: item["mesa"]),
        Column(_("Mark"), _format_marks),
        Column(_("Row"), lambda item: item["row"], "right"),
    ]
    items = [_describe(one) for one in plan.changes]
    show_list(items, columns, form, _("Nothing new: it is written down just so."))
    if plan.changes and not apply:
        note(_("Nothing was written. To write it down: the same command with --apply"))


def _describe(one: TableMark) -> dict[str, Any]:
    return {
        "meeting": one.found.uid,
        "mesa": one.mesa,
        "before": one.before.value if one.before else None,
        "after": one.after.value,
        "row": one.line,
    }


def _format_marks(item: Any) -> str:
    after = label(item["after"])
    return f"{label(item['before'])} → {after}" if item["before"] else after
