"""Items must not repeat the address or the title of an earlier item."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.content import Content, ContentStatus, is_near
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.text import fold, split_words
from mcsj_cli.model.web_page import url_key
from mcsj_cli.rules.checked_data import Data, Violation

_RARE = 8  # items that share a word which tells their subject
_MESSAGES = {
    "url": N_("the address is the same as in {file}"),
    "title": N_("the title is the same as in {file}"),
    "near": N_("the title is almost the same as in {file}"),
}


def check_twins(data: Data) -> Iterator[Violation]:
    """No item repeats the address, or nearly the title, of an earlier one that is not retracted.

    It is a warning: two people may find the same thing, and both must be able to share the rest.
    """
    seen: dict[tuple[str, str], str] = {}
    items = [
        entry for entry in data.of(CONTENT) if entry.record.status is not ContentStatus.RETRACTED
    ]
    near = _find_near(items)
    for entry in items:
        keys = _find_keys(entry.record)
        twin = next((key for key in keys if key in seen), None)
        if twin:
            yield Violation(entry.file, _repetition(twin[0], seen[twin]))
        elif entry.uid in near:
            yield Violation(entry.file, _repetition("near", near[entry.uid]))
        for key in keys:
            seen.setdefault(key, entry.file)


def _find_keys(item: Content) -> list[tuple[str, str]]:
    """Return the values that only one item may have, each after its field."""
    title = ("title", fold(item.title))
    return [("url", url_key(item.url)), title] if item.url else [title]


def _find_near(items: Sequence[Entry[Content]]) -> dict[str, str]:
    """Return the items whose title is almost that of an earlier one, with that one's file, by uid.

    Comparing all pairs letter by letter would take too long. Only titles that share a rare word and
    most of all words are compared, so that two titles that differ in their only rare word are not
    found.
    """
    words = [frozenset(split_words(entry.record.title)) for entry in items]
    counts: Counter[str] = Counter()
    for title in words:
        counts.update(title)
    found: dict[str, str] = {}
    earlier: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(items):
        rare = [word for word in words[number] if counts[word] <= _RARE]
        for other in _list_sharing(rare, earlier):
            if _share_most(words[number], words[other]) and is_near(
                entry.record, items[other].record
            ):
                found.setdefault(entry.uid, items[other].file)
        for word in rare:
            earlier[word].append(number)
    return found


def _list_sharing(words: Sequence[str], earlier: Mapping[str, list[int]]) -> list[int]:
    """Return the numbers of earlier items with any of some words, each once."""
    numbers: dict[int, None] = {}
    for word in words:
        numbers |= dict.fromkeys(earlier[word])
    return list(numbers)


def _share_most(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two titles share more than half of all their words."""
    return len(one & other) * 2 > len(one | other)


def _repetition(what: str, file: str) -> Fault:
    field = "title" if what == "near" else what
    message = _(_MESSAGES[what]).format(file=file)
    advice = _("Keep one of the two, or correct this one.")
    return Fault((field,), message, advice, warning=True)
