"""`mcsj people add`: the contact of somebody."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from mcsj_cli.commands.arguments import list_labels
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Setting, Text, require
from mcsj_cli.commands.fields import list_mesas
from mcsj_cli.commands.people.display import note_cloud
from mcsj_cli.commands.people.options import (
    CALLED,
    CHANNELS,
    CONSENT,
    DOES,
    HOW,
    PREFERRED,
    TAKEN_BY,
    WHATSAPP,
    WHOSE,
    Channels,
    ConsentOption,
    EmailOption,
    HowOption,
    PhoneOption,
    PreferredOption,
    RoleOption,
    TakenByOption,
    WhatsAppOption,
    WhoseOption,
    choose_kind,
    choose_means,
    find_mesa,
    parse_consent,
    parse_contact,
)
from mcsj_cli.console import is_terminal, note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.person import Contact, ContactKind, Handle, Person
from mcsj_cli.operations import contacts
from mcsj_cli.questions import ask, tell
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import spoken

T = TypeVar("T")
_FILES = (".vcf", ".vcard", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".age", ".json")

# Stands for the three kinds of channels in a refusal.
REACHED: Field[str] = Field("reached", "", called="--phone | --whatsapp | --email")


def add_person(
    name: Annotated[Text, CALLED.argument()] = None,
    role: RoleOption = None,
    mesa: WhoseOption = None,
    phone: PhoneOption = None,
    whatsapp: WhatsAppOption = None,
    email: EmailOption = None,
    preferred: PreferredOption = None,
    consent: ConsentOption = None,
    how: HowOption = None,
    taken_by: TakenByOption = None,
) -> None:
    _refuse_file(name)
    project = open_project()
    day = today(project)
    given = {ContactKind.PHONE: phone, ContactKind.WHATSAPP: whatsapp, ContactKind.EMAIL: email}
    reached = any(given.values())
    _require(name, role, reached=reached)
    asks = not (name and role and reached)
    setting = Setting(project, day, day)
    called = _parse_or_ask(setting, CALLED, name)
    does = _parse_or_ask(setting, DOES, role)
    if asks and mesa is None:
        mesa = _ask_mesa(project, day)
    channels = _parse_channels(given) if reached else _ask_channels()
    kind = choose_kind(preferred)
    if asks and kind is None:
        kind = _ask_kind(channels)
    if asks and consent is None:
        consent, how, taken_by = _ask_consent(day, how, taken_by)
    agreed = parse_consent(consent, day, how, taken_by)
    person = Person(
        uid=Handle(""),
        name=called,
        role=does,
        mesa=find_mesa(project, mesa),
        channels=channels,
        preferred=kind,
        consent=agreed,
        created=day,
        updated=day,
    )
    added = contacts.add_person(project.root, own_key(), person)
    say(added.uid)
    _note_added(added.uid, person, added.sharing)
    note_cloud(project)


def _refuse_file(name: str | None) -> None:
    """Raise WrongUsageError for the name of a file, which is nobody's."""
    if name and _names_file(Path(name)):
        raise WrongUsageError(
            _("That is a file, and nobody's name."),
            _("Nothing was written. To take in its contacts: {command}").format(
                command=spoken(f"mcsj people import {_('FILE')}")
            ),
        )


def _names_file(path: Path) -> bool:
    try:
        return path.suffix.casefold() in _FILES or path.is_file()
    except OSError:  # longer than a file may be called
        return False


def _require(name: str | None, role: str | None, *, reached: bool) -> None:
    """Raise WrongUsageError for what is missing, where nobody is at the keyboard to be asked."""
    texts = {CALLED: (name or "").strip(), DOES: (role or "").strip(), REACHED: reached}
    require("mcsj people add", texts, (CALLED, DOES, WHOSE, WHATSAPP, CONSENT))


def _parse_or_ask(setting: Setting, field: Field[T], text: str | None) -> T:
    return field.parse(setting, text) if text else field.ask(setting)


def _ask_mesa(project: Project, day: date) -> str:
    return ask(
        _(WHOSE.question),
        lambda text: find_mesa(project, text) or "",
        "",
        explanation=_(WHOSE.help),
        choices=list_mesas(project.groups.seats_on(day)),
    )


def _parse_channels(given: Channels) -> list[Contact]:
    channels = []
    for kind, texts in given.items():
        for text in texts or []:
            channels.append(parse_contact(kind, text))
    return channels


def _ask_channels() -> list[Contact]:
    """Ask for one of each kind; raise WrongUsageError where there is none of any."""
    tell(_("At least a phone, WhatsApp or an e-mail address is needed."))
    channels: list[Contact] = []
    for kind, field in CHANNELS.items():
        value = _ask_value(kind, field)
        if value:
            channels.append(parse_contact(kind, value))
    if not channels:
        raise WrongUsageError(
            _("A person is kept with a phone, WhatsApp or an e-mail address, and none was given."),
            _("Nothing was saved."),
        )
    return channels


def _ask_value(kind: ContactKind, field: Field[str]) -> str:
    """Ask for a number or an address, which may be left out."""

    def parse(text: str) -> str:
        return parse_contact(kind, text).value if text else ""

    return ask(_(field.question), parse, "", explanation=_(field.help))


def _ask_kind(channels: Sequence[Contact]) -> ContactKind | None:
    """Ask which kind of channel is preferred, if there are several."""
    kinds = list(dict.fromkeys(contact.kind for contact in channels))
    if len(kinds) < 2:
        return None
    return choose_kind(
        ask(
            _(PREFERRED.question),
            lambda text: choose_kind(text) or "",
            explanation=_(PREFERRED.help),
            choices=list_labels(kinds),
        )
    )


def _ask_consent(day: date, how: str | None, taken_by: str | None) -> tuple[str, str, str]:
    """Ask for the day of consent, how it was given and to whom, which may all be left out."""

    def parse(text: str) -> str:
        consent = parse_consent(text, day)
        return str(consent.day) if consent else ""

    consent = ask(_(CONSENT.question), parse, "", explanation=_(CONSENT.help))
    if consent and how is None:
        how = ask(
            _(HOW.question),
            lambda text: choose_means(text) or "",
            "",
            explanation=_(HOW.help),
        )
    if consent and taken_by is None:
        taken_by = ask(_(TAKEN_BY.question), str, "", explanation=_(TAKEN_BY.help))
    return consent, how or "", taken_by or ""


def _note_added(uid: str, person: Person, sharing: Sequence[Person]) -> None:
    """Name others with the same address or number, and note what is still to be done."""
    note(_("Stored on this computer alone: it never goes into the history that is shared."))
    if sharing:
        names = ", ".join(other.uid for other in sharing)
        text = _(
            "The same address or number is written down of: {names}."
            " If it is the same person, both get each message."
        )
        note(text.format(names=names))
    if person.consent is None:
        text = _(
            "There is no consent yet. Hand over the privacy notice,"
            " and write down the day on which they agree:"
        )
        note(text)
        # Elsewhere than on a terminal the name is on the result's stream alone.
        whose = uid if is_terminal() else _("PERSON")
        note(spoken(f"  mcsj people notice --for {whose}"))
        note(spoken(f"  mcsj people edit {whose} --consent hoy"))
