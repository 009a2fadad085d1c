"""`mcsj people export`: a person's data for them, a table or address book, all for a colleague."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from mcsj_cli.commands.context import check_output, open_project, own_key
from mcsj_cli.commands.field import Field, Text, Texts
from mcsj_cli.commands.fields import ALL, OUTPUT, PERSON
from mcsj_cli.commands.people.display import deliver, describe_person, flatten_person
from mcsj_cli.commands.people.options import RECIPIENT
from mcsj_cli.console import note, say
from mcsj_cli.doors.vcard_writing import build_vcards
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _, ngettext
from mcsj_cli.interchange import to_csv, to_json
from mcsj_cli.labels import title_row
from mcsj_cli.model.person import find_person
from mcsj_cli.operations.contacts import MergeList, build_merge_list
from mcsj_cli.operations.shared_contacts import seal_contacts
from mcsj_cli.store.callers import list_callers_of
from mcsj_cli.store.invitations import list_of_person
from mcsj_cli.store.people import read_people
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
VCARD: Field[str] = Field(
    "vcard",
    N_(
        "An address book (.vcf) of those who agreed and may be contacted, for phones and mail"
        " programs; with a person, of them alone."
    ),
    N_("FILE"),
)

_MERGE_ENDING, _SEALED_ENDING, _CARD_ENDING = ".csv", ".age", ".vcf"


def export_people(
    uid: Annotated[Text, PERSON.argument()] = None,
    every: Annotated[bool, EVERYBODY.option()] = False,
    output: Annotated[Path | None, EXPORT.option()] = None,
    vcard: Annotated[Path | None, VCARD.option()] = None,
    recipient: Annotated[Texts, COLLEAGUE.option()] = None,
) -> None:
    project = open_project()
    if vcard:
        if output or recipient:
            raise WrongUsageError(
                _("--vcard already says what file to write."),
                as_in("mcsj people export --vcard private/contactos.vcf"),
            )
        _deliver_vcards(project, vcard, uid)
        return
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
        deliver(project, output, _format_merge_list(project), "utf-8-sig")
    else:
        deliver(project, output, _format_person(project, uid, ending), "utf-8")


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
    _note_left_out(chosen)
    return to_csv([title_row(flatten_person(person)) for person in chosen.people])


def _format_person(project: Project, uid: str, ending: str) -> str:
    """Return all that is kept of a person: the contact, invitations and answers, names in calls."""
    person = find_person(read_people(project.root, own_key()), uid)
    letters = list_of_person(project.root, own_key(), person.uid)
    called = list_callers_of(project.root, own_key(), person)
    whole = describe_person(person) | {
        "invitations": msgspec.to_builtins(letters, enc_hook=str),
        "video_calls": [str(one.name) for one in called],
    }
    if ending == ".yaml":
        from mcsj_cli.store.yaml import dump_plain  # only where YAML is asked for

        return dump_plain(whole)
    return to_json(whole) + "\n"


def _deliver_vcards(project: Project, path: Path, uid: str | None) -> None:
    """Write the contacts of those who may be written to, or of one person, for address books."""
    if path.suffix.casefold() != _CARD_ENDING:
        raise WrongUsageError(
            _("That is not a format for this."), _("There are: {names}.").format(names=_CARD_ENDING)
        )
    people = read_people(project.root, own_key())
    chosen = MergeList([find_person(people, uid)], 0) if uid else build_merge_list(people)
    content = build_vcards(chosen.people, project.network, project.groups)
    write_export(project.root, check_output(project, path, private=True), content)
    say(str(path))
    if uid is None:
        _note_left_out(chosen)
    text = ngettext(
        "{n} contact; consent and opposition stay here. What an address book takes in stays there:"
        " «mcsj people forget» does not reach it.",
        "{n} contacts; consent and opposition stay here. What an address book takes in stays there:"
        " «mcsj people forget» does not reach it.",
        len(chosen.people),
    )
    note(text.format(n=len(chosen.people)))


def _note_left_out(chosen: MergeList) -> None:
    text = ngettext(
        "{n} person was left out: without consent, or not to be contacted.",
        "{n} people were left out: without consent, or not to be contacted.",
        chosen.left_out,
    )
    note(text.format(n=chosen.left_out))
