"""`mcsj content`: the items for the page, under their rubrics."""

from datetime import date
from typing import Annotated, Any, NamedTuple

import msgspec
import typer

from mcsj_cli.commands.options import (
    DateOption,
    Format,
    FromOption,
    StateOption,
    ToOption,
    WeekOption,
    choose_day,
    choose_days,
    choose_state,
    choose_value,
    complete_tag,
    complete_uid,
    open_project,
    parse_field,
    today,
)
from mcsj_cli.console import Column, ask, confirm, is_interactive, note, say, show_item, show_list, warn_unread
from mcsj_cli.deeds import write_deed
from mcsj_cli.errors import ExistsError, InvalidValueError, WrongUsageError
from mcsj_cli.grammar import new_noun
from mcsj_cli.i18n import _
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus, is_near, url_key
from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import CONTENT, PRACTICES, Entry
from mcsj_cli.model.privacy import declared_contacts, find_personal
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import split_words
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading
from mcsj_cli.words import word

app = new_noun()


@app.command("list", help=_("List items: all of them, or those of some days, rubrics, states or stages."))
def list_content(
    tag: Annotated[
        str | None,
        typer.Option(
            "--tag", "-t", help=_("Only this rubric, however written."), metavar=_("TAG"), autocompletion=complete_tag
        ),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option(
            "--status", help=_("Only this stage: draft, verified, scheduled, published, retracted."), metavar=_("STAGE")
        ),
    ] = None,
    state: StateOption = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: Annotated[
        int | None, typer.Option("--limit", help=_("Only so many: the latest."), min=1, metavar=_("N"))
    ] = None,
    form: Format = None,
) -> None:
    project = open_project()
    wanted_tag = project.categories.find_tag(tag) if tag else None
    wanted_state = choose_state(state)
    wanted_status = choose_value(status, list(ContentStatus))
    begins, ends = choose_days(week, first, last, today(project))
    labels = {"tag": wanted_tag, "state": wanted_state, "status": wanted_status}
    chosen = Selection(
        CONTENT,
        first=begins,
        last=ends,
        labels={field: value for field, value in labels.items() if value is not None},
        limit=limit,
    )
    _show(project.select(chosen), form)


@app.command("search", help=_("Find items by words of their title, summary and source; the best first."))
def search_content(
    words: Annotated[
        list[str],
        typer.Argument(help=_("Words, or their beginnings; case and accents do not matter."), metavar=_("WORDS")),
    ],
    limit: Annotated[int, typer.Option("--limit", help=_("So many at most."), min=1, metavar=_("N"))] = 20,
    form: Format = None,
) -> None:
    wanted = split_words(" ".join(words))
    if not wanted:
        raise WrongUsageError(_("There is no word to search for."), _("As in: mcsj content search crédito"))
    _show(open_project().select(Selection(CONTENT, words=wanted, limit=limit)), form)


def _show(reading: Reading[Content], form: str | None) -> None:
    columns = [
        Column(_("Day"), lambda item: item["created"]),
        Column(_("Tags"), lambda item: [f"#{tag}" for tag in item["tags"]]),
        Column(_("Stage"), lambda item: word(item["status"])),
        Column(_("Title"), lambda item: item["title"]),
    ]
    show_list([_describe(entry) for entry in reading.entries], columns, form, _("No item is like that."))
    warn_unread(reading.problems)


@app.command("show", help=_("Show an item whole."))
def show_content(
    uid: Annotated[
        str,
        typer.Argument(
            help=_("Its name, a part of it, or - for the last one touched."),
            metavar=_("ITEM"),
            autocompletion=complete_uid("content"),
        ),
    ],
    form: Format = None,
) -> None:
    entry = open_project().find(CONTENT, uid)
    item = entry.record
    fields: list[tuple[str, object]] = [
        (_("Item"), entry.uid),
        (_("Title"), item.title),
        (_("Tags"), [f"#{tag}" for tag in item.tags]),
        (_("Summary"), item.summary),
        (_("Address"), item.url),
        (_("Source"), item.source),
        (_("States"), [find_state(text).name for text in item.states]),
        (_("Stage"), word(item.status)),
        (_("Tells of the practice"), item.practice),
        (_("Created"), item.created),
    ]
    if item.verification:
        fields += [
            (_("Verified by"), f"{item.verification.by}, {item.verification.on}"),
            (_("Evidence"), item.verification.evidence),
            (_("Expires"), item.verification.expires),
        ]
    show_item(_describe(entry), [*fields, (_("File"), entry.file)], form)


