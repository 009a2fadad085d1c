"""A network's folder: found from below, read once, kept, and made whole or not at all."""

import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcsj_cli.errors import ExistsError, InvalidDataError, NoProjectError, OutputError
from mcsj_cli.model.kinds import CONTENT, KINDS, MEETINGS
from mcsj_cli.model.week import Week
from mcsj_cli.store import cache, files, yaml
from mcsj_cli.store.project import Project, find_project
from mcsj_cli.store.template import create_project

ROOT = Path(__file__).parent.parent.parent
FILES = ["network", "groups", "categories", "partners"]
OLD = 1_587_500_000_000_000_000


def read_all(root: Path) -> list[object]:
    project = Project(root)
    return [getattr(project, name) for name in FILES]


def put_back(path: Path, text: str, moment: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(moment, moment))


def test_project_is_found_from_any_folder_of_it(project: Path) -> None:
    assert find_project(project).root == project
    assert find_project(project / "data" / "content" / "2020").root == project


def test_project_with_one_of_its_files_is_found(project: Path) -> None:
    (project / "data" / "groups.yaml").unlink()
    assert find_project(project).root == project


def test_nearest_project_is_found(project: Path) -> None:
    shutil.copytree(project / "data", project / "otra" / "data")
    assert find_project(project / "otra" / "data").root == project / "otra"


def test_no_project(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises(NoProjectError) as caught:
        find_project(tmp_path / "data")
    assert caught.value.exit_code == 3
    assert str(tmp_path / "data") in caught.value.message
    assert "mcsj iniciar" in caught.value.advice


def test_a_project_one_folder_below_is_named(demo_folder: Path, tmp_path: Path) -> None:
    for name in ("red norte", "red"):
        shutil.copytree(demo_folder / "data", tmp_path / name / "data")
    with pytest.raises(NoProjectError) as caught:
        find_project(tmp_path)
    assert "«cd red»" in caught.value.advice
    assert "«cd 'red norte'»" in caught.value.advice
    assert "mcsj iniciar" not in caught.value.advice


def test_each_file_is_read_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: Counter[str] = Counter()
    read = files.read

    def count(path: Path, file: str, *largest: int) -> bytes:
        seen[file] += 1
        return read(path, file, *largest)

    monkeypatch.setattr(files, "read", count)
    network = Project(project)
    for _ in range(3):
        assert network.groups is network.groups
        assert network.network is network.network
        assert network.read(CONTENT) == network.read(CONTENT)
    assert set(seen.values()) == {1}
    assert seen["data/groups.yaml"] == 1
    assert "data/partners.yaml" not in seen
    assert len([file for file in seen if file.startswith("data/content/")]) == 40


def test_missing_file_is_told(project: Path) -> None:
    (project / "data" / "partners.yaml").unlink()
    with pytest.raises(InvalidDataError) as caught:
        _ = Project(project).partners
    assert [problem.place for problem in caught.value.problems] == ["data/partners.yaml"]


def test_problems_of_all_files_are_told_in_one_go(project: Path) -> None:
    (project / "data" / "groups.yaml").write_text("groups: a\n", encoding="utf-8")
    (project / "data" / "partners.yaml").write_text("partners:\n", encoding="utf-8")
    (project / "data" / "network.yaml").unlink()
    places = [problem.place for problem in Project(project).file_problems()]
    assert places == ["data/network.yaml", "data/groups.yaml:1:9", "data/partners.yaml:1:10"]


def test_project_adds_and_finds_records(project: Path) -> None:
    network = Project(project)
    entry = network.find(CONTENT, "-")
    with network.changing("content: add") as change:
        added = change.add(CONTENT, entry.record)
    assert (project / added.file).parent.parent == project / "data" / "content"
    assert network.find(CONTENT, added.uid).record == entry.record


@pytest.mark.usefixtures("later")
def test_warm_read_is_the_same_and_needs_no_yaml(project: Path) -> None:
    cold = read_all(project)
    code = (
        "import sys; from pathlib import Path; from mcsj_cli.store.project import Project\n"
        f"p = Project(Path.cwd()); [getattr(p, name) for name in {FILES}]\n"
        "print('yaml' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (run.stdout, run.stderr) == ("False\n", "")
    warm = read_all(project)
    assert warm == cold


@pytest.mark.usefixtures("later")
def test_kept_values_have_their_types(project: Path) -> None:
    read_all(project)
    warm = Project(project)
    series = warm.groups.groups[0].series[0]
    assert (series.time.time.hour, series.timezone.zone.key) == (17, "America/Mexico_City")
    assert warm.partners.helplines[0][1].tel == "tel:+525558094903"
    assert type(warm.categories.tags[0]).__name__ == "Tag"


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("size", ["same", "other"])
def test_an_edit_is_always_seen(size: str, project: Path) -> None:
    read_all(project)
    path = project / "data" / "groups.yaml"
    before = path.read_text(encoding="utf-8")
    put_back(
        path,
        before.replace("name: Grupo 1\n", "name: Grupo X\n" if size == "same" else "name: Otro\n"),
        OLD,
    )
    assert Project(project).groups.groups[0].name == ("Grupo X" if size == "same" else "Otro")
    path.write_text("groups: a\n", encoding="utf-8")
    with pytest.raises(InvalidDataError):
        _ = Project(project).groups
    path.unlink()
    with pytest.raises(InvalidDataError):
        _ = Project(project).groups


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'["","",null]',
        b"\xff\x00",
        lambda kept: kept[:-20],
        lambda kept: kept.replace(b'"2020-', b'"20x0-'),
    ],
)
def test_damaged_cache_is_ignored(damage: bytes | Callable[[bytes], bytes], project: Path) -> None:
    cold = read_all(project)
    kept = sorted((project / ".mcsj" / "cache").iterdir())
    assert [path.stem for path in kept] == sorted(FILES)
    for path in kept:
        path.write_bytes(damage if isinstance(damage, bytes) else damage(path.read_bytes()))
    warm = read_all(project)
    assert str(warm) == str(cold)
    assert Project(project).groups.groups[0].series[0].time.time.hour == 17


