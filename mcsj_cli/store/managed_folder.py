"""A folder of results that is shared with others' files: what the program wrote there it keeps up to date, and no more.

A list in the folder says which files are the program's, and by their digests whether they still are. It is written
before the files that it newly names, with their old and new digests: wherever a run breaks off, every file is the old
or the new one, and known as the program's. A link is always somebody else's, and nothing is written or removed by way
of one.
"""

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import NamedTuple

import msgspec
from msgspec import Struct

from mcsj_cli.errors import ExistsError, InvalidValueError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.store import files

_BATCH = 200
_NAMED = 5
_FOREIGN = ""  # the digest of what is no file, or lies behind a link


class Output(NamedTuple):
    """A file: its path in the folder, the mark of what it is made from, and how its bytes are made.

    One whose mark is the same as before is not made again; without a mark it always is.
    """

    path: str
    mark: str
    make: Callable[[], bytes]


class Known(Struct, array_like=True):
    """A file of the program's: the mark of its sources, and the digests that it may have."""

    mark: str
    digests: list[str]


class _List(Struct):
    """All files of the program's, by their paths."""

    files: dict[str, Known] = {}


class Differences(NamedTuple):
    """What writing a folder would do, by the paths of its files.

    `kept` have their digests; `changed` with a mark may turn out to be the same when they are made. `others` are in
    the way of files that are wanted; `left` are no longer wanted, and not as the program left them. `before` is the
    list.
    """

    added: list[str]
    changed: list[str]
    removed: list[str]
    kept: dict[str, str]
    others: list[str]
    left: list[str]
    before: Mapping[str, Known]


def outputs_of(contents: Mapping[str, bytes]) -> list[Output]:
    """Give files that are made already, by their paths."""
    return [Output(path, "", partial(bytes, content)) for path, content in sorted(contents.items())]


