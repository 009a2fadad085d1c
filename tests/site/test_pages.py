"""Every page is HTML, every link leads somewhere, and feed,
sitemap and calendars are what their rules say.
"""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import icalendar
import pytest

from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.operations.report_input import gather_weekly
from mcsj_cli.reports.figures import build_weekly
from mcsj_cli.store.project import Project
from tests.site.conftest import build
from tests.site.pages import BASE, html_files, links, read_elements
from tests.test_main import Run

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = date(2020, 4, 29)


def test_the_site_has_its_pages_in_both_languages(site: Path) -> None:
    found = set(html_files(site))
    assert {"index.html", "en/index.html", "404.html", "grupos/6.html", "en/groups/6.html"} <= found
    assert {"mesas/cd-juarez.html", "en/mesas/cd-juarez.html", "rubros/SOSdelaOMS.html"} <= found
    assert {
        "en/topics/SOSdelaOMS.html",
        "practicas.html",
        "en/practices.html",
        "informes/2020-W17.html",
    } <= found
    assert len([name for name in found if name.startswith("en/")]) * 2 + 1 == len(found)
    assert len([name for name in found if name.startswith("mesas/")]) == 18


def test_every_page_is_strictly_html_and_says_what_it_is(site: Path) -> None:
    titles = {}
    for page in html_files(site):
        elements = read_elements((site / page).read_bytes())
        [root] = [element for element in elements if element.name == "html"]
        assert root.attributes["lang"] == ("en" if page.startswith("en/") else "es")
        [heading] = [element for element in elements if element.name == "h1"]
        assert heading.text.strip()
        named = {
            one.attributes.get("name", ""): one.attributes.get("content", "") for one in elements
        }
        assert 20 <= len(named["description"]) <= 200, page
        identifiers = [one.attributes["id"] for one in elements if "id" in one.attributes]
        assert len(identifiers) == len(set(identifiers)), page
        levels = [int(one.name[1]) for one in elements if re.fullmatch("h[1-6]", one.name)]
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), page
        titles[page] = next(element.text for element in elements if element.name == "title")
    spanish = [title for page, title in titles.items() if not page.startswith("en/")]
    assert len(spanish) == len(set(spanish))


@pytest.mark.parametrize("base", [True, False])
def test_every_link_leads_to_a_file_and_an_anchor(site: Path, project: Path, base: bool) -> None:
    folder = site if base else build(project)
    anchors = {
        page: {one.attributes.get("id") for one in read_elements((folder / page).read_bytes())}
        for page in html_files(folder)
    }
    seen = set()
    for page in html_files(folder):
        for target, anchor in links(folder, page):
            # The page for what is missing leads to the host's own paths,
            # where the site has an address.
            path = target.removeprefix("mesas/") if base and page == "404.html" else target
            file = path or "index.html"
            assert (folder / file).is_file() or (folder / file / "index.html").is_file(), (
                page,
                target,
            )
            assert not anchor or anchor in anchors[file], (page, target, anchor)
            seen.add(file)
    assert set(html_files(folder)) - {"404.html"} <= seen | {"index.html"}


def test_pages_name_their_other_language_and_themselves(site: Path) -> None:
    for page in set(html_files(site)) - {"404.html"}:
        elements = read_elements((site / page).read_bytes())
        others = {
            one.attributes["hreflang"]: one.attributes["href"]
            for one in elements
            if one.name == "link" and "hreflang" in one.attributes
        }
        assert set(others) == {"es", "en", "x-default"}
        [canonical] = [
            one.attributes["href"] for one in elements if one.attributes.get("rel") == "canonical"
        ]
        assert canonical == others["en" if page.startswith("en/") else "es"]
        graph = {one.attributes.get("property"): one.attributes.get("content") for one in elements}
        assert graph["og:url"] == canonical
        assert graph["og:title"]
        assert graph["og:image"] == f"{BASE}compartir.png"
        assert (site / "compartir.png").is_file()


def test_without_an_address_nothing_pretends_to_one(project: Path) -> None:
    folder = build(project)
    assert not (folder / "sitemap.xml").exists()
    assert "Sitemap" not in (folder / "robots.txt").read_text(encoding="utf-8")
    text = "".join((folder / page).read_text(encoding="utf-8") for page in html_files(folder))
    for word in ("webcal:", "og:url", "canonical", "crispEdges", 'role="img"'):
        assert word not in text


