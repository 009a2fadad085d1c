"""The folder that the site lies in: only what changed is written, and nothing that somebody else put there is touched.

What was written is kept in a list beside it, by the digest of each file. The list is written before the files that it
newly names: after a crash every file is the old or the new one, and known as ours.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from mcsj_cli.errors import ExistsError, InvalidValueError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.site.outputs import Output
from mcsj_cli.store import files

LIST = ".mcsj-site.json"
_BATCH = 200
_NAMED = 5


class _Kept(Struct, array_like=True):
    """A file of ours: the mark of its sources, and the digests that it may have."""

    mark: str
    digests: list[str]


class _List(Struct):
    """All files of ours, by their paths."""

    files: dict[str, _Kept] = {}


class Result(NamedTuple):
    """How many files were written and removed, of how many that the site has; `left` are ours that others changed."""

    written: int
    removed: int
    files: int
    left: list[str]


def publish(folder: Path, outputs: Sequence[Output]) -> Result:
    """Bring a folder to what was planned; raise ExistsError, nothing written, where others' files are in the way."""
    files.make_folder(folder)
    kept = _read_list(folder)
    _clear(folder, kept)
    _refuse_foreign(folder, outputs, kept)
    before = msgspec.json.encode(kept, order="deterministic")
    written = 0
    wanted = iter(output for output in outputs if not _is_current(folder, output, kept))
    while batch := list(islice(wanted, _BATCH)):
        try:
            written += _write_batch(folder, batch, kept)
        except OutputError as error:
            if written:
                error.advice = _("Every page is whole, the old one or the new one. Make room and build again.")
            raise
    removed, left = _remove_others(folder, {output.path for output in outputs}, kept)
    if written or removed or msgspec.json.encode(kept, order="deterministic") != before:
        _write_list(folder, kept)
    return Result(written, removed, len(outputs), left)


def _read_list(folder: Path) -> _List:
    path = folder / LIST
    try:
        return msgspec.json.decode(path.read_bytes(), type=_List) if path.exists() else _List({})
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error
    except (msgspec.MsgspecError, ValueError) as error:
        raise InvalidValueError(
            _("{path} is not the list of files that mcsj wrote there.").format(path=path),
            _("Nothing was written. Choose another folder with -o, or empty that one."),
        ) from error


def _write_list(folder: Path, kept: _List) -> None:
    files.write(folder / LIST, msgspec.json.encode(kept, order="deterministic") + b"\n")


def _clear(folder: Path, kept: _List) -> None:
    """Remove what a crash left half written in the folders of ours."""
    for place in {folder, *(folder / path for path in {str(Path(name).parent) for name in kept.files})}:
        for path in place.glob(".mcsj-*.tmp") if place.is_dir() else ():
            with suppress(OSError):
                path.unlink()


def _refuse_foreign(folder: Path, outputs: Sequence[Output], kept: _List) -> None:
    """Raise ExistsError if anything is where a file has to go that is neither ours nor what it would become anyway."""
    foreign = [output.path for output in outputs if _is_foreign(folder, output, kept)]
    if foreign:
        named = ", ".join(foreign[:_NAMED]) + (", …" if len(foreign) > _NAMED else "")
        raise ExistsError(
            _("In {path} there are files that mcsj did not write, or that somebody changed: {names}.").format(
                path=folder, names=named
            ),
            _("Nothing was written. Move them elsewhere, or choose another folder with -o."),
        )


def _is_foreign(folder: Path, output: Output, kept: _List) -> bool:
    path = folder / output.path
    root = folder.resolve()
    if any(place.is_symlink() or (place.exists() and not place.is_dir()) for place in _between(folder, path)):
        return True
    if not path.exists() and not path.is_symlink():
        return False
    if path.is_symlink() or not path.is_file() or root not in path.resolve().parents:
        return True
    known = kept.files.get(output.path)
    digest = _digest_of(path)
    return digest not in (known.digests if known else ()) and digest != _digest(output.make())


def _between(folder: Path, path: Path) -> Iterator[Path]:
    place = path.parent
    while place != folder:
        yield place
        place = place.parent


def _is_current(folder: Path, output: Output, kept: _List) -> bool:
    known = kept.files.get(output.path)
    if known is None or known.mark != output.mark or len(known.digests) != 1:
        return False
    path = folder / output.path
    return path.exists() and _digest_of(path) == known.digests[0]


def _write_batch(folder: Path, batch: Sequence[Output], kept: _List) -> int:
    """Make some files, and write those that are not there as they are made."""
    made = {output.path: output.make() for output in batch}
    digests = {path: _digest(content) for path, content in made.items()}
    changed = {path: made[path] for path, digest in digests.items() if not _holds(folder / path, digest)}
    if changed:
        for path in changed:
            known = kept.files.get(path)
            both = [*(known.digests if known else ()), digests[path]]
            kept.files[path] = _Kept("", list(dict.fromkeys(both)))
        _write_list(folder, kept)
        for parent in {(folder / path).parent for path in changed}:
            files.make_folder(parent)
        files.write_all({folder / path: content for path, content in changed.items()})
    for output in batch:
        kept.files[output.path] = _Kept(output.mark, [digests[output.path]])
    return len(changed)


def _remove_others(folder: Path, wanted: set[str], kept: _List) -> tuple[int, list[str]]:
    """Remove the files of ours that the site has no longer; those that somebody changed stay, and are theirs now."""
    removed, left = 0, []
    for name in sorted(set(kept.files) - wanted):
        path = folder / name
        if path.is_file() and not path.is_symlink() and _digest_of(path) in kept.files[name].digests:
            _remove(path)
            removed += 1
            with suppress(OSError):  # others have something in there
                if path.parent != folder:
                    path.parent.rmdir()
        elif path.exists():
            left.append(name)
        del kept.files[name]
    return removed, left


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _holds(path: Path, digest: str) -> bool:
    return path.is_file() and _digest_of(path) == digest


def _digest_of(path: Path) -> str:
    try:
        return _digest(path.read_bytes())
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]
