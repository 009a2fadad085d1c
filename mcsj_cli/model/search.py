"""Searches as people type them: «crédito "a la palabra" tag:SOSeconomia since:2020-04-01»."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, TypeVar

from mcsj_cli.errors import McsjError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model import dates
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import ContentStatus
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.states import find_state
from mcsj_cli.model.text import fold, split_words

T = TypeVar("T")

# «mesa:"valle de bravo"», «"a la palabra"» or a word.
_PART = re.compile(r'(\w+:)"([^"]+)"|"([^"]*)"|(\S+)')
_FIELDS = {
    "tag": "tag", "etiqueta": "tag", "rubro": "tag",
    "state": "state", "estado": "state",
    "status": "status", "etapa": "status",
    "since": "since", "desde": "since",
    "mesa": "mesa",
    "group": "group", "grupo": "group",
}  # fmt: skip
_OF_MESAS = ("mesa", "group")
_LONGEST = 6  # words of a value: «el 28 de abril de 2020»


@dataclass
class Search:
    """Words or phrases, facets that must be there, and the first day.

    `is_full` says that this day was written in full. `mesa` is a slug, and `group` a number.
    """

    words: list[str] = field(default_factory=list)
    facets: dict[str, str] = field(default_factory=dict)
    since: date | None = None
    is_full: bool = True
    mesa: str = ""
    group: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.words or self.facets or self.since or self.mesa or self.group is not None)


class _Part(NamedTuple):
    """A word, or a phrase."""

    text: str
    is_phrase: bool


class _Parser:
    """The parts of a search that are still to be read, and what was read of it."""

    def __init__(
        self, parts: list[_Part], categories: Categories, groups: Groups | None, today: date
    ) -> None:
        self._parts = parts
        self._categories = categories
        self._groups = groups
        self._today = today
        self._given: set[str] = set()
        self.search = Search()

    def read(self) -> None:
        while self._parts:
            part = self._parts.pop(0)
            known = "" if part.is_phrase else self._find_field(part.text)
            if known:
                self._read_field(known, part)
                continue
            said = split_words(part.text)
            self.search.words += [" ".join(said)] if part.is_phrase and said else said

    def _find_field(self, text: str) -> str:
        """Return the field that a word names, if it does."""
        name, colon, _value = text.partition(":")
        known = _FIELDS.get(fold(name), "") if colon else ""
        return "" if known in _OF_MESAS and self._groups is None else known

    def _read_field(self, known: str, part: _Part) -> None:
        name, _colon, value = part.text.partition(":")
        if not value and self._parts:  # «mesa: león»
            value = self._parts.pop(0).text
        if known in self._given:
            message = _("«{field}» stands twice.").format(field=name)
            raise WrongUsageError(message, _("One of each can be asked for."))
        self._given.add(known)
        search = self.search
        if known == "since":
            days = self._take(value, lambda text: dates.parse_days(text, self._today, Looking.BACK))
            search.since, search.is_full = days.first, days.full
        elif known == "mesa" and self._groups:
            search.mesa = str(self._take(value, self._groups.find_seat).mesa.slug)
        elif known == "group" and self._groups:
            search.group = self._take(value, self._groups.find_group).number
        else:
            find = _find_values(known, self._categories)
            search.facets[known] = self._take(value, find)

    def _take(self, value: str, find: Callable[[str], T]) -> T:
        """Return what the longest run of words from a value on means to `find`."""
        following: list[str] = []
        for later in self._parts[: _LONGEST - 1]:
            if later.is_phrase or self._find_field(later.text):
                break
            following.append(later.text)
        for number in range(len(following), 0, -1):
            try:
                found = find(" ".join([value, *following[:number]]))
            except McsjError:
                continue
            del self._parts[:number]
            return found
        return find(value)


def parse_search(
    texts: Sequence[str], categories: Categories, today: date, groups: Groups | None = None
) -> Search:
    """Read the arguments of a search; raise NotFoundError or WrongUsageError for unknown values.

    An argument of several words without quotes or fields of its own is a phrase. Only with
    `groups` a search has mesas and groups.
    """
    parts: list[_Part] = []
    for text in texts:
        if " " in text and '"' not in text and ":" not in text:
            parts.append(_Part(text, is_phrase=True))
            continue
        for name, value, phrase, single in _PART.findall(text):
            parts.append(_Part(phrase or name + value + single, is_phrase=bool(phrase)))
    parser = _Parser(parts, categories, groups, today)
    parser.read()
    return parser.search


def _find_values(name: str, categories: Categories) -> Callable[[str], str]:
    """Return what finds a value of a facet by what a person calls it."""
    if name == "tag":
        return categories.find_tag
    if name == "state":
        return lambda text: find_state(text).abbreviation
    return _find_stage


def _find_stage(value: str) -> str:
    stages: dict[str, str] = {}
    for stage in ContentStatus:
        stages[stage.value] = stages[fold(label(stage))] = stage.value
    if fold(value) not in stages:
        raise WrongUsageError(
            _("There is no stage «{name}».").format(name=value),
            _("They are: {names}.").format(names=", ".join(map(label, ContentStatus))),
        )
    return stages[fold(value)]
