"""All contacts handed to a colleague, encrypted, and those of a colleague taken in."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.errors import HistoryError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.joining import Act, Joining, JoiningStep, join_people
from mcsj_cli.model.person import Person
from mcsj_cli.store import git
from mcsj_cli.store.erasures import Erasure, count_unmarked, read_erasures
from mcsj_cli.store.git.remotes import list_remotes
from mcsj_cli.store.people import change_people, open_people, read_people, seal_people
from mcsj_cli.store.private import has_contacts


class Intake(NamedTuple):
    """What others' contacts make of ours.

    `unmarked` is how many people were forgotten here who could not be recognised among the new.
    """

    steps: list[JoiningStep]
    same: int
    unmarked: int


def are_elsewhere(root: Path) -> bool:
    """Whether a folder that is shared has no contacts, which others may have."""
    if has_contacts(root):
        return False
    try:
        return git.is_repository(root) and bool(list_remotes(root))
    except HistoryError:  # it is not shared by a git that refuses, or that is not there
        return False


def seal_contacts(root: Path, key: Path, recipients: Sequence[str]) -> tuple[bytes, int]:
    """Return all contacts encrypted for others alone, and how many people they are.

    Raises as `read_people`, and WrongUsageError for a wrong recipient or without anybody.
    """
    people = read_people(root, key)
    if not people:
        raise WrongUsageError(_("There are no contacts yet."), _("Nothing was written."))
    return seal_people(people, recipients), len(people)


def plan_intake(root: Path, key: Path, content: bytes, file: str) -> Intake:
    """Work out what a colleague's file would do; raise as `open_people` and `read_people`."""
    given = open_people(content, key, file)
    return _describe(root, _join(root, read_people(root, key), given))


def take_in(root: Path, key: Path, content: bytes, file: str) -> Intake:
    """Join a colleague's contacts with ours, and return what that did.

    Raises as `open_people` and `change_people`.
    """
    given = open_people(content, key, file)
    done: list[Joining] = []

    def change(people: list[Person]) -> list[Person]:
        done.append(_join(root, people, given))
        return done[-1].people

    change_people(root, key, change)
    return _describe(root, done[-1])


def find_erasure(root: Path, person: Person) -> Erasure | None:
    """Find the note of the day on which a person was forgotten here."""
    return next((one for one in read_erasures(root) if one.is_about(person)), None)


def _join(root: Path, ours: Sequence[Person], theirs: Sequence[Person]) -> Joining:
    erasures = read_erasures(root)

    def is_forgotten(person: Person) -> bool:
        return any(erasure.is_about(person) for erasure in erasures)

    return join_people(ours, theirs, is_forgotten)


def _describe(root: Path, joining: Joining) -> Intake:
    has_new = any(step.act is Act.NEW for step in joining.steps)
    return Intake(joining.steps, joining.same, count_unmarked(root) if has_new else 0)
