"""`mcsj groups schedule`: another weekly slot from a day on."""

import re
from typing import Annotated, Any, NamedTuple, TypeVar

from mcsj_cli.commands.arguments import (
    agree,
    agree_to_rewrite,
    choose_day,
    choose_hour,
    choose_value,
    list_labels,
    parse_field,
)
from mcsj_cli.commands.context import now, open_project
from mcsj_cli.commands.field import Field, Setting, Text, complete, require
from mcsj_cli.commands.fields import FROM, GROUP, LINK, MINUTES, TIMEZONE, YesOption
from mcsj_cli.commands.telling import tell_stored
from mcsj_cli.console import is_interactive, note
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.labels import label
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Url, WallTime
from mcsj_cli.model.membership import Group, Slot, Weekday
from mcsj_cli.operations import groups
from mcsj_cli.operations.groups import Rescheduling, SlotTerms
from mcsj_cli.questions import ask
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.vocabulary import as_in

T = TypeVar("T")


def _parse_weekday(_setting: Setting, text: str) -> Weekday:
    return Weekday(choose_value(text, [value.value for value in Weekday]) or "")


CONFIRM: Field[bool] = Field("confirm", N_("The group has agreed to it."))
TIME: Field[WallTime] = Field(
    "time",
    N_("The hour, such as 17:00."),
    N_("HOUR"),
    question=N_("Hour"),
    example="18:00",
    parse=lambda _setting, text: choose_hour(text),
)
WEEKDAY: Field[Weekday] = Field(
    "weekday",
    N_("The day of the week."),
    N_("WEEKDAY"),
    question=N_("Weekday"),
    example="tuesday",
    parse=_parse_weekday,
    choices=lambda _setting: list_labels(Weekday),
)


class _SlotOptions(NamedTuple):
    """The options that say how a slot is; None for each that was not given."""

    weekday: str | None
    time: str | None
    minutes: int | None
    link: str | None
    timezone: str | None


