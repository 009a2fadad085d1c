"""Copies that clouds and people make, and what programs leave: no figure changes, all is told."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import NOW, copy_folder
from tests.store.test_history import run_git
from tests.store.test_sync import ITEM
from tests.test_main import Run

STEM = ITEM.removesuffix(".yaml")
MEETING = "data/meetings/2020/2020-W17-g4"
# Copies of records, each with what it says: all say the same but one.
COPIES = {
    f"{STEM} (conflicted copy 2020-04-23).yaml": ITEM,
    f"{STEM} (copia en conflicto de EQUIPO 2020-04-23).yaml": ITEM,
    f"{STEM}-EQUIPO.yaml": ITEM,
    f"{STEM}.sync-conflict-20200423-101112-ABCDEFG.yaml": ITEM,
    f"{STEM} - copia.yaml": ITEM,
    f"{STEM}.yml": ITEM,
    f"{STEM}.YAML": ITEM,
    f"{MEETING} (1).yaml": f"{MEETING}.yaml",
    "data/meetings/2020/2020-w17-g4.yaml": f"{MEETING}.yaml",
}
OTHERS = (f"{STEM} (1).yaml", "title: Otra\n")
LEFT = (
    "data/.DS_Store",
    "data/Icon\r",
    "data/content/desktop.ini",
    "data/content/2020/Thumbs.db",
    f"data/content/2020/~${Path(ITEM).name}",
    "data/content/2020/~wrl0001.tmp",
    "data/actions/2020/.2020-04-01-x.yaml.swp",
)
BY_HAND = {
    "data/groups (1).yaml": "groups.yaml",
    "data/groups.yaml.bak": "groups.yaml",
    "data/partners-EQUIPO.yaml": "partners.yaml",
}
UNKNOWN = ("data/LEEME.txt", "data/content/2020/notas.md")
WEEKLY = ("report", "weekly", "--week", "2020-W16", "--format", "json")
LIST = ("content", "list", "--format", "json")
LOOKS = (
    WEEKLY,
    LIST,
    ("meetings", "list", "--week", "2020-W17", "--format", "json"),
    ("content", "search", "OPS", "--format", "json"),
    ("status", "--format", "json"),
    ("meetings", "ics", "--group", "4", "-o", "-"),
)


def _put(project: Path, file: str, content: bytes) -> None:
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _litter(project: Path) -> None:
    """Put every foreign file there that the lists above name."""
    raw = (project / ITEM).read_bytes()
    for file, original in COPIES.items():
        _put(project, file, (project / original).read_bytes())
    _put(project, OTHERS[0], raw.replace(b"source: OPS", b"source: OMS, x@gmail.com"))
    for file, name in BY_HAND.items():
        _put(project, file, (project / "data" / name).read_bytes())
    _put(project, "data/groups (1).yaml", _edit_groups(project))
    for file in (*LEFT, *UNKNOWN):
        _put(project, file, b"x")
    shutil.copytree(project / "data/actions/2020", project / "data/actions/2020 (1)")


def _edit_groups(project: Path) -> bytes:
    raw = (project / "data/groups.yaml").read_bytes()
    assert b"weekday: thursday" in raw
    return raw.replace(b"weekday: thursday", b"weekday: friday", 1)


def test_no_figure_counts_what_is_foreign_and_a_line_tells_of_it(project: Path, mcsj: Run) -> None:
    before = [mcsj(*words) for words in LOOKS]
    _litter(project)
    line = "11 archivos son copias de registros y no cuentan; «mcsj revisar» dice de cuáles."
    for words, clean in zip(LOOKS, before, strict=True):
        result = mcsj(*words)
        assert (result.code, result.out) == (clean.code, clean.out), words
        told = set(result.err.splitlines()) - set(clean.err.splitlines())
        assert told == {f"Advertencia: {line}"}, words
    assert mcsj("content", "show", f"{Path(STEM).name}-EQUIPO").code == 5


def test_check_tells_each_of_what_it_is_a_copy_and_fix_removes_the_same(
    project: Path, mcsj: Run
) -> None:
    _litter(project)
    result = mcsj("check", "--format", "json")
    assert (result.code, "copias de registros" in result.err) == (1, False)
    told = {problem["file"]: problem for problem in json.loads(result.out)}
    for file, original in COPIES.items():
        assert f"copia de {original} y dice lo mismo" in told[file]["message"]
        assert (told[file]["severity"], told[file]["line"]) == ("error", 0)
    other, groups = told[OTHERS[0]], told["data/groups (1).yaml"]
    assert "source: «OPS» → …" in other["message"]  # an address of a person is never shown
    assert f"rm '{OTHERS[0]}'" in other["advice"]
    assert f"mv '{OTHERS[0]}' {ITEM}" in other["advice"]
    assert "weekday: «thursday» → «friday»" in groups["message"]
    assert "data/groups.yaml" in groups["advice"]
    assert "copia de la carpeta data/actions/2020 (" in told["data/actions/2020 (1)"]["message"]
    for file in (*LEFT, *UNKNOWN, "data/groups.yaml.bak"):
        assert told[file]["severity"] == "warning", file
    assert told["data/Icon\r"]["advice"].endswith("rm data/Icon?")
    head = run_git(project, "rev-parse", "HEAD")
    mcsj("check", "--fix")
    for file in (*COPIES, "data/groups.yaml.bak", "data/partners-EQUIPO.yaml"):
        assert not (project / file).exists(), file
    for file in (OTHERS[0], "data/groups (1).yaml", *LEFT, *UNKNOWN, ITEM, f"{MEETING}.yaml"):
        assert (project / file).exists(), file
    assert run_git(project, "rev-parse", "HEAD") == head
    # The advice that is given leads out.
    (project / OTHERS[0]).unlink()
    (project / "data/groups (1).yaml").unlink()
    shutil.rmtree(project / "data/actions/2020 (1)")
    assert mcsj("check").code == 0


def test_a_copy_whose_record_is_gone_is_a_record_of_a_wrong_name(project: Path, mcsj: Run) -> None:
    (project / ITEM).rename(project / f"{STEM} (1).yaml")
    result = mcsj(*LIST)
    assert "no se pudo leer" in result.err
    assert f"Cámbiele el nombre a {Path(ITEM).name}" in mcsj("check").out
    week = ("report", "weekly", "--week", "2020-W15", "--format", "json")
    assert "No cuenta aquí 1 registro" in json.loads(mcsj(*week).out)["notice"]


@pytest.fixture(scope="module")
def littered(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold one copy of the example for all random examples; each takes away what it put there."""
    folder = tmp_path_factory.mktemp("random") / "red"
    copy_folder(demo_folder, folder)
    return folder


