"""The contents of each page as frozen values, without markup or words of the program."""

from datetime import date, datetime

from msgspec import Struct

from mcsj_cli.site.addresses import Key


class HelplineView(Struct, frozen=True):
    """A number to call for help, with its hours on the clock of a zone."""

    name: str
    partner: str
    phone: str
    tel: str
    audience: str
    opens: str
    closes: str
    zone: str
    assumed: bool


class Frame(Struct, frozen=True):
    """The frame of every page: the network and its helplines; `logo` and `picture` are files."""

    organisation: str
    network: str
    abbreviation: str
    fan_page: str
    notice: str
    language: str
    logo: str
    picture: str
    helplines: list[HelplineView]


class ClockTime(Struct, frozen=True):
    """The day and hour of a meeting on the clock of a zone, with the mesas that use it."""

    hour: str
    day: date
    zone: str
    names: list[str]


class MeetingRow(Struct, frozen=True):
    """A coming meeting on the clock of its series, and on those of the page."""

    group: int
    name: str
    day: date
    hour: str
    zone: str
    minutes: int
    status: str
    moved_from: datetime | None
    link: str
    clocks: list[ClockTime]


class HourChange(Struct, frozen=True):
    """A clock that shows another hour from a day on, while the hour of the meeting stays."""

    day: date
    name: str
    before: str
    after: str


class SlotRow(Struct, frozen=True):
    """A group's weekly hour, from a day on."""

    since: date
    weekday: str
    hour: str
    zone: str
    minutes: int
    tentative: bool


class Calendar(Struct, frozen=True):
    """A calendar to download; only calendars with meetings exist."""

    path: str
    name: str


class MesaLine(Struct, frozen=True):
    """A mesa in a list: its state, and its group."""

    slug: str
    name: str
    state: str
    group: int
    since: date | None


class ItemCard(Struct, frozen=True):
    """A published item; `anchor` is its place on its rubric's page."""

    anchor: str
    title: str
    summary: str
    url: str
    post: str
    source: str
    states: list[str]
    day: date
    verified: date | None
    expires: date | None


class RubricCard(Struct, frozen=True):
    """A rubric on the front page, with its latest items."""

    tag: str
    name: str
    description: str
    items: list[ItemCard]


class Copy(Struct, frozen=True):
    """A mesa that copied a practice."""

    mesa: MesaLine
    day: date


class PracticeCard(Struct, frozen=True):
    """A practice of a mesa and its copies; `place` and `anchor` are where it stays."""

    place: Key
    anchor: str
    title: str
    mesa: MesaLine
    axis: str
    done: str
    result: str
    steps: list[str]
    evidence: list[str]
    copies: list[Copy]
    created: date


class ContactLink(Struct, frozen=True):
    """A public contact of a partner; without an address it is only text."""

    text: str
    address: str


class PartnerCard(Struct, frozen=True):
    """An organisation that works with the network, with its public contacts."""

    name: str
    abbreviation: str
    axes: list[str]
    phones: list[ContactLink]
    emails: list[ContactLink]


class Section(Struct, frozen=True):
    """A name with its description: an axis of the mesas' work, or another rubric."""

    name: str
    description: str


class StateOnMap(Struct, frozen=True):
    """A state by ISO 3166-2 with its name, and how many mesas it has."""

    code: str
    name: str
    mesas: int


class MesaMap(Struct, frozen=True):
    """All states, and the place of each mesa in the units of the outline."""

    states: list[StateOnMap]
    places: list[tuple[float, float]]


class FrontPage(Struct, frozen=True):
    """The front page: the network with its map, meetings, items, practices and partners."""

    about: str
    mesas: int
    states: int
    groups: int
    map: MesaMap
    axes: list[Section]
    meetings: list[MeetingRow]
    rubrics: list[RubricCard]
    practices: list[PracticeCard]
    partners: list[PartnerCard]
    week: str


class GroupCard(Struct, frozen=True):
    """A group in the list of all: its weekly hour and its mesas."""

    number: int
    name: str
    slot: SlotRow | None
    mesas: list[MesaLine]


class GroupsPage(Struct, frozen=True):
    """All groups."""

    groups: list[GroupCard]


class GroupPage(Struct, frozen=True):
    """A group: when it meets, who sits in it, and its calendar."""

    card: GroupCard
    coming_slots: list[SlotRow]
    meetings: list[MeetingRow]
    changes: list[HourChange]
    calendar: Calendar | None


class StateMesas(Struct, frozen=True):
    """The mesas of a state, by ISO 3166-2."""

    code: str
    name: str
    mesas: list[MesaLine]


class MesasPage(Struct, frozen=True):
    """All mesas by their states."""

    map: MesaMap
    states: list[StateMesas]


class MesaPage(Struct, frozen=True):
    """A mesa: its place, its meetings on its own clocks, its practices and its state's items."""

    mesa: MesaLine
    municipalities: list[str]
    group: GroupCard
    meetings: list[MeetingRow]
    changes: list[HourChange]
    calendar: Calendar | None
    practices: list[PracticeCard]
    copied: list[PracticeCard]
    items: list[ItemCard]


class Leaf(Struct, frozen=True):
    """A page of older things: those of a year or a month, which may take several pages."""

    key: Key
    year: int
    month: int
    number: int


class RubricPage(Struct, frozen=True):
    """A rubric's items: the latest with the leaves of older ones, or one of those leaves."""

    tag: str
    name: str
    description: str
    items: list[ItemCard]
    leaf: Leaf | None
    leaves: list[Leaf]
    newer: Leaf | None
    older: Leaf | None
    others: list[Section]


class PracticesPage(Struct, frozen=True):
    """Practices: the latest with the leaves of older ones, or one of those leaves."""

    practices: list[PracticeCard]
    leaf: Leaf | None
    leaves: list[Leaf]
    newer: Leaf | None
    older: Leaf | None


class WeekLine(Struct, frozen=True):
    """A week in the list of reports."""

    week: str
    first: date
    last: date


class WeeksPage(Struct, frozen=True):
    """The reports of all weeks, the latest first, by years."""

    years: list[tuple[int, list[WeekLine]]]


class WeekRubric(Struct, frozen=True):
    """A rubric's published items of a week: those that still hold, and how many no longer do."""

    tag: str
    name: str
    published: int
    items: list[ItemCard]
    gone: int


class WeekPage(Struct, frozen=True):
    """The figures of a week up to `cut`, each as in the weekly report."""

    line: WeekLine
    cut: date
    running: bool
    planned: int
    held: int
    cancelled: int
    moved: int
    came: int
    expected: int
    opened: int
    completed: int
    new: int
    copies: int
    published: int
    rubrics: list[WeekRubric]
    practices: list[PracticeCard]
    before: WeekLine | None
    after: WeekLine | None


class MissingPage(Struct, frozen=True):
    """Nothing is here."""
