"""What a table would change, shown before it is written down, and after."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from mcsj_cli.commands.handed_file import choose_table_days, list_headings, read_records
from mcsj_cli.console import note, warn_unread
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.labels import column_label, label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.action import Action
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry, describe
from mcsj_cli.model.table import Headings, InputTable, choose_columns
from mcsj_cli.model.table_days import TableDays
from mcsj_cli.operations.record_table import (
    KnownRow,
    RecordPlan,
    RowReader,
    apply_records,
    plan_records,
)
from mcsj_cli.store.project import Project

R = TypeVar("R", Action, Followup)
_SHOWN = 10


class TakenTable(NamedTuple):
    """A table that was handed in, what its columns hold, and how its days are read."""

    file: Path
    table: InputTable
    columns: Mapping[str, str]
    days: TableDays


def read_taken(
    file: Path,
    wanted: str,
    fields: Headings,
    given: Sequence[str] | None,
    day: date,
    of_days: Collection[str] = (),
    *,
    month_first: bool = False,
) -> TakenTable:
    """Read a table of records, and say what its columns were taken for.

    `of_days` are the fields that hold days. Raise as `read_records` and `choose_columns`.
    """
    table = read_records(file, wanted, list_headings(fields, given or []))
    columns = choose_columns(table, given or [], fields)
    _tell_columns(table, columns)
    names = [name for name, field in columns.items() if field in of_days]
    return TakenTable(
        file, table, columns, choose_table_days(table, names, day, month_first=month_first)
    )


def take_in(
    project: Project,
    taken: TakenTable,
    reader: RowReader[R],
    title: Callable[[R], str],
    form: str | None,
    *,
    apply: bool,
) -> None:
    """Show what the rows of a table would change, and write it down where that is wanted."""
    plan = plan_records(project, taken.table, str(taken.file), taken.columns, reader)
    applied = apply and not plan.is_empty
    if applied:
        apply_records(project, plan, reader)
    _show_plan(plan, form, title, applied=applied)


def _tell_columns(table: InputTable, columns: Mapping[str, str]) -> None:
    """Say what each column of a table was taken for, and which were left out."""
    taken = [f"{name} = {column_label(field)}" for name, field in columns.items()]
    note(_("Columns: {names}.").format(names="; ".join(taken) or "–"))
    left = [name for name in table.names if name not in columns]
    if left:
        note(_("Left out: {names}.").format(names="; ".join(left)))


def _show_plan(
    plan: RecordPlan[R],
    form: str | None,
    title: Callable[[R], str],
    *,
    applied: bool,
) -> None:
    """Show what is new and what is corrected, and count what is there already."""
    items = [
        {"row": new.row, "change": "new", **describe(Entry("", "", new.record))}
        for new in plan.fresh
    ]
    items += [
        {"row": one.row, "change": "changed", **describe(one.entry._replace(record=one.after))}
        for one in plan.changed
    ]
    told = {new.row: title(new.record) for new in plan.fresh}
    told |= {one.row: f"{one.entry.uid}: {format_changes(one.changes)}" for one in plan.changed}
    columns = [
        Column(_("Row"), lambda item: item["row"], "right"),
        Column(_("Change"), lambda item: name_change(item["change"])),
        Column(_("What it says"), lambda item: told[item["row"]]),
    ]
    show_list(sorted(items, key=lambda item: item["row"]), columns, form, _("Nothing new."))
    warn_unread(list(plan.problems))
    _note_known(plan.known)
    if plan.unknown:
        text = ngettext(
            "{n} row names a record that is not here, and is taken for a new one: {uid}",
            "{n} rows name records that are not here, and are taken for new ones: {uid}…",
            len(plan.unknown),
        )
        note(text.format(n=len(plan.unknown), uid=plan.unknown[0]))
    tell_outcome(len(plan.fresh), len(plan.changed), applied=applied)


def name_change(change: str) -> str:
    """Return what happens to a record, in a word."""
    return {"new": _("new"), "changed": _("correction"), "moved": label("moved")}[change]


def format_changes(changes: Sequence[tuple[str, Any, Any]]) -> str:
    """Return fields with their values now and then: «vence: 2020-04-30 → 2020-05-07»."""
    return "; ".join(
        f"{column_label(field)}: {_format_value(old)} → {_format_value(new)}"
        for field, old, new in changes
    )


def _format_value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(_format_value, value)) or "–"
    if hasattr(value, "note"):
        return str(value.note)
    return label(str(value)) if value not in (None, "") else "–"


def _note_known(known: Sequence[KnownRow]) -> None:
    """Name the first few rows that are there already, and count all."""
    if not known:
        return
    text = ngettext("{n} row is there already.", "{n} rows are there already.", len(known))
    note(text.format(n=len(known)))
    alike = [one for one in known if one.place]
    for row, place in alike[:_SHOWN]:
        note("  " + _("row {number} in {place}").format(number=row, place=place))
    if len(alike) > _SHOWN:
        note("  " + _("and {n} more").format(n=len(alike) - _SHOWN))


def tell_outcome(fresh: int, changed: int, *, applied: bool) -> None:
    """Say how much was written down, or that nothing was."""
    if not fresh and not changed:
        return
    if not applied:
        note(_("Nothing was written. To write it down: the same command with --apply"))
        return
    parts = []
    if fresh:
        parts.append(ngettext("{n} added", "{n} added", fresh).format(n=fresh))
    if changed:
        parts.append(ngettext("{n} corrected", "{n} corrected", changed).format(n=changed))
    note("; ".join(parts) + ".")
