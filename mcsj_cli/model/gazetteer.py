"""The municipalities of Mexico, found by INEGI's key and by the names that people write."""

import re
from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from mcsj_cli.errors import AmbiguousError, NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.clocks import find_zone
from mcsj_cli.model.fields import Line, ZoneName
from mcsj_cli.model.membership import Municipality
from mcsj_cli.model.states import State, find_state, state_of_key
from mcsj_cli.model.text import fold

_LISTED = 12  # municipalities that an ambiguous name lists at most
_PROPOSED = 3
_STATE_WORDS = 4  # as «Coahuila de Zaragoza» and its likes have
# What people put before a municipality's name, folded.
_BEFORE = re.compile(r"^(?:mesa(?: ciudadana)?|municipio|cd|alcaldia)(?: de)? (?=.)")


class GazetteerEntry(NamedTuple):
    """A municipality: where it lies in WGS 84 degrees, if that is known, and its other names."""

    key: str
    name: str
    latitude: float | None
    longitude: float | None
    place: str
    others: tuple[str, ...]

    @property
    def state(self) -> State:
        return state_of_key(self.key)

    @property
    def timezone(self) -> ZoneName:
        return find_zone(self.key)

    @property
    def described(self) -> Municipality:
        """It as groups.yaml describes it."""
        return Municipality(Line(self.name), self.latitude, self.longitude)

    def is_called(self, name: str) -> bool:
        """Whether a name is one of its own."""
        return _join(name) in [_join(own) for own in (self.name, *self.others)]


class Gazetteer:
    """All municipalities, from the lines of the bundled table: key, name, position, other names."""

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._numbers = {row[:5]: number for number, row in enumerate(self._rows)}
        self._names: dict[str, list[int]] = {}
        self._others: dict[str, list[int]] = {}
        for number, row in enumerate(_lower(text).splitlines()):
            _key, name, _north, _east, _place, others = row.split("\t")
            self._names.setdefault(_tidy(name), []).append(number)
            for other in others.split("; ") if others else ():
                self._others.setdefault(_tidy(other), []).append(number)

    def get(self, key: str) -> GazetteerEntry | None:
        """Return the municipality of a key of five digits, or None."""
        number = self._numbers.get(key)
        return None if number is None else self._read(number)

    def find(self, text: str, state: State | None = None) -> GazetteerEntry:
        """Find a municipality by key, name, «name, state» or whole words of its name.

        With a `state` only its municipalities count. Raises NotFoundError with the nearest names,
        or AmbiguousError with the names and states that fit.
        """
        name, named = self._split_state(text)
        state = named or state
        fits = self.select(name, state)
        if len(fits) == 1:
            return fits[0]
        titles = [self.title(entry) for entry in fits]
        if fits:
            advice = _('Say it with its state: --municipality "{name}"').format(name=titles[0])
            quoted = [f"«{title}»" for title in titles]
            raise AmbiguousError(_("municipality"), text, quoted, advice, most=_LISTED)
        near = self.select(name) or self._find_near(name, state)
        titles = [self.title(entry) for entry in near[:_PROPOSED]]
        raise NotFoundError(_("municipality"), text, titles)

    def select(self, text: str, state: State | None = None) -> list[GazetteerEntry]:
        """Return the municipalities of a key, or else those that a name fits best.

        A whole name counts before another name of a place, that before the beginning of a name,
        and this before some words of it.
        """
        if re.fullmatch(r"\d{5}", text.strip(), re.ASCII):
            entry = self.get(text.strip())
            return [entry] if entry else []
        wanted = normalize(text)
        for words in dict.fromkeys([wanted, _BEFORE.sub("", wanted)]):
            found = self._select_whole(words, state)
            if found:
                return found
        return self._select_part(_BEFORE.sub("", wanted), state)

    def select_exact(self, text: str, state: State | None = None) -> list[GazetteerEntry]:
        """Return the municipalities that have a whole name."""
        return self._select_whole(normalize(text), state)

    def title(self, entry: GazetteerEntry) -> str:
        """Return the name and state by which `find` finds it alone."""
        names = [entry.name, *entry.others]
        for name in names:
            if self._select_whole(normalize(name), entry.state) == [entry]:
                return f"{name}, {entry.state.short_name}"
        return entry.key

    def _split_state(self, text: str) -> tuple[str, State | None]:
        """Return the name and the state of «name, state», also of «name state» if it is no name."""
        name, comma, place = text.rpartition(",")
        named = _find_named_state(place) if comma else None
        if named:
            return name, named
        words = text.split()
        if not self.select(text):
            for count in range(min(len(words) - 1, _STATE_WORDS), 0, -1):
                name, named = " ".join(words[:-count]), _find_named_state(" ".join(words[-count:]))
                if named and self.select(name, named):
                    return name, named
        return text, None

    def _select_whole(self, words: str, state: State | None) -> list[GazetteerEntry]:
        for index in (self._names, self._others):
            found = self._take(index.get(words, ()), state)
            if found:
                return found
        return []

    def _select_part(self, words: str, state: State | None) -> list[GazetteerEntry]:
        if not words:
            return []
        tests: tuple[Callable[[str], bool], ...] = (
            lambda name: f"{name} ".startswith(f"{words} "),
            lambda name: f" {words} " in f" {name} ",
        )
        for test in tests:
            for index in (self._names, self._others):
                fits = list(chain(*(own for name, own in index.items() if test(name))))
                found = self._take(fits, state)
                if found:
                    return found
        return []

    def _find_near(self, text: str, state: State | None) -> list[GazetteerEntry]:
        """Return the municipalities whose names are most like a text, those of a state first."""
        import difflib  # only when a word was wrong

        words = _BEFORE.sub("", normalize(text))
        most = 2 + len(words) // 6
        names = [
            name for name in (*self._names, *self._others) if abs(len(name) - len(words)) <= most
        ]
        close = difflib.get_close_matches(words, names, n=2 * _PROPOSED, cutoff=0.75)
        numbers: list[int] = []
        for name in close:
            numbers += [*self._names.get(name, ()), *self._others.get(name, ())]
        found = self._take(numbers, None)
        return sorted(found, key=lambda entry: entry.state != state) if state else found

    def _take(self, numbers: Iterable[int], state: State | None) -> list[GazetteerEntry]:
        entries = [self._read(number) for number in dict.fromkeys(numbers)]
        return [entry for entry in entries if state is None or entry.key[:2] == state.inegi]

    def _read(self, number: int) -> GazetteerEntry:
        key, name, latitude, longitude, place, others = self._rows[number].split("\t")
        north, east = (float(one) if one else None for one in (latitude, longitude))
        return GazetteerEntry(
            key, name, north, east, place, tuple(filter(None, others.split("; ")))
        )


def normalize(text: str) -> str:
    """Return the words of a place's name, alike for «Cd. Juárez», «cd-juarez», «Ciudad Juárez»."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    return re.sub(r"\bciudad\b", "cd", words)


def _lower(table: str) -> str:
    """Return a whole table in lower case without accents, much faster than `normalize`."""
    lowered = table.lower()
    for letter, plain in zip("áéíóúüñ", "aeiouun", strict=True):
        lowered = lowered.replace(letter, plain)
    return lowered.replace("ciudad ", "cd ")


def _tidy(name: str) -> str:
    """Return a name of a table in lower case as `normalize` does."""
    plain = name.isascii() and name.replace(" ", "").isalnum()
    return name if plain else normalize(name)


def _find_named_state(text: str) -> State | None:
    try:
        return find_state(text)
    except NotFoundError:
        return None


def _join(text: str) -> str:
    return normalize(text).replace(" ", "")
