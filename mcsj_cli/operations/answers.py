"""The answers to the invitations of a meeting, as they stand now."""

from pathlib import Path
from typing import NamedTuple

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
        """Return the fields for programs, under names that stay."""
        return {"mesa": self.mesa, "answer": self.answer, "reconfirm": self.reconfirm}


def find_sequence(project: Project, found: Occurrence) -> int:
    """Return the sequence that a meeting has by its data."""
    from mcsj_cli.calendars.expanded import identify  # icalendar only for calendars

    return identify(found, project.network.uid_domain).revision.sequence


def read_answers(project: Project, found: Occurrence, key: Path) -> list[Reported]:
    """Read who was invited and what they answered, in the order of the mesas.

    `key` opens the contacts. Raise what `read_people` and `read_correspondence` raise.
    """
    from mcsj_cli.model.invitation import list_standings  # only where somebody was invited
    from mcsj_cli.store.invitations import read_correspondence
    from mcsj_cli.store.people import read_people

    people = read_people(project.root, key)
    known = read_correspondence(project.root, key, found.uid)
    reported = []
    for person, standing in list_standings(found, people, known, find_sequence(project, found)):
        answer = standing.answer.answer.value if standing else None
        reconfirm = standing is not None and standing.reconfirm
        reported.append(Reported(person.uid, person.name, person.mesa or "", answer, reconfirm))
    return reported


def expect_attendance(answers: list[Reported]) -> dict[str, Attendance]:
    """Return of which mesas it is known whether they come: one who comes is enough.

    An answer that is to be reconfirmed does not count.
    """
    marks: dict[str, Attendance] = {}
    for one in answers:
        if one.answer == "accepted" and not one.reconfirm:
            marks[one.mesa] = Attendance.PRESENT
        elif one.answer == "declined" and not one.reconfirm:
            marks.setdefault(one.mesa, Attendance.EXCUSED)
    return marks
