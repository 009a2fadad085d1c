"""Two versions of a file become one by field.

What both changed is told, and no marker is ever left.
"""

import copy
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.model.content import Content
from mcsj_cli.store import yaml
from mcsj_cli.store.merge import Conflict, Merged, Side, Sides, merge
from mcsj_cli.store.reconcile import Place, reconcile
from mcsj_cli.store.yaml.edit import EditError
from tests.conftest import ROOT

GROUPS = (ROOT / "data" / "groups.yaml").read_bytes()
CATEGORIES = (ROOT / "data" / "categories.yaml").read_bytes()
RECORD = b"""\
title: Cr\xc3\xa9ditos a la palabra
tags: [SOSeconomia, SOSnacional]
summary: ''
url: ''
source: IMSS
states: []
status: verified
verification: {by: coordinaci\xc3\xb3n nacional, 'on': 2020-04-22, evidence: 'https://www.gob.mx/boletin'}
created: 2020-04-22
"""
MEETING = (
    b"group: 4\nweek: 2020-W17\nheld: true\nattendance: {monterrey: present, torreon: absent}\n"
)
FILE = "data/content/2020/a.yaml"


def git_merge(base: bytes, ours: bytes, theirs: bytes, side: Side) -> bytes:
    """Let git merge line by line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, content in zip(paths, (ours, base, theirs), strict=True):
            path.write_bytes(content)
        command = ["git", "merge-file", "-p", f"--{side}", *map(str, paths)]
        return subprocess.run(command, check=True, capture_output=True).stdout


class Unasked(dict[Place, Side]):
    """The sides of a merge that is to ask for none."""

    def get(self, *arguments: object) -> Side:
        raise AssertionError(arguments)


never, always = Sides(Side.OURS, Unasked()), Sides


def parse(raw: bytes) -> Any:
    return yaml.parse_plain(raw, "f.yaml")


def merged(
    base: bytes | None,
    ours: bytes,
    theirs: bytes,
    sides: Sides = never,
    file: str = FILE,
    merge_text: Callable[[bytes, bytes, bytes, Side], bytes] = git_merge,
) -> Merged:
    result = merge(base, ours, theirs, file, sides, merge_text)
    parse(result.content)
    assert b"<<<<<<<" not in result.content
    assert b">>>>>>>" not in result.content
    return result


def with_crlf(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def test_different_fields_both_win() -> None:
    ours = RECORD.replace(b"source: IMSS", b"source: SAT")
    theirs = RECORD.replace(b"states: []", b"states: [NL]").replace(
        b"summary: ''", b"summary: Uno."
    )
    expected = theirs.replace(b"source: IMSS", b"source: SAT")
    assert merged(RECORD, ours, theirs) == Merged(expected, ())


def test_fields_of_one_line_both_win() -> None:
    ours = MEETING.replace(b"monterrey: present", b"monterrey: excused")
    theirs = MEETING.replace(b"torreon: absent", b"torreon: present, guadalajara: absent")
    expected = b"attendance: {monterrey: excused, torreon: present, guadalajara: absent}\n"
    content, conflicts = merged(MEETING, ours, theirs, file="data/meetings/2020/2020-W17-g4.yaml")
    assert content == MEETING[: MEETING.index(b"attendance")] + expected
    assert not conflicts


def test_the_same_change_is_no_conflict() -> None:
    ours = RECORD.replace(b"IMSS", b"SAT").replace(b"title: Cr", b"title: Mas cr")
    theirs = RECORD.replace(b"IMSS", b"SAT").replace(b"states: []", b"states: [NL]")
    content, conflicts = merged(RECORD, ours, theirs)
    assert parse(content)["source"] == "SAT"
    assert parse(content)["title"].startswith("Mas cr")
    assert not conflicts


@pytest.mark.parametrize("side", Side)
def test_one_field_changed_twice_is_asked_about(side: Side) -> None:
    ours = RECORD.replace(b"IMSS", b"SAT").replace(b"states: []", b"states: [NL]")
    theirs = RECORD.replace(b"IMSS", b"Infonavit").replace(b"summary: ''", b"summary: Uno.")
    other = Side.THEIRS if side is Side.OURS else Side.OURS
    content, conflicts = merged(RECORD, ours, theirs, Sides(other, {("source",): side}))
    assert conflicts == (Conflict(("source",), "IMSS", "SAT", "Infonavit"),)
    assert conflicts[0].needs_choice
    wanted = parse(RECORD) | {
        "source": getattr(conflicts[0], side),
        "states": ["NL"],
        "summary": "Uno.",
    }
    assert parse(content) == wanted


@pytest.mark.parametrize("side", Side)
def test_a_verification_is_one_statement(side: Side) -> None:
    ours = RECORD.replace(b"2020-04-22,", b"2020-04-23,")
    theirs = RECORD.replace(b"boletin'", b"boletin', expires: 2020-05-06")
    content, (conflict,) = merged(RECORD, ours, theirs, always(side))
    assert content == (ours if side is Side.OURS else theirs)
    assert (conflict.path, conflict.facts) == (("status",), Content.together[0])
    assert conflict.needs_choice


def test_a_change_wins_over_a_removal_and_is_told() -> None:
    gone = MEETING.replace(b", torreon: absent", b"")
    changed = MEETING.replace(b"absent", b"present")
    path = ("attendance", "torreon")
    assert merged(MEETING, gone, changed) == Merged(
        changed, (Conflict(path, "absent", None, "present"),)
    )
    assert merged(MEETING, changed, gone) == Merged(
        changed, (Conflict(path, "absent", "present", None),)
    )


def test_tags_are_a_set() -> None:
    ours = RECORD.replace(b"[SOSeconomia, SOSnacional]", b"[SOSeconomia, SOSmensajes, SOSnacional]")
    theirs = RECORD.replace(b"[SOSeconomia, SOSnacional]", b"[SOSeconomia, SOSdelafamilia]")
    content, conflicts = merged(RECORD, ours, theirs)
    assert parse(content)["tags"] == ["SOSeconomia", "SOSmensajes", "SOSdelafamilia"]
    assert b"tags: [SOSeconomia, SOSmensajes, SOSdelafamilia]\n" in content
    assert not conflicts


def test_keywords_of_both_stand_on_their_lines() -> None:
    ours = CATEGORIES.replace(b"ley seca, multa,", b"ley seca, multa, veda,")
    theirs = CATEGORIES.replace("policía, guardia nacional".encode(), b"guardia nacional")
    content, _conflicts = merged(CATEGORIES, ours, theirs, file="data/categories.yaml")
    assert content == theirs.replace(b"ley seca, multa,", b"ley seca, multa, veda,")


def test_texts_that_repeat_are_one_value() -> None:
    base, ours, theirs = b"a: [x, x]\n", b"a: [x, x, y]\n", b"a: [x]\n"
    content, conflicts = merged(base, ours, theirs, always(Side.OURS))
    assert content == ours
    assert conflicts == (Conflict(("a",), ["x", "x"], ["x", "x", "y"], ["x"]),)


def test_elements_are_known_by_their_name_wherever_they_stand() -> None:
    first = b"      - {slug: monterrey, name: Monterrey, state: NL"
    ours = GROUPS.replace(first, first.replace(b"name: Monterrey", b"name: Monterrey y su zona"))
    line = (
        b"      - {slug: saltillo, name: Saltillo, state: Coah, municipalities: [], "
        b"timezone: America/Monterrey}\n"
    )
    theirs = GROUPS.replace(first, line + first)
    content, conflicts = merged(GROUPS, ours, theirs, file="data/groups.yaml")
    assert content == ours.replace(b"      - {slug: monterrey", line + b"      - {slug: monterrey")
    assert not conflicts


def slot(start: str) -> bytes:
    return (
        f"      - {{from: {start}, weekday: monday, time: 18:00, timezone: America/Mexico_City}}\n"
    ).encode()


def test_slots_stay_in_the_order_of_their_days() -> None:
    place = GROUPS.index(b"    mesas:")
    ours = GROUPS[:place] + slot("2020-07-01") + GROUPS[place:]
    theirs = GROUPS[:place] + slot("2020-06-01") + GROUPS[place:]
    for one, other in ((ours, theirs), (theirs, ours)):
        content, conflicts = merged(GROUPS, one, other, file="data/groups.yaml")
        assert content == GROUPS[:place] + slot("2020-06-01") + slot("2020-07-01") + GROUPS[place:]
        assert not conflicts


def test_comments_of_both_stay() -> None:
    ours = GROUPS.replace(b"  - number: 2\n", b"  # Nuestro.\n  - number: 2\n").replace(
        b"time: 12:00", b"time: 13:00"
    )
    theirs = GROUPS.replace(b"  - number: 5\n", b"  # Suyo.\n  - number: 5\n")
    theirs = theirs.replace(
        b"weekday: friday, time: 12:00", b"weekday: friday, link: https://a.mx, time: 12:00"
    )
    content, conflicts = merged(GROUPS, ours, theirs, file="data/groups.yaml")
    assert content == theirs.replace(b"  - number: 2\n", b"  # Nuestro.\n  - number: 2\n").replace(
        b"time: 12:00", b"time: 13:00"
    )
    assert not conflicts


def test_only_comments_changed() -> None:
    ours, theirs = b"# uno\n" + RECORD, RECORD + b"# dos\n"
    assert merged(RECORD, ours, theirs) == Merged(b"# uno\n" + RECORD + b"# dos\n", ())


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_are_those_of_their_side(mark: bytes) -> None:
    ours = RECORD.replace(b"source: IMSS", b"source: SAT")
    theirs = RECORD.replace(b"summary: ''", b"summary: Uno.")
    both = theirs.replace(b"source: IMSS", b"source: SAT")
    assert merged(RECORD, ours, mark + with_crlf(theirs)) == Merged(mark + with_crlf(both), ())
    assert merged(RECORD, mark + with_crlf(ours), theirs) == Merged(both, ())
    assert merged(mark + with_crlf(RECORD), ours, theirs) == Merged(both, ())


def test_a_file_that_both_added_is_merged_from_nothing() -> None:
    ours = RECORD.replace(b"[SOSeconomia, SOSnacional]", b"[SOSnacional]")
    theirs = RECORD.replace(b"[SOSeconomia, SOSnacional]", b"[SOSeconomia]").replace(
        b"IMSS", b"SAT"
    )
    content, conflicts = merged(None, ours, theirs, always(Side.THEIRS))
    assert parse(content) == parse(theirs) | {"tags": ["SOSeconomia", "SOSnacional"]}
    assert conflicts == (Conflict(("source",), None, "IMSS", "SAT"),)


@pytest.mark.parametrize("side", Side)
def test_what_cannot_be_read_is_one_value(side: Side) -> None:
    broken, other = b"title: [\n", RECORD.replace(b"IMSS", b"SAT")
    result = merge(RECORD, broken, other, FILE, always(side), git_merge)
    assert result.content == (broken if side is Side.OURS else other)
    assert result.conflicts == (Conflict((), RECORD.decode(), broken.decode(), other.decode()),)
    assert merge(RECORD, broken, RECORD, FILE, never, git_merge) == Merged(broken, ())
    assert merge(broken, broken, other, FILE, never, git_merge) == Merged(other, ())
    assert merge(broken, other, other, FILE, never, git_merge) == Merged(other, ())


def test_bytes_that_are_no_text_are_told_as_they_can_be() -> None:
    result = merge(
        RECORD, b"title: \xe9\n", b"title: \xc3\xa9\n", FILE, always(Side.THEIRS), git_merge
    )
    assert result == Merged(
        b"title: \xc3\xa9\n", (Conflict((), RECORD.decode(), "title: �\n", "title: é\n"),)
    )


def useless(base: bytes, ours: bytes, theirs: bytes, side: Side) -> bytes:
    return b"[no: yaml\n"


def refuse(*_arguments: object) -> bytes:
    raise EditError("f.yaml:1", "title")


def test_a_record_that_cannot_be_rewritten_is_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mcsj_cli.store.merge.rewrite", refuse)
    ours, theirs = RECORD.replace(b"IMSS", b"SAT"), RECORD.replace(b"summary: ''", b"summary: Uno.")
    content, conflicts = merged(RECORD, ours, with_crlf(theirs), merge_text=useless)
    assert parse(content) == parse(theirs) | {"source": "SAT"}
    assert content.count(b"\r\n") == content.count(b"\n") == RECORD.count(b"\n")
    assert not conflicts


def test_a_file_by_hand_that_cannot_be_rewritten_is_a_conflict(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mcsj_cli.store.merge.rewrite", refuse)
    ours, theirs = GROUPS.replace(b"Grupo 1", b"Uno"), GROUPS.replace(b"Grupo 2", b"Dos")
    content, conflicts = merged(
        GROUPS, ours, theirs, always(Side.OURS), "data/groups.yaml", useless
    )
    assert content == ours
    assert conflicts == (Conflict((), GROUPS.decode(), ours.decode(), theirs.decode()),)


def test_a_useless_line_merge_is_edited_around() -> None:
    ours, theirs = GROUPS.replace(b"Grupo 1", b"Uno"), GROUPS.replace(b"Grupo 2", b"Dos")
    result = merged(GROUPS, ours, theirs, file="data/groups.yaml", merge_text=useless)
    assert result == Merged(theirs.replace(b"Grupo 1", b"Uno"), ())


@pytest.mark.parametrize("side", Side)
def test_of_two_comments_on_one_line_one_is_chosen_and_it_is_told(side: Side) -> None:
    ours, theirs = (b"# %s\n" % name + RECORD for name in (b"nuestro", b"suyo"))
    told = Conflict(("#",), None, "# nuestro", "# suyo")
    expected = ours if side is Side.OURS else theirs
    assert merge(b"# c\n" + RECORD, ours, theirs, FILE, always(side), git_merge) == Merged(
        expected, (told,)
    )


def test_elements_that_cannot_be_told_apart_are_one_value() -> None:
    base, ours, theirs = ([{"slug": "a", "n": n} for n in numbers] for numbers in ("1", "12", "13"))
    value, conflicts = reconcile(base, ours, theirs, always(Side.OURS))
    assert value == ours
    assert conflicts == (Conflict((), base, ours, theirs),)


@pytest.mark.parametrize(
    ("key", "ours", "theirs", "merged"),
    [("sequence", "2", "10", "11"), ("updated", "2020-05-01", "2020-04-30", "2020-05-01")],
)
def test_of_revisions_the_later_counts_and_of_two_sequences_the_next(
    key: str, ours: str, theirs: str, merged: str
) -> None:
    for one, other in ((ours, theirs), (theirs, ours)):
        assert reconcile({key: "1"}, {key: one}, {key: other}, never) == ({key: merged}, ())
        assert reconcile({}, {key: one}, {key: other}, never) == ({key: merged}, ())
        assert reconcile({key: "1"}, {key: one}, {}, never) == ({key: one}, ())
    assert reconcile({key: "1"}, {key: "x"}, {key: ours}, always(Side.OURS)).value == {key: "x"}


def test_an_order_that_one_side_changed_stays_changed() -> None:
    base = {"mesas": [{"slug": slug, "name": slug} for slug in "abcd"]}
    ours = {"mesas": [base["mesas"][place] for place in (3, 1, 0, 2)]}
    theirs = copy.deepcopy(base)
    theirs["mesas"].insert(2, {"slug": "x", "name": "x"})
    for one, other in ((ours, theirs), (theirs, ours)):
        assert [mesa["slug"] for mesa in reconcile(base, one, other, never).value["mesas"]] == list(
            "dbxac"
        )


names = st.sampled_from([f"n{number}" for number in range(8)])
texts = st.sampled_from(["uno", "dos", "17:00", "a: b", "NO", "", "x #y"])
tags = st.lists(names, unique=True, max_size=5)
elements = st.dictionaries(
    names,
    st.dictionaries(st.sampled_from(["name", "time", "state"]), texts, max_size=3),
    max_size=4,
)
records = st.fixed_dictionaries(
    {"title": texts},
    optional={
        "source": texts,
        "tags": tags,
        "attendance": st.dictionaries(names, texts, max_size=4),
        "mesas": elements.map(
            lambda found: [{"slug": slug, **fields} for slug, fields in found.items()]
        ),
    },
)


def mixed(draw: st.DrawFn, base: dict[str, Any]) -> dict[str, Any]:
    """Take some keys from elsewhere."""
    other = draw(records)
    changed = {key: value for key, value in base.items() if draw(st.booleans())}
    return (
        {"title": base["title"], **other, **changed}
        if draw(st.booleans())
        else {**changed, "title": other["title"]}
    )


@st.composite
def triples(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    base = draw(records)
    return base, mixed(draw, base), mixed(draw, base)


def as_text(plain: dict[str, Any]) -> bytes:
    return yaml.dump_plain(plain).encode()


def unordered(plain: Any) -> Any:
    """Compare whatever the order."""
    if isinstance(plain, dict):
        return frozenset((key, unordered(value)) for key, value in plain.items())
    return frozenset(map(unordered, plain)) if isinstance(plain, list) else plain


@settings(max_examples=100, deadline=None)
@given(triples(), st.sampled_from([as_text, lambda plain: with_crlf(as_text(plain))]))
def test_one_side_alone_is_taken_as_it_is(
    triple: Any, write: Callable[[dict[str, Any]], bytes]
) -> None:
    base, changed = write(triple[0]), b"# c\n" + write(triple[1])
    assert merge(base, changed, base, FILE, never, git_merge) == Merged(changed, ())
    assert merge(base, base, changed, FILE, never, git_merge) == Merged(changed, ())
    assert merge(base, changed, changed, FILE, never, git_merge) == Merged(changed, ())


@settings(max_examples=100, deadline=None)
@given(triples(), st.sampled_from(Side), st.sampled_from([FILE, "data/groups.yaml"]))
def test_a_merged_file_holds_the_merged_data(triple: Any, side: Side, file: str) -> None:
    base, ours, theirs = map(as_text, triple)
    content, conflicts = merged(base, ours, theirs, always(side), file)
    expected = reconcile(parse(base), parse(ours), parse(theirs), always(side))
    assert parse(content) == expected.value
    assert conflicts == expected.conflicts


@settings(max_examples=300, deadline=None)
@given(triples())
def test_without_conflict_the_sides_may_be_exchanged(triple: Any) -> None:
    base, ours, theirs = triple
    one = reconcile(base, ours, theirs, always(Side.OURS))
    other = reconcile(base, theirs, ours, always(Side.THEIRS))
    assert unordered(one.value) == unordered(other.value)
    assert {conflict.path for conflict in one.conflicts} == {
        conflict.path for conflict in other.conflicts
    }


@settings(max_examples=300, deadline=None)
@given(triples())
def test_what_one_side_changed_is_in_the_result(triple: Any) -> None:
    base, ours, theirs = triple
    value, conflicts = reconcile(base, ours, theirs, always(Side.OURS))
    disputed = {conflict.path[0] for conflict in conflicts}
    for key in {*base, *ours, *theirs} - disputed:
        if theirs.get(key) == base.get(key):
            assert value.get(key) == ours.get(key)
        elif ours.get(key) == base.get(key):
            assert value.get(key) == theirs.get(key)
    for key in ("title", "source"):
        if key in disputed and ours.get(key) is not None:
            assert value[key] == ours[key]


@settings(max_examples=300, deadline=None)
@given(tags, tags, tags)
def test_sets_merge_as_sets_do(base: list[str], ours: list[str], theirs: list[str]) -> None:
    value = reconcile(base, ours, theirs, never).value
    added = (set(ours) | set(theirs)) - set(base)
    removed = set(base) - (set(ours) & set(theirs))
    assert set(value) == (set(base) | added) - removed
    assert len(value) == len(set(value))
