"""The schemas accept what is shipped and what reading accepts, as editors load it,
and refuse what is broken.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.schemas import build_report_schema, build_schemas
from mcsj_cli.store.project import Project
from mcsj_cli.store.yaml import load
from tests.conftest import ROOT
from tests.test_main import Run

FILES = ("network", "groups", "categories", "partners")
SCHEMAS = build_schemas()
ALL = {**SCHEMAS, "report": build_report_schema()}
MODELS: dict[str, Any] = {kind.folder: kind.record for kind in KINDS}
CONTENT = "title: Uno\ntags: [SOSnacional]\ncreated: 2020-04-22\n"
MEETING = "group: 4\nweek: 2020-W17\n"


class CoreLoader(yaml.SafeLoader):
    """The core schema of YAML 1.2, as editors have it: dates and hours are text, `no` too."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  PyYAML's own attribute


for tag, pattern, first in (
    ("null", r"(?:~|null|Null|NULL|)", "~nN"),
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"{pattern}$"), [*first]
    )
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])


def core(text: str) -> object:
    return yaml.load(text, CoreLoader)  # noqa: S506  a SafeLoader


def complaints(name: str, text: str) -> list[str]:
    validator = Draft202012Validator(
        SCHEMAS[name], format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    return [error.message for error in validator.iter_errors(core(text))]


def demo_records(project: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for path in (project / "data" / kind.folder).rglob("*.yaml"):
            yield kind.folder, path


def test_every_file_and_kind_has_a_schema() -> None:
    assert set(SCHEMAS) == {*FILES, *(kind.folder for kind in KINDS)}
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
        assert schema["additionalProperties"] is False
        assert schema["description"]


def test_editors_load_as_we_mean() -> None:
    loaded = core("[2020-04-20, 17:00, no, 4, 1.5, true, null, 08:00, '4']")
    assert loaded == ["2020-04-20", "17:00", "no", 4, 1.5, True, None, "08:00", "4"]
    assert core("a:") == {"a": None}


@pytest.mark.parametrize("name", FILES)
def test_shipped_files_are_valid(name: str) -> None:
    assert complaints(name, (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")) == []


def test_example_is_valid(demo_folder: Path) -> None:
    records = list(demo_records(demo_folder))
    assert {name for name, _path in records} == {kind.folder for kind in KINDS}
    for name, path in records:
        assert complaints(name, path.read_text(encoding="utf-8")) == [], path
    for name in FILES:
        assert (
            complaints(name, (demo_folder / f"data/{name}.yaml").read_text(encoding="utf-8")) == []
        )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content", CONTENT.replace("Uno", "2020")),
        ("content", CONTENT.replace("Uno", "true")),
        ("content", CONTENT.replace("Uno", "1.50")),
        ("content", CONTENT.replace("[SOSnacional]", "[2020, '#SOSeconomía', true]")),
        ("content", CONTENT + "summary:\nurl:\nsource: 19\nverification: null\n"),
        ("content", CONTENT + "url: HTTPS://www.gob.mx/salud?a=ñ#x\n"),
        (
            "meetings",
            MEETING + "start: 2020-04-23T9:05\nheld: true\nattendance: {torreon: absent}\n",
        ),
        ("meetings", MEETING.replace("2020-W17", "2020w7") + "status: null\nupdated: 2020-04-22\n"),
    ],
)
def test_what_reading_accepts_is_valid(name: str, text: str) -> None:
    load(text.encode(), MODELS[name], "a.yaml")
    assert complaints(name, text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("content", CONTENT + "titulo: Dos\n"),
        ("content", CONTENT.replace("title: Uno\n", "")),
        ("content", CONTENT.replace("Uno", "")),
        ("content", CONTENT.replace("[SOSnacional]", "SOSnacional")),
        ("content", CONTENT.replace("[SOSnacional]", "[SOS-nacional]")),
        ("content", CONTENT.replace("2020-04-22", "22/04/2020")),
        ("content", CONTENT.replace("2020-04-22", "2020-02-30")),
        ("content", CONTENT + "status: listo\n"),
        ("content", CONTENT + "url: example.org\n"),
        ("content", CONTENT + "verification: {by: coordinación, on: 2020-04-22}\n"),
        ("meetings", MEETING.replace("4", "0")),
        ("meetings", MEETING.replace("2020-W17", "17")),
        ("meetings", MEETING + "start: 2020-04-23\n"),
        ("meetings", MEETING + "attendance: {torreon: si}\n"),
    ],
)
def test_what_reading_refuses_is_not_valid(name: str, text: str) -> None:
    with pytest.raises(InvalidDataError):
        load(text.encode(), MODELS[name], "a.yaml")
    assert complaints(name, text)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("groups", "weekday: thursday", "weekday: jueves"),
        ("groups", "weekday: thursday, ", ""),
        ("groups", "time: 17:00", "time: 25:00"),
        ("groups", "minutes: 60", "minutes: 3"),
        ("groups", "slug: monterrey", "slug: Monterrey"),
        ("groups", "timezone: America/Monterrey", "timezone: Monterrey"),
        ("groups", "latitude: 25.68435", "latitude: 125.68435"),
        ("network", "language: es", "language: español"),
        ("network", "  weekly_items: 1", "  weekly_items: -1"),
        ("categories", "  - tag: SOSnacional\n", "  - tag: SOS nacional\n"),
        ("partners", "slug: leapam", "slug: leapam\n    telefono: x"),
    ],
)
def test_a_broken_file_is_not_valid(name: str, before: str, after: str) -> None:
    text = (ROOT / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    assert before in text
    assert complaints(name, text.replace(before, after))


def test_all_are_printed_or_one(mcsj: Run) -> None:
    assert json.loads(mcsj("schema").out) == ALL
    assert json.loads(mcsj("esquema", "groups").out) == SCHEMAS["groups"]


def test_an_unknown_name_is_told_with_the_nearest(mcsj: Run) -> None:
    result = mcsj("schema", "grups")
    assert result.code == 5
    assert "«groups»" in result.err


def test_files_are_written_into_a_new_folder(mcsj: Run, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    printed = mcsj("schema", "-o", folder).out.split()
    assert printed == [str(folder / f"{name}.schema.json") for name in ALL]
    assert {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.iterdir()
    } == {f"{name}.schema.json": schema for name, schema in ALL.items()}
    assert mcsj("schema", "groups", "-o", tmp_path).out.split() == [
        str(tmp_path / "groups.schema.json")
    ]


def test_a_folder_that_is_a_file_is_told(mcsj: Run, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    assert mcsj("schema", "-o", tmp_path / "a").code == 2
    assert mcsj("schema", "-o", tmp_path / "a" / "b").code == 2


def test_the_names_are_those_of_the_files(project: Path) -> None:
    assert Project(project).file_problems() == []
    assert {path.stem for path in (project / "data").glob("*.yaml")} == set(FILES)


@pytest.mark.parametrize("command", ["weekly", "group 4", "mesa leon"])
@pytest.mark.parametrize("week", ["2020-W18", "2019-W30"])
def test_a_report_is_as_its_schema_says(project: Path, mcsj: Run, command: str, week: str) -> None:
    report = json.loads(mcsj("report", *command.split(), "--week", week, "-f", "json").out)
    validator = Draft202012Validator(
        ALL["report"], format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(report)] == []
    for key in report:
        broken = {other: value for other, value in report.items() if other != key}
        assert list(validator.iter_errors(broken)), key
    assert list(validator.iter_errors({**report, "schema": "mcsj-report/2"}))
