"""The way in and out: language, exit codes, bugs, pipes, and what a start may import."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli import __version__, application, i18n, main
from mcsj_cli.registry import COMMANDS, Noun
from tests.conftest import ROOT, Result
from tests.registered import find_commands

Run = Callable[..., Result]


def test_version(mcsj: Run) -> None:
    assert mcsj("--version") == Result(0, f"mcsj {__version__}\n", "")


def test_no_arguments_shows_the_help_and_is_wrong_usage(mcsj: Run) -> None:
    result = mcsj()
    assert result.code == 2
    assert "Comandos:" in result.out + result.err


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LC_ALL": "POSIX"}, "es"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "es"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "es_MX.UTF-8"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "es"),
        ({"MCSJ_LANG": "es", "LC_ALL": "en_GB.UTF-8"}, "es"),
        ({"MCSJ_LANG": "EN", "LANG": "es_MX.UTF-8"}, "en"),
    ],
)
def test_the_language_follows_the_locale_and_is_spanish_otherwise(
    environ: dict[str, str], language: str
) -> None:
    assert i18n.find_language(environ) == language


@pytest.mark.parametrize(
    ("arguments", "language", "rest"),
    [
        (["--lang", "en", "status"], "en", ["status"]),
        (["status", "--lang=es"], "es", ["status"]),
        (["--idioma", "en", "status"], "en", ["status"]),
        (["status", "--idioma=en", "--lang", "es"], "es", ["status"]),
        (["--idioma=fr", "estado"], None, ["--idioma=fr", "estado"]),
        (["content", "add", "--lang", "en", "--tag", "x"], "en", ["content", "add", "--tag", "x"]),
        (["content", "add", "--", "--lang", "en"], None, ["content", "add", "--", "--lang", "en"]),
        (["--lang", "fr", "status"], None, ["--lang", "fr", "status"]),
        (["--lang"], None, ["--lang"]),
        (["--lang", "es", "status", "--lang", "en"], "en", ["status"]),
    ],
)
def test_lang_is_taken_wherever_it_stands(
    arguments: list[str], language: str | None, rest: list[str]
) -> None:
    assert main.take_language(arguments) == (language, rest)


def test_an_unknown_language_is_refused_with_those_there_are(mcsj: Run) -> None:
    result = mcsj("--lang", "fr", "status")
    assert result.code == 2
    assert "'es'" in result.err
    assert "'en'" in result.err


def test_no_data_folder(mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = mcsj("status")
    assert result.code == 3
    assert "mcsj iniciar" in result.err
    assert result.out == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("grupos", "listar"), ("GRUPOS", "list"), ("groups", "listar")])
def test_spanish_words_are_commands_too(mcsj: Run, project: Path, words: tuple[str, str]) -> None:
    assert mcsj(*words).out == mcsj("groups", "list").out != ""


@pytest.mark.parametrize(
    ("words", "proposal"),
    [
        (("grups",), "grupos"),
        (("grupso",), "grupos"),
        (("gruops",), "grupos"),
        (("groups", "listr"), "listar"),
        (("content", "agrega"), "agregar"),
    ],
)
def test_a_typo_proposes_the_nearest_command(
    mcsj: Run, words: tuple[str, ...], proposal: str
) -> None:
    result = mcsj(*words)
    assert result.code == 2
    assert f"«{proposal}»" in result.err
    assert "Did you" not in result.err


def test_every_spanish_word_is_free_of_clashes() -> None:
    groups = [COMMANDS, *(entry.verbs for entry in COMMANDS if isinstance(entry, Noun))]
    for entries in groups:
        words = [word for entry in entries for word in {entry.name, entry.spanish}]
        assert len(set(words)) == len(words)
        assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", word) for word in words)


def test_every_command_has_a_function_and_a_name_of_its_own() -> None:
    commands = [command for _words, command in find_commands()]
    assert all(callable(application.find_function(command)) for command in commands)
    assert len({command.target for command in commands}) == len(commands)


def test_a_bug_is_told_and_its_traceback_kept(
    mcsj: Run, monkeypatch: pytest.MonkeyPatch, project: Path, tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("mcsj_cli.commands.context.find_project", fail)
    result = mcsj("status")
    assert result.code == main.BUG
    assert "Traceback" not in result.err
    (log,) = tmp_path.glob("mcsj-*.log")
    assert str(log) in result.err
    assert "planted" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("moment", ["2020-04-23", "2020-04-23T23:59", "2020-04-24T04:59:59Z"])
def test_another_moment_is_on_the_networks_clock(
    mcsj: Run, project: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    monkeypatch.setenv("MCSJ_NOW", moment)
    assert mcsj("status").out.startswith("Jueves 23 de abril de 2020, semana 2020-W17")
    monkeypatch.setenv("MCSJ_NOW", "ayer")
    assert mcsj("status").code == 2


@pytest.mark.parametrize(
    "command", ["status", "check", "meetings list", "report weekly", "meetings ics --group 4"]
)
def test_a_problem_is_told_once_a_run(mcsj: Run, project: Path, command: str) -> None:
    network = project / "data/network.yaml"
    network.write_text(
        network.read_text().replace("timezone: America/Mexico_City", "timezone: Mars/Olympus")
    )
    for _run in range(2):
        told = mcsj(*command.split())
        assert (told.err + told.out).count("data/network.yaml:") == 1


def test_an_address_and_a_time_zone_that_are_none_come_with_advice(
    mcsj: Run, project: Path
) -> None:
    network = project / "data/network.yaml"
    text = network.read_text("utf-8").replace("America/Mexico_City", "Mexico/Centro")
    network.write_text(text + "site: {url: ftp://example.org/mesas}\n", "utf-8")
    told = mcsj("check").out
    assert "→ Escriba la dirección completa, con https://" in told
    assert "→ Escriba uno de esos nombres; el de la Ciudad de México es" in told


def test_an_interruption_has_its_code(
    mcsj: Run, monkeypatch: pytest.MonkeyPatch, project: Path
) -> None:
    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mcsj_cli.commands.context.find_project", interrupt)
    assert mcsj("status").code == 130


def test_a_reader_that_leaves_early_is_no_error(project: Path) -> None:
    command = f"{sys.executable} -m mcsj_cli categories list --format json | head -c 1"
    environ = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, check=False, env=environ)  # noqa: S602
    assert done.stdout == b"["
    assert done.stderr == b""


def test_an_old_console_does_not_break_the_program(mcsj_process: Run, project: Path) -> None:
    result = mcsj_process("mesas", "list", lang="es", env={"PYTHONIOENCODING": "ascii"})
    assert result.code == 0
    assert "Canc?n-IM" in result.out


HEAVY = (
    "yaml",
    "icalendar",
    "tabulate",
    "rich",
    "sqlite3",
    "holidays",
    "dateutil",
    "prompt_toolkit",
)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["groups", "list"]])
def test_a_start_imports_nothing_heavy(project: Path, mcsj: Run, arguments: list[str]) -> None:
    mcsj("groups", "list")  # the first reading parses YAML
    code = (
        "import json, sys\nfrom mcsj_cli.main import run\n"
        f"code = run({arguments!r})\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    exit_code, modules = json.loads(done.stderr)
    assert exit_code == 0
    assert not {name for name in modules if name.split(".")[0] in HEAVY}
    assert "typer" in modules


def test_prompts_are_imported_only_where_something_is_asked(project: Path) -> None:
    given = ["content", "add", "Uno", "--tag", "SOSmensajes"]
    code = (
        "import json, sys\nfrom mcsj_cli.main import run\n"
        f"code = run({given!r})\n"
        "print(json.dumps([code, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    exit_code, modules = json.loads(done.stderr.splitlines()[-1])
    assert exit_code == 0
    assert not {name for name in modules if name.split(".")[0] == "prompt_toolkit"}


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [(["groups", "list"], False), (["status"], False), (["check"], True)],
    ids=["list", "status", "check"],
)
def test_the_table_of_municipalities_is_opened_only_for_a_look_up(
    project: Path, arguments: list[str], opens: bool
) -> None:
    code = (
        "import json, sys\nopened = []\n"
        "def hook(name, given):\n    if name == 'open': opened.append(str(given[0]))\n"
        "sys.addaudithook(hook)\n"
        f"from mcsj_cli.main import run\nrun({arguments!r})\n"
        "print(json.dumps([opened, sorted(sys.modules)]), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONPATH": str(ROOT)}
    )
    opened, modules = json.loads(done.stderr.splitlines()[-1])
    assert any(path.endswith("mexico.tsv") for path in opened) is opens
    if arguments == ["groups", "list"]:
        assert "mcsj_cli.model.gazetteer" not in modules


def proposed(mcsj_process: Run, line: str, **options: str) -> list[str]:
    """Give what the Tab key proposes at the end of a line, as bash asks for it."""
    words = line.split(" ")
    asked = {
        "_MCSJ_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1),
        "_TYPER_COMPLETE_ARGS": line,
    }  # fmt: skip
    result = mcsj_process(env=asked, **options)
    assert result.code == 0
    return result.out.split()


def test_the_tab_key_proposes_words_of_the_persons_language(mcsj_process: Run) -> None:
    for lang, word in (("es", "grupos"), ("en", "groups")):
        assert proposed(mcsj_process, "mcsj g", lang=lang) == [word]
        # What has begun only in the other language goes on in it.
        assert proposed(mcsj_process, "mcsj reuniones conv", lang=lang) == ["convocar"]
        assert proposed(mcsj_process, "mcsj meetings ann", lang=lang) == ["announce"]
        assert proposed(mcsj_process, "mcsj contenido listar --wee", lang=lang) == ["--week"]
        assert proposed(mcsj_process, "mcsj contenido listar --sem", lang=lang) == ["--semana"]
    assert proposed(mcsj_process, "mcsj content list --et", lang="es") == ["--etiqueta"]
    nouns = {entry.spanish for entry in COMMANDS if not entry.hidden}
    assert set(proposed(mcsj_process, "mcsj ", lang="es")) == nouns


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mcsj mesas show m", ["michoacan", "monterrey"]),
        ("mcsj meetings announce --group ", list("123456")),
        ("mcsj meetings announce --grupo ", list("123456")),
        ("mcsj content list --tag SOSn", ["SOSnacional"]),
        (
            "mcsj practices show 2020-04-16",
            ["2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar"],
        ),
    ],
)
def test_the_tab_key_proposes_what_there_is(
    project: Path,
    mcsj_process: Run,
    line: str,
    expected: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert proposed(mcsj_process, line) == expected
    monkeypatch.chdir(tmp_path)
    assert proposed(mcsj_process, line) == []
