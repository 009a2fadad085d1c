"""The system's Chromium, looking at our pages as people do, and axe-core,
which knows what keeps some of them out.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
_AXE = ROOT / "tests/js/node_modules/axe-core/axe.min.js"
Scheme = Literal["light", "dark"]


@contextmanager
def opened() -> "Iterator[Browser]":
    """Start Chromium for many looks: a start costs more than a look."""
    from playwright.sync_api import sync_playwright  # slow to import

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def looking(
    browser: "Browser", width: int, scheme: Scheme = "light", *, scripts: bool = True
) -> "Iterator[tuple[Page, list[str]]]":
    """Open a window that knows of no other.

    What is wrong comes into the list: errors, dialogs, requests to others.
    """
    troubles: list[str] = []
    size: ViewportSize = {"width": width, "height": 900}
    # What the page's own policy forbids axe too, which is no part of the page.
    context = browser.new_context(
        viewport=size, color_scheme=scheme, bypass_csp=scripts, java_script_enabled=scripts
    )
    page = context.new_page()
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    page.on("request", lambda request: troubles.extend(_outward(request.url)))
    yield page, troubles
    context.close()


def find_violations(page: "Page") -> list[str]:
    """Ask axe-core what is wrong with a page (WCAG 2.2 AA and its best practices)."""
    page.add_script_tag(content=_AXE.read_text(encoding="utf-8"))
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]


def overflow(page: "Page") -> int:
    """Say by how many pixels a page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def _outward(url: str) -> list[str]:
    return (
        []
        if url.startswith(("file:", "data:", "about:", "http://127.0.0.1"))
        else [f"asked for {url}"]
    )
