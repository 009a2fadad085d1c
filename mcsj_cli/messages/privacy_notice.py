"""The privacy notice that people get before their data are stored, from a template a language."""

from datetime import date
from pathlib import Path
from string import Template

from mcsj_cli.i18n import long_date
from mcsj_cli.labels import label
from mcsj_cli.model.network import Network
from mcsj_cli.model.person import Person

_TEMPLATES = Path(__file__).parent.parent / "templates"
# A person's consent names this version. It rises with every change of meaning in a template.
VERSION = "2"
_OWN = "<!-- own -->\n"  # what follows is for one person


def render(network: Network, day: date, language: str, person: Person | None = None) -> str:
    """Write the notice in Markdown, for a person with their own data.

    Blanks to fill in stand in [brackets].
    """
    notice, own = (_TEMPLATES / f"notice.{language}.md").read_text(encoding="utf-8").split(_OWN)
    values = _list_values(network) | {"page": network.page or "—", "day": long_date(day)}
    if person is None:
        return Template(notice).substitute(values)
    return Template(notice + own).substitute(values | _list_own_values(person))


def render_short(network: Network, language: str) -> str:
    """Write the simplified notice, as long as a message of WhatsApp, where data come by one."""
    text = (_TEMPLATES / f"notice-short.{language}.md").read_text(encoding="utf-8")
    return Template(text).substitute(_list_values(network))


def _list_values(network: Network) -> dict[str, str]:
    name = str(network.network)
    if network.abbreviation:
        name = f"{name} ({network.abbreviation})"
    return {"organisation": network.organisation, "network": name, "version": VERSION}


def _list_own_values(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "role": person.role,
        "mesa": person.mesa or "—",
        "channels": "\n".join(f"- {label(one.kind)}: {one.value}" for one in person.channels),
    }
