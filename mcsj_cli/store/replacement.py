"""Several files replaced as one: each whole, and if one cannot be, all are put back."""

from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from mcsj_cli.errors import McsjError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.store import files
from mcsj_cli.store.links import require_no_link
from mcsj_cli.store.lock import STAGING
from mcsj_cli.store.signals import defer_interrupts

# The content of files before and after, by path; None is no file.
Contents = Mapping[str, tuple[bytes | None, bytes | None]]


def replace_all(root: Path, contents: Contents) -> None:
    """Replace files that still have the contents they are known to have.

    Nothing is removed before all else is written, but what stands where a file must go. Folders
    that lose their last record go with it. Raises ChangedError or OutputError, and what Ctrl-C
    does, with all as it was before; InvalidDataError where a link would be written through.
    """
    for file in contents:
        require_no_link(root, file)
    begun: list[str] = []
    try:
        for file in sorted(contents, key=partial(_find_turn, contents)):
            begun.append(file)
            _replace_one(root, file, *contents[file])
    except (McsjError, KeyboardInterrupt):
        with defer_interrupts():
            for file in reversed(begun):
                _put_back(root, file, *contents[file])
        raise


def read_content(root: Path, file: str) -> bytes | None:
    """Return a file's content, or None if there is none.

    Raises OutputError if it is closed, and InvalidDataError for a link below data/.
    """
    require_no_link(root, file)
    path = root / file
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise OutputError(path, _("it is not a file"))
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error


def _find_turn(contents: Contents, file: str) -> int:
    """Return the turn of a file: 0 stands in the way of another, 1 is written, 2 is removed."""
    if contents[file][1] is not None:
        return 1
    for other, (_before, after) in contents.items():
        if after is not None and file.startswith(f"{other}/"):
            return 0
    return 2


def _replace_one(root: Path, file: str, before: bytes | None, after: bytes | None) -> None:
    path = root / file
    if after is None and before is not None:
        files.remove(path, before)
        remove_empty(root, path.parent)
    elif after is not None and before is None:
        files.make_folder(path.parent)
        files.create(path, after, root / STAGING)
    elif after is not None and before is not None:
        files.replace(path, after, before, root / STAGING)


def _put_back(root: Path, file: str, before: bytes | None, after: bytes | None) -> None:
    """Undo the replacement of a file, if it took place."""
    with suppress(McsjError):
        if read_content(root, file) == after:
            _replace_one(root, file, after, before)


def remove_empty(root: Path, folder: Path) -> None:
    """Remove the folders that a removed file leaves empty, as git does; `data/` itself stays."""
    while folder not in (root, root / "data") and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
