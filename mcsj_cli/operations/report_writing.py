"""The forms of a report, and the files that they are written into."""

import zipfile
from collections.abc import Callable, Mapping
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mcsj_cli.reports.period_values import Report
from mcsj_cli.store import files
from mcsj_cli.store.managed_folder import ManagedFolder, outputs_of
from mcsj_cli.store.project import Project

if TYPE_CHECKING:
    from mcsj_cli.reports.page import Paper

ZIP = ".zip"
LIST = ".mcsj-report.json"

_TABLES = "csv:render_tables"  # several files, in a folder or a zip
# The earliest day that a zip can hold, so that the same files always give the same bytes.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


class Form(NamedTuple):
    """A form: its name, the ending of files that chooses it, and the function that renders it.

    `render` is «module:function» in `mcsj_cli.reports`, imported when it is asked for. The function
    takes a report, and the network's paper if the form is `papered`. It returns text, or bytes if
    the form is `binary`. A new form is a line in `FORMS`, that function, and a word in the help.
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


def render(form: Form, report: Report, project: Project) -> bytes:
    """Return a report in a form, as its file holds it."""
    run = _import_function(form.render)
    papers = [_read_paper(project, report)] if form.papered else []
    made: str | bytes = run(report, *papers)
    return made if isinstance(made, bytes) else made.encode(form.encoding)


def write_form(path: Path, form: Form, report: Report, project: Project) -> None:
    """Write a report in a form; raise OutputError."""
    files.write(path, render(form, report, project))


def write_tables(path: Path, report: Report) -> list[str]:
    """Write the tables of a report as CSV, into a zip or a folder, by its name.

    Return the names of files of an earlier report that stay because they were changed. Raise
    OutputError, or ExistsError for a folder with other files of these names.
    """
    texts: Mapping[str, str] = _import_function(_TABLES)(report)
    contents = {name: text.encode("utf-8-sig") for name, text in texts.items()}
    if goes_into_zip(path):
        _write_zip(path, contents)
        return []
    return _write_folder(path, contents)


def goes_into_zip(path: Path) -> bool:
    """Whether tables that are written to a path go into a zip, and not into a folder."""
    return path.suffix.casefold() == ZIP


def _read_paper(project: Project, report: Report) -> "Paper":
    """Read the letterhead and the places of mesas; raise InvalidDataError for a wrong logo."""
    from mcsj_cli.reports.map import find_places  # only for forms with a letterhead
    from mcsj_cli.reports.page import Paper
    from mcsj_cli.store.logo import read_logo

    places = find_places(project.groups, report.cut)
    return Paper(project.network.letterhead, read_logo(project), places)


def _import_function(place: str) -> Callable[..., Any]:
    module, _colon, name = place.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"mcsj_cli.reports.{module}"), name)
    return function


def _write_zip(path: Path, contents: Mapping[str, bytes]) -> None:
    """Write files as a zip; nothing in it depends on when or where it is made."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, contents[name])
    files.write(path, stream.getvalue())


def _write_folder(folder: Path, contents: Mapping[str, bytes]) -> list[str]:
    """Write files in place of those of an earlier report, and return those that had to stay."""
    outputs, outlet = outputs_of(contents), ManagedFolder(folder, LIST)
    found = outlet.compare(outputs)
    outlet.refuse_others(found)
    outlet.write(outputs, found)
    return found.left
