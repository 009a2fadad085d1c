"""The roll of a meeting: which mesa was present, excused or absent."""

from collections.abc import Mapping
from typing import NamedTuple

from mcsj_cli.commands.arguments import choose_value
from mcsj_cli.console import ask, note
from mcsj_cli.errors import NotFoundError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold, nearest

Marks = dict[str, Attendance]


class AttendanceOptions(NamedTuple):
    """The mesas that are named for each mark, with commas between them."""

    present: str | None
    excused: str | None
    absent: str | None


def call_roll(found: Occurrence, roll: AttendanceOptions, known: Meeting) -> Marks:
    """Call the roll; raise WrongUsageError for a mesa with two marks, or an option that names none."""
    marks: Marks = {}
    for mark, names in zip(Attendance, roll, strict=True):
        if names is None:
            continue
        slugs = find_slugs(found, names)
        if not slugs:
            raise WrongUsageError(_("Missing: {names}.").format(names=f"--{mark.value}"))
        twice = [slug for slug in slugs if slug in marks]
        if twice:
            message = _("«{mesa}» has two marks at once.").format(mesa=twice[0])
            raise WrongUsageError(message, _("Nothing was written."))
        marks |= dict.fromkeys(slugs, mark)
    if marks:
        rest = [
            str(mesa.slug) for mesa in found.mesas if mesa.slug not in {**marks, **known.attendance}
        ]
        marks |= dict.fromkeys(rest, Attendance.ABSENT)
    return marks


def find_slugs(found: Occurrence, names: str | None) -> list[str]:
    return [find_slug(found, name.strip()) for name in (names or "").split(",") if name.strip()]


def find_slug(found: Occurrence, text: str) -> str:
    """Find one of the mesas that meet; raise NotFoundError."""
    wanted = fold(text)
    fits = [mesa for mesa in found.mesas if wanted in (mesa.slug, fold(mesa.name))]
    fits = fits or [
        mesa for mesa in found.mesas if wanted in fold(mesa.name) or wanted in mesa.slug
    ]
    if len(fits) != 1:
        known = [str(mesa.slug) for mesa in found.mesas]
        raise NotFoundError(_("mesa of this meeting called"), text, nearest(text, known, 1), known)
    return str(fits[0].slug)


def ask_roll(found: Occurrence, known: Meeting, expected: Mapping[str, Attendance]) -> Marks:
    """Ask for the mark of each mesa; Enter keeps the one written down, or else the one that it announced."""
    initials = {fold(label(mark))[0]: mark for mark in Attendance}
    note(", ".join(f"{letter}={label(mark)}" for letter, mark in initials.items()))
    marks: Marks = {}
    for mesa in found.mesas:
        usual = known.attendance.get(mesa.slug) or expected.get(mesa.slug, Attendance.PRESENT)
        given = ask(f"  {mesa.name}", lambda text: _mark(text, initials), label(usual))
        marks[mesa.slug] = Attendance(_mark(given, initials))
    return marks


def _mark(text: str, initials: Marks) -> str:
    mark = initials.get(fold(text))
    return mark.value if mark else choose_value(text, [one.value for one in Attendance]) or ""
