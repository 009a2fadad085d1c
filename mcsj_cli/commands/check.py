"""`mcsj check`: look for problems in the data."""

from mcsj_cli.commands.options import Format, open_project
from mcsj_cli.console import Column, note, say, show_list, show_problems
from mcsj_cli.errors import ProblemsFoundError
from mcsj_cli.grammar import new_app
from mcsj_cli.i18n import _
from mcsj_cli.review import review

app = new_app()


@app.command(help=_("Look at every file and every rule; name each problem with its place and what to do."))
def check(form: Format = None) -> None:
    problems = review(open_project())
    if form is None:
        show_problems(problems, say)
        if not problems:
            note(_("No problem was found."))
    else:
        items = [
            {
                "file": problem.file,
                "line": problem.line,
                "column": problem.column,
                "message": problem.message,
                "advice": problem.advice,
            }
            for problem in problems
        ]
        columns = [
            Column(_("File"), lambda item: item["file"]),
            Column(_("Line"), lambda item: item["line"] or "", "right"),
            Column(_("Problem"), lambda item: item["message"]),
            Column(_("What to do"), lambda item: item["advice"]),
        ]
        show_list(items, columns, form, _("No problem was found."))
    if problems:
        raise ProblemsFoundError(len(problems))
