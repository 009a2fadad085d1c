"""A contact with a mesa: what was said, the stage that it reached, and the next step."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Phrase, Prose, Slug


class Channel(StrEnum):
    """By what a mesa was contacted."""

    CALL = "call"
    WHATSAPP = "whatsapp"
    EMAIL = "e-mail"
    VIDEO = "video"
    VISIT = "visit"


class Stage(StrEnum):
    """How far the work with a mesa has come, in order."""

    CONTACTED = "contacted"
    EXPLAINED = "explained"
    MEETING_SET = "meeting-set"
    ACTIONS_AGREED = "actions-agreed"
    FOLLOWING = "following"


class Followup(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One contact with a mesa; `meeting` is the one that it set."""

    mesa: Slug
    day: date = field(name="date")
    channel: Channel
    stage: Stage
    summary: Prose
    next_step: Phrase = Phrase("")
    next_on: date | None = None
    meeting: Phrase = Phrase("")

    @property
    def uid(self) -> str:
        """Return the name of a new follow-up's file."""
        return f"{self.day}-{self.mesa}"

    def faults(self) -> Iterator[Fault]:
        """Yield a next step before the contact, and a day without a step."""
        if self.next_on and self.next_on < self.day:
            message = _("the next step is on {next}, before the contact on {day}").format(
                next=self.next_on, day=self.day
            )
            yield Fault(("next_on",), message, _("Correct one of the two dates."))
        if self.next_on and not self.next_step:
            yield Fault(
                ("next_on",),
                _("there is a day for the next step, and no step"),
                _("Write the next step too."),
            )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield its mesa, stage and channel, and the meeting that it set."""
        yield "mesa", self.mesa
        yield "stage", self.stage.value
        yield "channel", self.channel.value
        if self.meeting:
            yield "meeting", self.meeting

    def texts(self) -> tuple[str, str]:
        """Return no title, and its summary with the next step."""
        return "", "\n".join((self.summary, self.next_step))
