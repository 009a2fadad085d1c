"""Contacts of phones, mail programs and tables: a proposal, and then joined with one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.doors.contact_tables import are_contacts, is_from_program, read_contacts
from mcsj_cli.doors.file_kinds import FileKind, recognise, require_kind
from mcsj_cli.doors.source_text import decode
from mcsj_cli.doors.table_file import as_grid, read_table_file
from mcsj_cli.doors.vcard import is_vcard, read_cards
from mcsj_cli.errors import (
    AmbiguousError,
    InvalidDataError,
    McsjError,
    NotFoundError,
    Problem,
    WrongUsageError,
)
from mcsj_cli.i18n import _
from mcsj_cli.model.contact_import import (
    ROLE_TO_SAY,
    ContactPlan,
    ImportDefaults,
    plan_contacts,
)
from mcsj_cli.model.found_contact import FoundContact, MesaNames
from mcsj_cli.model.joining import Act
from mcsj_cli.model.membership import Groups
from mcsj_cli.model.person import Person, explain_form
from mcsj_cli.store.erasures import read_erasures
from mcsj_cli.store.people import change_people, read_people

_LOOK = 20  # rows in which the heading is looked for


class UnknownLabelError(McsjError):
    """Nobody in a file has the label that was asked for, which the message does not repeat."""

    exit_code = 5

    def __init__(self) -> None:
        advice = _("Nothing was written. Look at all of them first, without --only.")
        super().__init__(_("Nobody in this file has that label."), advice)


class ContactFile(NamedTuple):
    """The contacts of a file, and what is to be told of it.

    Of what a person typed, `strict`, every row has to be right; nobody corrects a phone's export.
    Of a workbook one `sheet` is read, and not the `others`.
    """

    name: str
    contacts: Sequence[FoundContact]
    problems: Sequence[Problem] = ()
    strict: bool = False
    sheet: str = ""
    others: tuple[str, ...] = ()


def read_contact_file(raw: bytes, file: str) -> ContactFile:
    """Read a vCard file or a table of contacts.

    Raises InvalidDataError, and WrongKindError for a file of another kind.
    """
    found = recognise(raw, file)
    kinds = (FileKind.CONTACTS, FileKind.TABLE, FileKind.WORKBOOK, FileKind.TEXT)
    require_kind(found, file, _("a list of contacts"), *kinds)
    if found.kind is FileKind.CONTACTS:
        text = decode(raw, file)
        if is_vcard(text):
            return ContactFile(file, *read_cards(text, file))
    source = read_table_file(raw, file)
    grid = as_grid(source.rows)
    heading = next((row for row in grid[:_LOOK] if are_contacts(row.cells)), None)
    if heading is None:
        raise WrongUsageError(
            _("This file has no contacts: no column of names, or none of numbers or addresses."),
            _("A row above them says what the columns are, as in: {names}").format(
                names=_("Name, Role, Mesa, Phone, E-mail")
            ),
        )
    contacts = read_contacts(heading.cells, [row for row in grid if row.line > heading.line])
    strict = not is_from_program(heading.cells)
    return ContactFile(file, contacts, (), strict, source.sheet, tuple(source.others))


def choose_contacts(file: ContactFile, label: str, groups: Groups) -> list[FoundContact]:
    """Return the contacts with a label, all without one; raise UnknownLabelError for no such label.

    Raises InvalidDataError with the rows that cannot be taken as they are.
    """
    chosen = [one for one in file.contacts if not label or one.has_label(label)]
    if label and not chosen:
        raise UnknownLabelError
    mesas = MesaNames(groups)
    problems: list[Problem] = []
    for one in chosen:
        problems += _find_problems(one, file, mesas)
    if problems:
        error = InvalidDataError(problems)
        error.advice = _("Nothing was written. Correct the table and import it again.")
        raise error
    return chosen


def _find_problems(contact: FoundContact, file: ContactFile, mesas: MesaNames) -> list[Problem]:
    problems = []
    try:
        mesas.find(contact)
    except (NotFoundError, AmbiguousError) as error:  # which repeats what stands there
        is_none = isinstance(error, NotFoundError)
        message = _("there is no such mesa") if is_none else _("more than one mesa is called so")
        problems.append(Problem(file.name, contact.row, 0, message, error.advice))
    if file.strict:
        for kind in contact.ways.refused:
            problems.append(Problem(file.name, contact.row, 0, *explain_form(kind)))
        if contact.ways.channels and not contact.name:
            problems.append(Problem(file.name, contact.row, 0, _("there is no name")))
    return problems


def plan_import(
    root: Path,
    key: Path | None,
    contacts: Sequence[FoundContact],
    groups: Groups,
    defaults: ImportDefaults,
) -> ContactPlan:
    """Work out what the contacts of a file would do; raise as `read_people`."""
    return _plan(root, read_people(root, key), contacts, groups, defaults)


def import_contacts(
    root: Path,
    key: Path | None,
    contacts: Sequence[FoundContact],
    groups: Groups,
    defaults: ImportDefaults,
) -> ContactPlan:
    """Join the contacts of a file with ours, and return what that did; raise as `change_people`.

    Raises WrongUsageError for new people without a role.
    """
    done: list[ContactPlan] = []

    def change(people: list[Person]) -> list[Person]:
        plan = _plan(root, people, contacts, groups, defaults)
        if list_without_role(plan):
            raise WrongUsageError(_("Some have no role."), _("Nothing was written."))
        done.append(plan)
        return plan.people

    change_people(root, key, change)
    return done[-1]


def list_without_role(plan: ContactPlan) -> list[int]:
    """Return the rows of the new people whose role nobody has said."""
    return [one.row for one in plan.steps if one.act is Act.NEW and one.becomes.role == ROLE_TO_SAY]


def _plan(
    root: Path,
    people: Sequence[Person],
    contacts: Sequence[FoundContact],
    groups: Groups,
    defaults: ImportDefaults,
) -> ContactPlan:
    erasures = read_erasures(root)

    def is_forgotten(person: Person) -> bool:
        return any(erasure.is_about(person) for erasure in erasures)

    return plan_contacts(people, contacts, groups, defaults, is_forgotten)
