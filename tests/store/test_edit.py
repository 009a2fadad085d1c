"""Hand-edited files change only where they are meant to, and hold what was meant,
or nothing is changed.
"""

import copy
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.store import yaml
from mcsj_cli.store.yaml import edit, tree
from mcsj_cli.store.yaml.differences import ValueChange, find_change
from mcsj_cli.store.yaml.edit import EditError, rewrite, set_value
from tests.conftest import ROOT

FILES = {
    name: (ROOT / "data" / f"{name}.yaml").read_bytes()
    for name in ("groups", "categories", "partners", "network")
}
AWKWARD = (
    "", "NO", "null", "~", "0445551234", "05035", "17:00", "true", "- guion", "? duda", "a: b",
    "a #b", "#a", "@a", "%5",     "*a", "&a", "!a", "|", ">", "{a}", "[a]", '"a"', "it's", "a, b",
    "a:", " a", "a ", "😷", "\\n", "á" * 150,
    "de a " * 40,     "https://a.mx/?q=1&b=2#c", "uno\ndos", "uno\n\n dos\n", "...", "---", "<<",
    "=",
)  # fmt: skip


def parse(raw: bytes) -> Any:
    return yaml.parse_plain(raw, "f.yaml")


def changed_lines(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    """Give the lines that went and the lines that came, with their line ends."""
    before, after = (raw.decode().splitlines(keepends=True) for raw in (old, new))
    gone, came = [], []
    for verb, start, end, other_start, other_end in SequenceMatcher(
        None, before, after, False
    ).get_opcodes():
        if verb != "equal":
            gone += before[start:end]
            came += after[other_start:other_end]
    return gone, came


def rewritten(
    name: str, change: Callable[[Any], object], prepare: Callable[[bytes], bytes] = bytes
) -> tuple[Any, ...]:
    """Change a shipped file's data, rewrite it, and give the lines that went and came."""
    raw = prepare(FILES[name])
    wanted = parse(raw)
    change(wanted)
    new = rewrite(raw, wanted, "f.yaml")
    assert parse(new) == wanted
    return changed_lines(raw, new)


def with_crlf(raw: bytes) -> bytes:
    return raw.replace(b"\n", b"\r\n")


def test_one_value_is_one_line() -> None:
    def change(groups: Any) -> None:
        groups["groups"][3]["series"][0]["time"] = "18:30"

    gone, came = rewritten("groups", change)
    assert len(gone) == 1
    assert came == [gone[0].replace("time: 17:00", "time: 18:30")]
    gone, came = rewritten("groups", change, with_crlf)
    assert came == [gone[0].replace("time: 17:00", "time: 18:30")]
    assert came[0].endswith("\r\n")


def test_a_slot_is_added_below_as_its_neighbour_is_written() -> None:
    slot = {
        "from": "2020-06-01",
        "weekday": "monday",
        "time": "18:30",
        "timezone": "America/Mexico_City",
    }

    def change(groups: Any) -> None:
        groups["groups"][3]["series"].append(slot)

    line = "      - {from: 2020-06-01, weekday: monday, time: 18:30, timezone: America/Mexico_City}"
    assert rewritten("groups", change) == ([], [f"{line}\n"])
    assert rewritten("groups", change, with_crlf) == ([], [f"{line}\r\n"])


def test_quotes_follow_the_custom_of_the_file() -> None:
    def change(groups: Any) -> None:
        groups["groups"][3]["mesas"][1]["municipalities"].insert(1, "23001")
        groups["municipalities"]["23001"] = {
            "name": "Cozumel: la isla",
            "latitude": "20.5",
            "longitude": "-86.9",
        }

    gone, came = rewritten("groups", change)
    assert "  \"23001\": {name: 'Cozumel: la isla', latitude: 20.5, longitude: -86.9}\n" in came
    assert [line for line in came if 'municipalities: ["23005", "23001", "23003"]' in line]
    assert len(gone) == 1


def test_a_group_is_added_as_people_write_it() -> None:
    group = {
        "number": "7",
        "name": "Grupo 7",
        "series": [{"from": "2020-06-01", "weekday": "monday", "time": "18:30"}],
        "mesas": [],
    }
    assert rewritten("groups", lambda groups: groups["groups"].append(group)) == (
        [],
        [
            "  - number: 7\n",
            "    name: Grupo 7\n",
            "    series:\n",
            "      - {from: 2020-06-01, weekday: monday, time: 18:30}\n",
            "    mesas: []\n",
        ],
    )


def test_a_key_is_removed_with_its_comma_and_margin() -> None:
    def change(groups: Any) -> None:
        del groups["groups"][2]["mesas"][0]["other_timezones"]
        del groups["groups"][2]["name"]

    gone, came = rewritten("groups", change)
    assert gone[0] == "    name: Grupo 3\n"
    assert came == [gone[1].replace(", other_timezones: [America/Matamoros]}", "}")]


def test_keywords_change_on_their_line() -> None:
    def change(categories: Any) -> None:
        keywords = categories["rubrics"][0]["keywords"]
        keywords.remove("multa")
        keywords.append("ley: seca")

    gone, came = rewritten("categories", change)
    assert came == [
        gone[0].replace(" multa,", ""),
        gone[1].replace("durango]", "durango, 'ley: seca']"),
    ]


def test_a_paragraph_stays_folded() -> None:
    def change(categories: Any) -> None:
        rubric = categories["rubrics"][0]
        rubric["description"] = rubric["description"].replace("medidas", "muchas medidas")

    gone, came = rewritten("categories", change)
    assert came == [gone[0].replace("medidas", "muchas medidas")]


def test_paragraphs_are_written_as_a_block() -> None:
    def change(partners: Any) -> None:
        partners["partners"][0]["helplines"][0]["note"] = "Uno.\n\nDos."

    _gone, came = rewritten("partners", change)
    assert "".join(came).endswith("        note: |-\n          Uno.\n\n          Dos.\n")


def test_the_only_element_goes_and_its_comment_stays() -> None:
    gone, came = rewritten("groups", lambda groups: groups["groups"][3]["series"].clear())
    assert len(gone) == 1
    assert came == ["      []\n"]


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_last_line_end_stay(mark: bytes, ending: bytes) -> None:
    line_end = ending or b"\n"
    raw = mark + b"a: 'x' # c" + line_end + line_end + b"b: [y]" + ending
    assert rewrite(raw, {"a": "x", "b": ["y", "z"]}, "f.yaml") == raw.replace(b"[y]", b"[y, z]")
    assert (
        rewrite(raw, {"a": "x", "b": ["y"], "c": "1"}, "f.yaml")
        == raw + (b"" if ending else b"\n") + b"c: 1" + ending
    )


def test_what_is_as_wanted_is_not_touched() -> None:
    for raw in FILES.values():
        assert rewrite(raw, parse(raw), "f.yaml") == raw


def test_one_value_is_set_by_its_path() -> None:
    raw = b"a: {b: [1, 2]} # c\n"
    assert set_value(raw, ("a", "b", 1), "dos", "f.yaml") == b"a: {b: [1, dos]} # c\n"
    assert set_value(raw, ("a", "b", 2), "3", "f.yaml") == b"a: {b: [1, 2, 3]} # c\n"
    assert set_value(raw, ("a", "x"), "NO", "f.yaml") == b"a: {b: [1, 2], x: 'NO'} # c\n"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"a: 1\na: 2\n", "segunda vez"),
        (b"b:\n  - {a: 1, a: 2}\n", "segunda vez"),
        (b"a: &x 1\nb: *x\n", "ancla"),
        (b"a: [1\n", "no se puede leer"),
        (b"<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n", "fusi"),
        (b"a: \xff\n", "UTF-8"),
        (b"a: " + b"[" * 600 + b"]" * 600, "demasiados niveles"),
        (b"tags: [#SOSnacional]\n", "comentario"),
        (b"# nada\n", "vac"),
    ],
)
def test_what_cannot_be_read_is_told_and_not_rewritten(raw: bytes, message: str) -> None:
    with pytest.raises(InvalidDataError) as error:
        rewrite(raw, {"a": "3"}, "f.yaml")
    assert any(message in problem.message for problem in error.value.problems)
    assert all(problem.file == "f.yaml" for problem in error.value.problems)


