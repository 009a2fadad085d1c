"""What the tests of invitations share: a server, and some people of group 6."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Consent, Handle, Person
from mcsj_cli.store.people import change_people
from tests.mail.server import Server, serve, settings
from tests.model.test_person import DAY, EMAIL, make

MEETING = "2020-W19-g6"  # Friday 8 May 2020, 12:00 in Mexico City
NAMES = {
    "leon": "Enlace Jacaranda",
    "irapuato": "Vocalía Jacaranda",
    "pachuca": "Secretaría Jacaranda",
}


def person(name: str, mesa: str | None, address: str = "") -> Person:
    """Make somebody who agreed."""
    found = make(name, *([(EMAIL, address)] if address else []))
    agreed = Consent(DAY, Line("1"))
    return replace(found, mesa=Handle(mesa) if mesa else None, consent=agreed)


def everybody() -> list[Person]:
    """Three who can be written to, and others who cannot, or not for this meeting."""
    invited = [person(name, mesa, f"jacaranda.{mesa}@example.org") for mesa, name in NAMES.items()]
    return [
        *invited,
        person("Enlace Nacional Jacaranda", None, "jacaranda.nacional@example.org"),
        person("Otra Jacaranda", "monterrey", "jacaranda.otra@example.org"),
        person("Sin Correo Jacaranda", "leon"),
        replace(
            person("Sin Consentimiento Jacaranda", "leon", "jacaranda.no@example.org"), consent=None
        ),
        replace(
            person("Basta Jacaranda", "leon", "jacaranda.basta@example.org"), do_not_contact=True
        ),
    ]


@pytest.fixture
def people(project: Path) -> Path:
    """Stand in a project whose private folder knows some people."""
    change_people(project, None, lambda _before: everybody())
    return project


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a mail server that the program is told to use."""
    folder = tmp_path / "server"
    folder.mkdir()
    with serve(folder) as running:
        for name, value in settings(running).items():
            monkeypatch.setenv(name, value)
        yield running
