"""Compare what two checkouts of the program print and write, one command line after the other.

The command lines stand in outputs.txt beside this file, whose head describes its form. Each
scenario runs on its own copy of the demo network, which each checkout makes for itself, and on one
path for both. Exits with 1 where the checkouts differ, and with 2 where they cannot be compared.
"""

import argparse
import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from io import StringIO
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import pexpect

SCENARIOS = Path(__file__).with_suffix(".txt")
NOW = "2020-04-23T17:00:00-05:00"
TIMEOUT = 120  # seconds for one command line
PATIENCE = 10  # seconds for a question on a terminal
MOST, WIDEST = 40, 200  # lines of one difference, and signs of a line
PROGRAM = '#!/bin/sh\nexec "$MCSJ_PYTHON" -m mcsj_cli "$@"\n'
# A commit's name covers its files, its message and its author.
HISTORY = "git log --all --format='%h %an: %B'"
KEYS = {"^C": "\x03", "^D": "\x04"}

# What differs between two runs of the same code, because it is drawn by lot.
CHANCE = (
    # The keys of `people lock` and `people rekey`.
    (re.compile(r"age1[0-9a-z]{58}"), "age1…"),
    (re.compile(r"AGE-SECRET-KEY-1[0-9A-Z]{58}"), "AGE-SECRET-KEY-1…"),
    # The reference of an erasure, on the screen and in its file.
    (re.compile(r"(?<=^)[0-9a-f]{8}$|(?<=reference: )[0-9a-f]{8}(?=\})"), "…"),
    # The marks of an erasure, which depend on it.
    (re.compile(r"(?<=\d\d )[0-9a-f]{8}( [0-9a-f]{4})+$"), "…"),
)

# What one command line leaves, by the name of the part: exit code, stdout, stderr, and each file.
Outcome = dict[str, str]


class Line(NamedTuple):
    """A command line for bash; with columns, on a terminal, where the answers are typed."""

    text: str
    columns: int | None
    answers: list[str]


class Scenario(NamedTuple):
    """Command lines that follow each other on one copy of the network."""

    name: str
    language: str
    lines: list[Line]


class Side(NamedTuple):
    """A checkout, the Python that runs it, and the folder in which both sides work."""

    name: str
    checkout: Path
    python: str
    root: Path

    @property
    def demo(self) -> Path:
        """The demo network that the checkout made."""
        return self.root / f"demo-{self.name}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare the checkouts and return the exit code."""
    options = _parse_arguments(arguments)
    scenarios = read_scenarios(SCENARIOS.read_text("utf-8"), options.only)
    checkouts = {"base": options.base, "new": options.new}
    try:
        differences = find_differences(scenarios, checkouts, options.python, options.jobs)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(f"The checkouts cannot be compared: {error}", file=sys.stderr)
        return 2
    count = sum(len(scenario.lines) for scenario in scenarios)
    differing = len(differences)
    print(f"{count} command lines compared in {len(scenarios)} scenarios, {differing} differ.")
    text = "\n".join(differences)
    if options.output:
        options.output.write_text(text, "utf-8")
    elif text:
        print(f"\n{text}")
    return 1 if differences else 0


def _parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("base", type=Path, metavar="BASE_CHECKOUT")
    parser.add_argument("new", type=Path, metavar="NEW_CHECKOUT")
    parser.add_argument("--python", default=sys.executable, metavar="PATH")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="scenarios with this in their name"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the differences (Markdown)"
    )
    return parser.parse_args(arguments)


def read_scenarios(text: str, part: str = "") -> list[Scenario]:
    """Return the scenarios of a text, one for each of their languages, whose name has that part."""
    scenarios: list[Scenario] = []
    current: list[Line] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("["):
            name, languages = line.strip("[]").split(": ")
            current = []
            for language in languages.split():
                scenarios.append(Scenario(name, language, current))
        elif line.startswith("< "):
            current[-1].answers.append(line[2:])
        elif line.startswith("<"):
            current[-1].answers.append("")
        else:
            current.append(_parse_line(line))
    return [scenario for scenario in scenarios if part in scenario.name]


def _parse_line(line: str) -> Line:
    if not line.startswith("@"):
        return Line(line, None, [])
    columns, text = line[1:].split(" ", 1)
    return Line(text, int(columns), [])


