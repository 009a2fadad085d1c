"""How far the work with each mesa has come, and how long there has been no news of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.followup import Followup, Stage
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Groups, Seat
from mcsj_cli.model.schedule import find_occurrence

NO_CONTACT: Literal["no-contact"] = "no-contact"


class MesaStage(Struct, frozen=True):
    """A mesa's last stage, the days since the last news of it, and what comes next; `days` is
    None without any news.

    News are contacts, and meetings at which it was present.
    """  # noqa: D205  the schema shows the first paragraph

    slug: str
    name: str
    group: int
    stage: str
    days: int | None
    last: date | None
    next_step: str
    next_on: date | None
    quiet: bool


class StageCount(Struct, frozen=True):
    """How many mesas are at a stage."""

    stage: str
    mesas: int


def build_stages(
    groups: Groups,
    followups: Sequence[Entry[Followup]],
    meetings: Mapping[str, Meeting],
    day: date,
    quiet_days: int,
) -> list[MesaStage]:
    """Build the stage of every mesa that sits in a group on a day, in the order of the groups.

    A mesa is quiet if there was no news of it for more than `quiet_days`.
    """
    latest = _find_last_followups(followups, day)
    came = _find_last_presence(groups, meetings, day)
    stages = []
    for seat in groups.seats_on(day):
        slug = seat.mesa.slug
        followup, last = latest.get(slug), came.get(slug)
        if followup and (last is None or followup.day > last):
            last = followup.day
        days = (day - last).days if last else None
        quiet = days is None or days > quiet_days
        stages.append(_build_stage(seat, followup, last, days, quiet=quiet))
    return stages


def _build_stage(
    seat: Seat, followup: Followup | None, last: date | None, days: int | None, *, quiet: bool
) -> MesaStage:
    return MesaStage(
        slug=seat.mesa.slug,
        name=seat.mesa.name,
        group=seat.group.number,
        stage=followup.stage.value if followup else NO_CONTACT,
        days=days,
        last=last,
        next_step=followup.next_step if followup else "",
        next_on=followup.next_on if followup else None,
        quiet=quiet,
    )


def count_stages(stages: Iterable[MesaStage]) -> list[StageCount]:
    """Count the mesas at each stage, from those without any contact to the last stage."""
    counts = Counter(stage.stage for stage in stages)
    names = [NO_CONTACT, *(stage.value for stage in Stage)]
    return [StageCount(name, counts[name]) for name in names]


def _find_last_followups(followups: Sequence[Entry[Followup]], day: date) -> dict[str, Followup]:
    """Return the last follow-up of each mesa up to a day, by its slug."""
    latest: dict[str, Followup] = {}
    for entry in sorted(followups, key=lambda entry: (entry.record.day, entry.uid)):
        if entry.record.day <= day:
            latest[entry.record.mesa] = entry.record
    return latest


def _find_last_presence(
    groups: Groups, meetings: Mapping[str, Meeting], day: date
) -> dict[str, date]:
    """Return the day of the last meeting at which each mesa was present, by its slug."""
    came: dict[str, date] = {}
    for uid, meeting in meetings.items():
        present = _list_present(meeting)
        if not present or meeting.day > day:
            continue
        occurrence = find_occurrence(groups.groups, uid, meetings)
        if occurrence and occurrence.start.date() <= day:
            for slug in present:
                came[slug] = max(occurrence.start.date(), came.get(slug, date.min))
    return came


def _list_present(meeting: Meeting) -> list[str]:
    attendance = meeting.attendance.items()
    return [slug for slug, mark in attendance if mark is Attendance.PRESENT]
