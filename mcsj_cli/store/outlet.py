"""A folder of results that is shared with others' files: what the program wrote there it keeps up to date, and no more.

A list in the folder says which files are the program's, and by their digests whether they still are.
"""

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import OutputError
from mcsj_cli.store import files

LIST = ".mcsj-published.json"


class Differences(NamedTuple):
    """What writing a folder would do, by the names of its files; `others` are not as the program left them."""

    added: list[str]
    changed: list[str]
    removed: list[str]
    kept: list[str]
    others: list[str]


def compare(folder: Path, contents: Mapping[str, bytes], *, overwrite: bool = False) -> Differences:
    """Compare a folder with what it should hold; raise OutputError for one that cannot be read.

    With `overwrite` files that are not as the program left them are written over all the same, but never removed.
    """
    own = _read_list(folder)
    found = Differences([], [], [], [], [])
    for name, content in sorted(contents.items()):
        there = _digest_of(folder / name)
        if there is None:
            found.added.append(name)
        elif there == _digest(content):
            found.kept.append(name)
        else:
            (found.changed if overwrite or there in own.get(name, ()) else found.others).append(name)
    for name in sorted(own.keys() - contents.keys()):
        there = _digest_of(folder / name)
        if there is not None:
            (found.removed if there in own[name] else found.others).append(name)
    return found


def write(folder: Path, contents: Mapping[str, bytes], found: Differences) -> None:
    """Make a folder hold what it should, as compared; raise OutputError.

    At any instant the list names every file of the program, so a run that breaks off is made good by the next.
    """
    files.make_folder(folder)
    for left in folder.glob(files.TEMPORARY):  # of a run that broke off; they would be sent to the web host too
        with suppress(OSError):
            left.unlink()
    before = _read_list(folder)
    changing = {name: contents[name] for name in (*found.added, *found.changed)}
    own = {name: [_digest(contents[name])] for name in (*changing, *found.kept)}
    known = {name: digests for name, digests in before.items() if name in (*found.removed, *found.others)}
    if changing or found.removed:
        coming = {name: [*before.get(name, ()), *own[name]] for name in own}
        _write_list(folder, known | coming)
        files.write_all({folder / name: content for name, content in changing.items()})
        for name in found.removed:
            files.remove(folder / name, (folder / name).read_bytes())
    after = own | {name: known[name] for name in found.others if name in known}
    if after != before:
        _write_list(folder, after)


def _read_list(folder: Path) -> dict[str, list[str]]:
    with suppress(FileNotFoundError, msgspec.MsgspecError, ValueError):
        try:
            own = msgspec.json.decode((folder / LIST).read_bytes(), type=dict[str, list[str]])
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise OutputError(folder, files.reason(error)) from error
        return {name: digests for name, digests in own.items() if Path(name).name == name and name != LIST}
    return {}


def _write_list(folder: Path, own: Mapping[str, list[str]]) -> None:
    files.write(folder / LIST, msgspec.json.format(msgspec.json.encode(own, order="sorted"), indent=1) + b"\n")


def _digest_of(path: Path) -> str | None:
    try:
        return _digest(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
