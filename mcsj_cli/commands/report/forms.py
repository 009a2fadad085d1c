"""The forms of a report: which there are, and how one is chosen and written."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mcsj_cli.commands.options import check_output
from mcsj_cli.console import is_terminal, say, say_bytes
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import nearest
from mcsj_cli.reports.period import Report
from mcsj_cli.store import files
from mcsj_cli.store.project import Project

if TYPE_CHECKING:
    from mcsj_cli.reports.page import Paper


class Form(NamedTuple):
    """A form: its name for --format, the ending that chooses it, and the function that renders a report so.

    `render` is «module:function» in `mcsj_cli.reports`, imported when it is asked for; it takes a report, and the
    network's paper where it shows it (`papered`), and gives text, or bytes where the form is no text (`binary`). A new
    form is a line in `FORMS` and that function.
    """

    name: str
    ending: str
    render: str
    encoding: str = "utf-8"
    binary: bool = False
    papered: bool = False


FORMS = (
    Form("text", ".txt", "terminal:render"),
    Form("markdown", ".md", "markdown:render"),
    Form("json", ".json", "json:render"),
    Form("csv", ".csv", "csv:render", encoding="utf-8-sig"),
    Form("html", ".html", "html:render_report", papered=True),
    Form("pdf", ".pdf", "pdf:render", binary=True, papered=True),
    Form("xlsx", ".xlsx", "workbook:render", binary=True, papered=True),
)
_SHORT = {"md": "markdown", "htm": "html", ".htm": "html"}

FormOption = Annotated[
    str | None,
    typer.Option("--format", "-f", help=_("text, markdown, json, csv, html, pdf or xlsx."), metavar=_("FORMAT")),
]
OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        help=_("A file, whose ending chooses the format unless --format does; - for the screen."),
        metavar=_("FILE"),
    ),
]


def deliver(project: Project, report: Report, form: str | None, output: Path | None) -> None:
    """Print a report in a form, or write it to a file, whose ending chooses the form where none is named."""
    if output == Path("-"):
        output = None
    if output:
        check_output(project, output)
    chosen = choose_form(form, output)
    if output:
        files.write(output, render(chosen, report, project))
        say(str(output))
    else:
        _print(chosen, report, project)


def choose_form(form: str | None, output: Path | None) -> Form:
    """Settle the form by --format or by the file's ending; raise WrongUsageError with those there are."""
    names = {name: one for one in FORMS for name in (one.name, one.ending) if name}
    names |= {short: names[name] for short, name in _SHORT.items()}
    wanted = form.casefold() if form is not None else output.suffix.casefold() if output else "text"
    if wanted in names:
        return names[wanted]
    known = ", ".join(one.name if form is not None else one.ending for one in FORMS if one.ending or form is not None)
    if not wanted:
        raise WrongUsageError(
            _("The name {path} has no ending that chooses a format.").format(path=output),
            _("There are: {names}.").format(names=known),
        )
    close = nearest(wanted, names, 1)
    raise WrongUsageError(
        _("A report has no format «{name}».").format(name=wanted),
        (_("Did you mean «{name}»?").format(name=close[0]) + " " if close else "")
        + _("There are: {names}.").format(names=known),
    )


def render(form: Form, report: Report, project: Project) -> bytes:
    """Give a report in a form, as its file holds it."""
    module, _colon, function = form.render.partition(":")
    run: Callable[..., str | bytes] = getattr(import_module(f"mcsj_cli.reports.{module}"), function)
    made = run(report, read_paper(project, report)) if form.papered else run(report)
    return made if isinstance(made, bytes) else made.encode(form.encoding)


def read_paper(project: Project, report: Report) -> "Paper":
    """Read the letterhead, and place the mesas of a report's last day; raise InvalidDataError for a wrong logo."""
    from mcsj_cli.reports.map import find_places  # noqa: PLC0415  only for forms with a letterhead
    from mcsj_cli.reports.page import Paper  # noqa: PLC0415
    from mcsj_cli.store.logo import read_logo  # noqa: PLC0415

    return Paper(project.network.letterhead, read_logo(project), find_places(project.groups, report.cut))


def _print(form: Form, report: Report, project: Project) -> None:
    if form.name == "text" and is_terminal():
        from mcsj_cli.reports import terminal  # noqa: PLC0415  Rich only where it is shown

        terminal.show(report)
    elif form.binary and is_terminal():
        raise WrongUsageError(
            _("A report as {form} is no text for the screen.").format(form=form.name),
            _("Write it to a file: -o {example}").format(example=f"informe{form.ending}"),
        )
    elif form.binary:
        say_bytes(render(form, report, project))
    else:
        say(render(form, report, project).decode(form.encoding).replace("\r\n", "\n").rstrip("\n"))
