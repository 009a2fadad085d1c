"""Tips from chats, lists and feeds made into drafts, each page once, without who gave them."""

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.doors.chat import check_order, read_chat, require_order, unpack
from mcsj_cli.doors.containers import Container, find_container
from mcsj_cli.doors.day_order import DayOrder
from mcsj_cli.doors.file_kinds import FileKind, recognise, require_kind
from mcsj_cli.doors.news_feed import read_feed
from mcsj_cli.doors.source_text import decode
from mcsj_cli.doors.tips import Tip, Tips, find_links, read_list
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Phrase, Prose, Tag, Url
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.privacy import holds_personal
from mcsj_cli.model.text import one_line
from mcsj_cli.model.web_page import url_key
from mcsj_cli.operations.tag_proposals import propose_tags
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken

_TEXTS = (FileKind.CHAT, FileKind.FEED, FileKind.TABLE, FileKind.TEXT)
_LONGEST = 120  # letters of a title


class TipChoices(NamedTuple):
    """What a person says of the tips: since when, under which rubric, in which order days stand."""

    today: date
    since: date | None = None
    tag: Tag | None = None
    order: DayOrder | None = None


class Draft(NamedTuple):
    """A tip as an item; `tags` are empty where nothing speaks for a rubric."""

    file: str
    line: int
    title: str
    url: str
    day: date
    tags: Sequence[Tag]
    source: str
    summary: str


class TipPlan(NamedTuple):
    """The drafts of some files, and how many of their links were left out, and why."""

    drafts: list[Draft]
    known: int
    private: int
    incomplete: int


def read_tips(raw: bytes, file: str, project: Project, choices: TipChoices) -> Tips:
    """Read the links of one file.

    Raise WrongKindError for a file of another kind, UnreadableFileError for one that cannot be
    read or has days in the other order alone, and AmbiguousError for a chat that does not tell the
    order of day and month.
    """
    wanted = _("a chat, a list of links or a feed")
    if find_container(raw) is Container.CHAT_ARCHIVE:
        raw = unpack(raw, file)
    found = recognise(raw, file)
    require_kind(found, file, wanted, *_TEXTS)
    text = decode(raw, file)
    if found.kind is FileKind.CHAT:
        if choices.order:
            check_order(text, choices.order, choices.today, file)
        return read_chat(text, choices.order or require_order(text, choices.today))
    if found.kind is FileKind.FEED:
        return read_feed(text, file, ZoneInfo(project.network.timezone), choices.today)
    # The commas of a sentence make no table: a table begins with its heading, without a link.
    if found.kind is FileKind.TABLE and not any(find_links(text.lstrip().partition("\n")[0])):
        require_kind(found, file, wanted)
    return read_list(text)


def plan_tips(project: Project, read: Iterable[tuple[str, Tips]], choices: TipChoices) -> TipPlan:
    """Make drafts of the links that the archive does not have, each page once."""
    known = {url_key(entry.record.url) for entry in project.read(CONTENT).entries}
    drafts: list[Draft] = []
    repeated = private = incomplete = 0
    for file, tips in read:
        private += tips.private
        incomplete += tips.incomplete
        for tip in tips.tips:
            if choices.since and (tip.day or choices.today) < choices.since:
                continue
            if holds_personal(tip.url, project.declared):
                private += 1
            elif url_key(tip.url) in known:
                repeated += 1
            else:
                known.add(url_key(tip.url))
                drafts.append(_make_draft(project, file, tip, choices))
    return TipPlan(drafts, repeated, private, incomplete)


def apply_tips(project: Project, plan: TipPlan) -> None:
    """Add the drafts as one commit; raise WrongUsageError where one has no rubric."""
    bare = sum(not draft.tags for draft in plan.drafts)
    if bare:
        text = ngettext(
            "Nothing speaks for a rubric of {n} link.",
            "Nothing speaks for a rubric of {n} links.",
            bare,
        )
        advice = _("Nothing was written. Say it for those: {option}")
        option = spoken("--tag SOSnacional")
        raise WrongUsageError(text.format(n=bare), advice.format(option=option))
    subject = commit_subject("content: tips", list_few([draft.title for draft in plan.drafts]))
    with project.changing(subject, tell=False) as change:
        for draft in plan.drafts:
            change.add(CONTENT, _make_item(draft))


def lies_within(project: Project, file: Path) -> bool:
    """Whether a file lies in the data folder, where others would get it."""
    return file.resolve().is_relative_to(project.root.resolve())


def _make_draft(project: Project, file: str, tip: Tip, choices: TipChoices) -> Draft:
    host = (urlsplit(tip.url).hostname or "").removeprefix("www.")
    said = tip.title if tip.title and not holds_personal(tip.title, project.declared) else ""
    summary = "" if holds_personal(tip.summary, project.declared) else tip.summary
    source = tip.source if tip.source and not holds_personal(tip.source, project.declared) else host
    title = _shorten(said) or _describe_address(tip.url)
    tags = _choose_tags(project, tip, f"{title} {summary}", choices.tag)
    day = min(tip.day or choices.today, choices.today)
    return Draft(file, tip.line, title, tip.url, day, tags, source, summary)


def _choose_tags(project: Project, tip: Tip, text: str, default: Tag | None) -> list[Tag]:
    """Return the rubrics that a message names, or the one given, or the one most likely."""
    found = [_find_tag(project.categories, name) for name in tip.tags]
    named = [tag for tag in found if tag]
    if named:
        return list(dict.fromkeys(named))
    if default:
        return [default]
    best = propose_tags(project, text)[0]
    return [Tag(best.tag)] if best.score > 0 else []


def _find_tag(categories: Categories, name: str) -> Tag | None:
    try:
        return categories.find_tag(name)
    except NotFoundError:
        return None


def _describe_address(url: str) -> str:
    """Return an address as a title: its host and what its path says."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    words = unquote(parts.path).strip("/").replace("-", " ").replace("_", " ")
    return _shorten(one_line(f"{host}: {words}" if words else host))


def _shorten(text: str) -> str:
    """Return a text cut between words where it is too long for a title."""
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST].rfind(" ")
    return text[: cut if cut > 0 else _LONGEST].rstrip(" ,;:.") + "…"


def _make_item(draft: Draft) -> Content:
    return Content(
        title=Line.parse(draft.title),
        tags=list(draft.tags),
        summary=Prose.parse(draft.summary),
        url=Url.parse(draft.url),
        source=Phrase.parse(draft.source),
        created=draft.day,
    )