def schedule_group(
    group: Annotated[Text, GROUP.argument()] = None,
    weekday: Annotated[Text, WEEKDAY.option()] = None,
    time: Annotated[Text, TIME.option()] = None,
    since: Annotated[Text, FROM.option()] = None,
    minutes: Annotated[int | None, MINUTES.option()] = None,
    link: Annotated[Text, LINK.option()] = None,
    timezone: Annotated[
        Text, TIMEZONE.option(N_("The zone of that hour, such as America/Mexico_City."))
    ] = None,
    confirm: Annotated[bool, CONFIRM.option()] = False,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment = now(project)
    day = moment.date()
    given = _SlotOptions(weekday, time, minutes, link, timezone)
    found = _find_or_begin(Setting(project, day, day), group, given, yes=yes)
    setting = Setting(project, day, day)
    on = choose_day(since, FROM.flag, day)
    before = found.series_on(on)
    if before and is_interactive() and not (any(given) or since or confirm):
        given, since = _ask_slot(setting, before)
        on = choose_day(since, FROM.flag, day)
    _refuse_incomplete(found, before, given, since, confirm=confirm)
    first = before.since if before and not since else on
    terms = _choose_terms(Setting(project, day, on), before, given)
    slot = groups.plan_slot(before, terms, first, day, confirmed=confirm)
    after = roster.reschedule(project.groups, found.number, slot)
    agree_to_rewrite(project.groups, after, moment, yes=yes)
    done = groups.reschedule_group(project, found, slot, moment)
    _note_consequences(done)
    following = _("Its meetings from then on: mcsj meetings list --group {number}")
    told = _describe_slot(found, slot)
    tell_stored(project, GROUPS, told, following.format(number=found.number))


def _find_or_begin(setting: Setting, text: str | None, given: _SlotOptions, *, yes: bool) -> Group:
    """Find a group, or begin one of a new number, once a person has agreed to that.

    Raise NotFoundError for another name, or a new number whose weekday and hour nobody says.
    """
    groups = setting.project.groups
    new = str(max((group.number for group in groups.groups), default=0) + 1)
    number: Field[str] = Field(
        GROUP.name, GROUP.help, called=N_("the group"), question=GROUP.question, example=new
    )
    named = complete(
        setting, "mcsj groups schedule", {number: text}, (number, WEEKDAY, TIME, FROM)
    )[number]
    try:
        return groups.find_group(named)
    except NotFoundError:
        is_told = given.weekday and given.time
        if not re.fullmatch(r"[1-9]\d{0,4}", named.strip()) or not (is_told or is_interactive()):
            raise
    agree(_("There is no group {number} yet: this begins it.").format(number=named), yes=yes)
    return Group(number=int(named), series=[], mesas=[])


def _ask_slot(setting: Setting, before: Slot) -> tuple[_SlotOptions, str]:
    """Ask for another weekday and hour, where Enter keeps the present ones, and from which day."""
    weekday = _ask_kept(WEEKDAY, setting, label(before.weekday))
    time = _ask_kept(TIME, setting, before.time)
    since = ask(
        _("From which day on"),
        lambda text: str(choose_day(text, FROM.flag, setting.today)),
        str(setting.today),
        explanation=FROM.explanation,
    )
    return _SlotOptions(weekday, time, None, None, None), since


def _ask_kept(field: Field[Any], setting: Setting, usual: str) -> str:
    def check(text: str) -> str:
        field.parse(setting, text)
        return text

    choices = list(field.choices(setting)) if field.choices else []
    return ask(_(field.question), check, usual, explanation=field.explanation, choices=choices)


def _refuse_incomplete(
    group: Group, before: Slot | None, given: _SlotOptions, since: str | None, *, confirm: bool
) -> None:
    """Raise WrongUsageError if nothing is to change, or a first slot has no day and hour."""
    command = f"mcsj groups schedule {group.number}"
    if not confirm:
        needed: dict[Field[Any], object] = {
            FROM: since,
            WEEKDAY: given.weekday or before,
            TIME: given.time or before,
        }
        require(command, needed, (WEEKDAY, TIME, FROM))
    elif before is None and not (given.weekday and given.time):
        shown = " ".join(field.as_example for field in (WEEKDAY, TIME, FROM))
        raise WrongUsageError(
            _("{group} has no schedule yet.").format(group=group.name),
            as_in(f"{command} {shown}"),
        )
    if before and not any(given) and not confirm:
        raise WrongUsageError(
            _("It is not said what to change."),
            as_in("--weekday, --time"),
        )


def _choose_terms(setting: Setting, before: Slot | None, given: _SlotOptions) -> SlotTerms:
    """Return how the slot is to be: as given, or else as it was before, or else as answered."""
    zone = before.timezone if before else setting.project.network.timezone
    weekday = _choose(WEEKDAY, setting, given.weekday, before.weekday if before else None)
    time = _choose(TIME, setting, given.time, before.time if before else None)
    minutes, link = given.minutes, given.link
    if before:
        minutes = minutes or before.minutes
        link = before.link if link is None else link
    return SlotTerms(
        weekday,
        time,
        _choose(TIMEZONE, setting, given.timezone, zone),
        minutes or 60,
        parse_field(Url, link or ""),
    )


def _choose(field: Field[T], setting: Setting, text: str | None, usual: T | None) -> T:
    """Return what was given, or else the usual value, or else what a person answers."""
    if text:
        return field.parse(setting, text)
    if usual is not None:
        return usual
    return field.ask(setting)


def _describe_slot(group: Group, slot: Slot) -> str:
    text = _("{group}: {weekday} {time} h ({minutes} minutes), from {day} on; {status}")
    return text.format(
        group=group.name,
        weekday=label(slot.weekday),
        time=slot.time,
        minutes=slot.minutes,
        day=long_date(slot.since),
        status=label(slot.status),
    )


def _note_consequences(done: Rescheduling) -> None:
    """Name the lost weeks, the clashes, and the meetings whose guests are to be told."""
    for week in done.lost_weeks:
        note(_("Mind that there is no meeting in the week {week} now.").format(week=week))
    for one, other in done.clashes:
        text = _("Mind that {one} and {other} now meet at the same time: {day}, {hour} h.")
        day, hour = long_date(other.start.date()), f"{other.start:%H:%M}"
        note(text.format(one=one.name, other=other.name, day=day, hour=hour))
    for uid in done.invited:
        text = _("Those who were invited by e-mail are told with: mcsj meetings invite {uid}")
        note(text.format(uid=uid))
