"""`mcsj meetings invite`: one message a person, and only to those who lack it."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, NamedTuple

from mcsj_cli.commands.context import mail_server, now, open_project, own_key
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import DRY_RUN, YesOption
from mcsj_cli.commands.meetings.answers import concealed
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.console import Column, confirm, is_interactive, note, say, show_list
from mcsj_cli.errors import McsjError, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext, speaking
from mcsj_cli.labels import label
from mcsj_cli.messages.announcement import NoticeContext
from mcsj_cli.messages.invitation_text import Reader, Writing, render_letter
from mcsj_cli.model.invitation import Correspondence, Dispatch, DispatchPlan, plan_dispatches
from mcsj_cli.model.network import Mesa
from mcsj_cli.model.person import Person
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.answers import find_sequence
from mcsj_cli.operations.meetings import find_around, find_next, read_meetings_of_group
from mcsj_cli.store import lock
from mcsj_cli.store.invitations import change_correspondence, read_correspondence
from mcsj_cli.store.people import read_people
from mcsj_cli.store.project import Project
from mcsj_cli.store.signals import defer_interrupts

AGAIN: Field[bool] = Field(
    "again", N_("Also to those who may have got it already when the program was ended.")
)
OFFICE: Field[bool] = Field("office", N_("Also those of the national office, who have no mesa."))

if TYPE_CHECKING:
    from mcsj_cli.mail.message import Letter
    from mcsj_cli.mail.smtp import SmtpSession
    from mcsj_cli.model.mail import MailServer


class _Desk(NamedTuple):
    """What all messages about one meeting are made from."""

    project: Project
    meeting: Occurrence
    around: NoticeContext
    following: Occurrence | None
    known: Correspondence


def invite_people(
    meeting: MeetingArgument = None,
    group: GroupOfMeeting = None,
    week: WeekOfMeeting = None,
    office: Annotated[bool, OFFICE.option()] = False,
    again: Annotated[bool, AGAIN.option()] = False,
    dry_run: Annotated[
        bool, DRY_RUN.option(N_("Only show to whom, and the text of one message."))
    ] = False,
    yes: YesOption = False,
) -> None:
    project = open_project()
    moment = now(project)
    found = choose_meeting(project, meeting, group, week)
    if found.end <= moment:
        raise WrongUsageError(
            _("The meeting {uid} is over: there is nothing to send.").format(uid=found.uid)
        )
    with concealed(), nullcontext() if dry_run else lock.hold(project.root, lock.MAIL):
        key = own_key()
        people = read_people(project.root, key)
        known = read_correspondence(project.root, key, found.uid)
        sequence = find_sequence(project, found)
        plan = plan_dispatches(found, people, known, sequence, office=office, again=again)
        _tell_others(found, plan, people)
        if dry_run:
            _list(project, plan)
        if not plan.dispatches:
            if not plan.uncertain:
                told = _("There is nothing to send: everybody who can be written to knows.")
                off = found.status == "cancelled"
                note(
                    told
                    if known.sent
                    else _("The meeting is cancelled.")
                    if off
                    else _tell_nobody()
                )
            return
        desk = _lay_out(project, found, moment, known)
        if dry_run:
            _show(_write(desk, plan.dispatches[0]))
            return
        server = mail_server(project)
        _agree(plan.dispatches, yes=yes)
        _send_all(desk, server, plan.dispatches)


def _tell_others(found: Occurrence, plan: DispatchPlan, people: list[Person]) -> None:
    """Say who is not written to: without an address or their leave, perhaps written to already, or a mesa of nobody."""
    if plan.left_out:
        text = ngettext(
            "{n} person is left out: without consent, not to be contacted, or without an e-mail address.",
            "{n} people are left out: without consent, not to be contacted, or without an e-mail address.",
            len(plan.left_out),
        )
        note(text.format(n=len(plan.left_out)))
    if plan.uncertain:
        text = ngettext(
            "It was interrupted while it wrote to {n} person, who may have got it: {names}. To send it again: --again",
            "It was interrupted while it wrote to {n} people, who may have got it: {names}. To send it again: --again",
            len(plan.uncertain),
        )
        note(
            text.format(
                n=len(plan.uncertain), names=", ".join(person.uid for person in plan.uncertain)
            )
        )
    reached = {
        person.mesa for person in people if person.may_be_written_to and person not in plan.left_out
    }
    silent = [str(mesa.name) for mesa in found.mesas if mesa.slug not in reached]
    if silent:
        note(_("Nobody is written to in: {names}.").format(names=", ".join(silent)))


def _tell_nobody() -> str:
    return _(
        "There is nobody to write to. Add contacts with: mcsj people add --mesa … --email … --consent hoy"
    )


def _lay_out(project: Project, found: Occurrence, moment: datetime, known: Correspondence) -> _Desk:
    with speaking(project.network.language):
        helplines = [helpline for _partner, helpline in project.partners.helplines]
        points = read_points(project, found, moment.date())
        around = NoticeContext(project.network, helplines, points, *find_around(found))
        following = None
        if found.status == "cancelled" and not found.is_session:
            meetings = read_meetings_of_group(project, found.group, moment.date())
            following = find_next(found.group, max(moment, found.end), meetings)
        return _Desk(project, found, around, following, known)


def _list(project: Project, plan: DispatchPlan) -> None:
    """Show who gets what, then those who get nothing and why."""
    names = project.groups.mesa_names
    columns = [
        Column(_("Name"), lambda item: item["name"]),
        Column(_("Mesa"), lambda item: names.get(item["mesa"], item["mesa"])),
        Column(_("Message"), lambda item: label(item["kind"])),
    ]
    rows = [(one.person, str(one.kind)) for one in plan.dispatches]
    rows += [(person, _why_left_out(person)) for person in plan.left_out]
    items = [
        {"name": person.name, "mesa": person.mesa or _("national office"), "kind": kind}
        for person, kind in rows
    ]
    if items:
        show_list(items, columns, None, "")


def _why_left_out(person: Person) -> str:
    if person.do_not_contact:
        return _("none: not to be contacted")
    return (
        _("none: without consent")
        if person.consent is None
        else _("none: without an e-mail address")
    )


def _show(writing: Writing) -> None:
    say()
    say(_("Subject: {title}").format(title=writing.subject))
    say()
    say(writing.text.rstrip("\n"))
    note("\n" + _("Nothing was sent."))


def _agree(dispatches: list[Dispatch], *, yes: bool) -> None:
    """Send only with a person's yes; raise WrongUsageError."""
    if yes:
        return
    text = ngettext(
        "A message goes to {n} person.", "A message goes to each of {n} people.", len(dispatches)
    )
    question = text.format(n=len(dispatches))
    if not is_interactive():
        raise WrongUsageError(question, _("Nothing was sent. To send without being asked: --yes"))
    if not confirm(question + " " + _("Go on?")):
        raise WrongUsageError(_("Nothing was sent."))


