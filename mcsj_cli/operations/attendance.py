"""The marks of a meeting: which mesa was present, excused or absent."""

from typing import NamedTuple

from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold, nearest

Marks = dict[str, Attendance]


class NamedMarks(NamedTuple):
    """The mesas that are named for each mark, with commas between them; None where none was."""

    present: str | None
    excused: str | None
    absent: str | None


def mark_mesas(found: Occurrence, named: NamedMarks, known: Meeting) -> Marks:
    """Return the mark of every mesa that has none yet; those that are not named were absent.

    Raise WrongUsageError for a mesa with two marks, or for a mark that names none.
    """
    marks: Marks = {}
    for mark, names in zip(Attendance, named, strict=True):
        if names is None:
            continue
        slugs = find_slugs(found, names)
        if not slugs:
            raise WrongUsageError(_("Missing: {names}.").format(names=f"--{mark.value}"))
        _refuse_second_mark(slugs, marks)
        marks |= dict.fromkeys(slugs, mark)
    if marks:
        for mesa in found.mesas:
            if mesa.slug not in known.attendance:
                marks.setdefault(mesa.slug, Attendance.ABSENT)
    return marks


def _refuse_second_mark(slugs: list[str], marks: Marks) -> None:
    for slug in slugs:
        if slug in marks:
            message = _("«{mesa}» has two marks at once.").format(mesa=slug)
            raise WrongUsageError(message, _("Nothing was written."))


def find_marked(known: Meeting, names: str | None) -> list[str]:
    """Find the mesas with a mark that a text names by their slugs, with commas between them.

    Raise NotFoundError for a mesa that has no mark.
    """
    slugs = [name.strip() for name in (names or "").split(",")]
    for slug in slugs:
        if slug and slug not in known.attendance:
            marked = list(known.attendance)
            raise NotFoundError(_("mark of a mesa called"), slug, nearest(slug, marked, 1), marked)
    return [slug for slug in slugs if slug]


def find_slugs(found: Occurrence, names: str | None) -> list[str]:
    """Find the mesas of a meeting that a text names, with commas between them."""
    texts = [name.strip() for name in (names or "").split(",")]
    return [find_slug(found, text) for text in texts if text]


def find_slug(found: Occurrence, text: str) -> str:
    """Find one of the mesas that meet, by its slug, its name or a part of them.

    Raise NotFoundError with the nearest where none, or more than one, is so.
    """
    wanted = fold(text)
    fits = [mesa for mesa in found.mesas if wanted in (mesa.slug, fold(mesa.name))]
    if not fits:
        fits = [mesa for mesa in found.mesas if wanted in fold(mesa.name) or wanted in mesa.slug]
    if len(fits) != 1:
        known = [str(mesa.slug) for mesa in found.mesas]
        raise NotFoundError(_("mesa of this meeting called"), text, nearest(text, known, 1), known)
    return str(fits[0].slug)
