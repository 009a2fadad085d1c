"""A folder of results, in which the program keeps its own files up to date among those of others.

A list in the folder names the program's files, with the digests by which they are recognised. The
list is written before the files that it newly names, with their old and new digests. So wherever a
run breaks off, every file is the old or the new one, and known as the program's. A link is never
the program's, and nothing is written or removed through one.
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
_FOREIGN = ""  # in place of a digest, for what is no file or lies behind a link


class Output(NamedTuple):
    """A file: its path in the folder, the mark of its sources, and what makes its bytes.

    A file whose mark is the same as before is not made again; without a mark it always is.
    """

    path: str
    mark: str
    make: Callable[[], bytes]


class Known(Struct, array_like=True):
    """One of the program's files: the mark of its sources, and the digests that it may have."""

    mark: str
    digests: list[str]


class _List(Struct):
    """All of the program's files, by their paths."""

    files: dict[str, Known] = {}


class Differences(NamedTuple):
    """The paths of a folder's files by what writing would do to them.

    `kept` has their digests. Files of `changed` that have a mark may turn out to be the same when
    they are made. `others` are in the way of wanted files. `left` are no longer wanted, but not as
    the program left them. `before` is the list.
    """

    added: list[str]
    changed: list[str]
    removed: list[str]
    kept: dict[str, str]
    others: list[str]
    left: list[str]
    before: Mapping[str, Known]


def outputs_of(contents: Mapping[str, bytes]) -> list[Output]:
    """Return outputs for files that are made already, in the order of their paths."""
    return [Output(path, "", partial(bytes, content)) for path, content in sorted(contents.items())]


class ManagedFolder(NamedTuple):
    """A folder, and the name of the program's list in it."""

    folder: Path
    listing: str

    def compare(self, outputs: Iterable[Output], *, overwrite: bool = False) -> Differences:
        """Compare the folder with what it should hold.

        With `overwrite`, files that are not as the program left them are still written over, but
        never removed. Raises OutputError or InvalidValueError if the folder cannot be read.
        """
        before = self._read_list()
        found = Differences([], [], [], {}, [], [], before)
        wanted = set()
        for output in outputs:
            wanted.add(output.path)
            self._judge(output, found, overwrite=overwrite)
        for path in sorted(before.keys() - wanted):
            digest = self._find_digest(path)
            if digest is None:
                continue
            if digest in before[path].digests:
                found.removed.append(path)
            else:
                found.left.append(path)
        return found

    def refuse_others(self, found: Differences) -> None:
        """Raise ExistsError where others' files are in the way."""
        if not found.others:
            return
        names = ", ".join(found.others[:_NAMED])
        if len(found.others) > _NAMED:
            names += ", …"
        message = _(
            "In {path} there are files that mcsj did not write, or that somebody changed: {names}."
        )
        raise ExistsError(
            message.format(path=self.folder, names=names),
            _("Nothing was written. Move them elsewhere, or choose another folder with -o."),
        )

    def write(self, outputs: Iterable[Output], found: Differences) -> int:
        """Write what the comparison found, and return the number of files written.

        Raises OutputError.
        """
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
        """Decide what becomes of one file; it is made only if its mark does not tell."""
        path = output.path
        digest, known = self._find_digest(path), found.before.get(path)
        is_ours = known is not None and digest in known.digests
        if digest is None:
            found.added.append(path)
        elif digest == _FOREIGN:
            found.others.append(path)
        elif is_ours and output.mark:
            if known == Known(output.mark, [digest]):
                found.kept[path] = digest
            else:
                found.changed.append(path)
        elif digest == _compute_digest(output.make()):
            found.kept[path] = digest
        elif is_ours or overwrite:
            found.changed.append(path)
        else:
            found.others.append(path)

    def _write_batch(self, batch: Sequence[Output], own: dict[str, Known]) -> int:
        """Make some files, write those that differ from what is there, and return their number."""
        changed: dict[str, bytes] = {}
        digests: dict[str, str] = {}
        for output in batch:
            content = output.make()
            digests[output.path] = _compute_digest(content)
            if self._find_digest(output.path) != digests[output.path]:
                changed[output.path] = content
        if changed:
            for path in changed:
                before = own[path].digests if path in own else []
                own[path] = Known("", list(dict.fromkeys([*before, digests[path]])))
            self._write_list(own)
            for parent in {(self.folder / path).parent for path in changed}:
                files.make_folder(parent)
            files.write_all({self.folder / path: content for path, content in changed.items()})
        for output in batch:
            own[output.path] = Known(output.mark, [digests[output.path]])
        return len(changed)

    def _remove(self, path: str, known: Known) -> None:
        """Remove a file if it is still the program's, and the folders that it leaves empty."""
        if self._find_digest(path) not in known.digests:
            return
        try:
            (self.folder / path).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(self.folder / path, files.reason(error)) from error
        with suppress(OSError):  # one of them is not empty
            for parent in _folders_of(path):
                (self.folder / parent).rmdir()

    def _clear(self, before: Iterable[str]) -> None:
        """Remove what a run that broke off left half written.

        Otherwise it would be sent to a web host with the rest.
        """
        places = {self.folder}
        for path in before:
            if not self._is_apart(path):
                places.add((self.folder / path).parent)
        for place in places:
            for left in place.glob(files.TEMPORARY):
                with suppress(OSError):
                    left.unlink()

    def _find_digest(self, path: str) -> str | None:
        """Return the digest of a file, _FOREIGN for what is no file, or None; raise OutputError."""
        place = self.folder / path
        try:
            if self._is_apart(path) or not stat.S_ISREG(place.lstat().st_mode):
                return _FOREIGN
            return _compute_digest(place.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(place, files.reason(error)) from error

    def _is_apart(self, path: str) -> bool:
        """Whether a path leads through a link, or through something that is no folder."""
        above = [self.folder / parent for parent in _folders_of(path)]
        return any(place.is_symlink() or (place.exists() and not place.is_dir()) for place in above)

    def _read_list(self) -> dict[str, Known]:
        """Read the list, without names that could lead out of the folder."""
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
            message = _("{path} is not the list of files that mcsj wrote there.").format(path=path)
            advice = _(
                "Nothing was written. Choose another folder, or remove that list:"
                " what is still the same is kept."
            )
            raise InvalidValueError(message, advice) from error
        return {name: one for name, one in known.items() if self._is_valid(name, one)}

    def _is_valid(self, name: str, known: Known) -> bool:
        return name != self.listing and _leads_inside(name) and _FOREIGN not in known.digests

    def _write_list(self, own: Mapping[str, Known]) -> None:
        content = msgspec.json.encode(_List(dict(own)), order="deterministic")
        files.write(self.folder / self.listing, content + b"\n")


def _folders_of(path: str) -> Iterator[PurePosixPath]:
    """Return the folders in which a path lies, the nearest first."""
    yield from list(PurePosixPath(path).parents)[:-1]


def _leads_inside(name: str) -> bool:
    path = PurePosixPath(name)
    if str(path) != name or name == "." or path.is_absolute():
        return False
    if "\0" in name or "\\" in name or PureWindowsPath(name).drive:
        return False
    return not {"..", ".git"} & set(path.parts)


def _compute_digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]
