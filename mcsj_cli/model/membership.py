"""The groups with their weekly slots, and the mesas that sit in them, as groups.yaml has them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct, field
from msgspec.structs import replace

from mcsj_cli.errors import AmbiguousError, Fault, InvalidValueError, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line, Phrase, Slug, Url, WallTime, ZoneName
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import find_repeated, fold, nearest
from mcsj_cli.model.together import Facts
from mcsj_cli.model.week import check_year

# What people put before the name of a mesa.
_BEFORE_NAME = re.compile(r"^\s*mesa(?:[\s-]+ciudadana)?(?:[\s-]+de)?[\s-]+(?=\S)", re.IGNORECASE)


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
        """The number of the day, from 0 for Monday."""
        return list(Weekday).index(self)


class Slot(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A weekly slot that holds from a day on, until the next one's first day.

    Its link is left out of public pages and files, unless it is `public`. Its day, hour and status
    are one decision.
    """

    together: ClassVar[tuple[Facts, ...]] = (
        Facts("slot", ("weekday", "time", "minutes", "timezone", "status"), revision="sequence"),
    )

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
        """Return it as the successor of another slot, with that one's status and publicity.

        If the day or hour differs, it has to be agreed anew, unless a `status` is given. If the
        link differs, it is not public.
        """
        if before is None:
            return replace(self, status=status or "tentative")
        agreed = status or (before.status if self.has_time_of(before) else "tentative")
        return replace(self, status=agreed, public=before.public and before.link == self.link)

    def has_time_of(self, other: "Slot") -> bool:
        """Whether another slot has the same weekday and hour, on the same clock."""
        return (self.weekday, self.time, self.timezone) == (
            other.weekday,
            other.time,
            other.timezone,
        )


