"""Measure what a command costs beside an empty Typer program: whole processes, in turn, in a pipe."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
import typer
app = typer.Typer()
@app.command()
def hello():
    print("hello")
app()
"""
COMMANDS = (
    ("--version",), ("--help",), ("groups", "list"), ("mesas", "list"), ("meetings", "list"), ("content", "list"),
    ("report", "weekly", "--week", "2020-W17"),
)  # fmt: skip
RUNS = 25


def run(command: list[str], folder: Path) -> float:
    """Run a command to its end and give its seconds."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def compare(command: list[str], base: list[str], folder: Path) -> tuple[float, float]:
    """Give the median seconds of a command, and the median of its ratios to `base`, run in turn."""
    for warm in (command, base):
        run(warm, folder)
    pairs = [(run(command, folder), run(base, folder)) for _ in range(RUNS)]
    return statistics.median(a for a, _b in pairs), statistics.median(a / b for a, b in pairs)


def main() -> None:
    """Print a table: each command, its milliseconds, and its ratio to an empty Typer program."""
    program = str(Path(sys.executable).parent / "mcsj")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty = folder / "empty.py"
        empty.write_text(EMPTY, encoding="utf-8")
        base = [sys.executable, str(empty)]
        subprocess.run([program, "init", "red", "--demo"], cwd=folder, check=True, capture_output=True)
        for file in folder.glob("red/data/*.yaml"):
            os.utime(file, (1_600_000_000, 1_600_000_000))  # as files that were not edited just now
        print(f"{'command':<36} {'ms':>7} {'× empty Typer':>14}")
        for arguments in COMMANDS:
            seconds, ratio = compare([program, *arguments], base, folder / "red")
            print(f"{'mcsj ' + ' '.join(arguments):<36} {seconds * 1000:>7.0f} {ratio:>14.2f}")


if __name__ == "__main__":
    main()
