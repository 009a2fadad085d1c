"""The privacy notice that people are handed before their data are kept, from a template a language."""

from datetime import date
from pathlib import Path
from string import Template

from mcsj_cli.i18n import long_date
from mcsj_cli.labels import label
from mcsj_cli.model.network import Network
from mcsj_cli.model.person import Person

_TEMPLATES = Path(__file__).parent.parent / "templates"
# Names what a person agreed to: it rises with every change of a template that means something.
VERSION = "1"
_OWN = "<!-- own -->\n"  # what follows is for one person


def render(network: Network, day: date, language: str, person: Person | None = None) -> str:
    """Write the notice in Markdown; for a person, with what is kept of them. Blanks to fill in stand in [brackets]."""
    notice, own = (_TEMPLATES / f"notice.{language}.md").read_text(encoding="utf-8").split(_OWN)
    name = (
        f"{network.network} ({network.abbreviation})"
        if network.abbreviation
        else str(network.network)
    )
    return Template(notice + (own if person else "")).substitute(
        organisation=network.organisation,
        network=name,
        page=network.page or "—",
        version=VERSION,
        day=long_date(day),
        name=person.name if person else "",
        role=person.role if person else "",
        mesa=(person.mesa or "—") if person else "",
        channels="\n".join(f"- {label(one.kind)}: {one.value}" for one in person.channels)
        if person
        else "",
    )
