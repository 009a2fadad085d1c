"""`mcsj site`: the public page."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from mcsj_cli.commands.arguments import choose_day
from mcsj_cli.commands.context import check_output, now, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import DATE, OUTPUT
from mcsj_cli.commands.telling import place_from_here
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

BASE_URL: Field[str] = Field(
    "base-url",
    N_("The address under which the page will stand, if it is not the one in data/network.yaml."),
    "URL",
)
PORT: Field[int] = Field(
    "port", N_("The port; 0 for any free one."), N_("PORT"), least=0, most=65535
)

if TYPE_CHECKING:
    from mcsj_cli.operations.site_build import BuiltSite
    from mcsj_cli.site.addresses import Base
    from mcsj_cli.site.public import LeftOutItems

_FOLDER, _PREVIEW = "site", ".mcsj/site"
_NAMED = 3  # files that are named one by one
BaseOption = Annotated[Text, BASE_URL.option()]
DayOption = Annotated[Text, DATE.option(N_("The day of which it tells, if it is not today."))]


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
    chosen = output if output is not None else project.root / _FOLDER
    folder = check_output(project, chosen, folder=True)
    _build(project, folder, base_url, day)
    say(str(folder) if output is not None else place_from_here(folder))


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


def _build(project: Project, folder: Path, base_url: str | None, day: str | None) -> "Base":
    """Write the site into a folder, tell what was done, and return its address."""
    from mcsj_cli.operations.site_build import write_site  # only for the page

    base = _choose_base(project, base_url)
    moment = now(project)
    chosen = choose_day(day, "--date", moment.date())
    built = write_site(project, folder, base, chosen, None if day else moment)
    _show_left_out(built.left_out)
    _show_files(built)
    if not base.url:
        note(
            _(
                "The page has no sitemap, no QR codes and no subscriptions yet: "
                "they need its address (--base-url)."
            )
        )
    return base


def _choose_base(project: Project, given: str | None) -> "Base":
    """Take the address of the page from the option or from network.yaml; raise WrongUsageError."""
    from mcsj_cli.model.fields import Url
    from mcsj_cli.site.addresses import Base

    text = given if given is not None else project.network.site.url
    try:
        return Base.of(Url.parse(text))
    except ValueError as error:
        raise WrongUsageError(
            _("«{text}» is not an address under which a page can stand.").format(text=text),
            as_in("--base-url https://example.org/mesas/"),
        ) from error


def _show_files(built: "BuiltSite") -> None:
    removed = len(built.removed)
    told = ngettext("{n} file written", "{n} files written", built.written)
    gone = ngettext("{n} removed", "{n} removed", removed)
    note(
        _("{written}, {removed}; the page has {n} files.").format(
            written=told.format(n=built.written), removed=gone.format(n=removed), n=built.files
        )
    )
    for name in built.kept:
        text = _("{name} is no longer part of the page, and stays because somebody changed it.")
        note(text.format(name=name))


def _show_left_out(left_out: "Sequence[LeftOutItems]") -> None:
    """Count the items whose verification does not hold, and name the first others."""
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
