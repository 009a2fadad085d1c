"""The record of a meeting, either of a group's series or with a single mesa, and its uid."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from mcsj_cli.errors import Fault, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import field_label
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, Url, WallMoment, ZoneName
from mcsj_cli.model.together import Facts
from mcsj_cli.model.week import Week

_NUMBER = r"(?P<group>[1-9]\d{0,17})"
_SERIES = rf"g{_NUMBER}-\d{{4}}-.*"
_WEEKLY = rf"(?P<week>\s*\d{{4}}-?W\d{{1,2}}\s*)-g{_NUMBER}"
_SESSION = r"(?P<day>\d{4}-\d\d-\d\d)-(?P<mesa>.+)"
# The points of an agenda that no person has changed. A record may also name them, since their
# lines are never stored.
STANDARD_POINTS = ("agreements", "actions", "practices", "content", "news", "other")


class Attendance(StrEnum):
    """Whether a mesa came."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Meeting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A group's meeting of a week, or one with a mesa at a `planned` moment of a `timezone`.

    `start` is set if it was moved, on the clock on which it was planned. `agenda` lists its points
    in order, once a person has changed them. `announced` and `minuted` are the days of its notice
    and of its minutes. A link that is not `public` is left out of public pages and files.

    Whether it is on, when, and what came of it are one decision. Marks of attendance belong to it
    only where two people decided differently: otherwise each person's marks count, mesa by mesa. A
    mesa that one person saw was there, though the other's report filled it in as absent.
    """

    together: ClassVar[tuple[Facts, ...]] = (
        Facts(
            "meeting",
            ("status", "held", "start", "reason"),
            follow=("attendance",),
            filled={"attendance": Attendance.ABSENT.value},
            revision="sequence",
        ),
    )

    group: Annotated[int, Meta(ge=1)] | None = None
    week: Week | None = None
    mesa: Slug | None = None
    planned: WallMoment | None = None
    timezone: ZoneName | None = None
    minutes: Annotated[int, Meta(ge=5, le=24 * 60)] = 60
    link: Url = Url("")
    public: bool = False
    purpose: Phrase = Phrase("")
    status: Literal["tentative", "confirmed", "cancelled"] | None = None
    start: WallMoment | None = None
    reason: Phrase = Phrase("")
    sequence: Annotated[int, Meta(ge=0)] = 0
    updated: date | None = None
    agenda: list[Line] = []
    announced: date | None = None
    held: bool | None = None
    attendance: dict[str, Attendance] = {}
    notes: Prose = Prose("")
    minuted: date | None = None

    @property
    def uid(self) -> str:
        if self.mesa and self.planned:
            return session_uid(self.mesa, self.planned.moment.date())
        return meeting_uid(self.group or 0, self.week or Week.of(self.day))

    @property
    def day(self) -> date:
        if self.start or self.planned:
            return (self.start or self.planned or WallMoment()).moment.date()
        return self.week.monday if self.week else date.min

    def move(self, start: datetime, reason: str, day: date) -> "Meeting":
        """Return it with another start, on the clock on which it was planned.

        Its sequence grows by one (RFC 5545 3.8.7.4).
        """
        self.require_unheld()
        moment = WallMoment(f"{start:%Y-%m-%d %H:%M}")
        moved = None if moment == self.planned else moment
        return msgspec.structs.replace(
            self,
            start=moved,
            reason=Phrase(reason),
            sequence=self.sequence + 1,
            updated=day,
            status=self._uncancelled,
        )

    def cancel(self, reason: str, day: date) -> "Meeting":
        """Return it cancelled, with a sequence one higher."""
        self.require_unheld()
        return msgspec.structs.replace(
            self, status="cancelled", reason=Phrase(reason), sequence=self.sequence + 1, updated=day
        )

    def correct(self, values: Mapping[str, Any], day: date) -> "Meeting":
        """Return it with other values.

        Another link is another place: the sequence rises, and only the old one was public.
        """
        corrected = msgspec.structs.replace(self, **values)
        if corrected.link == self.link:
            return corrected
        return msgspec.structs.replace(
            corrected, public=False, sequence=self.sequence + 1, updated=day
        )

    def record(
        self, *, held: bool, attendance: Mapping[str, Attendance], more: str = ""
    ) -> "Meeting":
        """Return it with its outcome; attendance and notes are added to those it has.

        The reason why it was not held goes away once it was.
        """
        notes = [text for text in (self.notes, more) if text]
        return msgspec.structs.replace(
            self,
            held=held,
            attendance={**self.attendance, **attendance} if held else {},
            notes=Prose("\n".join(notes)),
            reason=Phrase("") if held and self.held is False else self.reason,
        )

    def require_unheld(self) -> None:
        """Raise WrongUsageError if it was held: then it can be neither moved nor cancelled."""
        if self.held:
            raise WrongUsageError(_("The meeting was held already."), _("Nothing was written."))

    def give_reason(self, reason: str) -> "Meeting":
        """Return it with the reason why it was moved, cancelled or not held."""
        return msgspec.structs.replace(self, reason=Phrase.parse(reason))

    @property
    def _uncancelled(self) -> Literal["tentative", "confirmed"] | None:
        return None if self.status == "cancelled" else self.status

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with its owner, its week and its outcome."""
        yield from self._faults_of_owner()
        yield from self._faults_of_outcome()

    def _faults_of_owner(self) -> Iterator[Fault]:
        if self.group is not None and self.week is not None:
            yield from self._faults_of_group(self.week)
        elif not (self.mesa and self.planned and self.timezone):
            advice = _("Write «group» and «week»; or «mesa», «planned» and «timezone».")
            yield Fault((), _("it is not said whose meeting this is, or when"), advice)
        elif self.group is not None or self.week is not None:
            message = _("a meeting is of a group or of a mesa, not of both")
            yield Fault(("mesa",), message, _("Remove «group» and «week», or «mesa»."))

    def _faults_of_outcome(self) -> Iterator[Fault]:
        if self.held and self.status == "cancelled":
            yield Fault(
                ("held",),
                _("a cancelled meeting cannot have been held"),
                _("Remove «held», or the status."),
            )
        if self.attendance and self.held is not True:
            yield Fault(
                ("attendance",),
                _("there is attendance of a meeting that was not held"),
                _("Write held: true, or remove the attendance."),
            )

    def _faults_of_group(self, week: Week) -> Iterator[Fault]:
        if self.start and self.start.moment.date() not in week:
            day = self.start.moment.date()
            yield Fault(
                ("start",),
                _("{day} is not in the week {week}").format(day=day, week=week),
                _("Move the meeting within its week, or cancel it."),
            )
        advice = _("The group's own is in data/groups.yaml: remove it here.")
        for name in ("mesa", "planned", "timezone", "link", "public", "purpose"):
            if getattr(self, name):
                message = _("«{key}» is only for a meeting with one mesa").format(
                    key=field_label(name)
                )
                yield Fault((name,), message, advice)

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield its group with the mesas that have a mark, or its mesa, and those that came."""
        if self.group is not None:
            yield "group", str(self.group)
        if self.mesa:
            yield "mesa", self.mesa
        for mesa, attendance in self.attendance.items():
            if not self.mesa:
                yield "marked", mesa
            if attendance is Attendance.PRESENT:
                yield "present", mesa

    def texts(self) -> tuple[str, str]:
        """Return its purpose, and the reason of a change with notes and a person's points."""
        own = [point for point in self.agenda if point not in STANDARD_POINTS]
        return self.purpose, "\n".join((self.reason, *own, self.notes))


