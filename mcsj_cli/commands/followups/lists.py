"""`mcsj followups list` and `funnel`: the contacts, and how far each mesa has come."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.arguments import choose_days, choose_each, find_value
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Texts
from mcsj_cli.commands.fields import (
    ExceptOption,
    Format,
    FromOption,
    GroupOption,
    LimitOption,
    MesasFilter,
    ToOption,
    WeekOption,
)
from mcsj_cli.commands.followups.fields import CHANNEL, STAGE
from mcsj_cli.console import note, say, warn_unread
from mcsj_cli.i18n import N_, _, long_date, ngettext, short_date
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, Item, show_bars, show_list
from mcsj_cli.model.followup import Channel, Stage
from mcsj_cli.model.kinds import FOLLOWUPS, describe
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.followups import read_funnel
from mcsj_cli.operations.mesa_choice import choose_known
from mcsj_cli.work.funnel import MesaStage, count_stages


def list_followups(
    mesa: MesasFilter = None,
    without: ExceptOption = None,
    stage: Annotated[
        Texts, STAGE.option(N_("Only those that reached these stages; may be repeated."))
    ] = None,
    channel: Annotated[
        Texts, CHANNEL.option(N_("Only those by these channels; may be repeated."))
    ] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: LimitOption = None,
    form: Format = None,
) -> None:
    project = open_project()
    begins, ends = choose_days(week, first, last, today(project))
    facets = {
        "mesa": choose_known(project.groups, mesa, without),
        "stage": choose_each(stage, find_value(Stage)),
        "channel": choose_each(channel, find_value(Channel)),
    }
    asked = {name: value for name, value in facets.items() if value}
    wanted = Selection(FOLLOWUPS, first=begins, last=ends, facets=asked, limit=limit)
    reading = project.select(wanted)
    columns = _list_columns(project.groups.mesa_names)
    items = [describe(entry) for entry in reading.entries]
    show_list(items, columns, form, _("No contact is like that."))
    warn_unread(reading.problems)


def _list_columns(names: Mapping[str, str]) -> list[Column]:
    return [
        Column(_("Day"), lambda item: item["date"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Channel"), lambda item: label(item["channel"])),
        Column(_("Stage"), lambda item: label(item["stage"])),
        Column(_("Summary"), lambda item: item["summary"]),
        Column(_("Next step"), lambda item: _format_step(item["next_step"], item["next_on"])),
        Column(_("Contact"), lambda item: item["uid"]),
    ]


def show_funnel(group: GroupOption = None, form: Format = None) -> None:
    project = open_project()
    day = today(project)
    number = project.groups.find_group(group).number if group else None
    funnel = read_funnel(project, day, number)
    if form is None:
        counts = count_stages(funnel.stages)
        show_bars([(label(count.stage), count.mesas) for count in counts])
        say()
    columns = [
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("Stage"), lambda item: label(item["stage"])),
        Column(_("Days"), _format_days, "right"),
        Column(_("Next step"), lambda item: _format_step(item["next_step"], item["next_on"])),
    ]
    items = [_describe_stage(stage) for stage in funnel.stages]
    show_list(items, columns, form, _("There are no mesas."))
    if form is None:
        note(_count_quiet(funnel.stages, project.network.thresholds.quiet_days, day))
    warn_unread(funnel.problems)


def _count_quiet(stages: list[MesaStage], days: int, day: date) -> str:
    """Say how many mesas have been without news for too long."""
    quiet = sum(stage.quiet for stage in stages)
    text = ngettext(
        "{n} mesa has been without news for more than {days} days, as of {day}.",
        "{n} mesas have been without news for more than {days} days, as of {day}.",
        quiet,
    )
    return text.format(n=quiet, days=days, day=long_date(day))


def _format_days(item: Item) -> str:
    """Return how many days ago there was news, marked where there should be some."""
    days = "–" if item["days"] is None else str(item["days"])
    return f"! {days}" if item["quiet"] else days


def _format_step(step: str, day: str | None) -> str:
    return f"{step} ({short_date(date.fromisoformat(day))})" if day else step


def _describe_stage(stage: MesaStage) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(stage, enc_hook=str)
    return plain
