"""`mcsj mesas add`, `edit`, `move` and `retire`: mesas that come, change and leave."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from mcsj_cli.commands.arguments import agree, choose_day, parse_field
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Setting, Text, Texts, complete
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
from mcsj_cli.commands.telling import tell_stored
from mcsj_cli.console import is_interactive, note
from mcsj_cli.errors import McsjError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.membership import Group, Groups, Mesa, Municipality
from mcsj_cli.model.states import State, find_state
from mcsj_cli.model.text import enumeration, slugify
from mcsj_cli.model.week import Week
from mcsj_cli.operations import mesas, siting
from mcsj_cli.questions import ask
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

MUNICIPALITY: Field[str] = Field(
    "municipality",
    N_(
        "A municipality: its name, «name, state» or INEGI's key, «all» for the whole state, or "
        "KEY=NAME,LATITUDE,LONGITUDE; may be repeated."
    ),
    N_("MUNICIPALITY"),
    question=N_("Municipality («all»: the whole state)"),
    example='"Zapopan, Jalisco"',
)
OTHER_TIMEZONE: Field[str] = Field(
    "other-timezone",
    N_("The zone of another clock of its own; may be repeated, empty for none."),
    N_("ZONE"),
)
ALIAS: Field[str] = Field(
    "alias",
    N_("Another name by which it is found; may be repeated, empty for none."),
    N_("NAME"),
)
NEW_GROUP = GROUP.but(example="5")
NEW_FROM = FROM.but(example="2020-05-04")
SLUG: Field[str] = Field("slug", N_("Its short name, if not made from the name."), N_("SLUG"))

ZoneOption = Annotated[
    Text, TIMEZONE.option(N_("Its time zone, if it is not that of its municipality or state."))
]
OtherZonesOption = Annotated[Texts, OTHER_TIMEZONE.option()]
AliasOption = Annotated[Texts, ALIAS.option()]
MunicipalityOption = Annotated[Texts, MUNICIPALITY.option()]


def add_mesa(
    name: Annotated[Text, NAME.argument()] = None,
    group: Annotated[Text, GROUP.option(N_("Its group, by number."))] = None,
    state: Annotated[Text, STATE.option()] = None,
    municipality: MunicipalityOption = None,
    timezone: ZoneOption = None,
    other_timezone: OtherZonesOption = None,
    alias: AliasOption = None,
    slug: Annotated[Text, SLUG.option()] = None,
    since: Annotated[
        Text, FROM.option(N_("Its first day; today, or tomorrow if the group has met."))
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    day = today(project)
    setting = Setting(project, day, day)
    answers = complete(setting, "mcsj mesas add", {NAME: name, GROUP: group})
    called = answers[NAME]
    chosen = project.groups.find_group(str(answers[GROUP]))
    mesas.refuse_namesake(project.groups, called, chosen, day)
    site = _choose_site(setting, called, municipality or [], find_state(state) if state else None)
    main = TIMEZONE.parse(setting, timezone) if timezone else site.timezones[0]
    others = [zone for zone in site.timezones[1:] if zone != main]
    first = _choose_first_day(project, chosen, since)
    _agree_to_past(first, day, yes=yes)
    mesa = Mesa(
        slug=parse_field(Slug, slug or slugify(called)),
        name=called,
        state=Line(site.state.abbreviation),
        timezone=main,
        municipalities=site.keys,
        other_timezones=_parse_zones(setting, other_timezone, others),
        aliases=_parse_aliases(alias or []),
        since=first,
    )
    after = mesas.add_mesa(project, chosen, mesa, site.described, day)
    _tell_mesa(project, after, mesa.slug)


def _choose_site(
    setting: Setting, name: str, texts: Sequence[str], state: State | None
) -> siting.Siting:
    """Find where a mesa is by what was given; at a keyboard, ask for its municipality."""
    groups = setting.project.groups
    if texts:
        return siting.site_municipalities(groups, texts, state)
    if not is_interactive():
        return siting.site_by_name(groups, name, state)
    answer = _ask_municipality(groups, name, state)
    if siting.is_whole_state(answer):
        chosen = state or find_state(STATE.ask(setting))
        return siting.site_state(chosen)
    return siting.site_municipalities(groups, [answer], state)


def _ask_municipality(groups: Groups, name: str, state: State | None) -> str:
    """Ask for a mesa's municipality, proposing the one that has its name, if only one has."""

    def check(text: str) -> str:
        if not siting.is_whole_state(text):
            siting.site_municipalities(groups, [text], state)
        return text

    try:
        found = siting.site_by_name(groups, name, state)
    except McsjError:
        return ask(_(MUNICIPALITY.question), check, explanation=MUNICIPALITY.explanation)
    proposed = siting.title_site(found) if found.keys else _("the whole state")
    return ask(_(MUNICIPALITY.question), check, proposed, explanation=MUNICIPALITY.explanation)


