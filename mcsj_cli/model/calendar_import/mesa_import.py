"""What a mesa would take over: meetings of its own, one by one."""

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
from mcsj_cli.model.network import Mesa
from mcsj_cli.model.schedule import Occurrence, find_occurrence, gather

_HOUR = 60


def plan_mesa_import(place: ImportTarget, mesa: Mesa, calendar: ExternalCalendar) -> ImportPlan:
    """Find the meetings of a mesa that the file has and the network has not, or has otherwise."""
    calendar, others = leave_out_own(calendar, place.groups, place.group, mesa)
    every = [
        *calendar.singles,
        *(meeting for series in calendar.series for meeting in series.meetings),
    ]
    named = [meeting for meeting in every if names_any(meeting.named, mesa_names(mesa))]
    adoption = plan_session_import(place, mesa, named or every)
    left = len(every) - len(named or every)
    text = ngettext(
        "{n} meeting was left out: its title does not name {name}",
        "{n} meetings were left out: their titles do not name {name}",
        left,
    )
    left_out = [ImportNote(0, text.format(n=left, name=mesa.name))] if left else []
    return adoption._replace(notes=[*others.notes, *left_out, *adoption.notes])


def plan_session_import(
    place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting]
) -> ImportPlan:
    """Find what would become of each meeting of a mesa; its group's meetings are none of its own."""
    known = _known(place, mesa, told)
    there = {
        start: record
        for record in place.meetings.values()
        if record.mesa == mesa.slug and record.status != "cancelled" and (start := _start(record))
    }
    steps: dict[str, ImportStep] = {}
    notes: list[ImportNote] = []
    left = LeftOutEvents()
    seen: set[str] = set()
    for meeting in sorted(told, key=lambda one: (one.planned, one.line)):
        if meeting.start in known or meeting.planned in known:
            one = _("left out: it is the meeting of {name}").format(name=place.group.name)
            several = _(
                "{n} meetings from {first} to {last} were left out: they are those of {name}"
            )
            left.add([meeting], one, several, place.group.name)
            continue
        begun = there.get(meeting.start) or _begin(place, mesa, meeting)
        if begun.uid in seen and meeting.status != "cancelled":
            text = _(
                "left out: a mesa has one meeting of its own a day, and on {day} it has another"
            )
            several = _(
                "{n} meetings from {first} to {last} were left out: a mesa has one meeting of its own a day"
            )
            left.add([meeting], text.format(day=begun.uid[:10]), several)
        if begun.uid in seen:
            continue
        seen.add(begun.uid)
        step = _step(place, begun, meeting, notes)
        if step:
            steps[step.uid] = step
    missing = _find_missing(place, mesa, told, seen)
    notes += [
        ImportNote(0, _("{uid} is not in the file: it stays as it is").format(uid=uid))
        for uid in missing
    ]
    return ImportPlan(
        place.groups, steps=list(steps.values()), notes=[*left.notes, *dict.fromkeys(notes)]
    )


def _step(
    place: ImportTarget, begun: Meeting, meeting: ExternalMeeting, notes: list[ImportNote]
) -> ImportStep | None:
    record = place.meetings.get(begun.uid)
    if record is None:
        if meeting.status == "cancelled":
            return None
        made = find_occurrence(place.groups.groups, begun.uid, {begun.uid: begun})
        found = find_change(made, begun, meeting, place.day) if made else None
        written = found[1] if found else begun
        return _tell(place, ImportAct.SESSION, meeting.line, written, None)
    was = find_occurrence(place.groups.groups, begun.uid, place.meetings)
    found = find_change(was, record, meeting, place.day) if was else None
    if found and record.held:
        notes.append(
            ImportNote(
                meeting.line, _("{uid} was held already: it stays as it is").format(uid=begun.uid)
            )
        )
        return None
    return _tell(place, found[0], meeting.line, found[1], was) if found else None


def _tell(
    place: ImportTarget, act: ImportAct, line: int, record: Meeting, was: Occurrence | None
) -> ImportStep | None:
    will_be = find_occurrence(place.groups.groups, record.uid, {record.uid: record})
    return ImportStep(act, line, record.uid, record, was, will_be) if will_be else None


def _begin(place: ImportTarget, mesa: Mesa, meeting: ExternalMeeting) -> Meeting:
    """Find the record of a meeting by the day for which it was planned, or plan it."""
    zones = (mesa.timezone, *place.zones)
    right = (
        zone for zone in zones if _instant(_wall(meeting.planned, zone), zone) == meeting.planned
    )
    zone = next(right, ZoneName("UTC"))  # an hour that comes twice is told in UTC
    planned = _wall(meeting.planned, zone)
    uid = session_uid(mesa.slug, planned.date())
    minutes = meeting.minutes or _HOUR
    new = plan_session(
        mesa.slug,
        planned,
        zone,
        place.day,
        minutes=minutes,
        purpose=meeting.title,
        link=meeting.link,
    )
    return place.meetings.get(uid, new)


def _wall(instant: datetime, zone: ZoneName) -> datetime:
    return instant.astimezone(zone.zone).replace(tzinfo=None, second=0, microsecond=0, fold=0)


def _instant(wall: datetime, zone: ZoneName) -> datetime:
    return wall.replace(tzinfo=zone.zone).astimezone(UTC)


def _start(record: Meeting) -> datetime | None:
    moment = record.start or record.planned
    return _instant(moment.moment, record.timezone) if moment and record.timezone else None


def _days(told: Sequence[ExternalMeeting]) -> tuple[date, date]:
    return min(one.planned for one in told).date(), max(one.start for one in told).date()


def _known(place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting]) -> set[datetime]:
    """Give the instants at which the mesa's group meets, or was to meet."""
    if not told:
        return set()
    found = gather(place.groups.groups, *_days(told), place.meetings)
    mine = [o for o in found if not o.is_session and mesa.slug in [one.slug for one in o.mesas]]
    return {moment.astimezone(UTC) for o in mine for moment in (o.planned, o.start)}


def _find_missing(
    place: ImportTarget, mesa: Mesa, told: Sequence[ExternalMeeting], seen: set[str]
) -> list[str]:
    """Name the mesa's meetings to come, in the days of the file, that the file does not have."""
    if not told:
        return []
    first, last = _days(told)
    return [
        record.uid
        for record in place.meetings.values()
        if record.mesa == mesa.slug
        and max(first, place.day) <= record.day <= last
        and record.status != "cancelled"
        and record.uid not in seen
    ]
