"""The guides stay true: their examples run, and every command is in them."""

import pkgutil
import re
import shlex
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from mcsj_cli.registry import COMMANDS
from mcsj_cli.vocabulary import spoken
from tests.conftest import ROOT
from tests.registered import find_commands
from tests.test_main import Run

CONTRIBUTING = ("CONTRIBUTING.md", "CONTRIBUTING.es.md")
GUIDE = (ROOT / "README.es.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "mcsj_cli"
# What is made where it is needed, and not kept here.
MADE = (".venv", ".mcsj/", "private/", "data/content/2020/")
DECISIONS = ROOT / "docs" / "decisions"
SPAN = re.compile(r"`([^`\n]+)`")
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


def _examples(text: str) -> list[str]:
    lines = [line for block in CONSOLE.findall(text) for line in block.splitlines()]
    return [
        line.removeprefix("$ ").split(" # ")[0].strip() for line in lines if line.startswith("$ ")
    ]


def test_the_examples_of_the_guide_run(
    mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    examples = [example for example in _examples(GUIDE) if not example.startswith("pip")]
    assert len(examples) > 20
    monkeypatch.chdir(tmp_path)
    for example in examples:
        program, *arguments = shlex.split(example)
        if program == "cd":
            monkeypatch.chdir(Path.cwd() / arguments[0])
            continue
        assert program == "mcsj", example
        result = mcsj(*arguments)
        assert result.code == 0, (example, result)
        assert result.out or example == "mcsj revisar"


# Files of other programs, which an example network has not: their commands are refused for them.
HANDED_IN = re.compile(
    r"(?<!-o )(?<![\w/.-])[\w.-]+\.(?:csv|xlsx|vcf|age|txt|zip|xml|eml|ics)(?![\w-])"
)
# What other examples amid sentences need: the words of the refusal.
REFUSED = {
    "mcsj reuniones registrar --grupo 4 --editor": "necesita una terminal",
    "mcsj reuniones respuestas carpeta/": "carpeta",
    "mcsj deshacer --rehacer": "No hay nada que recuperar",
    "mcsj historial creditos": "creditos",
    "mcsj deshacer 1a2b3c4d": "1a2b3c4d",
    "mcsj deshacer data/groups.yaml": "data/groups.yaml",
    "mcsj compartir --detalle": "compartir",
}


def test_the_examples_amid_the_sentences_of_the_guide_run(project: Path, mcsj: Run) -> None:
    spans = SPAN.findall(re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL))
    known = {spoken(f"mcsj {' '.join(words)}") for words, _command in find_commands()}
    examples = [span for span in spans if span.startswith("mcsj ") and "…" not in span]
    full = [example for example in dict.fromkeys(examples) if example not in known]
    assert len(full) > 15
    for example in full:
        if example.startswith("mcsj iniciar ") or example in ("mcsj eliminar", "mcsj hoy"):
            continue  # another network, and words that the guide says are no commands
        result = mcsj(*shlex.split(example)[1:])
        missing = HANDED_IN.search(example)
        refused = missing[0] if missing else REFUSED.get(example)
        assert (result.code == 0) == (refused is None), (example, result)
        assert refused is None or refused in result.err, (example, result)


def test_the_spanish_words_are_in_the_guide() -> None:
    entries = [*COMMANDS, *(command for _words, command in find_commands())]
    words = [entry.spanish for entry in entries if entry.spanish != entry.name]
    assert [word for word in words if f"`{word}`" not in GUIDE] == []


@pytest.mark.parametrize("readme", ["README.md", "README.es.md"])
def test_every_command_is_in_the_guides(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for words, _command in find_commands():
        line = " ".join(words)
        if readme == "README.es.md":
            line = spoken(f"mcsj {line}").removeprefix("mcsj ")
        assert line in text


@pytest.mark.parametrize(
    "path",
    sorted([*ROOT.glob("*.md"), *DECISIONS.glob("*.md")]),
    ids=lambda path: path.name,
)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), target


def test_each_decision_is_in_the_index_in_both_languages() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04d}" for n in range(1, len(pages) + 1)]
    for page in pages:
        lines = page.read_text(encoding="utf-8").splitlines()
        title, summary = lines[0].removeprefix("# "), lines[2].strip("*")
        assert f"| [{title}]({page.name}) | {summary} |" in index
        assert [line for line in lines if line.startswith("## ")] == [
            "## The question",
            "## What was measured",
            "## What was chosen",
            "## What would change our mind",
        ]


# In the guide for developers `store/files.py` is a file of the package or of the repository, and
# `store/files.read` is a name in it.
FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)*(?:/|\.(?:py|md|toml|yaml|po|html))|Makefile|\.ci/run")
NAME = re.compile(r"[a-z_]+(?:/[a-z_]+)*(?:\.[A-Za-z_]\w*)+")


def _spans(document: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return SPAN.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))


def _missing(paths: list[str]) -> list[str]:
    kept = [path for path in paths if path not in MADE]
    return [path for path in kept if not ((ROOT / path).exists() or (PACKAGE / path).exists())]


def _is_there(name: str) -> bool:
    """Whether the package, or a library, has what is named so."""
    dotted = name.replace("/", ".")
    for full in (f"mcsj_cli.{dotted}", dotted):
        try:
            pkgutil.resolve_name(full)
        except (ImportError, AttributeError):
            continue
        return True
    return False


@pytest.mark.parametrize("document", CONTRIBUTING)
def test_files_that_the_developers_guide_names_exist(document: str) -> None:
    named = [span for span in _spans(document) if FILE.fullmatch(span)]
    assert len(named) > 30
    assert _missing(named) == []


def test_files_that_decisions_name_exist() -> None:
    pages = [f"docs/decisions/{page.name}" for page in DECISIONS.glob("*.md")]
    spans = chain.from_iterable(_spans(page) for page in pages)
    paths = [span for span in spans if FILE.fullmatch(span) and "/" in span]
    assert len(paths) > 20
    assert _missing(paths) == []


@pytest.mark.parametrize("document", CONTRIBUTING)
def test_functions_that_the_developers_guide_names_exist(document: str) -> None:
    spans = [span for span in _spans(document) if not FILE.fullmatch(span)]
    named = [span for span in spans if NAME.fullmatch(span)]
    assert len(named) > 40
    assert [name for name in named if not _is_there(name)] == []


def test_both_developers_guides_name_the_same() -> None:
    english, spanish = (set(_spans(document)) for document in CONTRIBUTING)
    assert {spoken(span) for span in english} == spanish


@pytest.mark.parametrize("document", CONTRIBUTING)
def test_the_drawing_of_the_rooms_is_that_of_the_contracts(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    (drawing,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    drawn = [
        set(re.findall(r"^│ (\w+)/? ", box, re.MULTILINE)) for box in re.split("├─+┤", drawing)
    ]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = project["tool"]["importlinter"]["contracts"][0]["layers"]
    assert drawn == [set(re.findall(r"mcsj_cli\.(\w+)", layer)) for layer in contract]
    rooms = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms | {path.stem for path in PACKAGE.glob("[!_]*.py")} == set().union(*drawn)
