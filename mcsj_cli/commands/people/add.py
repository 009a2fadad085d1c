"""`mcsj people add|edit`: what is kept of somebody."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.arguments import choose_day, parse_field, require
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import NAME
from mcsj_cli.commands.people.display import (
    ConsentOption,
    EmailOption,
    PhoneOption,
    PreferredOption,
    RoleOption,
    Uid,
    WhatsAppOption,
    WhoseOption,
)
from mcsj_cli.console import ask, note, say
from mcsj_cli.errors import UnkeepableError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.messages import privacy_notice
from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import (
    Consent,
    Contact,
    ContactKind,
    Handle,
    Person,
    find_person,
    find_sharing,
    propose_uid,
)
from mcsj_cli.model.text import fold
from mcsj_cli.store.people import (
    change_people,
)
from mcsj_cli.store.project import Project

DO_NOT_CONTACT: Field[bool] = Field(
    "do-not-contact/--contact", N_("Whether they asked to be left alone.")
)

_EXAMPLE = 'mcsj people add "…" --role "…" --mesa leon --whatsapp "…" --consent hoy'


def add_person(
    name: Annotated[Text, NAME.argument(N_("Their name, in quotes."))] = None,
    role: RoleOption = None,
    mesa: WhoseOption = None,
    phone: PhoneOption = None,
    whatsapp: WhatsAppOption = None,
    email: EmailOption = None,
    preferred: PreferredOption = None,
    consent: ConsentOption = None,
) -> None:
    project = open_project()
    day = today(project)
    given = {ContactKind.PHONE: phone, ContactKind.WHATSAPP: whatsapp, ContactKind.EMAIL: email}
    reached = [value for values in given.values() for value in values or []]
    required = {_("the name"): name, "--role": role, "--phone | --whatsapp | --email": reached}
    require(required, _EXAMPLE)
    asks = any(not value for value in required.values())
    called = parse_field(Line, name or ask(_("Name"), lambda text: parse_field(Line, text)))
    does = parse_field(
        Line, role or ask(_("Role, such as coordination"), lambda text: parse_field(Line, text))
    )
    if asks and mesa is None:
        mesa = ask(
            _("Mesa (Enter if of the national office)"),
            lambda text: _find_mesa(project, text) or "",
            "",
        )
    channels = _read_channels(given) if reached else _ask_channels()
    kind = _choose_kind(preferred)
    kinds = list(dict.fromkeys(contact.kind for contact in channels))
    if asks and kind is None and len(kinds) > 1:
        kind = _choose_kind(
            ask(
                _("What they prefer") + f" ({', '.join(kinds)})",
                lambda text: _choose_kind(text) or "",
            )
        )
    if asks and consent is None:
        question = _("Day on which they agreed to the privacy notice (Enter if they have not yet)")
        consent = ask(question, lambda text: str(_check_consent(text, day) or ""), "")
    agreed = _check_consent(consent, day)
    person = Person(
        uid=Handle(""),
        name=called,
        role=does,
        mesa=_find_mesa(project, mesa),
        channels=channels,
        preferred=kind,
        consent=Consent(agreed, Line(privacy_notice.VERSION)) if agreed else None,
        created=day,
        updated=day,
    )
    uids: list[Handle] = []
    sharing: list[Person] = []

    def add(people: list[Person]) -> list[Person]:
        sharing[:] = find_sharing(person, people)
        uids.append(propose_uid(called, people))
        return [*people, msgspec.structs.replace(person, uid=uids[-1])]

    change_people(project.root, own_key(), add)
    say(uids[-1])
    _tell_added(person, sharing)


def _tell_added(person: Person, sharing: list[Person]) -> None:
    """Tell who else has the same address or number, and what is still to be done."""
    if sharing:
        names = ", ".join(other.uid for other in sharing)
        text = _(
            "The same address or number is written down of: {names}. If it is the same person, both get each message."
        )
        note(text.format(names=names))
    if person.consent is None:
        note(
            _(
                "There is no consent yet. Hand over the privacy notice, and write down the day on which they agree:"
            )
        )
        note("  mcsj people notice --for UID")
        note("  mcsj people edit UID --consent hoy")


def _read_channels(given: dict[ContactKind, list[str] | None]) -> list[Contact]:
    return [
        Contact(kind, _check_value(kind, text))
        for kind, texts in given.items()
        for text in texts or []
    ]


def _ask_channels() -> list[Contact]:
    """Ask for one of each kind until there is any."""
    questions = {
        ContactKind.PHONE: _("Phone (Enter to leave it out)"),
        ContactKind.WHATSAPP: _("WhatsApp (Enter to leave it out)"),
        ContactKind.EMAIL: _("E-mail address (Enter to leave it out)"),
    }
    channels: list[Contact] = []
    while not channels:
        for kind, question in questions.items():
            value = ask(question, _checking(kind), "")
            channels += [Contact(kind, Line(value))] if value else []
    return channels


def _checking(kind: ContactKind) -> Callable[[str], str]:
    return lambda text: _check_value(kind, text) if text else ""


def _check_value(kind: ContactKind, text: str) -> Line:
    """Make a number or an address of what was typed; raise InvalidValueError without repeating it."""
    contact = Contact(kind, parse_field(Line, text))
    if contact.is_well_formed:
        return contact.value
    reason = (
        _("this is not an e-mail address")
        if kind is ContactKind.EMAIL
        else _("this is not a phone number")
    )
    raise UnkeepableError(reason, _advise(kind))


def _advise(kind: ContactKind) -> str:
    if kind is ContactKind.EMAIL:
        return _("Write it as in: coordinacion@example.org")
    return _("Write ten digits, or + with the country's: 55 0000 0000, +52 55 0000 0000")


def _choose_kind(text: str | None) -> ContactKind | None:
    """Find a kind by its value or the person's word for it; raise WrongUsageError, which repeats nothing."""
    if not text:
        return None
    for kind in ContactKind:
        if fold(text) in (fold(kind), fold(label(kind)), kind.replace("-", "")):
            return kind
    raise WrongUsageError(
        _("That is no kind of channel."),
        _("They are: {names}.").format(names=", ".join(ContactKind)),
    )


