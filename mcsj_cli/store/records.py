"""Records on disk: one small file each, `data/<kind>/<year>/<uid>.yaml`."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from mcsj_cli.errors import AmbiguousError, ExistsError, InvalidDataError, NotFoundError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.store import files, yaml

R = TypeVar("R", bound=Record)
LAST_TOUCHED = "-"


@dataclass(frozen=True)
class Reading(Generic[R]):
    """The records of a kind that could be read, by uid, and the problems of those that could not."""

    entries: list[Entry[R]]
    problems: list[Problem]

    @property
    def records(self) -> dict[str, R]:
        return {entry.uid: entry.record for entry in self.entries}


def read_kind(root: Path, kind: Kind[R]) -> Reading[R]:
    """Read every record of a kind; one that cannot be read never hides another."""
    entries: dict[str, Entry[R]] = {}
    problems: list[Problem] = []
    for path in sorted(_find_files(root / "data" / kind.folder)):
        file = path.relative_to(root).as_posix()
        try:
            record = yaml.load(files.read(path, file), kind.record, file)
        except InvalidDataError as error:
            problems += error.problems
            continue
        if path.stem in entries:
            message = _("{other} has the same name").format(other=entries[path.stem].file)
            problems.append(Problem(file, 0, 0, message, _("Keep one of the two, or rename one.")))
            continue
        entries[path.stem] = Entry(path.stem, file, record)
    return Reading([entries[uid] for uid in sorted(entries)], problems)


def add(root: Path, kind: Kind[Record], record: Record) -> Path:
    """Write a new record under its own uid, numbered if that is taken, and give its file's path."""
    uid = record.uid
    folder = root / "data" / kind.folder / uid[:4]
    folder.mkdir(parents=True, exist_ok=True)
    content = yaml.dump(record).encode()
    for number in range(1, 1000):
        path = folder / (f"{uid}.yaml" if number == 1 else f"{uid}-{number}.yaml")
        try:
            files.create(path, content)
        except ExistsError:
            if kind.uid_is_fixed:
                raise
            continue
        return path
    raise ExistsError(_("There are a thousand records called {uid}.").format(uid=uid), _("Choose another title."))


def find(root: Path, kind: Kind[R], text: str) -> Entry[R]:
    """Find a record by uid, a unique part of it, or `-` for the last one touched, and read it alone.

    Raises NotFoundError with the nearest uids, AmbiguousError, or InvalidDataError.
    """
    paths = {path.stem: path for path in _find_files(root / "data" / kind.folder)}
    uids = {fold(uid): uid for uid in paths}
    label = kind.label()
    wanted = fold(text).removesuffix(".yaml")
    if text == LAST_TOUCHED and paths:
        fits = [max(paths, key=lambda uid: paths[uid].stat().st_mtime_ns)]
    elif wanted in uids:
        fits = [uids[wanted]]
    else:
        fits = sorted(uid for folded, uid in uids.items() if wanted in folded)
    if not fits:
        raise NotFoundError(label, text, nearest(text, paths))
    if len(fits) > 1:
        raise AmbiguousError(label, text, fits)
    path = paths[fits[0]]
    file = path.relative_to(root).as_posix()
    return Entry(path.stem, file, yaml.load(files.read(path, file), kind.record, file))


def _find_files(folder: Path) -> Iterator[Path]:
    for where, _folders, names in os.walk(folder):
        for name in names:
            if name.endswith(".yaml") and not name.startswith("."):
                yield Path(where, name)
