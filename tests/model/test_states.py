"""The 32 states, found however people write them."""

import unicodedata
from collections.abc import Callable

import pytest

from mcsj_cli.errors import NotFoundError
from mcsj_cli.model.states import STATES, State, find_state

# INEGI's catalogue of federal entities, in its own order and full names,
# written out apart from the code.
INEGI = [
    "Aguascalientes", "Baja California", "Baja California Sur", "Campeche", "Coahuila de Zaragoza",
    "Colima", "Chiapas", "Chihuahua", "Ciudad de México", "Durango", "Guanajuato", "Guerrero",
    "Hidalgo", "Jalisco", "México", "Michoacán de Ocampo", "Morelos", "Nayarit", "Nuevo León",
    "Oaxaca", "Puebla", "Querétaro", "Quintana Roo", "San Luis Potosí", "Sinaloa", "Sonora",
    "Tabasco", "Tamaulipas", "Tlaxcala", "Veracruz de Ignacio de la Llave", "Yucatán", "Zacatecas",
]  # fmt: skip
# ISO 3166-2:MX, in the order of INEGI's numbers.
ISO = [
    "AGU", "BCN", "BCS", "CAM", "COA", "COL", "CHP", "CHH", "CMX", "DUR", "GUA", "GRO", "HID",
    "JAL", "MEX", "MIC", "MOR", "NAY", "NLE", "OAX", "PUE", "QUE", "ROO", "SLP", "SIN", "SON",
    "TAB", "TAM", "TLA", "VER", "YUC", "ZAC",
]  # fmt: skip
DOTTED = [("N.L.", "19"), ("S.L.P.", "24"), ("D.F.", "09"), ("B.C.S.", "03"), ("B.C.", "02")]
SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    lambda text: f"  {text}. ",
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "".join(
        c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
    ),
]


def test_numbers_names_and_codes_are_those_of_the_catalogues() -> None:
    assert [state.inegi for state in STATES] == [f"{number:02d}" for number in range(1, 33)]
    assert [state.name for state in STATES] == INEGI
    assert [state.iso for state in STATES] == [f"MX-{code}" for code in ISO]
    assert len({state.abbreviation for state in STATES}) == 32


@pytest.mark.parametrize("spell", SPELLINGS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.abbreviation)
def test_state_is_found_however_it_is_written(state: State, spell: Callable[[str], str]) -> None:
    for text in (state.abbreviation, state.name, state.iso, state.iso[3:], state.inegi):
        assert find_state(spell(text)) == state


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *DOTTED,
        ("Q. Roo", "23"),
        ("Q.Roo", "23"),
        ("Edo. Mex.", "15"),
        ("Edo. Méx.", "15"),
        ("Estado de México", "15"),
        ("DF", "09"),
        ("Coahuila", "05"),
        ("michoacan", "16"),
        ("Veracruz", "30"),
        ("mexico", "15"),
        ("Tamps.", "28"),
        ("Tmps", "28"),
        ("Distrito Federal", "09"),
        ("México, D.F.", "09"),
        ("Cd. de México", "09"),
        ("Baja California Norte", "02"),
        ("Edo. de México", "15"),
        ("Nvo. León", "19"),
    ],
)
def test_other_ways_to_write_a_state(text: str, number: str) -> None:
    assert find_state(text).inegi == number


@pytest.mark.parametrize(
    ("text", "proposal"),
    [("Jalsco", "«Jalisco»"), ("Querretaro", "«Querétaro»"), ("zzz", "Ags, BC, BCS")],
)
def test_unknown_state_gets_a_proposal(text: str, proposal: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_state(text)
    assert caught.value.message == f"No hay estado «{text}»."
    assert proposal in caught.value.advice


@pytest.mark.parametrize("text", ["", " ", ".", "33", "00", "1", "MX"])
def test_no_state(text: str) -> None:
    with pytest.raises(NotFoundError):
        find_state(text)
