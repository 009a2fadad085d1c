"""Practices written down, copied, and the mesas that could copy one, without a terminal."""

from collections.abc import Callable
from datetime import date

import pytest

from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, Tag
from mcsj_cli.model.kinds import PRACTICES, Entry
from mcsj_cli.model.practice import Practice, Replication
from mcsj_cli.operations.content_items import add_content
from mcsj_cli.operations.practices import add_practice, read_surroundings, replicate_practice
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
SHOES = "2020-04-16-talleres-de-calzado-que-cosen-cubrebocas-para-conservar"
CARDS = "2020-04-28-la-linea-de-apoyo-psicologico-en-cada-cambio-de-guardia"


def _find(network: Project, uid: str) -> Entry[Practice]:
    return network.find(PRACTICES, uid)


def test_a_practice_is_a_commit_of_its_own(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    practice = Practice(
        title=Line("Huertos"),
        mesa=Slug("leon"),
        axis=Slug("economia"),
        done=Prose("Se sembró."),
        result=Prose("Comieron treinta familias."),
        created=TODAY,
    )
    added = add_practice(network, practice)
    assert _find(network, "2020-04-23-huertos") == added
    assert added.record == practice
    assert subjects() == ['practices: add "Huertos"']


def test_copies_stand_behind_those_that_others_wrote_meanwhile(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    entry = _find(network, SHOES)
    replicate_practice(network, entry, [Slug("colima")], TODAY, Phrase("Dos talleres"))
    replicate_practice(network, entry, [Slug("veracruz")], TODAY, Phrase(""))
    copies = _find(network, SHOES).record.replications
    assert copies[:-2] == entry.record.replications
    assert copies[-2:] == [
        Replication(Slug("colima"), TODAY, Phrase("Dos talleres")),
        Replication(Slug("veracruz"), TODAY),
    ]
    title = "Talleres de calzado que cosen cubrebocas para conservar empleos"
    assert subjects()[0] == f'practices: replicate "{title}, veracruz"'


@pytest.mark.parametrize("mesa", ["leon", "torreon"], ids=["its own", "one that copied it"])
def test_a_mesa_that_has_a_practice_does_not_copy_it(
    network: Project, subjects: Callable[[], list[str]], mesa: str
) -> None:
    with pytest.raises(ExistsError):
        replicate_practice(network, _find(network, SHOES), [Slug(mesa)], TODAY, Phrase(""))
    assert subjects() == []


def test_a_practice_is_not_copied_before_there_is_any(network: Project) -> None:
    with pytest.raises(WrongUsageError):
        replicate_practice(
            network, _find(network, SHOES), [Slug("colima")], date(2020, 4, 15), Phrase("")
        )


def test_actions_and_content_that_name_a_practice_belong_to_it(network: Project) -> None:
    item = Content(
        title=Line("Cómo cosen"), tags=[Tag("SOSeconomia")], practice=Phrase(SHOES), created=TODAY
    )
    told = add_content(network, item)
    surroundings = read_surroundings(network, _find(network, SHOES))
    assert [str(entry.record.title) for entry in surroundings.actions] == [
        "Coser cubrebocas en talleres de mezclilla que se quedaron sin pedidos",
        "Coser cubrebocas en talleres de bordado",
    ]
    assert surroundings.content == [told]


def test_mesas_with_open_actions_on_its_axis_could_copy_a_practice(network: Project) -> None:
    # León, Torreón and Aguascalientes have such actions too, and the practice already;
    # Monterrey's are completed.
    found = read_surroundings(network, _find(network, SHOES)).candidates
    assert found == ["veracruz", "cancun-im", "guadalajara"]


def test_a_mesa_that_copied_a_practice_is_no_candidate_any_more(network: Project) -> None:
    replicate_practice(network, _find(network, SHOES), [Slug("cancun-im")], TODAY, Phrase(""))
    found = read_surroundings(network, _find(network, SHOES)).candidates
    assert found == ["veracruz", "guadalajara"]


def test_actions_on_other_axes_make_no_candidate(network: Project) -> None:
    economy = read_surroundings(network, _find(network, SHOES)).candidates
    justice = read_surroundings(network, _find(network, CARDS)).candidates
    assert justice == ["cd-juarez", "colima"]
    assert not set(economy) & set(justice)
