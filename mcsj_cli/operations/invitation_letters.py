"""The letter that invites one person to a meeting, or tells them of a change."""

from datetime import datetime
from typing import NamedTuple

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.itip import Envoy, Invitation, render_invitation
from mcsj_cli.i18n import speaking
from mcsj_cli.mail.message import Letter, Party, bare_address, identify
from mcsj_cli.messages.announcement import NoticeContext
from mcsj_cli.messages.invitation_text import Reader, Writing, render_letter
from mcsj_cli.model.invitation import Dispatch
from mcsj_cli.model.membership import Mesa
from mcsj_cli.model.person import Person
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.announcing import read_notice_context
from mcsj_cli.operations.meetings import find_replacement
from mcsj_cli.store.project import Project


class LetterContext(NamedTuple):
    """A meeting, and all else that letters about it tell.

    `following` is the group's next meeting, if this one is cancelled.
    """

    project: Project
    meeting: Occurrence
    around: NoticeContext
    following: Occurrence | None


def read_letter_context(project: Project, found: Occurrence, moment: datetime) -> LetterContext:
    """Read what the letters about a meeting tell, in the network's language."""
    with speaking(project.network.language):
        around = read_notice_context(project, found, moment.date())
        following = None
        if found.status == "cancelled":
            following = find_replacement(project, found, moment)
        return LetterContext(project, found, around, following)


def write_text(context: LetterContext, dispatch: Dispatch) -> Writing:
    """Return the words of a letter to one person, in the network's language."""
    reader = Reader(dispatch.person.name, _find_mesa(context, dispatch.person))
    with speaking(context.project.network.language):
        return render_letter(
            context.meeting, context.around, context.following, reader, dispatch.kind
        )


def build_letter(
    context: LetterContext, sender: str, dispatch: Dispatch, moment: datetime
) -> Letter:
    """Return the letter to one person, with its calendar, from a bare address."""
    network, person = context.project.network, dispatch.person
    organizer = Party(network.abbreviation or network.organisation, sender)
    attendee = Party(person.name, bare_address(dispatch.address))
    writing = write_text(context, dispatch)
    return Letter(
        organizer,
        attendee,
        writing.subject,
        writing.text,
        writing.page,
        _render_calendar(context, Envoy(organizer, attendee), dispatch, moment),
        dispatch.method.upper(),
        identify(network.uid_domain, context.meeting.uid, dispatch.sequence, person.uid),
        moment,
    )


def _render_calendar(
    context: LetterContext, envoy: Envoy, dispatch: Dispatch, moment: datetime
) -> bytes:
    project = context.project
    mesa = _find_mesa(context, dispatch.person)
    publication = CalendarInput(project.network, project.partners, {}, mesa=mesa)
    invitation = Invitation(dispatch.method, dispatch.sequence, moment, dispatch.kind == "removal")
    with speaking(project.network.language):
        return render_invitation(context.meeting, publication, envoy, invitation)


def _find_mesa(context: LetterContext, person: Person) -> Mesa | None:
    """Find a person's mesa, whose clock they read; one that left the network is still theirs."""
    seated = [seat.mesa for seat in context.project.groups.seats]
    for mesa in [*context.meeting.mesas, *seated]:
        if mesa.slug == person.mesa:
            return mesa
    return None
