"""`mcsj meetings minutes`: what is kept of a meeting."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import msgspec

from mcsj_cli.commands.context import check_output, now, open_project
from mcsj_cli.commands.fields import DRY_RUN, OUTPUT
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
)
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.messages.document import Document
from mcsj_cli.messages.minutes import MinutesSources, build_minutes
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.schedule import Occurrence, next_of_mesa
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.agenda_points import read_points
from mcsj_cli.operations.meetings import find_next, read_meetings_of_group, save_meeting
from mcsj_cli.operations.reading import read_actions_of, read_agreements, read_meetings_between
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

ENDINGS = (".md", ".html", ".docx")


def write_minutes(
    meeting: MeetingArgument = None,
    group: GroupOfHeldMeeting = None,
    week: WeekOfMeeting = None,
    output: Annotated[
        Path | None,
        OUTPUT.option(N_("A file, whose ending chooses: .md, .html or .docx.")),
    ] = None,
    dry_run: Annotated[bool, DRY_RUN.option()] = False,
) -> None:
    project = open_project()
    day = now(project).date()
    ending = _choose_ending(output)
    found = choose_meeting(project, meeting, group, week, begun=True)
    if not (found.meeting and found.meeting.held):
        raise WrongUsageError(
            _("It is not written down that {uid} was held.").format(uid=found.uid),
            _("Do that first: mcsj meetings record {uid}").format(uid=found.uid),
        )
    content = _render(build_minutes(_gather(project, found)), ending)
    if output:
        files.write(check_output(project, output), content)
    if not dry_run and found.meeting.minuted is None:
        save_meeting(
            project,
            "meetings: minutes",
            found,
            lambda one: msgspec.structs.replace(one, minuted=day),
        )
    say(str(output) if output else content.decode().rstrip("\n"))
    if not output:
        note("\n" + _("As a file: -o minuta.md, minuta.html or minuta.docx"))


def _choose_ending(output: Path | None) -> str:
    ending = output.suffix.casefold() if output else ".md"
    if ending not in ENDINGS:
        raise WrongUsageError(
            _("Minutes have no format «{name}».").format(name=ending or output),
            _("There are: {names}.").format(names=", ".join(ENDINGS)),
        )
    return ending


def _gather(project: Project, found: Occurrence) -> MinutesSources:
    day = found.start.date()
    facets = (
        {"mesa": str(found.mesas[0].slug)}
        if found.is_session
        else {"group": str(found.group.number)}
    )
    held = project.select(Selection(MEETINGS, last=day, facets=facets)).entries
    slugs = [str(mesa.slug) for mesa in found.mesas]
    earlier = [
        entry for entry in read_actions_of(project, slugs, day) if entry.record.meeting != found.uid
    ]
    numbers = {
        entry.uid: number
        for meeting in {str(entry.record.meeting) for entry in earlier if entry.record.meeting}
        for number, entry in enumerate(read_agreements(project, meeting), 1)
    }
    return MinutesSources(
        day=day,
        network=project.network,
        meeting=found,
        number=sum(entry.record.held is True for entry in held),
        points=read_points(project, found, day),
        agreements=read_agreements(project, found.uid),
        earlier=earlier,
        numbers=numbers,
        following=_find_following(project, found),
    )


def _find_following(project: Project, found: Occurrence) -> Occurrence | None:
    """Find the group's next meeting; after one with a mesa, the mesa's own or its group's, whichever comes first."""
    if not found.is_session:
        return find_next(
            found.group, found.end, read_meetings_of_group(project, found.group, found.start.date())
        )
    known = read_meetings_between(project, found.start.date()).records
    return next_of_mesa(
        project.groups, found.mesas[0].slug, found.start.date() + timedelta(days=1), known
    )


def _render(document: Document, ending: str) -> bytes:
    if ending == ".docx":
        from mcsj_cli.messages import docx  # only the form that is asked for

        return docx.render(document)
    if ending == ".html":
        from mcsj_cli.messages import document_html

        return document_html.render(document).encode()
    from mcsj_cli.messages import document_markdown

    return document_markdown.render(document).encode()
