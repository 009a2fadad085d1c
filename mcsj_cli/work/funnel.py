"""How far the work with each mesa has come, and since when nothing is known of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from mcsj_cli.model.followup import Followup, Stage
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.network import Groups
from mcsj_cli.model.schedule import find_occurrence

NO_CONTACT: Literal["no-contact"] = "no-contact"


class MesaStage(Struct, frozen=True):
    """A mesa's last stage, the days since the last news of it, and what comes next; `days` is None without any news.

    News are contacts, and meetings to which it came.
    """

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
    """Tell of every mesa that sits in a group on a day how things stood with it then, in the order of the groups.

    A mesa is quiet if there was no news of it for more than `quiet_days`.
    """
    latest: dict[str, Followup] = {}
    for entry in sorted(followups, key=lambda entry: (entry.record.day, entry.uid)):
        if entry.record.day <= day:
            latest[entry.record.mesa] = entry.record
    came = _last_presence(groups, meetings, day)
    found = []
    for mesa, group in groups.seats_on(day):
        followup = latest.get(mesa.slug)
        news = [
            moment for moment in (followup.day if followup else None, came.get(mesa.slug)) if moment
        ]
        last = max(news, default=None)
        days = (day - last).days if last else None
        found.append(
            MesaStage(
                slug=mesa.slug,
                name=mesa.name,
                group=group.number,
                stage=followup.stage.value if followup else NO_CONTACT,
                days=days,
                last=last,
                next_step=followup.next_step if followup else "",
                next_on=followup.next_on if followup else None,
                quiet=days is None or days > quiet_days,
            )
        )
    return found


def count_stages(stages: Iterable[MesaStage]) -> list[StageCount]:
    """Count the mesas of each stage, in the order of the work; those that nobody has contacted come first."""
    counts = Counter(stage.stage for stage in stages)
    return [
        StageCount(name, counts[name]) for name in (NO_CONTACT, *(stage.value for stage in Stage))
    ]


def _last_presence(groups: Groups, meetings: Mapping[str, Meeting], day: date) -> dict[str, date]:
    """Find the day of the last meeting to which each mesa came."""
    came: dict[str, date] = {}
    for uid, meeting in meetings.items():
        present = [
            slug
            for slug, attendance in meeting.attendance.items()
            if attendance is Attendance.PRESENT
        ]
        occurrence = (
            find_occurrence(groups.groups, uid, meetings)
            if present and meeting.day <= day
            else None
        )
        if occurrence and occurrence.start.date() <= day:
            came |= {
                slug: max(occurrence.start.date(), came.get(slug, date.min)) for slug in present
            }
    return came
