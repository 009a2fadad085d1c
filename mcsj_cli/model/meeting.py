"""What there is to say of one meeting: an occurrence of a group's series, or one with a single mesa."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from mcsj_cli.errors import Fault, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, Url, WallMoment, ZoneName
from mcsj_cli.model.week import Week

_UID = re.compile(
    r"g(?P<series>\d{1,6})-\d{4}-.*|\d{4}-W\d\d-g(?P<group>\d{1,6})|\d{4}-\d\d-\d\d-(?P<mesa>.+)",
    re.ASCII,
)


class Attendance(StrEnum):
    """Whether a mesa came."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Meeting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A group's meeting of a week, or one with a mesa at a `planned` moment of a `timezone`.

    `start` is that of a moved one, on the clock on which it was planned. `agenda` lists its points in their order
    once a person has changed it. `announced` and `minuted` are the days of its notice and of its minutes. A link that
    is not `public` is left out of what anybody can read.
    """

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
        """Give it another start, on the clock on which it was planned; one revision more (RFC 5545 3.8.7.4)."""
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
        """Call it off; one revision more."""
        self.require_unheld()
        return msgspec.structs.replace(
            self, status="cancelled", reason=Phrase(reason), sequence=self.sequence + 1, updated=day
        )

    def record(
        self, *, held: bool, attendance: Mapping[str, Attendance], more: str = ""
    ) -> "Meeting":
        """Write down whether it was held, who came besides those that are known, and what more was talked about."""
        return msgspec.structs.replace(
            self,
            held=held,
            attendance={**self.attendance, **attendance} if held else {},
            notes=Prose("\n".join(text for text in (self.notes, more) if text)),
        )

    def require_unheld(self) -> None:
        """Raise WrongUsageError for one that was held: what has been can be neither moved nor called off."""
        if self.held:
            raise WrongUsageError(_("The meeting was held already."), _("Nothing was written."))

    def give_reason(self, reason: str) -> "Meeting":
        """Say why it was moved, cancelled or not held."""
        return msgspec.structs.replace(self, reason=Phrase.parse(reason))

    @property
    def _uncancelled(self) -> Literal["tentative", "confirmed"] | None:
        return None if self.status == "cancelled" else self.status

    def faults(self) -> Iterator[Fault]:
        """Find a meeting of nobody, one that was held and cancelled at once, or that left its week."""
        if self.group is not None and self.week is not None:
            yield from self._faults_of_group(self.week)
        elif not (self.mesa and self.planned and self.timezone):
            advice = _("Write «group» and «week»; or «mesa», «planned» and «timezone».")
            yield Fault((), _("it is not said whose meeting this is, or when"), advice)
        elif self.group is not None or self.week is not None:
            message = _("a meeting is of a group or of a mesa, not of both")
            yield Fault(("mesa",), message, _("Remove «group» and «week», or «mesa»."))
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
            yield Fault(
                ("start",),
                _("{day} is not in the week {week}").format(
                    day=self.start.moment.date(), week=week
                ),
                _("Move the meeting within its week, or cancel it."),
            )
        for name in ("mesa", "planned", "timezone", "link", "public", "purpose"):
            if getattr(self, name):
                message = _("«{key}» is only for a meeting with one mesa").format(key=name)
                yield Fault(
                    (name,), message, _("The group's own is in data/groups.yaml: remove it here.")
                )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Name its group, or its mesa, and the mesas that came."""
        if self.group is not None:
            yield "group", str(self.group)
        if self.mesa:
            yield "mesa", self.mesa
        for mesa, attendance in self.attendance.items():
            if attendance is Attendance.PRESENT:
                yield "present", mesa

    def texts(self) -> tuple[str, str]:
        """Give its purpose, and the reason of a change with agenda and notes."""
        return self.purpose, "\n".join((self.reason, *self.agenda, self.notes))


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
    """Plan a meeting with one mesa, on a day, at a moment on the clock of a zone."""
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
    """Name the meeting of a group in a week."""
    return f"{week}-g{group}"


def session_uid(mesa: str, day: date) -> str:
    """Name the meeting with a mesa that was planned for a day."""
    return f"{day}-{mesa}"


def series_uid(group: int, since: date, begins: date | None = None, stay: int = 1) -> str:
    """Name the meetings that a group's slot gives since a day; or a part of them, that begins later.

    In the calendar of a mesa that left the group and came again, each `stay` has its own.
    """
    parts = [str(since), str(begins) if begins else "", str(stay) if stay > 1 else ""]
    return "-".join([f"g{group}", *filter(None, parts)])


class Owner(NamedTuple):
    """Whose a meeting is: the number of a group, or the slug of a mesa."""

    group: int | None
    mesa: str


def find_owner(uid: str) -> Owner | None:
    """Tell whose a meeting or series is by its uid, as the functions above name them; None for any other."""
    match = _UID.fullmatch(uid)
    if match is None:
        return None
    number = match["series"] or match["group"]
    return Owner(int(number) if number else None, match["mesa"] or "")
