"""`mcsj people key|lock|unlock|rekey`: one's key; the contacts encrypted, and opened again."""

from pathlib import Path

from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.people.display import note_copies
from mcsj_cli.commands.people.options import RecipientOption
from mcsj_cli.commands.telling import show_file
from mcsj_cli.console import note, say
from mcsj_cli.i18n import _, ngettext
from mcsj_cli.store.age import find_recipient
from mcsj_cli.store.people import Locked, decrypt_people, encrypt_people, prepare_key, rekey_people
from mcsj_cli.store.private import ENCRYPTED, PEOPLE
from mcsj_cli.vocabulary import spoken


def show_key() -> None:
    project = open_project()
    key = own_key()
    made = prepare_key(project.root, key, today(project))
    if made:
        _note_new_key(key)
    recipient = find_recipient(key)
    say(recipient)
    note(_("Give this line to a colleague, who then makes a file that only you can open:"))
    note(spoken(f"  mcsj people export --all --recipient {recipient} -o private/contactos.age"))


def lock_people(recipient: RecipientOption = None) -> None:
    project = open_project()
    key = own_key()
    _note_keys(encrypt_people(project.root, key, recipient or [], today(project)), key)
    note_copies(project)
    show_file(project, ENCRYPTED)


def unlock_people() -> None:
    project = open_project()
    decrypt_people(project.root, own_key())
    show_file(project, PEOPLE)
    note(_("The contacts are plain text again. To encrypt them: mcsj people lock"))


def rekey(recipient: RecipientOption = None) -> None:
    project = open_project()
    key = own_key()
    _note_keys(rekey_people(project.root, key, recipient or [], today(project)), key)
    show_file(project, ENCRYPTED)


def _note_keys(locked: Locked, key: Path) -> None:
    if locked.made_key:
        _note_new_key(key)
    text = ngettext("{n} key opens the contacts.", "{n} keys open the contacts.", locked.readers)
    note(text.format(n=locked.readers))


def _note_new_key(key: Path) -> None:
    note(_("A new key was made: {path}").format(path=key))
    text = _(
        "Keep a copy of it in a safe place: without it nobody opens the contacts,"
        " not even who looks after mcsj."
    )
    note(text)
