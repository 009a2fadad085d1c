"""`mcsj followups`: the contacts with each mesa, and how far they have brought it."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.arguments import (
    agree_to_start,
    choose_day,
    choose_days,
    choose_moment,
    choose_past_day,
    choose_value,
    parse_field,
    require,
)
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import (
    MESA,
    SUMMARY,
    DateOption,
    Format,
    FromOption,
    GroupOption,
    LimitOption,
    MesaOption,
    ToOption,
    WeekOption,
    YesOption,
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import Column, Item, ask, note, say, show_bars, show_list, warn_unread
from mcsj_cli.errors import ExistsError
from mcsj_cli.i18n import N_, _, long_date, ngettext, short_date
from mcsj_cli.labels import label
from mcsj_cli.model.fields import Line, Phrase, Prose
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.kinds import FOLLOWUPS, MEETINGS, describe
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.model.network import Mesa
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.reading import read_last_followups, read_last_presence
from mcsj_cli.store.change import Change
from mcsj_cli.store.project import Project
from mcsj_cli.work.funnel import MesaStage, build_stages, count_stages

CHANNEL: Field[str] = Field(
    "channel", N_("By what: call, whatsapp, e-mail, video, visit."), N_("CHANNEL")
)
MEETING_AT: Field[str] = Field(
    "meeting-at",
    N_("Make the meeting with the mesa too: '2020-04-21 11:00', on the mesa's clock."),
    N_("MOMENT"),
)
NEXT_ON: Field[str] = Field("next-on", N_("On which day."), N_("DAY"))
NEXT_STEP: Field[str] = Field("next-step", N_("What comes next."), N_("STEP"))
STAGE: Field[str] = Field(
    "stage",
    N_("How far it has come: contacted, explained, meeting-set, actions-agreed, following."),
    N_("STAGE"),
)

_EXAMPLE = 'mcsj followups add --mesa leon --channel call --stage contacted --summary "…"'


def add_followup(
    mesa: Annotated[Text, MESA.option()] = None,
    channel: Annotated[Text, CHANNEL.option()] = None,
    stage: Annotated[Text, STAGE.option()] = None,
    summary: Annotated[
        Text,
        SUMMARY.option(N_("What was talked about.")),
    ] = None,
    step: Annotated[Text, NEXT_STEP.option()] = None,
    step_on: Annotated[Text, NEXT_ON.option()] = None,
    meeting_at: Annotated[Text, MEETING_AT.option()] = None,
    day: DateOption = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    day_now = today(project)
    on = choose_past_day(day, "--date", day_now)
    groups = project.groups
    require(
        {"--mesa": mesa, "--channel": channel, "--stage": stage, "--summary": summary}, _EXAMPLE
    )
    name = mesa or ask(_("Mesa"), lambda text: groups.find_sitting(text, on).mesa.slug)
    who = groups.find_sitting(name, on).mesa
    way = channel or ask(
        f"{_('Channel')} ({_list(Channel)})", lambda text: choose_value(text, Channel) or ""
    )
    reached = stage or ask(
        f"{_('Stage')} ({_list(Stage)})", lambda text: choose_value(text, Stage) or ""
    )
    said = summary or ask(_("What was talked about"), lambda text: parse_field(Line, text))
    asked = None in (mesa, channel, stage, summary)
    if asked and step is None:
        step = ask(_("Next step (Enter to leave it out)"), str, "")
        if step and step_on is None:
            step_on = (
                ask(
                    _("On which day (Enter to leave it out)"),
                    lambda text: _check_day(text, day_now),
                    "",
                )
                or None
            )
    if asked and meeting_at is None and choose_value(reached, Stage) == Stage.MEETING_SET:
        question = _("Day and hour of the meeting (Enter to leave it out)")
        meeting_at = ask(question, lambda text: _check_moment(text, day_now), "") or None
    session = (
        _plan(project, who, choose_moment(meeting_at, day_now), yes=yes) if meeting_at else None
    )
    record = Followup(
        mesa=who.slug,
        day=on,
        channel=Channel(choose_value(way, Channel) or ""),
        stage=Stage(choose_value(reached, Stage) or ""),
        summary=Prose(parse_field(Line, said)),
        next_step=parse_field(Phrase, step or ""),
        next_on=choose_day(step_on, "--next-on", day_now) if step_on else None,
        meeting=Phrase(session.uid if session else ""),
    )
    with project.changing(commit_subject("followups: add", who.name)) as change:
        entry = change.add(FOLLOWUPS, record)
        if session:
            _set(change, session)
    say(str(project.root / entry.file))
    if session:
        note(
            _("The meeting is {uid}. Announce it with: mcsj meetings announce {uid}").format(
                uid=session.uid
            )
        )


def _list(values: type[Channel] | type[Stage]) -> str:
    return ", ".join(label(value.value) for value in values)


def _check_day(text: str, day: date) -> str:
    return str(choose_day(text, "--next-on", day)) if text else ""


def _check_moment(text: str, day: date) -> str:
    return f"{choose_moment(text, day):%Y-%m-%d %H:%M}" if text else ""


def _plan(project: Project, mesa: Mesa, start: datetime, *, yes: bool) -> Meeting:
    moment = now(project)
    agree_to_start(start.replace(tzinfo=mesa.timezone.zone), moment, yes=yes)
    purpose = _("First meeting: what the mesa will do.")
    return plan_session(mesa.slug, start, mesa.timezone, moment.date(), purpose=purpose)


def _set(change: Change, session: Meeting) -> None:
    """Make a meeting, unless it is there as it was meant; raise ExistsError if it is there otherwise."""
    known = change.load(MEETINGS.path(session.uid), Meeting)
    if known is None:
        change.add(MEETINGS, session)
    elif known.status == "cancelled" or (known.start or known.planned) != session.planned:
        raise ExistsError(
            _("There is a meeting {uid} already, at another time or cancelled.").format(
                uid=session.uid
            ),
            _("Nothing was written. To change it: mcsj meetings move {uid}").format(
                uid=session.uid
            ),
        )


def list_followups(
    mesa: MesaOption = None,
    stage: Annotated[
        Text,
        STAGE.option(N_("Only those that reached this stage.")),
    ] = None,
    channel: Annotated[
        Text,
        CHANNEL.option(N_("Only those by this channel.")),
    ] = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: LimitOption = None,
    form: Format = None,
) -> None:
    project = open_project()
    begins, ends = choose_days(week, first, last, today(project))
    facets = {
        "mesa": project.groups.find_seat(mesa).mesa.slug if mesa else None,
        "stage": choose_value(stage, Stage),
        "channel": choose_value(channel, Channel),
    }
    chosen = {field: value for field, value in facets.items() if value}
    reading = project.select(
        Selection(FOLLOWUPS, first=begins, last=ends, facets=chosen, limit=limit)
    )
    names = {seat.mesa.slug: seat.mesa.name for seat in project.groups.seats}
    columns = [
        Column(_("Day"), lambda item: item["date"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Channel"), lambda item: label(item["channel"])),
        Column(_("Stage"), lambda item: label(item["stage"])),
        Column(_("Summary"), lambda item: item["summary"]),
        Column(_("Next step"), lambda item: _step(item["next_step"], item["next_on"])),
    ]
    show_list(
        [describe(entry) for entry in reading.entries], columns, form, _("No contact is like that.")
    )
    warn_unread(reading.problems)


def show_funnel(group: GroupOption = None, form: Format = None) -> None:
    project = open_project()
    day = today(project)
    followups = read_last_followups(project, day)
    meetings = read_last_presence(project, day)
    thresholds = project.network.thresholds
    number = project.groups.find_group(group).number if group else None
    stages = [
        stage
        for stage in build_stages(
            project.groups, followups.entries, meetings.records, day, thresholds.quiet_days
        )
        if number in (None, stage.group)
    ]
    if form is None:
        show_bars([(label(count.stage), count.mesas) for count in count_stages(stages)])
        say()
    columns = [
        Column(_("Mesa"), lambda item: item["name"]),
        Column(_("Stage"), lambda item: label(item["stage"])),
        Column(_("Days"), _days, "right"),
        Column(_("Next step"), lambda item: _step(item["next_step"], item["next_on"])),
    ]
    show_list([_describe_stage(stage) for stage in stages], columns, form, _("There are no mesas."))
    if form is None:
        _tell_quiet(stages, thresholds.quiet_days, day)
    warn_unread([*followups.problems, *meetings.problems])


def _tell_quiet(stages: list[MesaStage], days: int, day: date) -> None:
    quiet = sum(stage.quiet for stage in stages)
    text = ngettext(
        "{n} mesa has been without news for more than {days} days, as of {day}.",
        "{n} mesas have been without news for more than {days} days, as of {day}.",
        quiet,
    )
    note(text.format(n=quiet, days=days, day=long_date(day)))


def _days(item: Item) -> str:
    """Tell how many days ago there was news; a mark stands by a mesa of which there should be some."""
    told = "–" if item["days"] is None else str(item["days"])
    return f"! {told}" if item["quiet"] else told


def _step(step: str, day: str | None) -> str:
    return f"{step} ({short_date(date.fromisoformat(day))})" if day else step


def _describe_stage(stage: MesaStage) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(stage, enc_hook=str)
    return plain
