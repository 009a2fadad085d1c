"""Several files of one report: in a folder that may hold other people's, or in a zip."""

import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from mcsj_cli.errors import ExistsError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.store import files

# What was written here, by name and digest: only such files are written over or taken away.
_MARK = ".mcsj-report.json"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say, so that the same files give the same bytes


def write_zip(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write files as a zip; nothing in it depends on when or where it is made."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, contents[name])
    files.write(path, stream.getvalue())


def write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write files into a folder, made if need be, in place of those of an earlier report.

    Raises ExistsError, and writes nothing, where a file of such a name is not as a report left it.
    """
    files.make_folder(folder)
    ours = _read_mark(folder)
    known = {name for name in {*ours, *contents} if (folder / name).exists()}
    kept = {name for name in known if ours.get(name) != _digest(folder / name)}
    if kept & contents.keys():
        raise ExistsError(
            _("{folder} holds files that no report wrote, or that were changed since: {names}.").format(
                folder=folder, names=", ".join(sorted(kept & contents.keys()))
            ),
            _("Nothing was written. Choose another folder."),
        )
    mark = {name: sha256(content).hexdigest() for name, content in sorted(contents.items())}
    files.write_all(
        {folder / name: content for name, content in contents.items()}
        | {folder / _MARK: f"{json.dumps(mark, indent=1)}\n".encode()}
    )
    for name in known - kept - contents.keys():
        (folder / name).unlink(missing_ok=True)


def _read_mark(folder: Path) -> dict[str, str]:
    """Give what a report wrote here; names that lead elsewhere are none of ours."""
    try:
        mark = json.loads((folder / _MARK).read_bytes())
    except (OSError, ValueError):
        return {}
    pairs = mark.items() if isinstance(mark, dict) else ()
    return {name: str(digest) for name, digest in pairs if Path(name).name == name}


def _digest(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest() if path.is_file() and not path.is_symlink() else ""
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error
