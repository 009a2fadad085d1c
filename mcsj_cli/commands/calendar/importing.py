"""`mcsj calendar import`: somebody else's calendar, as a proposal, and then as one change."""

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from mcsj_cli.commands.arguments import agree_to_rewrite, choose_days, parse_field, read_file
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import (
    APPLY,
    FILE,
    GROUP,
    MESA,
    TIMEZONE,
    Format,
    FromOption,
    ToOption,
    YesOption,
)
from mcsj_cli.console import note
from mcsj_cli.doors.file_kinds import FileKind, refuse_known
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.model.calendar_import import ImportedSlot, ImportPlan, ImportStep
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.membership import Slot
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import one_line
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

if TYPE_CHECKING:
    from mcsj_cli.operations.external_calendar import Proposal

ONLY: Field[str] = Field("only", N_("Only events that have this in their title."), N_("TITLE"))

GroupOption = Annotated[Text, GROUP.option(N_("The group that meets so."))]
MesaOption = Annotated[Text, MESA.option(N_("The mesa that meets so."))]

_YEAR = timedelta(weeks=52, days=-1)  # both ends included


def import_calendar(
    file: Annotated[Path, FILE.argument()],
    group: GroupOption = None,
    mesa: MesaOption = None,
    only: Annotated[str, ONLY.option()] = "",
    timezone: Annotated[Text, TIMEZONE.option()] = None,
    first: FromOption = None,
    last: ToOption = None,
    apply: Annotated[bool, APPLY.option()] = False,
    yes: YesOption = False,
    form: Format = None,
) -> None:
    from mcsj_cli.calendars.reading.lines import MOST_BYTES  # icalendar only for calendars
    from mcsj_cli.operations import external_calendar as external

    if (group is None) == (mesa is None):
        raise WrongUsageError(
            _("Say whose calendar it is: --group NUMBER, or --mesa NAME."),
            as_in("mcsj calendar import calendario.ics --group 4"),
        )
    project = open_project()
    day = today(project)
    days = _choose_days(first, last, day)
    importer = external.find_importer(project.groups, group, mesa, day)
    zone = parse_field(ZoneName, timezone).canonical if timezone else None
    wanted = external.choose_wanted(project, importer, str(file), days, zone, only)
    raw = read_file(file, MOST_BYTES + 1)
    refuse_known(raw, str(file), _("a calendar (.ics)"), FileKind.CALENDAR)
    calendar = external.read_meetings(raw, wanted)
    proposal = external.Proposal(str(file), calendar, importer, day)
    plan = external.plan_import(project, project.groups, proposal)
    if apply:
        plan = _apply(project, proposal, plan, yes=yes)
    for told in (*calendar.notes, *plan.notes):
        place = f"{file}:{told.line}" if told.line else str(file)
        note(one_line(f"{place}: {told.text}"))
    _show_plan(plan, form)
    if not apply and not plan.is_empty:
        note(_("Nothing was written. To write it down: the same command with --apply"))


def _choose_days(first: str | None, last: str | None, day: date) -> tuple[date, date]:
    """Return the days of --from and --to, by default a year from this week on."""
    begins, ends = choose_days(None, first, last, day)
    if begins is None:
        begins = Week.of(day).monday
        if ends:
            begins = min(begins, ends)
    return begins, ends or begins + _YEAR


def _apply(project: Project, proposal: "Proposal", plan: ImportPlan, *, yes: bool) -> ImportPlan:
    """Write down what was planned, and return what was taken over."""
    from mcsj_cli.operations.external_calendar import apply_import

    moment = now(project)
    agree_to_rewrite(project.groups, plan.groups, moment, yes=yes)
    applied = apply_import(project, proposal, moment)
    text = _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}")
    for uid in applied.invited:
        note(text.format(uid=uid))
    return applied.plan


def _show_plan(plan: ImportPlan, form: str | None) -> None:
    items = [
        *(_describe_slot(slot) for slot in plan.slots),
        *(_describe_step(step) for step in plan.steps),
    ]
    labels = {
        "schedule": _("new schedule"),
        "moved": label("moved"),
        "cancelled": label("cancelled"),
        "resumed": _("takes place after all"),
        "changed": _("other details"),
        "session": _("new meeting"),
    }
    columns = [
        Column(_("What"), lambda item: labels[item["act"]]),
        Column(_("Meeting"), lambda item: item["meeting"]),
        Column(_("Now"), lambda item: item["before"]),
        Column(_("In the file"), lambda item: item["after"]),
        Column(_("Line"), lambda item: item["line"] or "", "right"),
    ]
    show_list(items, columns, form, _("The calendar says nothing that is not known already."))


def _describe_slot(slot: ImportedSlot) -> dict[str, Any]:
    return {
        "act": "schedule",
        "meeting": "",
        "before": _format_slot(slot.was) if slot.was else "",
        "after": _format_slot(slot.series),
        "start": str(slot.series.since),
        "link": slot.series.link,
        "line": slot.line,
    }


def _describe_step(step: ImportStep) -> dict[str, Any]:
    return {
        "act": step.act.value,
        "meeting": step.uid,
        "before": _format_meeting(step.was) if step.was else "",
        "after": _format_meeting(step.will_be),
        "start": step.will_be.start.isoformat(),
        "link": step.will_be.series.link,
        "line": step.line,
    }


def _format_slot(series: Slot) -> str:
    text = _("from {day}: {weekday} {time} h ({zone}), {minutes} minutes, {status}")
    told = text.format(
        day=series.since,
        weekday=label(series.weekday),
        time=series.time,
        zone=series.timezone,
        minutes=series.minutes,
        status=label(series.status),
    )
    return _join([told, _find_host(series.link)])


def _format_meeting(meeting: Occurrence) -> str:
    told = [f"{short_date(meeting.start.date())}, {meeting.start:%H:%M} h", label(meeting.status)]
    if meeting.is_session and meeting.meeting:
        told.append(str(meeting.meeting.purpose))
    if meeting.is_session:
        told.append(_find_host(meeting.series.link))
    return _join(told)


def _join(texts: list[str]) -> str:
    return ", ".join(text for text in texts if text)


def _find_host(link: str) -> str:
    """Return the host of a video call's address, which is long; empty if there is none."""
    return urlsplit(link).hostname or ""
