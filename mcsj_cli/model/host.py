"""Hosts by name or by number."""

import ipaddress
from contextlib import suppress


def is_loopback(host: str) -> bool:
    """Say whether a host is this very machine, to which nobody listens on the way; no name but one is believed."""
    if host.casefold() == "localhost":
        return True
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return False
