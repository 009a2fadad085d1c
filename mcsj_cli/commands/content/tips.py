"""`mcsj content tips`: links of chats, lists and feeds as drafts, shown before they are kept."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from mcsj_cli.commands.arguments import choose_past_day, read_file
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import APPLY, FILE, TAG, Format
from mcsj_cli.commands.handed_file import DAY_FIRST, MONTH_FIRST, choose_order
from mcsj_cli.commands.proposal import tell_outcome
from mcsj_cli.console import note
from mcsj_cli.doors.source_text import MOST_BYTES
from mcsj_cli.doors.tips import Tips
from mcsj_cli.i18n import N_, _, ngettext, short_date
from mcsj_cli.listing import Column, show_list
from mcsj_cli.operations.content_tips import (
    Draft,
    TipChoices,
    TipPlan,
    apply_tips,
    lies_within,
    plan_tips,
    read_tips,
)
from mcsj_cli.store.project import Project

SINCE: Field[str] = Field("since", N_("Only what was given on this day or later."), N_("DAY"))


def import_tips(
    files: Annotated[
        list[Path],
        FILE.but(metavar=N_("FILE…")).argument(
            N_("A chat of WhatsApp (.txt, .zip), a list of links, or a feed (.xml).")
        ),
    ],
    since: Annotated[Text, SINCE.option()] = None,
    tag: Annotated[Text, TAG.option(N_("The rubric of links for which none is named."))] = None,
    day_first: Annotated[bool, DAY_FIRST.option()] = False,
    month_first: Annotated[bool, MONTH_FIRST.option()] = False,
    apply: Annotated[bool, APPLY.option()] = False,
    form: Format = None,
) -> None:
    project = open_project()
    day = today(project)
    choices = TipChoices(
        day,
        choose_past_day(since, "--since", day) if since else None,
        project.categories.find_tag(tag) if tag else None,
        choose_order(day_first=day_first, month_first=month_first),
    )
    plan = plan_tips(project, _read_all(project, files, choices), choices)
    if apply and plan.drafts:
        apply_tips(project, plan)
    _show(plan, form)
    _warn_within(project, files)
    tell_outcome(len(plan.drafts), 0, applied=apply)


def _read_all(
    project: Project, files: Sequence[Path], choices: TipChoices
) -> list[tuple[str, Tips]]:
    most = MOST_BYTES + 1
    return [
        (str(one), read_tips(read_file(one, most), str(one), project, choices)) for one in files
    ]


def _warn_within(project: Project, files: Sequence[Path]) -> None:
    """Warn of the files that lie in the data folder, where `sync` would send them."""
    text = _("Warning: {file} lies in the data folder. Move it out: people's words are in it.")
    for file in files:
        if lies_within(project, file):
            note(text.format(file=file))


def _show(plan: TipPlan, form: str | None) -> None:
    columns = [
        Column(_("Day"), lambda item: short_date(date.fromisoformat(item["day"]))),
        Column(_("Rubric"), lambda item: ", ".join(f"#{tag}" for tag in item["tags"]) or "–"),
        Column(_("Title"), lambda item: item["title"]),
        Column(_("Address"), lambda item: item["url"]),
        Column(_("Line"), lambda item: item["line"], "right"),
    ]
    items = [_describe(draft) for draft in plan.drafts]
    show_list(items, columns, form, _("Nothing new."))
    for text in _count_left_out(plan):
        note(text)


def _describe(draft: Draft) -> dict[str, Any]:
    return {
        "day": str(draft.day),
        "tags": list(draft.tags),
        "title": draft.title,
        "url": draft.url,
        "source": draft.source,
        "line": draft.line,
    }


def _count_left_out(plan: TipPlan) -> list[str]:
    """Return a sentence for each reason for which links were left out."""
    known = ngettext("{n} link is here already.", "{n} links are here already.", plan.known)
    private = ngettext(
        "{n} link was left out: it opens a call or a chat, shows a place, or has a number in it.",
        "{n} links were left out: they open a call or a chat, show a place, or have a number.",
        plan.private,
    )
    incomplete = ngettext(
        "{n} entry has no whole address.", "{n} entries have no whole address.", plan.incomplete
    )
    counted = ((known, plan.known), (private, plan.private), (incomplete, plan.incomplete))
    return [text.format(n=count) for text, count in counted if count]
