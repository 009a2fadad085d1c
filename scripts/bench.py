"""Measure what commands cost, beside an empty Typer program and against the size of the archive.

Whole processes in a pipe, each in turn with the empty program, so that a busy machine slows both;
the figures are medians. `--write-docs FILE` puts the tables between the marks in a document.
"""

import argparse
import json
import os
import platform
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import count, repeat
from pathlib import Path
from typing import Any, NamedTuple

import archive
from bench_calendars import measure_calendars
from bench_tables import measure_tables
from measure import MEGABYTE, Cost, Usage, open_stand

PROGRAM = str(Path(sys.executable).parent / "mcsj")
SIZES = (1_000, 10_000, 100_000)
STARTUP = (
    ("--version",), ("--help",), ("groups", "list"), ("mesas", "list"), ("meetings", "list"),
    ("content", "list"), ("report", "weekly", "--week", "2020-W17"),
)  # fmt: skip
LAST_DAY, WEEK = "2025-12-30", "2025-W40"
# Searches for words that a few records have, and for the word that most have.
COMMANDS = {
    "list": ("content", "list", "--tag", "SOSeconomia", "--limit", "20"),
    "search": ("content", "search", "nómina", "financiamiento"),
    "search common": ("content", "search", "de"),
    "suggest": ("content", "suggest", "Créditos para talleres que no despidan a nadie"),
    "report": ("report", "weekly", "--week", WEEK),
    "add": ("content", "add", "--tag", "SOSeconomia", "TITLE", "--date", LAST_DAY),
}
TITLE_WORDS = (
    "aviso",
    "centro",
    "consulta",
    "crédito",
    "familia",
    "jornada",
    "línea",
    "mesa",
    "nómina",
    "trámite",
)
# The index does not trust a file that was written less than two seconds before it was read.
YOUTH = 3.0
BEGIN, END = "<!-- bench: made by scripts/bench.py --write-docs -->", "<!-- bench: end -->"


class Archive(NamedTuple):
    """What was measured on an archive of so many records.

    `stat` is the milliseconds of the stat of each file.
    """

    records: int
    first: Usage
    index_bytes: int
    stat: float
    commands: dict[str, Cost]


