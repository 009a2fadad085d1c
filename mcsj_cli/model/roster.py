"""Changes of who sits in which group and of when a group meets: what was true before a day stays so."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, WallMoment
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.network import Group, Groups, Mesa, Municipality, Seat, Slot
from mcsj_cli.model.schedule import Occurrence, find_occurrence, occurrences

_DAY = timedelta(days=1)


def add_mesa(
    groups: Groups, number: int, mesa: Mesa, described: Mapping[str, Municipality], day: date
) -> Groups:
    """Give a new mesa its seat, and describe its municipalities; raise ExistsError if there is one of its slug."""
    if any(seat.mesa.slug == mesa.slug for seat in groups.seats):
        message = _("There is a mesa «{slug}» already.").format(slug=mesa.slug)
        raise ExistsError(
            message, _("Choose another short name with --slug, or change that one: mcsj mesas edit")
        )
    groups = describe(groups, described)
    return _with_group(groups, number, lambda group: _with_mesas(group, [*group.mesas, mesa], day))


def describe(groups: Groups, described: Mapping[str, Municipality]) -> Groups:
    """Add municipalities to those that are described."""
    return msgspec.structs.replace(groups, municipalities={**groups.municipalities, **described})


def edit_mesa(groups: Groups, slug: str, day: date, change: Callable[[Mesa], Mesa]) -> Groups:
    """Correct what is known of a mesa, wherever it sits from a day on."""

    def correct(mesa: Mesa) -> Mesa:
        is_meant = mesa.slug == slug and (mesa.until is None or mesa.until >= day)
        return change(mesa) if is_meant else mesa

    changed = [
        _with_mesas(group, [correct(mesa) for mesa in group.mesas], day) for group in groups.groups
    ]
    return msgspec.structs.replace(groups, groups=changed)


def retire_mesa(groups: Groups, seat: Seat, last: date, day: date) -> Groups:
    """Let a mesa leave the network after a day; raise WrongUsageError if it came later."""
    if seat.mesa.since and last < seat.mesa.since:
        raise WrongUsageError(
            _("{name} sits in {group} only from {day} on.").format(
                name=seat.mesa.name, group=seat.group.name, day=seat.mesa.since
            )
        )
    return _put(groups, seat, msgspec.structs.replace(seat.mesa, until=last), day)


def move_mesa(groups: Groups, seat: Seat, number: int, first: date, day: date) -> Groups:
    """Let a mesa sit in another group from a day on; raise WrongUsageError if that cannot be."""
    mesa = seat.mesa
    is_there = mesa.until is None or mesa.until >= first
    if is_there and seat.group.number == number:
        message = _("{name} sits in {group} already.").format(name=mesa.name, group=seat.group.name)
        raise WrongUsageError(message, _("Choose another group."))
    if is_there and mesa.since == first:  # it was never there
        groups = _put(groups, seat, None, day)
    elif is_there:
        groups = retire_mesa(groups, seat, first - _DAY, day)
    until = mesa.until if is_there else None
    return _with_group(groups, number, lambda group: _take_in(group, mesa, first, until, day))


def _take_in(group: Group, mesa: Mesa, first: date, until: date | None, day: date) -> Group:
    """Give a mesa a seat from a day on; in a group that it would have left the day before it just stays."""
    for other in group.mesas:
        if other.slug == mesa.slug and other.until == first - _DAY:
            stays = msgspec.structs.replace(other, until=until)
            return _with_mesas(group, [stays if one is other else one for one in group.mesas], day)
    return _with_mesas(
        group, [*group.mesas, msgspec.structs.replace(mesa, since=first, until=until)], day
    )


def _put(groups: Groups, seat: Seat, mesa: Mesa | None, day: date) -> Groups:
    """Put another entry, or none, in the place of a seat's."""

    def change(group: Group) -> Group:
        entries = [mesa if one == seat.mesa else one for one in group.mesas]
        return _with_mesas(group, [one for one in entries if one is not None], day)

    return _with_group(groups, seat.group.number, change)


