"""Files in data/ that are none of the network's: copies, leftovers, links, and unknown ones."""

import os
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store.copied_names import find_original
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS, Documents
from mcsj_cli.store.links import find_link
from mcsj_cli.store.scan import is_copied_year, is_plain_name, is_record_name, is_text

_DATA = "data"
_FOLDERS = frozenset(kind.folder for kind in KINDS)
_BY_HAND = frozenset(file.removeprefix("data/") for file in (NETWORK, GROUPS, CATEGORIES, PARTNERS))
_KEPT = ".gitkeep"
_OWN = ".mcsj-"  # files of this program that wait to take their place
# What systems, offices, editors and clouds leave beside files, and nobody reads.
_LEFTOVER = re.compile(
    r"\..*|~.*|.*\.(?:tmp|temp|swp|part|partial|crdownload|lnk)|.*~\d*\.tmp"
    r"|desktop\.ini|thumbs\.db|ehthumbs\.db|icon[\r\uf00d]?",
    re.IGNORECASE | re.DOTALL,
)


class Foreign(NamedTuple):
    """A file or folder in data/ that is none of the network's; `original` is what it is a copy of.

    A `spare` is a copy that an editor or this program has made beside a file.
    """

    file: str
    what: Literal["copy", "spare", "leftover", "link", "folder", "unknown"]
    original: str = ""


def find_foreign(root: Path) -> Iterator[Foreign]:
    """Find everything in data/ that is none of the network's, in the order of names.

    Records of a wrong name that are copies of nothing are left out: reading tells of them.
    """
    if find_link(root, _DATA):
        yield Foreign(_DATA, "link")
        return
    known = {*_BY_HAND, *_FOLDERS}
    logo = find_logo_name(root)
    folders, names = _list_entries(root / _DATA)
    if logo:
        known.add(logo.removeprefix("data/"))
    for name in sorted({*folders, *names}):
        file = f"{_DATA}/{name}"
        if os.path.islink(root / file):  # noqa: PTH114  which never raises, whatever the path
            yield Foreign(file, "link")
        elif name in _FOLDERS and name in folders:
            yield from _find_in_folder(root, file)
        elif name in folders and not f"{logo}".startswith(f"{file}/"):
            yield Foreign(file, "folder", _name_original(_DATA, name, known))
        elif name in names and name not in known:
            yield from _classify(_DATA, name, known)


def list_copies(root: Path) -> list[str]:
    """Name the files and folders that are copies of records, or of folders of records."""
    return [
        one.file for one in find_foreign(root) if one.what in ("copy", "folder") and _is_among(one)
    ]


def is_foreign(root: Path, file: str) -> bool:
    """Whether a new file in data/ is none of the network's: it stays on this computer."""
    folder, _slash, name = file.rpartition("/")
    if file in (NETWORK, GROUPS, CATEGORIES, PARTNERS) or name == _KEPT:
        return False
    parts = folder.split("/")
    if len(parts) < 2 or parts[1] not in _FOLDERS:
        return file != find_logo_name(root)
    if any(map(is_copied_year, parts[2:])) or not name.endswith(".yaml"):
        return True
    if is_plain_name(name):
        return False
    if _LEFTOVER.fullmatch(name):
        return True
    _folders, names = _list_entries(root / folder)
    return find_original(name, frozenset(names)) is not None


def find_logo_name(root: Path) -> str:
    """Return the file of the network's logo; "" if it has none, or nobody can tell."""
    try:
        logo = Documents(root).network.letterhead.logo
    except InvalidDataError:
        return ""
    return f"{_DATA}/{logo}" if logo else ""


def _is_among(one: Foreign) -> bool:
    return one.file.split("/")[1] in _FOLDERS


def _find_in_folder(root: Path, folder: str) -> Iterator[Foreign]:
    """Find the foreign files in a folder of records and below it."""
    folders, names = _list_entries(root / folder)
    own = frozenset(name for name in names if is_plain_name(name))
    for name in sorted({*folders, *(name for name in names if name not in own)}):
        file = f"{folder}/{name}"
        if os.path.islink(root / file):  # noqa: PTH114  which never raises, whatever the path
            yield Foreign(file, "link")
        elif name in folders and is_copied_year(name):
            yield Foreign(file, "folder", f"{folder}/{name[:4]}")
        elif name in folders and not is_record_name(name):
            yield from _find_in_folder(root, file)
        elif name in folders:
            continue  # reading tells that it is no file
        else:
            yield from _classify(folder, name, own)


def _list_entries(folder: Path) -> tuple[set[str], set[str]]:
    """Return the names of the folders and of all else in a folder; none if it cannot be read."""
    folders: set[str] = set()
    names: set[str] = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_text(entry.name):
                    continue  # reading tells of it
                (folders if entry.is_dir(follow_symlinks=False) else names).add(entry.name)
    except OSError:  # told by those who read the records
        return set(), set()
    return folders, names


def _classify(folder: str, name: str, known: Collection[str]) -> Iterator[Foreign]:
    """Say what a file is that is none of the `known` ones of its folder, if anything is odd."""
    file = f"{folder}/{name}"
    original = _name_original(folder, name, known)
    if name == _KEPT or name.startswith(_OWN):
        return
    if _LEFTOVER.fullmatch(name):
        yield Foreign(file, "leftover")
    elif original:
        is_meant = is_record_name(name) or (folder == _DATA and name.endswith(original[-4:]))
        yield Foreign(file, "copy" if is_meant else "spare", original)
    elif folder == _DATA or not is_record_name(name):
        yield Foreign(file, "unknown")


def _name_original(folder: str, name: str, known: Collection[str]) -> str:
    original = find_original(name, known)
    return f"{folder}/{original}" if original else ""
