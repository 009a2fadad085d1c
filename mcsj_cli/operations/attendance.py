"""The marks of a meeting: which mesa was present, excused or absent."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import nearest
from mcsj_cli.operations.mesa_choice import (
    list_beside_all,
    names_all,
    names_none,
    refuse_except,
    split_all_but,
    split_names,
)
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


def mark_mesas(groups: Groups, found: Occurrence, named: NamedMarks, known: Meeting) -> Marks:
    """Return the mark of every mesa that has none yet; those that are not named were absent.

    Where the word for none stands for those present, all were absent that are not excused.

    Raise WrongUsageError for a mesa with two marks, or for a mark that names none.
    """
    marks: Marks = {}
    named = _part_left_out(named)
    if names_none(named.present):
        named = named._replace(present=None, absent=_add_all(named))
    given = _sort_marks(named)
    for mark, texts in given:
        slugs = _choose_slugs(groups, found, texts, named, marks)
        if not slugs:
            raise WrongUsageError(_("Missing: {names}.").format(names=spoken(f"--{mark.value}")))
        _refuse_second_mark(slugs, marks)
        marks |= dict.fromkeys(slugs, mark)
    for slug in find_slugs(groups, found, named.without):
        if slug not in marks:
            marks[slug] = _mark_left_out(slug, given[-1][0], known)
    if marks:
        for mesa in found.mesas:
            if mesa.slug not in known.attendance:
                marks.setdefault(mesa.slug, Attendance.ABSENT)
    return marks


def _mark_left_out(slug: str, mark: Attendance, known: Meeting) -> Attendance:
    """Return the mark of a mesa that is left out of all those with one.

    Raise WrongUsageError if nothing says what it is.
    """
    kept = known.attendance.get(slug)
    if kept and kept is not mark:
        return kept
    if mark is Attendance.ABSENT:
        message = _("«{mesa}» is left out of those absent, and has no other mark.")
        raise WrongUsageError(
            message.format(mesa=slug), _("Name it with --present or with --excused.")
        )
    return Attendance.ABSENT


def _part_left_out(named: NamedMarks) -> NamedMarks:
    """Return the marks with what «todas menos …» leaves out in its own place."""
    left_out = list(named.without or ())
    texts: list[Sequence[str] | None] = []
    for said in named[:3]:
        names, but = split_all_but(said)
        texts.append(names if but else said)
        left_out += but
    return NamedMarks(texts[0], texts[1], texts[2], left_out or named.without)


def _add_all(named: NamedMarks) -> Sequence[str] | None:
    """Return who was absent where nobody was present: all, unless all are excused."""
    if names_all(split_names(named.excused)):
        return named.absent
    return [*(named.absent or ()), "all"]


def _sort_marks(named: NamedMarks) -> list[tuple[Attendance, Sequence[str]]]:
    """Return the marks that are given, that of all mesas last."""
    given = []
    for mark, texts in zip(Attendance, named[:3], strict=True):
        if texts is not None:
            given.append((mark, texts))
    given.sort(key=lambda one: names_all(split_names(one[1])))
    of_all = [spoken(f"--{mark.value}") for mark, texts in given if names_all(split_names(texts))]
    if len(of_all) > 1:
        message = _("Only one mark can be given to all mesas: {options}.")
        raise WrongUsageError(message.format(options=", ".join(of_all)), _("Nothing was written."))
    if named.without and not of_all:
        refuse_except(split_names(named.without))
    return given


def _choose_slugs(
    groups: Groups, found: Occurrence, texts: Sequence[str], named: NamedMarks, marks: Marks
) -> list[str]:
    every = [str(mesa.slug) for mesa in found.mesas]
    if not names_all(split_names(texts)):
        return find_slugs(groups, found, texts)
    find_slugs(groups, found, list_beside_all(split_names(texts)))
    left_out = {*marks, *find_slugs(groups, found, named.without)}
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


def find_marked(groups: Groups, known: Meeting, texts: Sequence[str] | None) -> list[str]:
    """Find the mesas with a mark that some texts name, with commas between them.

    Raise NotFoundError for a mesa that has no mark.
    """
    marked = list(known.attendance)
    mesas = [seat.mesa for seat in groups.seats if seat.mesa.slug in marked]
    slugs = []
    for name in split_names(texts):
        # A mark may be of a mesa that is declared no more.
        fits = [name] if name in marked else groups.find_slugs(name, mesas)
        if len(fits) != 1:
            raise NotFoundError(_("mark of a mesa called"), name, nearest(name, marked, 1), marked)
        slugs += fits
    return slugs


def find_slugs(groups: Groups, found: Occurrence, texts: Sequence[str] | None) -> list[str]:
    """Find the mesas of a meeting that some texts name, with commas between them."""
    return [find_slug(groups, found, name) for name in split_names(texts)]


def find_slug(groups: Groups, found: Occurrence, text: str) -> str:
    """Find one of the mesas that meet, by its names or a part of them.

    Raise NotFoundError with the nearest where none, or more than one, is so.
    """
    fits = groups.find_slugs(text, found.mesas)
    if len(fits) != 1:
        known = [str(mesa.slug) for mesa in found.mesas]
        near = nearest(text, known, 1)
        error = NotFoundError(_("mesa of this meeting called"), text, near, known)
        elsewhere = _say_where(groups, text, found)
        error.advice = f"{elsewhere} {error.advice}".strip()
        raise error
    return fits[0]


def _say_where(groups: Groups, text: str, found: Occurrence) -> str:
    """Return in which group a mesa is that does not meet here; "" if there is no such mesa."""
    others = groups.find_slugs(text, (seat.mesa for seat in groups.seats))
    if len(others) != 1 or others[0] in [mesa.slug for mesa in found.mesas]:
        return ""
    seat = groups.seat_on(others[0], found.start.date())
    return _("{mesa} is of {group}.").format(mesa=seat.mesa.name, group=seat.group.name)
