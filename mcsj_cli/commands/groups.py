"""`mcsj groups`: the working groups and their weekly hour."""

from datetime import date
from typing import Annotated, Any, NamedTuple

import msgspec

from mcsj_cli.commands.arguments import (
    agree_to_rewrite,
    choose_day,
    choose_state,
    choose_value,
    parse_field,
    require,
)
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import (
    FROM,
    GROUP,
    LINK,
    MINUTES,
    STATUS,
    TIMEZONE,
    Format,
    StateOption,
    YesOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, ask, note, say, show_item, show_list, warn_unread
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Url, WallTime, ZoneName
from mcsj_cli.model.network import Group, Groups, Mesa, Slot, Weekday
from mcsj_cli.model.states import find_state
from mcsj_cli.model.week import Week
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project

CONFIRM: Field[bool] = Field("confirm", N_("The group has agreed to it."))
TIME: Field[str] = Field("time", N_("The hour, such as 17:00."), N_("HOUR"))
WEEKDAY: Field[str] = Field("weekday", N_("The day of the week."), N_("WEEKDAY"))


def list_groups(
    state: StateOption = None,
    status: Annotated[
        Text,
        STATUS.option(N_("Only these: tentative or confirmed.")),
    ] = None,
    form: Format = None,
) -> None:
    project = open_project()
    wanted, schedule = choose_state(state), choose_value(status, ("tentative", "confirmed"))
    groups = project.groups
    # Only a schedule that has changed asks which day it is, and in which zone, which is slow to find out.
    plain = groups.is_settled and all(len(group.series) < 2 for group in groups.groups)
    day = date.max if plain else today(project)
    chosen = [
        group
        for group in groups.groups
        if wanted is None
        or any(find_state(mesa.state).abbreviation == wanted for mesa in group.mesas_on(day))
    ]
    names = {mesa.slug: mesa.name for group in groups.groups for mesa in group.mesas}
    columns = [
        Column(_("No."), lambda item: item["number"], "right"),
        Column(_("Group"), lambda item: item["name"]),
        Column(_("Day"), lambda item: label(item["weekday"])),
        Column(_("Hour"), lambda item: item["time"]),
        Column(_("Schedule"), lambda item: label(item["status"])),
        Column(_("Mesas"), lambda item: [names[slug] for slug in item["mesas"]]),
    ]
    items = [
        item
        for item in (_describe(group, day) for group in chosen)
        if schedule in (None, item["status"])
    ]
    show_list(items, columns, form, _("No group is like that."))


def show_group(
    group: Annotated[str, GROUP.argument()],
    form: Format = None,
) -> None:
    from mcsj_cli.model.schedule import next_occurrence  # the list does without
    from mcsj_cli.operations.reading import read_meetings_between

    project = open_project()
    found, day = project.groups.find_group(group), today(project)
    reading = read_meetings_between(project, day)
    warn_unread(reading.problems)
    upcoming = next_occurrence(found, day, reading.records)
    item = _describe(found, day) | {
        "coordinator": found.coordinator,
        "next": upcoming.start.isoformat() if upcoming else None,
    }
    fields: list[tuple[str, object]] = [
        (_("Group"), found.name),
        (_("Coordinator"), found.coordinator),
    ]
    for series in found.series:
        fields.append((_("From {day}").format(day=series.since), _schedule_line(series)))
    if upcoming:
        hour = f"{upcoming.start:%H:%M}"
        fields.append((_("Next meeting"), f"{long_date(upcoming.start.date())}, {hour} h"))
    fields += [(mesa.name, _mesa_line(project.groups, mesa)) for mesa in found.mesas_on(day)]
    show_item(item, fields, form)


def _schedule_line(series: Slot) -> str:
    return _("{weekday} {time} h ({zone}), {minutes} minutes, {status}").format(
        weekday=label(series.weekday),
        time=series.time,
        zone=series.timezone,
        minutes=series.minutes,
        status=label(series.status),
    )


def _mesa_line(groups: Groups, mesa: Mesa) -> str:
    names = ", ".join(groups.municipality_names(mesa)) or label(mesa.scope)
    return f"{names}, {find_state(mesa.state).name} · {', '.join(mesa.timezones)}"


def _describe(group: Group, day: date) -> dict[str, Any]:
    series = group.series_on(day)
    return {
        "number": group.number,
        "name": group.name,
        "weekday": series.weekday.value if series else "",
        "time": series.time if series else "",
        "timezone": series.timezone if series else "",
        "status": series.status if series else "",
        "minutes": series.minutes if series else 0,
        "mesas": [mesa.slug for mesa in group.mesas_on(day)],
    }


class _Asked(NamedTuple):
    """What a person wants of a slot; what they do not say is None."""

    weekday: str | None
    time: str | None
    minutes: int | None
    link: str | None
    timezone: str | None


def schedule_group(
    group: Annotated[str, GROUP.argument()],
    weekday: Annotated[Text, WEEKDAY.option()] = None,
    time: Annotated[Text, TIME.option()] = None,
    since: Annotated[Text, FROM.option()] = None,
    minutes: Annotated[int | None, MINUTES.option()] = None,
    link: Annotated[Text, LINK.option()] = None,
    timezone: Annotated[
        Text,
        TIMEZONE.option(N_("The zone of that hour, such as America/Mexico_City.")),
    ] = None,
    confirm: Annotated[bool, CONFIRM.option()] = False,
    yes: YesOption = False,
) -> None:
    project = open_project()
    found, day = project.groups.find_group(group), today(project)
    before = found.series_on(choose_day(since, "--from", day))
    asked = _Asked(weekday, time, minutes, link, timezone)
    _check_asked(found, before, asked, since, confirm=confirm)
    first = choose_day(since, "--from", day) if since or before is None else before.since
    slot = _make_slot(project, before, asked, first).after(before, "confirmed" if confirm else None)
    same = before and {
        "since": before.since,
        "sequence": before.sequence,
        "updated": before.updated,
    }
    if same and msgspec.structs.replace(slot, **same) == before:
        raise WrongUsageError(_("The schedule says so already."), _("Nothing was written."))
    agree_to_rewrite(
        project.groups, roster.reschedule(project.groups, found.number, slot), now(project), yes=yes
    )
    _write_slot(project, found, slot)


def _check_asked(
    group: Group, before: Slot | None, asked: _Asked, since: str | None, *, confirm: bool
) -> None:
    """Refuse to go on without anything to change, or without what a first slot needs; raise WrongUsageError."""
    example = (
        f"mcsj groups schedule {group.number} --weekday tuesday --time 18:00 --from 2020-06-01"
    )
    if not confirm:
        missing = {
            "--from": since,
            "--weekday": asked.weekday or (before and before.weekday),
            "--time": asked.time or (before and before.time),
        }
        require(missing, example)
    elif before is None and not (asked.weekday and asked.time):
        raise WrongUsageError(
            _("{group} has no schedule yet.").format(group=group.name),
            _("As in: {example}").format(example=example),
        )
    if not any(asked) and not confirm:
        raise WrongUsageError(
            _("It is not said what to change."),
            _("As in: {example}").format(example="--weekday, --time"),
        )


def _make_slot(project: Project, before: Slot | None, asked: _Asked, first: date) -> Slot:
    """Make a slot of what is asked for, of the one before it, and of what a person answers."""
    known = [value.value for value in Weekday]
    on = asked.weekday or (
        before.weekday.value
        if before
        else ask(_("Weekday"), lambda text: choose_value(text, known) or "")
    )
    hour = asked.time or (
        before.time if before else ask(_("Hour"), lambda text: parse_field(WallTime, text))
    )
    zone = asked.timezone or (before.timezone if before else project.network.timezone)
    link = asked.link if asked.link is not None else before.link if before else ""
    return Slot(
        since=first,
        weekday=Weekday(choose_value(on, known) or ""),
        time=parse_field(WallTime, hour),
        timezone=parse_field(ZoneName, zone),
        minutes=asked.minutes or (before.minutes if before else 60),
        link=parse_field(Url, link),
        sequence=before.sequence if before and before.since == first else 0,
        updated=today(project),
    )


def _write_slot(project: Project, group: Group, slot: Slot) -> None:
    """Write a slot down, and tell what comes of it."""
    from mcsj_cli.operations.schedule_change import (
        find_invited,
        put_groups,
    )  # databases only for changes

    with project.changing(commit_subject("groups: schedule", group.name)) as change:
        current = change.load_known(GROUPS, Groups)
        changed = roster.reschedule(current, group.number, slot)
        put_groups(project, change, current, changed)
    say(str(project.root / GROUPS))
    _warn_of_gap(current, changed, group.number, slot.since)
    _warn_of_clashes(changed, group.number, max(slot.since, today(project)))
    for uid in find_invited(project, current, changed, now(project)):
        note(
            _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}").format(
                uid=uid
            )
        )


def _warn_of_gap(before: Groups, after: Groups, number: int, first: date) -> None:
    """Tell of a week around a change that loses its meeting."""
    from mcsj_cli.model.schedule import occurrences  # only after a change

    for week in (Week.of(first), Week.of(first).shift(1)):
        old, new = (
            [
                o
                for group in one.groups
                if group.number == number
                for o in occurrences(group, week.monday, week.sunday, {})
            ]
            for one in (before, after)
        )
        if old and not new:
            note(_("Mind that there is no meeting in the week {week} now.").format(week=week))


def _warn_of_clashes(groups: Groups, number: int, day: date) -> None:
    """Tell of the groups whose next meeting is at the same time."""
    from mcsj_cli.model.schedule import find_clashes, gather  # only after a change

    week = Week.of(day).shift(1)
    for one, other in find_clashes(gather(groups.groups, week.monday, week.sunday, {})):
        if number in (one.group.number, other.group.number):
            note(
                _("Mind that {one} and {other} now meet at the same time: {day}, {hour} h.").format(
                    one=one.name,
                    other=other.name,
                    day=long_date(other.start.date()),
                    hour=f"{other.start:%H:%M}",
                )
            )
