"""What the verbs share: whom, how people are told to programs and persons, and what they are reached by."""

from pathlib import Path
from typing import Annotated, Any

import msgspec

from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import MESA, OUTPUT, PERSON, ROLE
from mcsj_cli.console import note
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.model.person import (
    ContactKind,
    Person,
)
from mcsj_cli.store.private import find_copies
from mcsj_cli.store.project import Project

CONSENT: Field[str] = Field(
    "consent", N_("The day on which they agreed to the privacy notice."), N_("DAY")
)
EMAIL: Field[str] = Field("email", N_("An e-mail address; may be repeated."), N_("ADDRESS"))
PHONE: Field[str] = Field(
    "phone", N_("Ten digits, or + and the country's; may be repeated."), N_("PHONE")
)
PREFERRED: Field[str] = Field(
    "preferred", N_("What they prefer: phone, whatsapp, e-mail."), N_("KIND")
)
RECIPIENT: Field[str] = Field(
    "recipient",
    N_("Somebody else's public key, age1…, that opens it too; may be repeated."),
    "AGE1",
)
WHATSAPP: Field[str] = Field(
    "whatsapp", N_("The number they have WhatsApp on; may be repeated."), N_("PHONE")
)

Uid = Annotated[
    str,
    PERSON.argument(),
]
RoleOption = Annotated[Text, ROLE.option()]
WhoseOption = Annotated[
    Text,
    MESA.option(N_("Their mesa; left out, or empty, they are of the national office.")),
]
PhoneOption = Annotated[
    list[str] | None,
    PHONE.option(),
]
WhatsAppOption = Annotated[
    list[str] | None,
    WHATSAPP.option(),
]
EmailOption = Annotated[
    list[str] | None,
    EMAIL.option(),
]
PreferredOption = Annotated[
    Text,
    PREFERRED.option(),
]
ConsentOption = Annotated[
    Text,
    CONSENT.option(),
]
RecipientOption = Annotated[
    list[str] | None,
    RECIPIENT.option(),
]
OutputOption = Annotated[
    Path | None,
    OUTPUT.option(N_("A file instead of the screen.")),
]


def describe_person(person: Person) -> dict[str, Any]:
    """Give all fields for programs, under their names in the file, also those that say nothing."""
    fields = {one.encode_name: getattr(person, one.name) for one in msgspec.structs.fields(Person)}
    plain: dict[str, Any] = msgspec.to_builtins(fields, enc_hook=str)
    return plain


def flatten_person(person: Person) -> dict[str, Any]:
    """Give a row of a table: a column a kind of channel."""
    return {
        "uid": person.uid,
        "name": person.name,
        "role": person.role,
        "mesa": person.mesa or "",
        "preferred": person.preferred or "",
        "contact": person.reached_at,
        **{kind.value: person.values(kind) for kind in ContactKind},
        "consent": str(person.consent.day) if person.consent else "",
        "do_not_contact": person.do_not_contact,
    }


def _headline(text: str) -> str:
    return text[0].upper() + text[1:]


def list_fields(project: Project, person: Person) -> list[tuple[str, object]]:
    consent = person.consent
    return [
        (_("Person"), person.uid),
        (_("Name"), person.name),
        (_("Role"), person.role),
        (
            _("Mesa"),
            project.groups.mesa_names.get(person.mesa, person.mesa)
            if person.mesa
            else _("national office"),
        ),
        *((_headline(label(contact.kind)), contact.value) for contact in person.channels),
        (_("Prefers"), label(person.preferred) if person.preferred else ""),
        (
            _("Consent"),
            _("{day}, version {version}").format(day=consent.day, version=consent.notice)
            if consent
            else _("no"),
        ),
        (_("Remark"), _("do not contact") if person.do_not_contact else ""),
        (_("Written down"), person.created),
        (_("Last changed"), person.updated),
    ]


def tell_copies(project: Project) -> None:
    copies = find_copies(project.root)
    if copies:
        note(_("Look also into: {names}").format(names=", ".join(copies)))
