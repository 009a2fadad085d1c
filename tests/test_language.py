"""Every help speaks one language: no word of the other's in it."""

import ast
import re
from functools import cache

import pytest
from babel.messages.catalog import Catalog
from syrupy.assertion import SnapshotAssertion

import catalogues
from mcsj_cli import i18n
from mcsj_cli.registry import COMMANDS, Noun, own_word
from mcsj_cli.vocabulary import find_entry, is_foreign
from tests.conftest import ROOT
from tests.english import find_english
from tests.test_main import Run

# Words that no sentence of the other language has.
ENGLISH = {
    "the",
    "of",
    "and",
    "with",
    "show",
    "this",
    "only",
    "or",
    "day",
    "week",
    "required",
    "default",
    "text",
}
SPANISH = {
    "el",
    "la",
    "los",
    "las",
    "de",
    "del",
    "con",
    "mostrar",
    "este",
    "esta",
    "semana",
    "día",
    "una",
    "para",
}
# What may be typed stays as it is: formats and examples.
FILES = re.compile(r"groups o content")  # schemas are called as the files are
EXAMPLES = re.compile(r"2020-\S+|hoy|jueves|\b(text|table), ")


def _commands() -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = [()]
    for entry in COMMANDS:
        found.append((entry.name,))
        if isinstance(entry, Noun):
            found += [(entry.name, verb.name) for verb in entry.verbs]
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"[a-záéíóúñü]+", EXAMPLES.sub(" ", text).lower()))


def _find_foreign(command: tuple[str, ...], language: str, told: str) -> list[str]:
    """Find the commands and options in a help that are of the other language."""
    with i18n.speaking(language):
        flags = re.findall(r"(?<![\w-])--[a-z][a-z-]*", told)
        found = [flag for flag in flags if is_foreign(flag)]
        entries = COMMANDS
        for word in command:
            entry = find_entry(word, entries)
            assert entry
            entries = entry.verbs if isinstance(entry, Noun) else ()
        _before, _title, listed = told.partition({"es": "Comandos:", "en": "Commands:"}[language])
        shown = [own_word(entry) for entry in entries if not entry.hidden]
        words = re.findall(r"^  ([a-z-]+)(?:  |$)", listed, re.MULTILINE)
        return found + sorted(set(words) ^ set(shown))


@cache
def _messages() -> Catalog:
    return catalogues.read("es")


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_help_in_both_languages(
    command: tuple[str, ...], mcsj_process: Run, snapshot: SnapshotAssertion
) -> None:
    spanish = mcsj_process(*command, "--help", lang="es")
    english = mcsj_process(*command, "--help", lang="en")
    assert spanish.code == english.code == 0
    assert not _words(spanish.out) & ENGLISH
    assert find_english(FILES.sub("", spanish.out)) == []
    assert not _words(english.out) & SPANISH
    assert not re.search(r"\b(TEXT|INTEGER|PATH|BOOLEAN|FLOAT)\b", spanish.out + english.out)
    for message in _messages():
        if isinstance(message.id, str) and len(message.id) > 15 and message.id != message.string:
            assert message.id not in spanish.out
            assert str(message.string) not in english.out
    for language, told in (("es", spanish.out), ("en", english.out)):
        assert _find_foreign(command, language, told) == []
    assert spanish.out == snapshot(name="es")
    assert english.out == snapshot(name="en")


def test_errors_of_the_libraries_are_translated_too(mcsj_process: Run) -> None:
    for arguments in (
        ["groups", "show"],
        ["content", "list", "--bogus"],
        ["--lang", "fr", "status"],
    ):
        spanish = mcsj_process(*arguments, lang="es")
        english = mcsj_process(*arguments, lang="en")
        assert spanish.code == english.code == 2
        assert not _words(spanish.err) & {
            "missing",
            "argument",
            "no such",
            "invalid",
            "value",
            "try",
            "usage",
        }
        assert re.search("Missing argument|No such option|Invalid value", english.err)


def test_the_catalogues_are_complete() -> None:
    assert catalogues.check() == []


def test_a_gap_in_a_catalogue_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = catalogues.read

    def damaged(language: str) -> Catalog:
        catalogue = whole(language)
        catalogue["The group, by number."].string = ""
        catalogue["There is no command «{name}»."].string = "No hay {nombre}"
        catalogue.delete("Mesa")
        return catalogue

    monkeypatch.setattr(catalogues, "read", damaged)
    found = "\n".join(catalogues.check())
    assert "es: untranslated: 'The group, by number.'" in found
    assert "es: other fields" in found
    assert "en: not in the catalogue: 'Mesa'" in found


def test_every_message_is_in_the_catalogue() -> None:
    """What Babel does not see, as inside the braces of an f-string, nobody would ever translate."""
    known = {
        message.id if isinstance(message.id, str) else message.id[0] for message in _messages()
    }
    asked = set()
    for path in (ROOT / "mcsj_cli").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "ngettext")
            ):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    asked.add(first.value)
    assert asked <= known, asked - known
