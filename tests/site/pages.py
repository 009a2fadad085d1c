"""A built site looked at from outside.

Its pages, what they link to, and browsers to open them in.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

import html5lib
import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT

BASE = "https://example.org/mesas/"
AXE = ROOT / "tests" / "js" / "node_modules" / "axe-core" / "axe.min.js"
# A browser of its own each time, in a profile that is gone afterwards, that
# asks nobody for anything.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
_ADDRESSES = ("href", "src", "{http://www.w3.org/1999/xlink}href")


class Element(NamedTuple):
    """A start tag: its name without a namespace, its attributes, and the text within."""

    name: str
    attributes: dict[str, str]
    text: str


def html_files(site: Path) -> list[str]:
    """Name the pages, by their paths in the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def read_elements(content: bytes) -> list[Element]:
    """Read a page strictly, by another's parser: a fault of its markup raises."""
    parser = html5lib.HTMLParser(strict=True, tree=html5lib.getTreeBuilder("etree"))
    root = parser.parse(content.decode())
    return [
        Element(
            re.sub(r"\{.*\}", "", element.tag), dict(element.attrib), "".join(element.itertext())
        )
        for element in root.iter()
        if isinstance(element.tag, str)
    ]


def links(site: Path, page: str) -> Iterator[tuple[str, str]]:
    """Give the internal addresses of a page as the path of a file and an anchor."""
    for element in read_elements((site / page).read_bytes()):
        for name in _ADDRESSES:
            address = element.attributes.get(name, "")
            if address and not re.match(r"[a-z]+:", address):
                target, anchor = urldefrag(urljoin(f"/{page}", address))
                yield unquote(target).removeprefix("/"), unquote(anchor)


@contextmanager
def served(project: Path, *arguments: str) -> Iterator[str]:
    """Have the program itself serve a project's site on a free port,
    and end it as a person does.
    """
    command = [sys.executable, "-m", "mcsj_cli", "site", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), address
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
    assert code == 130


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the system's Chromium; skip where there is none."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
