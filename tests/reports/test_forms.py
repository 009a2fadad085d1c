"""Every text form.

What people read at two widths and in both languages, and what no text can break.
"""

import csv
import io
import json
import re
import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx as word
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from mcsj_cli import i18n
from mcsj_cli.interchange import to_csv
from mcsj_cli.messages import docx
from mcsj_cli.messages.atom import render_feed
from mcsj_cli.messages.document import Block, Document, Grid, Heading, Items, Paragraph
from mcsj_cli.messages.document_markdown import escape
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug, Url
from mcsj_cli.model.kinds import CONTENT, Entry
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports import json as report_json
from mcsj_cli.reports import markdown, terminal, whatsapp
from mcsj_cli.reports.bars import draw_bar, draw_trend
from mcsj_cli.reports.csv import render as render_csv
from mcsj_cli.reports.csv import render_tables
from mcsj_cli.reports.figures import ReportInputs, build_group, build_mesa, build_weekly
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import lay_out
from mcsj_cli.store.project import Project
from mcsj_cli.xml_text import UNFIT
from tests.reports.papers import HOSTILE
from tests.reports.test_figures import read_sources
from tests.test_main import Run

WEEK = Week("2020-W18")
TODAY = date(2020, 5, 1)
LONG = "Reunión " * 625  # 5,000 letters
PAYLOADS = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "[x](javascript:alert(1))",
    "![x](https://example.org/x.png)",
    "*a* _b_ ~c~ `d`",
    "| a | b |",
    "# Uno\n\n- dos",
    "\x1b[31mrojo\x07",
    "\u202eoicilop\u2066",
    "&lt;b&gt;",
)


def build(folder: Path, what: str) -> Report:
    return build_from(read_sources(folder, TODAY), what)


def build_from(sources: ReportInputs, what: str) -> Report:
    period = Period.until(WEEK, 8)
    if what == "group":
        return build_group(sources, sources.groups.find_group("4"), period)
    if what == "mesa":
        return build_mesa(sources, sources.groups.find_seat("leon"), period)
    return build_weekly(sources, WEEK)


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("what", ["weekly", "group", "mesa"])
def test_what_a_terminal_shows(
    demo_folder: Path, snapshot: SnapshotAssertion, what: str, width: int, lang: str
) -> None:
    report = build(demo_folder, what)
    with i18n.speaking(lang):
        text = terminal.render(report, width)
    assert max(map(len, text.splitlines())) <= width
    assert text == snapshot


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("what", ["weekly", "group", "mesa"])
@pytest.mark.parametrize("form", ["markdown", "whatsapp"])
def test_what_is_sent(
    demo_folder: Path, snapshot: SnapshotAssertion, form: str, what: str, lang: str
) -> None:
    report = build(demo_folder, what)
    with i18n.speaking(lang):
        assert {"markdown": markdown.render, "whatsapp": whatsapp.render}[form](report) == snapshot


def poison(sources: ReportInputs, payload: str) -> ReportInputs:
    """Put a text into every field that a person fills in, as reading takes it."""
    line, phrase = Line.parse(payload), Phrase.parse(payload)
    groups = [
        msgspec.structs.replace(
            group,
            title=Phrase.parse(f"{payload} {group.number}"),
            mesas=[
                msgspec.structs.replace(mesa, name=Line.parse(f"{payload} {mesa.slug}"))
                for mesa in group.mesas
            ],
        )
        for group in sources.groups.groups
    ]
    partners = [
        msgspec.structs.replace(
            partner,
            helplines=[
                msgspec.structs.replace(one, name=line, phone=line, audience=line)
                for one in partner.helplines
            ],
        )
        for partner in sources.partners.partners
    ]
    categories = msgspec.structs.replace(
        sources.categories,
        rubrics=[msgspec.structs.replace(one, name=line) for one in sources.categories.rubrics],
        axes=[msgspec.structs.replace(one, name=line) for one in sources.categories.axes],
        approaches=[
            msgspec.structs.replace(one, name=Line.parse(f"{payload} {one.slug}"))
            for one in sources.categories.approaches
        ],
    )
    replace = msgspec.structs.replace
    return replace(
        sources,
        network=replace(sources.network, organisation=line, network=line, notice=phrase),
        groups=replace(sources.groups, groups=groups),
        partners=replace(sources.partners, partners=partners),
        categories=categories,
        content=[Entry(e.uid, e.file, replace(e.record, title=line)) for e in sources.content],
        actions=[
            Entry(e.uid, e.file, replace(e.record, title=line, owner=line)) for e in sources.actions
        ],
        practices=[Entry(e.uid, e.file, replace(e.record, title=line)) for e in sources.practices],
        followups=[
            Entry(e.uid, e.file, replace(e.record, summary=line, next_step=phrase))
            for e in sources.followups
        ],
        meetings={
            uid: replace(meeting, reason=phrase) for uid, meeting in sources.meetings.items()
        },
        holidays={date(2020, 5, 5): payload},
    )


