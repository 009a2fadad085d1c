"""Reports as pages: valid, whole, harmless whatever was written, and open to everybody."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest

from mcsj_cli import i18n
from mcsj_cli.model.letterhead import Colour, Letterhead, Logo
from mcsj_cli.reports import html
from mcsj_cli.reports.page import Paper
from mcsj_cli.reports.period_values import Report
from mcsj_cli.reports.sheets import lay_out
from mcsj_cli.xml_text import UNFIT
from tests import browser
from tests.model.test_letterhead import SVG, png
from tests.reports.papers import PAYLOADS, read_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

XHTML = "{http://www.w3.org/1999/xhtml}"


def parse(page: str) -> Any:
    """Read a page as a browser does, and refuse whatever is not right in it."""
    return html5lib.HTMLParser(strict=True).parse(page)


def texts_of(root: Any) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_page_is_valid_and_asks_nobody_for_anything(
    project: Path, kind: str, language: str
) -> None:
    i18n.use(language)
    report, paper = read_report(project, kind)
    root = parse(html.render_report(report, paper._replace(logo=Logo("image/png", png(4, 4)))))
    assert root.get("lang") == language
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert element.tag not in (
            f"{XHTML}script",
            f"{XHTML}link",
            f"{XHTML}iframe",
            f"{XHTML}object",
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            if name in ("href", "src", "action", "srcset", "{http://www.w3.org/1999/xlink}href"):
                assert value.startswith(("#", "data:image/")), value
            for target in value.split() if name in ("aria-labelledby", "aria-describedby") else ():
                assert target in ids
        if element.tag == f"{XHTML}a":
            assert element.get("href", "")[1:] in ids
    style = "".join(element.text or "" for element in root.iter(f"{XHTML}style"))
    assert "url(" not in style
    assert "@import" not in style


def test_a_page_holds_every_cell_of_the_report(whole: tuple[Report, Paper]) -> None:
    told = texts_of(parse(html.render_report(*whole)))
    for sheet in lay_out(whole[0]):
        assert sheet.title in told
        for cell in [cell for row in sheet.rows for cell in row] or [sheet.empty]:
            assert " ".join(cell.split()) in told


def test_every_picture_is_named_and_said_in_words(whole: tuple[Report, Paper]) -> None:
    root = parse(html.render_report(*whole))
    svgs = list(root.iter("{http://www.w3.org/2000/svg}svg"))
    pictures = [one for one in svgs if one.get("role") == "img"]
    assert len(pictures) > 5
    assert all(one.get("role") == "img" or one.get("aria-hidden") == "true" for one in svgs)
    named = {
        element.get("id"): "".join(element.itertext())
        for element in root.iter()
        if element.get("id")
    }
    for one in pictures:
        assert named[one.get("aria-labelledby")]
        assert named[one.get("aria-describedby")]
    assert not [
        one
        for one in svgs
        for part in one.iter()
        if part.tag.endswith(("}style", "}script", "}image"))
    ]


def test_hostile_texts_stay_texts_in_a_page(
    whole: tuple[Report, Paper], poisoned: tuple[Report, Paper]
) -> None:
    clean, bad = (parse(html.render_report(*of)) for of in (whole, poisoned))
    tags = [Counter(str(element.tag) for element in root.iter()) for root in (clean, bad)]
    new = {tag: count - tags[0][tag] for tag, count in tags[1].items() if count != tags[0][tag]}
    assert set(new) <= {
        f"{XHTML}li",
        f"{XHTML}wbr",
    }  # sentences, and where long words may be broken
    assert not [name for element in bad.iter() for name in element.attrib if name.startswith("on")]
    told = texts_of(bad)
    for payload in PAYLOADS:
        assert " ".join(UNFIT.sub(" ", payload).split()) in told
    assert not UNFIT.search("".join(bad.itertext()))
    assert "javascript:" not in "".join(
        value
        for element in bad.iter()
        for name, value in element.attrib.items()
        if name in ("href", "src")
    )


@pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out_of_a_page(
    whole: tuple[Report, Paper],
    tmp_path: Path,
    chromium: "Browser",
    width: int,
    scheme: browser.Scheme,
) -> None:
    report, paper = whole
    letterhead = Letterhead(Colour("#ffd400"))  # hard to read on white as it is
    path = tmp_path / "informe.html"
    path.write_text(
        html.render_report(report, Paper(letterhead, Logo("image/svg+xml", SVG), paper.places)),
        "utf-8",
    )
    with browser.looking(chromium, width, scheme) as (page, troubles):
        page.goto(path.as_uri())
        assert browser.overflow(page) == 0
        assert browser.find_violations(page) == []
        assert troubles == []


@pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("scripts", [True, False])
def test_nothing_hostile_runs_in_a_page(
    poisoned: tuple[Report, Paper], tmp_path: Path, chromium: "Browser", scripts: bool
) -> None:
    evil = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(7)"><script>alert(8)</script>'
    evil += b'<image href="http://evil.example.org/x.png"/></svg>'
    path = tmp_path / "informe.html"
    page_text = html.render_report(poisoned[0], poisoned[1]._replace(logo=Logo.parse(evil)))
    path.write_text(page_text, encoding="utf-8")
    with browser.looking(chromium, 390, scripts=scripts) as (page, troubles):
        page.goto(path.as_uri())
        assert browser.overflow(page) == 0 if scripts else True
        assert troubles == []
        if scripts:
            assert page.evaluate("window.hacked") is None
