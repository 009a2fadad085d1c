"""The marks of a meeting, and what answers to invitations make expect, without a terminal."""

import pytest

from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations.answers import Reported, expect_attendance
from mcsj_cli.operations.attendance import (
    NamedMarks,
    find_marked,
    find_slug,
    find_slugs,
    mark_mesas,
)
from mcsj_cli.operations.meetings import find_meeting
from mcsj_cli.store.project import Project

PRESENT, EXCUSED, ABSENT = Attendance
NOBODY = NamedMarks()


@pytest.fixture
def found(network: Project) -> Occurrence:
    return find_meeting(network, "2020-W19-g4")


def test_mesas_that_are_not_named_were_absent(network: Project, found: Occurrence) -> None:
    marks = mark_mesas(
        network.groups, found, NamedMarks(["Monterrey, guadalajara"], ["torreón"]), Meeting()
    )
    assert marks == {
        "monterrey": PRESENT,
        "guadalajara": PRESENT,
        "torreon": EXCUSED,
        "cancun-im": ABSENT,
        "gomez-palacio": ABSENT,
    }


def test_mesas_with_a_mark_keep_it_unless_they_are_named(
    network: Project, found: Occurrence
) -> None:
    known = Meeting(attendance={"torreon": EXCUSED, "cancun-im": PRESENT, "monterrey": ABSENT})
    marks = mark_mesas(network.groups, found, NamedMarks(["monterrey"]), known)
    assert marks == {"monterrey": PRESENT, "guadalajara": ABSENT, "gomez-palacio": ABSENT}


def test_no_mark_at_all_makes_nobody_absent(network: Project, found: Occurrence) -> None:
    assert mark_mesas(network.groups, found, NOBODY, Meeting()) == {}


@pytest.mark.parametrize("names", ["", " , "])
def test_a_mark_names_at_least_one_mesa(network: Project, found: Occurrence, names: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        mark_mesas(network.groups, found, NOBODY._replace(excused=[names]), Meeting())
    assert "--justificaron" in caught.value.message


@pytest.mark.parametrize("word", ["todas", "Todas", "all"])
def test_all_are_those_without_another_mark_and_not_left_out(
    network: Project, found: Occurrence, word: str
) -> None:
    every = {mesa.slug for mesa in found.mesas}
    marks = mark_mesas(network.groups, found, NamedMarks([word]), Meeting())
    assert marks == dict.fromkeys(every, PRESENT)
    named = NamedMarks([word], ["torreon"], without=["cancún", "monterrey"])
    others = {"torreon": EXCUSED, "cancun-im": ABSENT, "monterrey": ABSENT}
    assert (
        mark_mesas(network.groups, found, named, Meeting())
        == dict.fromkeys(every, PRESENT) | others
    )


def test_what_is_left_out_is_of_the_meeting_and_of_all(network: Project, found: Occurrence) -> None:
    with pytest.raises(NotFoundError) as caught:
        mark_mesas(network.groups, found, NamedMarks(["todas"], without=["leon"]), Meeting())
    assert "leon" in caught.value.message
    with pytest.raises(WrongUsageError) as refused:
        mark_mesas(network.groups, found, NamedMarks(["torreon"], without=["monterrey"]), Meeting())
    assert "--menos" in refused.value.message


def test_a_mesa_has_one_mark(network: Project, found: Occurrence) -> None:
    with pytest.raises(WrongUsageError) as caught:
        mark_mesas(
            network.groups,
            found,
            NamedMarks(["torreon, monterrey"], None, ["Monterrey"]),
            Meeting(),
        )
    assert "monterrey" in caught.value.message


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("gomez-palacio", "gomez-palacio"),
        ("GÓMEZ PALACIO", "gomez-palacio"),
        ("palacio", "gomez-palacio"),
        ("cancun", "cancun-im"),
        ("Mesa Torreón", "torreon"),
        ("Cancún-Isla Mujeres", "cancun-im"),
    ],
    ids=["slug", "name", "part of a name", "part of a slug", "with its word", "by its places"],
)
def test_a_mesa_is_found_by_its_slug_its_name_or_a_part(
    network: Project, found: Occurrence, text: str, slug: str
) -> None:
    assert find_slug(network.groups, found, text) == slug


@pytest.mark.parametrize("text", ["leon", "o", "montrrey"], ids=["elsewhere", "several", "slip"])
def test_a_mesa_that_is_not_one_of_the_meeting_s_is_not_found(
    network: Project, found: Occurrence, text: str
) -> None:
    with pytest.raises(NotFoundError):
        find_slug(network.groups, found, text)


def test_the_nearest_mesa_is_proposed(network: Project, found: Occurrence) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_slug(network.groups, found, "montrrey")
    assert "monterrey" in caught.value.advice


