"""Measure the public page of a large network: 500 mesas and 10,000 items.

First build, rebuilds, and memory.

`--write-docs FILE` puts the table between the marks in a document.
"""

import argparse
import random
import re
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import archive
from bench import PROGRAM, describe_machine, write_table
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.states import STATES
from mcsj_cli.store.project import Project
from measure import Stand, Usage, open_stand

MESAS, IN_GROUP, ITEMS = 500, 5, 10_000
ZONES = ("America/Mexico_City", "America/Monterrey", "America/Cancun", "America/Ciudad_Juarez")
ADDRESS = "https://example.org/mesas/"
BEGIN, END = (
    "<!-- site bench: made by scripts/bench_site.py --write-docs -->",
    "<!-- site bench: end -->",
)


class Build(NamedTuple):
    """A build of the page.

    What changed before it, its cost, also in processor time, and how many files it wrote.
    """

    what: str
    usage: Usage
    processor: float
    written: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mesas", type=int, default=MESAS)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--write-docs", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    builds = measure(options.mesas, options.items)
    rows = [
        [
            one.what,
            f"{one.usage.seconds:.1f}",
            f"{one.processor:.1f}",
            f"{one.usage.largest:.0f}",
            f"{one.written:,}",
        ]
        for one in builds
    ]
    title = f"The public page of {options.mesas:,} mesas and {options.items:,} items"
    table = write_table(
        title, ["build", "seconds", "CPU seconds", "MB, largest process", "files written"], rows
    )
    text = f"{describe_machine(1)}\n\n{table}"
    print(text)
    if options.write_docs:
        document = options.write_docs.read_text("utf-8")
        before, _begin, rest = document.partition(BEGIN)
        options.write_docs.write_text(
            f"{before}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", "utf-8"
        )


def measure(mesas: int, items: int) -> list[Build]:
    """Make the network, and build its page.

    First, again, after one item, after one mesa, and later.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        open_stand(Path(name) / "red", archive.surroundings()) as stand,
    ):
        make_network(stand.folder, mesas, items)
        stand.run(
            [PROGRAM, "content", "list", "--limit", "1"]
        )  # the index is there, as it is after a day's work
        builds = [build(stand, "first"), build(stand, "nothing changed")]
        proof = ["--by", "coordinación", "--evidence", "https://example.org/prueba"]
        stand.run(
            [
                PROGRAM,
                "content",
                "add",
                "--tag",
                "SOSeconomia",
                "Aviso nuevo",
                "--url",
                "https://example.org/n",
            ]
        )
        stand.run([PROGRAM, "content", "verify", "-", *proof])
        stand.run([PROGRAM, "content", "publish", "-"])
        builds.append(build(stand, "one item published"))
        stand.run([PROGRAM, "mesas", "edit", "mesa-7", "--name", "Mesa Siete"])
        builds.append(build(stand, "one mesa renamed"))
        builds.append(build(stand, "a day later", "--date", "2026-01-01"))
        builds.append(build(stand, "a week later", "--date", "2026-01-07"))
        return builds


def build(stand: Stand, what: str, *arguments: str) -> Build:
    """Build the page once, and count the files that are newer than before."""
    site = stand.folder / "site"
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    begun = resource.getrusage(resource.RUSAGE_CHILDREN)
    usage = stand.weigh([PROGRAM, "site", "build", "--base-url", ADDRESS, *arguments])
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime
    files = [path for path in site.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return Build(
        what, usage, processor, sum(before.get(path) != path.stat().st_mtime_ns for path in files)
    )


def make_network(folder: Path, mesas: int, items: int) -> None:
    """Make a data folder with mesas in groups of five, and with published items of ten years."""
    archive.make_archive(folder, 0)
    (folder / "data" / "groups.yaml").write_text(write_groups(mesas), "utf-8")
    categories = Project(folder).categories
    for path, text in archive.build_records(categories, Groups([]), items, seed=1):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(publish(text), "utf-8")
    archive.commit_all(folder, f"archive: {mesas} mesas, {items} items")


def publish(text: str) -> str:
    """Make an item one that is published, and vouched for without end."""
    text = re.sub(r"^status: .*$", "status: published", text, flags=re.MULTILINE)
    text = re.sub(r"^verification:.*\n", "", text, flags=re.MULTILINE)
    day = re.search(r"^created: (.*)$", text, re.MULTILINE)
    proof = "https://example.org/prueba"
    return (
        f"{text}verification: {{by: coordinación nacional, 'on': {day[1] if day else ''}, "
        f"evidence: '{proof}'}}\n"
    )


def write_groups(mesas: int) -> str:
    """Write groups.yaml with so many mesas, all over the country and on its four clocks."""
    chance = random.Random(1)  # noqa: S311  the same network each time
    lines = ["groups:"]
    for number in range(mesas):
        if number % IN_GROUP == 0:
            day = ("monday", "tuesday", "wednesday", "thursday", "friday")[number // IN_GROUP % 5]
            slot = (
                f"from: 2024-01-01, weekday: {day}, time: 17:00, timezone: America/Mexico_City, "
                "status: confirmed"
            )
            lines += [
                f"  - number: {number // IN_GROUP + 1}",
                f"    series: [{{{slot}}}]",
                "    mesas:",
            ]
        state, zone = STATES[number % len(STATES)].abbreviation, chance.choice(ZONES)
        lines.append(
            f"      - {{slug: mesa-{number}, name: Ciudad {number}, state: {state}, "
            f"timezone: {zone}}}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
