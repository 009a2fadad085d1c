"""`mcsj content add`: an item for the page, as a draft."""

from datetime import date
from typing import Annotated, NamedTuple

import msgspec

from mcsj_cli.commands.arguments import choose_day, parse_field
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
)
from mcsj_cli.commits import commit_subject
from mcsj_cli.console import ask, confirm, is_interactive, note, say
from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, is_near, url_key
from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import CONTENT, PRACTICES
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.operations.tag_proposals import propose_tags
from mcsj_cli.store.change import require_keepable
from mcsj_cli.store.project import Project

_PROPOSED = 3


def add_content(
    title: Annotated[Text, TITLE.argument(N_("The title, in quotes."))] = None,
    tag: Annotated[
        Texts,
        TAG.option(N_("A rubric, with or without #; may be repeated.")),
    ] = None,
    url: Annotated[Text, URL.option()] = None,
    source: Annotated[Text, SOURCE.option()] = None,
    summary: Annotated[Text, SUMMARY.option()] = None,
    state: Annotated[
        Texts,
        STATE.option(N_("A state that it is about; may be repeated.")),
    ] = None,
    practice: Annotated[
        Text,
        PRACTICE.option(N_("The practice that it tells of.")),
    ] = None,
    day: DateOption = None,
    force: Annotated[bool, FORCE.option()] = False,
) -> None:
    project = open_project()
    answers = _Answers(title, tag or [], url, source, summary)
    if not (title and tag):
        answers = _ask(answers, project)
    item = _compose(
        answers, project.categories, state or [], choose_day(day, "--date", today(project))
    )
    if practice:
        item = msgspec.structs.replace(item, practice=Phrase(project.find(PRACTICES, practice).uid))
    require_keepable(item, project.declared)  # before anything is asked about it
    _point_out_twins(project, item, force=force)
    with project.changing(commit_subject("content: add", item.title), tell=False) as change:
        entry = change.add(CONTENT, item)
    project.archive.take_in(CONTENT, entry.file)
    say(str(project.root / entry.file))
    note(_("Saved as a draft under {tags}.").format(tags=" ".join(f"#{tag}" for tag in item.tags)))


class _Answers(NamedTuple):
    """What the person has said of a new item; None where nothing was said."""

    title: str | None
    tags: list[str]
    url: str | None
    source: str | None
    summary: str | None


def _ask(given: _Answers, project: Project) -> _Answers:
    """Ask for what is missing; raise WrongUsageError where nobody is at the keyboard."""
    categories = project.categories
    if not is_interactive():
        missing = [
            name
            for name, value in ((_("the title"), given.title), ("--tag", given.tags))
            if not value
        ]
        raise WrongUsageError(
            _("Missing: {names}.").format(names=", ".join(missing)),
            _('As in: mcsj content add --tag {tag} "The title"').format(tag=categories.tags[0]),
        )
    title = given.title or ask(_("Title"), lambda text: parse_field(Line, text))
    tags = given.tags
    if not tags:
        for rubric in categories.rubrics:
            note(f"  #{rubric.tag}: {rubric.name}")
        tags = _ask_tags(project, f"{title} {given.summary or ''}")
    source = (
        ask(_("Source (Enter to leave it out)"), str, "") if given.source is None else given.source
    )
    url = (
        ask(_("Address (Enter to leave it out)"), lambda text: parse_field(Url, text), "")
        if given.url is None
        else given.url
    )
    summary = (
        ask(_("Summary (Enter to leave it out)"), str, "")
        if given.summary is None
        else given.summary
    )
    return _Answers(title, tags, url, source, summary)


def _ask_tags(project: Project, text: str) -> list[str]:
    """Ask for the rubrics; the one that most speaks for, if any does, is there to be confirmed."""
    proposals = [one for one in propose_tags(project, text) if one.score > 0][:_PROPOSED]
    for one in proposals:
        reasons = ", ".join([*one.words, *one.items])
        note(_("Perhaps #{tag}: {reasons}").format(tag=one.tag, reasons=reasons))
    best = f"#{proposals[0].tag}" if proposals else ""
    given = ask(
        _("Tags, with a space between them"),
        lambda said: _check_tags(said, project.categories),
        best,
    )
    return given.split()


def _check_tags(text: str, categories: Categories) -> str:
    names = text.replace(",", " ").split()
    if not names:
        raise WrongUsageError(_("An item needs at least one tag."))
    return " ".join(categories.find_tag(name) for name in names)


def _compose(answers: _Answers, categories: Categories, states: list[str], day: date) -> Content:
    """Make the item; raise NotFoundError for an unknown tag or state, InvalidValueError for a text that cannot be."""
    return Content(
        title=parse_field(Line, answers.title or ""),
        tags=list(dict.fromkeys(categories.find_tag(text) for text in answers.tags)),
        summary=parse_field(Prose, answers.summary or ""),
        url=parse_field(Url, (answers.url or "").strip()),
        source=parse_field(Phrase, answers.source or ""),
        states=[Line(find_state(text).abbreviation) for text in states],
        created=day,
    )


def _point_out_twins(project: Project, item: Content, *, force: bool) -> None:
    """Name items with the same address or all but the same title before there are two.

    A person is asked; without a keyboard the same address raises ExistsError unless `force`.
    """
    facets = {"url": url_key(item.url)} if item.url else {}
    with_address, alike = project.archive.find_twins(Selection(CONTENT, facets=facets), item.title)
    same = with_address.entries
    near = [entry for entry in alike.entries if entry not in same and is_near(item, entry.record)]
    for entry in same:
        note(
            _("The same address is in {file}: {title}").format(
                file=entry.file, title=entry.record.title
            )
        )
    for entry in near:
        note(
            _("Almost the same title is in {file}: {title}").format(
                file=entry.file, title=entry.record.title
            )
        )
    if not (same or near) or force:
        return
    if is_interactive():
        if not confirm(_("Add it all the same?")):
            raise ExistsError(_("Nothing was added."))
    elif same:
        raise ExistsError(
            _("The address is there already, in {file}.").format(file=same[0].file),
            _("Nothing was added. To add it all the same: --force"),
        )
