"""What may be shown: published, vouched for, and of no person. Whatever else there is goes no further than here."""

from collections.abc import Mapping, Sequence
from datetime import date
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
from mcsj_cli.model.network import Group, Groups, Network, Slot
from mcsj_cli.model.partner import Partners
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.privacy import Contacts, declared_contacts, find_personal
from mcsj_cli.site.picture import is_inert


class Material(Struct, frozen=True):
    """All that was read for the page, public or not."""

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


class Public(Struct, frozen=True):
    """What the page is made of.

    `items` and `practices` are the latest first. `meetings` are those of groups, without anything of mesas or people.
    Of `counted` nothing is shown but how many there are.
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


class LeftOutItems(NamedTuple):
    """A record that is not shown, and why; `lapsed` where only its time is over."""

    file: str
    reason: str
    lapsed: bool = False


def choose_public(material: Material) -> tuple[Public, list[LeftOutItems]]:
    """Choose what may be shown on the day of the material, and say what may not although somebody published it."""
    declared = declared_contacts(material.partners, material.network.mail)
    public = [
        entry
        for entry in material.content
        if entry.record.status is ContentStatus.PUBLISHED and entry.record.day <= material.today
    ]
    doubts = [doubt for entry in public if (doubt := _doubt_item(entry, material.today, declared))]
    doubts += [doubt for one in material.practices if (doubt := _doubt_practice(one, declared))]
    if material.logo and not is_inert(material.logo):
        doubts.append(
            LeftOutItems(
                material.network.letterhead.logo,
                _(
                    "There is more in that picture than lines and colours: a style sheet, a link or a program."
                ),
            )
        )
    doubted = {doubt.file for doubt in doubts}
    items = [entry for entry in public if entry.file not in doubted]
    practices = [
        entry
        for entry in material.practices
        if entry.file not in doubted and entry.record.created <= material.today
    ]
    chosen = Public(
        network=material.network,
        groups=msgspec.structs.replace(
            material.groups, groups=[_hide_links(one) for one in material.groups.groups]
        ),
        categories=material.categories,
        partners=material.partners,
        items=sorted(items, key=lambda entry: (entry.record.day, entry.uid), reverse=True),
        practices=sorted(
            practices, key=lambda entry: (entry.record.created, entry.uid), reverse=True
        ),
        meetings={
            uid: _hide_private(one) for uid, one in material.meetings.items() if not one.mesa
        },
        counted=material,
        logo=material.logo if material.logo and is_inert(material.logo) else None,
        today=material.today,
    )
    return chosen, doubts


def public_texts(item: Content) -> list[str]:
    """Give all that is shown of an item in words or addresses."""
    link = item.publication.link if item.publication else ""
    return [item.title, item.summary, item.url, item.source, link, *item.states]


def practice_texts(practice: Practice) -> list[str]:
    """Give all that is shown of a practice in words or addresses; evidence that lies in no public place is not."""
    return [
        practice.title,
        practice.done,
        practice.result,
        *practice.steps,
        *web_evidence(practice),
    ]


def web_evidence(practice: Practice) -> list[str]:
    """Give the addresses of the web among what proves a practice."""
    return [text for text in practice.evidence if is_web(text)]


def is_web(text: str) -> bool:
    """Say whether a text is an address that a browser may be sent to."""
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


def _hide_links(group: Group) -> Group:
    """Take from a group's slots the links that are only for those who meet."""
    return msgspec.structs.replace(group, series=[_hide_link(series) for series in group.series])


def _hide_link(series: Slot) -> Slot:
    return series if series.public else msgspec.structs.replace(series, link=Url(""))


def _hide_private(meeting: Meeting) -> Meeting:
    """Leave of a meeting when it is and what became of it: in free words there may be what opens a closed room."""
    return msgspec.structs.replace(
        meeting,
        reason=Phrase(""),
        agenda=[],
        attendance={},
        notes=type(meeting.notes)(""),
        link=Url(""),
    )