def test_the_feed_is_atom(site: Path) -> None:
    content = (site / "novedades.xml").read_bytes()
    feed = feedparser.parse(content)
    assert not feed.bozo
    assert feed.version == "atom10"
    root = ET.fromstring(content)  # noqa: S314  our own
    for name in ("id", "title", "updated", "author"):
        assert root.find(f"{ATOM}{name}") is not None
    assert {(one.get("rel"), one.get("href")) for one in root.findall(f"{ATOM}link")} == {
        ("self", f"{BASE}novedades.xml"),
        ("alternate", BASE),
    }
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for entry in entries:
        for name in ("id", "title", "updated"):
            assert entry.find(f"{ATOM}{name}") is not None
        assert entry.find(f"{ATOM}link") is not None or entry.find(f"{ATOM}content") is not None
    identifiers = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(identifiers) == len(set(identifiers))


def test_the_sitemap_names_every_page_in_each_language(site: Path) -> None:
    content = (site / "sitemap.xml").read_bytes()
    root = ET.fromstring(content)  # noqa: S314  our own
    assert root.tag == f"{MAP}urlset"
    places = [entry.findtext(f"{MAP}loc") or "" for entry in root]
    assert len(places) == len(set(places)) <= 50_000
    assert len(content) < 50 * 2**20
    files = {place.removeprefix(BASE) for place in places}
    assert all(place.startswith(BASE) for place in places)
    named = {name if name and not name.endswith("/") else f"{name}index.html" for name in files}
    assert named == set(html_files(site)) - {"404.html"}
    for entry in root:
        assert [one.get("hreflang") for one in entry.findall(LINK)] == ["es", "en"]
        assert entry.findtext(f"{MAP}loc") in [one.get("href") for one in entry.findall(LINK)]
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def _instants(content: bytes) -> list[tuple[datetime, datetime, str]]:
    events: list[Any] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return sorted((e["DTSTART"].dt, e["DTEND"].dt, str(e["STATUS"]).lower()) for e in events)


def test_calendars_hold_the_meetings_that_the_program_has(demo: Path, site: Path) -> None:
    project = Project(demo)
    meetings = project.read(MEETINGS).records
    monday = TODAY - timedelta(days=TODAY.weekday())
    first, last = monday - timedelta(weeks=4), monday + timedelta(weeks=26)
    checked = 0
    for group in project.groups.groups:
        found = [
            (one.start.astimezone(UTC), one.end.astimezone(UTC), str(one.status))
            for one in occurrences(group, first, last, meetings)
        ]
        assert len(found) > 20
        for name in [f"grupo-{group.number}", *(f"mesa-{mesa.slug}" for mesa in group.mesas)]:
            assert _instants((site / "calendarios" / f"{name}.ics").read_bytes()) == sorted(
                found
            ), name
            checked += 1
    assert checked == len(list((site / "calendarios").iterdir())) == 24


def test_a_mesa_reads_its_own_hour(project: Path) -> None:
    folder = build(project, "--base-url", BASE, "--date", "2026-01-20")
    text = (folder / "mesas" / "cd-juarez.html").read_text(encoding="utf-8")
    assert "viernes 23 de enero de 2026" in text
    assert '<span class="still">16:00 h</span> (hora de Ciudad Juárez)' in text
    assert "Atención a la hora" not in text
    summer = build(project, "--base-url", BASE, "--date", "2026-03-03") / "mesas" / "cd-juarez.html"
    text = summer.read_text(encoding="utf-8")
    assert (
        "Atención a la hora: a partir del viernes 13 de marzo de 2026, en Cd. "
        "Juárez será a las 17:00 h"
    ) in text


def test_a_calendars_code_and_links_carry_its_address(site: Path) -> None:
    text = (site / "mesas" / "leon.html").read_text(encoding="utf-8")
    assert 'href="webcal://example.org/mesas/calendarios/mesa-leon.ics"' in text
    assert 'href="../calendarios/mesa-leon.ics"' in text
    assert text.count("<svg") == 1


