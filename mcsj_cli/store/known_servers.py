"""The servers that this user has sent to, by data folder, remembered in the user's own settings.

A data folder is known by its path, and by the first commit of its history, so that it may be moved
or cloned anew. What others share reaches neither this file nor the answers that it stands for.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from mcsj_cli.errors import BusyError, HistoryError, McsjError, OutputError
from mcsj_cli.i18n import _
from mcsj_cli.model.destination import Service
from mcsj_cli.store import files, git, lock

_FILE = "servers.json"
_LOCK = Path("servers.lock")


class UnreadServersError(McsjError):
    """The file of known servers cannot be read, and counts as empty."""

    def __init__(self, path: Path) -> None:
        message = _(
            "{path} cannot be read: which servers were sent to from here counts as forgotten."
        )
        super().__init__(message.format(path=path))


class FolderMark(NamedTuple):
    """A data folder: its path, and the first commit of its history or an empty text."""

    path: str
    began: str

    def is_same(self, entry: "_KnownServer") -> bool:
        """Whether an entry is about this folder."""
        return self.path == entry.folder or (self.began != "" and self.began == entry.began)


class _KnownServer(msgspec.Struct, frozen=True):
    """A server that was sent to from a data folder."""

    folder: str
    began: str
    service: Service
    host: str


class _KnownServers(msgspec.Struct, frozen=True):
    servers: list[_KnownServer]


def mark_folder(root: Path) -> FolderMark:
    """Return the marks by which a data folder is known again."""
    began = None
    with suppress(HistoryError):  # the path is enough
        began = git.find_beginning(root)
    return FolderMark(str(root.resolve()), began or "")


def list_known(settings: Path, folder: FolderMark, service: Service) -> list[str]:
    """Name the hosts that were sent to from a folder; raise UnreadServersError."""
    hosts = []
    for entry in _read_servers(settings):
        if entry.service is service and folder.is_same(entry):
            hosts.append(entry.host)
    return hosts


def remember_server(settings: Path, folder: FolderMark, service: Service, host: str) -> None:
    """Remember a server in a file of the user alone; raise OutputError.

    A file that cannot be read is written anew.
    """
    path = settings / _FILE
    files.make_folder(settings)
    try:
        with lock.hold(settings, _LOCK):
            known = _read_or_forget(settings)
            entry = _KnownServer(folder.path, folder.began, service, host)
            if entry not in known:
                _write_servers(path, [*known, entry])
    except BusyError as error:
        raise OutputError(path, error.message) from error


def _read_servers(settings: Path) -> Sequence[_KnownServer]:
    path = settings / _FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=_KnownServers).servers
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.MsgspecError, ValueError):
        raise UnreadServersError(path) from None


def _read_or_forget(settings: Path) -> Sequence[_KnownServer]:
    try:
        return _read_servers(settings)
    except UnreadServersError:
        return ()


def _write_servers(path: Path, servers: list[_KnownServer]) -> None:
    content = msgspec.json.format(msgspec.json.encode(_KnownServers(servers)))
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise OutputError(path, files.reason(error)) from error
    files.write(path, content + b"\n")
