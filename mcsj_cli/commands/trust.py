"""The question whether a server that this machine has not sent to may be sent to."""

from collections.abc import Callable
from typing import Annotated

from mcsj_cli.commands.context import settings_folder
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.console import is_interactive, note
from mcsj_cli.errors import OutputError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.destination import Destination
from mcsj_cli.operations import trusted_servers
from mcsj_cli.operations.trusted_servers import (
    UnknownServerError,
    describe_sent,
    describe_unknown,
)
from mcsj_cli.questions import confirm
from mcsj_cli.store.known_servers import UnreadServersError
from mcsj_cli.store.project import Project

TRUST_HOST: Field[str] = Field(
    "trust-host",
    N_("Send to this server although nothing was sent to it from here before."),
    N_("HOST"),
)
TrustOption = Annotated[Text, TRUST_HOST.option()]


def require_trust(
    project: Project,
    destination: Destination,
    trusted: str | None,
    has_sent: Callable[[], bool],
) -> None:
    """Return where a server may be sent to; raise UnknownServerError before anything goes there.

    It may if the person named it, if it is remembered, or if `has_sent` finds that it was sent to
    before servers were remembered; else a person is asked.
    """
    if _is_remembered(project, destination):
        return
    named = destination.named_here or _is_same_host(trusted, destination.host)
    if not (named or has_sent()):
        _confirm_sending(destination, trusted)
    _remember(project, destination)


def _is_same_host(trusted: str | None, host: str) -> bool:
    return trusted is not None and trusted.strip().casefold() == host


def _is_remembered(project: Project, destination: Destination) -> bool:
    try:
        return trusted_servers.is_known(settings_folder(), project, destination)
    except UnreadServersError as error:
        note(error.message)
        return False


def _confirm_sending(destination: Destination, trusted: str | None) -> None:
    if not is_interactive():
        raise UnknownServerError(destination, trusted)
    note(describe_unknown(destination))
    note(describe_sent(destination.service))
    if not confirm(_("Send to «{host}»?").format(host=destination.host), settled=True):
        raise UnknownServerError(destination, trusted)


def _remember(project: Project, destination: Destination) -> None:
    try:
        trusted_servers.remember(settings_folder(), project, destination)
    except OutputError as error:
        note(error.message)
        note(_("The server is not remembered, and is asked for again the next time."))