class ManagedFolder(NamedTuple):
    """A folder, and the name of the program's list in it."""

    folder: Path
    listing: str

    def compare(self, outputs: Iterable[Output], *, overwrite: bool = False) -> Differences:
        """Compare the folder with what it should hold; raise OutputError or InvalidValueError if it cannot be read.

        With `overwrite` files that are not as the program left them are written over all the same, but never removed.
        """
        before = self._read_list()
        found = Differences([], [], [], {}, [], [], before)
        wanted = set()
        for output in outputs:
            wanted.add(output.path)
            self._judge(output, found, overwrite=overwrite)
        for path in sorted(before.keys() - wanted):
            there = self._look_at(path)
            if there is not None:
                (found.removed if there in before[path].digests else found.left).append(path)
        return found

    def refuse_others(self, found: Differences) -> None:
        """Raise ExistsError where others' files are in the way."""
        if found.others:
            named = ", ".join(found.others[:_NAMED]) + (", …" if len(found.others) > _NAMED else "")
            raise ExistsError(
                _(
                    "In {path} there are files that mcsj did not write, or that somebody changed: {names}."
                ).format(path=self.folder, names=named),
                _("Nothing was written. Move them elsewhere, or choose another folder with -o."),
            )

    def write(self, outputs: Iterable[Output], found: Differences) -> int:
        """Make the folder hold what it should, as compared, and count the files written; raise OutputError."""
        files.make_folder(self.folder)
        self._clear(found.before)
        marks = {output.path: output.mark for output in outputs}
        own = {path: known for path, known in found.before.items() if path not in found.left}
        own |= {path: Known(marks[path], [digest]) for path, digest in found.kept.items()}
        changing = {*found.added, *found.changed}
        wanted = (output for output in outputs if output.path in changing)
        written = 0
        try:
            while batch := list(islice(wanted, _BATCH)):
                written += self._write_batch(batch, own)
        except OutputError as error:
            if written:
                error.advice = _(
                    "Every file is whole, the old one or the new one. Make room and run it again."
                )
            raise
        for path in found.removed:
            self._remove(path, own[path])
        own = {path: known for path, known in own.items() if path in marks}
        if written or own != found.before:
            self._write_list(own)
        return written

    def _judge(self, output: Output, found: Differences, *, overwrite: bool) -> None:
        """Settle what becomes of one file, which is made only where nothing else tells."""
        path, there, known = output.path, self._look_at(output.path), found.before.get(output.path)
        ours = known is not None and there in known.digests
        if there is None:
            found.added.append(path)
        elif there == _FOREIGN:
            found.others.append(path)
        elif (
            known and ours and output.mark and known.mark == output.mark and len(known.digests) == 1
        ):
            found.kept[path] = there
        elif ours and output.mark:
            found.changed.append(path)
        elif there == _digest(output.make()):
            found.kept[path] = there
        else:
            (found.changed if ours or overwrite else found.others).append(path)

    def _write_batch(self, batch: Sequence[Output], own: dict[str, Known]) -> int:
        """Make some files, and write those that are not there as they are made."""
        made = {output.path: output.make() for output in batch}
        digests = {path: _digest(content) for path, content in made.items()}
        changed = {
            path: made[path] for path, digest in digests.items() if self._look_at(path) != digest
        }
        if changed:
            for path in changed:
                both = [*(own[path].digests if path in own else ()), digests[path]]
                own[path] = Known("", list(dict.fromkeys(both)))
            self._write_list(own)
            for parent in {(self.folder / path).parent for path in changed}:
                files.make_folder(parent)
            files.write_all({self.folder / path: content for path, content in changed.items()})
        own.update({output.path: Known(output.mark, [digests[output.path]]) for output in batch})
        return len(changed)

    def _remove(self, path: str, known: Known) -> None:
        """Remove a file if it is still the program's, and the folders that it leaves empty."""
        if self._look_at(path) not in known.digests:
            return
        try:
            (self.folder / path).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(self.folder / path, files.reason(error)) from error
        with suppress(OSError):  # others have something in there
            for parent in _folders_of(path):
                (self.folder / parent).rmdir()

    def _clear(self, before: Iterable[str]) -> None:
        """Remove what a run that broke off left half written; it would be sent to a web host too."""
        places = {
            self.folder,
            *(
                self.folder / PurePosixPath(path).parent
                for path in before
                if not self._is_apart(path)
            ),
        }
        for place in places:
            for left in place.glob(files.TEMPORARY):
                with suppress(OSError):
                    left.unlink()

    def _look_at(self, path: str) -> str | None:
        """Give the digest of what is there, if anything is; raise OutputError."""
        place = self.folder / path
        try:
            if self._is_apart(path):
                return _FOREIGN
            return _digest(place.read_bytes()) if stat.S_ISREG(place.lstat().st_mode) else _FOREIGN
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(place, files.reason(error)) from error

    def _is_apart(self, path: str) -> bool:
        """Say whether a path leads through a link, or through what is no folder."""
        above = [self.folder / parent for parent in _folders_of(path)]
        return any(place.is_symlink() or (place.exists() and not place.is_dir()) for place in above)

    def _read_list(self) -> dict[str, Known]:
        """Read the list; names in it that could lead out of the folder are none of the program's."""
        path = self.folder / self.listing
        try:
            if path.is_symlink():
                raise ValueError(path)
            known = msgspec.json.decode(path.read_bytes(), type=_List).files
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise OutputError(path, files.reason(error)) from error
        except (msgspec.MsgspecError, ValueError) as error:
            raise InvalidValueError(
                _("{path} is not the list of files that mcsj wrote there.").format(path=path),
                _(
                    "Nothing was written. Choose another folder, or remove that list: what is still the same is kept."
                ),
            ) from error
        return {
            name: one
            for name, one in known.items()
            if name != self.listing and _leads_inside(name) and _FOREIGN not in one.digests
        }

    def _write_list(self, own: Mapping[str, Known]) -> None:
        files.write(
            self.folder / self.listing,
            msgspec.json.encode(_List(dict(own)), order="deterministic") + b"\n",
        )


def _folders_of(path: str) -> Iterator[PurePosixPath]:
    """Give the folders in which a path lies, the nearest first."""
    yield from list(PurePosixPath(path).parents)[:-1]


def _leads_inside(name: str) -> bool:
    path = PurePosixPath(name)
    plain = (
        str(path) == name
        and "\0" not in name
        and not PureWindowsPath(name).drive
        and "\\" not in name
    )
    return plain and not path.is_absolute() and not {"..", ".git"} & set(path.parts) and name != "."


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]