def _send_all(desk: _Desk, server: "MailServer", dispatches: list[Dispatch]) -> None:
    """Send one after the other, whatever becomes of each; raise UndeliveredError for what is not known to be taken."""
    from mcsj_cli.mail.message import bare_address  # only for mail
    from mcsj_cli.mail.smtp import (
        LostError,
        MailServerError,
        SmtpSession,
        UndeliveredError,
        UnsureError,
    )

    server = server._replace(sender=bare_address(server.sender))
    failures: dict[str, str] = {}
    unsure: list[str] = []
    lost = 0
    with SmtpSession(server) as post:
        post.open()
        for dispatch in dispatches:
            if lost > 1:  # the way is gone, and each try would take as long again
                failures[dispatch.person.uid] = _("not tried")
                continue
            try:
                with defer_interrupts():
                    _send(desk, server, post, dispatch)
            except UnsureError:
                lost += 1
                unsure.append(dispatch.person.uid)
            except McsjError as error:
                lost = lost + 1 if isinstance(error, LostError | MailServerError) else 0
                failures[dispatch.person.uid] = error.message
            else:
                lost = 0
                say(dispatch.person.uid)
    sent = len(dispatches) - len(failures) - len(unsure)
    note(ngettext("{n} message was sent.", "{n} messages were sent.", sent).format(n=sent))
    if failures or unsure:
        raise UndeliveredError(failures, unsure)


def _send(desk: _Desk, server: "MailServer", post: "SmtpSession", dispatch: Dispatch) -> None:
    """Send a message, and note before and after it what is known of it: so that none is sent twice or forgotten.

    One of which nobody knows whether it was taken stays noted as on its way.
    """
    from mcsj_cli.mail.message import bare_address, compose  # only for mail
    from mcsj_cli.mail.smtp import LostError, MailRefusedError

    root, uid, key = desk.project.root, desk.meeting.uid, own_key()
    moment = now(desk.project)
    message = compose(_make_letter(desk, server, dispatch, moment))
    post.offer(bare_address(dispatch.address))
    change_correspondence(root, key, uid, lambda known: known.with_sent(dispatch.note(None)))
    try:
        post.deliver(message.as_bytes())
    except (MailRefusedError, LostError):
        change_correspondence(
            root, key, uid, lambda known: known.untold(dispatch.person.uid, desk.known)
        )
        raise
    change_correspondence(root, key, uid, lambda known: known.with_sent(dispatch.note(moment)))


def _make_letter(
    desk: _Desk, server: "MailServer", dispatch: Dispatch, moment: datetime
) -> "Letter":
    from mcsj_cli.calendars.event import CalendarInput  # icalendar only for calendars
    from mcsj_cli.calendars.itip import Envoy, Invitation, render_invitation
    from mcsj_cli.mail.message import Letter, Party, bare_address, identify

    network, person = desk.project.network, dispatch.person
    sender = Party(network.abbreviation or network.organisation, server.sender)
    recipient = Party(person.name, bare_address(dispatch.address))
    publication = CalendarInput(network, desk.project.partners, {}, mesa=_mesa_of(desk, person))
    invitation = Invitation(dispatch.method, dispatch.sequence, moment, dispatch.kind == "removal")
    with speaking(network.language):
        calendar = render_invitation(
            desk.meeting, publication, Envoy(sender, recipient), invitation
        )
        writing = _write(desk, dispatch)
    identity = identify(network.uid_domain, desk.meeting.uid, dispatch.sequence, person.uid)
    return Letter(
        sender,
        recipient,
        writing.subject,
        writing.text,
        writing.page,
        calendar,
        dispatch.method.upper(),
        identity,
        moment,
    )


def _write(desk: _Desk, dispatch: Dispatch) -> Writing:
    reader = Reader(dispatch.person.name, _mesa_of(desk, dispatch.person))
    with speaking(desk.project.network.language):
        return render_letter(desk.meeting, desk.around, desk.following, reader, dispatch.kind)


def _mesa_of(desk: _Desk, person: Person) -> Mesa | None:
    """Give a person's mesa, whose clock they read; one that left the network is still theirs."""
    seats: Iterator[Mesa] = (
        seat.mesa for seat in desk.project.groups.seats if seat.mesa.slug == person.mesa
    )
    sitting = (mesa for mesa in desk.meeting.mesas if mesa.slug == person.mesa)
    return next(sitting, None) or next(seats, None)
