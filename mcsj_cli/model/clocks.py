"""The time zone of every state and municipality of Mexico.

The Ley de los Husos Horarios of 2022-10-28 and the decree on Chihuahua's border of 2022-11-29, as
the IANA database names the zones.
"""

from mcsj_cli.model.fields import ZoneName

_CENTRE = "America/Mexico_City"
_STATES = {
    "02": "America/Tijuana",
    "03": "America/Mazatlan",
    "04": "America/Merida",
    "05": "America/Monterrey",
    "08": "America/Chihuahua",
    "10": "America/Monterrey",
    "18": "America/Mazatlan",
    "19": "America/Monterrey",
    "23": "America/Cancun",
    "25": "America/Mazatlan",
    "26": "America/Hermosillo",
    "28": "America/Monterrey",
    "31": "America/Merida",
}
# Municipalities on another clock than their state, most of them at the border.
_MUNICIPALITIES = {
    "America/Bahia_Banderas": ("18020",),
    "America/Ciudad_Juarez": ("08005", "08028", "08035", "08037", "08053"),
    "America/Matamoros": (
        "05002", "05003", "05012", "05013", "05014", "05019", "05022", "05023", "05025", "05037",
        "05038", "19005", "28007", "28014", "28015", "28022", "28024", "28025", "28027", "28032",
        "28033", "28040",
    ),
    "America/Ojinaga": ("08015", "08042", "08052"),
}  # fmt: skip


def find_zone(key: str) -> ZoneName:
    """Return the zone of a municipality by INEGI's five digits, or of a state by its two."""
    for zone, keys in _MUNICIPALITIES.items():
        if key in keys:
            return ZoneName(zone)
    return ZoneName(_STATES.get(key[:2], _CENTRE))


def list_zones(state: str) -> list[ZoneName]:
    """Return all zones of a state by INEGI's two digits, first the one that most of it has."""
    zones = [find_zone(state)]
    for zone, keys in _MUNICIPALITIES.items():
        if any(key.startswith(state) for key in keys):
            zones.append(ZoneName(zone))
    return zones
