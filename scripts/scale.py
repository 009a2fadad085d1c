"""Measure what sharing costs by the size of the archive.

Git's objects, pushes, fetches and clones on this machine.

`--write-docs FILE` puts the table between the marks in a document.
"""

import argparse
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import archive
from bench import LAST_DAY, PROGRAM, fill_in, write_docs, write_table

COMMITS = 20
ADD = ("content", "add", "--tag", "SOSeconomia", "TITLE", "--date", LAST_DAY)


class Sharing(NamedTuple):
    """What was measured on an archive of ten years.

    Sizes in bytes, `commit` and `push` for each commit.
    """

    records: int
    file: float
    pack: float
    entry: float
    database: float
    tree: int
    commit: float
    packed: float
    push: float
    push_seconds: float
    fetch_seconds: float
    sync_seconds: float
    clone: int
    clone_seconds: float
    partial: int
    partial_seconds: float


# Each row of the table: what it says, and how it shows the figure.
ROWS: dict[str, Callable[[Sharing], str]] = {
    "bytes of a record's file": lambda one: f"{one.file:,.0f}",
    "bytes of a record in git's pack, first commit": lambda one: f"{one.pack:,.0f}",
    "bytes of a record in git's index": lambda one: f"{one.entry:,.0f}",
    "bytes of a record in `.mcsj/index.sqlite3`": lambda one: f"{one.database:,.0f}",
    "tree of the last year's folder, bytes": lambda one: f"{one.tree:,}",
    "a commit of one item, bytes on disk until packed": lambda one: f"{one.commit:,.0f}",
    "a commit of one item, bytes once packed": lambda one: f"{one.packed:,.0f}",
    "a commit of one item, bytes of a push": lambda one: f"{one.push:,.0f}",
    f"push of {COMMITS} commits, seconds": lambda one: f"{one.push_seconds:.2f}",
    f"fetch of {COMMITS} commits, seconds": lambda one: f"{one.fetch_seconds:.2f}",
    "`mcsj sync` of one commit, seconds": lambda one: f"{one.sync_seconds:.2f}",
    "whole clone, MB of `.git`": lambda one: f"{one.clone / 1e6:,.1f}",
    "whole clone, seconds": lambda one: f"{one.clone_seconds:.1f}",
    "partial clone of the last year, MB of `.git`": lambda one: f"{one.partial / 1e6:,.1f}",
    "partial clone of the last year, seconds": lambda one: f"{one.partial_seconds:.1f}",
}


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=(1_000, 10_000, 100_000), metavar="N"
    )
    parser.add_argument(
        "--write-docs", type=Path, help="a document that the table goes into", metavar="FILE"
    )
    options = parser.parse_args()
    measured = [measure(size) for size in options.sizes]
    rows = [[what, *map(show, measured)] for what, show in ROWS.items()]
    columns = ["ten years of", *(f"{one.records:,} records" for one in measured)]
    table = write_table("Sharing, measured between folders of one machine", columns, rows)
    print(table)
    if options.write_docs:
        write_docs(options.write_docs, table)


def measure(records: int) -> Sharing:
    """Make an archive, share it through a bare repository, and add to it."""
    with tempfile.TemporaryDirectory() as name:
        here, hub, there, part = (
            Path(name) / word for word in ("here", "hub.git", "there", "part")
        )
        archive.make_archive(here, records)
        repack(here)
        run(["git", "clone", "--quiet", "--bare", str(here), str(hub)])
        archive.run_git(hub, "config", "uploadpack.allowFilter", "true")
        archive.run_git(here, "remote", "add", "origin", hub.as_uri())
        clone_seconds = run(["git", "clone", "--quiet", hub.as_uri(), str(there)])
        partial_seconds = clone_last_year(hub, part)
        clone, partial = size(there / ".git"), size(part / ".git")
        run([PROGRAM, "content", "list", "--limit", "1"], here)
        pack = size(here / ".git" / "objects")
        database = size(here / ".mcsj" / "index.sqlite3")
        first = archive.run_git(here, "rev-parse", "HEAD").decode().strip()
        for command in islice(fill_in(ADD), COMMITS):
            run(command, here)
        loose = size(here / ".git" / "objects") - pack
        sent = count_push(here, first)
        push_seconds = run(["git", "push", "--quiet", "--set-upstream", "origin", "main"], here)
        fetch_seconds = run(["git", "fetch", "--quiet"], there)
        run(next(fill_in(ADD, seed=3)), here)
        sync_seconds = run([PROGRAM, "sync"], here)
        repack(here)
        return Sharing(
            records=records,
            file=sum(size(path) for path in (here / "data").glob("content/2019/*"))
            / count_files(here),
            pack=pack / records,
            entry=count_index(here) / records,
            database=database / records,
            tree=int(archive.run_git(here, "cat-file", "-s", f"HEAD:data/content/{LAST_DAY[:4]}")),
            commit=loose / COMMITS,
            packed=(size(here / ".git" / "objects") - pack) / (COMMITS + 1),
            push=sent / COMMITS,
            push_seconds=push_seconds,
            fetch_seconds=fetch_seconds,
            sync_seconds=sync_seconds,
            clone=clone,
            clone_seconds=clone_seconds,
            partial=partial,
            partial_seconds=partial_seconds,
        )


def repack(root: Path) -> None:
    """Pack all objects, in one thread.

    Where several share the work the size is another each time.
    """
    archive.run_git(root, "-c", "pack.threads=1", "repack", "-adq")


def count_index(root: Path) -> int:
    """Give the bytes of git's index, and of the largest part that it shares where it is split."""
    shared = [size(path) for path in (root / ".git").glob("sharedindex.*")]
    return size(root / ".git" / "index") + max(shared, default=0)


def clone_last_year(hub: Path, part: Path) -> float:
    """Clone the trees of all and the records of the last year alone, and give the seconds."""
    year = LAST_DAY[:4]
    folders = [f"data/{kind}/{year}" for kind in ("content", "meetings")]
    seconds = run(
        ["git", "clone", "--quiet", "--filter=blob:none", "--sparse", hub.as_uri(), str(part)]
    )
    return seconds + run(["git", "sparse-checkout", "set", *folders], part)


def count_push(root: Path, before: str) -> int:
    """Give the bytes of the pack that a push sends to whom has `before`."""
    done = subprocess.run(
        ["git", "pack-objects", "--quiet", "--revs", "--thin", "--stdout"],
        cwd=root,
        input=f"HEAD\n^{before}\n".encode(),
        capture_output=True,
        check=True,
    )
    return len(done.stdout)


def run(command: Sequence[str], folder: Path | None = None) -> float:
    """Run a command to its end and give its seconds."""
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=archive.surroundings(), check=True, capture_output=True)
    return time.perf_counter() - start


def size(path: Path) -> int:
    """Give the bytes of a file, or of all files below a folder."""
    if path.is_dir():
        return sum(inner.stat().st_size for inner in path.rglob("*") if inner.is_file())
    return path.stat().st_size


def count_files(root: Path) -> int:
    """Count the items of a year that is not changed."""
    return len(list((root / "data").glob("content/2019/*")))


if __name__ == "__main__":
    main()
