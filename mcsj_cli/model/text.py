"""Words as people type them: cleaned for keeping, folded for comparing, shortened for naming."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _, language

# Controls, and the marks that reorder or hide text on a screen (bidirectional and zero-width ones).
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]+"
)


# Before these Spanish says «e» for «y»: «Torreón e Ixtapa», but «agua y hielo».
_SOUNDS_I = re.compile(r"i|hi(?![ae])")


def one_line(text: str) -> str:
    """Make text safe for one line of a table, file or calendar: composed (NFC), no controls, single spaces."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(_UNPRINTABLE.sub(" ", unicodedata.normalize("NFC", text)).split())


def clip(text: str, limit: int) -> str:
    """Cut a text that is longer than anybody reads, and say so with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def abridge(text: str, limit: int) -> str:
    """Give the beginning of a text on one line, cut between words where there are any."""
    line = one_line(text)
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip(" ,.;:") + "…"


def fold(text: str) -> str:
    """Bring text to the form in which case and accents, composed or not, make no difference."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def split_words(text: str) -> list[str]:
    """Give the words of a text, folded, in their order."""
    return re.findall(r"\w+", fold(text))


def slugify(text: str, limit: int = 60) -> str:
    """Turn text into a file name's stem of at most `limit` characters, cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) > limit:
        cut = slug[: limit + 1].rfind("-")
        slug = slug[: cut if cut > 0 else limit]
    return slug


def find_names(title: str, names: Iterable[str]) -> frozenset[str]:
    """Find which of some names a title has, as whole words whatever their case and accents."""
    words = f" {' '.join(split_words(title))} "
    known = {name: " ".join(split_words(name)) for name in names}
    return frozenset(name for name, own in known.items() if own and f" {own} " in words)


def nearest(word: str, names: Iterable[str], count: int = 3) -> list[str]:
    """Give the names most like `word`, best first, in their own spelling."""
    import difflib  # only when a word was wrong

    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(fold(name), name)
    close = difflib.get_close_matches(fold(word), folded, n=count, cutoff=0.6)
    return [folded[name] for name in close]


def similarity(one: str, other: str) -> float:
    """Say how alike two titles are, from 0 to 1, whatever their case, accents and punctuation."""
    import difflib  # only when something is added

    a, b = (re.sub(r"[^a-z0-9]+", " ", fold(text)).strip() or fold(text) for text in (one, other))
    matcher = difflib.SequenceMatcher(None, a, b)
    return matcher.ratio() if matcher.quick_ratio() > 0.8 else 0.0


def excerpt(text: str, words: Sequence[str], width: int = 60) -> str:
    """Give the part of a text in which one of some folded words stands, on one line; nothing where none does."""
    line = one_line(text)
    stems = [word.split(" ")[0] for word in words]
    for match in re.finditer(r"\w+", line):
        if any(fold(match[0]).startswith(stem) for stem in stems):
            begin = max(0, match.start() - width // 3)
            begin = line.rfind(" ", 0, begin) + 1 if begin else 0
            end = line.find(" ", begin + width)
            end = end if end >= match.end() else len(line)
            return ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
    return ""


def enumeration(names: Sequence[str]) -> str:
    """Join names as a sentence does: «a, b y c»."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    if _SOUNDS_I.match(fold(last)) and language() == "es":
        return f"{first} e {last}"
    return _("{first} and {last}").format(first=first, last=last)


def find_repeated(section: str, key: str, values: Sequence[str]) -> Iterator[Fault]:
    """Find what is declared again in a list of a document."""
    seen: set[str] = set()
    for position, value in enumerate(values):
        if value in seen:
            yield Fault(
                (section, position, key),
                _("«{value}» is declared a second time").format(value=value),
                _("Remove one of the two, or give it another name."),
            )
        seen.add(value)
