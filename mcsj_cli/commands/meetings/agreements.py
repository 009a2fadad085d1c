"""What a meeting agreed: actions made from options, or asked for one by one."""

from datetime import date
from typing import NamedTuple

from mcsj_cli.commands.arguments import choose_day, parse_field, require
from mcsj_cli.commands.context import now
from mcsj_cli.commands.meetings.attendance import find_slug, find_slugs
from mcsj_cli.console import ask, is_interactive
from mcsj_cli.errors import InvalidValueError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.reading import next_number
from mcsj_cli.store.project import Project


class _Deal(NamedTuple):
    """What all agreements of one command have in common."""

    mesas: list[Slug]
    axis: Slug
    approach: Slug
    owner: Line
    due: date


class AgreementFields(NamedTuple):
    """The options of an agreement."""

    mesa: list[str] | None
    axis: str | None
    approach: str | None
    owner: str | None
    due: str | None


def agree_given(
    project: Project, found: Occurrence, titles: list[str], given: AgreementFields
) -> list[Action]:
    """Make the actions of agreements from options, asking for what they lack."""
    if not titles:
        if any(given):
            raise WrongUsageError(
                _("--mesa, --axis, --approach, --owner and --due belong to --agreement.")
            )
        return []
    require(
        {
            "--axis": given.axis,
            "--approach": given.approach,
            "--owner": given.owner,
            "--due": given.due,
        },
        '--agreement "…" --axis economia --approach intercambio --owner "…" --due 2020-05-08',
    )
    deal = _complete(project, found, given)
    return [_make(found, parse_field(Line, title), deal) for title in titles]


def ask_agreements(project: Project, found: Occurrence) -> list[Action]:
    """Ask for agreements one by one; an empty answer ends them."""
    actions: list[Action] = []
    first = next_number(project, found.uid)
    while is_interactive():
        title = ask(_("Agreement {n} (Enter to end)").format(n=first + len(actions)), str, "")
        if not title:
            break
        mesas = [
            ask(_("Mesas (Enter for all)"), lambda text: ",".join(find_slugs(found, text)), "")
        ]
        deal = _complete(
            project,
            found,
            AgreementFields(mesas[0].split(",") if mesas[0] else None, None, None, None, None),
        )
        actions.append(_make(found, parse_field(Line, title), deal))
    return actions


def _complete(project: Project, found: Occurrence, given: AgreementFields) -> _Deal:
    categories, day = project.categories, now(project).date()
    axes = ", ".join(axis.slug for axis in categories.axes)
    approaches = ", ".join(approach.slug for approach in categories.approaches)
    named = [find_slug(found, text) for text in given.mesa or []]
    axis = given.axis or ask(f"{_('Axis')} ({axes})", categories.find_axis)
    approach = given.approach or ask(f"{_('Approach')} ({approaches})", categories.find_approach)
    owner = given.owner or ask(_("Owner (a role)"), lambda text: parse_field(Line, text))
    due = given.due or ask(_("Until when"), lambda text: _check_due(text, found, day))
    return _Deal(
        mesas=[Slug(slug) for slug in named or [mesa.slug for mesa in found.mesas]],
        axis=categories.find_axis(axis),
        approach=categories.find_approach(approach),
        owner=parse_field(Line, owner),
        due=date.fromisoformat(_check_due(due, found, day)),
    )


def _check_due(text: str, found: Occurrence, day: date) -> str:
    due = choose_day(text, "--due", day)
    if due < found.start.date():
        raise InvalidValueError(
            _("{due} is before the meeting, on {day}.").format(due=due, day=found.start.date()),
            _("Correct the date."),
        )
    return str(due)


def _make(found: Occurrence, title: Line, deal: _Deal) -> Action:
    return Action(
        title=title,
        mesas=deal.mesas,
        axis=deal.axis,
        approach=deal.approach,
        owner=deal.owner,
        due=deal.due,
        meeting=Phrase(found.uid),
        created=found.start.date(),
    )
