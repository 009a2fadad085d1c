"""`mcsj people forget|export|notice`: what a person may ask for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from mcsj_cli.commands.arguments import agree
from mcsj_cli.commands.context import check_output, open_project, own_key, today
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import ALL, FOR, OUTPUT, PERSON, YesOption
from mcsj_cli.commands.people.display import (
    describe_person,
    flatten_person,
    list_fields,
    note_copies,
)
from mcsj_cli.commands.people.options import RECIPIENT, OutputOption, Uid
from mcsj_cli.console import is_interactive, note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, language, ngettext
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.labels import title_row
from mcsj_cli.listing import show_fields
from mcsj_cli.messages import privacy_notice
from mcsj_cli.model.person import Person, PersonNotFoundError, find_person
from mcsj_cli.model.text import fold
from mcsj_cli.operations.contacts import build_merge_list
from mcsj_cli.operations.shared_contacts import seal_contacts
from mcsj_cli.store import files
from mcsj_cli.store.invitations import list_of_person
from mcsj_cli.store.people import forget_person, read_people
from mcsj_cli.store.private import write_export
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

EVERYBODY: Field[bool] = ALL.but(
    help=N_(
        "A table (CSV) for a mail merge: those who agreed and may be contacted."
        " With --recipient, everybody, for a colleague."
    )
)
EXPORT: Field[str] = OUTPUT.but(
    help=N_("A file: .json or .yaml; with --all, .csv; with --recipient, .age.")
)
COLLEAGUE: Field[str] = RECIPIENT.but(
    help=N_("A colleague's public key, age1…, as «mcsj people key» shows it; may be repeated.")
)
FOR_WHOM: Field[str] = FOR.but(metavar=N_("PERSON"), help=N_("With what is kept of this person."))

_MERGE_ENDING = ".csv"
_SEALED_ENDING = ".age"


def forget(uid: Uid, yes: YesOption = False) -> None:
    project = open_project()
    key = own_key()
    person = find_person(read_people(project.root, key), uid)
    if not yes:
        show_fields(list_fields(project, person))
    else:
        _require_whole_name(person, uid)
    agree(_("All that is kept of this person will be erased; it cannot be undone."), yes=yes)
    reference = forget_person(project.root, key, person.uid, today(project))
    if is_interactive():  # what a script prints is kept in more places
        note(_("This person was erased: {who}").format(who=_name_person(project, person)))
    note(_("This erasure is noted under this reference:"))
    say(reference)
    _note_limits()
    note_copies(project)


def _require_whole_name(person: Person, given: str) -> None:
    """Raise PersonNotFoundError where a person is called by a part of the name.

    Only who is at the keyboard is told whose it is.
    """
    if fold(given) in (person.uid, fold(person.name)):
        return
    if is_interactive():
        command = spoken(f"mcsj people forget {person.uid} --yes")
        advice = _("Nothing was erased. If you mean this person: {command}").format(command=command)
    else:
        advice = _(
            "Nothing was erased. «mcsj people list --format json» shows the short names (uid)."
        )
    raise PersonNotFoundError(
        _("With --yes it takes the whole short name (uid), or the whole name."), advice
    )


def _name_person(project: Project, person: Person) -> str:
    """Return a person's name, with the mesa's where there is one."""
    mesa = project.groups.mesa_names.get(person.mesa or "", person.mesa)
    return f"{person.name} ({mesa})" if mesa else str(person.name)


def _note_limits() -> None:
    """Name the places that an erasure does not reach."""
    heading = _(
        "Erased. This reference and the day are kept, in private/erasures.yaml, and in"
        " private/forgotten.txt a few letters that recognise who comes back in a colleague's file,"
        " and tell nobody who it was. What this cannot reach:"
    )
    note(heading)
    for text in (
        _("messages and invitations that were sent already"),
        _("copies on other people's machines, and in their phones"),
        _("files that were exported"),
        _("backups, and earlier encrypted copies of the contacts"),
    ):
        note(f"  - {text}")


def export_people(
    uid: Annotated[Text, PERSON.argument()] = None,
    every: Annotated[bool, EVERYBODY.option()] = False,
    output: Annotated[Path | None, EXPORT.option()] = None,
    recipient: Annotated[Texts, COLLEAGUE.option()] = None,
) -> None:
    project = open_project()
    if recipient or (output and output.suffix.casefold() == _SEALED_ENDING):
        _require_sealing(every and uid is None, output, recipient or [])
        _deliver_sealed(project, output or Path(), recipient or [])
        return
    if (uid is None) != every:
        raise WrongUsageError(
            _("Say whose data, or --all."),
            as_in("mcsj people export enlace -o datos.json"),
        )
    endings = [_MERGE_ENDING] if every else [".json", ".yaml"]
    ending = output.suffix.casefold() if output else endings[0]
    if ending not in endings:
        raise WrongUsageError(
            _("That is not a format for this."),
            _("There are: {names}.").format(names=", ".join(endings)),
        )
    if uid is None:
        _deliver(project, output, _format_merge_list(project), "utf-8-sig")
    else:
        _deliver(project, output, _format_person(project, uid, ending), "utf-8")


def _require_sealing(is_all: bool, output: Path | None, recipients: Sequence[str]) -> None:
    """Raise WrongUsageError unless everybody goes into a file for some colleague."""
    is_file = output is not None and output.suffix.casefold() == _SEALED_ENDING
    if not (is_all and recipients and is_file):
        example = "mcsj people export --all --recipient age1… -o private/contactos.age"
        raise WrongUsageError(
            _("For a colleague all contacts go into one encrypted file, and nothing was written."),
            _("As in: {example} (the colleague's age1… comes from «mcsj people key»)").format(
                example=spoken(example)
            ),
        )


def _deliver_sealed(project: Project, output: Path, recipients: Sequence[str]) -> None:
    content, count = seal_contacts(project.root, own_key(), recipients)
    write_export(project.root, check_output(project, output, private=True), content)
    say(str(output))
    text = ngettext(
        "{n} person, with consent and opposition; only who has the key opens it.",
        "{n} people, with consent and opposition; only who has the key opens it.",
        count,
    )
    note(text.format(n=count))
    note(_("Your colleague takes it in with: mcsj people import {file}").format(file=output.name))


def _format_merge_list(project: Project) -> str:
    """Return the people who may be written to as CSV, and note how many others there are."""
    chosen = build_merge_list(read_people(project.root, own_key()))
    text = ngettext(
        "{n} person was left out: without consent, or not to be contacted.",
        "{n} people were left out: without consent, or not to be contacted.",
        chosen.left_out,
    )
    note(text.format(n=chosen.left_out))
    return to_csv([title_row(flatten_person(person)) for person in chosen.people])


def _format_person(project: Project, uid: str, ending: str) -> str:
    """Return all that is kept of a person: the contact, with the invitations and answers."""
    person = find_person(read_people(project.root, own_key()), uid)
    letters = list_of_person(project.root, own_key(), person.uid)
    whole = describe_person(person) | {"invitations": msgspec.to_builtins(letters, enc_hook=str)}
    if ending == ".yaml":
        from mcsj_cli.store.yaml import dump_plain  # only where YAML is asked for

        return dump_plain(whole)
    return to_json(whole) + "\n"


def _deliver(project: Project, output: Path | None, text: str, encoding: str) -> None:
    """Print a result, or write it so that only its owner can read it."""
    if output is None:
        say(text.replace("\r\n", "\n").rstrip("\n"))
        return
    write_export(project.root, check_output(project, output, private=True), text.encode(encoding))
    say(str(output))


def write_notice(
    whose: Annotated[Text, FOR_WHOM.option()] = None, output: OutputOption = None
) -> None:
    project = open_project()
    person = find_person(read_people(project.root, own_key()), whose) if whose else None
    text = privacy_notice.render(project.network, today(project), language(), person)
    if person is None and output:
        files.write(check_output(project, output), text.encode())
        say(str(output))
    else:
        _deliver(project, output, text, "utf-8")
    caution = _(
        "This is a model and not legal advice:"
        " fill in what stands in [brackets], and have it reviewed."
    )
    note(caution)
