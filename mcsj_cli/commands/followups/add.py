"""`mcsj followups add`: a contact with a mesa, and what comes next."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple, NoReturn

from mcsj_cli.commands.arguments import (
    agree_to_start,
    choose_day,
    choose_moment,
    choose_past_day,
    parse_field,
)
from mcsj_cli.commands.context import now, open_project, today
from mcsj_cli.commands.field import Answers, Field, Setting, Text, Texts, complete, require
from mcsj_cli.commands.fields import (
    MESAS,
    DateOption,
    ExceptOption,
    YesOption,
    choosing_mesas,
    join_names,
    parse_prose,
)
from mcsj_cli.commands.followups.fields import CHANNEL, STAGE
from mcsj_cli.commands.telling import tell_followups
from mcsj_cli.console import note
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, long_date
from mcsj_cli.model.fields import Phrase, Prose
from mcsj_cli.model.followup import Followup, Stage
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Meeting, plan_session
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.text import enumeration
from mcsj_cli.operations import followups
from mcsj_cli.questions import ask
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken

WHAT: Field[Prose] = Field(
    "summary",
    N_("What was talked about."),
    N_("SUMMARY"),
    question=N_("What was talked about"),
    example='"…"',
    parse=parse_prose,
    long=True,
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
    mesa: Annotated[Texts, MESAS.option()] = None,
    without: ExceptOption = None,
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
    given = {CHANNEL: channel, STAGE: stage, WHAT: summary}
    mesas = _choose_mesas(setting, join_names(mesa), without, given)
    if meeting_at and len(mesas) > 1:
        _refuse_shared_meeting(len(mesas))
    answers = complete(setting, "mcsj followups add", given)
    coming = _Next(step, step_on, meeting_at)
    if mesa is None or None in given.values():
        coming = _ask_next(coming, answers[STAGE], day_now, alone=len(mesas) == 1)
    session = None
    if coming.meeting_at:
        session = _plan(project, mesas[0], choose_moment(coming.meeting_at, day_now), yes=yes)
    entries = followups.add_followups(
        project, [_make_followup(setting, one, answers, coming, session) for one in mesas], session
    )
    tell_followups(project, entries)
    _tell(entries, on, session)


def _choose_mesas(
    setting: Setting, mesa: str | None, without: Sequence[str] | None, given: Mapping[Any, object]
) -> list[Mesa]:
    """Return the mesas of a contact; where they are several, say which before anything is asked."""
    field = choosing_mesas(setting.day, without)
    require("mcsj followups add", {field: mesa, **given})
    slugs = complete(setting, "mcsj followups add", {field: mesa})[field]
    mesas = [setting.project.groups.find_sitting(slug, setting.day).mesa for slug in slugs]
    if len(mesas) > 1:
        text = _("One and the same contact with each of {n} mesas: {names}.")
        note(text.format(n=len(mesas), names=enumeration([mesa.name for mesa in mesas])))
    return mesas


def _tell(entries: Sequence[Entry[Followup]], day: date, session: Meeting | None) -> None:
    """Say how contacts with several mesas are taken back, and which meeting was fixed."""
    if len(entries) > 1:
        text = _("{n} contacts of {day} were written down. To take all of them back: mcsj undo")
        note(text.format(n=len(entries), day=long_date(day)))
    if session:
        text = _("The meeting is {uid}. Announce it with: mcsj meetings announce {uid}")
        note(text.format(uid=session.uid))


def _make_followup(
    setting: Setting, mesa: Mesa, answers: Answers, coming: _Next, session: Meeting | None
) -> Followup:
    return Followup(
        mesa=mesa.slug,
        day=setting.day,
        channel=answers[CHANNEL],
        stage=answers[STAGE],
        summary=answers[WHAT],
        next_step=parse_field(Phrase, coming.step or ""),
        next_on=choose_day(coming.on, NEXT_ON.flag, setting.today) if coming.on else None,
        meeting=Phrase(session.uid if session else ""),
    )


def _ask_next(given: _Next, stage: Stage, day: date, *, alone: bool) -> _Next:
    """Ask for what comes next, where no option says so; all of it may be left out.

    A meeting can only be one with a mesa `alone`.
    """
    step, on, meeting_at = given
    if step is None:
        question = _("Next step (Enter to leave it out)")
        step = ask(question, str, "", explanation=_(NEXT_STEP.help))
        if step and on is None:
            question = _("On which day (Enter to leave it out)")
            help_ = NEXT_ON.explanation
            on = ask(question, lambda text: _check_day(text, day), "", explanation=help_) or None
    if alone and meeting_at is None and stage == Stage.MEETING_SET:
        question = _("Day and hour of the meeting (Enter to leave it out)")
        help_ = MEETING_AT.explanation
        meeting_at = (
            ask(question, lambda text: _check_moment(text, day), "", explanation=help_) or None
        )
    return _Next(step, on, meeting_at)


def _check_day(text: str, day: date) -> str:
    return str(choose_day(text, NEXT_ON.flag, day)) if text else ""


def _check_moment(text: str, day: date) -> str:
    return f"{choose_moment(text, day):%Y-%m-%d %H:%M}" if text else ""


def _refuse_shared_meeting(mesas: int) -> NoReturn:
    message = _("--meeting-at makes a meeting with one mesa, and these are {n}.").format(n=mesas)
    advice = _("Nothing was written. For each of them: {command}")
    example = spoken('mcsj meetings schedule --mesa leon --at "2020-04-24 09:00"')
    raise WrongUsageError(message, advice.format(command=example))


def _plan(project: Project, mesa: Mesa, start: datetime, *, yes: bool) -> Meeting:
    """Plan a meeting with a mesa, once a person has agreed to an odd moment."""
    moment = now(project)
    agree_to_start(start.replace(tzinfo=mesa.timezone.zone), moment, yes=yes)
    purpose = _("First meeting: what the mesa will do.")
    return plan_session(mesa.slug, start, mesa.timezone, moment.date(), purpose=purpose)
