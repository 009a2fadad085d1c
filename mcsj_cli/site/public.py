"""What may be shown: what is published, vouched for and free of personal data.

All pages are built from `Public`, so that nothing else can reach them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import msgspec
from msgspec import Struct

from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.fields import Phrase, Url
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.letterhead import Logo
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups, Slot
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.privacy import Contacts, declared_contacts, find_personal
from mcsj_cli.site.picture import is_inert


class Material(Struct, frozen=True):
    """All that was read for the page, public or not; at a `moment` what is over is not coming."""

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    content: Sequence[Entry[Content]]
    practices: Sequence[Entry[Practice]]
    meetings: Mapping[str, Meeting]
    actions: Sequence[Entry[Action]]
    logo: Logo | None
    today: date
    moment: datetime | None = None


class Public(Struct, frozen=True):
    """The sources of all pages.

    `items` and `practices` are the latest first. `meetings` are those of groups, without anything
    about mesas or people. Of `counted` only numbers are shown.
    """

    network: Network
    groups: Groups
    categories: Categories
    partners: Partners
    items: Sequence[Entry[Content]]
    practices: Sequence[Entry[Practice]]
    meetings: Mapping[str, Meeting]
    counted: Material
    logo: Logo | None
    today: date
    moment: datetime | None = None


class LeftOutItems(NamedTuple):
    """A file that is not shown, with the reason; `lapsed` if only its verification has expired."""

    file: str
    reason: str
    lapsed: bool = False


def choose_public(material: Material) -> tuple[Public, list[LeftOutItems]]:
    """Choose what may be shown on the day of the material, and list what is kept back.

    The list has published items, practices and the logo, but no drafts.
    """
    published = [
        entry
        for entry in material.content
        if entry.record.status is ContentStatus.PUBLISHED and entry.record.day <= material.today
    ]
    left_out = list(_find_left_out(material, published))
    files = {one.file for one in left_out}
    return _build_public(material, published, files), left_out


def _find_left_out(
    material: Material, published: Sequence[Entry[Content]]
) -> Iterator[LeftOutItems]:
    declared = declared_contacts(material.partners, material.network.mail)
    doubts = [_doubt_item(entry, material.today, declared) for entry in published]
    doubts += [_doubt_practice(entry, declared) for entry in material.practices]
    yield from filter(None, doubts)
    if material.logo and not is_inert(material.logo):
        reason = _(
            "There is more in that picture than lines and colours: "
            "a style sheet, a link or a program."
        )
        yield LeftOutItems(material.network.letterhead.logo, reason)


def _build_public(
    material: Material, published: Sequence[Entry[Content]], left_out: set[str]
) -> Public:
    return Public(
        network=material.network,
        groups=_hide_private_links(material.groups),
        categories=material.categories,
        partners=material.partners,
        items=_sort_items(entry for entry in published if entry.file not in left_out),
        practices=_choose_practices(material, left_out),
        meetings=_choose_meetings(material.meetings),
        counted=material,
        logo=material.logo if material.logo and is_inert(material.logo) else None,
        today=material.today,
        moment=material.moment,
    )


def _sort_items(items: Iterable[Entry[Content]]) -> list[Entry[Content]]:
    return sorted(items, key=lambda entry: (entry.record.day, entry.uid), reverse=True)


def _choose_practices(material: Material, left_out: set[str]) -> list[Entry[Practice]]:
    practices = [
        entry
        for entry in material.practices
        if entry.file not in left_out and entry.record.created <= material.today
    ]
    return sorted(practices, key=lambda entry: (entry.record.created, entry.uid), reverse=True)


def _choose_meetings(meetings: Mapping[str, Meeting]) -> dict[str, Meeting]:
    return {uid: _hide_private(one) for uid, one in meetings.items() if not one.mesa}


def public_texts(item: Content) -> list[str]:
    """Return every text and address that is shown of an item."""
    link = item.publication.link if item.publication else ""
    return [item.title, item.summary, item.url, item.source, link, *item.states]


def practice_texts(practice: Practice) -> list[str]:
    """Return every text and address that is shown of a practice.

    Evidence is only shown if it is on the web.
    """
    return [
        practice.title,
        practice.done,
        practice.result,
        *practice.steps,
        *web_evidence(practice),
    ]


def web_evidence(practice: Practice) -> list[str]:
    """Return the evidence of a practice that is on the web."""
    return [text for text in practice.evidence if is_web(text)]


def is_web(text: str) -> bool:
    """Whether a text is an address that a page may link to."""
    try:
        return bool(Url.parse(text))
    except ValueError:
        return False


def _doubt_item(entry: Entry[Content], today: date, declared: Contacts) -> LeftOutItems | None:
    item = entry.record
    if item.verification and not item.is_changed and item.verification.find_lapse(today):
        return LeftOutItems(entry.file, item.verification.find_lapse(today), lapsed=True)
    missing = item.find_missing(today)
    if missing:
        return LeftOutItems(entry.file, missing)
    for fault in item.faults_at_entry():
        return LeftOutItems(entry.file, fault.message)
    return _doubt_words(entry.file, public_texts(item), declared)


def _doubt_practice(entry: Entry[Practice], declared: Contacts) -> LeftOutItems | None:
    return _doubt_words(entry.file, practice_texts(entry.record), declared)


def _doubt_words(file: str, texts: Sequence[str], declared: Contacts) -> LeftOutItems | None:
    if not _is_personal(texts, declared):
        return None
    return LeftOutItems(
        file,
        _("There is a phone number or an e-mail address in it that is not declared as public."),
    )


def _is_personal(texts: Sequence[str], declared: Contacts) -> bool:
    return any(find_personal([str(text) for text in texts], declared))


def _hide_private_links(groups: Groups) -> Groups:
    """Remove the links of slots that are not public."""
    return msgspec.structs.replace(groups, groups=[_hide_links(group) for group in groups.groups])


def _hide_links(group: Group) -> Group:
    return msgspec.structs.replace(group, series=[_hide_link(series) for series in group.series])


def _hide_link(series: Slot) -> Slot:
    return series if series.public else msgspec.structs.replace(series, link=Url(""))


def _hide_private(meeting: Meeting) -> Meeting:
    """Remove the free texts, the attendance and the link of a meeting.

    A text may hold the password of a private room.
    """
    return msgspec.structs.replace(
        meeting,
        reason=Phrase(""),
        agenda=[],
        attendance={},
        notes=type(meeting.notes)(""),
        link=Url(""),
    )
