"""`mcsj content export`: items into a spreadsheet, or for a program that posts them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.arguments import choose_days, choose_value
from mcsj_cli.commands.context import check_output, now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import OUTPUT, TAG, FromOption, ToOption, WeekOption
from mcsj_cli.console import note, say
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.labels import title_row
from mcsj_cli.messages.schedulers import MOST, render_scheduled
from mcsj_cli.model.content import Content
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.kinds import CONTENT, Entry, describe
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.table import FIELDS
from mcsj_cli.operations.posts import choose_scheduled
from mcsj_cli.store import files
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

PROGRAM: Field[str] = Field(
    "for", N_("For the program that posts what is to come: hootsuite or metricool."), N_("PROGRAM")
)

_DAYS = ("created", "verified_on", "verified_expires")
_ENDINGS = (".csv", ".xlsx", ".json")


def export_content(
    output: Annotated[Path, OUTPUT.option()],
    tag: Annotated[Text, TAG.option(N_("Only this rubric."))] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    program: Annotated[Text, PROGRAM.option()] = None,
) -> None:
    project = open_project()
    ending = output.suffix.casefold()
    if ending not in _ENDINGS or (program and ending != ".csv"):
        raise WrongUsageError(
            _("There is no format «{name}» here.").format(name=ending or output),
            _("There are: {names}.").format(names=".csv" if program else ", ".join(_ENDINGS)),
        )
    wanted = choose_value(program, list(MOST)) if program else None
    looking = Looking.AHEAD if wanted else Looking.BACK
    begins, ends = choose_days(week, first, last, today(project), looking)
    facets = {"tag": project.categories.find_tag(tag)} if tag else {}
    reading = project.select(Selection(CONTENT, first=begins, last=ends, facets=facets))
    if reading.problems:
        raise InvalidDataError(reading.problems)
    if wanted:
        content = _render_posts(project, reading.entries, wanted)
        files.write(check_output(project, output), content)
        say(str(output))
        return
    rows = [_flatten(describe(entry)) for entry in reading.entries]
    files.write(check_output(project, output), _render(rows, ending))
    say(str(output))


def _render_posts(project: Project, entries: Sequence[Entry[Content]], program: str) -> bytes:
    """Return the items to come as a file for a program that posts them, and tell how many."""
    chosen = choose_scheduled(entries, now(project).replace(tzinfo=None))
    if not chosen:
        raise WrongUsageError(
            _("No item is scheduled for later, verified, in those days."),
            as_in("mcsj content schedule creditos --at 'mañana 9:00'"),
        )
    if len(chosen) > MOST[program]:
        message = _("{program} takes at most {n} posts in a file, and these are {count}.")
        raise WrongUsageError(
            message.format(program=program, n=MOST[program], count=len(chosen)),
            _("Choose fewer days: {options}").format(options=spoken("--from, --to")),
        )
    text = ngettext("{n} item to come", "{n} items to come", len(chosen))
    note(text.format(n=len(chosen)))
    return render_scheduled([entry.record for entry in chosen], program).encode()


def _flatten(item: dict[str, object]) -> dict[str, object]:
    """Return the columns of a table: first those that an import reads, by the same names."""
    flat = {key: item.get(key) for key in FIELDS if key in item}
    verification = item.get("verification")
    details = verification if isinstance(verification, dict) else {}
    flat |= {f"verified_{key}": details.get(key) for key in ("by", "on", "evidence", "expires")}
    return {"uid": item["uid"], **flat, "status": item["status"]}


def _render(rows: list[dict[str, object]], ending: str) -> bytes:
    if ending == ".json":
        return (to_json(rows) + "\n").encode()
    if ending == ".csv":
        return to_csv([title_row(row) for row in rows]).encode("utf-8-sig")
    from mcsj_cli.reports import xlsx  # an extra

    return xlsx.render([xlsx.Table("content", [title_row(_with_days(row)) for row in rows])])


def _with_days(row: dict[str, object]) -> dict[str, object]:
    """Return a row with its days as days, which a workbook knows from texts."""
    days = {key: date.fromisoformat(str(row[key])) for key in _DAYS if row.get(key)}
    return row | days
