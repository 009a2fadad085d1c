"""Marks of the time zone data, which come from outside the program and change without it."""

import zoneinfo
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from mcsj_cli.site.outputs import mark_of
from mcsj_cli.site.public import Public


def mark_of_clocks(public: Public) -> str:
    """Mark the data of all zones that are named in what is public."""
    parts: list[str | bytes] = []
    for name in sorted(set(_find_zones(public))):
        parts += [name, _read_zone(name)]
    return mark_of(*parts)


def _find_zones(public: Public) -> Iterator[str]:
    yield public.network.timezone
    for group in public.groups.groups:
        for series in group.series:
            yield series.timezone
        for mesa in group.mesas:
            yield from mesa.timezones
    for _partner, helpline in public.partners.helplines:
        yield helpline.hours.timezone


def _read_zone(name: str) -> bytes:
    """Read the data from where `zoneinfo` takes them: the system, or else the package tzdata."""
    for place in zoneinfo.TZPATH:
        path = Path(place, name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
