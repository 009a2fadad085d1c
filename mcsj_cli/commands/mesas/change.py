"""`mcsj mesas add`, `edit`, `move` and `retire`: mesas that come, change and leave."""

from datetime import date
from typing import Annotated, Any

from mcsj_cli.commands.arguments import agree, choose_day, parse_field
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Setting, Text, Texts, complete, require
from mcsj_cli.commands.fields import (
    FROM,
    GROUP,
    NAME,
    STATE,
    TIMEZONE,
    UNTIL,
    MesaArgument,
    YesOption,
)
from mcsj_cli.console import ask, say
from mcsj_cli.errors import UnkeepableError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.network import Group, Mesa, Municipality
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import slugify
from mcsj_cli.model.week import Week
from mcsj_cli.operations import mesas
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project

MUNICIPALITY: Field[str] = Field(
    "municipality",
    N_(
        "INEGI's code of a municipality, described if it is new:"
        " CODE=NAME,LATITUDE,LONGITUDE; may be repeated."
    ),
    N_("CODE"),
)
NEW_GROUP = GROUP.but(example="5")
NEW_FROM = FROM.but(example="2020-05-04")
SLUG: Field[str] = Field("slug", N_("Its short name, if not made from the name."), N_("SLUG"))

ZoneOption = Annotated[Text, TIMEZONE.option(N_("Its time zone, such as America/Monterrey."))]
MunicipalityOption = Annotated[Texts, MUNICIPALITY.option()]


def add_mesa(
    name: Annotated[Text, NAME.argument()] = None,
    group: Annotated[Text, GROUP.option(N_("Its group, by number."))] = None,
    state: Annotated[Text, STATE.option()] = None,
    timezone: ZoneOption = None,
    slug: Annotated[Text, SLUG.option()] = None,
    municipality: MunicipalityOption = None,
    since: Annotated[
        Text, FROM.option(N_("Its first day; today, or tomorrow if the group has met."))
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    day = today(project)
    command = "mcsj mesas add"
    given = {NAME: name, GROUP: group, STATE: state}
    require(command, {**given, TIMEZONE: timezone})
    answers = complete(Setting(project, day, day), command, given)
    called, where = answers[NAME], answers[STATE]
    chosen = project.groups.find_group(str(answers[GROUP]))
    zone = timezone or _ask_zone(project, where)
    codes, described = _parse_municipalities(municipality or [])
    first = _choose_first_day(project, chosen, since)
    _agree_to_past(first, day, yes=yes)
    mesa = Mesa(
        slug=parse_field(Slug, slug or slugify(called)),
        name=called,
        state=Line(where),
        timezone=parse_field(ZoneName, zone),
        municipalities=codes,
        since=first,
    )
    mesas.add_mesa(project, chosen, mesa, described, day)
    say(str(project.root / GROUPS))


def _ask_zone(project: Project, state: str) -> str:
    """Ask for a time zone, proposing that of the state's mesas, or else the network's."""
    own = (seat.mesa.timezone for seat in project.groups.seats if seat.mesa.state == state)
    usual = next(own, project.network.timezone)
    return ask(_("Time zone"), lambda text: parse_field(ZoneName, text), usual)


def edit_mesa(
    mesa: MesaArgument,
    name: Annotated[Text, NAME.option(N_("Its name."))] = None,
    state: Annotated[Text, STATE.option()] = None,
    timezone: ZoneOption = None,
    municipality: MunicipalityOption = None,
) -> None:
    project = open_project()
    if not (name or state or timezone or municipality):
        raise WrongUsageError(
            _("It is not said what to change."),
            _("As in: {example}").format(example='mcsj mesas edit leon --name "…"'),
        )
    slug = project.groups.find_seat(mesa).mesa.slug
    codes, described = _parse_municipalities(municipality or [])
    changes: dict[str, Any] = {}
    if name:
        changes["name"] = parse_field(Line, name)
    if state:
        changes["state"] = Line(find_state(state).abbreviation)
    if timezone:
        changes["timezone"] = parse_field(ZoneName, timezone)
    if codes:
        changes["municipalities"] = codes
    mesas.edit_mesa(project, slug, changes, described, today(project))
    say(str(project.root / GROUPS))


def move_mesa(
    mesa: MesaArgument,
    group: Annotated[Text, NEW_GROUP.option(N_("The new group, by number."))] = None,
    since: Annotated[
        Text, NEW_FROM.option(N_("Its first day there; today, or tomorrow if the group has met."))
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    day = today(project)
    slug = project.groups.find_seat(mesa).mesa.slug
    setting, command = Setting(project, day, day), f"mcsj mesas move {slug}"
    number = complete(setting, command, {NEW_GROUP: group}, (NEW_GROUP, NEW_FROM))[NEW_GROUP]
    chosen = project.groups.find_group(str(number))
    first = _choose_first_day(project, chosen, since)
    _agree_to_past(first, day, yes=yes)
    mesas.move_mesa(project, slug, chosen, first, day)
    say(str(project.root / GROUPS))


def retire_mesa(
    mesa: MesaArgument,
    until: Annotated[Text, UNTIL.option(N_("Its last day; today, if left out."))] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = project.groups.find_seat(mesa).mesa
    day = today(project)
    last = choose_day(until, UNTIL.flag, day)
    question = _("{name} leaves the network after {day}.")
    agree(question.format(name=found.name, day=long_date(last)), yes=yes)
    mesas.retire_mesa(project, found.slug, last, day)
    say(str(project.root / GROUPS))


def _agree_to_past(first: date, day: date, *, yes: bool) -> None:
    """Ask before a mesa changes its group in past weeks; raise WrongUsageError."""
    if first < Week.of(day).monday:
        question = _("From {day} on, weeks that are over change too.")
        agree(question.format(day=long_date(first)), yes=yes)


def _choose_first_day(project: Project, group: Group, text: str | None) -> date:
    """Return the day that was given, or else the first on which a mesa can join a group."""
    moment = now(project)
    if text:
        return choose_day(text, FROM.flag, moment.date())
    return mesas.find_first_day(group, moment)


def _parse_municipalities(texts: list[str]) -> tuple[list[Line], dict[str, Municipality]]:
    """Return the codes, and the municipalities that come with a description, by code."""
    codes, described = [], {}
    for text in texts:
        try:
            code, municipality = roster.parse_municipality(text)
        except ValueError as error:
            raise UnkeepableError(error) from error
        codes.append(code)
        if municipality:
            described[str(code)] = municipality
    return codes, described
