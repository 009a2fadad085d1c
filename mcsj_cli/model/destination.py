"""Servers to which passwords and people's data are sent, by the names that a person reads."""

from enum import StrEnum
from typing import NamedTuple


class Service(StrEnum):
    """A use of servers; one trusted with the calendar is not thereby trusted with mail."""

    CALENDAR = "calendar"
    MAIL = "mail"


class Destination(NamedTuple):
    """A server by its name as `name_host` returns it.

    It is `named_here` where the person named it, on the command line or in the environment.
    """

    service: Service
    host: str
    named_here: bool = False


def name_host(host: str, port: int, usual_port: int) -> str:
    """Return a host's name in ASCII, so that no letter looks like another, with an unusual port."""
    try:
        name = host.strip().encode("idna").decode().casefold()
    except UnicodeError:
        name = ascii(host.strip().casefold())[1:-1]
    if ":" in name and not name.startswith("["):
        name = f"[{name}]"
    return name if port == usual_port else f"{name}:{port}"
