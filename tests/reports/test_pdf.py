"""Reports as PDF: tagged, in the same words as the page, on the network's own paper,
and harmless.
"""

import io
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdf
import pytest

from mcsj_cli import i18n
from mcsj_cli.errors import InvalidValueError
from mcsj_cli.model.letterhead import Logo
from mcsj_cli.reports import pdf
from mcsj_cli.reports.page import Paper, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.xml_text import UNFIT
from tests.model.test_letterhead import JPEG, SVG, png
from tests.reports.papers import PAYLOADS, read_report
from tests.test_main import Run


def test_hostile_texts_stay_texts_on_paper(poisoned: tuple[Report, Paper]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(*poisoned)))
    told = "".join(
        "".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split()
    )
    for payload in PAYLOADS[:12]:
        assert "".join(UNFIT.sub(" ", payload).split()) in told, payload
    actions = [key for page in reader.pages for key in ("/Annots", "/AA") if key in page]
    assert not actions
    root: Any = reader.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)
    assert "/JavaScript" not in root.get("/Names", {})


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_pdf_is_tagged_and_names_itself(project: Path, kind: str, language: str) -> None:
    i18n.use(language)
    report, paper = read_report(project, kind)
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(report, paper)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == language
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    information = reader.metadata
    assert information
    assert information.title == build_page(report, paper).title
    assert information.author == "México SOS"
    assert information.creation_date == datetime.fromisoformat("2020-04-26T00:00:00+00:00")
    kinds = Counter(_tags(root["/StructTreeRoot"]))
    pictures = sum(
        len(section.pictures) + len(section.trends)
        for section in build_page(report, paper).sections
    )
    assert kinds["/Figure"] >= pictures
    assert kinds["/H1"] == 1
    assert kinds["/H2"] == len(build_page(report, paper).sections)
    assert kinds["/TH"] > kinds["/Table"] > 3
    assert all(
        font.startswith("/") and "+" in font for page in reader.pages for font in _fonts(page)
    )


def _tags(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for one in node for tag in _tags(one)]
    if not isinstance(node, dict):
        return []
    if node.get("/S") == "/Figure":
        assert node.get("/Alt"), "a figure without words"
    return [str(node[key]) for key in ("/S",) if key in node] + (
        _tags(node["/K"]) if "/K" in node else []
    )


def _fonts(page: Any) -> list[str]:
    fonts = page["/Resources"].get("/Font", {})
    return [str(font.get_object()["/BaseFont"]) for font in fonts.values()]


def test_the_pdf_says_what_the_page_says(whole: tuple[Report, Paper]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(*whole)))
    told = "".join(
        "".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split()
    )
    page = build_page(*whole)
    for text in [
        page.title,
        page.organisation,
        *page.sentences,
        *(one.sheet.title for one in page.sections),
    ]:
        assert "".join(text.split()) in told, text
    assert f"1/{len(reader.pages)}" in told


@pytest.mark.parametrize(("logo", "form"), [(SVG, "svg"), (png(30, 20), "png")])
def test_the_letterhead_is_shown(
    project: Path, mcsj: Run, tmp_path: Path, logo: bytes, form: str
) -> None:
    assert mcsj("report", "weekly", "--week", "2020-W17", "-o", tmp_path / "plain.pdf").code == 0
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    told = f'  colour: "#7a1f1f"\n  logo: logo.{form}'
    network.write_text(text.replace('  colour: "#1f4e79"', told), encoding="utf-8")
    (project / f"data/logo.{form}").write_bytes(logo)
    for ending in ("html", "pdf"):
        assert (
            mcsj("report", "weekly", "--week", "2020-W17", "-o", tmp_path / f"a.{ending}").code == 0
        )
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert "--accent: #7a1f1f" in page
    assert 'src="data:image/' in page
    assert len((tmp_path / "a.pdf").read_bytes()) > len((tmp_path / "plain.pdf").read_bytes())


def test_a_logo_that_cannot_be_drawn_is_told(project: Path, mcsj: Run, tmp_path: Path) -> None:
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    network.write_text(text.replace('  colour: "#1f4e79"', "  logo: logo.jpg"), encoding="utf-8")
    logo = project / "data/logo.jpg"
    logo.write_bytes(JPEG)  # a frame, and nothing in it
    result = mcsj("report", "weekly", "-o", tmp_path / "a.pdf")
    assert (result.code, result.out) == (6, "")
    assert "PNG" in result.err
    assert not (tmp_path / "a.pdf").exists()
    logo.unlink()
    for ending in ("html", "pdf"):
        result = mcsj("report", "weekly", "-o", tmp_path / f"a.{ending}")
        assert result.code == 6
        assert "data/network.yaml:" in result.err
        assert not (tmp_path / f"a.{ending}").exists()


@pytest.mark.parametrize(
    "href",
    ["http://evil.example.org/x.png", "file:///etc/hostname", "report.typ", "../map/LICENSE.txt"],
)
def test_a_logo_brings_nothing_from_elsewhere(project: Path, href: str) -> None:
    report, paper = read_report(project, "mesa")
    picture = SVG.replace(b"</svg>", f'<image href="{href}" width="9" height="9"/></svg>'.encode())
    with pytest.raises(InvalidValueError):
        pdf.render(report, paper._replace(logo=Logo.parse(picture)))
