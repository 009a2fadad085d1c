"""The folders of the records as they lie on the disk, known by stat data alone."""

import os
import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import Problem
from mcsj_cli.i18n import _
from mcsj_cli.store import files
from mcsj_cli.store.copied_names import part_copies
from mcsj_cli.store.filestat import SIGNED, UNKNOWN, Stamp, find_stamp, take_stamp
from mcsj_cli.store.links import build_link_problem, find_link

# Whether a name has the form of a record's; 2020-02-30-x is found to be none in reading.
is_plain_name = re.compile(r"[0-9]{4}-(?:[0-9][a-z0-9-]*|W[0-9]{2}-g[0-9]+)\.yaml").fullmatch
_PLAIN_SIGNS = b"abcdefghijklmnopqrstuvwxyz0123456789-"
# Whether a folder is a copy of a year's: «2020 (1)», «2020 - copia», «2020-EQUIPO».
is_copied_year = re.compile(r"\d{4}[^0-9].*", re.DOTALL).fullmatch
# Also the endings that Notepad or another habit makes of it, but not an editor's copy (~, .bak).
_RECORD_NAME = re.compile(r"\.ya?ml(\.txt)?$", re.IGNORECASE)
# From so many files on a second process is worth its start, which takes as long as 1,000 files.
_MANY = 20_000
_DIGEST_SIZE = 16
_END = b"\0\n\0"  # no name holds \0, which parts the rest


class Folder(NamedTuple):
    """A folder as it lies on the disk.

    `digest` is that of all names and stamps. `folders` lie in it, `listed` is when its list of
    files changed, and `unnamed` are the files whose names cannot be kept. `has_copies` tells that
    files or folders lie there which clouds or people have made of others, and which do not count.
    """

    digest: bytes
    folders: list[str]
    listed: int
    unnamed: list[str]
    has_copies: bool


def is_record_name(name: str) -> bool:
    """Whether a file is a record, or was meant to be one."""
    return _RECORD_NAME.search(name) is not None and not name.startswith((".", "~"))


def right_name(name: str) -> str:
    """Return the name that a record with another habit's ending should have."""
    return _RECORD_NAME.sub(".yaml", name)


def uid_of(file: str) -> str:
    """Return the uid of the record that a file's name or path stands for."""
    return file.rpartition("/")[2].removesuffix(".yaml")


def list_stamps(folder: Path) -> dict[str, Stamp]:
    """Return the stamp of each record of a folder, by name."""
    stamps: dict[str, Stamp] = {}
    odd: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not is_text(entry.name):
                continue
            if is_plain_name(entry.name) and entry.is_file(follow_symlinks=False):
                stamps[entry.name] = take_stamp(entry.stat(follow_symlinks=False))
            elif not _is_folder(entry) and _is_meant(entry):
                odd.append(entry.name)
    _copies, others = part_copies(odd, stamps)
    return {**stamps, **dict.fromkeys(others, UNKNOWN)}


def scan(
    root: Path, top: str, known: Mapping[str, int], problems: list[Problem]
) -> dict[str, Folder]:
    """Look at a folder and all below it; names are paths from `root`.

    `known` counts the files by folder; if they are many, two processes look. A folder that cannot
    be read becomes a problem.
    """
    found: dict[str, Folder] = {}
    link = find_link(root, top)
    if link:
        problems.append(build_link_problem(root, link))
        return found
    if sum(known.values()) >= _MANY and len(known) > 1 and hasattr(os, "fork"):
        found.update(_scan_apart(root, known))
    waiting, kept = [top], {}
    while waiting:
        name = waiting.pop()
        try:
            kept[name] = found.get(name) or _look(root, name)
        except FileNotFoundError:
            continue
        except OSError as error:
            message = _("the folder cannot be read: {reason}").format(reason=files.reason(error))
            advice = _("Look at the file and its permissions.")
            problems.append(Problem(name, 0, 0, message, advice))
            continue
        problems += [_find_name_problem(name, file) for file in kept[name].unnamed]
        waiting += kept[name].folders
    return kept


def _find_name_problem(folder: str, name: str) -> Problem:
    shown = name.encode("utf-8", "replace").decode()
    advice = _("Give it another name, without accents.")
    return Problem(f"{folder}/{shown}", 0, 0, _("the file's name is not in UTF-8"), advice)


def scan_changed(root: Path, known: Mapping[str, int]) -> dict[str, Folder]:
    """Look only at the folders whose list of files has changed, and at new ones in them.

    `known` says by folder when its list had last changed.
    """
    waiting = [name for name, listed in known.items() if find_stamp(root / name).mtime != listed]
    found: dict[str, Folder] = {}
    while waiting:
        name = waiting.pop()
        with suppress(OSError):  # gone, or closed: the next `scan` reports it
            found[name] = _look(root, name)
            waiting += [folder for folder in found[name].folders if folder not in known]
    return found


