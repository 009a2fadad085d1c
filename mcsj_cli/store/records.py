"""Records on disk: one small file each, `data/<kind>/<year>/<uid>.yaml`."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from mcsj_cli.errors import AmbiguousError, ExistsError, InvalidDataError, NotFoundError, OutputError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.store import files, yaml

R = TypeVar("R", bound=Record)
LAST_TOUCHED = "-"
# Also what Notepad or another habit makes of the ending; an editor's copy (~, .bak) is none.
_RECORD_NAME = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)


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
    for path in sorted(_find_files(root / "data" / kind.folder, problems)):
        file = path.relative_to(root).as_posix()
        try:
            record = _read_one(path, file, kind)
        except InvalidDataError as error:
            problems += error.problems
            continue
        if path.stem in entries:
            message = _("{other} has the same name").format(other=entries[path.stem].file)
            problems.append(Problem(file, 0, 0, message, _("Keep one of the two, or rename one.")))
            continue
        entries[path.stem] = Entry(path.stem, file, record)
    return Reading([entries[uid] for uid in sorted(entries)], problems)


def _read_one(path: Path, file: str, kind: Kind[R]) -> R:
    """Read a record; raise InvalidDataError, also for one that is not what its file's name says."""
    if path.suffix != ".yaml":
        advice = _("Rename it to {name}.").format(name=_RECORD_NAME.sub(".yaml", path.name))
        raise InvalidDataError([Problem(file, 0, 0, _("the name of a record ends in .yaml"), advice)])
    record = yaml.load(files.read(path, file), kind.record, file)
    if kind.uid_is_fixed and record.uid != path.stem:
        message = _("the file holds {uid}, not what its name says").format(uid=record.uid)
        advice = _("Rename it to {name}, or correct what it says.").format(name=f"{record.uid}.yaml")
        raise InvalidDataError([Problem(file, 1, 1, message, advice)])
    return record


def add(root: Path, kind: Kind[Record], record: Record) -> Path:
    """Write a new record under its own uid, numbered if that is taken, and give its file's path."""
    uid = record.uid
    folder = root / "data" / kind.folder / uid[:4]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(folder, files.reason(error)) from error
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
    problems: list[Problem] = []
    paths = {path.stem: path for path in _find_files(root / "data" / kind.folder, problems)}
    uids = {fold(uid): uid for uid in paths}
    label = kind.label()
    wanted = fold(text).removesuffix(".yaml")
    if text == LAST_TOUCHED and paths:
        fits = [max(paths, key=lambda uid: paths[uid].stat().st_mtime_ns)]
    elif wanted in uids:
        fits = [uids[wanted]]
    else:
        fits = sorted(uid for folded, uid in uids.items() if wanted in folded)
    if not fits and problems:
        raise InvalidDataError(problems)
    if not fits:
        raise NotFoundError(label, text, nearest(text, paths))
    if len(fits) > 1:
        raise AmbiguousError(label, text, fits)
    path = paths[fits[0]]
    file = path.relative_to(root).as_posix()
    return Entry(path.stem, file, _read_one(path, file, kind))


def _find_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Find the files of a kind, also those whose name only almost says so; a closed folder is a problem."""

    def tell(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            message = _("the folder cannot be read: {reason}").format(reason=files.reason(error))
            place = f"data/{Path(error.filename).relative_to(folder.parent).as_posix()}"
            problems.append(Problem(place, 0, 0, message, _("Look at the file and its permissions.")))

    for where, _folders, names in os.walk(folder, onerror=tell):
        for name in names:
            if _RECORD_NAME.search(name) and not name.startswith("."):
                yield Path(where, name)
