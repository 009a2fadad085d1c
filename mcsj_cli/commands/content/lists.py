"""`mcsj content list|search|show`: finding items, and seeing them whole."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from mcsj_cli.commands.arguments import (
    choose_days,
    choose_each,
    choose_search,
    find_value,
    parse_field,
)
from mcsj_cli.commands.content.choose import ItemArgument
from mcsj_cli.commands.context import open_project, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import (
    LIMIT,
    PRACTICE,
    SOURCE,
    STATUS,
    TAG,
    URL,
    Format,
    FromOption,
    LimitOption,
    StatesFilter,
    ToOption,
    WeekOption,
)
from mcsj_cli.console import note_more, warn_unread
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.listing import Column, show_item, show_list
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.fields import Url
from mcsj_cli.model.kinds import CONTENT, PRACTICES, Entry, describe
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import excerpt, fold
from mcsj_cli.model.web_page import url_key
from mcsj_cli.store.records import Reading

WORDS: Field[str] = Field(
    "words",
    N_('Words or their beginnings, "a phrase", tag:TAG, state:STATE, status:STAGE, since:DAY.'),
    N_("WORDS"),
)


def list_content(
    tag: Annotated[
        Texts, TAG.option(N_("Only these rubrics, however written; may be repeated."))
    ] = None,
    status: Annotated[
        Texts,
        STATUS.but(metavar=N_("STAGE")).option(
            N_("Only these stages: draft, verified, scheduled, published, retracted.")
        ),
    ] = None,
    state: StatesFilter = None,
    week: WeekOption = None,
    first: FromOption = None,
    last: ToOption = None,
    source: Annotated[Text, SOURCE.option(N_("Only what this institution says."))] = None,
    url: Annotated[Text, URL.option(N_("Only this address."))] = None,
    practice: Annotated[Text, PRACTICE.option(N_("Only what tells of this practice."))] = None,
    limit: LimitOption = None,
    form: Format = None,
) -> None:
    project = open_project()
    begins, ends = choose_days(week, first, last, today(project))
    facets: dict[str, str | list[str] | None] = {
        "tag": choose_each(tag, project.categories.find_tag),
        "state": [one.abbreviation for one in choose_each(state, find_state)],
        "status": choose_each(status, find_value(ContentStatus)),
        "source": fold(source) if source else None,
        "url": url_key(parse_field(Url, url)) if url else None,
        "practice": project.find(PRACTICES, practice).uid if practice else None,
    }
    asked = {name: value for name, value in facets.items() if value}
    wanted = Selection(CONTENT, first=begins, last=ends, facets=asked, limit=limit)
    _show_items(project.select(wanted), form)


def search_content(
    words: Annotated[list[str], WORDS.argument()],
    limit: Annotated[int, LIMIT.option()] = 20,
    form: Format = None,
) -> None:
    project = open_project()
    example = "mcsj content search crédito"
    asked = choose_search(words, project.categories, today(project), example)
    chosen = Selection(
        CONTENT, first=asked.since, facets=asked.facets, words=asked.words, limit=limit
    )
    reading = project.select(chosen)
    _show_items(reading, form, asked.words)
    if len(reading.entries) == limit:
        total = project.count_selected(chosen)
        note_more(total - limit, total)


def _show_items(reading: Reading[Content], form: str | None, words: Sequence[str] = ()) -> None:
    days = {entry.uid: str(entry.record.day) for entry in reading.entries}
    columns = [
        Column(_("Day"), lambda item: days[item["uid"]]),
        Column(_("Tags"), lambda item: [f"#{tag}" for tag in item["tags"]]),
        Column(_("Stage"), lambda item: label(item["status"])),
        Column(_("Title"), lambda item: item["title"]),
    ]
    if words:
        columns.append(
            Column(
                _("Where"), lambda item: excerpt(f"{item['summary']} {item['source'] or ''}", words)
            )
        )
    show_list(
        [describe(entry) for entry in reading.entries], columns, form, _("No item is like that.")
    )
    warn_unread(reading.problems)


def show_content(item: ItemArgument, form: Format = None) -> None:
    entry = open_project().find(CONTENT, item)
    show_item(describe(entry), list_fields(entry), form)


def list_fields(entry: Entry[Content]) -> list[tuple[str, object]]:
    """Return what is shown of an item, each with its heading."""
    found = entry.record
    return [
        (_("Item"), entry.uid),
        (_("Title"), found.title),
        (_("Tags"), [f"#{tag}" for tag in found.tags]),
        (_("Summary"), found.summary),
        (_("Address"), found.url),
        (_("Source"), found.source),
        (_("States"), [find_state(text).name for text in found.states]),
        (_("Stage"), label(found.status)),
        (_("Tells of the practice"), found.practice),
        (_("Created"), found.created),
        *_list_steps(found),
        (_("File"), entry.file),
    ]


def _list_steps(item: Content) -> Iterator[tuple[str, object]]:
    """Return how far an item has come, each step with who took it and when."""
    if item.verification:
        yield _("Verified by"), f"{item.verification.by}, {item.verification.on}"
        proof = item.verification.evidence
        in_words = _("{proof} (a call or a document, not on the web)").format(proof=proof)
        yield _("Evidence"), proof if proof.is_address else in_words
        yield _("Expires"), item.verification.expires
    if item.slot:
        yield _("Scheduled for"), f"{item.slot.at}, {item.slot.by}"
    if item.publication:
        yield _("Published on"), f"{item.publication.on}, {item.publication.by}"
        yield _("Post"), item.publication.link
    if item.retraction:
        yield _("Taken back on"), f"{item.retraction.on}, {item.retraction.by}"
        yield _("Reason"), item.retraction.reason
