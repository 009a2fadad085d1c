"""A practice that worked in one mesa and that others can copy."""

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec import Struct, field

from mcsj_cli.errors import ExistsError, Fault, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.text import slugify


class Replication(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A mesa that copied a practice, and since when."""

    mesa: Slug
    day: date = field(name="date")
    note: Phrase = Phrase("")


class Practice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What was done and what came of it; `action` is the one that it grew from."""

    title: Line
    mesa: Slug
    axis: Slug
    done: Prose
    result: Prose
    steps: list[Line] = []
    evidence: list[Line] = []
    replications: list[Replication] = []
    action: Phrase = Phrase("")
    created: date

    @property
    def uid(self) -> str:
        """Propose the name of a new practice's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        return self.created

    @property
    def mesas(self) -> list[Slug]:
        """Name the mesas that have tried it, its own first."""
        return [self.mesa, *(replication.mesa for replication in self.replications)]

    def replicate(self, mesa: Slug, day: date, note: Phrase) -> "Practice":
        """Add a mesa that copied it; raise ExistsError for one that has it, WrongUsageError for an earlier day."""
        if mesa in self.mesas:
            raise ExistsError(_("The mesa {mesa} has this practice already.").format(mesa=mesa))
        if day < self.created:
            raise WrongUsageError(
                _("The practice is of {day}, later than that.").format(day=self.created)
            )
        return msgspec.structs.replace(
            self, replications=[*self.replications, Replication(mesa, day, note)]
        )

    def faults(self) -> Iterator[Fault]:
        """Find a mesa that copied its own practice or copied it twice, and copies older than the practice."""
        seen = {self.mesa}
        for position, replication in enumerate(self.replications):
            if replication.mesa in seen:
                message = _("«{mesa}» has this practice already").format(mesa=replication.mesa)
                yield Fault(
                    ("replications", position, "mesa"), message, _("Remove one of the two.")
                )
            seen.add(replication.mesa)
            if replication.day < self.created:
                message = _("the practice was copied on {day}, before there was any").format(
                    day=replication.day
                )
                yield Fault(
                    ("replications", position, "date"), message, _("Correct one of the two dates.")
                )

    def facets(self) -> Iterator[tuple[str, str]]:
        """Name what it is chosen by: its mesa, its axis, who copied it and when, and the action it grew from."""
        yield "mesa", self.mesa
        yield "axis", self.axis
        for replication in self.replications:
            yield "replicated-by", replication.mesa
            yield "replicated", replication.day.isoformat()
        if self.action:
            yield "action", self.action

    def texts(self) -> tuple[str, str]:
        """Give its title, and what was done with its result and steps."""
        return self.title, "\n".join((self.done, self.result, *self.steps))
