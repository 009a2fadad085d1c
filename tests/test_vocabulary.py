"""Everything that is typed has its Spanish beside the English, and either is understood."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest

import catalogues
from mcsj_cli import application, i18n, meanings
from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.commands.categories import KINDS
from mcsj_cli.commands.meetings.list import STATUSES
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.labels import label
from mcsj_cli.messages import announcement, social_post
from mcsj_cli.model.action import ActionStatus
from mcsj_cli.model.content import ContentStatus
from mcsj_cli.model.followup import Channel, Stage
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.membership import Weekday
from mcsj_cli.model.person import ContactKind
from mcsj_cli.model.text import fold
from mcsj_cli.registry import COMMANDS, Noun, find_words
from mcsj_cli.vocabulary import OWN, SPANISH, find_entry, is_foreign, spoken
from tests.conftest import ROOT
from tests.registered import find_commands
from tests.test_main import Run

# Options of other programs, which messages name too.
OTHERS = {"force", "initial-branch", "set-upstream", "abort", "cached", "no-index"}
# What both languages write alike.
SAME = {"facebook", "no", "whatsapp"}
GUIDES = (
    "README.md",
    "README.es.md",
    "docs/semana.md",
    "docs/fechas.md",
    "docs/mesas.md",
    "docs/contactos.md",
    "docs/git.md",
    "docs/nube.md",
    "CONTRIBUTING.es.md",
)


@cache
def _load(words: tuple[str, ...], language: str) -> click.Command:
    """Load a command with the options that it takes in a language."""
    with i18n.speaking(language):
        return application.load(dict(find_commands())[words])


def _options(words: tuple[str, ...], language: str = "es") -> list[Any]:
    parameters = _load(words, language).params
    return [one for one in parameters if one.param_type_name == "option"]


def _flags(option: Any) -> list[str]:
    return [flag for flag in (*option.opts, *option.secondary_opts) if flag.startswith("--")]


COMMAND_WORDS = [words for words, _command in find_commands()]


@pytest.mark.parametrize("words", COMMAND_WORDS, ids=" ".join)
def test_every_option_has_its_spanish_beside_the_english(words: tuple[str, ...]) -> None:
    place = " ".join(words)
    known: Counter[str] = Counter()
    for option in _options(words):
        for flags in (option.opts, option.secondary_opts):
            long = [flag.removeprefix("--") for flag in flags if flag.startswith("--")]
            english = [name for name in long if name in SPANISH]
            assert len(english) >= bool(long), (place, flags)
            told = {OWN.get(place, {}).get(name) or SPANISH[name] for name in english}
            assert told <= set(long), (place, flags)
            assert set(long) == told | set(english)
            known.update(set(flags))
    assert [flag for flag, times in known.items() if times > 1] == []


@pytest.mark.parametrize("words", COMMAND_WORDS, ids=" ".join)
def test_either_language_gives_the_same_parameter(words: tuple[str, ...]) -> None:
    for language in ("es", "en"):
        command = _load(words, language)
        for option in _options(words, language):
            for flag in _flags(option):
                written = {flag, flag.upper(), flag.replace("o", "ó"), flag.replace("i", "í")}
                assert {_take(command, one, option) for one in written} == {option.name}, flag


def _take(command: click.Command, flag: str, option: Any) -> str:
    """Return the name of the parameter that click takes a flag for."""
    context = click.Context(command, **command.context_settings, resilient_parsing=True)
    parser = command.make_parser(context)
    value = [] if option.is_flag else ["x"] * option.nargs
    _values, _rest, order = parser.parse_args([flag, *value])
    return str(order[0].name)


def test_no_word_is_of_both_languages_in_different_senses() -> None:
    """Else nobody could tell whose word an option is."""
    spanish = [*SPANISH.values(), *(word for own in OWN.values() for word in own.values())]
    same = {name for name, word in SPANISH.items() if name == word}
    assert set(spanish) & set(SPANISH) == same == {"alias", "mesa", "version", "whatsapp"}
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in spanish)
    assert {place for place in OWN if tuple(place.split()) in dict(find_commands())} == set(OWN)


def test_singulars_are_commands_too() -> None:
    for entries in (COMMANDS, *(one.verbs for one in COMMANDS if isinstance(one, Noun))):
        words = [word for entry in entries for word in find_words(entry)]
        assert len(set(words)) == len(words)
    singulars = ("mesa", "grupo", "reunion", "accion", "persona")
    plurals = ("mesas", "groups", "meetings", "actions", "people")
    assert [find_entry(word) for word in singulars] == [find_entry(word) for word in plurals]


def test_help_is_a_word_too(mcsj: Run) -> None:
    for word in ("ayuda", "help", "AYUDA"):
        assert mcsj(word) == mcsj("--help")
    for line in ("ayuda reunion registrar", "reuniones help registrar"):
        assert mcsj(*line.split()).out == mcsj("meetings", "record", "--ayuda").out != ""


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("hoy",), ["mcsj estado"]),
        (("pendientes",), ["mcsj estado", "mcsj acciones listar"]),
        (("minuta",), ["mcsj reuniones minuta"]),
        (("encontrar", "comedor"), ["mcsj buscar"]),
        (("Agenda",), ["mcsj reuniones listar", "mcsj reuniones orden"]),
        (("contactos",), ["mcsj personas listar", "mcsj seguimientos listar"]),
        (("añadir",), ["mcsj acciones agregar"]),
        (("acciones", "nuevo"), ["mcsj acciones agregar"]),
        (("personas", "añadir"), ["mcsj personas agregar"]),
        (("rehacer",), ["mcsj deshacer --rehacer"]),
        (("lista",), ["mcsj grupos listar", "mcsj reuniones listar"]),
        (("grupos", "confirmar"), ["mcsj grupos programar"]),
        (("mesas", "renombrar"), ["mcsj mesas editar"]),
        (("contenido", "aprobar"), ["mcsj contenido verificar"]),
        (("contenido", "despublicar"), ["mcsj contenido retractar"]),
        (("practicas", "copiar"), ["mcsj practicas replicar"]),
        (("seguimientos", "registrar"), ["mcsj seguimientos agregar"]),
    ],
)
def test_a_wrong_word_gets_the_command_that_it_means(
    mcsj: Run, words: tuple[str, ...], lines: list[str]
) -> None:
    result = mcsj(*words)
    assert result.code == 2
    for line in lines:
        assert f"«{line}»" in result.err
    assert "Quiso decir" not in result.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("reuniones", "editar", "--asistieron", "leon"), "«mcsj reuniones registrar»."),
        (("reuniones", "editar", "--vence", "hoy"), "registrar» o «mcsj acciones editar»."),
        (("buscar", "agua", "--mesa", "leon"), "«mcsj buscar mesa:leon»."),
        (("contenido", "listar", "--etapa", "borrador"), "listar --estatus borrador»."),
        (("contenido", "listar", "--rubrro", "x"), "No existe la opción --rubrro."),
        (
            ("contenido", "listar", "--estatu", "x"),
            "--estatu. (Opciones posibles: --estado",
        ),
    ],
)
def test_an_option_that_another_command_has_names_that_one(
    mcsj: Run, words: tuple[str, ...], told: str
) -> None:
    result = mcsj(*words)
    assert result.code == 2
    assert told in result.err


def test_every_meaning_is_a_command() -> None:
    for line in [line for lines in meanings.THINGS.values() for line in lines]:
        assert find_fault(f"mcsj {line}", "en") == ""
    verbs = {words[-1] for words in COMMAND_WORDS if len(words) > 1}
    for deed in meanings.DEEDS.values():
        assert set(deed) & verbs
    words = [word for words in (*meanings.THINGS, *meanings.DEEDS) for word in words]
    assert all(fold(word) == word for word in words)
    known = {word for entry in COMMANDS for word in find_words(entry)}
    assert known & {word for words in meanings.THINGS for word in words} == set()
    for table in (meanings.THINGS, meanings.DEEDS):
        assert all(len(set(words)) == len(words) for words in table)


def test_a_command_line_is_spoken_in_the_persons_language() -> None:
    line = "mcsj meetings move 2020-W18-g5 --to '2020-04-30 11:00'"
    assert spoken(line) == "mcsj reuniones mover 2020-W18-g5 --cuando '2020-04-30 11:00'"
    line = 'mcsj followups add --mesa leon --channel call --stage meeting-set --summary "list --to"'
    assert spoken(line) == (
        "mcsj seguimientos agregar --mesa leon --medio llamada"
        ' --etapa "reunión fijada" --resumen "list --to"'
    )
    with i18n.speaking("en"):
        assert spoken(line) == line


VALUES = [
    Channel, Stage, ActionStatus, ContentStatus, ContactKind, Attendance, Weekday, STATUSES,
    KINDS, announcement.CHANNELS, social_post.CHANNELS, ("yes", "no", "maybe"),
]  # fmt: skip


@pytest.mark.parametrize("values", VALUES, ids=lambda values: next(iter(values)))
def test_every_value_is_taken_by_its_spanish_and_shown_so(values: Iterable[str]) -> None:
    known = [str(value) for value in values]
    for value in known:
        told = label(value)
        assert told != value or value in SAME
        assert {choose_value(one, known) for one in (value, told, fold(told).upper())} == {value}
    with pytest.raises(WrongUsageError) as caught:
        choose_value("ninguno", known)
    assert all(label(value) in caught.value.advice for value in known)


# A command line within a text: what stands in no sentence goes with it.
LINE = re.compile(r"mcsj(?: [a-z][a-z-]*| --?[a-z][a-z-]*| \{\w+\}| \S*\d\S*)+")


def _lines(text: str) -> list[str]:
    return [found[0] for found in LINE.finditer(text)]


def find_fault(line: str, language: str) -> str:
    """Return what in a command line is no command or option, or is of the other language."""
    _program, *words = re.sub(r"\"[^\"]*\"|'[^']*'|[.,;:«»()]", " ", line).split()
    entry = find_entry(words[0])
    if entry is None:
        return words[0]
    told = [(words[0], entry)]
    if isinstance(entry, Noun) and len(words) > 1 and not words[1].startswith("-"):
        verb = find_entry(words[1], entry.verbs)
        if verb is None:
            return words[1]
        told.append((words[1], verb))
        entry = verb
    for word, one in told:
        if word != (one.spanish if language == "es" else one.name):
            return word
    if isinstance(entry, Noun):
        return ""
    path = tuple(one.name for _word, one in told)
    return next(_find_strange_options(path, words[len(told) :], language), "")


def _find_strange_options(path: tuple[str, ...], words: list[str], language: str) -> Iterator[str]:
    options = _options(path, language)
    with i18n.speaking(language):
        flags = [flag for one in options for flag in (*one.opts, *one.secondary_opts)]
        known = {flag for flag in flags if not is_foreign(flag)}
    known |= {"--ayuda", "-h"} if language == "es" else {"--help", "-h"}
    for word in words:
        if re.match("--?[a-z]", word) and word.partition("=")[0] not in known:
            yield word


def _texts(language: str) -> Iterator[str]:
    for message in catalogues.read(language):
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            yield from map(str, strings)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_message_names_commands_that_parse(language: str) -> None:
    found = [line for text in _texts(language) for line in _told(text)]
    assert len(found) > 50
    assert {line: fault for line in found if (fault := find_fault(line, language))} == {}


def _told(text: str) -> list[str]:
    """Return the command lines of a message; «mcsj» may also be the program itself."""
    return [
        line
        for line in _lines(text)
        if find_entry(line.split()[1])
        or re.search(rf"(?:«|: |, (?:o|or|y|and) |^|después |then ){re.escape(line)}", text)
    ]


def _list_strings(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module but docstrings and what a catalogue has.

    What is put into a text stands as «x» in it.
    """
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
        elif isinstance(node, ast.Call) and _is_message(node.func):
            skipped |= {id(part) for part in node.args}
        elif isinstance(node, ast.Expr):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "x" for one in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant):
            yield str(node.value)


