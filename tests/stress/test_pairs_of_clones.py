"""Random changes of two people, shared through two real clones: neither is stuck."""

import re
from pathlib import Path
from random import Random

import pytest

from tests.changes import MOMENT, SingleChange, list_changes
from tests.conftest import copy_folder
from tests.store.two_people import Known, Two, make_two, read_lines
from tests.stress.sizes import size

PAIRS = size(2, 60, 200)


@pytest.fixture(scope="module")
def shared(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("shared")
    make_two(demo_folder, root)
    return root


@pytest.fixture(scope="module")
def known() -> Known:
    return []


def choose_pairs() -> list[tuple[SingleChange, SingleChange]]:
    """Choose pairs of changes that break no rule by themselves: those would stay at home."""
    chance = Random(20200509)  # noqa: S311
    broken = ("mv ", "mesa taken out")
    changes = [change for change in list_changes() if not change.name.startswith(broken)]
    pairs = []
    for _pair in range(PAIRS):
        one, other = chance.sample(changes, 2)
        pairs.append((one, other))
    return pairs


@pytest.mark.parametrize(
    "pair", choose_pairs(), ids=lambda pair: f"{pair[0].name} | {pair[1].name}"
)
def test_two_people_share_whatever_they_change(
    pair: tuple[SingleChange, SingleChange],
    shared: Path,
    known: Known,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MCSJ_NOW", MOMENT)
    copy_folder(shared, tmp_path / "shared")
    two = Two(tmp_path / "shared", known)
    one, other = pair
    one.do(two.ana)
    other.do(two.beto)
    told = two.share()
    two.run(two.ana, "report weekly --week 2020-W19")
    two.follow_advice()
    for command in dict.fromkeys(re.findall("mcsj (deshacer [0-9a-f]{8})", told)):
        two.run(two.beto, command)
        two.find_new(two.beto)
    two.run(two.ana, "sync")
    two.run(two.beto, "sync", (0, 1))
    two.run(two.ana, "sync")
    assert read_lines(two.ana) == read_lines(two.beto)