@pytest.mark.parametrize("what", ["weekly", "group", "mesa"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_breaks_out(demo_folder: Path, what: str, payload: str) -> None:
    sources = poison(read_sources(demo_folder, TODAY), payload)
    sources = msgspec.structs.replace(sources, holidays={})
    report = build_from(sources, what)
    clean = build(demo_folder, what)
    text = markdown.render(report)
    assert not re.search(r"(?<!\\)<|(?<!\\)\]\(|(?<!\\)[*`]", text)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    expected = [line for line in markdown.render(clean).splitlines() if line.startswith("|")]
    assert [bars(row) for row in rows] == [bars(row) for row in expected]
    assert text.count("\n## ") == markdown.render(clean).count("\n## ")
    message = whatsapp.render(report)
    assert len(message) <= 4000
    for line in message.splitlines():
        assert re.fullmatch(r"\*[^*_~`]*\*|_[^*_~`]*_|[^*_~`]*", line), line
    for table in [render_csv(report), *render_tables(report).values()]:
        for row in csv.reader(io.StringIO(table)):
            assert not [cell for cell in row if cell[:1] in ("=", "@", "+", "\t", "\r")]
    for form in (text, message, terminal.render(report, 80), report_json.render(report)):
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", form)
    assert max(len(line) for line in terminal.render(report, 80).splitlines()) <= 80


def bars(row: str) -> int:
    """Count the borders of a row: the bars that nothing escapes."""
    return len(re.findall(r"(?<!\\)\|", row))


@pytest.mark.parametrize("what", ["weekly", "group", "mesa"])
def test_a_text_of_five_thousand_letters_fits(demo_folder: Path, what: str) -> None:
    report = build_from(poison(read_sources(demo_folder, TODAY), LONG), what)
    message = whatsapp.render(report)
    assert len(message) <= 4000
    assert message.startswith("*")
    text = terminal.render(report, 80)
    assert max(map(len, text.splitlines())) <= 80
    assert len(text) < 150_000
    assert LONG.strip() in report_json.render(report)


def _find_rows(report: Report) -> list[str]:
    return [row for row in markdown.render(report).splitlines() if row.startswith("|")]


@cache
def _plain_rows(folder: Path) -> list[str]:
    """Return the rows of the example as it is."""
    return _find_rows(build(folder, "weekly"))


@given(text=st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_title_stays_within_its_row(demo_folder: Path, text: str) -> None:
    line = Phrase.parse(f"x{text}")
    sources = read_sources(demo_folder, TODAY)
    actions = [
        Entry(e.uid, e.file, msgspec.structs.replace(e.record, title=Line(line)))
        for e in sources.actions
    ]
    report = build_weekly(msgspec.structs.replace(sources, actions=actions), WEEK)
    rows = _find_rows(report)
    assert len(rows) == len(_plain_rows(demo_folder))
    assert len(whatsapp.render(report)) <= 4000
    read = list(csv.DictReader(io.StringIO(render_tables(report)["overdue.csv"], newline="")))
    assert {row["title"] for row in read} == {str(line)}


def test_tables_hold_what_the_report_holds(project: Path, mcsj: Run) -> None:
    week = ("report", "weekly", "--week", "2020-W18")
    report = json.loads(mcsj(*week, "-f", "json").out)
    assert mcsj(*week, "-o", "tablas/").out == "tablas\n"
    tables = {
        path.name: list(
            csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
        )
        for path in Path("tablas").glob("*.csv")
    }
    figures = {(row["week"], row["figure"]): int(row["value"]) for row in tables["figures.csv"]}
    for week_figures in report["history"]:
        for part in ("meetings", "actions", "practices", "followups", "content"):
            for key, value in week_figures[part].items():
                assert figures[week_figures["week"], f"{part}.{key}"] == value
    for name in (
        "overdue",
        "practices",
        "expiring",
        "quiet",
        "funnel",
        "absent_twice",
        "next_meetings",
        "helplines",
    ):
        assert len(tables[f"{name}.csv"]) == len(report[name]), name
    assert len(tables["matrix.csv"]) == len(report["matrix"]["cells"])
    assert len(tables["mesa_history.csv"]) == 18 * 8
    assert len(tables["rubrics.csv"]) == 8 * 8
    assert [row["uid"] for row in tables["groups.csv"]] == [
        group["uid"] for group in report["groups"]
    ]


def test_a_table_without_rows_has_its_headings(project: Path, mcsj: Run) -> None:
    assert mcsj("report", "weekly", "--week", "2019-W30", "-o", "tablas/").code == 0
    full = {path.name for path in Path("tablas").glob("*.csv")}
    for path in Path("tablas").glob("*.csv"):
        assert path.read_text(encoding="utf-8-sig").strip(), path
    assert mcsj("report", "weekly", "--week", "2020-W18", "-o", "otras/").code == 0
    assert {path.name for path in Path("otras").glob("*.csv")} == full
    heads = [
        Path(folder, "overdue.csv").read_text(encoding="utf-8-sig").split("\n")[0]
        for folder in ("tablas", "otras")
    ]
    assert heads[0] == heads[1] != ""


def test_a_zip_holds_the_same_tables_and_is_the_same_each_time(project: Path, mcsj: Run) -> None:
    for name in ("uno.zip", "dos.ZIP"):
        assert mcsj("report", "group", "4", "--week", "2020-W18", "-o", name).code == 0
    assert mcsj("report", "group", "4", "--week", "2020-W18", "-o", "tablas/").code == 0
    assert Path("uno.zip").read_bytes() == Path("dos.ZIP").read_bytes()
    with zipfile.ZipFile("uno.zip") as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            assert archive.read(name) == Path("tablas", name).read_bytes()
        assert sorted(archive.namelist()) == sorted(
            path.name for path in Path("tablas").glob("*.csv")
        )


def test_files_of_others_stay_as_they_are(project: Path, mcsj: Run) -> None:
    folder = Path("tablas")
    folder.mkdir()
    (folder / "notas.txt").write_text("mías", encoding="utf-8")
    assert mcsj("report", "weekly", "--week", "2020-W18", "-o", folder).code == 0
    assert mcsj("report", "group", "4", "--week", "2020-W18", "-o", folder).code == 0
    assert (folder / "notas.txt").read_text(encoding="utf-8") == "mías"
    assert not (folder / "rubrics.csv").exists()  # our own, and of another report
    (folder / "matrix.csv").write_text("corregida", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    result = mcsj("report", "weekly", "--week", "2020-W18", "-o", folder)
    assert (result.code, result.out) == (4, "")
    assert "matrix.csv" in result.err
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_cannot_be(project: Path, mcsj: Run) -> None:
    Path("archivo").write_text("x", encoding="utf-8")
    for target in ("archivo/", "archivo/tablas/"):
        result = mcsj("report", "weekly", "--week", "2020-W18", "-o", target)
        assert (result.code, result.out) == (2, "")
        assert "Traceback" not in result.err


def test_drawings_follow_their_values() -> None:
    assert draw_trend([0, 1, 4, 8]) == "·▁▄█"
    assert draw_trend([0, 0]) == "··"
    assert draw_trend([]) == ""
    assert draw_trend([1, 1000]) == "▁█"
    assert draw_bar(10, 10, 5) == "█████"
    assert draw_bar(5, 10, 5) == "██▌"
    assert draw_bar(1, 1000, 5) == "▏"
    assert draw_bar(0, 10, 5) == draw_bar(3, 0, 5) == ""


@given(values=st.lists(st.integers(0, 10**9), max_size=60))
def test_a_drawing_has_a_sign_a_value_and_keeps_their_order(values: list[int]) -> None:
    drawn = draw_trend(values)
    assert len(drawn) == len(values)
    order = "·▁▂▃▄▅▆▇█"
    for value, sign in zip(values, drawn, strict=True):
        for other, beside in zip(values, drawn, strict=True):
            assert value > other or order.index(sign) <= order.index(beside)


def test_headings_stand_where_there_are_no_rows() -> None:
    assert to_csv([], ["a", "b"]) == "a,b\r\n"
    assert to_csv([{"c": 1}], ["a"]) == "c\r\n1\r\n"
    assert to_csv([]) == ""


@pytest.mark.parametrize("what", ["weekly", "group", "mesa"])
def test_sheets_are_even(demo_folder: Path, what: str) -> None:
    sheets = lay_out(build(demo_folder, what))
    assert len({sheet.key for sheet in sheets}) == len(sheets)
    for sheet in sheets:
        assert {len(row) for row in sheet.values} <= {len(sheet.headings)}
        assert len(sheet.trends) in (0, len(sheet.values))
        assert sheet.title
        assert sheet.empty or sheet.key == "summary"
        assert 0 <= sheet.numeric < len(sheet.headings)


def test_five_hundred_mesas_fit(demo_folder: Path) -> None:
    sources = read_sources(demo_folder, TODAY)
    groups = sources.groups.groups
    mesa = groups[0].mesas[0]
    many = [
        msgspec.structs.replace(
            mesa, slug=Slug(f"mesa-{number}"), name=Line(f"Mesa número {number} de la sierra")
        )
        for number in range(482)
    ]
    grown = [
        msgspec.structs.replace(group, mesas=[*group.mesas, *many[place :: len(groups)]])
        for place, group in enumerate(groups)
    ]
    report = build_from(
        msgspec.structs.replace(
            sources, groups=msgspec.structs.replace(sources.groups, groups=grown)
        ),
        "weekly",
    )
    assert (len(report.mesa_history), len(report.matrix.cells)) == (500, 500 * 12)
    text = terminal.render(report, 80)
    assert max(map(len, text.splitlines())) <= 80
    assert all(f"Mesa número {number} de la sierra" in text for number in range(482))
    assert len(whatsapp.render(report)) <= 4000
    assert markdown.render(report).count("Mesa número 481 de la sierra") >= 3


@pytest.mark.parametrize(
    "text", [HOSTILE, "\ufffe", "a\uffff\U0001fffe\x00\ud800"], ids=["hostile", "one", "others"]
)
def test_a_word_file_takes_any_text(text: str) -> None:
    blocks: list[Block] = [
        Heading(text),
        Paragraph(text),
        Items([text]),
        Items((text,), numbered=True),
        Grid([text], [[text]]),
    ]
    told = word.Document(BytesIO(docx.render(Document(text, "es", blocks))))
    wanted = " ".join(UNFIT.sub(" ", text).split())
    cells = [cell.text for table in told.tables for row in table.rows for cell in row.cells]
    assert {
        " ".join(one.split()) for one in (*cells, *(part.text for part in told.paragraphs))
    } == {wanted}


def test_a_feed_takes_any_text(demo_folder: Path) -> None:
    project = Project(demo_folder)
    bad = "\ufffe\x00"
    [entry, *_others] = project.read(CONTENT).entries
    record = msgspec.structs.replace(
        entry.record, title=Line(bad), summary=Prose(bad), url=Url(f"https://a.mx/{bad}")
    )
    feed = render_feed([entry._replace(record=record)], project.network)
    assert bad not in "".join(ET.fromstring(feed).itertext())  # noqa: S314  it is our own


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1. Red", r"1\. Red"), ("12) Red", r"12\) Red"), ("- [ ] uno", r"\- \[ \] uno"),
        ("+ uno", r"\+ uno"), ("---", r"\---"), ("-", r"\-"), ("2020-W17", "2020-W17"),
        ("1.5", "1.5"), ("-3", "-3"), ("uno - dos", "uno - dos"),
    ],
)  # fmt: skip
def test_a_text_begins_no_block_of_markdown(text: str, plain: str) -> None:
    assert escape(text) == plain