def _is_message(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in ("_", "N_", "ngettext")


def test_every_command_line_within_the_code_parses() -> None:
    """Arrows of the status and advice are built there in English, and spoken in either language."""
    found: dict[str, str] = {}
    for path in (ROOT / "mcsj_cli").rglob("*.py"):
        for text in _list_strings(ast.parse(path.read_text(encoding="utf-8"))):
            for line in re.findall(r"(?:^|(?<=[\s«`]))mcsj [a-z][^\n«»`]*", text):
                if find_entry(line.split()[1]) and line.split()[2:3] != ["x"]:
                    found[line] = find_fault(line, "en") and find_fault(line, "es")
    assert len(found) > 60
    assert {line: fault for line, fault in found.items() if fault} == {}


SPANISH_FILES = sorted(
    [*(ROOT / "data").glob("*.yaml"), *(ROOT / "mcsj_cli/templates/demo").iterdir()]
)


@pytest.mark.parametrize("path", SPANISH_FILES, ids=lambda path: path.name)
def test_the_comments_of_data_files_name_spanish_commands(path: Path) -> None:
    lines = [line for line in _lines(path.read_text(encoding="utf-8")) if line[5].isalpha()]
    assert lines
    assert {line: fault for line in lines if (fault := find_fault(line, "es"))} == {}


BILINGUAL = ("SECURITY.md", "docs/format.md")
ENGLISH_PAGES = ("CONTRIBUTING.md", "docs/scale.md", "docs/suggestions.md", "docs/performance.md")


@pytest.mark.parametrize("page", [*BILINGUAL, *ENGLISH_PAGES])
def test_every_command_of_the_other_pages_parses(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    languages = ("en", "es") if page in BILINGUAL else ("en",)
    lines = re.findall(r"`(mcsj [a-z][^`]+)`", text)
    faults = {line: [find_fault(line, one) for one in languages] for line in lines}
    assert {line: found for line, found in faults.items() if all(found)} == {}


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_message_names_options_of_its_language(language: str) -> None:
    own = {word for own in OWN.values() for word in own.values()}
    known = {*SPANISH.values(), *own} if language == "es" else set(SPANISH)
    strange = {
        (option, text)
        for text in _texts(language)
        for option in re.findall(r"(?<![\w-])--([a-z][a-z-]+)", text)
        if option not in known | OTHERS
    }
    assert strange == set()


@pytest.mark.parametrize("guide", GUIDES)
def test_every_example_of_the_guides_parses(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    found = re.findall(r"^(?:\$ )?(mcsj .+)$|`(mcsj [^`]+)`|→ (mcsj .+)", text, re.MULTILINE)
    lines = [line.partition(" # ")[0] for match in found for line in match if line]
    language = "en" if guide == "README.md" else "es"
    faults = {line: fault for line in lines if (fault := find_fault(line, language))}
    assert set(faults) <= ALLOWED.get(guide, set()), faults


# Where a guide says what the words of the other language are.
ALLOWED = {
    "README.es.md": {
        "mcsj groups list --state Gto", "mcsj hoy", "mcsj eliminar", "mcsj grupo ver 5",
        "mcsj ayuda contenido agregar", "mcsj --ayuda",
    },
    "README.md": {"mcsj grupos listar"},
    "docs/semana.md": {"mcsj meetings announce"},
}  # fmt: skip
