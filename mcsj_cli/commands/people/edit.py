"""`mcsj people edit`: the contact of somebody corrected."""

from typing import Annotated, Any

from mcsj_cli.commands.arguments import parse_field
from mcsj_cli.commands.context import open_project, own_key, today
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import NAME
from mcsj_cli.commands.people.options import (
    Channels,
    ConsentOption,
    EmailOption,
    HowOption,
    PhoneOption,
    PreferredOption,
    RoleOption,
    TakenByOption,
    Uid,
    WhatsAppOption,
    WhoseOption,
    choose_kind,
    find_mesa,
    parse_consent,
    parse_contact,
)
from mcsj_cli.console import note, say
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import ContactKind
from mcsj_cli.operations import contacts
from mcsj_cli.vocabulary import as_in

DO_NOT_CONTACT: Field[bool] = Field(
    "do-not-contact/--contact", N_("Whether they asked to be left alone.")
)


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
    how: HowOption = None,
    taken_by: TakenByOption = None,
    do_not_contact: Annotated[bool | None, DO_NOT_CONTACT.option()] = None,
) -> None:
    project = open_project()
    day = today(project)
    given = {ContactKind.PHONE: phone, ContactKind.WHATSAPP: whatsapp, ContactKind.EMAIL: email}
    fields: dict[str, Any] = {}
    if name is not None:
        fields["name"] = parse_field(Line, name)
    if role is not None:
        fields["role"] = parse_field(Line, role)
    if mesa is not None:
        fields["mesa"] = find_mesa(project, mesa)
    if preferred is not None:
        fields["preferred"] = choose_kind(preferred)
    if consent is not None or how or taken_by:
        fields["consent"] = parse_consent(consent, day, how, taken_by)
    if do_not_contact is not None:
        fields["do_not_contact"] = do_not_contact
    changes = contacts.PersonChanges(fields, _parse_values(given))
    if not any(changes):
        example = as_in('mcsj people edit enlace --phone "…"')
        raise WrongUsageError(_("It is not said what to change."), example)
    say(contacts.edit_person(project.root, own_key(), uid, changes, day))
    note(_("It is written down."))


def _parse_values(given: Channels) -> dict[ContactKind, list[Line]]:
    """Parse the values of the kinds that were given; an empty text leaves none of its kind."""
    values: dict[ContactKind, list[Line]] = {}
    for kind, texts in given.items():
        if texts:
            values[kind] = [parse_contact(kind, text).value for text in texts if text]
    return values
