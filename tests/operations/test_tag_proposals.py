"""Proposals of rubrics for a text, each with what speaks for it, without a terminal."""

from datetime import date

from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Tag
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.operations.content_items import add_content
from mcsj_cli.operations.tag_proposals import propose_tags
from mcsj_cli.store.project import Project

CREDITS = "Créditos para talleres sin ventas"


def test_every_rubric_is_rated_the_best_first(network: Project) -> None:
    proposals = propose_tags(network, CREDITS)
    assert {one.tag for one in proposals} == {rubric.tag for rubric in network.categories.rubrics}
    scores = [one.score for one in proposals]
    assert scores == sorted(scores, reverse=True)
    assert proposals[0].tag == "SOSeconomia"
    assert {"créditos", "talleres", "ventas"} <= {word.lower() for word in proposals[0].words}


def test_the_best_names_items_of_its_rubric_that_are_like_the_text(network: Project) -> None:
    best = propose_tags(network, CREDITS)[0]
    assert len(best.items) == 2
    for uid in best.items:
        assert best.tag in network.find(CONTENT, uid).record.tags


def test_proposals_behind_the_first_three_name_no_items(network: Project) -> None:
    assert all(not one.items for one in propose_tags(network, CREDITS)[3:])


def test_a_text_of_which_no_word_is_known_has_no_similar_items(network: Project) -> None:
    proposals = propose_tags(network, "Xyzzy qwertz")
    assert len(proposals) == len(network.categories.rubrics)
    assert all(not one.items for one in proposals)


def test_a_word_is_learnt_from_the_items_that_have_it(network: Project) -> None:
    text = "Ajolotes"
    before = propose_tags(network, text)
    assert all(not one.items for one in before)
    item = Content(
        title=Line("Ajolotes"), tags=[Tag("SOSentretenimiento")], created=date(2020, 4, 23)
    )
    uid = add_content(network, item).uid
    best = propose_tags(Project(network.root), text)[0]
    assert (best.tag, list(best.items)) == ("SOSentretenimiento", [uid])
