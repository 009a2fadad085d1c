"""The network and its settings, as network.yaml has them."""

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Domain, Line, Phrase, Prose, Url, ZoneName
from mcsj_cli.model.letterhead import Letterhead
from mcsj_cli.model.mail import Mail

FORMAT = 2
"""The format of the data folder that this version of the program writes, and the last it knows."""


class Thresholds(Struct, frozen=True, forbid_unknown_fields=True):
    """From where on a figure needs a person."""

    weekly_items: Annotated[int, Meta(ge=0)] = 1
    expiring_days: Annotated[int, Meta(ge=0)] = 3
    quiet_days: Annotated[int, Meta(ge=1)] = 14


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """The public page: the address under which it will stand,
    and who the network is in its own words.
    """  # noqa: D205  one text in the JSON Schema

    url: Url = Url("")
    about: Prose = Prose("")


class CalendarServer(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the network's meetings are published, and as which user; never a password."""

    url: Url = Url("")
    user: Phrase = Phrase("")


class Network(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the network is, its settings, and the format of its data."""

    organisation: Line
    network: Line
    timezone: ZoneName
    uid_domain: Domain
    format: Annotated[int, Meta(ge=1)] = 1
    abbreviation: Phrase = Phrase("")
    page: Url = Url("")
    language: Literal["es", "en"] = "es"
    autocommit: bool = True
    thresholds: Thresholds = Thresholds()
    notice: Phrase = Phrase("")
    mail: Mail | None = None
    site: Site = Site()
    letterhead: Letterhead = Letterhead()
    calendar: CalendarServer = CalendarServer()

    @property
    def is_newer(self) -> bool:
        """Whether its data are of a newer format than this version knows."""
        return self.format > FORMAT

    def faults(self) -> Iterator[Fault]:
        """Yield a password in the file, which everybody with the folder could read."""
        if "@" in urlsplit(self.calendar.url).netloc:
            message = _("the address holds a user or a password")
            advice = _(
                "Leave them out: the user goes into «user», "
                "and the password into MCSJ_CALDAV_PASSWORD."
            )
            yield Fault(("calendar", "url"), message, advice, private=True)
