"""The form and the place of a report: how they are chosen, and the report delivered."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

from mcsj_cli.commands.context import check_output
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import FORMAT, OUTPUT
from mcsj_cli.commands.passing_on import Passing
from mcsj_cli.console import is_terminal, note, say, say_bytes
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.operations.report_writing import (
    FORMS,
    ZIP,
    Form,
    goes_into_zip,
    render,
    write_form,
    write_tables,
)
from mcsj_cli.reports.period_values import Report
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken

FORM: Field[str] = FORMAT.but(
    check=None, help=N_("One of text, markdown, json, csv, html, pdf, xlsx, whatsapp.")
)
PLACE: Field[str] = OUTPUT.but(
    help=N_(
        "A file, whose ending chooses the format, or else --format;"
        " a folder/ or a .zip for one CSV a table; - for the screen."
    )
)

FormOption = Annotated[Text, FORM.option()]
OutputOption = Annotated[Text, PLACE.option()]

_SHORT = {"md": "markdown", "htm": "html", ".htm": "html"}


class Delivery(NamedTuple):
    """A report's way out: its form, or None for a table a file; the place, or None for the screen.

    What goes to the screen has a form.
    """

    form: Form | None
    target: Path | None
    passing: Passing = Passing()

    def send(self, home: Project, project: Project, report: Report) -> None:
        """Print a report of a project, or write it beside `home`'s data, and say where.

        Raise OutputError and ExistsError.
        """
        if self.target is None:
            assert self.form  # noqa: S101  several files cannot be printed
            if self.passing:
                text = render(self.form, report, project).decode(self.form.encoding)
                say(self.passing.hand_on([text.strip()]))
            else:
                _print_report(self.form, report, project)
            return
        is_folder = self.form is None and not goes_into_zip(self.target)
        check_output(home, self.target, folder=is_folder)
        if self.form:
            write_form(self.target, self.form, report, project)
        else:
            _note_left(write_tables(self.target, report))
        say(str(self.target))


def choose_delivery(form: str | None, output: str | None, passing: Passing) -> Delivery:
    """Settle form and place by --format and -o; raise WrongUsageError with the forms there are.

    What is shared or copied is the message for WhatsApp, if no other form is asked for.
    """
    if passing:
        return _choose_passed(form, output, passing)
    if output is None or output == "-":
        return Delivery(_choose_form(form, None), None)
    target = Path(output)
    if not _takes_tables(output):
        chosen = _choose_form(form, target)
        _refuse_other_ending(chosen, target)
        return Delivery(chosen, target)
    if form is not None and _choose_form(form, None).name != "csv":
        raise WrongUsageError(
            _("Into a folder or a .zip go the tables as CSV, and no other format."),
            _("Leave out --format, or name a file with -o."),
        )
    return Delivery(None, target)


def _choose_passed(form: str | None, output: str | None, passing: Passing) -> Delivery:
    """Return how a text is handed on; raise WrongUsageError for a file, or for what is no text."""
    options = spoken("--share, --copy")
    if output not in (None, "-"):
        message = _("With {options} the text goes to no file.").format(options=options)
        raise WrongUsageError(message, _("Leave out -o."))
    chosen = _choose_form(form or "whatsapp", None)
    passing.require(chosen.name)
    if chosen.binary:
        raise WrongUsageError(
            _("A report as {form} is no text for the screen.").format(form=chosen.name),
            _("Write it to a file: -o {example}").format(example=f"informe{chosen.ending}"),
        )
    return Delivery(chosen, None, passing)


def _refuse_other_ending(form: Form, target: Path) -> None:
    """Raise WrongUsageError for a file whose ending is that of another form."""
    ending = target.suffix.casefold()
    meant = _list_names().get(ending) if ending else None
    if meant in (None, form) or (meant.ending == ".txt" and not form.ending):
        return
    message = _("The ending «{ending}» is for «{meant}», and --format says «{form}».")
    raise WrongUsageError(
        message.format(ending=ending, meant=label(meant.name), form=label(form.name)),
        _("Leave out --format, or give the file another ending."),
    )


def _takes_tables(output: str) -> bool:
    """Whether a place is a zip, or a folder, by its name or already."""
    if output.endswith(("/", "\\")) or output.casefold().endswith(ZIP):
        return True
    return os.path.isdir(output)  # noqa: PTH112  which never raises, whatever the path


def _choose_form(form: str | None, output: Path | None) -> Form:
    """Find a form by its name, or else by the ending of a file; raise WrongUsageError."""
    names = _list_names()
    if form is not None:
        wanted, known = fold(form), [label(one.name) for one in FORMS]
    else:
        wanted = output.suffix.casefold() if output else "text"
        known = [one.ending for one in FORMS if one.ending]
    if wanted in names:
        return names[wanted]
    advice = _("There are: {names}.").format(names=", ".join(known))
    if not wanted:
        message = _("The name {path} has no ending that chooses a format.").format(path=output)
        raise WrongUsageError(message, advice)
    close = nearest(wanted, names, 1)
    if close:
        advice = _("Did you mean «{name}»?").format(name=close[0]) + f" {advice}"
    raise WrongUsageError(_("A report has no format «{name}».").format(name=wanted), advice)


def _list_names() -> Mapping[str, Form]:
    """Return the forms by all their names and endings."""
    names: dict[str, Form] = {}
    for form in FORMS:
        names |= {form.name: form, fold(label(form.name)): form}
        if form.ending:
            names[form.ending] = form
    return names | {short: names[name] for short, name in _SHORT.items()}


def _print_report(form: Form, report: Report, project: Project) -> None:
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
        text = render(form, report, project).decode(form.encoding)
        say(text.replace("\r\n", "\n").rstrip("\n"))


def _note_left(names: list[str]) -> None:
    text = _("{name} is no longer needed, and stays because somebody changed it.")
    for name in names:
        note(text.format(name=name))
