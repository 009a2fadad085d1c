"""Several mesas in one command: all of them, all but some, and one change for all."""

import json
from pathlib import Path
from typing import Any

import pytest

from mcsj_cli.store import yaml
from tests.store.test_history import run_git
from tests.test_main import Run

CONTACT = ("--channel", "whatsapp", "--stage", "contacted", "--summary", "Se mandó el aviso")


def list_files(project: Path, kind: str) -> set[str]:
    return {path.name for path in (project / "data" / kind).rglob("*.yaml")}


def read_record(file: Path) -> dict[str, Any]:
    plain = yaml.parse_plain(file.read_bytes(), "")
    assert isinstance(plain, dict)
    return plain


def count_commits(project: Path) -> int:
    return int(run_git(project, "rev-list", "--count", "HEAD"))


def test_one_contact_with_all_mesas_but_some_is_one_change(project: Path, mcsj: Run) -> None:
    before, commits = list_files(project, "followups"), count_commits(project)
    result = mcsj("followups", "add", "--mesa", "todas", "--menos", "Cancún-IM,leon", *CONTACT)
    assert result.code == 0, result.err
    added = list_files(project, "followups") - before
    assert len(added) == len(result.out.splitlines()) == 16
    assert not [name for name in added if "leon" in name or "cancun" in name]
    assert "El mismo contacto con cada una de 16 mesas: " in result.err
    assert "16 contactos" in result.err
    assert count_commits(project) == commits + 1
    assert mcsj("undo").code == 0
    assert list_files(project, "followups") == before


def test_no_name_beside_all_is_passed_over(project: Path, mcsj: Run) -> None:
    before = list_files(project, "followups")
    result = mcsj("followups", "add", "--mesa", "todas,xyz", *CONTACT)
    assert (result.code, result.out) == (5, "")
    assert "«xyz»" in result.err
    assert list_files(project, "followups") == before


def test_mesas_named_one_by_one_are_told_before_anything_is_asked(project: Path, mcsj: Run) -> None:
    given = ("followups", "add", "--mesa", "leon", "--mesa", "Pachuca,leon")
    result = mcsj(*given, *CONTACT)
    assert result.code == 0, result.err
    assert len(result.out.splitlines()) == 2
    assert "León y Pachuca" in result.err
    result = mcsj(*given, *CONTACT, "--meeting-at", "2020-04-27 10:00")
    assert (result.code, result.out) == (2, "")
    assert "--reunion-cuando fija una reunión con una sola mesa" in result.err


def test_an_action_of_all_that_met(project: Path, mcsj: Run) -> None:
    given = (
        "actions", "add", "Censo", "--axis", "salud", "--approach", "intercambio",
        "--owner", "Coordinación", "--due", "2020-05-08", "--mesa",
    )  # fmt: skip
    result = mcsj(*given, "todas menos Cancún-IM, torreon", "--meeting", "2020-W17-g4")
    assert result.code == 0, result.err
    action = read_record(Path(result.out.strip()))
    assert set(action["mesas"]) == {"guadalajara", "monterrey", "gomez-palacio"}
    result = mcsj(*given, "all", "--except", "leon", "--meeting", "2020-W17-g4")
    assert (result.code, result.out) == (2, "")
    assert "no están entre las mesas elegidas: leon" in result.err
    result = mcsj("actions", "edit", "-", "--mesa", "todas", "--menos", "leon")
    assert result.code == 0, result.err
    action = read_record(project / result.out.strip())
    assert len(action["mesas"]) == 17


@pytest.mark.parametrize(("given", "told"), [
    (("--mesa", "leon", "--menos", "pachuca"), "«pachuca»: --menos deja mesas fuera"),
    (("--mesa", "todas", "--menos", "todas menos leon"), "todas menos leon"),
    (("--mesa", "todas", "--menos", "nadie"), "nadie"),
])  # fmt: skip
def test_what_cannot_be_left_out_is_refused(
    project: Path, mcsj: Run, given: tuple[str, ...], told: str
) -> None:
    before = list_files(project, "followups")
    result = mcsj("followups", "add", *given, *CONTACT)
    assert result.code in (2, 5)
    assert told in result.err
    assert list_files(project, "followups") == before


def test_a_practice_is_copied_by_several_mesas_at_once(project: Path, mcsj: Run) -> None:
    (practice,) = json.loads(mcsj("practices", "list", "--format", "json").out)[:1]
    file = project / "data/practices/2020" / f"{practice['uid']}.yaml"
    before, commits = file.read_bytes(), count_commits(project)
    had = {practice["mesa"], *(copy["mesa"] for copy in practice["replications"])}
    result = mcsj("practices", "replicate", practice["uid"], "--mesa", "all", "--except", "pachuca")
    assert result.code == 0, result.err
    copies = read_record(file)["replications"]
    assert len(copies) + 1 == 17
    assert "pachuca" not in [copy["mesa"] for copy in copies]
    assert f"{17 - len(had)} mesas" in result.err
    assert count_commits(project) == commits + 1
    again = mcsj("practices", "replicate", practice["uid"], "--mesa", practice["mesa"])
    assert again.code == 4
    assert mcsj("undo").code == 0
    assert file.read_bytes() == before


def test_an_agreement_of_all_that_meet_but_some(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T20:00")
    given = (
        "meetings", "record", "2020-W19-g4", "--agreement", "Mercado", "--axis", "economia",
        "--approach", "intercambio", "--owner", "Coordinación", "--due", "2020-05-20",
    )  # fmt: skip
    result = mcsj(*given, "--present", "todas", "--mesa", "todas", "--except", "torreon")
    assert (result.code, result.out) == (2, "")
    assert "de la asistencia o del acuerdo" in result.err
    result = mcsj(*given, "--present", "torreon", "--mesa", "todas", "--except", "leon")
    assert (result.code, result.out) == (5, "")
    result = mcsj(*given, "--present", "torreon", "--mesa", "todas", "--except", "torreon")
    assert result.code == 0, result.err
    agreed = json.loads(mcsj("actions", "list", "--meeting", "2020-W19-g4", "-f", "json").out)
    assert set(agreed[0]["mesas"]) == {"cancun-im", "guadalajara", "monterrey", "gomez-palacio"}


@pytest.mark.parametrize("noun", ["actions", "followups", "practices", "meetings"])
def test_a_filter_takes_all_but_some(project: Path, mcsj: Run, noun: str) -> None:
    def find(*given: str) -> list[object]:
        result = mcsj(noun, "list", *given, "--format", "json")
        assert result.code == 0, result.err
        return list(json.loads(result.out))

    if noun != "meetings":
        assert find("--mesa", "todas") == find()
    kept = find("--mesa", "todas", "--except", "monterrey")
    assert kept
    assert all(item.get("mesa") != "monterrey" for item in kept if isinstance(item, dict))
    assert all(item.get("mesas") != ["monterrey"] for item in kept if isinstance(item, dict))
    result = mcsj(noun, "list", "--except", "monterrey")
    assert result.code == 2


@pytest.mark.parametrize("noun", ["actions", "meetings", "people"])
def test_a_mesa_of_another_group_is_not_left_out(project: Path, mcsj: Run, noun: str) -> None:
    result = mcsj(noun, "list", "--group", "4", "--mesa", "all", "--except", "leon")
    assert (result.code, result.out) == (2, "")
    assert "leon" in result.err
