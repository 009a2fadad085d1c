"""The run script of the weeks: read, lived through the real program, and what each step said."""

import hashlib
import io
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

import pexpect

from mcsj_cli import main
from tests.conftest import ROOT

SCRIPT = Path(__file__).parent / "semanas.txt"
# What derives from the data, and git's own bookkeeping of what it has looked at.
_DERIVED = (".mcsj", ".git")


class Step(NamedTuple):
    """A line of the script: its moment, its mark, what is typed, and the answers at a keyboard."""

    moment: str
    mark: str
    line: str
    answers: tuple[tuple[str, str], ...] = ()


class Lived(NamedTuple):
    """A step and what came of it; for a mistake `before` and `after` stand for all that is kept."""

    step: Step
    code: int
    out: str
    err: str
    before: str
    after: str

    @property
    def told(self) -> str:
        return self.out + self.err


def read_script() -> list[Step]:
    """Read the steps of the script."""
    steps: list[Step] = []
    moment = ""
    for line in SCRIPT.read_text(encoding="utf-8").splitlines():
        mark, _space, rest = line.partition(" ")
        if mark == "==":
            day, hour, _title = rest.split(" ", 2)
            moment = f"{day}T{hour}:00-05:00"
        elif mark == "?":
            question, _bar, answer = rest.partition(" |")
            answers = (*steps[-1].answers, (question, answer.strip()))
            steps[-1] = steps[-1]._replace(answers=answers)
        elif mark in ("$", "x", ">", "~", "T"):
            steps.append(Step(moment, mark, rest))
    return steps


def live(folder: Path) -> Iterator[Lived]:
    """Live the script in an empty folder, step by step."""
    place = folder
    for step in read_script():
        before = _take_stock(place) if step.mark == "x" else ""
        program, *arguments = shlex.split(step.line)
        os.environ["MCSJ_NOW"] = step.moment
        code, out, err = 0, "", ""
        if step.mark == "~":
            _edit(place, step.line)
        elif program == "cd":
            place = (place / arguments[0]).resolve()
            os.chdir(place)
        elif step.mark == "T":
            code, out = _type(arguments, step.answers)
        elif program == "mcsj" and "compartir" not in arguments:
            code, out, err = _run_here(arguments)
        else:
            code, out, err = _run_process(program, arguments)
        after = _take_stock(place) if step.mark == "x" else ""
        yield Lived(step, code, out, err, before, after)


def _edit(place: Path, line: str) -> None:
    file, _colon, change = line.partition(": ")
    old, new = change.split(" = ")
    text = (place / file).read_text(encoding="utf-8")
    assert old in text, line
    (place / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _run_here(arguments: list[str]) -> tuple[int, str, str]:
    """Run the program in this process, which spares a second a step."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        code = main.run(arguments)
    texts = []
    for stream in (out, err):
        stream.flush()
        stream.seek(0)
        texts.append(stream.read())
    return code, texts[0], texts[1]


def _run_process(program: str, arguments: list[str]) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "mcsj_cli"] if program == "mcsj" else [program]
    done = subprocess.run(
        [*command, *arguments], input=b"", capture_output=True, check=False, timeout=120
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def _type(arguments: list[str], answers: tuple[tuple[str, str], ...]) -> tuple[int, str]:
    """Answer the questions of the program at a real terminal."""
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "mcsj_cli", *arguments],
        encoding="utf-8",
        timeout=60,
        dimensions=(40, 80),
    )
    seen: list[str] = []
    for question, answer in answers:
        terminal.expect(f"{question}.*: ")
        seen.append(f"{terminal.before}{terminal.after}")
        terminal.sendline(answer)
    terminal.expect(pexpect.EOF)
    terminal.close()
    return int(terminal.exitstatus or 0), "".join(seen) + (terminal.before or "")


def _take_stock(place: Path) -> str:
    """Return a digest of every file that is stored here, and of the last commit."""
    digest = hashlib.sha256()
    for path in sorted(place.rglob("*")):
        if path.is_file() and not set(_DERIVED) & set(path.relative_to(place).parts):
            digest.update(str(path.relative_to(place)).encode() + path.read_bytes())
    head = subprocess.run(
        ["git", "rev-parse", "-q", "--verify", "HEAD"], cwd=place, capture_output=True, check=False
    )
    return digest.hexdigest() + head.stdout.decode()


def set_environment() -> dict[str, str]:
    """Return the surroundings of a coordinator: Spanish, and no settings of this machine."""
    return {
        "LANGUAGE": "es",
        "MCSJ_LANG": "es",
        "HOME": "/nonexistent",
        "COLUMNS": "100",
        "TERM": "dumb",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "PYTHONPATH": str(ROOT),
    }
