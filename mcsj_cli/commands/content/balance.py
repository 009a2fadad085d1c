"""`mcsj content calendar|balance`: what appears when, and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Annotated

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import WEEKS, Format, WeekOption
from mcsj_cli.console import say, warn_unread
from mcsj_cli.i18n import _, short_date, weekday_name
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.week import Week
from mcsj_cli.operations.reading import read_week
from mcsj_cli.work.content_plan import MARKS, Balance, Planned, build_balance, build_calendar

# Items by rubric and day.
PlanCalendar = Mapping[str, Mapping[date, Sequence[Planned]]]


def show_calendar(week: WeekOption = None, form: Format = None) -> None:
    project = open_project()
    chosen = choose_week(week, today(project))
    reading = read_week(project, chosen)
    calendar = build_calendar(project.categories, reading.entries, chosen)
    if form is None:
        _draw_calendar(calendar, chosen)
    else:
        columns = [
            Column(_("Day"), lambda item: item["day"]),
            Column(_("Rubric"), lambda item: f"#{item['tag']}"),
            Column(_("Stage"), lambda item: label(item["status"])),
            Column(_("Title"), lambda item: item["title"]),
        ]
        show_list(list(_list_planned(calendar)), columns, form, _("No item is like that."))
    warn_unread(reading.problems)


def _list_planned(calendar: PlanCalendar) -> Iterator[dict[str, str]]:
    """Return the items of a calendar, rubric by rubric and day by day."""
    for tag, days in calendar.items():
        for day, found in days.items():
            for one in found:
                yield {
                    "day": str(day),
                    "tag": tag,
                    "uid": one.uid,
                    "status": one.status.value,
                    "title": one.title,
                }


def _draw_calendar(calendar: PlanCalendar, week: Week) -> None:
    """Print a row a rubric, a column a day, and a mark for each item."""
    begins, ends = short_date(week.monday), short_date(week.sunday)
    say(_("Week {week}, {first} to {last}").format(week=week, first=begins, last=ends) + "\n")
    rows = []
    for tag, days in calendar.items():
        marks = {str(day): _draw_marks(found) for day, found in days.items()}
        rows.append({"tag": tag, **marks})
    columns = [Column(_("Rubric"), lambda item: f"#{item['tag']}")]
    for day in next(iter(calendar.values()), {}):
        heading = f"{weekday_name(day)[:3]} {day.day}"
        columns.append(Column(heading, itemgetter(str(day))))
    show_list(rows, columns, None, _("There are no rubrics."))
    say("\n" + "  ".join(f"{mark} {label(status)}" for status, mark in MARKS.items()))


def _draw_marks(found: Sequence[Planned]) -> str:
    return "".join(MARKS[one.status] for one in found) or "·"


def show_balance(
    week: WeekOption = None,
    weeks: Annotated[int, WEEKS.but(most=52).option()] = 4,
    form: Format = None,
) -> None:
    project = open_project()
    last = choose_week(week, today(project), Looking.BACK)
    reading = project.select(Selection(CONTENT, first=last.shift(-weeks).monday, last=last.sunday))
    wanted = project.network.thresholds.weekly_items
    chosen = [last.shift(step - weeks + 1) for step in range(weeks)]
    rows = build_balance(project.categories, reading.entries, chosen, wanted)
    if form is None:
        _draw_balance(rows, project.categories.tags, chosen)
        text = _("published/planned; ← less than the network wants ({n} a week)")
        say("\n" + text.format(n=wanted))
    else:
        columns = [
            Column(_("Week"), lambda item: item["week"]),
            Column(_("Rubric"), lambda item: f"#{item['tag']}"),
            Column(_("Planned"), lambda item: item["planned"], "right"),
            Column(_("Published"), lambda item: item["published"], "right"),
            Column(_("Gap"), lambda item: _("yes") if item["gap"] else ""),
        ]
        show_list([row._asdict() for row in rows], columns, form, _("There are no rubrics."))
    warn_unread(reading.problems)


def _draw_balance(rows: Sequence[Balance], tags: Sequence[str], weeks: Sequence[Week]) -> None:
    """Print a row a rubric and a column a week."""
    items = []
    for tag in tags:
        cells = {row.week: _format_balance(row) for row in rows if row.tag == tag}
        items.append({"tag": tag, **cells})
    columns = [Column(_("Rubric"), lambda item: f"#{item['tag']}")]
    columns += [Column(str(week), itemgetter(str(week))) for week in weeks]
    show_list(items, columns, None, _("There are no rubrics."))


def _format_balance(row: Balance) -> str:
    gap = " ←" if row.gap else ""
    return f"{row.published}/{row.planned}{gap}"