def test_the_weeks_figures_are_those_of_the_weekly_report(project: Path) -> None:
    sunday = date(2020, 5, 3)
    folder = build(project, "--date", f"{sunday}")
    for week in map(Week, ("2020-W16", "2020-W17", "2020-W18")):
        figures = build_weekly(gather_weekly(Project(project), week, sunday), week).figures
        text = (folder / "informes" / f"{week}.html").read_text(encoding="utf-8")
        shown = dict(
            re.findall(r'<th scope="row">([^<]+)</th><td class="figure">([^<]+)</td>', text)
        )
        meetings = figures.meetings
        expected = {
            "Reuniones previstas": meetings.planned,
            "Reuniones celebradas": meetings.held,
            "Reuniones movidas": meetings.moved,
            "Reuniones canceladas": meetings.cancelled,
            "Acciones iniciadas": figures.actions.opened,
            "Acciones cumplidas": figures.actions.completed,
            "Prácticas nuevas": figures.practices.new,
            "Prácticas copiadas": figures.practices.replications,
            "Publicaciones": figures.content.published,
        }
        assert {name: shown[name] for name in expected} == {
            name: str(count) for name, count in expected.items()
        }
        if meetings.expected:
            assert (
                shown["Mesas que asistieron, de las esperadas"]
                == f"{meetings.came} de {meetings.expected}"
            )


def test_a_practice_that_is_not_shown_counts_all_the_same(project: Path) -> None:
    path = next((project / "data/practices").rglob("*calzado*"))
    text = path.read_text("utf-8")
    path.write_text(text.replace("title: ", "title: Llame al 477 555 0199; "), "utf-8")
    sunday = date(2020, 5, 3)
    folder = build(project, "--date", f"{sunday}")
    hidden = 0
    for week in map(Week, ("2020-W16", "2020-W17", "2020-W18")):
        figures = build_weekly(gather_weekly(Project(project), week, sunday), week).figures
        page = (folder / "informes" / f"{week}.html").read_text(encoding="utf-8")
        assert (
            f'<th scope="row">Prácticas nuevas</th><td class="figure">{figures.practices.new}</td>'
            in page
        )
        hidden += figures.practices.new - len(re.findall(r'href="\.\./practicas[^"]*#', page))
    assert hidden > 0


def test_the_way_to_another_week_says_which_it_is(site: Path) -> None:
    text = (site / "informes" / "2020-W17.html").read_text(encoding="utf-8")
    assert re.search(r'href="2020-W16.html" rel="prev">Anterior: semana 16 de 2020<', text)
    assert re.search(r'href="2020-W18.html" rel="next">Siguiente: semana 18 de 2020<', text)
    assert "La semana anterior" not in text


def test_a_meeting_moved_within_its_day_says_from_which_hour(project: Path) -> None:
    (project / "data/meetings/2020/2020-W19-g4.yaml").write_text(
        "group: 4\nweek: 2020-W19\nstart: 2020-05-07 19:00\n"
        "reason: MOTIVOLIBRE zoom.us/j/98765432101\n"
        "agenda: ['PUNTOLIBRE, ID 987 6543 2101, código CLAVEDOS']\nsequence: 1\n"
        "updated: 2020-04-28\n",
        "utf-8",
    )
    folder = build(project)
    text = (folder / "grupos" / "4.html").read_text(encoding="utf-8")
    assert "Estaba prevista para el jueves 7 de mayo de 2020, a las 17:00 h." in text
    pages = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert not re.findall(rb"MOTIVOLIBRE|98765432101|PUNTOLIBRE|6543 2101|CLAVEDOS", pages)


def test_a_mesa_that_changes_its_group_reads_of_both(project: Path, mcsj: Run) -> None:
    assert mcsj("mesas", "move", "irapuato", "-g", "2", "--from", "2020-05-15").code == 0
    page = (build(project, "--date", "2020-05-02") / "mesas" / "irapuato.html").read_text(
        encoding="utf-8"
    )
    coming = page.partition('id="reuniones"')[2].partition("</section>")[0]
    found = re.findall(r'<time datetime="([^"]+)">.*?grupos/(\d)\.html"', coming, re.DOTALL)
    assert found == [
        ("2020-05-08", "6"),
        ("2020-05-19", "2"),
        ("2020-05-26", "2"),
        ("2020-06-02", "2"),
    ]
    told = _instants((project / "site/calendarios/mesa-irapuato.ics").read_bytes())
    assert {day for day, _group in found} <= {f"{start:%Y-%m-%d}" for start, *_rest in told}


