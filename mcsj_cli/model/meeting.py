"""What there is to say of one occurrence of a group's weekly meeting."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Phrase, WallMoment
from mcsj_cli.model.week import Week


class Attendance(StrEnum):
    """Whether a mesa came."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


class Meeting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A meeting that was moved, cancelled, held or not; `start` is a moved one's, on the series' clock."""

    group: Annotated[int, Meta(ge=1)]
    week: Week
    status: Literal["tentative", "confirmed", "cancelled"] | None = None
    start: WallMoment | None = None
    reason: Phrase = Phrase("")
    sequence: Annotated[int, Meta(ge=0)] = 0
    updated: date | None = None
    held: bool | None = None
    attendance: dict[str, Attendance] = {}

    @property
    def uid(self) -> str:
        return meeting_uid(self.group, self.week)

    @property
    def day(self) -> date:
        return self.start.moment.date() if self.start else self.week.monday

    def faults(self) -> Iterator[Fault]:
        """Find a meeting that was held and cancelled at once, or that left its week."""
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
        if self.start and self.start.moment.date() not in self.week:
            yield Fault(
                ("start",),
                _("{day} is not in the week {week}").format(day=self.start.moment.date(), week=self.week),
                _("Move the meeting within its week, or cancel it."),
            )

    def labels(self) -> Iterator[tuple[str, str]]:
        """Name its group."""
        yield "group", str(self.group)

    def texts(self) -> tuple[str, str]:
        """Give no title, and the reason of a change."""
        return "", self.reason


def meeting_uid(group: int, week: Week) -> str:
    """Name the meeting of a group in a week."""
    return f"{week}-g{group}"
