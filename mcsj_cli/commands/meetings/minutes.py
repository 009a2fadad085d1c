"""`mcsj meetings minutes`: what is kept of a meeting."""

from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.fields import DRY_RUN, OUTPUT
from mcsj_cli.commands.meetings.choose import (
    GroupOfHeldMeeting,
    MeetingArgument,
    WeekOfMeeting,
    choose_meeting,
    tell_meeting,
)
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.messages.document import Document
from mcsj_cli.operations import minuting
from mcsj_cli.store import files

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
    day = today(project)
    ending = _choose_ending(output)
    found = choose_meeting(project, meeting, group, week, begun=True)
    tell_meeting(found)
    minuting.require_held(found)
    content = _render(minuting.write_minutes(project, found), ending)
    if output:
        files.write(check_output(project, output), content)
    if not dry_run:
        minuting.note_minuted(project, found, day)
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


def _render(document: Document, ending: str) -> bytes:
    if ending == ".docx":
        from mcsj_cli.messages import docx  # only the form that is asked for

        return docx.render(document)
    if ending == ".html":
        from mcsj_cli.messages import document_html

        return document_html.render(document).encode()
    from mcsj_cli.messages import document_markdown

    return document_markdown.render(document).encode()
