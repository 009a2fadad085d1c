"""`mcsj content add`, `list` and `show`."""

import json
import os
from pathlib import Path

import pytest

from tests.test_main import Run

ADD = (
    "content",
    "add",
    "--tag",
    "SOSeconomia",
    "Créditos a la palabra",
    "--url",
    "https://example.org/a",
)


def _files(project: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for path in sorted((project / "data").rglob("*"))
        if path.is_file()
    }


def test_the_file_of_a_new_item(project: Path, mcsj: Run) -> None:
    result = mcsj(
        *ADD, "--source", "IMSS", "--summary", "Un millón de créditos.", "--state", "jalisco"
    )
    path = project / "data/content/2020/2020-04-23-creditos-a-la-palabra.yaml"
    assert (result.code, result.out) == (0, f"{path.relative_to(project)}\n")
    assert path.read_text(encoding="utf-8") == (
        "title: Créditos a la palabra\n"
        "tags: [SOSeconomia]\n"
        "summary: Un millón de créditos.\n"
        "url: https://example.org/a\n"
        "source: IMSS\n"
        "states: [Jal]\n"
        "status: draft\n"
        "created: 2020-04-23\n"
    )


@pytest.mark.parametrize(
    "tag", ["SOSeconomia", "#SOSeconomia", "soseconomia", "#soseconomía", "#SOSECONOMI\u0301A"]
)
def test_a_tag_however_written(project: Path, mcsj: Run, tag: str) -> None:
    assert mcsj("content", "add", "--tag", tag, "Uno").code == 0
    (item,) = json.loads(
        mcsj(
            "content", "list", "--week", "2020-W17", "--status", "draft", "--tag", tag, "-f", "json"
        ).out
    )
    assert item["tags"] == ["SOSeconomia"]


def test_an_unknown_tag_proposes_and_writes_nothing(project: Path, mcsj: Run) -> None:
    before = _files(project)
    result = mcsj("content", "add", "--tag", "SOSeconomy", "Uno")
    assert (result.code, result.out) == (5, "")
    assert "SOSeconomia" in result.err
    assert _files(project) == before


def test_with_its_input_closed_it_says_what_is_missing(project: Path, mcsj_process: Run) -> None:
    before = _files(project)
    result = mcsj_process("content", "add", lang="es")
    assert (result.code, result.out) == (2, "")
    assert "título" in result.err
    assert "--etiqueta" in result.err
    assert _files(project) == before


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--url", "javascript:alert(1)"], 6),
        (["--url", "https://exa mple.org"], 6),
        (["--url", "https://[::1"], 6),
        (["--state", "Jalizco"], 5),
        (["--date", "2020-02-30"], 2),
        (["--date", "2020-W17"], 2),
        (["--tag", "no hay"], 5),
    ],
)
def test_a_value_that_cannot_be_writes_nothing(
    project: Path, mcsj: Run, options: list[str], code: int
) -> None:
    before = _files(project)
    result = mcsj("content", "add", "--tag", "SOSmensajes", "Uno", *options)
    assert (result.code, result.out) == (code, "")
    assert _files(project) == before


def test_a_title_of_nothing_printable_is_refused(project: Path, mcsj: Run) -> None:
    assert mcsj("content", "add", "--tag", "SOSmensajes", "\x07\u200b \n").code == 6


def test_a_title_with_controls_becomes_one_line(project: Path, mcsj: Run) -> None:
    path = Path(mcsj("content", "add", "--tag", "SOSmensajes", "a\nb\x1b[31m\tc\u202e").out.strip())
    assert path.read_text(encoding="utf-8").startswith("title: a b [31m c\n")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a",
        "http://www.example.org/a/",
        "https://EXAMPLE.org/a?utm_source=x&fbclid=y#z",
    ],
)
def test_a_same_address_is_refused_without_a_keyboard(project: Path, mcsj: Run, url: str) -> None:
    mcsj(*ADD)
    before = _files(project)
    again = ("content", "add", "--tag", "SOSeconomia", "Otra cosa", "--url", url)
    refused = mcsj(*again)
    assert refused.code == 4
    assert "2020-04-23-creditos-a-la-palabra ya tiene esta dirección" in refused.err
    assert _files(project) == before
    assert mcsj(*again, "--force").code == 0


def test_a_near_title_is_only_noted(project: Path, mcsj: Run) -> None:
    mcsj(*ADD)
    result = mcsj(
        "content",
        "add",
        "--tag",
        "SOSeconomia",
        "«Creditos a la palabra»",
        "--url",
        "https://example.org/b",
    )
    assert result.code == 0
    assert "2020-04-23-creditos-a-la-palabra tiene casi el mismo título" in result.err
    assert result.out.strip().endswith("2020-04-23-creditos-a-la-palabra-2.yaml")
    assert "parecid" not in mcsj("content", "add", "--tag", "SOSeconomia", "Del todo distinto").err


def test_filters_agree_with_a_count_by_hand(project: Path, mcsj: Run) -> None:
    def listed(*options: str) -> list[dict[str, object]]:
        return list(json.loads(mcsj("content", "list", *options, "--format", "json").out))

    everything = listed()
    assert len(everything) == 40
    assert len(listed("--week", "2020-W17")) == len(
        [item for item in everything if "2020-04-20" <= str(item["created"]) <= "2020-04-26"]
    )
    assert listed("--from", "2020-04-20", "--to", "2020-04-26") == listed("--week", "2020-W17")
    assert listed("--from", "2020-W17", "--to", "2020-W17") == listed("--week", "2020-W17")
    assert listed("--week", "hoy") == listed("--week", "2020-W17")
    drafts = listed("--status", "draft")
    assert drafts == [item for item in everything if item["status"] == "draft"] != []
    jalisco = listed("--state", "Jalisco")
    assert jalisco == [item for item in everything if "Jal" in list(item["states"])] != []  # type: ignore[call-overload]


