"""The site in Chromium, as people open it.

No error, no request elsewhere, readable by all, also without styles.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from tests.site.conftest import LATE
from tests.site.pages import AXE, BASE, chromium, html_files, served

SCHEMES = ("light", "dark")
WIDTHS = (390, 1280)
# One page of each kind, in both languages: the others differ only in their words.
KINDS = [
    "index.html", "grupos.html", "grupos/4.html", "mesas.html", "mesas/tamaulipas.html",
    "mesas/leon.html", "rubros/SOSeconomia.html", "practicas.html", "informes.html",
    "informes/2020-W17.html", "404.html", "en/index.html", "en/groups/5.html",
    "en/mesas/cd-juarez.html", "en/topics/SOSnacional.html", "en/reports/2020-W17.html",
]  # fmt: skip
# Whole addresses of all that a page links to or shows; those within an SVG are objects.
TARGETS = """[...document.querySelectorAll("[href], [src]")]
    .map(element => element.getAttribute("href") ?? element.getAttribute("src"))
    .map(address => new URL(address, document.baseURI).href.split("#")[0])"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCSJ_NOW", LATE)
        with served(demo, "--base-url", BASE) as found:
            yield found


def _open(browser: Browser, width: int, scheme: str) -> tuple[Page, list[str]]:
    """Open an empty page that writes down everything that should not happen."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page, wrong = context.new_page(), list[str]()
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    page.on(
        "request",
        lambda request: wrong.append(f"request: {request.url}") if _is_away(request.url) else None,
    )
    return page, wrong


def _is_away(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "file:"))


def _find_violations(page: Page, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("there is no axe-core: run npm ci in tests/js")
    return AXE.read_text(encoding="utf-8")


def test_every_page_opens_without_a_fault_and_every_link_answers(
    browser: Browser, address: str, axe: str, site: Path
) -> None:
    page, wrong = _open(browser, 390, "light")
    targets = set()
    for name in html_files(site):
        response = page.goto(urljoin(address, name))
        assert response
        assert response.status == 200
        assert wrong == [], name
        assert _find_violations(page, axe) == [], name
        targets |= {target for target in page.evaluate(TARGETS) if target.startswith(address)}
    assert len(targets) > len(html_files(site))
    for target in targets:
        assert page.request.get(target).status == 200, target
    page.context.close()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_each_kind_are_for_everybody(
    browser: Browser, address: str, axe: str, width: int, scheme: str
) -> None:
    page, wrong = _open(browser, width, scheme)
    for name in KINDS:
        page.goto(urljoin(address, name))
        assert _find_violations(page, axe) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert wrong == []
    page.context.close()


def test_nothing_is_lost_without_styles_and_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto(address)
    assert page.locator("h1").is_visible()
    page.get_by_role("link", name="Encuentre su mesa").click()
    page.get_by_role("link", name="Cd. Juárez").click()
    assert page.locator("h1").inner_text() == "Mesa Cd. Juárez"
    with page.expect_download() as download:
        page.get_by_role("link", name="Descargarlo (.ics)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    page.get_by_role("link", name="English").click()
    assert "Next meetings" in page.locator("main").inner_text()
    assert page.url.endswith("/en/mesas/cd-juarez.html")
    context.close()


def test_the_map_leads_to_the_mesas_of_a_state(browser: Browser, address: str) -> None:
    page, wrong = _open(browser, 1280, "light")
    page.goto(address)
    page.get_by_role("link", name="Guanajuato: 2 mesas").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/mesas.html#mx-gua")
    assert page.locator(":target").inner_text().split("\n")[0] == "Guanajuato"
    assert wrong == []
    page.context.close()


def test_what_is_missing_is_told_kindly_at_any_depth(browser: Browser, address: str) -> None:
    page, wrong = _open(browser, 390, "light")
    response = page.goto(urljoin(address, "no/hay/nada.html"))
    assert response
    assert response.status == 404
    assert [one for one in wrong if "404" not in one] == []
    page.get_by_role("link", name="Ir al inicio").click()
    assert page.url == urljoin(address, "index.html")
    page.context.close()


def test_the_folder_can_be_read_without_a_server(browser: Browser, site: Path) -> None:
    page, wrong = _open(browser, 390, "light")
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="Grupos", exact=True).click()
    page.get_by_role("link", name="Grupo 5", exact=True).click()
    assert page.locator("h1").inner_text() == "Grupo 5"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor")
        == "rgb(31, 78, 121)"
    )
    assert wrong == []
    page.context.close()
