"""`mcsj site`: what it takes and refuses, and the preview on loopback."""

import socket
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.site.pages import BASE, served
from tests.test_main import Run


def _get(
    address: str, path: str, method: str = "GET", hosts: Sequence[str] | None = None
) -> tuple[int, str, bytes]:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=hosts is not None)
        for host in hosts or ():
            connection.putheader("Host", host)
        connection.endheaders()
        response = connection.getresponse()
        return (
            response.status,
            response.getheader("Content-Type") or response.getheader("Location") or "",
            response.read(),
        )
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/estilo.css", "text/css; charset=utf-8"),
        ("/calendarios/grupo-4.ics", "text/calendar; charset=utf-8"),
        ("/novedades.xml", "application/atom+xml"),
        ("/icono.svg", "image/svg+xml"),
        ("/compartir.png", "image/png"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/en/", "text/html; charset=utf-8"),
    ],
)
def test_files_are_what_they_are(preview: str, path: str, media: str) -> None:
    status, told, content = _get(preview, path)
    assert (status, told) == (200, media)
    assert content


@pytest.fixture(scope="module")
def preview(demo: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MCSJ_NOW", "2020-04-29T17:00:00-05:00")
        with served(demo) as address:
            outside = demo / ".mcsj" / "fuera.html"
            outside.write_text("fuera", "utf-8")
            (demo / ".mcsj" / "site" / "enlace.html").symlink_to(outside)
            yield address
            (demo / ".mcsj" / "site" / "enlace.html").unlink()


@pytest.mark.parametrize(
    "path",
    [
        "/../../data/groups.yaml", "/..%2f..%2fdata/groups.yaml",
        "/%2e%2e/%2e%2e/data/network.yaml", "//etc/passwd", "/....//....//data/groups.yaml",
        "/.mcsj-site.json", "/grupos/../.mcsj-site.json", "/enlace.html", "/grupos/",
        "/calendarios", "/nada", "/%00", "/index.html/", "/grupos/..\\..\\data",
    ],
)  # fmt: skip
def test_nothing_but_the_site_is_served(preview: str, path: str) -> None:
    status, _media, content = _get(preview, path)
    assert status in (301, 404)
    for word in (
        b"groups:",
        b"organisation:",
        b"root:",
        b"fuera",
        b"digests",
        b"Directory listing",
    ):
        assert word not in content


def test_only_its_own_names_are_answered(preview: str) -> None:
    port = urlsplit(preview).port
    for host in ("localhost", "LocalHost", "127.0.0.1", "[::1]"):
        assert _get(preview, "/", hosts=[f"{host}:{port}"])[0] == 200
    own = f"localhost:{port}"
    for others in (
        ["example.org"], [f"example.org:{port}"], [f"localhost.example.org:{port}"],
        ["localhost"], [f"localhost:{port}0"], [own, f"example.org:{port}"], [], [""],
    ):  # fmt: skip
        for path in ("/", "/robots.txt", "/nada"):
            status, _media, content = _get(preview, path, hosts=others)
            assert status == 421
            assert b"mesa" not in content.lower()


def test_the_preview_stands_where_the_site_will(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-29T17:00:00-05:00")
    with served(demo, "--base-url", BASE) as address:
        assert urlsplit(address).path == "/mesas/"
        for other in ("/", "/mesas"):
            assert _get(address, other) == (302, "/mesas/", b"")
            assert _get(address, other, "HEAD") == (302, "/mesas/", b"")
        assert _get(address, "/mesas/", "HEAD")[0] == 200
        assert _get(address, "/index.html")[0] == 404
        assert b'href="/mesas/estilo.css"' in _get(address, "/mesas/no/hay")[2]


def test_a_port_that_is_taken_is_told(project: Path, mcsj: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = mcsj("sitio", "servir", "--port", str(port))
    assert result.code == 2
    assert str(port) in result.err


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org", "https://a.example.org/?x=1", "https://x@example.org/"],
)
def test_an_address_that_no_page_can_have_is_refused(
    project: Path, mcsj: Run, address: str
) -> None:
    result = mcsj("site", "build", "--base-url", address)
    assert result.code == 2
    assert not (project / "site").exists()


def test_the_networks_file_can_say_the_address_and_who_it_is(project: Path, mcsj: Run) -> None:
    path = project / "data/network.yaml"
    site = "\nsite:\n  url: https://example.org/red\n  about: Somos vecinos.\n"
    path.write_text(path.read_text("utf-8") + site, "utf-8")
    assert mcsj("site", "build").code == 0
    front = (project / "site/index.html").read_text("utf-8")
    assert '<meta property="og:url" content="https://example.org/red/">' in front
    assert "Somos vecinos." in front


def test_the_data_folder_is_no_place_for_a_site(project: Path, mcsj: Run) -> None:
    assert mcsj("site", "build", "-o", "data/site").code == 2
    assert not (project / "data/site").exists()


def test_a_broken_record_stops_the_build(project: Path, mcsj: Run) -> None:
    path = next((project / "data/meetings").rglob("*.yaml"))
    path.write_text("week: [", "utf-8")
    result = mcsj("site", "build")
    assert result.code == 6
    assert path.name in result.err
    assert not (project / "site").exists()


def test_a_new_network_has_a_kind_page_too(
    tmp_path: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert mcsj("init", tmp_path / "red").code == 0
    monkeypatch.chdir(tmp_path / "red")
    assert mcsj("site", "build", "--date", "2020-04-20").code == 0
    site = tmp_path / "red" / "site"
    assert "Hoy no hay nada en este rubro" in (site / "rubros/SOSnacional.html").read_text("utf-8")
    assert "Todavía nadie ha contado una práctica" in (site / "practicas.html").read_text("utf-8")
    assert "Todavía no hay nada que contar de ninguna semana" in (site / "informes.html").read_text(
        "utf-8"
    )


def test_a_network_without_anything_yet(project: Path, mcsj: Run) -> None:
    (project / "data/groups.yaml").write_text(
        "groups:\n  - number: 1\n    series: []\n    mesas: []\n", "utf-8"
    )
    (project / "data/partners.yaml").write_text("partners: []\n", "utf-8")
    for kind in ("meetings", "practices", "actions", "followups", "content"):
        for path in (project / "data" / kind).rglob("*.yaml"):
            path.unlink()
    assert mcsj("site", "build").code == 0
    site = project / "site"
    assert "Este grupo no tiene ninguna reunión prevista" in (site / "grupos/1.html").read_text(
        "utf-8"
    )
    assert "Se están formando las primeras mesas" in (site / "index.html").read_text("utf-8")
    assert not (site / "calendarios").exists()


@pytest.mark.parametrize("day", ["1990-01-01", "2020-12-31", "2040-06-01"])
def test_any_day_can_be_asked_for(project: Path, mcsj: Run, day: str) -> None:
    assert mcsj("site", "build", "--base-url", BASE, "--date", day).code == 0
