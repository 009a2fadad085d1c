"""The fields that several commands take: their names, helps, questions and proposals."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from mcsj_cli.choices import Choice
from mcsj_cli.commands.arguments import choose_day, parse_field
from mcsj_cli.commands.completion import complete_group, complete_mesa, complete_tag, complete_uid
from mcsj_cli.commands.field import Field, Setting, Text, Texts
from mcsj_cli.i18n import N_
from mcsj_cli.listing import check_format
from mcsj_cli.model.category import Approach, Axis
from mcsj_cli.model.fields import Line, Prose, Slug, ZoneName
from mcsj_cli.model.membership import Mesa, Seat
from mcsj_cli.model.states import find_state
from mcsj_cli.model.title import require_short
from mcsj_cli.operations.mesa_choice import choose_sitting


def _check_format(value: str | None) -> str | None:
    return check_format(value) if value is not None else None


def _parse_line(_setting: Setting, text: str) -> Line:
    return parse_field(Line, text)


def parse_title(text: str) -> Line:
    """Parse the title of something new; raise InvalidValueError."""
    title = parse_field(Line, text)
    require_short(title)
    return title


def parse_prose(_setting: Setting, text: str) -> Prose:
    """Parse a text of one line or several that says something; raise InvalidValueError."""
    return parse_field(Prose, text) if text.strip() else Prose(parse_field(Line, text))


def _find_mesa(setting: Setting, text: str) -> Slug:
    """Find a mesa that sits in a group on the record's day; raise NotFoundError."""
    return setting.project.groups.find_sitting(text, setting.day).mesa.slug


def _list_named(things: Iterable[Axis | Approach | Mesa]) -> list[Choice]:
    """Return the choices of what has a short name and another one."""
    return [Choice(str(one.slug), str(one.name)) for one in things]


def _list_sitting(setting: Setting) -> list[Choice]:
    return list_mesas(setting.project.groups.seats_on(setting.day))


def list_mesas(seats: Iterable[Seat]) -> list[Choice]:
    """Return the mesas that sit in groups as choices."""
    return _list_named(seat.mesa for seat in seats)


def _find_axis(setting: Setting, text: str) -> Slug:
    return Slug(setting.project.categories.find_axis(text))


def _find_approach(setting: Setting, text: str) -> Slug:
    return Slug(setting.project.categories.find_approach(text))


