"""`mcsj content import|export`: items from a spreadsheet and into one."""

from datetime import date
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.arguments import choose_days, read_file
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import (
    DRY_RUN,
    FILE,
    FORCE,
    OUTPUT,
    TAG,
    FromOption,
    ToOption,
    WeekOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, note, say, show_list, warn_unread
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.model.content import Content, is_near, url_key
from mcsj_cli.model.kinds import CONTENT, describe
from mcsj_cli.model.privacy import find_personal
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.table import FIELDS, InputTable, choose_columns, make_item, read_table
from mcsj_cli.model.text import fold
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

COLUMN: Field[str] = Field(
    "column", N_("What a column holds, as in 'Liga=url'; may be repeated."), N_("NAME=FIELD")
)

_SHOWN = 10
_COMPARED = 200  # rows that are compared with the archive title by title
_ENDINGS = (".csv", ".xlsx", ".json")


def import_content(
    file: Annotated[
        Path,
        FILE.argument(N_("The table: CSV as Excel or another program writes it.")),
    ],
    mapping: Annotated[Texts, COLUMN.option()] = None,
    tag: Annotated[
        Text,
        TAG.option(N_("The rubric of rows that name none.")),
    ] = None,
    dry_run: Annotated[bool, DRY_RUN.option(N_("Only show what it would do."))] = False,
    force: Annotated[bool, FORCE.option(N_("Add also what is there already."))] = False,
) -> None:
    project = open_project()
    day = today(project)
    sheet = read_table(read_file(file), str(file))
    columns = choose_columns(sheet, mapping or [])
    _tell_columns(sheet, columns)
    declared = project.declared
    default = project.categories.find_tag(tag) if tag else None
    items, problems = [], []
    for number, row in sheet.rows:
        made = make_item(row, columns, project.categories, default, day)
        if isinstance(made, Content):
            faults = [*made.faults(), *find_personal(made, declared)]
            problems += [
                Problem(str(file), number, 0, fault.message, fault.advice) for fault in faults
            ]
            items.append((number, made))
        else:
            problems += [Problem(str(file), number, 0, message, "", "") for message in made]
    if problems:
        raise _refuse(problems)
    fresh, repeated = _part(project, items, force=force)
    if not force and len(fresh) <= _COMPARED:
        _tell_near(project, fresh)
    for number, item, other in repeated[:_SHOWN]:
        text = _("Row {number} is there already: «{title}», in {file}")
        note(text.format(number=number, title=item.title, file=other))
    if len(repeated) > _SHOWN:
        note(_("and {n} more").format(n=len(repeated) - _SHOWN))
    if fresh and not dry_run:
        with project.changing(commit_subject("content: import", file.name)) as change:
            for item in fresh:
                change.add(CONTENT, item)
    _tell_count(len(fresh), len(repeated), dry_run=dry_run)


def _refuse(problems: list[Problem]) -> InvalidDataError:
    error = InvalidDataError(problems)
    error.advice = _("Nothing was added. Correct the table and import it again.")
    return error


def _tell_columns(sheet: InputTable, columns: dict[str, str]) -> None:
    """Show what each column of the table was taken for, before anything else."""
    items = [
        {"column": name, "field": columns.get(name, ""), "example": sheet.example(name)}
        for name in sheet.names
    ]
    shown = [
        Column(_("Column"), lambda item: item["column"]),
        Column(_("Taken for"), lambda item: item["field"] or _("left out")),
        Column(_("Example"), lambda item: item["example"][:40]),
    ]
    show_list(items, shown, None, _("The table has no columns."))


def _part(
    project: Project, items: list[tuple[int, Content]], *, force: bool
) -> tuple[list[Content], list[tuple[int, Content, str]]]:
    """Part what is new from what is there already, by address or title, in the archive or in the table itself."""
    if force:
        return [item for _number, item in items], []
    reading = project.read(CONTENT)
    warn_unread(reading.problems)
    known = {key: entry.file for entry in reading.entries for key in _keys(entry.record)}
    fresh, repeated = [], []
    for number, item in items:
        other = next((known[key] for key in _keys(item) if key in known), None)
        if other:
            repeated.append((number, item, other))
            continue
        fresh.append(item)
        known |= dict.fromkeys(_keys(item), _("row {number}").format(number=number))
    return fresh, repeated


def _tell_near(project: Project, items: list[Content]) -> None:
    """Name the items whose title is almost one of the archive's; whoever reads it may know that they are others."""
    for item in items:
        _same, alike = project.archive.find_twins(Selection(CONTENT), item.title)
        for entry in alike.entries:
            if is_near(item, entry.record):
                text = _("Almost the same title is in {file}: {title}")
                note(text.format(file=entry.file, title=item.title))


def _keys(item: Content) -> list[str]:
    return [f"title:{fold(item.title)}", *([f"url:{url_key(item.url)}"] if item.url else [])]


def _tell_count(fresh: int, repeated: int, *, dry_run: bool) -> None:
    text = (
        ngettext("{n} item would be added", "{n} items would be added", fresh)
        if dry_run
        else ngettext("{n} item added", "{n} items added", fresh)
    )
    told = text.format(n=fresh)
    if repeated:
        left = ngettext("{n} is there already", "{n} are there already", repeated).format(
            n=repeated
        )
        told = f"{told}; {left} (--force)"
    say(told)


def export_content(
    output: Annotated[Path, OUTPUT.option()],
    tag: Annotated[
        Text,
        TAG.option(N_("Only this rubric.")),
    ] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> None:
    project = open_project()
    ending = output.suffix.casefold()
    if ending not in _ENDINGS:
        raise WrongUsageError(
            _("There is no format «{name}» here.").format(name=ending or output),
            _("There are: {names}.").format(names=", ".join(_ENDINGS)),
        )
    begins, ends = choose_days(week, first, last, today(project))
    facets = {"tag": project.categories.find_tag(tag)} if tag else {}
    reading = project.select(Selection(CONTENT, first=begins, last=ends, facets=facets))
    if reading.problems:
        raise InvalidDataError(reading.problems)
    rows = [_flatten(describe(entry)) for entry in reading.entries]
    files.write(check_output(project, output), _render(rows, ending))
    say(str(output))


def _flatten(item: dict[str, object]) -> dict[str, object]:
    """Give the columns of a table, those that an import reads first, by the same names."""
    flat = {key: item.get(key) for key in FIELDS if key in item}
    verification = item.get("verification")
    details = verification if isinstance(verification, dict) else {}
    flat |= {f"verified_{key}": details.get(key) for key in ("by", "on", "evidence", "expires")}
    return {"uid": item["uid"], **flat, "status": item["status"]}


def _render(rows: list[dict[str, object]], ending: str) -> bytes:
    if ending == ".json":
        return (to_json(rows) + "\n").encode()
    if ending == ".csv":
        return to_csv(rows).encode("utf-8-sig")
    from mcsj_cli.reports import xlsx  # an extra

    days = [
        {
            key: date.fromisoformat(str(value)) if value and key in _DAYS else value
            for key, value in row.items()
        }
        for row in rows
    ]
    return xlsx.render([xlsx.Table("content", days)])


_DAYS = ("created", "verified_on", "verified_expires")