@pytest.mark.usefixtures("later")
def test_cache_of_another_version_is_ignored(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = Project(project).groups
    assert cache.recall_document(project, "data/groups.yaml", type(groups)) == groups
    monkeypatch.setattr(cache, "__version__", "0")
    assert cache.recall_document(project, "data/groups.yaml", type(groups)) is None


@pytest.mark.usefixtures("later")
def test_folder_that_cannot_be_written_is_read(project: Path) -> None:
    (project / ".mcsj").write_bytes(b"")
    assert read_all(project) == read_all(project)
    assert (project / ".mcsj").read_bytes() == b""


@pytest.mark.usefixtures("later")
def test_young_file_is_not_kept(project: Path) -> None:
    now = time.time_ns() + 3600 * 10**9
    os.utime(project / "data" / "groups.yaml", ns=(now, now))
    read_all(project)
    assert not (project / ".mcsj" / "cache" / "groups.json").exists()
    assert (project / ".mcsj" / "cache" / "partners.json").is_file()


def test_bad_file_is_not_kept(project: Path) -> None:
    put_back(project / "data" / "groups.yaml", "groups: a\n", OLD)
    for _ in range(2):
        with pytest.raises(InvalidDataError):
            _ = Project(project).groups
    assert not (project / ".mcsj").exists()


@pytest.mark.usefixtures("later")
def test_nothing_stays_beside_what_is_kept(project: Path) -> None:
    read_all(project)
    assert sorted(path.name for path in (project / ".mcsj").rglob("*") if path.is_file()) == sorted(
        f"{name}.json" for name in FILES
    )


def test_new_project_is_the_template(tmp_path: Path) -> None:
    create_project(tmp_path / "a" / "red", demo=False)
    made = tmp_path / "a" / "red"
    assert sorted(path.name for path in made.iterdir()) == [".gitattributes", ".gitignore", "data"]
    for name in FILES:
        modeline, text = (made / "data" / f"{name}.yaml").read_text(encoding="utf-8").split("\n", 1)
        assert modeline == f"# yaml-language-server: $schema=../schemas/{name}.schema.json"
        shipped = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
        assert text == shipped.replace("autocommit: false", "autocommit: true")
    assert Project(made).network.autocommit
    assert not Project(made).file_problems()
    assert all(not Project(made).read(kind).entries for kind in KINDS)


def test_demo_has_four_weeks(project: Path) -> None:
    network = Project(project)
    content, meetings = network.read(CONTENT), network.read(MEETINGS)
    assert (len(content.entries), len(meetings.entries)) == (40, 16)
    assert not content.problems + meetings.problems + network.file_problems()
    weeks = {Week.of(entry.record.day) for entry in content.entries}
    assert weeks == {f"2020-W{number}" for number in (15, 16, 17, 18)}
    assert {Week.of(entry.record.day) for entry in meetings.entries} <= weeks
    for kind in KINDS:
        assert len(network.read(kind).entries) > 5
    assert "ejemplo" in network.network.notice


def test_existing_data_are_never_touched(project: Path) -> None:
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    with pytest.raises(ExistsError) as caught:
        create_project(project, demo=True)
    assert caught.value.exit_code == 4
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("obstacle", ["file", "dangling"])
def test_something_else_called_data_is_never_touched(obstacle: str, tmp_path: Path) -> None:
    if obstacle == "file":
        (tmp_path / "data").write_bytes(b"mis datos")
    else:
        (tmp_path / "data").symlink_to(tmp_path / "nada")
    with pytest.raises((ExistsError, OutputError)):
        create_project(tmp_path, demo=False)
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize("number", [1, 17, 52])
def test_project_is_made_whole_or_not_at_all(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = Counter[str]()
    create = files.create

    def break_down(*arguments: Any) -> None:
        calls["create"] += 1
        if calls["create"] == number:
            raise OSError(28, "No space left on device")
        create(*arguments)

    monkeypatch.setattr(files, "create", break_down)
    with pytest.raises(OutputError, match="el disco está lleno"):
        create_project(tmp_path / "red", demo=True)
    assert list((tmp_path / "red").iterdir()) == []


def test_project_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "red").write_bytes(b"")
    with pytest.raises(OutputError):
        create_project(tmp_path / "red", demo=False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "private/\naside/\n.mcsj/\n.mcsj-*\n"),
        ("", "private/\naside/\n.mcsj/\n.mcsj-*\n"),
        ("*.log\n\n# mío\n", "*.log\n\n# mío\nprivate/\naside/\n.mcsj/\n.mcsj-*\n"),
        ("*.log", "*.log\nprivate/\naside/\n.mcsj/\n.mcsj-*\n"),
        (".mcsj/\n*.log\n", ".mcsj/\n*.log\nprivate/\naside/\n.mcsj-*\n"),
        (".mcsj-*\n.mcsj/\naside/\nprivate/", ".mcsj-*\n.mcsj/\naside/\nprivate/"),
    ],
)
def test_gitignore_keeps_its_lines_and_gains_ours_once(
    before: str | None, after: str, tmp_path: Path
) -> None:
    path = tmp_path / ".gitignore"
    if before is not None:
        path.write_text(before, encoding="utf-8")
    create_project(tmp_path, demo=False)
    assert path.read_text(encoding="utf-8") == after


def test_gitignore_in_another_encoding_does_not_break_the_program(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes("# mío\n".encode("latin-1"))
    create_project(tmp_path, demo=False)
    assert (tmp_path / ".gitignore").read_bytes() == "# mío\n".encode(
        "latin-1"
    ) + b"private/\naside/\n.mcsj/\n.mcsj-*\n"


def test_template_reads_as_yaml_and_not_only_as_kept(project: Path) -> None:
    raw = (project / "data" / "groups.yaml").read_bytes()
    assert yaml.load(raw, type(Project(project).groups), "groups.yaml") == Project(project).groups