def test_what_is_left_out_of_all_loses_their_mark(network: Project, found: Occurrence) -> None:
    known = Meeting(attendance={"torreon": PRESENT, "monterrey": EXCUSED})
    named = NamedMarks(["todas"], without=["torreon, monterrey"])
    marks = mark_mesas(network.groups, found, named, known)
    assert (marks["torreon"], marks["monterrey"]) == (ABSENT, EXCUSED)
    named = NamedMarks(absent=["todas"], without=["torreon"])
    assert mark_mesas(network.groups, found, named, known)["torreon"] is PRESENT
    with pytest.raises(WrongUsageError) as caught:
        mark_mesas(network.groups, found, named, Meeting())
    assert "--asistieron" in caught.value.advice


def test_all_mesas_have_one_mark(network: Project, found: Occurrence) -> None:
    with pytest.raises(WrongUsageError) as caught:
        mark_mesas(network.groups, found, NamedMarks(["todas"], None, ["all"]), Meeting())
    assert "--asistieron, --faltaron" in caught.value.message


def test_a_mark_is_found_by_the_names_of_its_mesa(network: Project) -> None:
    known = Meeting(attendance={"torreon": PRESENT, "unknown": PRESENT})
    assert find_marked(network.groups, known, ["Mesa Torreón, unknown"]) == ["torreon", "unknown"]
    with pytest.raises(NotFoundError):
        find_marked(network.groups, known, ["monterrey"])


def test_names_are_parted_at_commas(network: Project, found: Occurrence) -> None:
    assert find_slugs(network.groups, found, [" torreon ,,", "monterrey,"]) == [
        "torreon",
        "monterrey",
    ]
    assert find_slugs(network.groups, found, None) == []


def _reported(mesa: str, answer: str | None, *, reconfirm: bool = False) -> Reported:
    return Reported("p1", "Ana", mesa, answer, reconfirm)


def test_one_of_a_mesa_who_comes_is_enough() -> None:
    answers = [
        _reported("leon", "accepted"),
        _reported("leon", "declined"),
        _reported("colima", "declined"),
        _reported("colima", "accepted"),
        _reported("irapuato", "declined"),
        _reported("irapuato", None),
    ]
    expected = {"leon": PRESENT, "colima": PRESENT, "irapuato": EXCUSED}
    assert expect_attendance(answers) == expected


def test_who_may_come_or_has_to_say_again_does_not_count() -> None:
    answers = [
        _reported("leon", "tentative"),
        _reported("colima", "accepted", reconfirm=True),
        _reported("irapuato", "declined", reconfirm=True),
        _reported("pachuca", None),
    ]
    assert expect_attendance(answers) == {}


def test_programs_read_an_answer_without_the_name() -> None:
    told = _reported("leon", "accepted", reconfirm=True).describe()
    assert told == {"mesa": "leon", "answer": "accepted", "reconfirm": True}


@pytest.mark.parametrize("word", ["ninguna", "Nadie", "none"])
def test_nobody_came(network: Project, found: Occurrence, word: str) -> None:
    known = Meeting(attendance={"torreon": PRESENT})
    named = NamedMarks([word], excused=["cancún"])
    marks = mark_mesas(network.groups, found, named, known)
    assert marks == {
        "monterrey": ABSENT,
        "cancun-im": EXCUSED,
        "torreon": ABSENT,
        "guadalajara": ABSENT,
        "gomez-palacio": ABSENT,
    }
    with pytest.raises(NotFoundError):
        mark_mesas(network.groups, found, NamedMarks([f"{word},torreon"]), known)


def test_all_but_some_may_stand_in_one_text(network: Project, found: Occurrence) -> None:
    text = NamedMarks(["todas menos torreon, Cancún"], excused=["torreon"])
    option = NamedMarks(["todas"], excused=["torreon"], without=["torreon", "cancún"])
    marks = mark_mesas(network.groups, found, text, Meeting())
    assert marks == mark_mesas(network.groups, found, option, Meeting())
    assert [slug for slug, mark in marks.items() if mark is ABSENT] == ["cancun-im"]


def test_nobody_came_and_all_sent_word(network: Project, found: Occurrence) -> None:
    named = NamedMarks(["ninguna"], excused=["todas"])
    marks = mark_mesas(network.groups, found, named, Meeting())
    assert set(marks.values()) == {EXCUSED}


def test_no_name_beside_all_or_none_is_passed_over(network: Project, found: Occurrence) -> None:
    for named in (
        NamedMarks(["todas,xyz"]),
        NamedMarks(["leon", "all"]),
        NamedMarks(["nadie"], absent=["xyz"]),
    ):
        with pytest.raises(NotFoundError):
            mark_mesas(network.groups, found, named, Meeting())
    assert len(mark_mesas(network.groups, found, NamedMarks(["todas,torreon"]), Meeting())) == 5


def test_a_mesa_of_another_group_is_told_with_its_group(
    network: Project, found: Occurrence
) -> None:
    with pytest.raises(NotFoundError) as caught:
        find_slug(network.groups, found, "leon")
    assert caught.value.advice.startswith("León está en Grupo 6. ")
    assert "monterrey" in caught.value.advice
