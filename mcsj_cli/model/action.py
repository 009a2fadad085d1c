"""An action of one or more mesas: what was agreed, who owns it, and until when (RFC 5545's VTODO words)."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from mcsj_cli.errors import Fault, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.text import fold, slugify


class ActionStatus(StrEnum):
    """How far an action has come."""

    NEEDS_ACTION = "needs-action"
    IN_PROCESS = "in-process"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


OPEN = (ActionStatus.NEEDS_ACTION, ActionStatus.IN_PROCESS)


class Progress(Struct, frozen=True, forbid_unknown_fields=True):
    """What was told of an action on a day."""

    day: date = field(name="date")
    note: Line


class Action(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What mesas have to do: `meeting` is the one that agreed it, as its agreement `number`."""

    title: Line
    mesas: list[Slug]
    axis: Slug
    approach: Slug
    owner: Line
    due: date
    status: ActionStatus = ActionStatus.NEEDS_ACTION
    progress: list[Progress] = []
    evidence: list[Line] = []
    meeting: Phrase = Phrase("")
    number: Annotated[int, Meta(ge=1)] | None = None
    practice: Phrase = Phrase("")
    created: date
    closed: date | None = None

    @property
    def uid(self) -> str:
        """Propose the name of a new action's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        return self.created

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def was_open(self, day: date) -> bool:
        """Say whether it was there and not yet closed at the end of a day."""
        return self.created <= day and (
            self.is_open or (self.closed is not None and self.closed > day)
        )

    def is_overdue(self, day: date) -> bool:
        """Say whether at the end of the day before it was still open although it was due."""
        return self.was_open(day) and self.due < day

    def update(
        self,
        day: date,
        *,
        note: Line | None = None,
        due: date | None = None,
        owner: Line | None = None,
        evidence: Sequence[Line] = (),
    ) -> "Action":
        """Add what is new on a day; whatever is told of an open action shows that it is in process.

        Raises WrongUsageError for a day before it began.
        """
        self._require_begun(day)
        noted = [Progress(day, note)] if note else []
        return msgspec.structs.replace(
            self,
            due=due or self.due,
            owner=owner or self.owner,
            status=ActionStatus.IN_PROCESS if self.is_open and (noted or evidence) else self.status,
            progress=[*self.progress, *noted],
            evidence=list(dict.fromkeys([*self.evidence, *evidence])),
        )

    def close(self, day: date, status: ActionStatus) -> "Action":
        """Complete or cancel it on a day; raise WrongUsageError if it is closed already, or that day is too early."""
        if not self.is_open:
            raise WrongUsageError(_("The action was closed on {day}.").format(day=self.closed))
        self._require_begun(day)
        return msgspec.structs.replace(self, status=status, closed=day)

    def _require_begun(self, day: date) -> None:
        if day < self.created:
            raise WrongUsageError(
                _("The action began on {day}, after that day.").format(day=self.created)
            )

    def faults(self) -> Iterator[Fault]:
        """Find an action of nobody, one that was due or closed before it began, and one half closed."""
        if not self.mesas:
            yield Fault(
                ("mesas",),
                _("an action needs at least one mesa"),
                _("Write one, as in mesas: [leon]."),
            )
        if self.due < self.created:
            message = _("the action is due on {due}, before it began on {day}").format(
                due=self.due, day=self.created
            )
            yield Fault(("due",), message, _("Correct one of the two dates."))
        if self.closed and self.closed < self.created:
            message = _("the action was closed on {closed}, before it began on {day}").format(
                closed=self.closed, day=self.created
            )
            yield Fault(("closed",), message, _("Correct one of the two dates."))
        if self.is_open == (self.closed is not None):
            message = (
                _("the action is open and has a day on which it was closed")
                if self.is_open
                else _("the action is closed, and it is not said since when")
            )
            yield Fault(("status",), message, _("Correct the status, or «closed»."))
        if self.number and not self.meeting:
            yield Fault(
                ("number",),
                _("an agreement is of a meeting"),
                _("Write the meeting, or remove the number."),
            )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Name what it is chosen by: mesas, axis, approach, owner, where it comes from, and how it stands."""
        yield from (("mesa", mesa) for mesa in self.mesas)
        yield "axis", self.axis
        yield "approach", self.approach
        yield "owner", fold(self.owner)
        yield "status", self.status.value
        yield (
            ("due" if self.is_open else "closed"),
            (self.due if self.is_open else self.closed or self.due).isoformat(),
        )
        if self.is_open:
            yield "open", "yes"
        if self.meeting:
            yield "meeting", self.meeting
        if self.practice:
            yield "practice", self.practice

    def texts(self) -> tuple[str, str]:
        """Give its title, and its owner with what was told of it."""
        return self.title, "\n".join((self.owner, *(progress.note for progress in self.progress)))
