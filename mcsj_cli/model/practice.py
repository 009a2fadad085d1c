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
        """Return the name of a new practice's file."""
        return f"{self.created}-{slugify(self.title) or 'sin-titulo'}"

    @property
    def day(self) -> date:
        return self.created

    @property
    def mesas(self) -> list[Slug]:
        """The mesas that have tried it, its own first."""
        return [self.mesa, *(replication.mesa for replication in self.replications)]

    def replicate(self, mesa: Slug, day: date, note: Phrase) -> "Practice":
        """Return it with a mesa that copied it.

        Raises ExistsError if the mesa has it already, WrongUsageError if the day is before the
        practice began.
        """
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
        """Yield the mesas that are named twice, and copies older than the practice."""
        seen = {self.mesa}
        for position, copy in enumerate(self.replications):
            path = ("replications", position)
            if copy.mesa in seen:
                message = _("«{mesa}» has this practice already").format(mesa=copy.mesa)
                yield Fault((*path, "mesa"), message, _("Remove one of the two."))
            seen.add(copy.mesa)
            if copy.day < self.created:
                message = _("the practice was copied on {day}, before there was any")
                advice = _("Correct one of the two dates.")
                yield Fault((*path, "date"), message.format(day=copy.day), advice)

    def facets(self) -> Iterator[tuple[str, str]]:
        """Yield its mesa, all that tried it, its axis, its copies by mesa and day, its action."""
        yield "mesa", self.mesa
        yield from (("tried", mesa) for mesa in self.mesas)
        yield "axis", self.axis
        for replication in self.replications:
            yield "replicated-by", replication.mesa
            yield "replicated", replication.day.isoformat()
        if self.action:
            yield "action", self.action

    def texts(self) -> tuple[str, str]:
        """Return its title, and what was done with its result and steps."""
        return self.title, "\n".join((self.done, self.result, *self.steps))