_ADDED = st.sampled_from(
    [" (1)", "-EQUIPO", " - copia", ".sync-conflict-20200423-101112-AB", " (conflicted copy)", "~"]
)
_ENDS = st.sampled_from([".yaml", ".yml", ".YAML", ".yaml.bak", ".yaml.tmp"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(picks=st.lists(st.tuples(st.integers(0, 200), _ADDED, _ENDS, st.booleans()), max_size=8))
def test_random_foreign_files_change_no_figure(
    littered: Path,
    mcsj: Run,
    monkeypatch: pytest.MonkeyPatch,
    picks: list[tuple[int, str, str, bool]],
) -> None:
    monkeypatch.chdir(littered)
    monkeypatch.setenv("MCSJ_NOW", NOW)
    before = [mcsj(*words).out for words in (WEEKLY, LIST)]
    known = sorted((littered / "data").rglob("*.yaml"))
    put = []
    for number, added, end, is_same in picks:
        original = known[number % len(known)]
        path = original.with_name(f"{original.stem}{added}{end}")
        path.write_bytes(original.read_bytes() if is_same else b"title: [\n")
        put.append(path)
    try:
        assert [mcsj(*words).out for words in (WEEKLY, LIST)] == before
    finally:
        for path in put:
            path.unlink(missing_ok=True)
