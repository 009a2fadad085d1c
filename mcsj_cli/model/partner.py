"""The organisations that work with the network, and their helplines."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from msgspec import Struct, field

from mcsj_cli.errors import Fault, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, WallTime, ZoneName
from mcsj_cli.model.phone import link_phone
from mcsj_cli.model.text import find_repeated, fold, nearest


class Hours(Struct, frozen=True, forbid_unknown_fields=True):
    """Opening hours of every day, on the clock of a zone;
    `timezone_assumed` where nobody confirmed it.
    """  # noqa: D205  one text in the JSON Schema

    opens: WallTime = field(name="from")
    closes: WallTime = field(name="to")
    timezone: ZoneName
    timezone_assumed: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether it is open at `now`, an aware moment."""
        local = now.astimezone(self.timezone.zone).time()
        if self.opens < self.closes:
            return self.opens.time <= local < self.closes.time
        return local >= self.opens.time or local < self.closes.time

    def opens_next(self, now: datetime) -> datetime:
        """Return the next opening at or after `now`."""
        local = now.astimezone(self.timezone.zone)
        opening = datetime.combine(local.date(), self.opens.time, self.timezone.zone)
        # Instants, not wall clocks: in autumn an hour is on the wall twice.
        return opening if opening.astimezone(UTC) >= now else opening + timedelta(days=1)


class Helpline(Struct, frozen=True, forbid_unknown_fields=True):
    """A number that people call for help; never a person's own."""

    name: Line
    phone: Line
    audience: Prose
    hours: Hours

    @property
    def tel(self) -> str:
        return link_phone(self.phone)


class Partner(Struct, frozen=True, forbid_unknown_fields=True):
    """A specialised organisation that works with the network.

    `phones` and `emails` are public contacts of the organisation, never of a person.
    """

    slug: Slug
    name: Line
    abbreviation: Phrase = Phrase("")
    axes: list[Slug] = []
    helplines: list[Helpline] = []
    phones: list[Line] = []
    emails: list[Line] = []


class Partners(Struct, frozen=True, forbid_unknown_fields=True):
    """The partners of the network."""

    partners: list[Partner]

    def faults(self) -> Iterator[Fault]:
        """Yield the partners that are declared twice."""
        yield from find_repeated("partners", "slug", [partner.slug for partner in self.partners])

    @property
    def helplines(self) -> list[tuple[Partner, Helpline]]:
        found: list[tuple[Partner, Helpline]] = []
        for partner in self.partners:
            found += [(partner, helpline) for helpline in partner.helplines]
        return found

    def find_partner(self, text: str) -> Partner:
        """Find a partner by slug, abbreviation or name; raise NotFoundError."""
        wanted = fold(text)
        for partner in self.partners:
            if wanted and wanted in (partner.slug, fold(partner.abbreviation), fold(partner.name)):
                return partner
        slugs = [str(partner.slug) for partner in self.partners]
        raise NotFoundError(_("partner"), text, nearest(text, slugs), slugs)
