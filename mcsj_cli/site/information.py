"""What is published and what worked: the latest on a first page, older things month by month on pages that stay."""

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
# How many things the first page has beside pages of older ones, how many without, and how many each of those has.
_LATEST, _WHOLE, _LEAF = 20, 40, 50


class Shelf(NamedTuple, Generic[T]):
    """A page of things: the first, which knows all others, or a leaf with its neighbours."""

    things: Sequence[T]
    leaf: Leaf | None = None
    leaves: Sequence[Leaf] = ()
    newer: Leaf | None = None
    older: Leaf | None = None


def rubric_pages(public: Public, cards: Mapping[str, list[ItemCard]]) -> Iterator[Page]:
    """Give the pages of every rubric."""
    for rubric in public.categories.rubrics:
        first = Key("rubric", rubric.tag)
        for shelf in shelve(cards[rubric.tag], lambda card: card.day, first, monthly=True):
            others = [
                one for one in public.categories.rubrics if one is not rubric and not shelf.leaf
            ]
            value = RubricPage(
                tag=rubric.tag,
                name=rubric.name,
                description=rubric.description,
                items=list(shelf.things),
                leaf=shelf.leaf,
                leaves=list(shelf.leaves),
                newer=shelf.newer,
                older=shelf.older,
                others=[Section(one.tag, one.name) for one in others],
            )
            yield page_of(shelf.leaf.key if shelf.leaf else first, "rubric.html", value)


def practice_pages(practices: Sequence[PracticeCard]) -> Iterator[Page]:
    """Give the pages of the practices."""
    first = Key("practices")
    for shelf in shelve(practices, lambda card: card.created, first, monthly=False):
        value = PracticesPage(
            list(shelf.things), shelf.leaf, list(shelf.leaves), shelf.newer, shelf.older
        )
        yield page_of(shelf.leaf.key if shelf.leaf else first, "practices.html", value)


def shelve(
    things: Sequence[T], day: Callable[[T], date], first: Key, *, monthly: bool
) -> Iterator[Shelf[T]]:
    """Part things, the latest first, into pages so that a new or a lost one changes no more than its own month's.

    Pages of a month, or of a year, fill up from its first day.
    """
    if len(things) <= _WHOLE:
        yield Shelf(things)
        return
    leaves: list[tuple[Leaf, list[T]]] = []
    for (year, month), found in groupby(
        things, lambda one: (day(one).year, day(one).month if monthly else 0)
    ):
        oldest = list(found)[::-1]
        parts = [oldest[start : start + _LEAF] for start in range(0, len(oldest), _LEAF)]
        for number, part in reversed(list(enumerate(parts, 1))):
            leaves.append((Leaf(_key(first, year, month, number), year, month, number), part[::-1]))
    yield Shelf(things[:_LATEST], None, [leaf for leaf, _part in leaves])
    ends: list[Leaf | None] = [None, *(leaf for leaf, _part in leaves), None]
    for (leaf, part), (newer, older) in zip(leaves, zip(ends, ends[2:], strict=False), strict=True):
        yield Shelf(part, leaf, (), newer, older)


def _key(first: Key, year: int, month: int, number: int) -> Key:
    name = "-".join(
        [
            first.name,
            str(year),
            *([f"{month:02}"] if month else []),
            *([str(number)] if number > 1 else []),
        ]
    )
    return Key(first.kind, name)


def card_items(public: Public) -> tuple[dict[str, list[ItemCard]], dict[str, list[ItemCard]]]:
    """Give the cards of all items by rubric, and of those that concern certain states by state; the latest first."""
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
    item, verification, publication = (
        entry.record,
        entry.record.verification,
        entry.record.publication,
    )
    post = publication.link if publication else ""
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
    """Give the cards of all practices, the latest first."""
    first = Key("practices")
    cards = [
        _card_practice(entry, mesas, public.categories, public.today) for entry in public.practices
    ]
    shelves = [
        shelf
        for shelf in shelve(cards, lambda card: card.created, first, monthly=False)
        if shelf.leaf
    ]
    places = {
        card.anchor: shelf.leaf.key for shelf in shelves if shelf.leaf for card in shelf.things
    }
    return [msgspec.structs.replace(card, place=places.get(card.anchor, first)) for card in cards]


def _card_practice(
    entry: Entry[Practice], mesas: Mapping[str, MesaLine], categories: Categories, today: date
) -> PracticeCard:
    practice = entry.record
    copies = [one for one in practice.replications if one.day <= today]
    return PracticeCard(
        place=Key("practices"),
        anchor=_anchor(entry.uid),
        title=practice.title,
        mesa=mesas[practice.mesa],
        axis=next(
            (axis.name for axis in categories.axes if axis.slug == practice.axis), practice.axis
        ),
        done=practice.done,
        result=practice.result,
        steps=[*practice.steps],
        evidence=web_evidence(practice),
        copies=[
            Copy(mesas[one.mesa], one.day)
            for one in sorted(copies, key=lambda one: (one.day, one.mesa))
        ],
        created=practice.created,
    )


def _anchor(uid: str) -> str:
    return re.sub(r"[^\w.-]+", "-", uid)
