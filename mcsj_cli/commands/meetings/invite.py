"""`mcsj meetings invite`: one message a person, and only to those who lack it."""

from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Annotated

from mcsj_cli.commands.context import (
    log_in_by_password,
    mail_settings,
    now,
    open_project,
    own_key,
    settings_folder,
)
from mcsj_cli.commands.field import Field
from mcsj_cli.commands.fields import DRY_RUN, YesOption
from mcsj_cli.commands.meetings.answers import concealed
from mcsj_cli.commands.meetings.choose import (
    GroupOfMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.commands.trust import TrustOption, require_trust
from mcsj_cli.console import is_interactive, note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_list
from mcsj_cli.messages.invitation_text import Writing
from mcsj_cli.model.destination import Destination, Service
from mcsj_cli.model.invitation import DispatchPlan
from mcsj_cli.model.mail import MailServer, choose_server
from mcsj_cli.model.person import Person
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.trusted_servers import has_invited
from mcsj_cli.questions import confirm
from mcsj_cli.store import lock
from mcsj_cli.store.project import Project

if TYPE_CHECKING:
    from mcsj_cli.operations.invitation_letters import LetterContext
    from mcsj_cli.operations.inviting import InvitationPlan

AGAIN: Field[bool] = Field(
    "again", N_("Also to those who may have got it already when the program was ended.")
)
OFFICE: Field[bool] = Field("office", N_("Also those of the national office, who have no mesa."))


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
    trust_host: TrustOption = None,
) -> None:
    # icalendar and the mail server only where something may be sent
    from mcsj_cli.operations import inviting
    from mcsj_cli.operations.invitation_letters import read_letter_context, write_text

    project = open_project()
    moment = now(project)
    found = choose_meeting(project, meeting, group, week)
    tell_meeting(found)
    inviting.require_not_over(found, moment)
    # From the plan to the last message, so that two at once do not write to anybody twice.
    alone = nullcontext() if dry_run else lock.hold(project.root, lock.MAIL)
    with concealed(), alone:
        planned = inviting.plan_invitations(project, found, own_key(), office=office, again=again)
        plan = planned.plan
        _note_left_out(found, planned)
        if dry_run:
            _list_plan(project, plan)
        if not plan.dispatches:
            _note_nothing(found, planned)
            return
        context = read_letter_context(project, found, moment)
        if dry_run:
            _show_letter(write_text(context, plan.dispatches[0]))
            return
        server = _choose_server(project, trust_host)
        _agree(len(plan.dispatches), server, yes=yes)
        _send(context, planned, server)


def _choose_server(project: Project, trusted: str | None) -> MailServer:
    """Return the mail server, with its password, once it may be sent to.

    It is that of `data/network.yaml`, unless `MCSJ_SMTP_HOST` and the like differ. Raise
    UnknownServerError, WrongUsageError or InvalidValueError.
    """
    given = mail_settings()
    server = choose_server(project.network.mail, given)
    destination = Destination(Service.MAIL, server.name, named_here=bool(given["HOST"]))
    has_sent = partial(has_invited, settings_folder(), project, own_key(), destination, given)
    require_trust(project, destination, trusted, has_sent)
    return log_in_by_password(server)


def _send(context: "LetterContext", planned: "InvitationPlan", server: MailServer) -> None:
    """Send the letters; raise UndeliveredError for those not surely sent."""
    from mcsj_cli.mail.smtp import UndeliveredError
    from mcsj_cli.operations.inviting import Sending, send_letters

    sending = Sending(server, own_key(), partial(now, context.project))
    letters = send_letters(context, planned, sending, lambda dispatch: say(dispatch.person.uid))
    text = ngettext("{n} message was sent.", "{n} messages were sent.", letters.sent)
    note(text.format(n=letters.sent))
    if letters.failures or letters.unsure:
        raise UndeliveredError(letters.failures, letters.unsure)


def _note_left_out(found: Occurrence, planned: "InvitationPlan") -> None:
    """Name who is not written to, and the mesas in which nobody is."""
    from mcsj_cli.operations.inviting import find_silent_mesas

    plan = planned.plan
    if plan.left_out:
        text = ngettext(
            "{n} person is left out:"
            " without consent, not to be contacted, or without an e-mail address.",
            "{n} people are left out:"
            " without consent, not to be contacted, or without an e-mail address.",
            len(plan.left_out),
        )
        note(text.format(n=len(plan.left_out)))
    if plan.uncertain:
        text = ngettext(
            "It was interrupted while it wrote to {n} person, who may have got it: {names}."
            " To send it again: --again",
            "It was interrupted while it wrote to {n} people, who may have got it: {names}."
            " To send it again: --again",
            len(plan.uncertain),
        )
        names = ", ".join(person.uid for person in plan.uncertain)
        note(text.format(n=len(plan.uncertain), names=names))
    silent = [str(mesa.name) for mesa in find_silent_mesas(found, planned)]
    if silent:
        note(_("Nobody is written to in: {names}.").format(names=", ".join(silent)))


def _note_nothing(found: Occurrence, planned: "InvitationPlan") -> None:
    """Explain why there is nothing to send, unless it was said already."""
    if planned.plan.uncertain:
        return
    if planned.known.sent:
        note(_("There is nothing to send: everybody who can be written to knows."))
    elif found.status == "cancelled":
        note(_("The meeting is cancelled."))
    else:
        note(
            _(
                "There is nobody to write to."
                " Add contacts with: mcsj people add --mesa … --email … --consent hoy"
            )
        )


def _list_plan(project: Project, plan: DispatchPlan) -> None:
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
    if person.consent is None:
        return _("none: without consent")
    return _("none: without an e-mail address")


def _show_letter(writing: Writing) -> None:
    say()
    say(_("Subject: {title}").format(title=writing.subject))
    say()
    say(writing.text.rstrip("\n"))
    note("\n" + _("Nothing was sent."))


def _agree(count: int, server: MailServer, *, yes: bool) -> None:
    """Go on only with a person's yes; raise WrongUsageError."""
    if yes:
        return
    text = ngettext(
        "A message goes to {n} person, through the mail server {server}.",
        "A message goes to each of {n} people, through the mail server {server}.",
        count,
    )
    question = text.format(n=count, server=server.name)
    if not is_interactive():
        raise WrongUsageError(question, _("Nothing was sent. To send without being asked: --yes"))
    if not confirm(question + " " + _("Go on?")):
        raise WrongUsageError(_("Nothing was sent."))
