"""The forms of a report: which there are, and how one is chosen and written."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from mcsj_cli.commands.options import check_output
from mcsj_cli.console import is_terminal, say, say_bytes
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import nearest
from mcsj_cli.reports.period import Report
from mcsj_cli.store import files
from mcsj_cli.store.project import Project


class Form(NamedTuple):
    """A form: its name for --format, the ending that chooses it, and the function that renders a report so.

    `render` is «module:function» in `mcsj_cli.reports`, imported when it is asked for; it takes a report and gives
    text, or bytes where the form is no text (`binary`). A new form is a line in `FORMS` and that function.
    """

    name: str
    ending: str
    render: str
    encoding: str = "utf-8"
    binary: bool = False


FORMS = (
    Form("text", ".txt", "terminal:render"),
    Form("markdown", ".md", "markdown:render"),
    Form("json", ".json", "json:render"),
    Form("csv", ".csv", "csv:render", encoding="utf-8-sig"),
)
_SHORT = {"md": "markdown"}

FormOption = Annotated[
    str | None,
    typer.Option("--format", "-f", help=_("text, markdown, json or csv."), metavar=_("FORMAT")),
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
        files.write(output, render(chosen, report))
        say(str(output))
    else:
        _print(chosen, report)


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


def render(form: Form, report: Report) -> bytes:
    """Give a report in a form, as its file holds it."""
    module, _colon, function = form.render.partition(":")
    run: Callable[[Report], str | bytes] = getattr(import_module(f"mcsj_cli.reports.{module}"), function)
    made = run(report)
    return made if isinstance(made, bytes) else made.encode(form.encoding)


def _print(form: Form, report: Report) -> None:
    if form.name == "text" and is_terminal():
        from mcsj_cli.reports import terminal  # noqa: PLC0415  Rich only where it is shown

        terminal.show(report)
    elif form.binary:
        say_bytes(render(form, report))
    else:
        say(render(form, report).decode(form.encoding).replace("\r\n", "\n").rstrip("\n"))
