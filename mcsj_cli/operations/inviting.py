"""Invitations sent by e-mail: one message a person, none sent twice and none forgotten."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import McsjError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.mail.message import bare_address, compose
from mcsj_cli.mail.smtp import (
    LostError,
    MailRefusedError,
    MailServerError,
    SmtpSession,
    UnsureError,
)
from mcsj_cli.model.invitation import Correspondence, Dispatch, DispatchPlan, plan_dispatches
from mcsj_cli.model.mail import MailServer
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.person import Person
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.answers import find_sequence
from mcsj_cli.operations.invitation_letters import LetterContext, build_letter
from mcsj_cli.store.invitations import change_correspondence, read_correspondence
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project
from mcsj_cli.store.signals import defer_interrupts

_TRIES = 2  # lost connections in a row after which the way is gone


class InvitationPlan(NamedTuple):
    """The letters that are due, the people they were chosen from, and what was sent before."""

    plan: DispatchPlan
    people: list[Person]
    known: Correspondence


class Sending(NamedTuple):
    """The network's mail: `key` opens its private folder, `clock` returns the moment it is."""

    server: MailServer
    key: Path
    clock: Callable[[], datetime]


class SentLetters(NamedTuple):
    """How many letters were sent; those that were not, with reasons; and those that may have been.

    Letters are named by the short name of their person.
    """

    sent: int
    failures: dict[str, str]
    unsure: list[str]


def require_not_over(found: Occurrence, moment: datetime) -> None:
    """Raise WrongUsageError for a meeting that is over: nobody is written to of it."""
    if found.end <= moment:
        raise WrongUsageError(
            _("The meeting {uid} is over: there is nothing to send.").format(uid=found.uid)
        )


def plan_invitations(
    project: Project, found: Occurrence, key: Path, *, office: bool, again: bool
) -> InvitationPlan:
    """Find who has yet to be told something of a meeting; see `plan_dispatches`.

    Raise what `read_people` and `read_correspondence` raise.
    """
    people = read_people(project.root, key)
    known = read_correspondence(project.root, key, found.uid)
    sequence = find_sequence(project, found)
    plan = plan_dispatches(found, people, known, sequence, office=office, again=again)
    return InvitationPlan(plan, people, known)


def find_silent_mesas(found: Occurrence, planned: InvitationPlan) -> list[Mesa]:
    """Find the mesas of a meeting in which nobody is written to."""
    left_out = planned.plan.left_out
    reached = {
        person.mesa
        for person in planned.people
        if person.may_be_written_to and person not in left_out
    }
    return [mesa for mesa in found.mesas if mesa.slug not in reached]


def send_letters(
    context: LetterContext,
    planned: InvitationPlan,
    sending: Sending,
    tell: Callable[[Dispatch], None],
) -> SentLetters:
    """Send one letter after the other, whatever becomes of each, and `tell` of each that is sent.

    Call it while holding `lock.MAIL`, as for the plan. Raise MailServerError where the server
    cannot be reached, or refuses the login, before anything is sent.
    """
    bare = sending.server._replace(sender=bare_address(sending.server.sender))
    sending = sending._replace(server=bare)
    dispatches = planned.plan.dispatches
    failures: dict[str, str] = {}
    unsure: list[str] = []
    lost = 0
    with SmtpSession(sending.server) as session:
        session.open()
        for dispatch in dispatches:
            uid = dispatch.person.uid
            if lost >= _TRIES:  # each try would take as long again
                failures[uid] = _("not tried")
                continue
            try:
                with defer_interrupts():
                    _send_letter(context, planned.known, sending, session, dispatch)
            except UnsureError:
                lost += 1
                unsure.append(uid)
            except (LostError, MailServerError) as error:
                lost += 1
                failures[uid] = error.message
            except McsjError as error:
                lost = 0
                failures[uid] = error.message
            else:
                lost = 0
                tell(dispatch)
    return SentLetters(len(dispatches) - len(failures) - len(unsure), failures, unsure)


def _send_letter(
    context: LetterContext,
    before: Correspondence,
    sending: Sending,
    session: SmtpSession,
    dispatch: Dispatch,
) -> None:
    """Send a letter, and note before and after it what is known of it.

    So no letter is sent twice or forgotten, wherever the program ends. If it is not known whether
    the server took a letter, that stays noted as on its way.
    """
    moment = sending.clock()
    message = compose(build_letter(context, sending.server.sender, dispatch, moment))

    def note(change: Callable[[Correspondence], Correspondence]) -> None:
        root, uid = context.project.root, context.meeting.uid
        change_correspondence(root, sending.key, uid, change)

    session.offer(bare_address(dispatch.address))
    note(lambda known: known.with_sent(dispatch.note(None)))
    try:
        session.deliver(message.as_bytes())
    except (MailRefusedError, LostError):
        note(lambda known: known.untold(dispatch.person.uid, before))
        raise
    note(lambda known: known.with_sent(dispatch.note(moment)))
