"""`mcsj content add`: an item for the page, as a draft."""

from datetime import date
from typing import Annotated, NamedTuple

from mcsj_cli.commands.arguments import choose_day, parse_field
from mcsj_cli.commands.content.choose import list_rubrics
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Text, Texts
from mcsj_cli.commands.fields import (
    FORCE,
    PRACTICE,
    SOURCE,
    STATE,
    SUMMARY,
    TAG,
    TITLE,
    URL,
    DateOption,
    parse_title,
)
from mcsj_cli.commands.telling import tell_item
from mcsj_cli.console import is_interactive, note
from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import PRACTICES, Entry
from mcsj_cli.model.states import find_state
from mcsj_cli.operations import content_items
from mcsj_cli.operations.tag_proposals import propose_tags
from mcsj_cli.questions import ask, confirm, tell
from mcsj_cli.store.change import require_keepable
from mcsj_cli.store.project import Project

_PROPOSED = 3


class ItemTexts(NamedTuple):
    """The texts that a person gave for a new item; None where none was."""

    title: str | None
    tags: list[str]
    url: str | None
    source: str | None
    summary: str | None


def add_content(
    title: Annotated[Text, TITLE.argument(N_("The title, in quotes."))] = None,
    tag: Annotated[Texts, TAG.option(N_("A rubric, with or without #; may be repeated."))] = None,
    url: Annotated[Text, URL.option()] = None,
    source: Annotated[Text, SOURCE.option()] = None,
    summary: Annotated[Text, SUMMARY.option()] = None,
    state: Annotated[Texts, STATE.option(N_("A state that it is about; may be repeated."))] = None,
    practice: Annotated[Text, PRACTICE.option(N_("The practice that it tells of."))] = None,
    day: DateOption = None,
    force: Annotated[bool, FORCE.option()] = False,
) -> None:
    project = open_project()
    texts = ItemTexts(title, tag or [], url, source, summary)
    if not (title and tag):
        _require(texts, project.categories)
        texts = _ask_texts(texts, project)
    created = choose_day(day, "--date", today(project), Looking.BACK)
    item = _make_item(texts, project, state or [], practice, created)
    require_keepable(item, project.declared)  # before anything is asked about it
    _point_out_twins(content_items.find_twins(project, item), force=force)
    entry = content_items.add_content(project, item)
    tell_item(project, entry, entry.record)


def _require(texts: ItemTexts, categories: Categories) -> None:
    """Raise WrongUsageError for what is missing where nobody is at the keyboard to be asked."""
    if is_interactive():
        return
    missing = []
    if not texts.title:
        missing.append(TITLE.title)
    if not texts.tags:
        missing.append(TAG.flag)
    raise WrongUsageError(
        _("Missing: {names}.").format(names=", ".join(missing)),
        _('As in: mcsj content add --tag {tag} "The title"').format(tag=categories.tags[0]),
    )


def _ask_texts(given: ItemTexts, project: Project) -> ItemTexts:
    """Ask for what was not given; only title and tags must be answered."""
    title = given.title or ask(_("Title"), parse_title, explanation=_("What it is called."))
    tags = given.tags or _ask_tags(project, f"{title} {given.summary or ''}")
    source, url, summary = given.source, given.url, given.summary
    if source is None:
        question = _("Source (Enter to leave it out)")
        source = ask(question, str, "", explanation=_(SOURCE.help))
    if url is None:
        question = _("Address (Enter to leave it out)")
        url = ask(question, lambda text: parse_field(Url, text), "", explanation=_(URL.help))
    if summary is None:
        question = _("Summary (Enter to leave it out)")
        summary = ask(question, str, "", explanation=_(SUMMARY.help), long=True)
    return ItemTexts(title, tags, url, source, summary)


def _ask_tags(project: Project, text: str) -> list[str]:
    """Ask for the rubrics; the best proposal, if there is one, needs only Enter."""
    proposals = [one for one in propose_tags(project, text) if one.score > 0][:_PROPOSED]
    for one in proposals:
        reasons = ", ".join([*one.words, *one.items])
        tell(_("Perhaps #{tag}: {reasons}").format(tag=one.tag, reasons=reasons))
    best = f"#{proposals[0].tag}" if proposals else ""
    question = _("Tags, with a space between them")
    return ask(
        question,
        lambda said: _check_tags(said, project.categories),
        best,
        explanation=_(TAG.help),
        choices=list_rubrics(project.categories),
        joint=" ",
    ).split()


def _check_tags(text: str, categories: Categories) -> str:
    names = text.replace(",", " ").split()
    if not names:
        raise WrongUsageError(_("An item needs at least one tag."))
    return " ".join(categories.find_tag(name) for name in names)


def _make_item(
    texts: ItemTexts, project: Project, states: list[str], practice: str | None, created: date
) -> Content:
    """Make the item; raise NotFoundError for an unknown tag, state or practice."""
    tags = [project.categories.find_tag(text) for text in texts.tags]
    return Content(
        title=parse_field(Line, texts.title or ""),
        tags=list(dict.fromkeys(tags)),
        summary=parse_field(Prose, texts.summary or ""),
        url=parse_field(Url, (texts.url or "").strip()),
        source=parse_field(Phrase, texts.source or ""),
        states=[Line(find_state(text).abbreviation) for text in states],
        created=created,
        practice=Phrase(project.find(PRACTICES, practice).uid) if practice else None,
    )


def _point_out_twins(twins: content_items.Twins, *, force: bool) -> None:
    """Name the items that the new one may repeat, and ask whether to go on.

    Without a keyboard raise ExistsError for the same address, unless `force`.
    """
    _note_twins(_("{uid} has the same address: {title}"), twins.same)
    _note_twins(_("{uid} has almost the same title: {title}"), twins.near)
    if not (twins.same or twins.near) or force:
        return
    if is_interactive():
        if not confirm(_("Add it all the same?")):
            raise ExistsError(_("Nothing was added."))
    elif twins.same:
        raise ExistsError(
            _("{uid} has this address already.").format(uid=twins.same[0].uid),
            _("Nothing was added. To add it all the same: --force"),
        )


def _note_twins(text: str, entries: list[Entry[Content]]) -> None:
    for entry in entries:
        note(text.format(uid=entry.uid, title=entry.record.title))
