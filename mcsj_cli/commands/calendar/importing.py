"""`mcsj calendar import`: what somebody else's calendar says, as a proposal, and then as one change."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlsplit

from mcsj_cli.commands.arguments import agree_to_rewrite, choose_days, parse_field, read_file
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import (
    FILE,
    GROUP,
    MESA,
    TIMEZONE,
    Format,
    FromOption,
    ToOption,
    YesOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, note, show_list
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import N_, _, short_date
from mcsj_cli.labels import label
from mcsj_cli.model.calendar_import import (
    ImportedSlot,
    ImportPlan,
    ImportStep,
    ImportTarget,
    all_names,
    order_zones,
)
from mcsj_cli.model.calendar_import.group_import import plan_group_import
from mcsj_cli.model.calendar_import.mesa_import import plan_mesa_import
from mcsj_cli.model.external import ExternalCalendar
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.network import Group, Groups, Mesa, Slot
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import one_line
from mcsj_cli.model.week import Week
from mcsj_cli.operations.schedule_change import find_invited, put_groups
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.invitations import has_correspondence
from mcsj_cli.store.project import Project

APPLY: Field[bool] = Field("apply", N_("Write it down, as one change."))
ONLY: Field[str] = Field("only", N_("Only events that have this in their title."), N_("TITLE"))

_YEAR = timedelta(weeks=52, days=-1)  # both ends included


class _Who(NamedTuple):
    """Who takes the calendar over: a group, or one of its mesas."""

    group: Group
    mesa: Mesa | None

    @property
    def name(self) -> str:
        return str(self.mesa.slug) if self.mesa else self.group.name

    @property
    def option(self) -> str:
        return f"--mesa {self.mesa.slug}" if self.mesa else f"--group {self.group.number}"

    def clock_on(self, day: date) -> ZoneName | None:
        """Give the zone of those who meet on a day, if they have one of their own."""
        series = self.group.series_on(day)
        own = [self.mesa.timezone] if self.mesa else [series.timezone] if series else []
        return next(iter([*own, *(mesa.timezone for mesa in self.group.mesas)]), None)


def import_calendar(
    file: Annotated[Path, FILE.argument()],
    group: Annotated[
        Text,
        GROUP.option(N_("The group that meets so.")),
    ] = None,
    mesa: Annotated[
        Text,
        MESA.option(N_("The mesa that meets so.")),
    ] = None,
    only: Annotated[str, ONLY.option()] = "",
    timezone: Annotated[Text, TIMEZONE.option()] = None,
    first: FromOption = None,
    last: ToOption = None,
    apply: Annotated[bool, APPLY.option()] = False,
    yes: YesOption = False,
    form: Format = None,
) -> None:
    if (group is None) == (mesa is None):
        raise WrongUsageError(
            _("Say whose calendar it is: --group NUMBER, or --mesa NAME."),
            _("As in: {example}").format(example="mcsj calendar import calendario.ics --group 4"),
        )
    project = open_project()
    day = today(project)
    begins, ends = choose_days(None, first, last, day)
    begins = begins or (min(Week.of(day).monday, ends) if ends else Week.of(day).monday)
    who = _find(project.groups, group, mesa, day)
    zone = parse_field(ZoneName, timezone) if timezone else None
    calendar = _read(project, file, who, (begins, ends or begins + _YEAR), zone, only)
    if apply:
        agree_to_rewrite(
            project.groups,
            _adopt(project, project.groups, file, calendar, who, day).groups,
            now(project),
            yes=yes,
        )
        found = _apply(project, file, calendar, who, day)
    else:
        found = _adopt(project, project.groups, file, calendar, who, day)
    for told in (*calendar.notes, *found.notes):
        note(one_line(f"{file}:{told.line}: {told.text}" if told.line else f"{file}: {told.text}"))
    _show(found, form)
    if not apply and not found.is_empty:
        note(_("Nothing was written. To write it down: the same command with --apply"))


def _find(groups: Groups, group: str | None, mesa: str | None, day: date) -> _Who:
    if group is not None:
        return _Who(groups.find_group(group), None)
    seat = groups.find_sitting(mesa or "", day)
    return _Who(seat.group, seat.mesa)


def _read(
    project: Project,
    file: Path,
    who: _Who,
    days: tuple[date, date],
    zone: ZoneName | None,
    only: str,
) -> ExternalCalendar:
    from mcsj_cli.calendars.reading.calendar import Wanted, read_calendar
    from mcsj_cli.calendars.reading.lines import MOST_BYTES  # icalendar only for calendars

    home = zone or who.clock_on(days[0]) or project.network.timezone
    wanted = Wanted(
        str(file),
        home,
        *days,
        project.declared,
        zone,
        only,
        project.network.uid_domain,
        all_names(who.group),
    )
    calendar = read_calendar(read_file(file, MOST_BYTES + 1), wanted)
    if not calendar.series and not calendar.singles:
        text = _("no meeting was found from {first} to {last}").format(first=days[0], last=days[1])
        raise _refuse([Problem(str(file), 0, 0, text, _("Look at other days: --from, --to"))])
    return calendar


def _refuse(problems: list[Problem]) -> InvalidDataError:
    from mcsj_cli.calendars.reading.lines import refuse_all  # icalendar only for calendars

    return refuse_all(problems)


def _adopt(
    project: Project, groups: Groups, file: Path, calendar: ExternalCalendar, who: _Who, day: date
) -> ImportPlan:
    """Find what would be taken over into some groups; raise InvalidDataError for what cannot be."""
    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    group = next((one for one in groups.groups if one.number == who.group.number), who.group)
    zones = order_zones(groups, group, project.network.timezone)
    place = ImportTarget(groups, group, reading.records, zones, day)
    found = (
        plan_mesa_import(place, who.mesa, calendar)
        if who.mesa
        else plan_group_import(place, calendar)
    )
    if found.problems:
        raise _refuse(
            [Problem(str(file), one.line, 0, one.text, one.advice) for one in found.problems]
        )
    return found


def _apply(
    project: Project, file: Path, calendar: ExternalCalendar, who: _Who, day: date
) -> ImportPlan:
    """Write down, as one change, what is to be taken over into the data as they are now."""
    with project.changing(commit_subject("calendar: import", who.name)) as change:
        groups = change.load_known(GROUPS, Groups)
        found = _adopt(project, groups, file, calendar, who, day)
        if found.slots:
            put_groups(project, change, groups, found.groups)
        for step in found.steps:
            change.put(MEETINGS.path(step.uid), step.record)
    told = [step.uid for step in found.steps if has_correspondence(project.root, step.uid)]
    for uid in sorted({*told, *find_invited(project, groups, found.groups, now(project))}):
        note(
            _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}").format(
                uid=uid
            )
        )
    return found


def _show(found: ImportPlan, form: str | None) -> None:
    items = [
        *(_describe_slot(slot) for slot in found.slots),
        *(_describe_step(step) for step in found.steps),
    ]
    columns = [
        Column(_("What"), lambda item: _tell(item["act"])),
        Column(_("Meeting"), lambda item: item["meeting"]),
        Column(_("Now"), lambda item: item["before"]),
        Column(_("In the file"), lambda item: item["after"]),
        Column(_("Line"), lambda item: item["line"] or "", "right"),
    ]
    show_list(items, columns, form, _("The calendar says nothing that is not known already."))


def _tell(act: str) -> str:
    texts: Mapping[str, str] = {
        "schedule": _("new schedule"),
        "moved": label("moved"),
        "cancelled": label("cancelled"),
        "resumed": _("takes place after all"),
        "changed": _("other details"),
        "session": _("new meeting"),
    }
    return texts[act]


def _describe_slot(slot: ImportedSlot) -> dict[str, Any]:
    return {
        "act": "schedule",
        "meeting": "",
        "before": _tell_slot(slot.was) if slot.was else "",
        "after": _tell_slot(slot.series),
        "start": str(slot.series.since),
        "link": slot.series.link,
        "line": slot.line,
    }


def _describe_step(step: ImportStep) -> dict[str, Any]:
    return {
        "act": step.act.value,
        "meeting": step.uid,
        "before": _tell_meeting(step.was) if step.was else "",
        "after": _tell_meeting(step.will_be),
        "start": step.will_be.start.isoformat(),
        "link": step.will_be.series.link,
        "line": step.line,
    }


def _tell_slot(series: Slot) -> str:
    told = _("from {day}: {weekday} {time} h ({zone}), {minutes} minutes, {status}").format(
        day=series.since,
        weekday=label(series.weekday),
        time=series.time,
        zone=series.timezone,
        minutes=series.minutes,
        status=label(series.status),
    )
    return ", ".join(text for text in (told, _tell_link(series.link)) if text)


def _tell_meeting(meeting: Occurrence) -> str:
    told = [f"{short_date(meeting.start.date())}, {meeting.start:%H:%M} h", label(meeting.status)]
    if meeting.is_session:
        told += [
            str(meeting.meeting.purpose) if meeting.meeting else "",
            _tell_link(meeting.series.link),
        ]
    return ", ".join(text for text in told if text)


def _tell_link(link: str) -> str:
    """Name only whose video call it is: addresses of these are long."""
    return urlsplit(link).hostname or ""
