"""`mcsj followups add`: a contact with a mesa, and what comes next."""

from datetime import date, datetime
from typing import Annotated, NamedTuple

from mcsj_cli.commands.arguments import (
    agree_to_start,
    choose_day,
    choose_moment,
    choose_past_day,
    parse_field,
)
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Answers, Field, Setting, Text, complete
from mcsj_cli.commands.fields import MESA, DateOption, YesOption
from mcsj_cli.commands.followups.fields import CHANNEL, STAGE
from mcsj_cli.console import ask, note, say
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.fields import Line, Phrase, Prose
from mcsj_cli.model.followup import Followup, Stage
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.model.membership import Mesa
from mcsj_cli.operations import followups
from mcsj_cli.store.project import Project


def _parse_summary(_setting: Setting, text: str) -> Prose:
    """Parse what was talked about, which is kept on one line."""
    return Prose(parse_field(Line, text))


WHAT: Field[Prose] = Field(
    "summary",
    N_("What was talked about."),
    N_("SUMMARY"),
    question=N_("What was talked about"),
    example='"…"',
    parse=_parse_summary,
)
NEXT_STEP: Field[str] = Field("next-step", N_("What comes next."), N_("STEP"))
NEXT_ON: Field[str] = Field("next-on", N_("On which day."), N_("DAY"))
MEETING_AT: Field[str] = Field(
    "meeting-at",
    N_("Make the meeting with the mesa too: '2020-04-21 11:00', on the mesa's clock."),
    N_("MOMENT"),
)


class _Next(NamedTuple):
    """What comes after a contact: a step, its day, and the moment of a meeting."""

    step: str | None
    on: str | None
    meeting_at: str | None


def add_followup(
    mesa: Annotated[Text, MESA.option()] = None,
    channel: Annotated[Text, CHANNEL.option()] = None,
    stage: Annotated[Text, STAGE.option()] = None,
    summary: Annotated[Text, WHAT.option()] = None,
    step: Annotated[Text, NEXT_STEP.option()] = None,
    step_on: Annotated[Text, NEXT_ON.option()] = None,
    meeting_at: Annotated[Text, MEETING_AT.option()] = None,
    day: DateOption = None,
    yes: YesOption = False,
) -> None:
    project = open_project()
    day_now = today(project)
    on = choose_past_day(day, "--date", day_now)
    setting = Setting(project, day_now, on)
    given = {MESA: mesa, CHANNEL: channel, STAGE: stage, WHAT: summary}
    answers = complete(setting, "mcsj followups add", given)
    coming = _Next(step, step_on, meeting_at)
    if None in given.values():
        coming = _ask_next(coming, answers[STAGE], day_now)
    who = project.groups.find_sitting(answers[MESA], on).mesa
    session = None
    if coming.meeting_at:
        session = _plan(project, who, choose_moment(coming.meeting_at, day_now), yes=yes)
    followup = _make_followup(setting, answers, coming, session)
    entry = followups.add_followup(project, followup, who.name, session)
    say(str(project.root / entry.file))
    if session:
        text = _("The meeting is {uid}. Announce it with: mcsj meetings announce {uid}")
        note(text.format(uid=session.uid))


def _make_followup(
    setting: Setting, answers: Answers, coming: _Next, session: Meeting | None
) -> Followup:
    return Followup(
        mesa=answers[MESA],
        day=setting.day,
        channel=answers[CHANNEL],
        stage=answers[STAGE],
        summary=answers[WHAT],
        next_step=parse_field(Phrase, coming.step or ""),
        next_on=choose_day(coming.on, NEXT_ON.flag, setting.today) if coming.on else None,
        meeting=Phrase(session.uid if session else ""),
    )


def _ask_next(given: _Next, stage: Stage, day: date) -> _Next:
    """Ask for what comes next, where no option says so; all of it may be left out."""
    step, on, meeting_at = given
    if step is None:
        step = ask(_("Next step (Enter to leave it out)"), str, "")
        if step and on is None:
            question = _("On which day (Enter to leave it out)")
            on = ask(question, lambda text: _check_day(text, day), "") or None
    if meeting_at is None and stage == Stage.MEETING_SET:
        question = _("Day and hour of the meeting (Enter to leave it out)")
        meeting_at = ask(question, lambda text: _check_moment(text, day), "") or None
    return _Next(step, on, meeting_at)


def _check_day(text: str, day: date) -> str:
    return str(choose_day(text, NEXT_ON.flag, day)) if text else ""


def _check_moment(text: str, day: date) -> str:
    return f"{choose_moment(text, day):%Y-%m-%d %H:%M}" if text else ""


def _plan(project: Project, mesa: Mesa, start: datetime, *, yes: bool) -> Meeting:
    """Plan a meeting with a mesa, once a person has agreed to an odd moment."""
    moment = now(project)
    agree_to_start(start.replace(tzinfo=mesa.timezone.zone), moment, yes=yes)
    purpose = _("First meeting: what the mesa will do.")
    return plan_session(mesa.slug, start, mesa.timezone, moment.date(), purpose=purpose)