def reschedule(groups: Groups, number: int, series: Slot) -> Groups:
    """Let a group meet otherwise from a day on: a slot of that very day is corrected, any other stays what it was."""

    def change(group: Group) -> Group:
        slots = {slot.since: slot for slot in group.series}
        before = slots.get(series.since)
        revised = (
            msgspec.structs.replace(series, sequence=before.sequence + 1) if before else series
        )
        slots[series.since] = revised
        return msgspec.structs.replace(group, series=[slots[day] for day in sorted(slots)])

    return _with_group(groups, number, change)


def keep_moments(before: Groups, after: Groups, meetings: Mapping[str, Meeting]) -> list[Meeting]:
    """Give the records of moved meetings that other groups would put on another clock, so that they stay when they are.

    `meetings` are those that are known, by uid. One that would leave its week is faulty; of one that was called off
    nobody needs to know any more where it had been moved to.
    """
    kept: list[Meeting] = []
    for uid, meeting in meetings.items():
        if meeting.start and not meeting.mesa:
            was, becomes = (
                find_occurrence(groups.groups, uid, {uid: meeting}) for groups in (before, after)
            )
            if was and becomes and was.start != becomes.start:
                start = was.start.astimezone(becomes.planned.tzinfo)
                record = msgspec.structs.replace(
                    meeting, start=WallMoment(f"{start:%Y-%m-%d %H:%M}")
                )
                is_lost = meeting.status == "cancelled" and any(record.faults())
                kept.append(msgspec.structs.replace(meeting, start=None) if is_lost else record)
    return kept


def find_rewritten(before: Groups, after: Groups, moment: datetime) -> Occurrence | None:
    """Find the first meeting that was over by a moment and is at another time in other groups, as planned."""
    changed = [
        (one, other) for one, other in zip(before.groups, after.groups, strict=True) if one != other
    ]
    for one, other in changed:
        begins = min(
            (series.since for series in [*one.series, *other.series]), default=moment.date()
        )
        was, becomes = (
            {o.uid: o for o in occurrences(group, begins, moment.date(), {}) if o.end <= moment}
            for group in (one, other)
        )
        for uid in sorted(was.keys() | becomes.keys()):
            times = {(o.start, o.end) for o in (was.get(uid), becomes.get(uid)) if o}
            if len(times) > 1 or not (uid in was and uid in becomes):
                return was.get(uid) or becomes[uid]
    return None


def parse_municipality(text: str) -> tuple[Line, Municipality | None]:
    """Read a municipality's code, or «code=name,latitude,longitude»; raise ValueError."""
    code, equals, rest = text.partition("=")
    if not equals:
        return Line.parse(code), None
    name, _comma, place = rest.partition(",")
    try:
        latitude, longitude = (float(number) for number in place.split(","))
    except ValueError as error:
        raise ValueError(
            _("«{text}» is not a municipality such as 14120=Zapopan,20.72111,-103.39056").format(
                text=text
            )
        ) from error
    return Line.parse(code), Municipality(Line.parse(name), latitude, longitude)


def _with_group(groups: Groups, number: int, change: Callable[[Group], Group]) -> Groups:
    changed = [change(group) if group.number == number else group for group in groups.groups]
    return msgspec.structs.replace(groups, groups=changed)


def _with_mesas(group: Group, mesas: list[Mesa], day: date) -> Group:
    """Let others sit in a group; who comes and leaves when is told in its calendars, and so a revision of its slot."""
    changed = msgspec.structs.replace(group, mesas=mesas)
    if not group.series or _stays(changed) == _stays(group):
        return changed
    now = group.series_on(day) or group.series[0]
    revised = msgspec.structs.replace(now, sequence=now.sequence + 1, updated=day)
    return msgspec.structs.replace(
        changed, series=[revised if one is now else one for one in group.series]
    )


def _stays(group: Group) -> set[tuple[str, date | None, date | None]]:
    return {(mesa.slug, mesa.since, mesa.until) for mesa in group.mesas}
