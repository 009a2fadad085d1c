"""`mcsj followups edit` and `delete`: a contact that was written down wrongly, or never was."""

from datetime import date
from typing import Annotated

from mcsj_cli.commands.arguments import choose_day, parse_field
from mcsj_cli.commands.completion import complete_uid
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.correction import DAY, delete, edit
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import MESA, YesOption
from mcsj_cli.commands.followups.add import NEXT_ON, NEXT_STEP, WHAT
from mcsj_cli.commands.followups.fields import CHANNEL, STAGE
from mcsj_cli.console import note
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.model.fields import Phrase
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, Entry
from mcsj_cli.operations.followups import find_contact

CONTACT: Field[str] = Field(
    "contact",
    N_("Its name, such as 2020-04-21-leon, a part of it, or - for the last one touched."),
    N_("CONTACT"),
    completion=complete_uid("followups"),
)
STEP = NEXT_STEP.but(
    question=N_("Next step"), parse=lambda _setting, text: parse_field(Phrase, text)
)
STEP_ON: Field[date | None] = NEXT_ON.but(
    question=N_("On which day"),
    parse=lambda setting, text: choose_day(text, NEXT_ON.flag, setting.today) if text else None,
)  # type: ignore[assignment]


def edit_followup(
    uid: Annotated[str, CONTACT.argument()],
    mesa: Annotated[Text, MESA.option()] = None,
    channel: Annotated[Text, CHANNEL.option()] = None,
    stage: Annotated[Text, STAGE.option()] = None,
    summary: Annotated[Text, WHAT.option()] = None,
    step: Annotated[Text, NEXT_STEP.option()] = None,
    step_on: Annotated[Text, NEXT_ON.option()] = None,
    day: Annotated[Text, DAY.option()] = None,
) -> None:
    project = open_project()
    entry = find_contact(project, uid)
    parts = {
        "mesa": (MESA, mesa),
        "channel": (CHANNEL, channel),
        "stage": (STAGE, stage),
        "summary": (WHAT, summary),
        "next_step": (STEP, step),
        "next_on": (STEP_ON, step_on),
        "day": (DAY, day),
    }
    after = edit(project, FOLLOWUPS, entry, parts)
    note(_("All that is known of the mesa: mcsj mesas show {mesa}").format(mesa=after.mesa))


def delete_followup(uid: Annotated[str, CONTACT.argument()], yes: YesOption = False) -> None:
    project = open_project()
    entry = find_contact(project, uid)
    fields = _list_fields(entry, project.groups.mesa_names)
    delete(project, FOLLOWUPS, entry, fields, uid, yes=yes)


def _list_fields(entry: Entry[Followup], names: dict[str, str]) -> list[tuple[str, object]]:
    """Return what is shown of a contact, each with its heading."""
    contact = entry.record
    return [
        (_("Contact"), entry.uid),
        (_("Mesa"), names.get(contact.mesa, contact.mesa)),
        (_("Day"), contact.day),
        (_("Channel"), label(contact.channel)),
        (_("Stage"), label(contact.stage)),
        (_("What was talked about"), contact.summary),
        (_("Next step"), contact.next_step),
        (_("On which day"), contact.next_on),
        (_("Meeting"), contact.meeting),
        (_("File"), entry.file),
    ]
