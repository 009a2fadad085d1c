"""`mcsj site`: the public page."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from mcsj_cli import rules
from mcsj_cli.commands.arguments import choose_day
from mcsj_cli.commands.context import check_output, open_project, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import DATE, OUTPUT
from mcsj_cli.console import note, say
from mcsj_cli.errors import InvalidDataError, WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.model.kinds import ACTIONS, CONTENT, MEETINGS, PRACTICES
from mcsj_cli.model.selection import Selection
from mcsj_cli.operations.checking import review
from mcsj_cli.store.managed_folder import ManagedFolder
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

BASE_URL: Field[str] = Field(
    "base-url",
    N_("The address under which the page will stand, if it is not the one in data/network.yaml."),
    "URL",
)
PORT: Field[int] = Field(
    "port", N_("The port; 0 for any free one."), N_("PORT"), least=0, most=65535
)

if TYPE_CHECKING:
    from mcsj_cli.site.addresses import Base
    from mcsj_cli.site.public import LeftOutItems, Material

LIST = ".mcsj-site.json"
_FOLDER, _PREVIEW = "site", ".mcsj/site"
_NAMED = 3
BaseOption = Annotated[
    Text,
    BASE_URL.option(),
]
DayOption = Annotated[
    Text,
    DATE.option(N_("The day of which it tells, if it is not today.")),
]


def build_site(
    output: Annotated[
        Path | None,
        OUTPUT.but(metavar=N_("FOLDER")).option(
            N_("The folder; site/ in the network's own, if left out.")
        ),
    ] = None,
    base_url: BaseOption = None,
    day: DayOption = None,
) -> None:
    project = open_project()
    folder = check_output(
        project, output if output is not None else project.root / _FOLDER, folder=True
    )
    _build(project, folder, base_url, day)
    say(str(folder))


def serve_site(
    port: Annotated[int, PORT.option()] = 8000,
    base_url: BaseOption = None,
    day: DayOption = None,
) -> None:
    from mcsj_cli.site.server import serve  # only for a preview

    project = open_project()
    folder = project.root / _PREVIEW
    base = _build(project, folder, base_url, day)

    def tell(address: str) -> None:
        say(address)
        note(_("Open that address in a browser; Ctrl-C ends it."))

    serve(folder, port, base.root, tell)


def _build(project: Project, folder: Path, base_url: str | None, text: str | None) -> "Base":
    from mcsj_cli.site.public import choose_public
    from mcsj_cli.site.site_plan import plan  # only for the page

    base = _choose_base(project, base_url)
    public, left_out = choose_public(_gather(project, choose_day(text, "--date", today(project))))
    outputs, outlet = plan(public, base), ManagedFolder(folder, LIST)
    found = outlet.compare(outputs)
    outlet.refuse_others(found)
    written = outlet.write(outputs, found)
    _tell_left_out(left_out)
    told = ngettext("{n} file written", "{n} files written", written).format(n=written)
    gone = ngettext("{n} removed", "{n} removed", len(found.removed)).format(n=len(found.removed))
    note(
        _("{written}, {removed}; the page has {n} files.").format(
            written=told, removed=gone, n=len(outputs)
        )
    )
    for name in found.left:
        note(
            _(
                "{name} is no longer part of the page, and stays because somebody changed it."
            ).format(name=name)
        )
    if not base.url:
        note(
            _(
                "The page has no sitemap, no QR codes and no subscriptions yet: they need its address (--base-url)."
            )
        )
    return base


def _choose_base(project: Project, given: str | None) -> "Base":
    """Settle the address of the page, by option or by the network's file; raise WrongUsageError."""
    from mcsj_cli.model.fields import Url
    from mcsj_cli.site.addresses import Base

    text = given if given is not None else project.network.site.url
    try:
        return Base.of(Url.parse(text))
    except ValueError as error:
        raise WrongUsageError(
            _("«{text}» is not an address under which a page can stand.").format(text=text),
            _("As in: {example}").format(example="--base-url https://example.org/mesas/"),
        ) from error


def _gather(project: Project, day: date) -> "Material":
    """Collect what the page is made from; raise InvalidDataError where it would be false, or tell of a person."""
    from mcsj_cli.site.public import Material
    from mcsj_cli.store.logo import read_logo

    content = project.select(Selection(CONTENT, facets={"status": "published"}))
    meetings, practices, actions = (
        project.read(MEETINGS),
        project.read(PRACTICES),
        project.read(ACTIONS),
    )
    readings: dict[str, Reading[Any]] = {
        CONTENT.folder: content,
        MEETINGS.folder: meetings,
        PRACTICES.folder: practices,
        ACTIONS.folder: actions,
    }
    problems = review(project, (*rules.FIGURE_CHECKS, rules.check_documents), readings=readings)
    if problems:
        raise InvalidDataError(problems)
    return Material(
        network=project.network,
        groups=project.groups,
        categories=project.categories,
        partners=project.partners,
        content=content.entries,
        practices=practices.entries,
        meetings=meetings.records,
        actions=actions.entries,
        logo=read_logo(project),
        today=day,
    )


def _tell_left_out(left_out: "Sequence[LeftOutItems]") -> None:
    """Tell how many items have had their time, and name those that are kept back for another reason."""
    lapsed = sum(one.lapsed for one in left_out)
    if lapsed:
        told = ngettext(
            "{n} published item is not shown: its verification is not valid on that day.",
            "{n} published items are not shown: their verification is not valid on that day.",
            lapsed,
        )
        note(told.format(n=lapsed))
    others = [one for one in left_out if not one.lapsed]
    for one in others[:_NAMED]:
        note(_("{file} is not shown. {reason}").format(file=one.file, reason=one.reason))
    if len(others) > _NAMED:
        more = len(others) - _NAMED
        note(ngettext("Nor is {n} more.", "Nor are {n} more.", more).format(n=more))
