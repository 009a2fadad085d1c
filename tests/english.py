"""The English of the program: what a person who reads Spanish should never meet."""

import re
from functools import cache

import catalogues
from mcsj_cli.labels import label
from mcsj_cli.model.text import fold
from mcsj_cli.registry import COMMANDS, Noun
from mcsj_cli.vocabulary import OWN, SPANISH
from tests.test_vocabulary import VALUES

# Names that Spanish has taken over, and what programs and files are called in any language.
INTERNATIONAL = frozenset({"url", "facebook", "whatsapp", "no", "ics", "may", "balance"})
# Words of which English sentences are made, and that are none in Spanish.
SMALL = frozenset(
    re.findall(
        r"\w+",
        "the of and or not is are was were be been this that these those with without by at to for "
        "from into onto there their its it which who whose what when where if then than only all "
        "any each every other others none yes you your",
    )
)


@cache
def own_words() -> frozenset[str]:
    """Return the words that a person types in English: commands, options and their values."""
    entries = [
        *COMMANDS,
        *(verb for one in COMMANDS if isinstance(one, Noun) for verb in one.verbs),
    ]
    english = {entry.name for entry in entries} | set(SPANISH)
    english |= {str(value) for values in VALUES for value in values}
    spanish = {entry.spanish for entry in entries} | set(SPANISH.values())
    spanish |= {word for own in OWN.values() for word in own.values()}
    spanish |= {fold(label(str(value))) for values in VALUES for value in values}
    return frozenset(english - spanish - INTERNATIONAL)


@cache
def untranslated_words() -> frozenset[str]:
    """Return the words of English messages that no Spanish message has."""
    english: set[str] = set()
    spanish: set[str] = set()
    for message in catalogues.read("es"):
        english.update(word for text in _list_texts(message.id) for word in find_words(text))
        spanish.update(word for text in _list_texts(message.string) for word in find_words(text))
    return frozenset(english - spanish - INTERNATIONAL)


def _list_texts(texts: object) -> list[str]:
    return [str(text) for text in (texts if isinstance(texts, tuple | list) else (texts,))]


def find_words(text: str) -> list[str]:
    """Return the folded words of a text; names of files, keys, fields and addresses are none."""
    tokens = [token.strip("«»“”‘’\"'()[]{}<>.,;:¿?¡!…*#|-–=") for token in text.split()]
    plain = [fold(token) for token in tokens if not re.search(r"[./_@=\\{}:%0-9]", token)]
    return [word for token in plain for word in re.split(r"[«»()\[\]|,;…+]", token) if word]


def find_english(text: str) -> list[str]:
    """Return the words of a Spanish text that are English, sorted."""
    strange = own_words() | untranslated_words() | SMALL
    return sorted(set(find_words(text)) & strange)
