"""Several files of one report: in a folder that may hold other people's, or in a zip."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from mcsj_cli.console import note
from mcsj_cli.i18n import _
from mcsj_cli.store import files
from mcsj_cli.store.managed_folder import ManagedFolder, outputs_of

LIST = ".mcsj-report.json"
_FIRST_DAY = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the earliest that a zip can say, so that the same files give the same bytes


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
    outputs, outlet = outputs_of(contents), ManagedFolder(folder, LIST)
    found = outlet.compare(outputs)
    outlet.refuse_others(found)
    outlet.write(outputs, found)
    for name in found.left:
        note(
            _("{name} is no longer needed, and stays because somebody changed it.").format(
                name=name
            )
        )