def _look(root: Path, name: str) -> Folder:
    """Look at one folder; this is the innermost loop of every command that reads records."""
    names: list[str] = []
    numbers = array("q")
    folders: list[str] = []
    copied: list[str] = []
    odd: list[str] = []
    add, extend = names.append, numbers.extend
    listed = find_stamp(root / name).mtime
    # With an open folder, the system need not follow its path again for every file.
    handle = os.open(root / name, os.O_RDONLY) if os.scandir in os.supports_fd else None
    try:
        with os.scandir(root / name if handle is None else handle) as entries:
            for entry in entries:
                # As take_stamp; calling it would take a third of the time again.
                own = entry.name
                has_ending = own.endswith(".yaml") and own[0] != "."
                if has_ending and entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    add(own)
                    mtime, ctime = status.st_mtime_ns & SIGNED, status.st_ctime_ns & SIGNED
                    extend((mtime, ctime, status.st_size, status.st_ino & SIGNED))
                elif _is_folder(entry):
                    (copied if is_copied_year(own) else folders).append(f"{name}/{own}")
                elif _is_meant(entry):
                    odd.append(own)
    finally:
        if handle is not None:
            os.close(handle)
    has_copies = bool(copied)
    if odd or not _are_plain(names):
        has_copies |= _set_aside(names, numbers, odd)
    numbers.append(listed)
    digest = blake2b(numbers.tobytes(), digest_size=_DIGEST_SIZE)
    digest.update("\0".join(names).encode("utf-8", "surrogateescape"))
    unnamed = [name for name in names if not is_text(name)]
    return Folder(digest.digest(), sorted(folders), listed, unnamed, has_copies)


def _are_plain(names: Sequence[str]) -> bool:
    """Whether all names have only the signs of a record's.

    To look at each would take a tenth of the time of the whole loop.
    """
    signs = "".join(names).encode("utf-8", "surrogateescape").translate(None, _PLAIN_SIGNS)
    return signs == b"." * len(names)


def _set_aside(names: list[str], numbers: "array[int]", odd: list[str]) -> bool:
    """Take the copies out of the names and numbers of a folder; return whether there were any.

    `odd` are further files that were meant to be records. What is no copy stays, with the stamp of
    a file that must be read each time.
    """
    plain = array("q")
    kept: list[str] = []
    for place, name in enumerate(names):
        if is_plain_name(name):
            kept.append(name)
            plain.extend(numbers[4 * place : 4 * place + 4])
        elif is_record_name(name):
            odd.append(name)
    copies, others = part_copies(odd, kept)
    for _name in others:
        plain.extend(UNKNOWN)
    names[:] = [*kept, *others]
    numbers[:] = plain
    return bool(copies)


def is_text(name: str) -> bool:
    """Whether a name is text: one that is not in UTF-8 cannot be kept, nor written anywhere."""
    return name.isascii() or name.encode("utf-8", "ignore").decode() == name


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Whether records may lie in it; a folder with the name of a record does not count."""
    return entry.is_dir(follow_symlinks=False) and not is_record_name(entry.name)


def _is_meant(entry: "os.DirEntry[str]") -> bool:
    """Whether it was meant to be read: it has a record's name, or is a link to a folder."""
    return is_record_name(entry.name) or (entry.is_symlink() and entry.is_dir())


def _scan_apart(root: Path, known: Mapping[str, int]) -> Iterator[tuple[str, Folder]]:
    """Look at half of the known folders in a process of its own, and at the other half meanwhile.

    Folders that cannot be read are left out: the caller looks at them again, and learns why.
    """
    ours, theirs = _share(known)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            with os.fdopen(writer, "wb") as stream:
                stream.writelines(_pack(name, _look(root, name)) for name in theirs)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        for name in ours:
            try:
                yield name, _look(root, name)
            except OSError:
                continue
        yield from map(_unpack, stream.read().split(_END)[:-1])
    os.waitpid(child, 0)


def _share(known: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Part folders into two lists of about as many files."""
    parts: tuple[list[str], list[str]] = ([], [])
    sizes = [0, 0]
    for name in sorted(known, key=known.__getitem__, reverse=True):
        smaller = int(sizes[1] < sizes[0])
        parts[smaller].append(name)
        sizes[smaller] += known[name]
    return parts


def _pack(name: str, folder: Folder) -> bytes:
    parts = [
        name,
        folder.digest.hex(),
        str(folder.listed),
        "/".join(folder.unnamed),
        "1" if folder.has_copies else "",
        *folder.folders,
    ]
    return "\0".join(parts).encode("utf-8", "surrogateescape") + _END


def _unpack(line: bytes) -> tuple[str, Folder]:
    parts = line.decode("utf-8", "surrogateescape").split("\0")
    name, digest, listed, unnamed, copies, *folders = parts
    names = unnamed.split("/") if unnamed else []
    return name, Folder(bytes.fromhex(digest), folders, int(listed), names, bool(copies))
