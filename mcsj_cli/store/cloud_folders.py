"""Folders that another program copies to a cloud, known by their names and by what lies in them."""

import re
from pathlib import Path
from typing import NamedTuple


class _Cloud(NamedTuple):
    """A service: how its folders are called, and what it puts into the topmost of them."""

    name: str
    folders: re.Pattern[str]
    files: tuple[str, ...] = ()
    subfolders: tuple[str, ...] = ()


def _compile(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


# In a home `.dropbox` is a folder of settings; only in what is copied is it a file.
_CLOUDS = (
    _Cloud("Dropbox", _compile(r"dropbox( \(.+\)|-.+| - .+)?"), (".dropbox",), (".dropbox.cache",)),
    _Cloud(
        "OneDrive",
        _compile(r"onedrive( - .+|-.+)?"),
        (".849C9593-D756-4E56-8D6E-42412F2A707B",),
    ),
    _Cloud(
        "Google Drive",
        _compile(r"google ?drive([- ].+)?|my drive|mi unidad"),
        (),
        (".tmp.drivedownload", ".tmp.driveupload"),
    ),
    _Cloud("iCloud", _compile(r"mobile documents|icloud ?drive|com~apple~clouddocs")),
)


def find_cloud(root: Path) -> str | None:
    """Return the name of the service that copies a folder, or None if none is known to."""
    for path in dict.fromkeys((root.absolute(), root.resolve())):
        for folder in (path, *path.parents):
            for cloud in _CLOUDS:
                if _is_copied(folder, cloud):
                    return cloud.name
    return None


def _is_copied(folder: Path, cloud: _Cloud) -> bool:
    if cloud.folders.fullmatch(folder.name):
        return True
    try:
        return any((folder / name).is_file() for name in cloud.files) or any(
            (folder / name).is_dir() for name in cloud.subfolders
        )
    except OSError:  # a folder that is closed to us
        return False
