"""What a meeting agreed: actions made from options, or asked for one by one."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from mcsj_cli.choices import Choice
from mcsj_cli.commands.arguments import choose_day, parse_field
from mcsj_cli.commands.context import now
from mcsj_cli.commands.field import Answers, Field, Setting, complete
from mcsj_cli.commands.fields import APPROACH, AXIS, DUE, OWNER, parse_title
from mcsj_cli.console import is_interactive
from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.attendance import find_slug
from mcsj_cli.operations.mesa_choice import choose_mesas
from mcsj_cli.operations.reading import next_number
from mcsj_cli.questions import ask
from mcsj_cli.store.project import Project


class AgreementOptions(NamedTuple):
    """The options that all agreements of one command share."""

    mesa: list[str] | None = None
    without: list[str] | None = None
    axis: str | None = None
    approach: str | None = None
    owner: str | None = None
    due: str | None = None


def agree_given(
    project: Project, found: Occurrence, titles: list[str], given: AgreementOptions
) -> list[Action]:
    """Make the actions of agreements from options, asking for what they lack."""
    if not titles:
        if any(given):
            raise WrongUsageError(
                _("--mesa, --axis, --approach, --owner and --due belong to --agreement.")
            )
        return []
    mesas = _choose_mesas(project, found, given.mesa, given.without)
    due = _due_of(found)
    answers = _complete(project, due, given)
    lines = [parse_field(Line, title) for title in titles]
    return [_make_action(found, line, mesas, answers, due) for line in lines]


def ask_agreements(project: Project, found: Occurrence) -> list[Action]:
    """Ask for agreements one by one; an empty answer ends them."""
    actions: list[Action] = []
    first = next_number(project, found.uid)
    due = _due_of(found)
    while is_interactive():
        question = _("Agreement {n} (Enter to end)").format(n=first + len(actions))
        explanation = _("What was agreed: it becomes an action.")
        title = ask(
            question, lambda text: parse_title(text) if text else "", "", explanation=explanation
        )
        if not title:
            break
        named = ask(
            _("Mesas (Enter for all)"),
            lambda text: ",".join(_choose_mesas(project, found, [text])),
            "",
            explanation=_("Who sees to it: a,b; Enter alone is every mesa of the meeting."),
            choices=[Choice(str(mesa.slug), str(mesa.name)) for mesa in found.mesas],
            joint=",",
        )
        mesas = named.split(",") if named else []
        answers = _complete(project, due, AgreementOptions())
        actions.append(_make_action(found, parse_field(Line, title), mesas, answers, due))
    return actions


def _choose_mesas(
    project: Project,
    found: Occurrence,
    texts: list[str] | None,
    without: list[str] | None = None,
) -> list[str]:
    every = [str(mesa.slug) for mesa in found.mesas]
    return choose_mesas(texts, without, every, partial(find_slug, project.groups, found))


def _due_of(found: Occurrence) -> Field[date]:
    """Return the field of the day an agreement is due: not before its meeting."""

    def parse(setting: Setting, text: str) -> date:
        due = choose_day(text, DUE.flag, setting.today)
        first = found.start.date()
        if due < first:
            raise InvalidValueError(
                _("{due} is before the meeting, on {day}.").format(due=due, day=first),
                _("Correct the date."),
            )
        return due

    return DUE.but(parse=parse)


def _complete(project: Project, due: Field[date], given: AgreementOptions) -> Answers:
    day = now(project).date()
    fields = {
        AXIS: given.axis,
        APPROACH: given.approach,
        OWNER: given.owner,
        due: given.due,
    }
    return complete(Setting(project, day, day), '--agreement "…"', fields)


def _make_action(
    found: Occurrence, title: Line, mesas: Sequence[str], answers: Answers, due: Field[date]
) -> Action:
    """Make the action of an agreement; of all that meet, where no mesas are named."""
    slugs = mesas or [mesa.slug for mesa in found.mesas]
    return Action(
        title=title,
        mesas=[Slug(slug) for slug in slugs],
        axis=answers[AXIS],
        approach=answers[APPROACH],
        owner=answers[OWNER],
        due=answers[due],
        meeting=Phrase(found.uid),
        created=found.start.date(),
    )
