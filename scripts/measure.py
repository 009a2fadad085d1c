"""Measure whole processes.

Their seconds, their ratio to another's in turn, and the most memory that they hold.

Run by itself, `python scripts/measure.py COMMAND…` is the fresh process in which memory is
measured: what it prints is JSON, and its own children are the command's processes and nobody
else's.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

MEGABYTE = 1_000_000
_EMPTY = """
import typer
app = typer.Typer()
@app.command()
def hello():
    print("hello")
app()
"""
_PAUSE = 0.02  # seconds between two looks at the memory of processes
# What no program that looks at each file of a folder does without, in Python: measured alone.
_STAT = """
import os, sys, time
start = time.perf_counter()
waiting, count = [sys.argv[1]], 0
while waiting:
    with os.scandir(waiting.pop()) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                count += 1
print(time.perf_counter() - start)
"""


class Cost(NamedTuple):
    """The median milliseconds of a command, and the median of its ratios to the empty program."""

    milliseconds: float
    ratio: float


class Usage(NamedTuple):
    """The seconds of a command, and the megabytes of its largest process and of all of them.

    `together` counts what processes share once; it is None if the system does not tell it.
    """

    seconds: float
    largest: float
    together: float | None


class Section(NamedTuple):
    """A table of what was measured; all but its first column are figures."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


class Stand(NamedTuple):
    """Where commands run: a folder, an environment, and the empty program beside them."""

    folder: Path
    environment: dict[str, str]
    empty: list[str]

    def run(self, command: list[str]) -> float:
        """Run a command to its end and give its seconds."""
        start = time.perf_counter()
        subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )
        return time.perf_counter() - start

    def compare(self, commands: Iterator[list[str]], runs: int) -> Cost:
        """Run each of some commands and the empty program in turn.

        The first time is to warm them.
        """
        _warm, *pairs = [(self.run(next(commands)), self.run(self.empty)) for _ in range(runs + 1)]
        return Cost(
            statistics.median(a for a, _b in pairs) * 1000,
            statistics.median(a / b for a, b in pairs),
        )

    def weigh(self, command: list[str]) -> Usage:
        """Run a command in a fresh process that looks at its memory."""
        done = subprocess.run(
            [sys.executable, __file__, *command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            check=True,
        )
        return Usage(*json.loads(done.stdout))

    def stat_files(self, folder: str, runs: int) -> float:
        """Return the median milliseconds that Python takes to stat all files of a folder."""
        command = [sys.executable, "-c", _STAT, folder]
        times = [
            float(
                subprocess.run(command, cwd=self.folder, stdout=subprocess.PIPE, check=True).stdout
            )
            for _ in range(runs + 1)
        ]
        return statistics.median(times[1:]) * 1000


@contextmanager
def open_stand(folder: Path, environment: dict[str, str]) -> Iterator[Stand]:
    """Give a folder's stand, with an empty Typer program made for it."""
    with tempfile.TemporaryDirectory() as name:
        empty = Path(name) / "empty.py"
        empty.write_text(_EMPTY, encoding="utf-8")
        yield Stand(folder, environment, [sys.executable, str(empty)])


def _weigh(command: list[str]) -> Usage:
    """Run a command as this process's only child."""
    import resource  # there is none on Windows, where the rest runs

    peak, over = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(_PAUSE):
            peak = max(peak, sum(map(_memory, _below(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    try:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    finally:
        seconds = time.perf_counter() - start
        over.set()
        watcher.join()
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    return Usage(seconds, largest / MEGABYTE, peak / MEGABYTE or None)


def _below(process: int) -> Iterator[int]:
    """Name all processes below one."""
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = path.read_text(encoding="ascii").split()
        except OSError:
            continue  # over already
        for child in map(int, children):
            yield child
            yield from _below(child)


def _memory(process: int) -> int:
    """Give the bytes of a process, its share of what others have too."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    print(json.dumps(_weigh(sys.argv[1:])))