ACTION: Field[str] = Field(
    "action",
    N_("Its name, a part of it, or - for the last one touched."),
    N_("ACTION"),
    completion=complete_uid("actions"),
)
ALL: Field[bool] = Field("all", N_("One file for each group."))
APPROACH: Field[Slug] = Field(
    "approach",
    N_("The approach."),
    N_("APPROACH"),
    question=N_("Approach"),
    example="intercambio",
    parse=_find_approach,
    choices=lambda setting: _list_named(setting.project.categories.approaches),
)
AT: Field[str] = Field(
    "at", N_("Day and hour on the network's clock: '2020-04-24 09:00'."), N_("MOMENT")
)
AXIS: Field[Slug] = Field(
    "axis",
    N_("The axis."),
    N_("AXIS"),
    question=N_("Axis"),
    example="economia",
    parse=_find_axis,
    choices=lambda setting: _list_named(setting.project.categories.axes),
)
DATE: Field[str] = Field("date", N_("Its day, if it is not today."), N_("DAY"))
APPLY: Field[bool] = Field("apply", N_("Write it down, as one change."))
DRY_RUN: Field[bool] = Field("dry-run", N_("Only show it: nothing is noted."))
DUE: Field[date] = Field(
    "due",
    N_("Until when."),
    N_("DAY"),
    question=N_("Until when"),
    example="2020-05-08",
    parse=lambda setting, text: choose_day(text, "--due", setting.today),
)
EXCEPT: Field[str] = Field(
    "except", N_("Those that are left out of all: a,b; may be repeated."), N_("MESAS")
)
EVIDENCE: Field[str] = Field(
    "evidence", N_("What shows it: an address, or a document; may be repeated."), N_("EVIDENCE")
)
FILE: Field[str] = Field(
    "file", N_("The calendar, as Outlook, Google or Apple exports it: .ics"), N_("FILE")
)
FOR: Field[str] = Field("for", N_("For facebook, whatsapp, email or plain."), N_("CHANNEL"))
FORCE: Field[bool] = Field("force", N_("Add it even if the same address is there already."))
FORMAT: Field[str] = Field(
    "format",
    N_("How to show it: json, yaml, csv, or a table such as github or html."),
    N_("FORMAT"),
    also=("-f",),
    check=_check_format,
)
FROM: Field[str] = Field("from", N_("From which day on."), N_("DAY"), example="2020-06-01")
GROUP: Field[int] = Field(
    "group",
    N_("The group's number."),
    N_("GROUP"),
    also=("-g",),
    question=N_("Group"),
    example="4",
    parse=lambda setting, text: setting.project.groups.find_group(text).number,
    completion=complete_group,
)
LIMIT: Field[int] = Field("limit", N_("So many at most."), N_("N"), least=1)
LINK: Field[str] = Field("link", N_("The address of the video call."), "URL")
MEETING: Field[str] = Field(
    "meeting", N_("The meeting that agreed it."), N_("MEETING"), completion=complete_uid("meetings")
)
MESA: Field[Slug] = Field(
    "mesa",
    N_("The mesa."),
    N_("MESA"),
    also=("-m",),
    question=N_("Mesa"),
    example="leon",
    parse=_find_mesa,
    choices=_list_sitting,
    completion=complete_mesa,
)
MESAS: Field[list[Slug]] = Field(
    "mesa",
    N_("The mesas: a,b; or all, with --except; may be repeated."),
    N_("MESAS"),
    also=("-m",),
    question=N_("Mesas, with commas between them"),
    explained=N_("The mesas: a,b; or «all», or «all but a,b»."),
    example="leon",
    choices=_list_sitting,
    joint=",",
    completion=complete_mesa,
)
MINUTES: Field[int] = Field("minutes", N_("How long it takes."), N_("N"), least=5, most=1440)
NAME: Field[Line] = Field(
    "name",
    N_("Its name, in quotes."),
    N_("NAME"),
    called=N_("the name"),
    question=N_("Name"),
    explained=N_("Its name."),
    example='"Zapopan"',
    parse=_parse_line,
)
NOTE: Field[Line] = Field(
    "note",
    N_("What has come of it."),
    N_("NOTE"),
    question=N_("What has come of it"),
    example='"…"',
    parse=_parse_line,
)
OUTPUT: Field[str] = Field(
    "output", N_("The file: .csv, .xlsx or .json."), N_("FILE"), also=("-o",)
)
OWNER: Field[Line] = Field(
    "owner",
    N_("Who sees to it: a role, not a name."),
    N_("OWNER"),
    question=N_("Owner (a role)"),
    example='"…"',
    parse=_parse_line,
)
PERSON: Field[str] = Field(
    "person", N_("Their short name, their name or a part of it."), N_("PERSON")
)
PRACTICE: Field[str] = Field(
    "practice",
    N_("The practice that it copies."),
    N_("PRACTICE"),
    completion=complete_uid("practices"),
)
REASON: Field[Line] = Field(
    "reason",
    N_("Why."),
    N_("REASON"),
    question=N_("Why"),
    example='"…"',
    parse=_parse_line,
)
ROLE: Field[str] = Field("role", N_("What they are in it."), N_("ROLE"))
SOURCE: Field[str] = Field("source", N_("Who says so: an institution."), N_("SOURCE"))
STATE: Field[str] = Field(
    "state",
    N_("Its state: Jal, Jalisco or MX-JAL."),
    N_("STATE"),
    question=N_("State"),
    example="Jal",
    parse=lambda _setting, text: find_state(text).abbreviation,
)
STATUS: Field[str] = Field(
    "status", N_("Only these: needs-action, in-process, completed, cancelled."), N_("STATUS")
)
SUMMARY: Field[str] = Field("summary", N_("What it says, in a sentence or two."), N_("SUMMARY"))
TAG: Field[str] = Field(
    "tag", N_("The rubric's tag."), N_("TAG"), also=("-t",), completion=complete_tag
)
TIMEZONE: Field[ZoneName] = Field(
    "timezone",
    N_("The zone of its hours, whatever it says of them."),
    N_("ZONE"),
    example="America/Mexico_City",
    parse=lambda _setting, text: parse_field(ZoneName, text).canonical,
)
TITLE: Field[Line] = Field(
    "title",
    N_("What is to be done, in quotes."),
    N_("TITLE"),
    called=N_("the title"),
    question=N_("Title"),
    explained=N_("What is to be done."),
    example='"…"',
    parse=lambda _setting, text: parse_title(text),
)
TO: Field[str] = Field("to", N_("Last day, included."), N_("DAY"))
UNTIL: Field[str] = Field("until", N_("Last day, included; a year if it is not said."), N_("DAY"))
URL: Field[str] = Field("url", N_("The address of the source."), "URL")
WEEK: Field[str] = Field("week", N_("The group's meeting of this week."), N_("WEEK"), also=("-w",))
WEEKS: Field[int] = Field("weeks", N_("So many weeks up to it."), N_("N"), least=1)
YES: Field[bool] = Field("yes", N_("Go on without asking."), also=("-y",))


Format = Annotated[Text, FORMAT.option()]
WeekOption = Annotated[Text, WEEK.option(N_("A week, such as 2020-W17."))]
FromOption = Annotated[Text, FROM.option(N_("First day: 2020-04-23, hoy, jueves or 2020-W17."))]
ToOption = Annotated[Text, TO.option()]
GroupOption = Annotated[Text, GROUP.option(N_("Only this group, by number."))]
MesaOption = Annotated[Text, MESA.option(N_("Only this mesa."))]
MesasFilter = Annotated[
    Texts, MESA.option(N_("Only these mesas, or all with --except; may be repeated."))
]
ExceptOption = Annotated[Texts, EXCEPT.option()]
GroupsFilter = Annotated[Texts, GROUP.option(N_("Only these groups, by number; may be repeated."))]
StatesFilter = Annotated[
    Texts, STATE.option(N_("Only these states: Jal, Jalisco or MX-JAL; may be repeated."))
]
MesaArgument = Annotated[str, MESA.argument(N_("Its short name, its name or a part of it."))]
DateOption = Annotated[Text, DATE.option()]
YesOption = Annotated[bool, YES.option()]
LimitOption = Annotated[int | None, LIMIT.option(N_("Only so many: the latest."))]


def choosing_mesas(
    day: date, without: Sequence[str] | None, every: Sequence[str] | None = None
) -> Field[list[Slug]]:
    """Return the field of mesas that sit in a group on a day, or of `every` one, but `without`."""

    def parse(setting: Setting, text: str) -> list[Slug]:
        return choose_sitting(setting.project.groups, [text], without, day, every)

    return MESAS.but(parse=parse)


def join_names(texts: Sequence[str] | None) -> str | None:
    """Return names that were given one by one as one text, with commas between them."""
    return None if texts is None else ",".join(texts)
