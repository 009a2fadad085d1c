"""Somebody else's calendar read, and taken over into groups and meetings."""

from datetime import date, datetime
from typing import NamedTuple

from mcsj_cli.calendars.reading.calendar import Wanted, read_calendar
from mcsj_cli.calendars.reading.lines import refuse_all
from mcsj_cli.commits import commit_subject
from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.calendar_import import ImportPlan, ImportTarget, all_names, order_zones
from mcsj_cli.model.calendar_import.group_import import plan_group_import
from mcsj_cli.model.calendar_import.mesa_import import plan_mesa_import
from mcsj_cli.model.external import ExternalCalendar
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.membership import Group, Groups, Mesa
from mcsj_cli.operations.schedule_change import find_invited, put_groups
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.invitations import has_correspondence
from mcsj_cli.store.project import Project


class Importer(NamedTuple):
    """The group that takes a calendar over, or one of its mesas."""

    group: Group
    mesa: Mesa | None

    @property
    def name(self) -> str:
        """The name for the history."""
        return str(self.mesa.slug) if self.mesa else self.group.name

    def clock_on(self, day: date) -> ZoneName | None:
        """Return the zone of those who meet on a day, if they have one of their own."""
        if self.mesa:
            return self.mesa.timezone
        series = self.group.series_on(day)
        if series:
            return series.timezone
        return next((mesa.timezone for mesa in self.group.mesas), None)


class Proposal(NamedTuple):
    """A calendar that was read from a file, and those who are to take it over from a day on."""

    file: str
    calendar: ExternalCalendar
    importer: Importer
    day: date


class AppliedImport(NamedTuple):
    """The plan as it was carried out, and the uids of meetings whose guests are to be told."""

    plan: ImportPlan
    invited: list[str]


def find_importer(groups: Groups, group: str | None, mesa: str | None, day: date) -> Importer:
    """Find the group, or else the mesa that sits in one on a day; raise NotFoundError."""
    if group is not None:
        return Importer(groups.find_group(group), None)
    seat = groups.find_sitting(mesa or "", day)
    return Importer(seat.group, seat.mesa)


def choose_wanted(
    project: Project,
    importer: Importer,
    file: str,
    days: tuple[date, date],
    zone: ZoneName | None,
    only: str,
) -> Wanted:
    """Return what is wanted of a file: the meetings of some days, with `only` in their title.

    `zone` applies to all of its hours, whatever it says of them.
    """
    home = zone or importer.clock_on(days[0]) or project.network.timezone
    return Wanted(
        file=file,
        home=home,
        first=days[0],
        last=days[1],
        declared=project.declared,
        zone=zone,
        only=only,
        domain=project.network.uid_domain,
        names=all_names(importer.group),
    )


def read_meetings(content: bytes, wanted: Wanted) -> ExternalCalendar:
    """Read a file's meetings; raise InvalidDataError for lines of no use, or if there are none."""
    calendar = read_calendar(content, wanted)
    if not calendar.series and not calendar.singles:
        text = _("no meeting was found from {first} to {last}")
        message = text.format(first=wanted.first, last=wanted.last)
        advice = _("Look at other days: --from, --to")
        raise refuse_all([Problem(wanted.file, 0, 0, message, advice)])
    return calendar


def plan_import(project: Project, groups: Groups, proposal: Proposal) -> ImportPlan:
    """Plan what is taken over into some groups; raise InvalidDataError for what cannot be."""
    reading = project.read(MEETINGS)
    if reading.problems:
        raise InvalidDataError(reading.problems)
    importer = proposal.importer
    number = importer.group.number
    group = next((one for one in groups.groups if one.number == number), importer.group)
    zones = order_zones(groups, group, project.network.timezone)
    target = ImportTarget(groups, group, reading.records, zones, proposal.day)
    if importer.mesa:
        plan = plan_mesa_import(target, importer.mesa, proposal.calendar)
    else:
        plan = plan_group_import(target, proposal.calendar)
    if plan.problems:
        problems = [
            Problem(proposal.file, one.line, 0, one.text, one.advice) for one in plan.problems
        ]
        raise refuse_all(problems)
    return plan


def apply_import(project: Project, proposal: Proposal, moment: datetime) -> AppliedImport:
    """Take a calendar over as one change, into the data as they are now.

    Raise as `plan_import`, and InvalidValueError if meetings would not fit the new schedule.
    """
    with project.changing(commit_subject("calendar: import", proposal.importer.name)) as change:
        groups = change.load_known(GROUPS, Groups)
        plan = plan_import(project, groups, proposal)
        if plan.slots:
            put_groups(project, change, groups, plan.groups)
        for step in plan.steps:
            change.put(MEETINGS.path(step.uid), step.record)
    told = [step.uid for step in plan.steps if has_correspondence(project.root, step.uid)]
    invited = {*told, *find_invited(project, groups, plan.groups, moment)}
    return AppliedImport(plan, sorted(invited))
