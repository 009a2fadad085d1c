"""The rules of the clocks that the site goes by: they come from outside the program, and change without it."""

import zoneinfo
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

from mcsj_cli.site.outputs import mark_of
from mcsj_cli.site.public import Public


def mark_of_clocks(public: Public) -> str:
    """Mark the data of all zones that are named in what is public."""
    names = sorted(set(_name_zones(public)))
    return mark_of(*(part for name in names for part in (name, _read_zone(name))))


def _name_zones(public: Public) -> Iterator[str]:
    yield public.network.timezone
    for group in public.groups.groups:
        yield from (series.timezone for series in group.series)
        yield from (zone for mesa in group.mesas for zone in mesa.timezones)
    yield from (helpline.hours.timezone for _partner, helpline in public.partners.helplines)


def _read_zone(name: str) -> bytes:
    """Read the data where `zoneinfo` does: on the system, or else in the package tzdata."""
    for place in zoneinfo.TZPATH:
        path = Path(place, name)
        if path.is_file():
            return path.read_bytes()
    return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
