"""Where a place lies on the map: Lambert's conformal conic projection of the sphere.

It is that of INEGI's maps of Mexico: standard parallels 17° 30' and 29° 30' N, central meridian
102° W. Map units count from the upper left corner.
"""

from math import cos, log, pi, radians, sin, tan
from typing import NamedTuple


class MapPoint(NamedTuple):
    """A point of the map, in units to the right and downwards."""

    x: float
    y: float


WIDTH, HEIGHT = 1000, 650  # units of the whole map
_SOUTH, _NORTH, _MERIDIAN = radians(17.5), radians(29.5), radians(-102)
_SCALE = 1970.0  # units to the earth's radius: Mexico and its islands are 1000 wide
_LEFT, _TOP = 500.0, 4154.0  # the central meridian, and the upper edge below the tip of the cone


def project(latitude: float, longitude: float) -> MapPoint:
    """Place WGS 84 degrees on the map (Snyder, «Map projections», 1987, 15-1 to 15-4)."""
    angle = _CONE * (radians(longitude) - _MERIDIAN)
    distance = _SCALE * _FACTOR / _slope(radians(latitude)) ** _CONE
    return MapPoint(_LEFT + distance * sin(angle), distance * cos(angle) - _TOP)


def _slope(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


_CONE = log(cos(_SOUTH) / cos(_NORTH)) / log(_slope(_NORTH) / _slope(_SOUTH))
_FACTOR = cos(_SOUTH) * _slope(_SOUTH) ** _CONE / _CONE