class Municipality(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A municipality and its seat in WGS 84 degrees, if it is known where that lies."""

    name: Line
    latitude: Annotated[float, Meta(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Meta(ge=-180, le=180)] | None = None

    @property
    def position(self) -> tuple[float, float] | None:
        """Its latitude and longitude."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class Mesa(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A citizen roundtable of a state, or of the municipalities that it names by INEGI's code.

    `aliases` are other names by which it is found.
    It sits in its group from `since` to `until`, both included; None means without a limit. Where
    it is and what its clocks show is one decision.
    """

    together: ClassVar[tuple[Facts, ...]] = (
        Facts("place", ("state", "municipalities", "timezone", "other_timezones")),
    )

    slug: Slug
    name: Line
    state: Line
    timezone: ZoneName
    municipalities: list[Line] = []
    other_timezones: list[ZoneName] = []
    aliases: list[Line] = []
    since: date | None = field(name="from", default=None)
    until: date | None = None

    def sits_on(self, day: date) -> bool:
        """Whether it sits in its group on a day."""
        return (self.since or date.min) <= day <= (self.until or date.max)

    @property
    def scope(self) -> Literal["state", "municipal"]:
        return "municipal" if self.municipalities else "state"

    @property
    def timezones(self) -> list[ZoneName]:
        """The zones of its clocks, the main one first."""
        return [self.timezone, *self.other_timezones]

    @property
    def clocks(self) -> dict[str, ZoneName]:
        """The zones of its clocks by their names; the main one has the mesa's own name."""
        others = {f"{self.name} ({zone})": zone for zone in self.other_timezones}
        return {self.name: self.timezone, **others}

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong with its days, its state and its municipalities."""
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
        message = _("«{code}» is not INEGI's code of a municipality of {state}")
        advice = _("Codes of {state} have five digits and begin with {code}.")
        for position, code in enumerate(self.municipalities):
            if len(code) != 5 or not code.isdecimal() or code[:2] != state.inegi:
                yield Fault(
                    ("municipalities", position),
                    message.format(code=code, state=state.name),
                    advice.format(state=state.name, code=state.inegi),
                )


class Group(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Some mesas that meet every week; `mesas` are also those that have left, or are to come.

    `coordinator` is the role that looks after it, never a person's name. It shows which groups
    cannot meet at the same time.
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
        """Return the mesas that sit in it on a day."""
        return [mesa for mesa in self.mesas if mesa.sits_on(day)]

    def series_on(self, day: date) -> Slot | None:
        """Return the slot that holds on a day, or else the first one to come."""
        begun = [slot for slot in self.series if slot.since <= day]
        if begun:
            return begun[-1]
        return self.series[0] if self.series else None

    def faults(self) -> Iterator[Fault]:
        """Yield slots out of order, and what is wrong in each mesa."""
        yield from self._faults_of_slots()
        for position, mesa in enumerate(self.mesas):
            for fault in mesa.faults():
                yield fault._replace(path=("mesas", position, *fault.path))

    def _faults_of_slots(self) -> Iterator[Fault]:
        for position, slot in enumerate(self.series):
            try:
                check_year(slot.since)
            except ValueError as error:
                yield Fault(("series", position, "from"), str(error), _("Correct the date."))
        message = _("this slot begins on {day}, not after the one before it")
        advice = _("Put the slots in the order of their first day, each day once.")
        for position, (one, other) in enumerate(pairwise(self.series), 1):
            if other.since <= one.since:
                path = ("series", position, "from")
                yield Fault(path, message.format(day=other.since), advice)


class Seat(NamedTuple):
    """A mesa and the group it sits in."""

    mesa: Mesa
    group: Group


class Groups(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The groups of the network, and the municipalities that their mesas name."""

    groups: list[Group]
    municipalities: dict[str, Municipality] = {}

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong in each group, and numbers and mesas that are declared twice."""
        yield from find_repeated("groups", "number", [str(group.number) for group in self.groups])
        yield from self._faults_of_places()
        seen: dict[str, list[Mesa]] = {}
        names: dict[str, str] = {}
        for position, group in enumerate(self.groups):
            for fault in group.faults():
                yield fault._replace(path=("groups", position, *fault.path))
            for place, mesa in enumerate(group.mesas):
                entries = seen.setdefault(mesa.slug, [])
                namesake = names.setdefault(_place_key(mesa.name), mesa.slug)
                for fault in _faults_beside(mesa, entries, namesake):
                    path = ("groups", position, "mesas", place, *fault.path)
                    yield fault._replace(path=path)
                entries.append(mesa)

    def _faults_of_places(self) -> Iterator[Fault]:
        """Yield municipalities with half a position."""
        for code, described in self.municipalities.items():
            if (described.latitude is None) != (described.longitude is None):
                message = _("latitude and longitude belong together")
                advice = _("Write both of them, or none.")
                yield Fault(("municipalities", code, "name"), message, advice)

    def shared_names(self) -> Iterator[Fault]:
        """Yield other names of a mesa by which another one is called too.

        The file can be read all the same, since two people may give one name at once.
        """
        owners = {_place_key(mesa.name): mesa.slug for mesa, _group in self.entries}
        owners |= {_place_key(mesa.slug): mesa.slug for mesa, _group in self.entries}
        for position, group in enumerate(self.groups):
            for place, mesa in enumerate(group.mesas):
                for number, alias in enumerate(mesa.aliases):
                    owner = owners.setdefault(_place_key(alias), mesa.slug)
                    if owner != mesa.slug:
                        yield Fault(
                            ("groups", position, "mesas", place, "aliases", number),
                            _("the mesa «{slug}» is called «{name}» too").format(
                                slug=owner, name=alias
                            ),
                            _("Leave this name to one of the two."),
                        )

    @property
    def entries(self) -> list[Seat]:
        """Every entry of a mesa with its group; a mesa that moved has several."""
        found: list[Seat] = []
        for group in self.groups:
            found += [Seat(mesa, group) for mesa in group.mesas]
        return found

    @property
    def seats(self) -> list[Seat]:
        """The last seat of every mesa, also of those that have left."""
        entries = self.entries
        last: dict[str, Seat] = {}
        for seat in entries:
            known = last.get(seat.mesa.slug)
            if known is None or (seat.mesa.since or date.min) > (known.mesa.since or date.min):
                last[seat.mesa.slug] = seat
        return [seat for seat in entries if last[seat.mesa.slug] is seat]

    @property
    def mesa_names(self) -> dict[str, str]:
        """The name of every mesa by its slug."""
        return {str(seat.mesa.slug): str(seat.mesa.name) for seat in self.seats}

    @property
    def is_settled(self) -> bool:
        """Whether no mesa has ever come, moved or left: the seats are the same every day."""
        return not any(seat.mesa.since or seat.mesa.until for seat in self.entries)

    def seats_on(self, day: date) -> list[Seat]:
        """Return the seats that are taken on a day."""
        return [seat for seat in self.entries if seat.mesa.sits_on(day)]

    def find_sitting(self, text: str, day: date) -> Seat:
        """Find a mesa's seat on a day, by the texts that `find_seat` takes.

        Raises InvalidValueError if it left before that day. A mesa that is still to come counts,
        since much is prepared before its first day.
        """
        seat = self.find_seat(text)
        mesa = seat.mesa
        if mesa.until and mesa.until < day:
            message = _("The mesa {name} left the network on {day}.")
            advice = _(
                "Nothing was written. To take it up again: mcsj mesas move {slug} --group {group}"
            )
            raise InvalidValueError(
                message.format(name=mesa.name, day=mesa.until),
                advice.format(slug=mesa.slug, group=seat.group.number),
            )
        return self.seat_on(mesa.slug, day)

    def seat_on(self, slug: str, day: date) -> Seat:
        """Return the seat of a mesa on a day, or else its last one."""
        last = next(seat for seat in self.seats if seat.mesa.slug == slug)
        return next((seat for seat in self.seats_on(day) if seat.mesa.slug == slug), last)

    def find_group(self, text: str) -> Group:
        """Find a group by number or name; raise NotFoundError."""
        wanted = fold(text)
        for group in self.groups:
            if wanted in (str(group.number), f"g{group.number}", fold(group.name)):
                return group
        numbers = [str(group.number) for group in self.groups]
        names = [group.name for group in self.groups]
        raise NotFoundError(_("group"), text, nearest(text, names), numbers)

    def find_seat(self, text: str) -> Seat:
        """Find a mesa by slug, name, municipality or a unique part of them.

        Raises NotFoundError with the nearest names, or AmbiguousError.
        """
        seats = {str(seat.mesa.slug): seat for seat in self.seats}
        fits = self.find_slugs(text, (seat.mesa for seat in seats.values()))
        if len(fits) == 1:
            return seats[fits[0]]
        if fits:
            raise AmbiguousError(_("mesa"), text, fits)
        slugs = list(seats)
        names = [seat.mesa.name for seat in seats.values()]
        raise NotFoundError(_("mesa"), text, nearest(text, [*slugs, *names]), slugs)

    def find_namesake(self, name: str) -> Seat | None:
        """Return the last seat of the mesa that has exactly this name, however it is spelled."""
        wanted = _place_key(name)
        for seat in self.seats:
            names = (seat.mesa.slug, seat.mesa.name, *seat.mesa.aliases)
            if wanted and wanted in map(_place_key, names):
                return seat
        return None

    def find_slugs(self, text: str, mesas: Iterable[Mesa]) -> list[str]:
        """Return the slugs of those mesas that a text names, as `find_seat` understands it."""
        keys = {str(mesa.slug): self._place_keys(mesa) for mesa in mesas}
        if text.strip() in keys:
            return [text.strip()]
        for name in dict.fromkeys([text, _BEFORE_NAME.sub("", text)]):
            found = _find_slugs(name, keys) or _find_slugs_of_parts(name, keys)
            if found:
                return [slug for slug in keys if slug in found]
        return []

    def find_called(self, text: str, mesas: Iterable[Mesa]) -> list[str]:
        """Return the slugs of those mesas of which a text is a whole name, as «Mesa Torreón»."""
        wanted = key_of_name(text)
        called = [mesa for mesa in mesas if wanted and wanted in self._place_keys(mesa)]
        return list(dict.fromkeys(str(mesa.slug) for mesa in called))

    @property
    def whole_names(self) -> dict[str, set[str]]:
        """The slugs of all mesas by each of their names, as `key_of_name` has them."""
        slugs: dict[str, set[str]] = {}
        for seat in self.seats:
            for key in self._place_keys(seat.mesa):
                slugs.setdefault(key, set()).add(str(seat.mesa.slug))
        return slugs

    def _place_keys(self, mesa: Mesa) -> list[str]:
        names = (mesa.slug, mesa.name, *mesa.aliases, *self.municipality_names(mesa))
        return [_place_key(name) for name in names]

    def municipality_names(self, mesa: Mesa) -> list[str]:
        """Return the names of a mesa's municipalities; an unknown code stands for itself."""
        return [
            self.municipalities[code].name if code in self.municipalities else str(code)
            for code in mesa.municipalities
        ]


def _faults_beside(mesa: Mesa, entries: Sequence[Mesa], namesake: str) -> Iterator[Fault]:
    """Yield what is wrong with a mesa beside the earlier entries of its slug.

    `namesake` is the slug of the first mesa that has its name.
    """
    if any(_overlap(mesa, other) for other in entries):
        yield Fault(
            ("slug",),
            _("the mesa «{slug}» is declared a second time").format(slug=mesa.slug),
            _("A mesa sits in one group: remove it from the other, or give it another slug."),
        )
    if namesake != mesa.slug:
        yield Fault(
            ("name",),
            _("the mesa «{slug}» has this name already").format(slug=namesake),
            _("Give one of the two another name."),
        )


def _overlap(one: Mesa, other: Mesa) -> bool:
    """Whether there is a day on which both entries of a mesa hold."""
    first = max(one.since or date.min, other.since or date.min)
    last = min(one.until or date.max, other.until or date.max)
    return first <= last


def _find_slugs(text: str, keys: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the slugs of the mesas that have a name, or else of those that have it in a name."""
    wanted = _place_key(text)
    if not wanted:
        return set()
    # No key contains a line break, so a part is never found across two of them.
    whole = {slug for slug, own in keys.items() if wanted in own}
    return whole or {slug for slug, own in keys.items() if wanted in "\n".join(own)}


def _find_slugs_of_parts(text: str, keys: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the slugs that fit every part of «Cancún-Isla Mujeres»."""
    parts = [part for part in re.split(r"[-–/,]", text) if _place_key(part)]
    fits = [_find_slugs(part, keys) for part in parts]
    return set.intersection(*fits) if len(parts) > 1 else set()


def key_of_name(text: str) -> str:
    """Return one key for a mesa's name however it is written, as «Mesa de Torreón»."""
    return _place_key(_BEFORE_NAME.sub("", text))


def _place_key(name: str) -> str:
    """Return one key for all spellings of a place: «Cd. Juárez», «cd-juarez», «ciudad juárez»."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"\bciudad\b", "cd", fold(name)))