def _parse_zones(
    setting: Setting, texts: Sequence[str] | None, usual: Sequence[ZoneName]
) -> list[ZoneName]:
    """Return the zones that were given, each once, or else the usual ones."""
    if texts is None:
        return list(usual)
    return list(dict.fromkeys(TIMEZONE.parse(setting, text) for text in texts if text.strip()))


def _parse_aliases(texts: Sequence[str]) -> list[Line]:
    return list(dict.fromkeys(parse_field(Line, text) for text in texts if text.strip()))


def _tell_mesa(project: Project, groups: Groups, slug: str) -> None:
    """Tell where a mesa is and what its clocks are, as it is stored now, and what is odd in it."""
    mesa, group = groups.find_seat(slug)
    site = siting.describe_site(groups, mesa)
    state = find_state(mesa.state).short_name
    places = enumeration(site.places) or _("the whole state")
    parts = [f"{mesa.name}: {places}, {state}", group.name, ", ".join(mesa.timezones)]
    _tell_seat(project, slug, "; ".join([*parts, *mesa.aliases]))
    if site.other_zones:
        told = _("{state} has another clock too: {zones}. To note it: {command}")
        given = " ".join(f"--other-timezone {zone}" for zone in site.other_zones)
        command = spoken(f"mcsj mesas edit {mesa.slug} {given}")
        zones = ", ".join(site.other_zones)
        note(told.format(state=state, zones=zones, command=command))
    for other, place in siting.find_neighbours(groups, mesa):
        text = _(
            "Warning: {other} has the municipality {place} too. If one of the two is too many: "
            "mcsj mesas retire {slug}"
        )
        note(text.format(other=other, place=place, slug=mesa.slug))
    for fault in siting.find_oddities(groups, mesa):
        note(_("Warning: {message}").format(message=fault.message))
        note(f"    → {fault.advice}")


def edit_mesa(
    mesa: MesaArgument,
    name: Annotated[Text, NAME.option(N_("Its name."))] = None,
    state: Annotated[Text, STATE.option()] = None,
    municipality: MunicipalityOption = None,
    timezone: ZoneOption = None,
    other_timezone: OtherZonesOption = None,
    alias: AliasOption = None,
) -> None:
    project = open_project()
    day = today(project)
    if not (name or state or timezone or municipality) and other_timezone is None and alias is None:
        raise WrongUsageError(
            _("It is not said what to change."),
            as_in('mcsj mesas edit leon --name "…"'),
        )
    seat = project.groups.find_seat(mesa)
    setting = Setting(project, day, day)
    changes: dict[str, Any] = {}
    described: dict[str, Municipality] = {}
    if municipality or state:
        moved_to = find_state(state) if state else None
        site = siting.move_site(project.groups, seat.mesa, municipality or [], moved_to)
        changes, described = siting.list_changes(site), site.described
    if name:
        changes["name"] = parse_field(Line, name)
    if timezone:
        changes["timezone"] = TIMEZONE.parse(setting, timezone)
    if other_timezone is not None:
        changes["other_timezones"] = _parse_zones(setting, other_timezone, [])
    if alias is not None:
        changes["aliases"] = _parse_aliases(alias)
    after = mesas.edit_mesa(project, seat.mesa.slug, changes, described, day)
    _tell_mesa(project, after, seat.mesa.slug)


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
    found = project.groups.find_seat(mesa).mesa
    slug, name = found.slug, found.name
    setting, command = Setting(project, day, day), f"mcsj mesas move {slug}"
    number = complete(setting, command, {NEW_GROUP: group}, (NEW_GROUP, NEW_FROM))[NEW_GROUP]
    chosen = project.groups.find_group(str(number))
    first = _choose_first_day(project, chosen, since)
    _agree_to_past(first, day, yes=yes)
    mesas.move_mesa(project, slug, chosen, first, day)
    told = _("{name} sits in {group} from {day} on")
    _tell_seat(project, slug, told.format(name=name, group=chosen.name, day=long_date(first)))


def retire_mesa(
    mesa: MesaArgument,
    until: Annotated[Text, UNTIL.option(N_("Its last day; today, if left out."))] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found, group = project.groups.find_seat(mesa)
    day = today(project)
    last = choose_day(until, UNTIL.flag, day)
    question = _("{name} leaves the network after {day}.")
    agree(question.format(name=found.name, day=long_date(last)), yes=yes)
    mesas.retire_mesa(project, found.slug, last, day)
    told = _("{name} sits in its group until {day}")
    tell_stored(
        project,
        GROUPS,
        told.format(name=found.name, day=long_date(last)),
        _("If it returns: mcsj mesas move {mesa} --group {group}").format(
            mesa=found.slug, group=group.number
        ),
    )


def _tell_seat(project: Project, slug: str, told: str) -> None:
    following = _("All that is known of the mesa: mcsj mesas show {mesa}")
    tell_stored(project, GROUPS, told, following.format(mesa=slug))


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
