"""Groups, mesas, categories, partners and the helpline: what a person and a program read."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from tests.test_main import Run

TAGS = [
    "SOSnacional", "SOSinternacional", "SOSdelaOMS", "SOSeconomia", "SOSestadisticas",
    "SOSdelafamilia", "SOSmensajes", "SOSentretenimiento",
]  # fmt: skip
READABLE = [
    ("groups", "list"), ("groups", "show", "4"), ("mesas", "list"), ("mesas", "show", "cancun"),
    ("categories", "list", "--kind", "axis"), ("partners", "list"), ("partners", "show", "leapam"),
    ("helpline",), ("meetings", "list", "--week", "2020-W18"),
    ("content", "list", "--week", "2020-W18"), ("content", "show", "cocos"), ("status",),
    ("check",),
]  # fmt: skip


@pytest.mark.parametrize("command", READABLE, ids=" ".join)
def test_what_a_person_reads(
    command: tuple[str, ...],
    project: Path,
    mcsj: Run,
    mcsj_process: Run,
    snapshot: SnapshotAssertion,
) -> None:
    spanish, english = mcsj(*command), mcsj_process(*command, lang="en")
    assert spanish.code == english.code == 0
    assert spanish.out == snapshot(name="es")
    assert english.out == snapshot(name="en")


def test_groups_for_programs(project: Path, mcsj: Run) -> None:
    groups = json.loads(mcsj("groups", "list", "--format", "json").out)
    assert [group["number"] for group in groups] == [1, 2, 3, 4, 5, 6]
    assert len({slug for group in groups for slug in group["mesas"]}) == 18
    fourth = groups[3]
    assert {key: fourth[key] for key in ("name", "weekday", "time", "timezone", "status")} == {
        "name": "Grupo 4",
        "weekday": "thursday",
        "time": "17:00",
        "timezone": "America/Mexico_City",
        "status": "tentative",
    }


def test_the_schedule_shown_is_the_one_that_holds_today(project: Path, mcsj: Run) -> None:
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    slot = (
        "weekday: thursday, time: 17:00, minutes: 60, timezone: America/Mexico_City, "
        "status: tentative}\n"
    )
    later = slot.replace("thursday, time: 17:00", "monday, time: 09:30")
    first = f"      - {{from: 2020-04-20, {slot}"
    assert first in text
    groups.write_text(
        text.replace(first, f"{first}      - {{from: 2020-04-23, {later}"), encoding="utf-8"
    )
    fourth = json.loads(mcsj("groups", "list", "--format", "json").out)[3]
    assert (fourth["weekday"], fourth["time"]) == ("monday", "09:30")


def test_groups_of_a_state_however_written(project: Path, mcsj: Run) -> None:
    for text in ("Gto", "gto.", "Guanajuato", "MX-GUA", "11"):
        groups = json.loads(mcsj("groups", "list", "--state", text, "--format", "json").out)
        assert [group["number"] for group in groups] == [6]


def test_mesas_for_programs(project: Path, mcsj: Run) -> None:
    mesas = json.loads(mcsj("mesas", "list", "--format", "json").out)
    assert len(mesas) == 18
    known = {mesa["slug"]: mesa for mesa in mesas}
    assert {
        key: known["cancun-im"][key] for key in ("name", "state", "group", "scope", "timezone")
    } == {
        "name": "Cancún-IM",
        "state": "QR",
        "group": 4,
        "scope": "municipal",
        "timezone": "America/Cancun",
    }
    assert known["cancun-im"]["municipalities"] == ["23005", "23003"]
    assert known["michoacan"]["scope"] == "state"
    leon = json.loads(mcsj("mesas", "list", "--state", "guanajuato", "--format", "json").out)
    assert [mesa["slug"] for mesa in leon] == ["irapuato", "leon"]
    assert len(json.loads(mcsj("mesas", "list", "--group", "5", "--format", "json").out)) == 5


def test_categories_for_programs(project: Path, mcsj: Run) -> None:
    categories = json.loads(mcsj("categories", "list", "--format", "json").out)
    assert [item["tag"] for item in categories if item["kind"] == "rubric"] == TAGS
    axes = [item["slug"] for item in categories if item["kind"] == "axis"]
    assert axes == ["salud", "economia", "familia", "seguridad-justicia"]
    assert len([item for item in categories if item["kind"] == "approach"]) == 3
    assert all(item["name"] and item["description"] for item in categories)
    shown = mcsj("categories", "list").out
    assert all(f"#{tag} " in shown for tag in TAGS)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2020-04-23T08:00:00-05:00", True, "2020-04-24T08:00:00-05:00"),
        ("2020-04-23T07:59:59-05:00", False, "2020-04-23T08:00:00-05:00"),
        ("2020-04-23T20:00:00-05:00", False, "2020-04-24T08:00:00-05:00"),
        ("2026-04-23T14:30:00Z", True, "2026-04-24T08:00:00-06:00"),
        ("2026-04-23T13:30:00Z", False, "2026-04-23T08:00:00-06:00"),
    ],
)
def test_the_helpline_knows_whether_it_is_open(
    project: Path,
    mcsj: Run,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
    is_open: bool,
    opens: str,
) -> None:
    monkeypatch.setenv("MCSJ_NOW", moment)
    (line,) = json.loads(mcsj("helpline", "--format", "json").out)
    assert (line["open"], line["phone"], line["tel"]) == (
        is_open,
        "55 58 09 49 03",
        "tel:+525558094903",
    )
    if not is_open:
        assert line["opens_next"] == opens


LISTS = [
    ("groups", "list"), ("mesas", "list"), ("categories", "list"), ("partners", "list"),
    ("helpline",), ("meetings", "list"), ("content", "list"),
]  # fmt: skip


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_every_list_in_every_format(command: tuple[str, ...], project: Path, mcsj: Run) -> None:
    items = json.loads(mcsj(*command, "--format", "json").out)
    assert items
    assert len(yaml.safe_load(mcsj(*command, "--format", "yaml").out)) == len(items)
    rows = list(csv.DictReader(io.StringIO(mcsj(*command, "--format", "csv").out)))
    assert len(rows) == len(items)
    assert set(rows[0]) == {key for item in items for key in item}
    for form in ("github", "html", "tsv", "grid"):
        result = mcsj(*command, "--format", form)
        assert result.code == 0
        assert result.out.count("\n") >= len(items)
    plain = mcsj(*command).out
    assert "\x1b" not in plain
    assert plain


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_an_unknown_format_names_the_nearest(
    command: tuple[str, ...], project: Path, mcsj: Run
) -> None:
    result = mcsj(*command, "--format", "jsno")
    assert (result.code, result.out) == (2, "")
    assert "json" in result.err


@pytest.mark.parametrize(
    ("command", "code", "proposal"),
    [
        (("groups", "show", "7"), 5, "6"),
        (("groups", "list", "--state", "Jalizco"), 5, "Jalisco"),
        (("mesas", "show", "monterey"), 5, "monterrey"),
        (("mesas", "show", "ar"), 5, "guadalajara"),
        (("mesas", "list", "--group", "x"), 5, "1, 2, 3"),
        (("partners", "show", "leapan"), 5, "leapam"),
        (("categories", "list", "--kind", "rubros"), 2, "rubro"),
        (("meetings", "list", "--week", "2021-W53"), 2, "2021"),
        (("content", "list", "--tag", "SOSeconomy"), 5, "SOSeconomia"),
        (("content", "list", "--status", "publicadas"), 2, "publicada"),
        (("content", "list", "--from", "tomorow"), 2, "mañana"),
        (("content", "show", "cocoz"), 5, ""),
        (("content", "show", "2020"), 5, ""),
    ],
)
def test_what_is_unknown_is_named_with_the_nearest(
    project: Path, mcsj: Run, command: tuple[str, ...], code: int, proposal: str
) -> None:
    result = mcsj(*command)
    assert (result.code, result.out) == (code, "")
    assert proposal in result.err
    assert "Traceback" not in result.err


def test_a_bad_file_does_not_hide_the_others(project: Path, mcsj: Run) -> None:
    (project / "data/categories.yaml").write_text("rubrics: [\n", encoding="utf-8")
    assert mcsj("groups", "list").code == 0
    assert mcsj("partners", "list").code == 0
    broken = mcsj("categories", "list")
    assert (broken.code, broken.out) == (6, "")
    assert "data/categories.yaml:2:1" in broken.err
    (project / "data/network.yaml").write_bytes(b"organisation: M\xe9xico\n")
    shown = mcsj("groups", "show", "4")
    assert shown.code == 0
    assert "data/network.yaml:1:16" in shown.err


def test_control_characters_do_not_reach_the_terminal(project: Path, mcsj: Run) -> None:
    groups = project / "data/groups.yaml"
    text = groups.read_text(encoding="utf-8")
    groups.write_text(
        text.replace("name: Grupo 4", r'name: "Grupo\e[31m 4\r\nX\u202e"', 1), encoding="utf-8"
    )
    for form in ([], ["--format", "github"], ["--format", "csv"]):
        result = mcsj("groups", "list", *form)
        assert result.code == 0
        assert not set("\x1b\r\u202e") & set(result.out)
        assert len(result.out.splitlines()) == 7 + (form == ["--format", "github"])


def test_formulas_are_neutralised_in_csv(project: Path, mcsj: Run) -> None:
    for number, title in enumerate(("=1+1", "+1", "-1", "@x", "normal")):
        assert (
            mcsj(
                "content",
                "add",
                "--tag",
                "SOSmensajes",
                "--date",
                f"2019-01-0{number + 1}",
                "--",
                title,
            ).code
            == 0
        )
    out = mcsj("content", "list", "--to", "2019-01-31", "--format", "csv").out
    titles = [row["title"] for row in csv.DictReader(io.StringIO(out))]
    assert titles == ["'=1+1", "'+1", "'-1", "'@x", "normal"]