def test_a_first_meeting_that_was_moved_forward_is_shown(project: Path, mcsj: Run) -> None:
    groups = project / "data/groups.yaml"
    before, mark, rest = groups.read_text("utf-8").partition("number: 6\n")
    groups.write_text(before + mark + rest.replace("from: 2020-04-20", "from: 2020-05-07"), "utf-8")
    for path in (project / "data/meetings/2020").glob("*-g6.yaml"):
        path.unlink()
    assert (
        mcsj("meetings", "move", "2020-W19-g6", "--to", "2020-05-05 12:00", "--reason", "x").code
        == 0
    )
    folder = build(project)
    for page in ("grupos/6.html", "index.html"):
        assert "martes 5 de mayo de 2020" in (folder / page).read_text("utf-8"), page


def test_the_front_page_counts_who_meets(project: Path, mcsj: Run) -> None:
    text = (build(project) / "index.html").read_text("utf-8")
    told = re.search(r"(\d+) mesas.*?en (\d+) grupos", text, re.DOTALL)
    assert told
    with (project / "data/groups.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\n  - number: 7\n    series: []\n    mesas: []\n")
    new = (
        "mesas",
        "add",
        "Nueva",
        "-g",
        "2",
        "--state",
        "Jal",
        "--timezone",
        "America/Mexico_City",
    )
    assert mcsj(*new, "--from", "2020-06-20").code == 0
    text = (build(project) / "index.html").read_text("utf-8")
    again = re.search(r"(\d+) mesas.*?en (\d+) grupos", text, re.DOTALL)
    assert again
    assert again.groups() == told.groups()
    assert "Jalisco: 1 mesa<" in text


def test_an_hour_that_is_assumed_is_told_so(project: Path) -> None:
    folder = build(project)
    assert "por confirmar.</p>" in (folder / "mesas.html").read_text("utf-8")
    assert '(hora del centro). <span class="mark">por confirmar</span></p>' in (
        folder / "index.html"
    ).read_text("utf-8")
    partners = project / "data/partners.yaml"
    partners.write_text(
        partners.read_text("utf-8").replace("timezone_assumed: true", "timezone_assumed: false"),
        "utf-8",
    )
    assert "por confirmar.</p>" not in (build(project) / "mesas.html").read_text("utf-8")


def test_a_page_whose_name_ends_as_an_index_has_its_own_address(project: Path) -> None:
    for path in (project / "data").rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace("SOSmensajes", "SOSindex"), "utf-8")
    folder = build(project, "--base-url", BASE)
    assert f'rel="canonical" href="{BASE}rubros/SOSindex.html"' in (
        folder / "rubros/SOSindex.html"
    ).read_text("utf-8")
    assert f"<loc>{BASE}en/</loc>" in (folder / "sitemap.xml").read_text("utf-8")


def test_a_week_of_which_nothing_is_written_has_its_page_between_others(project: Path) -> None:
    for path in (project / "data").rglob("*.yaml"):
        if re.search("2020-W17|2020-04-2[0-6]", path.name):
            path.unlink()
    folder = build(project, "--date", "2020-05-20")
    text = (folder / "informes" / "2020-W17.html").read_text("utf-8")
    assert '<th scope="row">Reuniones previstas</th><td class="figure">6</td>' in text
    assert "2020-W17.html" in (folder / "informes.html").read_text("utf-8")


def test_what_is_withheld_is_not_said_to_be_over(project: Path) -> None:
    [path] = (project / "data/content/2020").glob("2020-04-20-aislamiento*.yaml")
    path.write_text(
        re.sub("(?m)^source: .*", "source: Dr. Pérez, 55 1234 5678", path.read_text("utf-8")),
        "utf-8",
    )
    text = (build(project) / "informes" / "2020-W17.html").read_text("utf-8")
    assert "1 publicación no se muestra." in text


def test_a_long_pause_has_no_pages(project: Path) -> None:
    [path] = (project / "data/practices").rglob("*calzado*")
    path.write_text(
        re.sub("(?m)^created: .*", "created: 2010-01-04", path.read_text("utf-8")), "utf-8"
    )
    names = sorted(page.stem for page in (build(project) / "informes").iterdir())
    assert names[0] == "2010-W01"
    assert len(names) < 10
