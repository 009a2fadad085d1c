"""The forms of a report: which there are, and how one is chosen, printed and written."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from mcsj_cli.commands.context import check_output
from mcsj_cli.commands.field import Text
from mcsj_cli.commands.fields import FORMAT, OUTPUT
from mcsj_cli.commands.report.tables import write_folder, write_zip
from mcsj_cli.console import is_terminal, say, say_bytes
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.text import nearest
from mcsj_cli.reports.period_values import Report
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
    Form("whatsapp", "", "whatsapp:render"),
)
_TABLES = "csv:render_tables"  # several files, in a folder or a zip
_ZIP = ".zip"
_SHORT = {"md": "markdown", "htm": "html", ".htm": "html"}

FormOption = Annotated[
    Text,
    FORMAT.but(check=None).option(
        _("One of {names}.").format(names=", ".join(form.name for form in FORMS))
    ),
]
OutputOption = Annotated[
    Text,
    OUTPUT.option(
        N_(
            "A file, whose ending chooses the format unless --format does; a folder/ or a .zip for one CSV a table; - for the screen."
        )
    ),
]


class Delivery(NamedTuple):
    """How a report leaves: in a form, printed where `target` is None; without a form as one table a file."""

    form: Form | None
    target: Path | None

    def send(self, home: Project, project: Project, report: Report) -> None:
        """Print the report of a project, or write it, `home`'s data apart, and say where.

        Raises OutputError and ExistsError.
        """
        if self.target is None:
            assert self.form  # noqa: S101  several files cannot be printed
            _print(self.form, report, project)
            return
        tables = self.form is None and self.target.suffix.casefold() != _ZIP
        check_output(home, self.target, folder=tables)
        if self.form:
            files.write(self.target, render(self.form, report, project))
        else:
            contents = {
                name: text.encode("utf-8-sig") for name, text in _load(_TABLES)(report).items()
            }
            (write_folder if tables else write_zip)(self.target, contents)
        say(str(self.target))


def choose_delivery(form: str | None, output: str | None) -> Delivery:
    """Settle form and place by --format and -o; raise WrongUsageError with the forms there are."""
    target = None if output in (None, "-") else Path(str(output))
    if target and _takes_tables(str(output)):
        if form is not None and _choose_form(form, None).name != "csv":
            raise WrongUsageError(
                _("Into a folder or a .zip go the tables as CSV, and no other format."),
                _("Leave out --format, or name a file with -o."),
            )
        return Delivery(None, target)
    return Delivery(_choose_form(form, target), target)


def _takes_tables(output: str) -> bool:
    """Say whether a place is a folder, by its name or already, or a zip."""
    named = output.endswith(("/", "\\")) or output.casefold().endswith(_ZIP)
    return named or os.path.isdir(output)  # noqa: PTH112  which never raises, whatever the path


def _choose_form(form: str | None, output: Path | None) -> Form:
    names = {name: one for one in FORMS for name in (one.name, one.ending) if name}
    names |= {short: names[name] for short, name in _SHORT.items()}
    wanted = form.casefold() if form is not None else output.suffix.casefold() if output else "text"
    if wanted in names:
        return names[wanted]
    known = ", ".join(
        one.name if form is not None else one.ending
        for one in FORMS
        if one.ending or form is not None
    )
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
    run = _load(form.render)
    made: str | bytes = run(report, read_paper(project, report)) if form.papered else run(report)
    return made if isinstance(made, bytes) else made.encode(form.encoding)


def read_paper(project: Project, report: Report) -> "Paper":
    """Read the letterhead, and place the mesas of a report's last day; raise InvalidDataError for a wrong logo."""
    from mcsj_cli.reports.map import find_places  # only for forms with a letterhead
    from mcsj_cli.reports.page import Paper
    from mcsj_cli.store.logo import read_logo

    return Paper(
        project.network.letterhead, read_logo(project), find_places(project.groups, report.cut)
    )


def _load(place: str) -> Callable[..., Any]:
    module, _colon, name = place.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"mcsj_cli.reports.{module}"), name)
    return function


def _print(form: Form, report: Report, project: Project) -> None:
    if form.name == "text" and is_terminal():
        from mcsj_cli.reports import terminal  # Rich only where it is shown

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
