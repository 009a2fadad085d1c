"""Texts as people type them: cleaned to be kept, folded to be compared, shortened for names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _, language

# Controls, and marks that reorder or hide text on a screen (bidirectional and zero-width ones).
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]+"
)
# Windows opens a device where a file has one of these names, whatever its ending.
_PORTS = [f"com{n}" for n in range(1, 10)] + [f"lpt{n}" for n in range(1, 10)]
DEVICES = frozenset(["con", "prn", "aux", "nul", *_PORTS])
# Before these, Spanish has «e» instead of «y»: «Torreón e Ixtapa», but «agua y hielo».
_SOUNDS_I = r"i|hi(?![ae])"


def one_line(text: str) -> str:
    """Return a text safe for one line: composed (NFC), with single spaces and no controls."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text)).split())


def find_unseen(text: str) -> int | None:
    """Return where the first control, or mark that hides or reorders text, is; None without any.

    A tab is none of them.
    """
    found = _UNPRINTABLE.search(text.replace("\t", " "))
    return found.start() if found else None


def clip(text: str, limit: int) -> str:
    """Return a text cut at a limit, with an ellipsis if it was longer."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def abridge(text: str, limit: int) -> str:
    """Return the beginning of a text on one line, cut between words if possible."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip(" ,.;:") + "…"


_ACCENTS = re.compile("[\u0300-\u036f]")  # those of European letters


def fold(text: str) -> str:
    """Return a text without differences of case, accents, composition and spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = _ACCENTS.sub("", decomposed)
    if not letters.isascii():
        letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(letters.split())


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded, in their order."""
    return re.findall(r"\w+", fold(text))


def slugify(text: str, limit: int = 60) -> str:
    """Return a stem of a file name of at most `limit` characters, cut between words.

    It is never the name of a device of Windows.
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) > limit:
        cut = slug[: limit + 1].rfind("-")
        slug = slug[: cut if cut > 0 else limit]
    if slug in DEVICES:
        return f"{slug}-1" if len(slug) + 2 <= limit else slug[:-1]
    return slug


def find_names(title: str, names: Iterable[str]) -> frozenset[str]:
    """Return the names that a title contains as whole words, ignoring case and accents."""
    words = f" {' '.join(split_words(title))} "
    known = {name: " ".join(split_words(name)) for name in names}
    return frozenset(name for name, own in known.items() if own and f" {own} " in words)


def nearest(word: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Return the names most like `word`, best first, in their own spelling."""
    import difflib  # only when a word was wrong

    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    close = difflib.get_close_matches(fold(word), folded, n=count, cutoff=0.6)
    return [folded[name] for name in close]


def similarity(one: str, other: str) -> float:
    """Return how alike two titles are, from 0 to 1, ignoring case, accents and punctuation."""
    import difflib  # only when something is added

    matcher = difflib.SequenceMatcher(None, _plain_words(one), _plain_words(other))
    return matcher.ratio() if matcher.quick_ratio() > 0.8 else 0.0


def _plain_words(title: str) -> str:
    folded = fold(title)
    return re.sub(r"[^a-z0-9]+", " ", folded).strip() or folded


def excerpt(text: str, words: Sequence[str], width: int = 60) -> str:
    """Return the part of a text around the first of some folded words, on one line, or ""."""
    line = one_line(text)
    stems = tuple(word.split(" ")[0] for word in words)
    for match in re.finditer(r"\w+", line):
        if fold(match[0]).startswith(stems):
            return _cut_around(line, match.start(), match.end(), width)
    return ""


def _cut_around(line: str, first: int, last: int, width: int) -> str:
    """Return about `width` characters of a line around a word, cut between words."""
    begin = max(0, first - width // 3)
    if begin:
        begin = line.rfind(" ", 0, begin) + 1
    end = line.find(" ", begin + width)
    if end < last:
        end = len(line)
    before, after = "…" if begin else "", "…" if end < len(line) else ""
    return f"{before}{line[begin:end]}{after}"


def enumeration(names: Sequence[str]) -> str:
    """Return names joined as in a sentence: «a, b y c»."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    if re.match(_SOUNDS_I, fold(last)) and language() == "es":
        return f"{first} e {last}"
    return _("{first} and {last}").format(first=first, last=last)


def join_sentences(*texts: str) -> str:
    """Return sentences as one text; one that ends in a command gets its full stop."""
    told = [text.strip() for text in texts if text.strip()]
    ends = [text if text[-1] in ".?!:;…" else f"{text}." for text in told[:-1]]
    return " ".join([*ends, *told[-1:]])


def find_repeated(section: str, key: str, values: Sequence[str]) -> Iterator[Fault]:
    """Yield the values that are declared again in a list of a document."""
    seen: set[str] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield Fault(
                (section, position, key),
                _("«{value}» is declared a second time").format(value=value),
                _("Remove one of the two, or give it another name."),
            )
        seen.add(value)