def plan_session(
    mesa: Slug,
    start: datetime,
    timezone: ZoneName,
    day: date,
    *,
    minutes: int = 60,
    purpose: str = "",
    link: str = "",
) -> Meeting:
    """Return the record of a meeting with one mesa that starts at a wall time of a zone.

    `day` is when it was planned; `minutes` is how long it takes.
    """
    return Meeting(
        mesa=mesa,
        planned=WallMoment(f"{start:%Y-%m-%d %H:%M}"),
        timezone=timezone,
        minutes=minutes,
        link=Url.parse(link),
        purpose=Phrase.parse(purpose),
        updated=day,
    )


def meeting_uid(group: int, week: Week) -> str:
    """Return the uid of the meeting of a group in a week."""
    return f"{week}-g{group}"


def session_uid(mesa: str, day: date) -> str:
    """Return the uid of the meeting with a mesa that was planned for a day."""
    return f"{day}-{mesa}"


def series_uid(group: int, since: date, begins: date | None = None, stay: int = 1) -> str:
    """Return the uid of the meetings of a group's slot, or of the part of them that `begins` later.

    If a mesa left the group and came back, each `stay` in its calendar has a uid of its own.
    """
    parts = [str(since), str(begins) if begins else "", str(stay) if stay > 1 else ""]
    return "-".join([f"g{group}", *filter(None, parts)])


class MeetingName(NamedTuple):
    """The parts of a meeting's uid: a group and a week, or a mesa and the planned day."""

    group: int | None = None
    week: Week | None = None
    mesa: str = ""
    day: date | None = None

    @classmethod
    def parse(cls, text: str) -> "MeetingName | None":
        """Read a uid, or a group's week as people type it: «2020w17-G4»; None for other texts."""
        weekly = re.fullmatch(_WEEKLY, text, re.ASCII | re.IGNORECASE)
        session = re.fullmatch(_SESSION, text, re.ASCII)
        try:
            if weekly:
                return cls(group=int(weekly["group"]), week=Week.parse(weekly["week"]))
            if session:
                return cls(mesa=session["mesa"], day=date.fromisoformat(session["day"]))
        except ValueError:  # no such week or day
            return None
        return None

    @property
    def uid(self) -> str:
        if self.week:
            return meeting_uid(self.group or 0, self.week)
        return session_uid(self.mesa, self.day or date.min)


class Owner(NamedTuple):
    """The number of the group, or the slug of the mesa, that a meeting belongs to."""

    group: int | None
    mesa: str


def find_owner(uid: str) -> Owner | None:
    """Return the owner of a meeting or of a series; None if the uid is not one of ours."""
    series = re.fullmatch(_SERIES, uid, re.ASCII)
    if series:
        return Owner(int(series["group"]), "")
    name = MeetingName.parse(uid)
    return Owner(name.group, name.mesa) if name else None
