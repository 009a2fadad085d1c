"""`mcsj content edit` and `delete`: an item that says something wrong, or is none."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.content.choose import ItemArgument, list_rubrics
from mcsj_cli.commands.content.lists import list_fields
from mcsj_cli.commands.context import open_project
from mcsj_cli.commands.correction import DAY, delete, edit
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import PRACTICE, SOURCE, STATE, SUMMARY, TAG, TITLE, URL, YesOption
from mcsj_cli.console import note
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.content import VOUCHED_FOR, Content
from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import CONTENT, PRACTICES
from mcsj_cli.model.states import find_state

HEADING = TITLE.but(called="", help=N_("The title, in quotes."), explained=N_("The title."))
TAGS = TAG.but(
    help=N_("A rubric, with or without #; may be repeated."),
    question=N_("Tags"),
    separator=",",
    parse=lambda setting, text: setting.project.categories.find_tag(text),
    choices=lambda setting: list_rubrics(setting.project.categories),
)
SAID = SUMMARY.but(
    question=N_("Summary"), parse=lambda _setting, text: parse_field(Prose, text), long=True
)
ADDRESS = URL.but(
    question=N_("Address"), parse=lambda _setting, text: parse_field(Url, text.strip())
)
WHO = SOURCE.but(question=N_("Source"), parse=lambda _setting, text: parse_field(Phrase, text))
STATES = STATE.but(
    help=N_("A state that it is about; may be repeated."),
    question=N_("States"),
    separator=",",
    parse=lambda _setting, text: Line(find_state(text).abbreviation),
)
TELLS_OF = PRACTICE.but(
    help=N_("The practice that it tells of."),
    question=N_("Tells of the practice"),
    parse=lambda setting, text: Phrase(setting.project.find(PRACTICES, text).uid) if text else None,
)


def edit_content(
    item: ItemArgument,
    title: Annotated[Text, HEADING.option()] = None,
    tag: Annotated[Texts, TAGS.option()] = None,
    url: Annotated[Text, URL.option()] = None,
    source: Annotated[Text, SOURCE.option()] = None,
    summary: Annotated[Text, SUMMARY.option()] = None,
    state: Annotated[Texts, STATES.option()] = None,
    practice: Annotated[Text, TELLS_OF.option()] = None,
    day: Annotated[Text, DAY.option()] = None,
) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    entry.record.correct({})  # refused before anything is asked
    parts = {
        "title": (HEADING, title),
        "tags": (TAGS, tag),
        "summary": (SAID, summary),
        "url": (ADDRESS, url),
        "source": (WHO, source),
        "states": (STATES, state),
        "practice": (TELLS_OF, practice),
        "created": (DAY, day),
    }
    after = edit(project, CONTENT, entry, parts, _correct)
    if after.is_changed and after.status in VOUCHED_FOR:
        text = _("What was verified was another text. Verify it again: mcsj content verify {uid}")
        note(text.format(uid=entry.uid))


def _correct(values: Mapping[str, Any]) -> Callable[[Content], Content]:
    return lambda item: item.correct(values)


def delete_content(item: ItemArgument, yes: YesOption = False) -> None:
    project = open_project()
    entry = project.find(CONTENT, item)
    fields = list_fields(entry)
    delete(project, CONTENT, entry, fields, item, yes=yes)