class Target(NamedTuple):
    """What a figure should be, and what it is."""

    name: str
    wanted: str
    value: float
    reached: bool


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the tables, and keep them as JSON."""
    options = _read_options(arguments)
    startup = measure_startup(options.runs)
    archives = [measure_archive(size, options.runs) for size in sorted(options.sizes)]
    targets = judge(archives)
    sections = [
        measure_calendars(options.groups, archive.surroundings()),
        measure_tables(options.rows, archive.surroundings()),
    ]
    told = [
        *make_tables(startup, archives, targets),
        *(write_table(*section) for section in sections),
    ]
    tables = "\n\n".join([describe_machine(options.runs), *told])
    print(tables)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    figures = to_figures(options.runs, startup, archives, targets)
    figures["sections"] = {
        one.title: [dict(zip(one.columns, row, strict=True)) for row in one.rows]
        for one in sections
    }
    options.output.write_text(
        json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    if options.write_docs:
        write_docs(options.write_docs, tables)


def measure_startup(runs: int) -> dict[str, Cost]:
    """Measure commands on the demo data."""
    with (
        tempfile.TemporaryDirectory() as name,
        open_stand(Path(name) / "red", archive.surroundings()) as stand,
    ):
        subprocess.run(
            [PROGRAM, "init", "red", "--demo"],
            cwd=name,
            env=stand.environment,
            check=True,
            capture_output=True,
        )
        _grow_old()
        return {
            " ".join(words): stand.compare(repeat([PROGRAM, *words]), runs) for words in STARTUP
        }


def measure_archive(records: int, runs: int) -> Archive:
    """Make an archive and measure the commands that read it, those that change it last."""
    with (
        tempfile.TemporaryDirectory() as name,
        open_stand(Path(name) / "red", archive.surroundings()) as stand,
    ):
        _tell(f"making an archive of {records:,} records")
        archive.make_archive(stand.folder, records)
        _grow_old()
        _tell(f"measuring {records:,} records")
        stat = stand.stat_files("data", runs)
        first = stand.weigh([PROGRAM, "index", "rebuild"])
        size = (stand.folder / ".mcsj" / "index.sqlite3").stat().st_size
        commands = {what: stand.compare(fill_in(words), runs) for what, words in COMMANDS.items()}
        return Archive(records, first, size, stat, commands)


def judge(archives: Sequence[Archive]) -> list[Target]:
    """Hold the largest archive against what was aimed at, and its growth from the smallest."""
    smallest, largest = archives[0], archives[-1]
    speed, memory = _speed(largest), largest.first.largest
    search, report = (largest.commands[what].ratio for what in ("search", "report"))
    targets = [
        Target("first index, records a second", "≥ 10,000", speed, speed >= 10_000),
        Target("first index, MB of the largest process", "< 300", memory, memory < 300),
        Target("search, × empty Typer", "< 3", search, search < 3),
        Target("report, × empty Typer", "< 4", report, report < 4),
    ]
    if smallest is not largest:
        for what, limit in (("list", 2.5), ("add", 1.3)):
            growth = _growth(smallest, largest, what)
            targets.append(
                Target(
                    f"{what}, growth from {smallest.records:,}",
                    f"≤ {limit}",
                    growth,
                    growth <= limit,
                )
            )
    return targets


def make_tables(
    startup: dict[str, Cost], archives: Sequence[Archive], targets: Sequence[Target]
) -> Iterator[str]:
    """Lay the figures out as titled tables in Markdown."""
    rows = [
        [f"`mcsj {words}`", f"{cost.milliseconds:.0f}", f"{cost.ratio:.2f}"]
        for words, cost in startup.items()
    ]
    yield write_table("Start-up, on the demo data", ["command", "ms", "× empty Typer"], rows)
    columns = [
        "records",
        "seconds",
        "records/s",
        "MB, largest process",
        "MB, all together",
        "index, MB",
    ]
    rows = [
        [
            f"{one.records:,}",
            f"{one.first.seconds:.1f}",
            f"{_speed(one):,.0f}",
            f"{one.first.largest:.0f}",
            "–" if one.first.together is None else f"{one.first.together:.0f}",
            f"{one.index_bytes / MEGABYTE:.1f}",
        ]
        for one in archives
    ]
    yield write_table("First index", columns, rows)
    sizes = [f"{one.records:,}" for one in archives]
    rows = [
        [f"`{' '.join(words)}`"]
        + [
            f"{one.commands[what].milliseconds:.0f} ms, {one.commands[what].ratio:.2f} ×"
            for one in archives
        ]
        + [f"{_growth(archives[0], archives[-1], what):.2f}"]
        for what, words in COMMANDS.items()
    ]
    rows.append(["scandir and stat alone", *(f"{one.stat:.0f} ms" for one in archives), ""])
    yield write_table("Commands by the number of records", ["command", *sizes, "growth of ×"], rows)
    rows = [
        [
            target.name,
            target.wanted,
            f"{target.value:,.2f}",
            "reached" if target.reached else "**not reached**",
        ]
        for target in targets
    ]
    yield write_table(
        f"Targets, at {sizes[-1]} records", ["figure", "wanted", "measured", ""], rows
    )


def describe_machine(runs: int) -> str:
    """Say in a line what the figures were measured on."""
    return (
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{archive.run_git(Path(), 'version').decode().strip()}; medians of {runs};"
        f" load {_load()} at the end."
    )


def to_figures(
    runs: int, startup: dict[str, Cost], archives: Sequence[Archive], targets: Sequence[Target]
) -> dict[str, Any]:
    """Give the figures as the JSON has them; docs/performance.md says what the keys mean."""
    return {
        "machine": describe_machine(runs),
        "runs": runs,
        "startup": {words: cost._asdict() for words, cost in startup.items()},
        "archives": [
            {
                "records": one.records,
                "first_index": {
                    **one.first._asdict(),
                    "records_per_second": _speed(one),
                    "bytes": one.index_bytes,
                },
                "stat_milliseconds": one.stat,
                "commands": {what: cost._asdict() for what, cost in one.commands.items()},
            }
            for one in archives
        ],
        "growth": {what: _growth(archives[0], archives[-1], what) for what in COMMANDS},
        "targets": [target._asdict() for target in targets],
    }


def write_docs(path: Path, tables: str) -> None:
    """Put the tables between the marks of a document."""
    text = path.read_text(encoding="utf-8")
    section = f"{BEGIN}\n\n{tables}\n\n{END}"
    written, found = re.subn(
        f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _match: section, text, flags=re.DOTALL
    )
    if found != 1:
        sys.exit(f"{path} has no section between {BEGIN} and {END}")
    path.write_text(written, encoding="utf-8")


def fill_in(words: Sequence[str], seed: int = 2) -> Iterator[list[str]]:
    """Give a command again and again, with a new title each time where it takes one."""
    chance = random.Random(seed)  # noqa: S311  no secret
    for number in count(1):
        title = f"{' '.join(chance.sample(TITLE_WORDS, 5)).capitalize()} {number}"
        yield [PROGRAM, *(title if word == "TITLE" else word for word in words)]


def write_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table in Markdown, in columns that line up; all but the first are figures."""
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]
    lines = [" | ".join(_align(cells, widths)) for cells in (columns, *rows)]
    rule = " | ".join(
        "-" * width if not place else "-" * (width - 1) + ":" for place, width in enumerate(widths)
    )
    return f"**{title}**\n\n" + "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def _read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="records of each archive", metavar="N"
    )
    parser.add_argument(
        "--groups", type=int, default=10_000, help="groups whose calendars are written", metavar="N"
    )
    parser.add_argument(
        "--rows", type=int, default=20_000, help="rows of a workbook that is taken in", metavar="N"
    )
    parser.add_argument("--runs", type=int, default=15, help="runs of each command", metavar="N")
    parser.add_argument(
        "--output", type=Path, default=Path("build/bench.json"), help="where the figures go"
    )
    parser.add_argument(
        "--write-docs", type=Path, help="a document that the tables go into", metavar="FILE"
    )
    return parser.parse_args(arguments)


def _speed(one: Archive) -> float:
    return one.records / one.first.seconds


def _growth(smallest: Archive, largest: Archive, what: str) -> float:
    """Return how many times more a command takes on the largest archive than on the smallest.

    Both are held against the empty program.
    """
    return largest.commands[what].ratio / smallest.commands[what].ratio


def _grow_old() -> None:
    time.sleep(YOUTH)


def _load() -> str:
    """Say how many processes wanted a processor in the last five minutes.

    About 1 of them is the bench's own.
    """
    return f"{os.getloadavg()[1]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _align(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.rjust(width) if place else cell.ljust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]


if __name__ == "__main__":
    main()
