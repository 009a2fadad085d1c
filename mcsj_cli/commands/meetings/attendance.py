"""Asking for the attendance of a meeting, mesa by mesa."""

from collections.abc import Mapping

from mcsj_cli.commands.arguments import choose_value, list_labels
from mcsj_cli.console import note
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.text import fold
from mcsj_cli.operations.attendance import Marks
from mcsj_cli.questions import ask


def ask_attendance(found: Occurrence, known: Meeting, expected: Mapping[str, Attendance]) -> Marks:
    """Ask for the mark of each mesa; Enter keeps the recorded one, or else the one it announced."""
    initials = {fold(label(mark))[0]: mark for mark in Attendance}
    choices = list_labels(Attendance)
    keys = [f"{number} {letter}" for number, letter in enumerate(initials, 1)]
    note(", ".join(f"{key}={label(mark)}" for key, mark in zip(keys, Attendance, strict=True)))
    marks: Marks = {}
    for mesa in found.mesas:
        usual = known.attendance.get(mesa.slug) or expected.get(mesa.slug, Attendance.PRESENT)
        given = ask(
            f"  {mesa.name}",
            lambda text: _find_mark(text, initials),
            label(usual),
            explanation=_("Whether the mesa came to the meeting."),
            choices=choices,
            listed=False,
        )
        marks[mesa.slug] = Attendance(_find_mark(given, initials))
    return marks


def _find_mark(text: str, initials: Marks) -> str:
    """Find a mark by its first letter or by its word; raise WrongUsageError."""
    mark = initials.get(fold(text))
    return mark.value if mark else choose_value(text, [one.value for one in Attendance]) or ""
