"""The data that are shipped say what the network's own document says, to the letter."""

import re
from collections import Counter
from pathlib import Path

import pytest

from mcsj_cli.model.membership import Weekday
from mcsj_cli.model.states import find_state
from mcsj_cli.operations.checking import review
from mcsj_cli.store.project import Project
from mcsj_cli.store.template import create_project

ROOT = Path(__file__).parent.parent
SHIPPED = [
    *sorted((ROOT / "data").rglob("*.yaml")),
    *sorted((ROOT / "mcsj_cli" / "templates").rglob("*.yaml")),
]
MESAS = {
    1: ["Michoacán"],
    2: ["Veracruz"],
    3: ["Tamaulipas"],
    4: ["Monterrey", "Cancún-IM", "Torreón", "Guadalajara", "Gómez Palacio"],
    5: ["Aguascalientes", "Cd. Juárez", "Colima", "Valle de Bravo", "Tuxtla Gutiérrez"],
    6: ["Ixtapa-Zihuatanejo", "Irapuato", "León", "Villahermosa", "Pachuca"],
}
MOMENT = r"\d{4}-\d\d-\d\d( \d\d:\d\d)?"
STATES = {
    "Michoacán": "16",
    "Veracruz": "30",
    "Tamaulipas": "28",
    "Monterrey": "19",
    "Cancún-IM": "23",
    "Torreón": "05",
    "Guadalajara": "14",
    "Gómez Palacio": "10",
    "Aguascalientes": "01",
    "Cd. Juárez": "08",
    "Colima": "06",
    "Valle de Bravo": "15",
    "Tuxtla Gutiérrez": "07",
    "Ixtapa-Zihuatanejo": "12",
    "Irapuato": "11",
    "León": "11",
    "Villahermosa": "27",
    "Pachuca": "13",
}
TAGS = [
    "SOSnacional", "SOSinternacional", "SOSdelaOMS", "SOSeconomia", "SOSestadisticas",
    "SOSdelafamilia", "SOSmensajes", "SOSentretenimiento",
]  # fmt: skip


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Project:
    folder = tmp_path_factory.mktemp("shipped") / "red"
    create_project(folder, demo=False)
    return Project(folder)


def test_data_have_no_problem(shipped: Project) -> None:
    assert review(shipped) == []


def test_mesas_sit_in_their_groups_in_the_order_of_the_document(shipped: Project) -> None:
    assert {
        group.number: [str(mesa.name) for mesa in group.mesas] for group in shipped.groups.groups
    } == MESAS
    assert [group.number for group in shipped.groups.groups] == [1, 2, 3, 4, 5, 6]
    slugs = [seat.mesa.slug for seat in shipped.groups.seats]
    assert len(slugs) == len(set(slugs)) == 18


def test_mesas_lie_in_their_states(shipped: Project) -> None:
    for seat in shipped.groups.seats:
        state = find_state(seat.mesa.state)
        assert state.inegi == STATES[seat.mesa.name]
        assert {code[:2] for code in seat.mesa.municipalities} <= {state.inegi}
        assert (seat.mesa.scope == "state") is (seat.group.number <= 3)


def test_every_municipality_is_described_and_named_by_a_mesa(shipped: Project) -> None:
    named = Counter(code for seat in shipped.groups.seats for code in seat.mesa.municipalities)
    assert set(named) == set(shipped.groups.municipalities)
    assert set(named.values()) == {1}
    for municipality in shipped.groups.municipalities.values():
        assert municipality.position
        latitude, longitude = municipality.position
        assert 14 < latitude < 33
        assert -118 < longitude < -86


def test_hours_nobody_confirmed_are_tentative(shipped: Project) -> None:
    for group in shipped.groups.groups:
        (series,) = group.series
        assert series.status == "tentative"
        assert series.timezone == shipped.network.timezone == "America/Mexico_City"
        assert series.weekday in list(Weekday)[:5]
    slots = [(group.series[0].weekday, group.series[0].time) for group in shipped.groups.groups]
    assert len(set(slots)) == 6


def test_rubrics_have_the_hashtags_of_the_page(shipped: Project) -> None:
    assert [str(tag) for tag in shipped.categories.tags] == TAGS
    assert shipped.network.page == "https://www.facebook.com/COVID19MXSOS/"


def test_keywords_lead_to_one_rubric(shipped: Project) -> None:
    keywords = Counter(
        str(word) for rubric in shipped.categories.rubrics for word in rubric.keywords
    )
    assert [word for word, count in keywords.items() if count > 1] == []
    assert all(word == word.lower().strip() and "#" not in word for word in keywords)
    assert all(
        rubric.keywords and rubric.name and rubric.description
        for rubric in shipped.categories.rubrics
    )


def test_axes_and_approaches(shipped: Project) -> None:
    assert [str(axis.slug) for axis in shipped.categories.axes] == [
        "salud",
        "economia",
        "familia",
        "seguridad-justicia",
    ]
    assert [str(approach.slug) for approach in shipped.categories.approaches] == [
        "intercambio",
        "corresponsabilidad",
        "colaboracion",
    ]


def test_helpline_is_that_of_the_document(shipped: Project) -> None:
    ((partner, helpline),) = shipped.partners.helplines
    assert partner.abbreviation == "LEAPAM"
    assert partner.name == "Fundación Lealtad y Patriotismo por México"
    assert helpline.phone == "55 58 09 49 03"
    assert helpline.tel == "tel:+525558094903"
    assert (helpline.hours.opens, helpline.hours.closes) == ("08:00", "20:00")
    assert helpline.hours.timezone_assumed
    for words in ("Fuerzas Armadas", "Guardia Nacional", "policías", "familiares"):
        assert words in helpline.audience


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_no_person_s_phone_or_mail_is_shipped(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("55 58 09 49 03", "")
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", text) == []
    assert re.findall(r"(?<![\d.-])\+?(?:\d[ ()-]?){9,12}\d(?!\d)", re.sub(MOMENT, "", text)) == []


def test_something_is_shipped() -> None:
    assert {path.name for path in SHIPPED} >= {
        "groups.yaml",
        "categories.yaml",
        "network.yaml",
        "partners.yaml",
    }
    assert {path.name for path in SHIPPED} >= {"content.yaml", "meetings.yaml"}
