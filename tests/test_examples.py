"""Every command that writes has an example in its help, and the examples hold."""

import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mcsj_cli import i18n
from mcsj_cli.examples import EXAMPLES, find_example
from mcsj_cli.registry import Command
from mcsj_cli.vocabulary import spoken
from tests.registered import find_commands
from tests.test_main import Run
from tests.test_vocabulary import find_fault

SAMPLES = Path(__file__).parent / "doors/data"

# What needs no example: it is asked for by its name, and writes nothing that is not derived.
PLAIN = {"show", "list", "funnel", "matrix", "suggest", "calendar", "balance", "check", "rebuild"}
ALONE = {"status", "helpline", "people key"}
# What would not end, or needs another person's file, a key of one's own, or a shared copy.
ELSEWHERE = ("mcsj sitio servir", "mcsj personas importar", "mcsj personas recifrar")


def _needs_example(words: tuple[str, ...], command: Command) -> bool:
    line = " ".join(words)
    return not command.hidden and line not in ALONE and not (len(words) > 1 and words[1] in PLAIN)


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_command_that_writes_has_one_example_that_parses(language: str) -> None:
    wanted = [words for words, command in find_commands() if _needs_example(words, command)]
    with i18n.speaking(language):
        found = [find_example(spoken(f"mcsj {' '.join(words)}")) for words in wanted]
    assert [words for words, line in zip(wanted, found, strict=True) if not line] == []
    assert len(set(found)) == len(found) == len(EXAMPLES)
    assert [line for line in found if find_fault(line, language)] == []


def test_help_ends_with_the_example_on_one_line(mcsj: Run) -> None:
    line = find_example("mcsj contenido verificar")
    assert mcsj("content", "verify", "--help").out.endswith(f"\nEjemplo:\n  {line}\n")
    assert "Ejemplo" not in mcsj("content", "show", "--help").out


def test_the_examples_hold_one_after_the_other(
    project: Path, tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-04T09:00:00-05:00")  # when the example's weeks are over
    subprocess.run(["git", "init", "-q", "--bare", tmp_path / "copia.git"], check=True)
    subprocess.run(["git", "remote", "add", "origin", tmp_path / "copia.git"], check=True)
    shutil.copy(SAMPLES / "attendance/zoom-2026-es.csv", project / "participantes.csv")
    shutil.copy(SAMPLES / "whatsapp/_chat.txt", project / "chat.txt")
    for noun, name in (("mesas", "mesas"), ("followups", "contactos"), ("actions", "acciones")):
        listed = mcsj(noun, "list", "-f", "csv").out
        (project / f"{name}.csv").write_text(listed, encoding="utf-8")
    for line in map(i18n._, EXAMPLES):
        if not line.startswith(ELSEWHERE):
            place = tmp_path / "nueva" if line.startswith("mcsj iniciar") else project
            place.mkdir(exist_ok=True)
            monkeypatch.chdir(place)
            result = mcsj(*shlex.split(line)[1:])
            assert result.code == 0, (line, result)
