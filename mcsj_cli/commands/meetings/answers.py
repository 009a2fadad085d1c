"""What was answered to the invitations of a meeting: private, and told only where the private folder opens."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import click

from mcsj_cli.commands.context import own_key
from mcsj_cli.console import note
from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.meeting import Attendance
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.store.project import Project


class Reported(NamedTuple):
    """Somebody who was invited: their names, their mesa, and what they answered, or None."""

    uid: str
    name: str
    mesa: str
    answer: str | None
    reconfirm: bool

    def describe(self) -> dict[str, object]:
        """Give the fields for programs, under names that stay."""
        return {"mesa": self.mesa, "answer": self.answer, "reconfirm": self.reconfirm}


@contextmanager
def concealed() -> Iterator[None]:
    """Keep people's data out of what is kept of a fault of the program."""
    from mcsj_cli.store.private import concealing  # only for private data

    with concealing((McsjError, click.ClickException, click.Abort, click.exceptions.Exit)):
        yield


def find_sequence(project: Project, found: Occurrence) -> int:
    """Give the sequence that a meeting has by its data."""
    from mcsj_cli.calendars.expanded import identify  # icalendar only for calendars

    return identify(found, project.network.uid_domain).revision.sequence


def read_answers(project: Project, found: Occurrence) -> list[Reported] | None:
    """Read who was invited and what they answered, in the order of the mesas; None where that does not open."""
    from mcsj_cli.store.invitations import has_correspondence  # only where somebody was invited

    if not has_correspondence(project.root, found.uid):
        return []
    try:
        with concealed():
            return _read(project, found)
    except McsjError as error:
        note(
            _("The answers to the invitations are left out. {reason}").format(reason=error.message)
        )
        return None


def _read(project: Project, found: Occurrence) -> list[Reported]:
    from mcsj_cli.model.invitation import list_standings  # only where somebody was invited
    from mcsj_cli.store.invitations import read_correspondence
    from mcsj_cli.store.people import read_people

    key = own_key()
    people = read_people(project.root, key)
    known = read_correspondence(project.root, key, found.uid)
    reported = []
    for person, standing in list_standings(found, people, known, find_sequence(project, found)):
        answer = standing.answer.answer.value if standing else None
        reconfirm = standing is not None and standing.reconfirm
        reported.append(Reported(person.uid, person.name, person.mesa or "", answer, reconfirm))
    return reported


def expect_attendance(project: Project, found: Occurrence) -> dict[str, Attendance]:
    """Say of which mesas it is known whether they come: one who comes is enough; what is to be reconfirmed is not."""
    marks: dict[str, Attendance] = {}
    for one in read_answers(project, found) or []:
        if one.answer == "accepted" and not one.reconfirm:
            marks[one.mesa] = Attendance.PRESENT
        elif one.answer == "declined" and not one.reconfirm:
            marks.setdefault(one.mesa, Attendance.EXCUSED)
    return marks
