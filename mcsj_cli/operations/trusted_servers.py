"""Servers are sent to if this machine has done so before, or if the person says so.

A server's name in `data/network.yaml` comes with every pull, from anybody who shares the folder.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import product
from pathlib import Path

from mcsj_cli.errors import (
    HistoryError,
    InvalidDataError,
    InvalidValueError,
    McsjError,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.destination import Destination, Service
from mcsj_cli.model.mail import choose_server
from mcsj_cli.store import git
from mcsj_cli.store.data_format import load_network
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.invitations import list_invitations, read_correspondence
from mcsj_cli.store.known_servers import (
    UnreadServersError,
    list_known,
    mark_folder,
    remember_server,
)
from mcsj_cli.store.project import Project


class UnknownServerError(McsjError):
    """A server that was never sent to from here, and that nobody has agreed to."""

    exit_code = 7

    def __init__(self, destination: Destination, trusted: str | None = None) -> None:
        if trusted is None:
            advice = _("Nothing was sent. If it is the right one, say so once: --trust-host {host}")
        else:
            advice = _(
                "Nothing was sent: «{trusted}» is not the whole name of this server."
                " If it is the right one, give exactly this: --trust-host {host}"
            )
        text = advice.format(host=destination.host, trusted=trusted)
        super().__init__(describe_unknown(destination), text)


def describe_unknown(destination: Destination) -> str:
    """Return that a server is unknown here, in a sentence."""
    if destination.service is Service.MAIL:
        text = _("From this folder nothing was ever sent through the mail server «{host}».")
    else:
        text = _("From this folder nothing was ever sent to the calendar server «{host}».")
    return text.format(host=destination.host)


def describe_sent(service: Service) -> str:
    """Return what a server would get, in a sentence."""
    if service is Service.MAIL:
        return _("It would get the password, and people's names and addresses.")
    return _("It would get the password and the network's meetings.")


def is_known(settings: Path, project: Project, destination: Destination) -> bool:
    """Whether a server was sent to from this folder before; raise UnreadServersError."""
    hosts = list_known(settings, mark_folder(project.root), destination.service)
    return destination.host in hosts


def remember(settings: Path, project: Project, destination: Destination) -> None:
    """Remember that a server is sent to from this folder; raise OutputError."""
    folder = mark_folder(project.root)
    remember_server(settings, folder, destination.service, destination.host)


def has_published(project: Project, memory: str) -> bool:
    """Whether a calendar was published from here: `memory` names what is remembered of it."""
    file = project.root / ".mcsj" / f"{memory}.json"
    return file.is_file() and not _was_shared(project.root, ".mcsj")


def has_invited(
    settings: Path,
    project: Project,
    key: Path,
    destination: Destination,
    given: Mapping[str, str],
) -> bool:
    """Whether the last invitation from here went through a mail server.

    That is so if `data/network.yaml`, as it was here at that moment, names that server; `given`
    overrides the file as for `choose_server`. Once a mail server is remembered, the last one went
    through that, whatever the file named. Raises what `read_correspondence` raises.
    """
    root = project.root
    with suppress(UnreadServersError):  # it counts as empty
        if list_known(settings, mark_folder(root), Service.MAIL):
            return False
    moment = None if _was_shared(root, "private") else _find_last_sent(root, key)
    if moment is None:
        return False
    if _is_unchanged_since(root / NETWORK, moment):
        return True
    content = _read_network_at(root, moment)
    if content is None:
        return False
    try:
        network = load_network(content)
        return choose_server(network.mail, given).name == destination.host
    except (InvalidDataError, InvalidValueError, WrongUsageError):
        return False


def _find_last_sent(root: Path, key: Path) -> datetime | None:
    moments = []
    for uid in list_invitations(root):
        sent = read_correspondence(root, key, uid).sent
        moments += [one.at for one in sent if one.at]
    return max(moments, default=None)


def _is_unchanged_since(path: Path, moment: datetime) -> bool:
    """Whether a file was not written since a moment; a pull writes it with the time of its own."""
    status = path.stat()
    return max(status.st_mtime, status.st_ctime) <= moment.timestamp()


def _read_network_at(root: Path, moment: datetime) -> bytes | None:
    """Read the network's file as this folder had it at a moment; None if git cannot tell."""
    if not git.is_repository(root):
        return None
    try:
        commit = git.find_checked_out_at(root, moment)
    except HistoryError:  # it keeps no such notes here
        return None
    blob = git.list_blobs(root, commit, "data", ()).get(NETWORK) if commit else None
    return git.read_blobs(root, [blob.name])[blob.name] if blob else None


def _was_shared(root: Path, folder: str) -> bool:
    """Whether the history ever had a folder of this machine alone: others could then fill it.

    If git cannot tell, it may have had it.
    """
    if not any(git.is_repository(place) for place in (root, *root.parents)):
        return False
    try:
        return git.was_ever_there(root, list(_spell(folder)))
    except HistoryError:
        return True


def _spell(name: str) -> Iterator[str]:
    """Yield a name in every case: some disks take «a» and «A» as one."""
    letters = [sorted({letter.lower(), letter.upper()}) for letter in name]
    for spelling in product(*letters):
        yield "".join(spelling)
