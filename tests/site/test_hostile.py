"""Whatever people write into any field stays words.

It neither runs, nor breaks out, nor pushes a page apart.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import msgspec
import pytest
from playwright.sync_api import Browser

from mcsj_cli.model.fields import Line, Phrase, Prose, Url
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES, Entry
from mcsj_cli.model.letterhead import LogoName
from mcsj_cli.site.addresses import Base
from mcsj_cli.site.public import Material, choose_public
from mcsj_cli.site.site_plan import plan
from mcsj_cli.store.managed_folder import ManagedFolder
from mcsj_cli.store.project import Project
from tests.site.pages import BASE, Element, chromium, html_files, read_elements

WORDS = (
    "<script>window.hurt=1;alert(1)</script>",
    "\"'><img src=x onerror=alert(1)><svg onload=alert(1)>",
    "</title></style></textarea><iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "{{ 7*7 }}{% raw %} ${7*7} <%= 7*7 %> {0} {name}",
    ']]><!-- --!><?php ?><a href="javascript:alert(1)" onclick=alert(1)>clic</a>',
    "\u202eabc\u2066def\u200f\x07\x0b fin",
    "BEGIN:VEVENT\r\nEND:VCALENDAR\r\nATTACH:http://example.org/x",
)
ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://x.example.org/"onmouseover=alert(1)',
)
OPENED = (
    "index.html", "grupos/4.html", "mesas/leon.html", "rubros/SOSeconomia.html", "practicas.html",
    "mesas.html", "informes/2020-W17.html", "en/index.html",
)  # fmt: skip
_TEMPLATE = 3
# What a document is found by is no person's text.
_FIXED = {"states", "state", "municipalities", "uid_domain", "digest"}


def _spoil(value: Any, words: str, address: str, name: str = "") -> Any:
    """Put words into every field of text of a value,
    and an address into every field of addresses.
    """
    spoiled = value
    if name in _FIXED or isinstance(value, LogoName):
        pass
    elif isinstance(value, Url):
        spoiled = Url(address)
    elif isinstance(value, Line | Phrase | Prose):
        spoiled = type(value)(words)
    elif isinstance(value, Entry):
        spoiled = value._replace(record=_spoil(value.record, words, address))
    elif isinstance(value, list):
        spoiled = [_spoil(one, words, address, name) for one in value]
    elif isinstance(value, dict):
        spoiled = {key: _spoil(one, words, address, name) for key, one in value.items()}
    elif isinstance(value, msgspec.Struct):
        fields = {
            one: _spoil(getattr(value, one), words, address, one) for one in value.__struct_fields__
        }
        spoiled = type(value)(**fields)
    return spoiled


def _material(project: Project, day: date) -> Material:
    return Material(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=project.read(CONTENT).entries,
        practices=project.read(PRACTICES).entries,
        meetings=project.read(MEETINGS).records,
        actions=project.read(ACTIONS).entries,
        logo=None,
        today=day,
    )


def _build(demo: Path, folder: Path, words: str, address: str) -> Path:
    material = _spoil(_material(Project(demo), date(2020, 4, 29)), words, address)
    slots = [
        msgspec.structs.replace(
            group, series=[msgspec.structs.replace(s, public=True) for s in group.series]
        )
        for group in material.groups.groups
    ]
    material = msgspec.structs.replace(
        material, groups=msgspec.structs.replace(material.groups, groups=slots)
    )
    public, left_out = choose_public(material)
    assert len(public.items) > 10
    assert [one for one in left_out if not one.lapsed] == []
    outputs, outlet = plan(public, Base.of(BASE)), ManagedFolder(folder, ".mcsj-site.json")
    outlet.write(outputs, outlet.compare(outputs))
    return folder


def _judge(element: Element) -> Iterator[str]:
    """Name what an element of ours never has."""
    if element.name in ("script", "iframe", "object", "embed", "form", "input", "style", "base"):
        yield element.name
    for name, value in element.attributes.items():
        if name.startswith("on") or name == "style":
            yield f"{name}={value}"
        whole = name in ("href", "src") and re.match(r"[a-z]+:", value, re.IGNORECASE)
        if whole and not re.match(r"(?:https?://|tel:|mailto:|webcal://)", value):
            yield f"{name}={value}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("number", range(len(WORDS)))
def test_words_stay_words_in_every_field(
    browser: Browser, demo: Path, tmp_path: Path, number: int
) -> None:
    site = _build(demo, tmp_path / "site", WORDS[number], ADDRESSES[number % len(ADDRESSES)])
    for page in _some(site):
        content = (site / page).read_bytes()
        faults = [fault for element in read_elements(content) for fault in _judge(element)]
        assert faults == [], page
        assert (
            b"49"
            not in re.sub(rb"d=\"[^\"]*\"|<circle[^>]*>|55 58 09 49 03|5809490[0-9]", b"", content)
            or number != 3
        )
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f\x07\x0b]", content.decode())
    ET.fromstring((site / "novedades.xml").read_bytes())  # noqa: S314  our own
    for path in (site / "calendarios").iterdir():
        events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert len(events) > 20
        assert not any("ATTACH" in event for event in events)
    _open_all(browser, site)


def _some(site: Path) -> list[str]:
    """Name the pages, of groups and mesas one of each: the others have the same parts."""
    many = re.compile(r"(?:en/)?(?:grupos|groups|mesas)/(?!4\.|leon\.)")
    return [page for page in html_files(site) if not many.match(page)]


def _open_all(browser: Browser, site: Path) -> None:
    """Open pages without the protection of their policy.

    Nothing may run on its own account either.
    """
    context = browser.new_context(viewport={"width": 390, "height": 900}, bypass_csp=True)
    page, wrong = context.new_page(), list[str]()
    page.on("dialog", lambda dialog: wrong.append(dialog.message))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith("file:") else wrong.append(request.url),
    )
    for name in OPENED:
        page.goto((site / name).as_uri())
        assert page.evaluate("window.hurt === undefined && document.scripts.length === 0"), name
        assert page.locator("main h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert wrong == []
    context.close()


@pytest.mark.parametrize("words", ["x" * 5000, "palabra larguísima " * 260, "W" * 200])
def test_endless_words_push_nothing_apart(
    browser: Browser, demo: Path, tmp_path: Path, words: str
) -> None:
    site = _build(demo, tmp_path / "site", words.strip(), "https://example.org/" + "a" * 2000)
    for page in _some(site):
        read_elements((site / page).read_bytes())
    _open_all(browser, site)
