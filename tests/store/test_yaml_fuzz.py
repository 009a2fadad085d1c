"""Whatever stands in a file, reading it gives a value or problems with their places,
and never a traceback.
"""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from mcsj_cli.errors import InvalidDataError, Problem
from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.network import Network
from mcsj_cli.model.partner import Partners
from mcsj_cli.store import yaml

DATA = Path(__file__).parent.parent.parent / "data"
FILES: dict[str, type] = {
    "network": Network,
    "groups": Groups,
    "categories": Categories,
    "partners": Partners,
}
SCHEMAS: list[type] = [Content, Meeting, Groups, Network, Partners, Categories]
PIECES = (
    "title", "tags", "created", "group", "week", "groups", "number", "series", "mesas", "held",
    "attendance", "start", "verification", "a", "SOSnacional", "2020-04-22", "2020-W17", "4",
    "17:00", "true", "null", "~", ": ", ":", " ",
    "  ", "\n", "\n  ", "\n- ", "- ", "[", "]", "{", "}", ", ", "#", " #a", "# ", "&a ", "*a",
    "!!int ", "!a", "|\n", ">-\n", '"', "'", "\\", "? ", "---\n", "...\n", "%", "@", "`", "<<: ",
    "<<<<<<< a\n", "\t", "\r\n", "\r", "\x00", "\x07", "\x85", "\u2028", "\ufeff", "\ufffe", "😷",
    "é", "e\u0301",
)  # fmt: skip
thorough = settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def find_problems(raw: bytes, schema: type) -> tuple[Problem, ...]:
    try:
        yaml.load(raw, schema, "f.yaml")
    except InvalidDataError as error:
        return error.problems or (Problem("f.yaml", 0, 0, "an error without a problem"),)
    return ()


def assert_told(raw: bytes, schema: type) -> None:
    """Read a document; what is wrong with it must be told with places that it has."""
    last = len(re.split("\r\n|[\r\n\x85\u2028\u2029]", raw.decode("utf-8", "replace")))
    for problem in find_problems(raw, schema):
        assert problem.message
        assert 1 <= problem.line <= last
        assert problem.column >= 1


@thorough
@example(pieces=["0\x1f"], schema=Content)
@example(pieces=["{[a]: b}"], schema=Content)
@given(
    pieces=st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40),
    schema=st.sampled_from(SCHEMAS),
)
def test_any_text_is_read_or_told(pieces: list[str], schema: type) -> None:
    assert_told("".join(pieces).encode("utf-8", "surrogatepass"), schema)


@settings(thorough, max_examples=200)
@example(raw=b"{", schema=Content)
@given(raw=st.binary(max_size=60), schema=st.sampled_from(SCHEMAS))
def test_any_bytes_are_read_or_told(raw: bytes, schema: type) -> None:
    assert_told(raw, schema)


@settings(thorough, max_examples=200)
@given(data=st.data())
@pytest.mark.parametrize("name", FILES)
def test_slip_of_the_finger_is_read_or_told(name: str, data: st.DataObject) -> None:
    text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        text = data.draw(st.sampled_from([slip_in_a_character, slip_in_a_line]))(text, data)
    assert_told(text.encode("utf-8", "surrogatepass"), FILES[name])


def slip_in_a_character(text: str, data: st.DataObject) -> str:
    """Delete, insert or repeat something anywhere."""
    place = data.draw(st.integers(0, len(text)))
    kind = data.draw(st.sampled_from(["delete", "insert", "repeat"]))
    if kind == "delete":
        return text[:place] + text[place + 1 :]
    return (
        text[:place]
        + (data.draw(st.sampled_from(PIECES)) if kind == "insert" else text[place:][:1])
        + text[place:]
    )


def slip_in_a_line(text: str, data: st.DataObject) -> str:
    """Delete, repeat or move a whole line."""
    lines = text.splitlines(keepends=True)
    line = lines.pop(data.draw(st.integers(0, len(lines) - 1)))
    for _ in range(data.draw(st.integers(0, 2))):
        lines.insert(data.draw(st.integers(0, len(lines))), line)
    return "".join(lines)
