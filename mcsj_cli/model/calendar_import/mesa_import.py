"""The import of a mesa's own meetings, one by one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.calendar_import import (
    ImportAct,
    ImportPlan,
    ImportStep,
    ImportTarget,
    LeftOutEvents,
    find_change,
    leave_out_own,
    mesa_names,
    names_any,
)
from mcsj_cli.model.external import ExternalCalendar, ExternalMeeting, ImportNote
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting, plan_session, session_uid
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.schedule import Occurrence, find_occurrence, gather

_HOUR = 60


def plan_mesa_import(place: ImportTarget, mesa: Mesa, calendar: ExternalCalendar) -> ImportPlan:
    """Plan the meetings of a mesa that are new in the file, or differ there."""
    calendar, others = leave_out_own(calendar, place.groups, place.group, mesa)
    every = [*calendar.singles]
    for series in calendar.series:
        every += series.meetings
    named = [meeting for meeting in every if names_any(meeting.named, mesa_names(mesa))]
    plan = plan_session_import(place, mesa, named or every)
    left = len(every) - len(named or every)
    text = ngettext(
        "{n} meeting was left out: its title does not name {name}",
        "{n} meetings were left out: their titles do not name {name}",
        left,
    )
    left_out = [ImportNote(0, text.format(n=left, name=mesa.name))] if left else []
    return plan._replace(notes=[*others.notes, *left_out, *plan.notes])


def plan_session_import(
    place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting]
) -> ImportPlan:
    """Plan each meeting of a mesa, without the meetings of its group."""
    of_group = _find_instants(place, mesa, told)
    known = _index_by_start(place, mesa)
    steps: dict[str, ImportStep] = {}
    notes: list[ImportNote] = []
    left = LeftOutEvents()
    seen: set[str] = set()
    for meeting in sorted(told, key=lambda one: (one.planned, one.line)):
        if meeting.start in of_group or meeting.planned in of_group:
            _leave_out_of_group(left, meeting, place.group.name)
            continue
        begun = known.get(meeting.start) or _find_record(place, mesa, meeting)
        if begun.uid in seen:
            if meeting.status != "cancelled":
                _leave_out_second(left, meeting, begun.uid[:10])
            continue
        seen.add(begun.uid)
        step = _plan_step(place, begun, meeting, notes)
        if step:
            steps[step.uid] = step
    text = _("{uid} is not in the file: it stays as it is")
    for uid in _find_missing(place, mesa, told, seen):
        notes.append(ImportNote(0, text.format(uid=uid)))
    return ImportPlan(
        place.groups, steps=list(steps.values()), notes=[*left.notes, *dict.fromkeys(notes)]
    )


def _index_by_start(place: ImportTarget, mesa: Mesa) -> dict[datetime, Meeting]:
    """Return the mesa's own meetings that are not cancelled, by the instant of their start."""
    found: dict[datetime, Meeting] = {}
    for record in place.meetings.values():
        if record.mesa != mesa.slug or record.status == "cancelled":
            continue
        start = _start_of(record)
        if start:
            found[start] = record
    return found


def _leave_out_of_group(left: LeftOutEvents, meeting: ExternalMeeting, name: str) -> None:
    one = _("left out: it is the meeting of {name}")
    several = _("{n} meetings from {first} to {last} were left out: they are those of {name}")
    left.add([meeting], one.format(name=name), several, name)


def _leave_out_second(left: LeftOutEvents, meeting: ExternalMeeting, day: str) -> None:
    one = _("left out: a mesa has one meeting of its own a day, and on {day} it has another")
    several = _(
        "{n} meetings from {first} to {last} were left out: a mesa has one meeting of its own a day"
    )
    left.add([meeting], one.format(day=day), several)


def _plan_step(
    place: ImportTarget, begun: Meeting, meeting: ExternalMeeting, notes: list[ImportNote]
) -> ImportStep | None:
    """Return what becomes of a meeting, or None if nothing does; add a note if it was held."""
    record = place.meetings.get(begun.uid)
    if record is None:
        if meeting.status == "cancelled":
            return None
        made = find_occurrence(place.groups.groups, begun.uid, {begun.uid: begun})
        found = find_change(made, begun, meeting, place.day) if made else None
        written = found[1] if found else begun
        return _build_step(place, ImportAct.SESSION, meeting.line, written, None)
    was = find_occurrence(place.groups.groups, begun.uid, place.meetings)
    found = find_change(was, record, meeting, place.day) if was else None
    if found is None:
        return None
    if record.held:
        text = _("{uid} was held already: it stays as it is").format(uid=begun.uid)
        notes.append(ImportNote(meeting.line, text))
        return None
    act, written = found
    return _build_step(place, act, meeting.line, written, was)


def _build_step(
    place: ImportTarget, act: ImportAct, line: int, record: Meeting, was: Occurrence | None
) -> ImportStep | None:
    will_be = find_occurrence(place.groups.groups, record.uid, {record.uid: record})
    return ImportStep(act, line, record.uid, record, was, will_be) if will_be else None


def _find_record(place: ImportTarget, mesa: Mesa, meeting: ExternalMeeting) -> Meeting:
    """Return the known record of a meeting's planned day, or else a new one."""
    zone = _find_exact_zone((mesa.timezone, *place.zones), meeting.planned)
    planned = _wall(meeting.planned, zone)
    new = plan_session(
        mesa.slug,
        planned,
        zone,
        place.day,
        minutes=meeting.minutes or _HOUR,
        purpose=meeting.title,
        link=meeting.link,
    )
    return place.meetings.get(session_uid(mesa.slug, planned.date()), new)


def _find_exact_zone(zones: Sequence[ZoneName], instant: datetime) -> ZoneName:
    """Return the first zone whose wall time leads back to an instant, or else UTC.

    The second of two equal hours in autumn has no such wall time.
    """
    for zone in zones:
        if _instant(_wall(instant, zone), zone) == instant:
            return zone
    return ZoneName("UTC")


def _wall(instant: datetime, zone: ZoneName) -> datetime:
    return instant.astimezone(zone.zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)


def _instant(wall: datetime, zone: ZoneName) -> datetime:
    return wall.replace(tzinfo=zone.zone).astimezone(UTC)


def _start_of(record: Meeting) -> datetime | None:
    moment = record.start or record.planned
    return _instant(moment.moment, record.timezone) if moment and record.timezone else None


def _find_days(told: Sequence[ExternalMeeting]) -> tuple[date, date]:
    return min(one.planned for one in told).date(), max(one.start for one in told).date()


def _find_instants(
    place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting]
) -> set[datetime]:
    """Return the instants at which the mesa's group meets, or was to meet."""
    found: set[datetime] = set()
    if not told:
        return found
    for meeting in gather(place.groups.groups, *_find_days(told), place.meetings):
        slugs = [one.slug for one in meeting.mesas]
        if not meeting.is_session and mesa.slug in slugs:
            found |= {meeting.planned.astimezone(UTC), meeting.start.astimezone(UTC)}
    return found


def _find_missing(
    place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting], seen: set[str]
) -> list[str]:
    """Return the uids of the mesa's coming meetings that are missing in the days of the file."""
    if not told:
        return []
    first, last = _find_days(told)
    return [
        record.uid
        for record in place.meetings.values()
        if record.mesa == mesa.slug
        and max(first, place.day) <= record.day <= last
        and record.status != "cancelled"
        and record.uid not in seen
    ]
