"""An action of one or more mesas, with its owner and due date, in VTODO's words (RFC 5545)."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta, Struct, field

from mcsj_cli.errors import Fault, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.text import fold, slugify
from mcsj_cli.model.together import Facts


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
    """What mesas have to do: `meeting` is the one that agreed it, as its agreement `number`.

    Whether and when it was closed, and until when it is due, are one decision. That it is in
    process is none: a note says so of itself, and does not keep an action open that another person
    closed at the same time.
    """

    together: ClassVar[tuple[Facts, ...]] = (
        Facts(
            "action",
            ("status", "closed", "due"),
            follow=("evidence",),
            implied={"status": ActionStatus.IN_PROCESS.value},
        ),
    )

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
        """Return the name of a new action's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        return self.created

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def was_open(self, day: date) -> bool:
        """Whether it existed and was not yet closed at the end of a day."""
        if self.created > day:
            return False
        return self.is_open or (self.closed is not None and self.closed > day)

    def is_overdue(self, day: date) -> bool:
        """Whether it was still open on a day after it was due."""
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
        """Return it with what is new on a day.

        An open action with a note or new evidence is in process from then on. Raises
        WrongUsageError if the day is before it began.
        """
        self._require_begun(day)
        noted = [Progress(day, note)] if note else []
        is_begun = self.is_open and (note or evidence)
        return msgspec.structs.replace(
            self,
            due=due or self.due,
            owner=owner or self.owner,
            status=ActionStatus.IN_PROCESS if is_begun else self.status,
            progress=[*self.progress, *noted],
            evidence=list(dict.fromkeys([*self.evidence, *evidence])),
        )

    def close(self, day: date, status: ActionStatus) -> "Action":
        """Return it completed or cancelled on a day.

        Raises WrongUsageError if it is closed already, or if the day is before it began.
        """
        if not self.is_open:
            raise WrongUsageError(_("The action was closed on {day}.").format(day=self.closed))
        self._require_begun(day)
        return msgspec.structs.replace(self, status=status, closed=day)

    def reopen(self, day: date, reason: Line, due: date | None = None) -> "Action":
        """Return it open again from a day on, with the reason among its progress.

        Raises WrongUsageError if it is open, or if the day is before it was closed.
        """
        if self.is_open:
            raise WrongUsageError(_("The action is open."), _("Nothing was written."))
        if self.closed and day < self.closed:
            message = _("The action was closed on {day}, after that day.").format(day=self.closed)
            raise WrongUsageError(message)
        return msgspec.structs.replace(
            self,
            status=ActionStatus.IN_PROCESS,
            closed=None,
            due=due or self.due,
            progress=[*self.progress, Progress(day, reason)],
        )

    def _require_begun(self, day: date) -> None:
        if day < self.created:
            raise WrongUsageError(
                _("The action began on {day}, after that day.").format(day=self.created)
            )

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with its mesas, its dates, its status and its agreement's number."""
        if not self.mesas:
            yield Fault(
                ("mesas",),
                _("an action needs at least one mesa"),
                _("Write one, as in mesas: [leon]."),
            )
        yield from self._faults_of_dates()
        yield from self._faults_of_status()
        if self.number and not self.meeting:
            yield Fault(
                ("number",),
                _("an agreement is of a meeting"),
                _("Write the meeting, or remove the number."),
            )

    def _faults_of_dates(self) -> Iterator[Fault]:
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

    def _faults_of_status(self) -> Iterator[Fault]:
        has_closing_day = self.closed is not None
        if self.is_open != has_closing_day:
            return
        if self.is_open:
            message = _("the action is open and has a day on which it was closed")
        else:
            message = _("the action is closed, and it is not said since when")
        yield Fault(
            ("status",), message, _("Correct the status, or the day on which it was closed.")
        )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield its mesas, axis, approach, owner and status, its day and its origin."""
        yield from (("mesa", mesa) for mesa in self.mesas)
        yield "axis", self.axis
        yield "approach", self.approach
        yield "owner", fold(self.owner)
        yield "status", self.status.value
        if self.is_open:
            yield "due", self.due.isoformat()
            yield "open", "yes"
        else:
            yield "closed", (self.closed or self.due).isoformat()
        if self.meeting:
            yield "meeting", self.meeting
        if self.practice:
            yield "practice", self.practice

    def texts(self) -> tuple[str, str]:
        """Return its title, and its owner with the notes of its progress."""
        return self.title, "\n".join((self.owner, *(progress.note for progress in self.progress)))
