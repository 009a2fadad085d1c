"""The network: its settings, groups and mesas."""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple
from urllib.parse import urlsplit

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from mcsj_cli.errors import AmbiguousError, Fault, InvalidValueError, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Domain, Line, Phrase, Prose, Slug, Url, WallTime, ZoneName
from mcsj_cli.model.letterhead import Letterhead
from mcsj_cli.model.mail import Mail
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import find_repeated, fold, nearest
from mcsj_cli.model.week import check_year


class Thresholds(Struct, frozen=True, forbid_unknown_fields=True):
    """From where on a figure needs a person."""

    weekly_items: Annotated[int, Meta(ge=0)] = 1
    expiring_days: Annotated[int, Meta(ge=0)] = 3
    quiet_days: Annotated[int, Meta(ge=1)] = 14


class Site(Struct, frozen=True, forbid_unknown_fields=True):
    """The public page: the address under which it will stand, and who the network is in its own words."""

    url: Url = Url("")
    about: Prose = Prose("")


class CalendarServer(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the network's meetings are published, and as which user; never a password."""

    url: Url = Url("")
    user: Phrase = Phrase("")


class Network(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the network is, and its settings."""

    organisation: Line
    network: Line
    timezone: ZoneName
    uid_domain: Domain
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

    def faults(self) -> Iterator[Fault]:
        """Find a password where everybody who has the folder could read it."""
        if "@" in urlsplit(self.calendar.url).netloc:
            message = _("the address holds a user or a password")
            advice = _(
                "Leave them out: the user goes into «user», and the password into MCSJ_CALDAV_PASSWORD."
            )
            yield Fault(("calendar", "url"), message, advice, private=True)


class Weekday(StrEnum):
    """A day of the week, as the data files write it."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Count from Monday, which is 0."""
        return list(Weekday).index(self)


class Slot(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A weekly slot that holds from a day on, until the next one's first day.

    Its link is for those who meet, and left out of what anybody can read, unless it is `public`.
    """

    since: date = field(name="from")
    weekday: Weekday
    time: WallTime
    timezone: ZoneName
    minutes: Annotated[int, Meta(ge=5, le=24 * 60)] = 60
    status: Literal["tentative", "confirmed"] = "tentative"
    link: Url = Url("")
    public: bool = False
    sequence: Annotated[int, Meta(ge=0)] = 0
    updated: date | None = None

    def after(
        self, before: "Slot | None", status: Literal["tentative", "confirmed"] | None
    ) -> "Slot":
        """Take over from the slot before what is not said: that day and hour are agreed, and that the link is public.

        Another day or hour has to be agreed anew, and another link is for those who meet.
        """
        if before is None:
            return replace(self, status=status or "tentative")
        same = (before.weekday, before.time, before.timezone) == (
            self.weekday,
            self.time,
            self.timezone,
        )
        agreed = status or (before.status if same else "tentative")
        return replace(self, status=agreed, public=before.public and before.link == self.link)


class Municipality(Struct, frozen=True, forbid_unknown_fields=True):
    """A municipality and its seat in WGS 84 degrees."""

    name: Line
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    longitude: Annotated[float, Meta(ge=-180, le=180)]


class Mesa(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A citizen roundtable of a state, or of the municipalities that it names by INEGI's code.

    It sits in its group from `since` to `until`, both included; without them it has always been there, and stays.
    """

    slug: Slug
    name: Line
    state: Line
    timezone: ZoneName
    municipalities: list[Line] = []
    other_timezones: list[ZoneName] = []
    since: date | None = field(name="from", default=None)
    until: date | None = None

    def sits_on(self, day: date) -> bool:
        """Say whether a day lies in its time."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @property
    def scope(self) -> Literal["state", "municipal"]:
        return "municipal" if self.municipalities else "state"

    @property
    def timezones(self) -> list[ZoneName]:
        """Name the zones of its clocks, the main one first."""
        return [self.timezone, *self.other_timezones]

    @property
    def clocks(self) -> dict[str, ZoneName]:
        """Give the zone of each of its clocks by how they are called: the main one by the mesa's own name."""
        return {
            self.name: self.timezone,
            **{f"{self.name} ({zone})": zone for zone in self.other_timezones},
        }

    def faults(self) -> Iterator[Fault]:
        """Find a state that does not exist, municipalities of another state, and a time that ends before it begins."""
        if self.since and self.until and self.until < self.since:
            message = _("the mesa leaves on {until}, before it came on {day}").format(
                until=self.until, day=self.since
            )
            yield Fault(("until",), message, _("Correct one of the two dates."))
        try:
            state = find_state(self.state)
        except NotFoundError as error:
            yield Fault(("state",), error.message, error.advice)
            return
        for position, code in enumerate(self.municipalities):
            if len(code) != 5 or not code.isdecimal() or code[:2] != state.inegi:
                yield Fault(
                    ("municipalities", position),
                    _("«{code}» is not INEGI's code of a municipality of {state}").format(
                        code=code, state=state.name
                    ),
                    _("Codes of {state} have five digits and begin with {code}.").format(
                        state=state.name, code=state.inegi
                    ),
                )


class Group(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Some mesas that meet every week; `mesas` are also those that have left, or are to come.

    `coordinator` is the role that looks after it, never a person's name: nobody can be in two meetings at once.
    """

    number: Annotated[int, Meta(ge=1, le=99_999)]
    series: list[Slot]
    mesas: list[Mesa]
    title: Phrase = field(name="name", default=Phrase(""))
    coordinator: Phrase = Phrase("")

    @property
    def name(self) -> str:
        return self.title or f"Grupo {self.number}"

    def mesas_on(self, day: date) -> list[Mesa]:
        """Give the mesas that sit in it on a day."""
        return [mesa for mesa in self.mesas if mesa.sits_on(day)]

    def series_on(self, day: date) -> Slot | None:
        """Give the slot that holds on a day: the last one that has begun, before any the first to come."""
        begun = [series for series in self.series if series.since <= day]
        return begun[-1] if begun else (self.series[0] if self.series else None)

    def faults(self) -> Iterator[Fault]:
        """Find slots out of order and what is wrong in each mesa."""
        for position, series in enumerate(self.series):
            try:
                check_year(series.since)
            except ValueError as error:
                yield Fault(("series", position, "from"), str(error), _("Correct the date."))
        for position, (one, other) in enumerate(pairwise(self.series), 1):
            if other.since <= one.since:
                yield Fault(
                    ("series", position, "from"),
                    _("this slot begins on {day}, not after the one before it").format(
                        day=other.since
                    ),
                    _("Put the slots in the order of their first day, each day once."),
                )
        for position, mesa in enumerate(self.mesas):
            for fault in mesa.faults():
                yield fault._replace(path=("mesas", position, *fault.path))


class Seat(NamedTuple):
    """A mesa and the group it sits in."""

    mesa: Mesa
    group: Group


class Groups(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The groups of the network, and the municipalities that their mesas name."""

    groups: list[Group]
    municipalities: dict[str, Municipality] = {}

    def faults(self) -> Iterator[Fault]:
        """Find what is wrong in each group, and numbers and mesas that stand twice."""
        yield from find_repeated("groups", "number", [str(group.number) for group in self.groups])
        seen: dict[str, list[Mesa]] = {}
        names: dict[str, str] = {}
        for position, group in enumerate(self.groups):
            for fault in group.faults():
                yield fault._replace(path=("groups", position, *fault.path))
            for place, mesa in enumerate(group.mesas):
                if any(_overlap(mesa, other) for other in seen.setdefault(mesa.slug, [])):
                    yield Fault(
                        ("groups", position, "mesas", place, "slug"),
                        _("the mesa «{slug}» is declared a second time").format(slug=mesa.slug),
                        _(
                            "A mesa sits in one group: remove it from the other, or give it another slug."
                        ),
                    )
                seen[mesa.slug].append(mesa)
                other = names.setdefault(_place_key(mesa.name), mesa.slug)
                if other != mesa.slug:
                    yield Fault(
                        ("groups", position, "mesas", place, "name"),
                        _("the mesa «{slug}» has this name already").format(slug=other),
                        _("Give one of the two another name."),
                    )

    @property
    def seats(self) -> list[Seat]:
        """Give the last seat of every mesa, also of those that have left."""
        last: dict[str, Seat] = {}
        for group in self.groups:
            for mesa in group.mesas:
                known = last.get(mesa.slug)
                if known is None or (mesa.since or date.min) > (known.mesa.since or date.min):
                    last[mesa.slug] = Seat(mesa, group)
        return [
            last[mesa.slug]
            for group in self.groups
            for mesa in group.mesas
            if last[mesa.slug].mesa is mesa
        ]

    @property
    def mesa_names(self) -> dict[str, str]:
        """Give the name of every mesa by its slug."""
        return {str(seat.mesa.slug): str(seat.mesa.name) for seat in self.seats}

    @property
    def is_settled(self) -> bool:
        """Say whether no mesa has ever come, moved or left, so that every day is like any other."""
        return not any(mesa.since or mesa.until for group in self.groups for mesa in group.mesas)

    def seats_on(self, day: date) -> list[Seat]:
        """Give the seats that are taken on a day."""
        return [Seat(mesa, group) for group in self.groups for mesa in group.mesas_on(day)]

    def find_sitting(self, text: str, day: date) -> Seat:
        """Find a mesa, as `find_seat`, that still sits in a group on a day; raise InvalidValueError for one that left.

        A mesa that is to come counts already: much is prepared before its first day.
        """
        seat = self.find_seat(text)
        if seat.mesa.until and seat.mesa.until < day:
            raise InvalidValueError(
                _("The mesa {name} left the network on {day}.").format(
                    name=seat.mesa.name, day=seat.mesa.until
                ),
                _(
                    "Nothing was written. To take it up again: mcsj mesas move {slug} --group N"
                ).format(slug=seat.mesa.slug),
            )
        return self.seat_on(seat.mesa.slug, day)

    def seat_on(self, slug: str, day: date) -> Seat:
        """Give the seat that a mesa has on a day, or else its last one."""
        last = next(seat for seat in self.seats if seat.mesa.slug == slug)
        return next((seat for seat in self.seats_on(day) if seat.mesa.slug == slug), last)

    def find_group(self, text: str) -> Group:
        """Find a group by number or name; raise NotFoundError."""
        wanted = fold(text)
        for group in self.groups:
            if wanted in (str(group.number), f"g{group.number}", fold(group.name)):
                return group
        numbers = [str(group.number) for group in self.groups]
        raise NotFoundError(
            _("group"), text, nearest(text, [group.name for group in self.groups]), numbers
        )

    def find_seat(self, text: str) -> Seat:
        """Find a mesa by slug, name, municipality or a unique part of them.

        Raises NotFoundError with the nearest names, or AmbiguousError.
        """
        wanted = _place_key(text)
        known = [(seat, self._names(seat.mesa)) for seat in self.seats]
        fits = [seat for seat in self.seats if seat.mesa.slug == text.strip()]
        fits = fits or [seat for seat, names in known if wanted in names]
        if not fits and wanted:
            fits = [seat for seat, names in known if any(wanted in name for name in names)]
        if len(fits) == 1:
            return fits[0]
        slugs = [seat.mesa.slug for seat in self.seats]
        if fits:
            raise AmbiguousError(_("mesa"), text, [seat.mesa.slug for seat in fits])
        raise NotFoundError(
            _("mesa"), text, nearest(text, [*slugs, *(s.mesa.name for s in self.seats)]), slugs
        )

    def _names(self, mesa: Mesa) -> tuple[str, ...]:
        return tuple(
            _place_key(name) for name in (mesa.slug, mesa.name, *self.municipality_names(mesa))
        )

    def municipality_names(self, mesa: Mesa) -> list[str]:
        """Name the municipalities of a mesa; a code that is not described stands for itself."""
        return [
            self.municipalities[code].name if code in self.municipalities else str(code)
            for code in mesa.municipalities
        ]


def _overlap(one: Mesa, other: Mesa) -> bool:
    """Say whether there is a day on which both entries of a mesa hold."""
    return max(one.since or date.min, other.since or date.min) <= min(
        one.until or date.max, other.until or date.max
    )


def _place_key(name: str) -> str:
    """Bring a place's names to one form: «Cd. Juárez», «cd-juarez» and «ciudad juárez» are the same."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bciudad\b", "cd", fold(name)))
