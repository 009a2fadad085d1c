"""What a command finds around it: the person, the data folder, this moment, keys and passwords."""

import os
from datetime import UTC, date, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from mcsj_cli import __version__
from mcsj_cli.console import is_interactive, note, show_problems, show_progress, warn_copies
from mcsj_cli.errors import InvalidDataError, Problem, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.fields import Line
from mcsj_cli.questions import ask, tell
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.output_paths import check_place
from mcsj_cli.store.project import Project, find_project

if TYPE_CHECKING:
    from mcsj_cli.model.mail import MailServer


def introduce() -> tuple[str, str] | None:
    """Ask a person who they are, for the history; None where nobody is at the keyboard.

    The name is empty if they leave it out.
    """
    if not is_interactive():
        return None
    tell(_("git, a program on your computer, keeps every change with its day and who made it."))
    explanation = _("Whoever shares the folder sees the name. A role does as well as a name.")
    name = ask(
        _("Your name, or your role (Enter to sign as mcsj)"),
        lambda text: Line.parse(text) if text else "",
        "",
        explanation=explanation,
        private=True,
    )
    if not name:
        return "", ""
    question = _("Your e-mail address (Enter to leave it out)")
    return name, ask(question, parse_email, "", explanation=explanation, private=True)


def parse_email(text: str) -> str:
    """Parse an e-mail address, or nothing; raise WrongUsageError."""
    from mcsj_cli.model.mail import is_email  # only for an introduction

    address = text.strip()
    if address and not is_email(address):
        raise WrongUsageError(
            _("«{text}» is not an e-mail address.").format(text=address),
            _("Write it as in: coordinacion@example.org"),
        )
    return address


PERSON = Listener(note, show_progress, introduce, warn_copies)


def open_project(listener: Listener = PERSON) -> Project:
    """Open the data folder of the working directory or above; raise NoProjectError."""
    project = find_project(Path.cwd(), listener)
    warn_of_format(project)
    return project


def warn_of_format(project: Project) -> None:
    """Tell once a run that the folder is of a newer format than this program knows."""
    if project.is_newer:
        message = _("the folder is of a newer format than this program ({version}) knows")
        advice = _("What is new in it stays as it is, and is not shown. Update the program.")
        text = message.format(version=__version__)
        show_problems([Problem(NETWORK, 0, 0, text, advice, warning=True)])


def now(project: Project, *, tell: bool = True) -> datetime:
    """Return this moment on the network's clock; on this machine's if network.yaml cannot be read.

    The person is told why, unless the command tells every problem itself.
    `MCSJ_NOW` (ISO 8601) stands in for it when an example or a test wants another moment.
    """
    try:
        zone: tzinfo | None = project.network.timezone.zone
    except InvalidDataError as error:
        if tell:
            show_problems(error.problems)
        zone = datetime.now(UTC).astimezone().tzinfo
    text = os.environ.get("MCSJ_NOW")
    if not text:
        return datetime.now(zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongUsageError(_("MCSJ_NOW is not a moment: {text}").format(text=text)) from error
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def today(project: Project, *, tell: bool = True) -> date:
    """Return the day on the network's clock."""
    return now(project, tell=tell).date()


def own_key() -> Path:
    """Return the file of the key to private contacts: `MCSJ_KEY`, or the one in the settings."""
    from mcsj_cli.store.age import find_key  # only for private contacts

    return find_key(os.environ)


def find_editor() -> str | None:
    """Return the person's text editor: VISUAL or EDITOR, or else nano; None without any.

    No other one is opened unasked: whoever does not know vi cannot leave it.
    """
    from shutil import which  # only for an editor

    return os.environ.get("VISUAL") or os.environ.get("EDITOR") or which("nano")


def settings_folder() -> Path:
    """Return the folder of this user's own settings."""
    from mcsj_cli.store.settings import find_settings  # only for servers

    return find_settings(os.environ)


def mail_settings() -> dict[str, str]:
    """Return what the environment says of the mail server: `MCSJ_SMTP_HOST` and the like."""
    from mcsj_cli.model.mail import SETTINGS  # only for mail

    return {name: os.environ.get(f"MCSJ_SMTP_{name}", "") for name in SETTINGS}


def log_in_by_password(server: "MailServer") -> "MailServer":
    """Return a mail server with the password of its user, if it has one.

    The password comes from `MCSJ_SMTP_PASSWORD`, or from the system's keyring. Raise
    WrongUsageError.
    """
    from mcsj_cli.store.passwords import find_password  # only for servers

    password = os.environ.get("MCSJ_SMTP_PASSWORD", "")
    if server.user and not password:
        password = find_password(f"mcsj:{server.host}", server.user)
    if server.user and not password:
        raise WrongUsageError(
            _("There is no password for the mail server."),
            _(
                "Put it into MCSJ_SMTP_PASSWORD,"
                " or into the keyring: keyring set mcsj:{host} {user}"
            ).format(host=server.host, user=server.user),
        )
    return server._replace(password=password)


def caldav_login(user: str, place: str) -> tuple[str, str] | None:
    """Return user and password for a calendar server; None if there is no user.

    They come from the environment, or else from the settings (`user`) and the keyring, which keeps
    the password for `place`. Raise WrongUsageError for one of the two without the other.
    """
    from mcsj_cli.store.passwords import find_password  # only for servers

    user = os.environ.get("MCSJ_CALDAV_USER") or user
    password = os.environ.get("MCSJ_CALDAV_PASSWORD")
    if not user and password:
        raise WrongUsageError(
            _("There is a password, but no user."), _("Set MCSJ_CALDAV_USER too.")
        )
    if not user:
        return None
    password = password or find_password(place, user)
    if not password:
        raise WrongUsageError(
            _("There is no password for «{user}».").format(user=user),
            _(
                "Set MCSJ_CALDAV_PASSWORD, or keep it in the keyring: keyring set {place} {user}"
            ).format(place=place, user=user),
        )
    return user, password


def check_output(
    project: Project, path: Path, *, folder: bool = False, private: bool = False
) -> Path:
    """Return a place for a result; raise WrongUsageError for one of the network's own."""
    check_place(project.root, path, folder=folder, private=private)
    return path