def test_plain_data_may_be_of_any_kind() -> None:
    assert parse(b"a:\n  - {b: 1}\n  - [c, [d]]\ne:\n") == {
        "a": [{"b": "1"}, ["c", ["d"]]],
        "e": "",
    }
    assert parse(b"a: 'x & *y' # &z\n") == {"a": "x & *y"}


class PanicException(BaseException):
    """As pyo3 names what a Rust panic becomes."""


@pytest.mark.parametrize("failure", [ValueError("x"), PanicException("y")])
def test_a_failing_library_changes_nothing(
    failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> str:
        raise failure

    monkeypatch.setattr(tree, "_build_text", fail)
    with pytest.raises(EditError) as error:
        set_value(FILES["groups"], ("groups", 3, "name"), "x", "data/groups.yaml")
    assert "data/groups.yaml:87" in error.value.message
    assert "name" in error.value.message
    assert error.value.exit_code == 6


def test_an_interruption_is_no_failure_of_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(tree, "_build_text", interrupt)
    with pytest.raises(KeyboardInterrupt):
        set_value(b"a: 1\n", ("a",), "2", "f.yaml")


@pytest.mark.parametrize("wrong", ["a: 3\n", "a: [\n", "a: 2\nb: 1\n", ""])
def test_another_change_than_the_one_meant_is_not_kept(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit, "edit_text", lambda *_arguments: wrong)
    with pytest.raises(EditError):
        set_value(b"a: 1\n", ("a",), "2", "f.yaml")


def test_comments_are_never_lost_to_a_wider_change() -> None:
    raw = b"a:\n  # c\n  - x\n"
    with pytest.raises(EditError):
        rewrite(raw, {"a": {"b": "x"}}, "f.yaml")


def test_what_is_removed_takes_its_own_comments_only() -> None:
    raw = b"a:\n  - b: >-\n      x\n    c: 1 # c\n  # d\n  - b: y # e\n# f\ng: 1\n"
    assert (
        rewrite(raw, {"a": [{"b": "y"}], "g": "1"}, "f.yaml")
        == b"a:\n  # d\n  - b: y # e\n# f\ng: 1\n"
    )
    raw = b"a:\n  b: >-\n    x\n  c: >-\n    y\n# f\ng: 1\n"
    assert rewrite(raw, {"a": {"b": "x"}, "g": "1"}, "f.yaml") == b"a:\n  b: >-\n    x\n# f\ng: 1\n"


def test_a_removal_that_takes_the_comment_behind_it_is_not_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tree, "_remove", lambda *_arguments: "a: 1\n")
    with pytest.raises(EditError):
        rewrite(b"a: 1\nb: 2 # b\n# c\n", {"a": "1"}, "f.yaml")
    with pytest.raises(EditError):
        rewrite(b"a: 1\nb: >-\n  x\n# c\n", {"a": "1"}, "f.yaml")
    assert rewrite(b"a: 1\nb: 2 # b\n", {"a": "1"}, "f.yaml") == b"a: 1\n"