def test_show_takes_a_part_of_the_name_or_the_last_touched(project: Path, mcsj: Run) -> None:
    for number, path in enumerate(sorted(project.glob("data/content/2020/*.yaml"))):
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))
    last = json.loads(mcsj("content", "show", "-", "--format", "json").out)
    assert last["uid"] == max(path.stem for path in project.glob("data/content/2020/*.yaml"))
    assert json.loads(mcsj("content", "show", "cocos", "--format", "json").out)["tags"] == [
        "SOSentretenimiento"
    ]


def test_a_bad_record_is_named_and_the_others_listed(project: Path, mcsj: Run) -> None:
    bad = project / "data/content/2020/2020-04-22-x.yaml"
    bad.write_text("title: X\ntags: [SOSnacional]\ncreated: 2020-04-31\n", encoding="utf-8")
    result = mcsj("content", "list", "--format", "json")
    assert result.code == 0
    assert len(json.loads(result.out)) == 40
    assert "data/content/2020/2020-04-22-x.yaml:3:10" in result.err
    report = mcsj("report", "weekly", "--week", "2020-W17")
    assert report.code == 0
    assert "No cuenta aquí 1 registro que hay que corregir: 2020-04-22-x.yaml." in report.out
    assert "data/content/2020/2020-04-22-x.yaml:3:10" in report.err
    assert mcsj("content", "show", "2020-04-22-x").code == 6


@pytest.mark.parametrize(
    "arguments",
    [("Llame al 33 1234 5678",), ("Una", "--summary", "Escriba a alguien@example.com")],
    ids=["phone", "mail"],
)
def test_what_belongs_to_a_person_is_refused(
    project: Path, mcsj: Run, arguments: tuple[str, ...]
) -> None:
    before = sorted(project.rglob("*.yaml"))
    result = mcsj("content", "add", "--tag", "SOSnacional", *arguments)
    assert result.code == 6
    assert "1234" not in result.err
    assert "alguien@" not in result.err
    assert sorted(project.rglob("*.yaml")) == before
    assert (
        mcsj("content", "add", "--tag", "SOSnacional", "LEAPAM atiende en el 55 58 09 49 03").code
        == 0
    )


@pytest.mark.parametrize(
    "words",
    [
        ("--url", "https://us02web.zoom.us/j/00000000000?pwd=abc"),
        ("--summary", "Entre por https://chat.whatsapp.com/AAAA, hoy."),
    ],
)
def test_the_way_into_a_room_is_no_public_address(
    project: Path, mcsj: Run, words: tuple[str, str]
) -> None:
    before = sorted((project / "data").rglob("*"))
    result = mcsj("content", "add", "Llamada abierta", "-t", "SOSnacional", *words)
    assert result.code == 6
    assert "deja entrar a una llamada" in result.err
    assert sorted((project / "data").rglob("*")) == before


def test_an_older_item_with_the_way_into_a_room_is_warned_of_and_stays_off_the_page(
    project: Path, mcsj: Run
) -> None:
    mcsj("site", "build", "-o", "antes")
    listed = json.loads(mcsj("content", "list", "--status", "published", "--format", "json").out)
    shown = "".join(page.read_text() for page in (project / "antes").rglob("*.html"))
    uid = next(one["uid"] for one in listed if one["title"] in shown)
    path = next((project / "data").rglob(f"{uid}.yaml"))
    kept = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("url:") and "digest:" not in line
    ]
    path.write_text("\n".join([*kept, "url: https://zoom.us/j/1?pwd=a", ""]), encoding="utf-8")
    result = mcsj("check")
    assert "deja entrar a una llamada" in result.out + result.err
    assert "pwd=a" not in result.out + result.err
    mcsj("site", "build", "-o", "pagina")
    pages = [page.read_bytes() for page in (project / "pagina").rglob("*") if page.is_file()]
    assert pages
    assert not any(b"pwd=a" in page for page in pages)


def test_a_call_or_a_document_is_evidence_and_told_as_such(project: Path, mcsj: Run) -> None:
    mcsj("content", "add", "Horario del banco", "-t", "SOSeconomia")
    name = "2020-04-23-horario-del-banco"
    call = "Llamada a la sucursal, atendió la gerencia"
    assert mcsj("content", "verify", name, "--by", "coordinación", "--evidence", call).code == 0
    shown = mcsj("content", "show", name)
    assert f"{call} (una llamada o un documento, no está en internet)" in " ".join(
        shown.out.split()
    )
    assert call not in mcsj("content", "post", name).out  # it is no address to send people to
    assert mcsj("content", "show", name, "--format", "json").out.count(call) == 1


@pytest.mark.parametrize(
    "text", ["htp:/gob.mx/a", "www.gob", "https://", " ", "llame al 8112345678"]
)
def test_evidence_that_is_no_whole_address_is_refused(project: Path, mcsj: Run, text: str) -> None:
    mcsj("content", "add", "Horario del banco", "-t", "SOSeconomia")
    result = mcsj(
        "content", "verify", "2020-04-23-horario-del-banco", "--by", "coordinación",
        "--evidence", text,
    )  # fmt: skip
    assert result.code in (2, 6)
    assert result.out == ""
