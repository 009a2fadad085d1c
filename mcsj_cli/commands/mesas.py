"""`mcsj mesas`: the mesas, their states and municipalities."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.arguments import agree, choose_day, choose_state, parse_field, require
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import (
    ALL,
    FROM,
    GROUP,
    MESA,
    NAME,
    STATE,
    TIMEZONE,
    UNTIL,
    Format,
    GroupOption,
    StateOption,
    YesOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, ask, say, show_item, show_list, warn_unread
from mcsj_cli.errors import InvalidValueError, UnkeepableError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Slug, ZoneName
from mcsj_cli.model.network import Groups, Mesa, Municipality, Seat
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import slugify
from mcsj_cli.model.week import Week
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project

MUNICIPALITY: Field[str] = Field(
    "municipality",
    N_(
        "INEGI's code of a municipality, described if it is new: CODE=NAME,LATITUDE,LONGITUDE; may be repeated."
    ),
    N_("CODE"),
)
SLUG: Field[str] = Field("slug", N_("Its short name, if not made from the name."), N_("SLUG"))

MesaArgument = Annotated[
    str,
    MESA.argument(N_("Its short name, its name or a part of it.")),
]
ZoneOption = Annotated[
    Text,
    TIMEZONE.option(N_("Its time zone, such as America/Monterrey.")),
]
MunicipalityOption = Annotated[
    list[str] | None,
    MUNICIPALITY.option(),
]


def list_mesas(
    group: GroupOption = None,
    state: StateOption = None,
    every: Annotated[bool, ALL.option(N_("Also those that have left, or are to come."))] = False,
    form: Format = None,
) -> None:
    project = open_project()
    groups = project.groups
    # Only a network in which mesas came and went asks which day it is, which is slow to find out.
    seats = groups.seats if every or groups.is_settled else groups.seats_on(today(project))
    number = groups.find_group(group).number if group else None
    wanted = choose_state(state)
    items = [
        _describe(groups, seat)
        for seat in seats
        if number in (None, seat.group.number)
        and (wanted is None or find_state(seat.mesa.state).abbreviation == wanted)
    ]
    columns = [
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("State"), lambda item: item["state"]),
        Column(_("Group"), lambda item: item["group"], "right"),
        Column(
            _("Municipalities"), lambda item: item["municipality_names"] or label(item["scope"])
        ),
        Column(_("Time zone"), lambda item: item["timezone"]),
    ]
    if not groups.is_settled:
        columns.append(Column(_("Time"), lambda item: _tell_time(item["from"], item["until"])))
    show_list(items, columns, form, _("No mesa is like that."))


def show_mesa(
    mesa: MesaArgument,
    form: Format = None,
) -> None:
    from mcsj_cli.model.kinds import FOLLOWUPS, PRACTICES  # the list does without
    from mcsj_cli.model.schedule import next_of_mesa
    from mcsj_cli.model.selection import Selection
    from mcsj_cli.operations.reading import read_meetings_between, read_open_actions

    project = open_project()
    day = today(project)
    seat = project.groups.seat_on(project.groups.find_seat(mesa).mesa.slug, day)
    reading = read_meetings_between(project, day)
    warn_unread(reading.problems)
    upcoming = next_of_mesa(project.groups, seat.mesa.slug, day, reading.records)
    start = upcoming.local_start(seat.mesa) if upcoming else None
    own = {"mesa": str(seat.mesa.slug)}
    contacts = project.select(Selection(FOLLOWUPS, facets=own, limit=1)).entries
    actions = read_open_actions(project, [seat.mesa.slug]).entries
    practices = project.select(Selection(PRACTICES, facets=own)).entries
    item = _describe(project.groups, seat) | {
        "next": start.isoformat() if start else None,
        "followups": [entry.uid for entry in contacts],
        "actions": [entry.uid for entry in actions],
        "practices": [entry.uid for entry in practices],
    }
    fields = [
        (_("Mesa"), seat.mesa.name),
        (_("Short name"), seat.mesa.slug),
        (_("Group"), seat.group.name),
        (_("State"), find_state(seat.mesa.state).name),
        (_("Scope"), label(seat.mesa.scope)),
        (_("Municipalities"), project.groups.municipality_names(seat.mesa)),
        (_("Time zone"), seat.mesa.timezones),
        (_("Time"), _tell_time(item["from"], item["until"])),
        (_("Next meeting"), f"{long_date(start.date())}, {start:%H:%M} h" if start else ""),
        *(
            (
                _("Last contact"),
                f"{one.record.day}, {label(one.record.stage)}: {one.record.summary}",
            )
            for one in contacts
        ),
        *((_("Open action"), f"{one.record.due}  {one.record.title}") for one in actions),
        *((_("Practice"), one.record.title) for one in practices),
    ]
    show_item(item, fields, form)


def _describe(groups: Groups, seat: Seat) -> dict[str, Any]:
    return {
        "slug": seat.mesa.slug,
        "name": seat.mesa.name,
        "state": seat.mesa.state,
        "group": seat.group.number,
        "scope": seat.mesa.scope,
        "timezone": seat.mesa.timezone,
        "other_timezones": seat.mesa.other_timezones,
        "municipalities": seat.mesa.municipalities,
        "municipality_names": groups.municipality_names(seat.mesa),
        "from": str(seat.mesa.since) if seat.mesa.since else None,
        "until": str(seat.mesa.until) if seat.mesa.until else None,
    }


def _tell_time(first: str | None, last: str | None) -> str:
    told = [_("from {day}").format(day=first)] if first else []
    return ", ".join([*told, *([_("until {day}").format(day=last)] if last else [])])


def add_mesa(
    name: Annotated[Text, NAME.argument()] = None,
    group: Annotated[
        Text,
        GROUP.option(N_("Its group, by number.")),
    ] = None,
    state: Annotated[Text, STATE.option()] = None,
    timezone: ZoneOption = None,
    slug: Annotated[Text, SLUG.option()] = None,
    municipality: MunicipalityOption = None,
    since: Annotated[
        Text,
        FROM.option(N_("Its first day; today, or tomorrow if the group has met.")),
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    groups = project.groups
    required = {_("the name"): name, "--group": group, "--state": state, "--timezone": timezone}
    require(
        required, 'mcsj mesas add "Zapopan" --group 4 --state Jal --timezone America/Mexico_City'
    )
    called = parse_field(Line, name or ask(_("Name"), lambda text: parse_field(Line, text)))
    number = groups.find_group(
        group or ask(_("Group"), lambda text: str(groups.find_group(text).number))
    ).number
    where = find_state(
        state or ask(_("State"), lambda text: find_state(text).abbreviation)
    ).abbreviation
    usual = next(
        (str(seat.mesa.timezone) for seat in groups.seats if seat.mesa.state == where), None
    )
    zone = timezone or ask(
        _("Time zone"), lambda text: parse_field(ZoneName, text), usual or project.network.timezone
    )
    codes, described = _read_municipalities(municipality or [])
    day, first = today(project), _first_day(project, number, since)
    _agree_to_past(first, day, yes=yes)
    mesa = Mesa(
        slug=parse_field(Slug, slug or slugify(called)),
        name=called,
        state=Line(where),
        timezone=parse_field(ZoneName, zone),
        municipalities=codes,
        since=first,
    )
    _change(
        project,
        "mesas: add",
        mesa.name,
        lambda groups: roster.add_mesa(groups, number, mesa, described, day),
    )


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
    codes, described = _read_municipalities(municipality or [])

    def correct(one: Mesa) -> Mesa:
        return msgspec.structs.replace(
            one,
            name=parse_field(Line, name) if name else one.name,
            state=Line(find_state(state).abbreviation) if state else one.state,
            timezone=parse_field(ZoneName, timezone) if timezone else one.timezone,
            municipalities=codes or one.municipalities,
        )

    day = today(project)
    _change(
        project,
        "mesas: edit",
        slug,
        lambda one: roster.edit_mesa(roster.describe(one, described), slug, day, correct),
    )


def move_mesa(
    mesa: MesaArgument,
    group: Annotated[
        Text,
        GROUP.option(N_("The new group, by number.")),
    ] = None,
    since: Annotated[
        Text,
        FROM.option(N_("Its first day there; today, or tomorrow if the group has met.")),
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    groups = project.groups
    slug = groups.find_seat(mesa).mesa.slug
    require({"--group": group}, f"mcsj mesas move {slug} --group 5 --from 2020-05-04")
    number = groups.find_group(
        group or ask(_("Group"), lambda text: str(groups.find_group(text).number))
    ).number
    day, first = today(project), _first_day(project, number, since)
    _agree_to_past(first, day, yes=yes)
    _change(
        project,
        "mesas: move",
        slug,
        lambda one: roster.move_mesa(one, one.find_seat(slug), number, first, day),
    )


def retire_mesa(
    mesa: MesaArgument,
    until: Annotated[
        Text,
        UNTIL.option(N_("Its last day; today, if left out.")),
    ] = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found = project.groups.find_seat(mesa).mesa
    day = today(project)
    last = choose_day(until, "--until", day)
    agree(
        _("{name} leaves the network after {day}.").format(name=found.name, day=long_date(last)),
        yes=yes,
    )
    slug = found.slug
    _change(
        project,
        "mesas: retire",
        slug,
        lambda one: roster.retire_mesa(one, one.find_seat(slug), last, day),
    )


def _agree_to_past(first: date, day: date, *, yes: bool) -> None:
    """Ask before a mesa sits, or no longer sits, in a group in weeks that are over; raise WrongUsageError."""
    if first < Week.of(day).monday:
        agree(
            _("From {day} on, weeks that are over change too.").format(day=long_date(first)),
            yes=yes,
        )


def _first_day(project: Project, number: int, text: str | None) -> date:
    """Give a mesa's first day in a group: today, or tomorrow where the group has begun to meet today."""
    from mcsj_cli.model.schedule import occurrences  # only for changes

    moment = now(project)
    day = moment.date()
    group = project.groups.find_group(str(number))
    begun = any(o.start <= moment for o in occurrences(group, day, day, {}))
    return choose_day(text, "--from", day) if text or not begun else day + timedelta(days=1)


def _read_municipalities(texts: list[str]) -> tuple[list[Line], dict[str, Municipality]]:
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


def _change(project: Project, deed: str, what: str, make: Callable[[Groups], Groups]) -> None:
    """Change groups.yaml as it is now, refusing what would break a rule, and print its path."""
    from mcsj_cli.operations.schedule_change import put_groups  # databases only for changes

    with project.changing(commit_subject(deed, what)) as change:
        current = change.load_known(GROUPS, Groups)
        changed = make(current)
        unknown = [
            code
            for seat in changed.seats
            for code in seat.mesa.municipalities
            if code not in changed.municipalities
        ]
        if unknown:
            raise InvalidValueError(
                _("The municipality {code} is not described in data/groups.yaml.").format(
                    code=unknown[0]
                ),
                _(
                    "Describe it in the same step: --municipality {code}=NAME,LATITUDE,LONGITUDE"
                ).format(code=unknown[0]),
            )
        put_groups(project, change, current, changed)
    say(str(project.root / GROUPS))