def _check_consent(text: str | None, day: date) -> date | None:
    if not text:
        return None
    agreed = choose_day(text, "--consent", day)
    if agreed > day:
        raise WrongUsageError(_("Nobody has agreed on a day that has not come yet."))
    return agreed


def _find_mesa(project: Project, text: str | None) -> Handle | None:
    return Handle(project.groups.find_seat(text).mesa.slug) if text else None


def edit_person(
    uid: Uid,
    name: Annotated[Text, NAME.option(N_("Their name."))] = None,
    role: RoleOption = None,
    mesa: WhoseOption = None,
    phone: PhoneOption = None,
    whatsapp: WhatsAppOption = None,
    email: EmailOption = None,
    preferred: PreferredOption = None,
    consent: ConsentOption = None,
    do_not_contact: Annotated[bool | None, DO_NOT_CONTACT.option()] = None,
) -> None:
    project = open_project()
    day = today(project)
    given = {ContactKind.PHONE: phone, ContactKind.WHATSAPP: whatsapp, ContactKind.EMAIL: email}
    changes: dict[str, Any] = {}
    if name is not None:
        changes["name"] = parse_field(Line, name)
    if role is not None:
        changes["role"] = parse_field(Line, role)
    if mesa is not None:
        changes["mesa"] = _find_mesa(project, mesa)
    if preferred is not None:
        changes["preferred"] = _choose_kind(preferred)
    if consent is not None:
        agreed = _check_consent(consent, day)
        changes["consent"] = Consent(agreed, Line(privacy_notice.VERSION)) if agreed else None
    if do_not_contact is not None:
        changes["do_not_contact"] = do_not_contact
    channels = {
        kind: [_check_value(kind, one) for one in texts if one]
        for kind, texts in given.items()
        if texts
    }
    if not changes and not channels:
        example = _("As in: {example}").format(example='mcsj people edit UID --phone "…"')
        raise WrongUsageError(_("It is not said what to change."), example)

    uids: list[str] = []

    def edit(people: list[Person]) -> list[Person]:
        found = find_person(people, uid)
        uids.append(found.uid)
        person = found
        for kind, values in channels.items():
            person = person.with_values(kind, values)
        person = msgspec.structs.replace(person, **changes)
        if person != found:
            person = msgspec.structs.replace(person, updated=day)
        return [person if one is found else one for one in people]

    change_people(project.root, own_key(), edit)
    say(uids[-1])
