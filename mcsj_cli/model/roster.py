"""Changes of seats and schedules from a day on, which leave earlier days as they were."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, WallMoment
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality, Seat, Slot
from mcsj_cli.model.schedule import Occurrence, find_occurrence, occurrences

_DAY = timedelta(days=1)


def add_mesa(
    groups: Groups, number: int, mesa: Mesa, described: Mapping[str, Municipality], day: date
) -> Groups:
    """Return groups with a new mesa and its municipalities; raise ExistsError for a known slug."""
    if any(seat.mesa.slug == mesa.slug for seat in groups.seats):
        message = _("There is a mesa «{slug}» already.").format(slug=mesa.slug)
        raise ExistsError(
            message,
            _(
                "Choose another short name with --slug, or change that one: mcsj mesas edit {slug}"
            ).format(slug=mesa.slug),
        )
    groups = describe(groups, described)
    return _with_group(groups, number, lambda group: _with_mesas(group, [*group.mesas, mesa], day))


def describe(groups: Groups, described: Mapping[str, Municipality]) -> Groups:
    """Return groups with more municipalities described."""
    return msgspec.structs.replace(groups, municipalities={**groups.municipalities, **described})


def edit_mesa(groups: Groups, slug: str, day: date, change: Callable[[Mesa], Mesa]) -> Groups:
    """Return groups with a mesa corrected in all its entries that hold on a day or later.

    The municipalities that no mesa names any more are described no more.
    """

    def correct(mesa: Mesa) -> Mesa:
        is_meant = mesa.slug == slug and (mesa.until is None or mesa.until >= day)
        return change(mesa) if is_meant else mesa

    changed: list[Group] = []
    for group in groups.groups:
        mesas = [correct(mesa) for mesa in group.mesas]
        changed.append(_with_mesas(group, mesas, day))
    left = _named_municipalities(groups.groups) - _named_municipalities(changed)
    kept = {key: one for key, one in groups.municipalities.items() if key not in left}
    return msgspec.structs.replace(groups, groups=changed, municipalities=kept)


def _named_municipalities(groups: Sequence[Group]) -> set[str]:
    """Return the keys of the municipalities that some mesa names."""
    named: set[str] = set()
    for group in groups:
        for mesa in group.mesas:
            named.update(mesa.municipalities)
    return named


def retire_mesa(groups: Groups, seat: Seat, last: date, day: date) -> Groups:
    """Return groups that a mesa leaves after a day; raise WrongUsageError if it came later."""
    mesa, group = seat
    if mesa.since and last < mesa.since:
        message = _("{name} sits in {group} only from {day} on.")
        advice = _("Nothing was written. Say {day} or later; if that day is wrong: mcsj undo")
        raise WrongUsageError(
            message.format(name=mesa.name, group=group.name, day=mesa.since),
            advice.format(day=mesa.since),
        )
    return _with_entry(groups, seat, msgspec.structs.replace(mesa, until=last), day)


def move_mesa(groups: Groups, seat: Seat, number: int, first: date, day: date) -> Groups:
    """Return groups with a mesa in another one from a day on; one that leaves may stay in its own.

    Raises WrongUsageError if it sits there already, or comes to its group only after that day.
    """
    mesa = seat.mesa
    is_there = mesa.until is None or mesa.until >= first
    if is_there and seat.group.number == number and mesa.until is not None:
        return _with_entry(groups, seat, msgspec.structs.replace(mesa, until=None), day)
    if is_there and seat.group.number == number:
        message = _("{name} sits in {group} already.").format(name=mesa.name, group=seat.group.name)
        raise WrongUsageError(message, _("Choose another group."))
    if is_there and mesa.since == first:  # it was never there
        groups = _with_entry(groups, seat, None, day)
    elif is_there:
        groups = retire_mesa(groups, seat, first - _DAY, day)
    # Who is in her last day comes back by this; who leaves later still does.
    is_leaving_later = is_there and mesa.until is not None and mesa.until > max(day, first)
    until = mesa.until if is_leaving_later else None
    return _with_group(groups, number, lambda group: _with_newcomer(group, mesa, first, until, day))


def _with_newcomer(group: Group, mesa: Mesa, first: date, until: date | None, day: date) -> Group:
    """Return a group with a mesa from a day on; an entry that ends the day before is prolonged."""
    for other in group.mesas:
        if other.slug == mesa.slug and other.until == first - _DAY:
            stays = msgspec.structs.replace(other, until=until)
            return _with_mesas(group, [stays if one is other else one for one in group.mesas], day)
    newcomer = msgspec.structs.replace(mesa, since=first, until=until)
    return _with_mesas(group, [*group.mesas, newcomer], day)


def _with_entry(groups: Groups, seat: Seat, mesa: Mesa | None, day: date) -> Groups:
    """Return groups with another entry, or none, instead of the one of a seat."""

    def change(group: Group) -> Group:
        entries = [mesa if one == seat.mesa else one for one in group.mesas]
        return _with_mesas(group, [one for one in entries if one is not None], day)

    return _with_group(groups, seat.group.number, change)


def reschedule(groups: Groups, number: int, series: Slot) -> Groups:
    """Return groups with another slot of one of them, in place of a slot of the same first day.

    A group that is not known begins with it.
    """
    if number not in [group.number for group in groups.groups]:
        newcomer = Group(number=number, series=[], mesas=[])
        groups = msgspec.structs.replace(groups, groups=[*groups.groups, newcomer])

    def change(group: Group) -> Group:
        slots = {slot.since: slot for slot in group.series}
        revised = series
        if series.since in slots:
            sequence = slots[series.since].sequence + 1
            revised = msgspec.structs.replace(series, sequence=sequence)
        slots[series.since] = revised
        return msgspec.structs.replace(group, series=[slots[day] for day in sorted(slots)])

    return _with_group(groups, number, change)


def keep_moments(before: Groups, after: Groups, meetings: Mapping[str, Meeting]) -> list[Meeting]:
    """Return the records of moved meetings that keep their instant after a change of groups.

    `meetings` are the known ones, by uid. A record is returned if the change puts the meeting on
    another clock, on which its start has to be written otherwise. If that start lies outside its
    week, the record is faulty, unless it was cancelled: then it loses its start.
    """
    kept: list[Meeting] = []
    for uid, meeting in meetings.items():
        if not meeting.start or meeting.mesa:
            continue
        was = find_occurrence(before.groups, uid, {uid: meeting})
        becomes = find_occurrence(after.groups, uid, {uid: meeting})
        if was is None or becomes is None or was.start == becomes.start:
            continue
        start = was.start.astimezone(becomes.planned.tzinfo)
        record = msgspec.structs.replace(meeting, start=WallMoment(f"{start:%Y-%m-%d %H:%M}"))
        if meeting.status == "cancelled" and any(record.faults()):
            record = msgspec.structs.replace(meeting, start=None)
        kept.append(record)
    return kept


def find_rewritten(before: Groups, after: Groups, moment: datetime) -> Occurrence | None:
    """Return the first meeting over by a moment whose planned time a change of groups rewrites."""
    known = {group.number: group for group in before.groups}
    for other in after.groups:
        one = known.get(other.number, other)
        if one == other:
            continue
        days = [slot.since for slot in [*one.series, *other.series]]
        begins = min(days, default=moment.date())
        was = _find_over(one, begins, moment)
        becomes = _find_over(other, begins, moment)
        for uid in sorted(was.keys() | becomes.keys()):
            old, new = was.get(uid), becomes.get(uid)
            if old is None or new is None or (old.start, old.end) != (new.start, new.end):
                return old or new
    return None


def _find_over(group: Group, begins: date, moment: datetime) -> dict[str, Occurrence]:
    """Return a group's planned meetings from a day on that were over by a moment, by uid."""
    found = occurrences(group, begins, moment.date(), {})
    return {meeting.uid: meeting for meeting in found if meeting.end <= moment}


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
    """Return a group with other mesas.

    Its calendars show when mesas come and leave, so a change of that revises the current slot.
    """
    changed = msgspec.structs.replace(group, mesas=mesas)
    if not group.series or _stays(changed) == _stays(group):
        return changed
    now = group.series_on(day) or group.series[0]
    revised = msgspec.structs.replace(now, sequence=now.sequence + 1, updated=day)
    series = [revised if one is now else one for one in group.series]
    return msgspec.structs.replace(changed, series=series)


def _stays(group: Group) -> set[tuple[str, date | None, date | None]]:
    return {(mesa.slug, mesa.since, mesa.until) for mesa in group.mesas}
