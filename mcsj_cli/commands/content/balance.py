"""`mcsj content calendar|balance`: what appears when, and what is missing."""

from typing import Annotated

from mcsj_cli.commands.arguments import choose_week
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.fields import WEEKS, Format, WeekOption
from mcsj_cli.console import Column, say, show_list, warn_unread
from mcsj_cli.i18n import _, short_date, weekday_name
from mcsj_cli.labels import label
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.reading import read_week
from mcsj_cli.work.content_plan import MARKS, build_balance, build_calendar


def show_calendar(week: WeekOption = None, form: Format = None) -> None:
    project = open_project()
    chosen = choose_week(week, today(project))
    reading = read_week(project, chosen)
    days = build_calendar(project.categories, reading.entries, chosen)
    if form is not None:
        columns = [
            Column(_("Day"), lambda item: item["day"]),
            Column(_("Rubric"), lambda item: f"#{item['tag']}"),
            Column(_("Stage"), lambda item: label(item["status"])),
            Column(_("Title"), lambda item: item["title"]),
        ]
        items = [
            {
                "day": str(day),
                "tag": tag,
                "uid": one.uid,
                "status": one.status.value,
                "title": one.title,
            }
            for tag, cells in days.items()
            for day, found in cells.items()
            for one in found
        ]
        show_list(items, columns, form, _("No item is like that."))
    else:
        begins, ends = short_date(chosen.monday), short_date(chosen.sunday)
        say(_("Week {week}, {first} to {last}").format(week=chosen, first=begins, last=ends) + "\n")
        rows = [
            {
                "tag": tag,
                **{
                    str(day): "".join(MARKS[one.status] for one in found)
                    for day, found in cells.items()
                },
            }
            for tag, cells in days.items()
        ]
        columns = [Column(_("Rubric"), lambda item: f"#{item['tag']}")]
        for day in next(iter(days.values()), {}):
            heading = f"{weekday_name(day)[:3]} {day.day}"
            columns.append(Column(heading, lambda item, key=str(day): item[key] or "·"))  # type: ignore[misc]
        show_list(rows, columns, None, _("There are no rubrics."))
        say("\n" + "  ".join(f"{mark} {label(status)}" for status, mark in MARKS.items()))
    warn_unread(reading.problems)


def show_balance(
    week: WeekOption = None,
    weeks: Annotated[
        int,
        WEEKS.but(most=52).option(),
    ] = 4,
    form: Format = None,
) -> None:
    project = open_project()
    last = choose_week(week, today(project))
    reading = project.select(Selection(CONTENT, first=last.shift(-weeks).monday, last=last.sunday))
    wanted = project.network.thresholds.weekly_items
    chosen = [last.shift(step - weeks + 1) for step in range(weeks)]
    rows = build_balance(project.categories, reading.entries, chosen, wanted)
    if form is not None:
        columns = [
            Column(_("Week"), lambda item: item["week"]),
            Column(_("Rubric"), lambda item: f"#{item['tag']}"),
            Column(_("Planned"), lambda item: item["planned"], "right"),
            Column(_("Published"), lambda item: item["published"], "right"),
            Column(_("Gap"), lambda item: _("yes") if item["gap"] else ""),
        ]
        show_list([row._asdict() for row in rows], columns, form, _("There are no rubrics."))
    else:
        by_tag = {
            tag: {row.week: row for row in rows if row.tag == tag}
            for tag in project.categories.tags
        }
        columns = [Column(_("Rubric"), lambda item: f"#{item['tag']}")]
        for one in chosen:
            columns.append(Column(one, lambda item, key=str(one): item[key]))  # type: ignore[misc]
        items = [
            {
                "tag": tag,
                **{
                    one: f"{row.published}/{row.planned}{' ←' if row.gap else ''}"
                    for one, row in cells.items()
                },
            }
            for tag, cells in by_tag.items()
        ]
        show_list(items, columns, None, _("There are no rubrics."))
        say(
            "\n"
            + _("published/planned; ← less than the network wants ({n} a week)").format(n=wanted)
        )
    warn_unread(reading.problems)
