"""The 32 states of Mexico: INEGI's codes, ISO 3166-2 and the abbreviations that people write."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mcsj_cli.errors import NotFoundError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold, nearest


class State(NamedTuple):
    inegi: str
    iso: str
    name: str
    abbreviation: str

    @property
    def short_name(self) -> str:
        """The name that people say: «Michoacán», and «Estado de México» for «México»."""
        return _SHORT_NAMES.get(self.abbreviation, self.name)


STATES = tuple(
    State(*row)
    for row in (
        ("01", "MX-AGU", "Aguascalientes", "Ags"),
        ("02", "MX-BCN", "Baja California", "BC"),
        ("03", "MX-BCS", "Baja California Sur", "BCS"),
        ("04", "MX-CAM", "Campeche", "Camp"),
        ("05", "MX-COA", "Coahuila de Zaragoza", "Coah"),
        ("06", "MX-COL", "Colima", "Col"),
        ("07", "MX-CHP", "Chiapas", "Chis"),
        ("08", "MX-CHH", "Chihuahua", "Chih"),
        ("09", "MX-CMX", "Ciudad de México", "CDMX"),
        ("10", "MX-DUR", "Durango", "Dgo"),
        ("11", "MX-GUA", "Guanajuato", "Gto"),
        ("12", "MX-GRO", "Guerrero", "Gro"),
        ("13", "MX-HID", "Hidalgo", "Hgo"),
        ("14", "MX-JAL", "Jalisco", "Jal"),
        ("15", "MX-MEX", "México", "Edomex"),
        ("16", "MX-MIC", "Michoacán de Ocampo", "Mich"),
        ("17", "MX-MOR", "Morelos", "Mor"),
        ("18", "MX-NAY", "Nayarit", "Nay"),
        ("19", "MX-NLE", "Nuevo León", "NL"),
        ("20", "MX-OAX", "Oaxaca", "Oax"),
        ("21", "MX-PUE", "Puebla", "Pue"),
        ("22", "MX-QUE", "Querétaro", "Qro"),
        ("23", "MX-ROO", "Quintana Roo", "QR"),
        ("24", "MX-SLP", "San Luis Potosí", "SLP"),
        ("25", "MX-SIN", "Sinaloa", "Sin"),
        ("26", "MX-SON", "Sonora", "Son"),
        ("27", "MX-TAB", "Tabasco", "Tab"),
        ("28", "MX-TAM", "Tamaulipas", "Tamps"),
        ("29", "MX-TLA", "Tlaxcala", "Tlax"),
        ("30", "MX-VER", "Veracruz de Ignacio de la Llave", "Ver"),
        ("31", "MX-YUC", "Yucatán", "Yuc"),
        ("32", "MX-ZAC", "Zacatecas", "Zac"),
    )
)
_SHORT_NAMES = {
    "Coah": "Coahuila",
    "Edomex": "Estado de México",
    "Mich": "Michoacán",
    "Ver": "Veracruz",
}
# Other usual names and former ones, which are neither the table's name nor its beginning.
_OTHER_NAMES = {
    "df": "CDMX", "distritofederal": "CDMX", "mexicodf": "CDMX", "cddemexico": "CDMX",
    "cdmexico": "CDMX", "ciudadmexico": "CDMX", "mexicocity": "CDMX",
    "estadodemexico": "Edomex", "estadomexico": "Edomex", "edodemexico": "Edomex",
    "edomexico": "Edomex", "edodemex": "Edomex", "edomx": "Edomex",
    "bajacalifornianorte": "BC", "bcnorte": "BC", "bcsur": "BCS", "bajasur": "BCS",
    "qroo": "QR", "tmps": "Tamps",
    "nvoleon": "NL", "nleon": "NL", "chiap": "Chis", "queretarodearteaga": "Qro",
    "sanluis": "SLP", "veracruzllave": "Ver",
}  # fmt: skip


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text))


@cache
def _index() -> dict[str, State]:
    index: dict[str, State] = {}
    for state in STATES:
        for text in (state.inegi, state.iso, state.iso[3:], state.name, state.abbreviation):
            index[_key(text)] = state
    for state in STATES:
        index.setdefault(_key(state.name.split(" de ")[0]), state)
    for other, abbreviation in _OTHER_NAMES.items():
        index.setdefault(other, index[_key(abbreviation)])
    return index


def state_of_key(key: str) -> State:
    """Return the state of a municipality by INEGI's key, whose first two digits are its own."""
    return STATES[int(key[:2]) - 1]


@lru_cache
def find_state(text: str) -> State:
    """Find a state by abbreviation, name, or code of INEGI or ISO; raise NotFoundError.

    Case, accents and punctuation do not matter.
    """
    state = _index().get(_key(text))
    if state is None:
        names: list[str] = []
        for one in STATES:
            names += [one.abbreviation, one.name]
        abbreviations = [one.abbreviation for one in STATES]
        raise NotFoundError(_("state"), text, nearest(text, names), abbreviations)
    return state
