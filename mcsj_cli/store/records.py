"""Records on disk: one small file each, `data/<kind>/<year>/<uid>.yaml`."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from mcsj_cli.errors import Fault, InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS, Entry, Kind, Record, is_uid
from mcsj_cli.model.text import fold
from mcsj_cli.store import files
from mcsj_cli.store.index.refresh import Row
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.scan import right_name, uid_of

R = TypeVar("R", bound=Record)
# From so many files on, more processes than one read faster, their own start included.
_MANY = 2_000
_BATCH = 250
# No record comes near it; a file like this is something else, and reading it would only take time.
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Reading(Generic[R]):
    """The records of a kind that could be read, and the problems of those that could not."""

    entries: list[Entry[R]]
    problems: list[Problem]

    @property
    def records(self) -> dict[str, R]:
        return {entry.uid: entry.record for entry in self.entries}

    def joined_with(self, other: "Reading[R]") -> "Reading[R]":
        """Add what another selection of the same kind found, each record once."""
        both = {entry.uid: entry for entry in (*self.entries, *other.entries)}
        return Reading([both[uid] for uid in sorted(both)], self.problems)


def read_rows(
    root: Path, kind: Kind[Record], names: Sequence[str], *, newer: bool = False
) -> Iterator[Row]:
    """Read files as the index keeps them, in their order.

    Many of them are read in as many processes as there are processors.
    """
    if len(names) < _MANY:
        yield from (_read_row(root, kind, name, newer=newer) for name in names)
        return
    import multiprocessing  # only for the first look at a large archive

    batches = [
        (root, kind.folder, names[start : start + _BATCH], newer)
        for start in range(0, len(names), _BATCH)
    ]
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    with multiprocessing.get_context(method).Pool(_count_processors(), _leave_interrupts) as pool:
        for rows in pool.imap(_read_batch, batches):
            yield from rows


def _leave_interrupts() -> None:
    """Leave Ctrl-C to the parent process, which ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _count_processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_batch(batch: tuple[Path, str, Sequence[str], bool]) -> list[Row]:
    root, folder, names, newer = batch
    kind = next(kind for kind in KINDS if kind.folder == folder)
    return [_read_row(root, kind, name, newer=newer) for name in names]


def _read_row(root: Path, kind: Kind[Record], name: str, *, newer: bool) -> Row:
    uid = uid_of(name)
    try:
        record = read_one(root, kind, name, newer=newer)
    except InvalidDataError:
        return Row(uid, "", None)
    data = msgspec.json.encode(record, enc_hook=str)
    title, body = record.texts()
    # Folded as the words of a search are, so that «1ª» and «№ 5» are found too.
    folded = (fold(title), fold(body))
    return Row(uid, record.day.isoformat(), data, [*record.facets()], folded)


def read_one(root: Path, kind: Kind[R], file: str, *, newer: bool = False) -> R:
    """Read a record; raise InvalidDataError, also if it does not fit its file's name."""
    from mcsj_cli.store import yaml  # what the index knows needs no YAML

    require_no_link(root, file)
    if not file.endswith(".yaml"):
        raise InvalidDataError([_report_ending(file)])
    raw = files.read(root / file, file, _LARGEST)
    record = yaml.load(raw, kind.record, file, newer=newer)
    if kind.uid_is_fixed and record.uid != uid_of(file):
        raise InvalidDataError([_report_other_uid(file, record.uid)])
    if not kind.uid_is_fixed and not is_uid(uid_of(file)):
        raise InvalidDataError(yaml.locate(raw, file, [_report_name(root, kind, record)]))
    return record


def _report_ending(file: str) -> Problem:
    advice = _("Rename it to {name}.").format(name=right_name(file.rpartition("/")[2]))
    return Problem(file, 0, 0, _("the name of a record ends in .yaml"), advice)


def _report_other_uid(file: str, uid: str) -> Problem:
    message = _("the file holds {uid}, not what its name says").format(uid=uid)
    advice = _("Rename it to {name}, or correct what it says.").format(name=f"{uid}.yaml")
    return Problem(file, 1, 1, message, advice)


def _report_name(root: Path, kind: Kind[R], record: R) -> Fault:
    message = _("the name of this file is not a day and a short name, in lower case")
    name = f"{record.uid}.yaml"
    advice = _("Rename it to {name}.").format(name=name)
    if (root / kind.path(record.uid)).exists():
        advice = _("There is {name} already: remove this copy, or call it {other}.").format(
            name=name, other=f"{record.uid}-2.yaml"
        )
    return Fault((), message, advice)


def examine(
    root: Path, kind: Kind[Record], flawed: Sequence[tuple[str, str | None]], *, newer: bool
) -> list[Problem]:
    """Return the problems of files that the index found unusable.

    Each comes with the file that has its name too, if that is what is wrong.
    """
    problems: list[Problem] = []
    for file, other in flawed:
        if other:
            problems.append(_report_twin(file, other))
            continue
        try:
            read_one(root, kind, file, newer=newer)
        except InvalidDataError as error:
            problems += error.problems
    return problems


def _report_twin(file: str, other: str) -> Problem:
    message = _("{other} has the same name").format(other=other)
    return Problem(file, 0, 0, message, _("Keep one of the two, or rename one."))
