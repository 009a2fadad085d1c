"""`mcsj content import`: items from a spreadsheet."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import (
    DRY_RUN,
    FILE,
    FORCE,
    TAG,
)
from mcsj_cli.commands.handed_file import (
    COLUMN,
    MONTH_FIRST,
    TABLE_HELP,
    choose_table_days,
    list_headings,
    read_records,
)
from mcsj_cli.console import note, say, warn_unread
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date, ngettext
from mcsj_cli.labels import column_label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.table import (
    FIELDS,
    InputTable,
    choose_columns,
    find_column_of_people,
    list_understood_days,
)
from mcsj_cli.operations.content_table import (
    CorrectedItem,
    PartedItems,
    RepeatedItem,
    find_near,
    make_items,
    part_items,
    take_over,
)
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken

_SHOWN = 10
_COMPARED = 200  # rows that are compared with the archive title by title


def import_content(
    file: Annotated[Path, FILE.argument(TABLE_HELP)],
    mapping: Annotated[Texts, COLUMN.option()] = None,
    tag: Annotated[Text, TAG.option(N_("The rubric of rows that name none."))] = None,
    dry_run: Annotated[bool, DRY_RUN.option(N_("Only show what it would do."))] = False,
    force: Annotated[bool, FORCE.option(N_("Add also what is there already."))] = False,
    month_first: Annotated[bool, MONTH_FIRST.option()] = False,
) -> None:
    project = open_project()
    given = mapping or []
    table = _read_table(file, given, force=force)
    columns = choose_columns(table, given)
    _show_columns(table, columns)
    of_days = [name for name, field in columns.items() if field == "created"]
    days = choose_table_days(table, of_days, today(project), month_first=month_first)
    default = project.categories.find_tag(tag) if tag else None
    items = make_items(project, table, str(file), columns, default, days)
    _note_understood(list_understood_days(table, columns, days))
    if force:
        parted = PartedItems([one.item for one in items], [], [])
    else:
        parted = part_items(project, items, str(file))
        warn_unread(parted.problems)
        if len(parted.fresh) <= _COMPARED:
            _note_near(project, parted.fresh)
    _note_repeated(parted.repeated)
    _note_corrected(parted.corrected)
    _note_unknown(parted.unknown)
    if (parted.fresh or parted.corrected) and not dry_run:
        take_over(project, parted)
    if not parted.fresh and not parted.corrected:
        note(_("Nothing new."))
    if parted.corrected:
        say(_count_corrected(len(parted.corrected), dry_run=dry_run))
    say(_count_items(len(parted.fresh), len(parted.repeated), dry_run=dry_run))


def _read_table(file: Path, given: Sequence[str], *, force: bool) -> InputTable:
    """Read a table of items; raise WrongUsageError for any other kind of file."""
    table = read_records(file, _("a table of items"), list_headings(FIELDS, given))
    column = find_column_of_people(table.names)
    if column and not force:
        message = _("{file} has a column of people's addresses or numbers: «{name}».")
        advice = _(
            "Nothing was written. Items hold nobody's: take it out of the table; or, if they are"
            " an institution's: --force"
        )
        raise WrongUsageError(message.format(file=file, name=column), advice)
    return table


def _show_columns(table: InputTable, columns: dict[str, str]) -> None:
    """Show what each column of the table was taken for, before anything else."""
    items = [
        {"column": name, "field": columns.get(name, ""), "example": table.example(name)}
        for name in table.names
    ]
    shown = [
        Column(_("Column"), lambda item: item["column"]),
        Column(_("Taken for"), lambda item: column_label(item["field"]) or _("left out")),
        Column(_("Example"), lambda item: item["example"][:40]),
    ]
    show_list(items, shown, None, _("The table has no columns."))


def _note_understood(days: Sequence[tuple[int, str, date]]) -> None:
    """Say what days that are not written in full were understood as, the first few."""
    text = _("Row {number}: «{text}» is understood as {day}")
    for number, said, day in days[:_SHOWN]:
        note(text.format(number=number, text=said, day=long_date(day)))
    if len(days) > _SHOWN:
        note(_("and {n} more").format(n=len(days) - _SHOWN))


def _note_near(project: Project, items: Sequence[Content]) -> None:
    """Name the items whose title is almost one of the archive's: they may be others."""
    text = _("{uid} has almost the same title: {title}")
    for item, entry in find_near(project, items):
        note(text.format(uid=entry.uid, title=item.title))


def _note_repeated(repeated: Sequence[RepeatedItem]) -> None:
    """Name the first few items that are there already, and count the others."""
    text = _("Row {number} is there already: «{title}», in {file}")
    for number, item, place in repeated[:_SHOWN]:
        note(text.format(number=number, title=item.title, file=place))
    if len(repeated) > _SHOWN:
        note(_("and {n} more").format(n=len(repeated) - _SHOWN))


def _note_corrected(corrected: Sequence[CorrectedItem]) -> None:
    """Show what each row corrects, and what must be verified again for it."""
    for one in corrected:
        note(_("Row {number} corrects {uid}:").format(number=one.row, uid=one.entry.uid))
        for field, old, new in one.changes:
            note(f"  {column_label(field)}: {_format_value(old)} → {_format_value(new)}")
        if one.after.is_changed and one.after.status in VOUCHED_FOR:
            text = _(
                "What was verified was another text. Verify it again: mcsj content verify {uid}"
            )
            note("  " + text.format(uid=one.entry.uid))


def _note_unknown(uids: Sequence[str]) -> None:
    """Say that rows which name an item are new all the same, since there is none of that name."""
    if uids:
        text = ngettext(
            "{n} row names an item that is not here, and is taken for a new one: {uid}",
            "{n} rows name items that are not here, and are taken for new ones: {uid}…",
            len(uids),
        )
        note(text.format(n=len(uids), uid=uids[0]))


def _format_value(value: object) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value)) or "–"


def _count_corrected(corrected: int, *, dry_run: bool) -> str:
    """Return how many items are corrected, or would be."""
    if dry_run:
        text = ngettext("{n} item would be corrected", "{n} items would be corrected", corrected)
    else:
        text = ngettext("{n} item corrected", "{n} items corrected", corrected)
    return text.format(n=corrected)


def _count_items(fresh: int, repeated: int, *, dry_run: bool) -> str:
    """Return how many items are added, or would be, and how many are there already."""
    if dry_run:
        text = ngettext("{n} item would be added", "{n} items would be added", fresh)
    else:
        text = ngettext("{n} item added", "{n} items added", fresh)
    added = text.format(n=fresh)
    if not repeated:
        return added
    left = ngettext("{n} is there already", "{n} are there already", repeated)
    return f"{added}; {left.format(n=repeated)} ({spoken('--force')})"