def find_differences(
    scenarios: Sequence[Scenario], checkouts: Mapping[str, Path], python: str, jobs: int
) -> list[str]:
    """Run all scenarios with both checkouts and return the differences as Markdown."""
    with tempfile.TemporaryDirectory(prefix="mcsj-outputs-") as name:
        root = Path(name).resolve()
        _install_program(root / "bin" / "mcsj")
        sides = [Side(name, path.resolve(), python, root) for name, path in checkouts.items()]
        for side in sides:
            prepare_side(side)
        with Pool(jobs) as pool:
            found = pool.map(partial(compare_scenario, sides), scenarios, chunksize=1)
    return [difference for of_scenario in found for difference in of_scenario]


def _install_program(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(PROGRAM, "utf-8")
    path.chmod(0o755)


def prepare_side(side: Side) -> None:
    """Make the demo network with a checkout; raise ValueError where its code would not be run."""
    if not list(side.checkout.glob("mcsj_cli/locales/*/LC_MESSAGES/*.mo")):
        message = f"{side.checkout} has no compiled catalogues: run «make messages» there"
        raise ValueError(message)
    place = side.root / "made"
    place.mkdir()
    environment = _build_environment(side, place, "es")
    asked = [side.python, "-c", "import mcsj_cli; print(mcsj_cli.__file__)"]
    found = subprocess.check_output(asked, cwd=place, env=environment, text=True).strip()
    if not found.startswith(f"{side.checkout}/"):
        raise ValueError(f"{side.python} runs {found} and not {side.checkout}")
    made = ["mcsj", "init", "red", "--demo"]
    subprocess.run(made, cwd=place, env=environment, check=True, capture_output=True)
    shutil.rmtree(place / "red" / ".mcsj")
    place.rename(side.demo)


def _build_environment(side: Side, place: Path, language: str) -> dict[str, str]:
    return {
        "PATH": f"{side.root / 'bin'}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(place / "home"),
        "TMPDIR": str(place / "tmp"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TERM": "xterm-256color",
        # COLUMNS is left out: a pipe has 80 columns, and a terminal its own.
        "PYTHONPATH": str(side.checkout),
        "PYTHONPYCACHEPREFIX": str(side.root / f"cache-{side.name}"),
        "MCSJ_PYTHON": side.python,
        "MCSJ_NOW": NOW,
        "MCSJ_LANG": language,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_AUTHOR_NAME": "Coordinación nacional",
        "GIT_AUTHOR_EMAIL": "coordinacion@example.org",
        "GIT_AUTHOR_DATE": NOW,
        "GIT_COMMITTER_NAME": "Coordinación nacional",
        "GIT_COMMITTER_EMAIL": "coordinacion@example.org",
        "GIT_COMMITTER_DATE": NOW,
    }


def compare_scenario(sides: Sequence[Side], scenario: Scenario) -> list[str]:
    """Run a scenario with both checkouts and return its differences as Markdown."""
    lines = [*scenario.lines, Line(HISTORY, None, [])]
    base, new = (list(run_scenario(side, scenario, lines)) for side in sides)
    differences = []
    for line, before, after in zip(lines, base, new, strict=True):
        parts = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
        if parts:
            shown = [_format_part(name, before.get(name), after.get(name)) for name in parts]
            title = f"## {scenario.name} ({scenario.language})\n\n    $ {line.text}\n"
            differences.append("\n".join([title, *shown]))
    return differences


def _format_part(name: str, before: str | None, after: str | None) -> str:
    """Return a part that differs as a diff, in which repr shows what would not be seen."""
    old, new = (
        [repr(line)[1:-1] for line in (text or "").splitlines(keepends=True)]
        for text in (before, after)
    )
    missing = {(True, False): " (base only)", (False, True): " (new only)"}
    note = missing.get((before is not None, after is not None), "")
    lines = difflib.unified_diff(old, new, "base", "new", lineterm="", n=1)
    diff = [_cut(line) for line in lines]
    if len(diff) > MOST:
        diff = [*diff[:MOST], f"… {len(diff) - MOST} lines more"]
    return "\n".join([f"{name}{note}:", "", "```diff", *diff, "```", ""])


def _cut(line: str) -> str:
    return line if len(line) <= WIDEST else f"{line[:WIDEST]}…"


def run_scenario(side: Side, scenario: Scenario, lines: Sequence[Line]) -> Iterator[Outcome]:
    """Run the command lines with one checkout and yield what each of them leaves."""
    place = side.root / "places" / f"{scenario.name}-{scenario.language}".replace(" ", "-")
    shutil.copytree(side.demo, place, symlinks=True)
    (place / "home").mkdir()
    (place / "tmp").mkdir()
    environment = _build_environment(side, place, scenario.language)
    moment = datetime.fromisoformat(NOW)
    files = _read_files(place)
    for line in lines:
        # Commits a minute apart, so that their order is plain.
        moment += timedelta(minutes=1)
        environment["GIT_AUTHOR_DATE"] = environment["GIT_COMMITTER_DATE"] = moment.isoformat()
        run = _run_in_pipe if line.columns is None else _run_on_terminal
        outcome = run(line, place / "red", environment)
        before, files = files, _read_files(place)
        outcome |= _find_written(before, files)
        yield {name: _mask_chance(text) for name, text in outcome.items()}
    shutil.rmtree(place)


def _run_in_pipe(line: Line, folder: Path, environment: Mapping[str, str]) -> Outcome:
    command = ["bash", "-c", line.text]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return {"exit code": f"none after {TIMEOUT} seconds"}
    return {
        "exit code": str(done.returncode),
        "stdout": _decode(done.stdout),
        "stderr": _decode(done.stderr),
    }


def _run_on_terminal(line: Line, folder: Path, environment: Mapping[str, str]) -> Outcome:
    screen = StringIO()
    terminal = pexpect.spawn(
        "bash",
        ["-c", line.text],
        cwd=str(folder),
        env=dict(environment),
        encoding="utf-8",
        timeout=TIMEOUT,
        dimensions=(40, line.columns or 80),
    )
    terminal.logfile_read = screen
    for answer in line.answers:
        # A question ends in a colon and a space, with nothing after it.
        asked = terminal.expect([r": $", pexpect.EOF, pexpect.TIMEOUT], timeout=PATIENCE)
        if asked != 0:
            break
        terminal.send(KEYS.get(answer, f"{answer}\n"))
    if terminal.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=PATIENCE) != 0:
        screen.write("\n(it waits for more)\n")
    terminal.close(force=True)
    return {"exit code": str(terminal.exitstatus), "terminal": screen.getvalue()}


def _read_files(place: Path) -> dict[str, str]:
    """Return the content of each file under a place, with its mode.

    Of git's store only the settings are read, as the rest follows from the commits. `.mcsj` is not
    read: it can be made again, and keeps inode numbers and times of the clock.
    """
    files = {}
    for folder, folders, names in os.walk(place):
        is_git_store = folder.endswith(".git")
        if is_git_store:
            folders[:] = ["hooks", "info"]
        elif ".mcsj" in folders:
            folders.remove(".mcsj")
        for name in names:
            path = Path(folder, name)
            if is_git_store and name != "config":
                continue
            name_here = f"file {path.relative_to(place)}"
            files[name_here] = f"{path.lstat().st_mode:o}\n{_read_content(path)}"
    return files


def _read_content(path: Path) -> str:
    if path.is_symlink():
        return f"link to {path.readlink()}"
    if not path.is_file():
        return "not a file"
    if path.suffix == ".docx":
        return _read_members(path)
    content = path.read_bytes()
    # Encryption draws a new file key each time.
    return "encrypted" if content.startswith(b"age-encryption.org/") else _decode(content)


def _read_members(path: Path) -> str:
    """Return the files in a Word document, whose archive keeps the time at which it was made."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(f"{name}: {_decode(archive.read(name))}" for name in archive.namelist())


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return f"{len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}"


def _find_written(before: Mapping[str, str], after: Mapping[str, str]) -> Outcome:
    written = {name: text for name, text in after.items() if before.get(name) != text}
    removed = {name: "removed" for name in before if name not in after}
    return written | removed


def _mask_chance(text: str) -> str:
    for pattern, mask in CHANCE:
        text = pattern.sub(mask, text)
    return text


if __name__ == "__main__":
    sys.exit(main())
