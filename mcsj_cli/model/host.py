"""Hosts by name or by number."""

import ipaddress
from contextlib import suppress


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, so that no network lies between.

    Of names only «localhost» counts, since any other may lead elsewhere.
    """
    if host.casefold() == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
