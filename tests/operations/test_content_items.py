"""Items for the page added, changed and put under rubrics, without a terminal."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from mcsj_cli.errors import InvalidDataError, InvalidValueError, NotFoundError, WrongUsageError
from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Prose, Tag, Url
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.content_items import (
    add_content,
    change_content,
    find_twins,
    rename_rubric,
    retag_content,
)
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
VAN_GOGH = "2020-04-26-pasea-entre-los-cuadros-de-van-gogh-desde-tu-telefono"


def _item(title: str = "Créditos a la palabra", url: str = "") -> Content:
    return Content(title=Line(title), tags=[Tag("SOSeconomia")], url=Url(url), created=TODAY)


def _find(network: Project, uid: str) -> Entry[Content]:
    return network.find(CONTENT, uid)


def test_an_item_is_a_commit_of_its_own(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    added = add_content(network, _item())
    assert added.uid == "2020-04-23-creditos-a-la-palabra"
    assert _find(network, added.uid) == added
    assert subjects() == ['content: add "Créditos a la palabra"']


def test_an_item_with_a_person_s_number_is_not_written(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    item = msgspec.structs.replace(_item(), summary=Prose("Llame al 55 1234 5678"))
    with pytest.raises(InvalidValueError):
        add_content(network, item)
    assert subjects() == []
    assert not (network.root / CONTENT.path(item.uid)).exists()


def test_the_same_address_makes_a_twin_however_it_is_written(network: Project) -> None:
    known = _find(network, VAN_GOGH)
    host_and_path = str(known.record.url).removeprefix("https://")
    twins = find_twins(network, _item("Otra cosa", f"http://www.{host_and_path}/?utm_source=x#a"))
    assert twins == ([known], [])


def test_a_twin_by_its_address_is_not_told_again_for_its_title(network: Project) -> None:
    known = _find(network, VAN_GOGH)
    twins = find_twins(network, _item(known.record.title, known.record.url))
    assert twins == ([known], [])


def test_an_almost_equal_title_is_near(network: Project) -> None:
    known = _find(network, VAN_GOGH)
    near = find_twins(network, _item(f"{known.record.title}!", "https://example.org/nueva")).near
    assert near == [known]


def test_an_item_without_an_address_has_twins_by_its_title_alone(network: Project) -> None:
    one, other = add_content(network, _item()), add_content(network, _item("Nada parecido"))
    twins = find_twins(network, _item())
    assert one in [*twins.same, *twins.near]
    assert other not in twins.near


def test_a_change_is_made_to_the_item_as_others_left_it(network: Project) -> None:
    entry = add_content(network, _item())
    path = network.root / entry.file
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("source: ''", "source: IMSS"), encoding="utf-8")
    changed = change_content(
        network, entry, "content: tag", lambda now: now.retag([Tag("SOSdelafamilia")])
    )
    assert (changed.source, changed.tags) == ("IMSS", ["SOSdelafamilia"])
    assert _find(Project(network.root), entry.uid).record == changed


def test_an_item_that_is_gone_is_not_changed(network: Project) -> None:
    entry = add_content(network, _item())
    (network.root / entry.file).unlink()
    with pytest.raises(NotFoundError):
        change_content(network, entry, "content: tag", lambda now: now)


def test_rubrics_are_added_behind_those_that_stay(network: Project) -> None:
    item = msgspec.structs.replace(_item(), tags=[Tag("SOSeconomia"), Tag("SOSdelafamilia")])
    entry = add_content(network, item)
    retag_content(network, entry, [Tag("SOSnacional"), Tag("SOSdelafamilia")], [Tag("SOSeconomia")])
    assert _find(network, entry.uid).record.tags == ["SOSdelafamilia", "SOSnacional"]


def test_a_rubric_is_not_taken_from_an_item_that_is_not_under_it(network: Project) -> None:
    entry = add_content(network, _item())
    with pytest.raises(WrongUsageError) as caught:
        retag_content(network, entry, [Tag("SOSnacional")], [Tag("SOSdelafamilia")])
    assert "SOSdelafamilia" in caught.value.message
    assert _find(network, entry.uid).record.tags == ["SOSeconomia"]


def test_a_rubric_is_renamed_in_its_items_and_in_one_commit(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    old, new = Tag("SOSeconomia"), Tag("SOStrabajo")
    both = msgspec.structs.replace(_item(), tags=[Tag("SOSnacional"), old])
    uid = add_content(network, both).uid
    before = network.select(Selection(CONTENT, facets={"tag": old})).entries
    assert rename_rubric(network, old, new) == len(before)
    after = Project(network.root)
    assert after.select(Selection(CONTENT, facets={"tag": old})).entries == []
    renamed = after.select(Selection(CONTENT, facets={"tag": new})).entries
    assert [entry.uid for entry in renamed] == [entry.uid for entry in before]
    assert _find(after, uid).record.tags == ["SOSnacional", "SOStrabajo"]
    rubrics = [rubric.tag for rubric in after.categories.rubrics]
    assert (new in rubrics, old in rubrics) == (True, False)
    assert subjects()[0] == 'categories: rename "#SOSeconomia → #SOStrabajo"'


def test_a_rubric_is_not_renamed_while_an_item_cannot_be_read(
    network: Project, subjects: Callable[[], list[str]]
) -> None:
    file = CONTENT.path(VAN_GOGH)
    (network.root / file).write_text("title: [\n", encoding="utf-8")
    with pytest.raises(InvalidDataError) as caught:
        rename_rubric(network, Tag("SOSeconomia"), Tag("SOStrabajo"))
    assert {problem.file for problem in caught.value.problems} == {file}
    assert subjects() == []