def test_the_first_and_the_only_key_of_a_mapping_can_go() -> None:
    def change(groups: Any) -> None:
        del groups["groups"][2]["number"]

    assert rewritten("groups", change) == (
        ["  - number: 3\n", "    name: Grupo 3\n"],
        ["  - name: Grupo 3\n"],
    )
    assert (
        rewrite(b"a:\n  # c\n  b: 1\nd: 2\n", {"a": {}, "d": "2"}, "f.yaml")
        == b"a:\n  # c\n  {}\nd: 2\n"
    )


def test_a_paragraph_becomes_what_no_folded_lines_can_hold() -> None:
    raw = b"a: >-\n  uno\nb: 1\n"
    for value, expected in (("", b"a: ''\n"), (" x", b"a: ' x'\n"), ("x\ny", b"a: |-\n  x\n  y\n")):
        assert set_value(raw, ("a",), value, "f.yaml") == expected + b"b: 1\n"


def test_an_element_keeps_its_line_where_another_comes_before_it() -> None:
    raw = b"a:\n  - {slug: x, b: 1} # de x\n  - {slug: y, b: 1} # de y\n"
    wanted = {"a": [{"slug": "z", "b": "3"}, {"slug": "x", "b": "2"}, {"slug": "y", "b": "1"}]}
    expected = b"a:\n  - {slug: z, b: 3}\n  - {slug: x, b: 2} # de x\n  - {slug: y, b: 1} # de y\n"
    assert rewrite(raw, wanted, "f.yaml") == expected


scalars = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=["Cs", "Cc"]), max_size=12
)
keys = st.sampled_from(["a", "b", "on", "name", "slug", "05001", "x y", "from", "a: b"])
plains = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
documents = st.dictionaries(keys, plains, min_size=1, max_size=4)