@app.command("add", help=_("Add an item as a draft, and print its file. At a keyboard it asks for what is missing."))
def add_content(
    title: Annotated[str | None, typer.Argument(help=_("The title, in quotes."), metavar=_("TITLE"))] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            "-t",
            help=_("A rubric, with or without #; may be repeated."),
            metavar=_("TAG"),
            autocompletion=complete_tag,
        ),
    ] = None,
    url: Annotated[str | None, typer.Option("--url", help=_("The address of the source."), metavar="URL")] = None,
    source: Annotated[
        str | None, typer.Option("--source", help=_("Who says so: an institution."), metavar=_("SOURCE"))
    ] = None,
    summary: Annotated[
        str | None, typer.Option("--summary", help=_("What it says, in a sentence or two."), metavar=_("SUMMARY"))
    ] = None,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", help=_("A state that it is about; may be repeated."), metavar=_("STATE")),
    ] = None,
    practice: Annotated[
        str | None,
        typer.Option(
            "--practice",
            help=_("The practice that it tells of."),
            metavar=_("PRACTICE"),
            autocompletion=complete_uid("practices"),
        ),
    ] = None,
    day: DateOption = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Add it even if the same address is there already."))
    ] = False,
) -> None:
    project = open_project()
    answers = _Answers(title, tag or [], url, source, summary)
    if not (title and tag):
        answers = _ask(answers, project.categories)
    item = _compose(answers, project.categories, state or [], choose_day(day, "--date", today(project)))
    if practice:
        item = msgspec.structs.replace(item, practice=Phrase(project.find(PRACTICES, practice).uid))
    _refuse_personal(project, item)
    _point_out_twins(project, item, force=force)
    say(str(project.add(CONTENT, item, write_deed("content: add", item.title))))
    note(_("Saved as a draft under {tags}.").format(tags=" ".join(f"#{tag}" for tag in item.tags)))


class _Answers(NamedTuple):
    """What the person has said of a new item; None where nothing was said."""

    title: str | None
    tags: list[str]
    url: str | None
    source: str | None
    summary: str | None


def _ask(given: _Answers, categories: Categories) -> _Answers:
    """Ask for what is missing; raise WrongUsageError where nobody is at the keyboard."""
    if not is_interactive():
        missing = [name for name, value in ((_("the title"), given.title), ("--tag", given.tags)) if not value]
        raise WrongUsageError(
            _("Missing: {names}.").format(names=", ".join(missing)),
            _('As in: mcsj content add --tag {tag} "The title"').format(tag=categories.tags[0]),
        )
    title = given.title or ask(_("Title"), lambda text: parse_field(Line, text))
    tags = given.tags
    if not tags:
        for rubric in categories.rubrics:
            note(f"  #{rubric.tag}: {rubric.name}")
        tags = [ask(_("Tag"), categories.find_tag)]
    source = ask(_("Source (Enter to leave it out)"), str, "") if given.source is None else given.source
    url = (
        ask(_("Address (Enter to leave it out)"), lambda text: parse_field(Url, text), "")
        if given.url is None
        else given.url
    )
    summary = ask(_("Summary (Enter to leave it out)"), str, "") if given.summary is None else given.summary
    return _Answers(title, tags, url, source, summary)


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


def _refuse_personal(project: Project, item: Content) -> None:
    """Keep people's phones and addresses out of what everybody shares for ever; raise InvalidValueError."""
    for fault in find_personal(item, declared_contacts(project.partners)):
        raise InvalidValueError(_("This cannot be kept: {reason}.").format(reason=fault.message), fault.advice)


def _point_out_twins(project: Project, item: Content, *, force: bool) -> None:
    """Name items with the same address or all but the same title before there are two.

    A person is asked; without a keyboard the same address raises ExistsError unless `force`.
    """
    labels = {"url": url_key(item.url)} if item.url else {}
    with_address, alike = project.find_twins(Selection(CONTENT, labels=labels), item.title)
    same = with_address.entries
    near = [entry for entry in alike.entries if entry not in same and is_near(item, entry.record)]
    for entry in same:
        note(_("The same address is in {file}: {title}").format(file=entry.file, title=entry.record.title))
    for entry in near:
        note(_("Almost the same title is in {file}: {title}").format(file=entry.file, title=entry.record.title))
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


def _describe(entry: Entry[Content]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(entry.record, enc_hook=str)
    return {"uid": entry.uid, **plain}
