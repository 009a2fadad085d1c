"""The marks of a meeting: which mesa was present, excused or absent."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.operations.mesa_choice import names_all, split_names
from mcsj_cli.vocabulary import spoken

Marks = dict[str, Attendance]


class NamedMarks(NamedTuple):
    """The texts that name mesas for each mark; None where none was given.

    Where a mark is given to all, it is given to those that have no other and are not in `without`.
    """

    present: Sequence[str] | None = None
    excused: Sequence[str] | None = None
    absent: Sequence[str] | None = None
    without: Sequence[str] | None = None


def mark_mesas(found: Occurrence, named: NamedMarks, known: Meeting) -> Marks:
    """Return the mark of every mesa that has none yet; those that are not named were absent.

    Raise WrongUsageError for a mesa with two marks, or for a mark that names none.
    """
    marks: Marks = {}
    for mark, texts in _sort_marks(named):
        slugs = _choose_slugs(found, texts, named, marks)
        if not slugs:
            raise WrongUsageError(_("Missing: {names}.").format(names=spoken(f"--{mark.value}")))
        _refuse_second_mark(slugs, marks)
        marks |= dict.fromkeys(slugs, mark)
    if marks:
        for mesa in found.mesas:
            if mesa.slug not in known.attendance:
                marks.setdefault(mesa.slug, Attendance.ABSENT)
    return marks


def _sort_marks(named: NamedMarks) -> list[tuple[Attendance, Sequence[str]]]:
    """Return the marks that are given, that of all mesas last."""
    given = []
    for mark, texts in zip(Attendance, named[:3], strict=True):
        if texts is not None:
            given.append((mark, texts))
    given.sort(key=lambda one: names_all(split_names(one[1])))
    if named.without and not any(names_all(split_names(texts)) for _mark, texts in given):
        raise WrongUsageError(
            _("--except leaves mesas out of all of them, and not all are named."),
            _("Name the mesas one by one, or write «all»."),
        )
    return given


def _choose_slugs(
    found: Occurrence, texts: Sequence[str], named: NamedMarks, marks: Marks
) -> list[str]:
    every = [str(mesa.slug) for mesa in found.mesas]
    if not names_all(split_names(texts)):
        return find_slugs(found, texts)
    left_out = {*marks, *find_slugs(found, named.without)}
    return [slug for slug in every if slug not in left_out]


def describe_marks(found: Occurrence, attendance: Mapping[str, Attendance]) -> list[str]:
    """Return sentences that say which mesas came, sent word and were absent."""
    sentences = []
    for mark in Attendance:
        names = [mesa.name for mesa in found.mesas if attendance.get(mesa.slug) is mark]
        if names:
            lead = _begin_sentence(mark, len(names))
            sentences.append(lead.format(n=len(names), names=", ".join(names)))
    return sentences


def _begin_sentence(mark: Attendance, n: int) -> str:
    if mark is Attendance.PRESENT:
        return ngettext("{n} came: {names}", "{n} came: {names}", n)
    if mark is Attendance.EXCUSED:
        return ngettext("{n} sent word: {names}", "{n} sent word: {names}", n)
    return ngettext("{n} was absent: {names}", "{n} were absent: {names}", n)


def _refuse_second_mark(slugs: list[str], marks: Marks) -> None:
    for slug in slugs:
        if slug in marks:
            message = _("«{mesa}» has two marks at once.").format(mesa=slug)
            raise WrongUsageError(message, _("Nothing was written."))


def find_marked(known: Meeting, texts: Sequence[str] | None) -> list[str]:
    """Find the mesas with a mark that some texts name by their slugs, with commas between them.

    Raise NotFoundError for a mesa that has no mark.
    """
    slugs = split_names(texts)
    for slug in slugs:
        if slug not in known.attendance:
            marked = list(known.attendance)
            raise NotFoundError(_("mark of a mesa called"), slug, nearest(slug, marked, 1), marked)
    return slugs


def find_slugs(found: Occurrence, texts: Sequence[str] | None) -> list[str]:
    """Find the mesas of a meeting that some texts name, with commas between them."""
    return [find_slug(found, name) for name in split_names(texts)]


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