def paths(plain: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the paths of everything inside a value."""
    pairs = (
        plain.items()
        if isinstance(plain, dict)
        else enumerate(plain)
        if isinstance(plain, list)
        else ()
    )
    return [
        found for step, inner in pairs for found in [(*path, step), *paths(inner, (*path, step))]
    ]


def at(plain: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        plain = plain[step]
    return plain


def scalar_paths(plain: Any) -> list[tuple[Any, ...]]:
    return [path for path in paths(plain) if isinstance(at(plain, path), str)]


def mutate(draw: st.DrawFn, plain: Any) -> None:
    """Change, add or remove one thing, in place."""
    containers = [(), *[path for path in paths(plain) if not isinstance(at(plain, path), str)]]
    container = at(plain, draw(st.sampled_from(containers)))
    steps = list(container) if isinstance(container, dict) else list(range(len(container)))
    verb = draw(st.sampled_from(["set", "add", "remove"]))
    if steps and verb == "remove":
        del container[draw(st.sampled_from(steps))]
    elif steps and verb == "set":
        step = draw(st.sampled_from(steps))
        if isinstance(container[step], str):
            container[step] = draw(scalars)
    elif isinstance(container, dict):
        container[draw(keys)] = draw(plains)
    else:
        models = st.sampled_from(container).map(copy.deepcopy) if container else plains
        container.insert(draw(st.integers(0, len(container))), draw(models))


@st.composite
def changed(draw: st.DrawFn, before: st.SearchStrategy[bytes]) -> tuple[bytes, Any]:
    raw = draw(before)
    wanted = parse(raw)
    for _time in range(draw(st.integers(1, 4))):
        mutate(draw, wanted)
    return raw, wanted


shipped = st.builds(
    lambda raw, prepare: prepare(raw),
    st.sampled_from(list(FILES.values())),
    st.sampled_from([bytes, with_crlf, bytes.rstrip]),
)
generated = documents.map(lambda plain: yaml.dump_plain(plain).encode())


@settings(max_examples=150, deadline=None)
@given(changed(shipped))
def test_any_edit_of_a_shipped_file_gives_what_was_wanted_or_nothing(
    case: tuple[bytes, Any],
) -> None:
    raw, wanted = case
    try:
        new = rewrite(raw, wanted, "f.yaml")
    except EditError:
        assume(False)  # too many of them, and Hypothesis fails the test
    assert parse(new) == wanted
    assert (b"\r\n" in new) == (b"\r\n" in raw)
    assert new.count(b"\n") == new.count(b"\r\n") or b"\r" not in raw


@settings(max_examples=150, deadline=None)
@given(changed(generated))
def test_any_edit_of_any_document_gives_what_was_wanted_or_nothing(case: tuple[bytes, Any]) -> None:
    raw, wanted = case
    try:
        new = rewrite(raw, wanted, "f.yaml")
    except EditError:
        assume(False)  # too many of them, and Hypothesis fails the test
    assert parse(new) == wanted


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_one_scalar_leaves_the_other_lines_as_they_are(data: st.DataObject) -> None:
    raw = data.draw(shipped)
    path = data.draw(st.sampled_from(scalar_paths(parse(raw))))
    value = data.draw(st.sampled_from(AWKWARD).filter(lambda text: "\n" not in text))
    gone, came = changed_lines(raw, set_value(raw, path, value, "f.yaml"))
    is_paragraph = (
        any(">-" in line for line in gone) or path[-1] == "description" or path[-1] == "audience"
    )
    assert is_paragraph or (len(gone) <= 1 and len(came) == len(gone))
    assert not [line for line in gone if line.lstrip().startswith("#")]


@settings(max_examples=200, deadline=None)
@given(documents, documents)
def test_the_steps_lead_from_any_value_to_any_other(have: Any, wanted: Any) -> None:
    steps = 0
    while (change := find_change(have, wanted)) is not None:
        have = change.apply(have)
        steps += 1
        assert steps < 100
    assert have == wanted


def test_a_step_leaves_the_value_that_it_starts_from() -> None:
    have = {"a": [{"b": "1"}]}
    assert ValueChange("set", ("a", 0, "b"), 0, "2").apply(have) == {"a": [{"b": "2"}]}
    assert have == {"a": [{"b": "1"}]}
