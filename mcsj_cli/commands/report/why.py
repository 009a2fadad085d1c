"""`mcsj report … --why`: the records behind a figure."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.passing_on import Passing
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import N_, _, language
from mcsj_cli.listing import Column, check_format, show_list
from mcsj_cli.model.text import fold, join_sentences, nearest, slugify
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures import KEYS, ReportInputs, find_evidence
from mcsj_cli.reports.sheets import figure_name
from mcsj_cli.vocabulary import spoken


def complete_figure(incomplete: str) -> list[str]:
    """Propose the figures, for the Tab key."""
    return [word for word in _list_words(KEYS) if word.startswith(incomplete)]


def _list_words(keys: Sequence[str]) -> list[str]:
    """Return figures as they are typed: by their keys, or in Spanish by their names."""
    return list(keys) if language() == "en" else [slugify(figure_name(key)) for key in keys]


WHY: Field[str] = Field(
    "why",
    N_("List what a figure counts, such as actions.overdue, in any format of lists."),
    N_("FIGURE"),
    completion=complete_figure,
)

WhyOption = Annotated[Text, WHY.option()]


class Question(NamedTuple):
    """A figure whose records are to be listed, and the format of the list."""

    key: str
    form: str | None

    def answer(self, sources: ReportInputs, period: Period) -> None:
        """List what the figure counts."""
        items = [evidence._asdict() for evidence in find_evidence(sources, period, self.key)]
        columns = [
            Column(_("Name"), lambda item: item["uid"]),
            Column(_("Title"), lambda item: item["title"]),
            Column(_("File"), lambda item: item["file"]),
        ]
        empty = _("{figure}: none, so there is nothing to list.")
        show_list(items, columns, self.form, empty.format(figure=figure_name(self.key)))


def choose_question(
    why: str | None,
    keys: Sequence[str],
    form: str | None,
    output: str | None,
    passing: Passing,
) -> Question | None:
    """Settle the figure of --why; raise NotFoundError and WrongUsageError."""
    if why is None:
        return None
    if passing:
        raise WrongUsageError(
            _("--why lists on the screen: leave out {options}.").format(
                options=spoken("--share, --copy")
            )
        )
    if output not in (None, "-"):
        raise WrongUsageError(_("--why lists on the screen: leave out -o."))
    key = _choose_figure(why, keys)
    return Question(key, None if form is None else check_format(form))


def _choose_figure(text: str, keys: Sequence[str]) -> str:
    """Find a figure by its key, or by the name that reports give it."""
    titles = {key: figure_name(key) for key in keys}
    names: dict[str, str] = {}
    for key, title in titles.items():
        names |= {fold(title): key, slugify(title): key, key: key}
    if fold(text) in names:
        return names[fold(text)]
    close = nearest(text, [*_list_words(keys), *keys, *titles.values()])
    error = NotFoundError(_("figure"), text, close)
    known = _("There are: {names}.").format(names=", ".join(_list_words(keys)))
    error.advice = join_sentences(error.advice, known)
    raise error
