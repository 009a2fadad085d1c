"""Items and practices: the latest on a first page, older ones on pages of their own by time."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

import msgspec

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.states import find_state
from mcsj_cli.site.addresses import Key
from mcsj_cli.site.outputs import Page, page_of
from mcsj_cli.site.pages import (
    Copy,
    ItemCard,
    Leaf,
    MesaLine,
    PracticeCard,
    PracticesPage,
    RubricPage,
    Section,
)
from mcsj_cli.site.public import Public, is_web, web_evidence

T = TypeVar("T")
# How many things fit on a first page with leaves, on one without, and on a leaf.
_LATEST, _WHOLE, _LEAF = 20, 40, 50


class Shelf(NamedTuple, Generic[T]):
    """A page of things: the first, which lists all leaves, or a leaf with its neighbours."""

    things: Sequence[T]
    leaf: Leaf | None = None
    leaves: Sequence[Leaf] = ()
    newer: Leaf | None = None
    older: Leaf | None = None


def rubric_pages(public: Public, cards: Mapping[str, list[ItemCard]]) -> Iterator[Page]:
    """Yield the pages of every rubric."""
    for rubric in public.categories.rubrics:
        first = Key("rubric", rubric.tag)
        others = [
            Section(one.tag, one.name) for one in public.categories.rubrics if one is not rubric
        ]
        for shelf in shelve(cards[rubric.tag], lambda card: card.day, first, monthly=True):
            value = RubricPage(
                tag=rubric.tag,
                name=rubric.name,
                description=rubric.description,
                items=list(shelf.things),
                leaf=shelf.leaf,
                leaves=list(shelf.leaves),
                newer=shelf.newer,
                older=shelf.older,
                others=[] if shelf.leaf else others,
            )
            yield page_of(shelf.leaf.key if shelf.leaf else first, "rubric.html", value)


def practice_pages(practices: Sequence[PracticeCard]) -> Iterator[Page]:
    """Yield the pages of the practices."""
    first = Key("practices")
    for shelf in shelve(practices, lambda card: card.created, first, monthly=False):
        value = PracticesPage(
            list(shelf.things), shelf.leaf, list(shelf.leaves), shelf.newer, shelf.older
        )
        yield page_of(shelf.leaf.key if shelf.leaf else first, "practices.html", value)


def shelve(
    things: Sequence[T], day: Callable[[T], date], first: Key, *, monthly: bool
) -> Iterator[Shelf[T]]:
    """Split things, the latest first, into a first page and leaves of a month or a year each.

    A leaf fills up from the first day of its time, so that a new or a lost thing changes no leaves
    but those of its own month or year.
    """
    if len(things) <= _WHOLE:
        yield Shelf(things)
        return
    leaves = list(_split_leaves(things, day, first, monthly=monthly))
    yield Shelf(things[:_LATEST], None, [leaf for leaf, _part in leaves])
    ends: list[Leaf | None] = [None, *(leaf for leaf, _part in leaves), None]
    neighbours = zip(ends, ends[2:], strict=False)
    for (leaf, part), (newer, older) in zip(leaves, neighbours, strict=True):
        yield Shelf(part, leaf, (), newer, older)


def _split_leaves(
    things: Sequence[T], day: Callable[[T], date], first: Key, *, monthly: bool
) -> Iterator[tuple[Leaf, list[T]]]:
    """Yield the leaves with their things, the latest first."""

    def find_time(thing: T) -> tuple[int, int]:
        return day(thing).year, day(thing).month if monthly else 0

    for (year, month), found in groupby(things, find_time):
        oldest = list(found)[::-1]
        parts = [oldest[start : start + _LEAF] for start in range(0, len(oldest), _LEAF)]
        for number, part in reversed(list(enumerate(parts, 1))):
            yield Leaf(_leaf_key(first, year, month, number), year, month, number), part[::-1]


def _leaf_key(first: Key, year: int, month: int, number: int) -> Key:
    parts = [first.name, str(year)]
    if month:
        parts.append(f"{month:02}")
    if number > 1:
        parts.append(str(number))
    return Key(first.kind, "-".join(parts))


def card_items(public: Public) -> tuple[dict[str, list[ItemCard]], dict[str, list[ItemCard]]]:
    """Return the cards of all items by rubric and by state, the latest first."""
    by_tag: dict[str, list[ItemCard]] = {rubric.tag: [] for rubric in public.categories.rubrics}
    by_state: dict[str, list[ItemCard]] = {}
    for entry in public.items:
        card = card_item(entry)
        for tag in dict.fromkeys(entry.record.tags):
            if tag in by_tag:
                by_tag[tag].append(card)
        for state in dict.fromkeys(card.states):
            by_state.setdefault(state, []).append(card)
    return by_tag, by_state


def card_item(entry: Entry[Content]) -> ItemCard:
    item = entry.record
    verification = item.verification
    post = item.publication.link if item.publication else ""
    return ItemCard(
        anchor=_anchor(entry.uid),
        title=item.title,
        summary=item.summary,
        url=item.url if is_web(item.url) else "",
        post=post if is_web(post) and post != item.url else "",
        source=item.source,
        states=[find_state(text).name for text in item.states],
        day=item.day,
        verified=verification.on if verification else None,
        expires=verification.expires if verification else None,
    )


def card_practices(public: Public, mesas: Mapping[str, MesaLine]) -> list[PracticeCard]:
    """Return the cards of all practices, the latest first."""
    first = Key("practices")
    cards = [
        _card_practice(entry, mesas, public.categories, public.today) for entry in public.practices
    ]
    places: dict[str, Key] = {}
    for shelf in shelve(cards, lambda card: card.created, first, monthly=False):
        if shelf.leaf:
            places |= dict.fromkeys([card.anchor for card in shelf.things], shelf.leaf.key)
    return [msgspec.structs.replace(card, place=places.get(card.anchor, first)) for card in cards]


def _card_practice(
    entry: Entry[Practice], mesas: Mapping[str, MesaLine], categories: Categories, today: date
) -> PracticeCard:
    practice = entry.record
    names = {axis.slug: axis.name for axis in categories.axes}
    return PracticeCard(
        place=Key("practices"),
        anchor=_anchor(entry.uid),
        title=practice.title,
        mesa=mesas[practice.mesa],
        axis=names.get(practice.axis, practice.axis),
        done=practice.done,
        result=practice.result,
        steps=[*practice.steps],
        evidence=web_evidence(practice),
        copies=_list_copies(practice, mesas, today),
        created=practice.created,
    )


def _list_copies(practice: Practice, mesas: Mapping[str, MesaLine], today: date) -> list[Copy]:
    copies = [one for one in practice.replications if one.day <= today]
    copies.sort(key=lambda one: (one.day, one.mesa))
    return [Copy(mesas[one.mesa], one.day) for one in copies]


def _anchor(uid: str) -> str:
    return re.sub(r"[^\w.-]+", "-", uid)
