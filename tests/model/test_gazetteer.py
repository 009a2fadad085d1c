"""Every municipality of Mexico: complete, unique by key, and found as people write it."""

from collections import Counter

import pytest

from mcsj_cli.errors import AmbiguousError, NotFoundError
from mcsj_cli.model.gazetteer import Gazetteer, GazetteerEntry
from mcsj_cli.model.states import STATES, find_state
from mcsj_cli.store.municipalities import _TABLE
from tests.conftest import ROOT

# Municipalities a state, in the order of INEGI's numbers (catalogue of October 2025).
COUNTS = [
    11, 7, 5, 13, 38, 10, 124, 67, 16, 39, 46, 85, 84, 125, 125, 113, 36, 20, 51, 570, 217, 18,
    11, 59, 20, 72, 17, 43, 60, 212, 106, 58,
]  # fmt: skip
BY_HAND = ROOT / "scripts" / "municipalities.tsv"
KEYS = [line[:5] for line in _TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(_TABLE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def entries(gazetteer: Gazetteer) -> list[GazetteerEntry]:
    return [entry for key in KEYS if (entry := gazetteer.get(key))]


def test_the_table_is_complete(entries: list[GazetteerEntry]) -> None:
    assert (len(KEYS), len(set(KEYS)), len(entries)) == (2478, 2478, 2478)
    assert sum(COUNTS) == 2478
    assert Counter(entry.state.inegi for entry in entries) == {
        state.inegi: count for state, count in zip(STATES, COUNTS, strict=True)
    }


def test_what_is_placed_lies_in_mexico(entries: list[GazetteerEntry]) -> None:
    places = [entry.described.position for entry in entries]
    assert sum(place is None for place in places) == 63
    assert all(14 < place[0] < 33 and -118.5 < place[1] < -86 for place in places if place)
    # What holds no place has no half of one, and names are as INEGI writes them.
    assert not [one.key for one in entries if (one.latitude is None) != (one.longitude is None)]
    words = ("municipality", "municipio", "city", "borough", "delegación")
    for entry in entries:
        names = " ".join((entry.name, *entry.others)).casefold()
        assert not [word for word in words if word in names], entry


def test_what_is_said_by_hand_is_in_the_table(gazetteer: Gazetteer) -> None:
    """So that nobody changes the one and forgets to make the other anew."""
    head, *rows = BY_HAND.read_text(encoding="utf-8").splitlines()
    assert head.split("\t") == ["key", "name", "place", "other names"]
    assert len(rows) == len({row[:5] for row in rows})
    for row in rows:
        key, name, _place, others = row.split("\t")
        entry = gazetteer.get(key)
        assert entry
        assert name in ("", entry.name)
        assert set(filter(None, others.split("; "))) <= set(entry.others)


def test_every_municipality_is_found_by_its_title(
    gazetteer: Gazetteer, entries: list[GazetteerEntry]
) -> None:
    """Which also proves that the table's own folding is that of the texts that are looked for."""
    for entry in entries:
        assert gazetteer.find(gazetteer.title(entry)) == entry
        assert all(gazetteer.select_exact(name, entry.state) for name in entry.others)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Zapopan", "14120"),
        ("  zapopan ", "14120"),
        ("14120", "14120"),
        ("MORELIA", "16053"),
        ("Cancún", "23005"),
        ("Villahermosa", "27004"),
        ("Los Mochis", "25001"),
        ("Solidaridad", "23008"),
        ("Playa del Carmen", "23008"),
        ("Ciudad Obregón", "26018"),
        ("cd. obregon", "26018"),
        ("Cd. Juárez", "08037"),
        ("Cabo San Lucas", "03008"),
        ("Nuevo Vallarta", "18020"),
        ("Vallarta", "14067"),
        ("Ecatepec", "15033"),
        ("Silao", "11037"),
        ("Saltillo", "05030"),  # also the seat of Lafragua
        ("Juan Aldama", "32022"),  # also the seat of Aldama
        ("Juárez, Chihuahua", "08037"),
        ("Juárez, Chih.", "08037"),
        ("Torreón Coahuila", "05035"),
        ("Benito Juárez Quintana Roo", "23005"),
        ("Cuauhtémoc, df", "09015"),
        ("Mesa Torreón", "05035"),
        ("mesa-de-torreon", "05035"),
        ("San Juan Mixtepec Dto. 26", "20209"),
        ("Puerto Escondido", "20318"),
        (
            "Heroica Villa Tezoatlán de Segura y Luna, Cuna de la Independencia de Oaxaca",
            "20549",
        ),
    ],
)
def test_a_municipality_is_found(gazetteer: Gazetteer, text: str, key: str) -> None:
    assert gazetteer.find(text).key == key


@pytest.mark.parametrize(
    ("text", "count", "said"),
    [
        ("Juárez", 5, "Juárez, Chihuahua"),
        ("Benito Juárez", 7, "Benito Juárez, Ciudad de México"),
        ("San Juan Mixtepec", 2, "San Juan Mixtepec Dto. 08, Oaxaca"),
        ("Ciudad Hidalgo", 2, "Hidalgo, Michoacán"),
        ("Ocampo", 6, "Ocampo, Coahuila"),
    ],
)
def test_namesakes_are_listed_and_each_can_be_said(
    gazetteer: Gazetteer, text: str, count: int, said: str
) -> None:
    with pytest.raises(AmbiguousError) as caught:
        gazetteer.find(text)
    assert caught.value.exit_code == 5
    assert caught.value.message.count("»") == count + 1
    assert f"«{said}»" in caught.value.message
    assert "--municipio" in caught.value.advice
    gazetteer.find(said)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Zapopn", "Zapopan, Jalisco"),
        ("Nuevo Laredoo", "Nuevo Laredo, Tamaulipas"),
        ("xyzzy", ""),
        ("99999", ""),
        ("Michoacán", ""),
        ("", ""),
        ("»", ""),
    ],
)
def test_a_near_name_is_proposed_and_never_taken(
    gazetteer: Gazetteer, text: str, near: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        gazetteer.find(text)
    assert near in caught.value.advice


def test_a_state_narrows(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Juárez", find_state("NL")).key == "19031"
    with pytest.raises(NotFoundError, match="Zapopan") as caught:
        gazetteer.find("Zapopan", find_state("NL"))
    assert "Zapopan, Jalisco" in caught.value.advice
