"""The fields of the verbs of people, and how what was typed is understood.

No message repeats it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

from mcsj_cli.commands.arguments import choose_day, parse_field
from mcsj_cli.commands.field import Field, Setting, Text, Texts
from mcsj_cli.commands.fields import MESA, OUTPUT, PERSON
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.messages import privacy_notice
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.fields import Line, Phrase, Slug
from mcsj_cli.model.person import Consent, ConsentMeans, Contact, ContactKind, Handle
from mcsj_cli.model.text import fold
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in

K = TypeVar("K", ContactKind, ConsentMeans)
Channels = Mapping[ContactKind, Texts]


def _parse_line(_setting: Setting, text: str) -> Line:
    return parse_field(Line, text)


CALLED: Field[Line] = Field(
    "name",
    N_("Their name, in quotes."),
    N_("NAME"),
    called=N_("the name"),
    question=N_("Name"),
    explained=N_("Their name."),
    example='"…"',
    parse=_parse_line,
)
CONSENT: Field[str] = Field(
    "consent",
    N_("The day on which they agreed to the privacy notice."),
    N_("DAY"),
    question=N_("Day on which they agreed to the privacy notice (Enter if they have not yet)"),
    example="hoy",
)
HOW: Field[str] = Field(
    "how",
    N_("How they agreed: paper, whatsapp, e-mail, call, in-person."),
    N_("MEANS"),
    question=N_("How they agreed (Enter to leave it out)"),
    example="whatsapp",
)
TAKEN_BY: Field[Line] = Field(
    "taken-by",
    N_("To whom they said that they agree: a role, not a name."),
    N_("ROLE"),
    question=N_("To whom: a role (Enter to leave it out)"),
    example='"…"',
)
DOES: Field[Line] = Field(
    "role",
    N_("What they are in it."),
    N_("ROLE"),
    question=N_("Role, such as coordination"),
    example='"…"',
    parse=_parse_line,
)
EMAIL: Field[str] = Field(
    "email",
    N_("An e-mail address; may be repeated."),
    N_("ADDRESS"),
    question=N_("E-mail address (Enter to leave it out)"),
)
PHONE: Field[str] = Field(
    "phone",
    N_("Ten digits, or + and the country's; may be repeated."),
    N_("PHONE"),
    question=N_("Phone (Enter to leave it out)"),
)
PREFERRED: Field[str] = Field(
    "preferred",
    N_("What they prefer: phone, whatsapp, e-mail."),
    N_("KIND"),
    question=N_("What they prefer"),
)
RECIPIENT: Field[str] = Field(
    "recipient",
    N_("Somebody else's public key, age1…, that opens it too; may be repeated."),
    "AGE1",
)
WHATSAPP: Field[str] = Field(
    "whatsapp",
    N_("The number they have WhatsApp on; may be repeated."),
    N_("PHONE"),
    question=N_("WhatsApp (Enter to leave it out)"),
    example='"…"',
)
WHOSE: Field[Slug] = MESA.but(
    help=N_("Their mesa; left out, or empty, they are of the national office."),
    question=N_("Mesa (Enter if of the national office)"),
)
# In the order in which they are asked for.
CHANNELS = {ContactKind.PHONE: PHONE, ContactKind.WHATSAPP: WHATSAPP, ContactKind.EMAIL: EMAIL}

Uid = Annotated[str, PERSON.argument()]
RoleOption = Annotated[Text, DOES.option()]
WhoseOption = Annotated[Text, WHOSE.option()]
PhoneOption = Annotated[Texts, PHONE.option()]
WhatsAppOption = Annotated[Texts, WHATSAPP.option()]
EmailOption = Annotated[Texts, EMAIL.option()]
PreferredOption = Annotated[Text, PREFERRED.option()]
ConsentOption = Annotated[Text, CONSENT.option()]
HowOption = Annotated[Text, HOW.option()]
TakenByOption = Annotated[Text, TAKEN_BY.option()]
RecipientOption = Annotated[Texts, RECIPIENT.option()]
OutputOption = Annotated[Path | None, OUTPUT.option(N_("A file instead of the screen."))]


def parse_contact(kind: ContactKind, text: str) -> Contact:
    """Parse a number or an address; raise UnkeepableError."""
    return Contact.parse(kind, parse_field(Line, text))


def choose_kind(text: str | None) -> ContactKind | None:
    """Find a kind of channel by its value or its label; raise WrongUsageError."""
    return _choose(ContactKind, text, N_("That is no kind of channel."))


def choose_means(text: str | None) -> ConsentMeans | None:
    """Find a means of consent by its value or its label; raise WrongUsageError."""
    return _choose(ConsentMeans, text, N_("That is no way to agree."))


def _choose(known: type[K], text: str | None, refusal: str) -> K | None:
    if not text:
        return None
    for one in known:
        if fold(text) in (fold(one), fold(label(one)), one.replace("-", "")):
            return one
    names = ", ".join(map(label, known))
    raise WrongUsageError(_(refusal), _("They are: {names}.").format(names=names))


def parse_consent(
    text: str | None, day: date, means: str | None = None, taken_by: str | None = None
) -> Consent | None:
    """Parse the day of a consent to the notice as it is now; raise WrongUsageError.

    It is told how it was given, and to whom.
    """
    if not text:
        if means or taken_by:
            raise WrongUsageError(
                _("It is not said on which day they agreed."),
                as_in('mcsj people edit enlace --consent hoy --how whatsapp --taken-by "…"'),
            )
        return None
    agreed = choose_day(text, CONSENT.flag, day, Looking.BACK)
    if agreed > day:
        raise WrongUsageError(_("Nobody has agreed on a day that has not come yet."))
    return Consent(
        agreed,
        Line(privacy_notice.VERSION),
        choose_means(means),
        parse_field(Phrase, taken_by or ""),
    )


def find_mesa(project: Project, text: str | None) -> Handle | None:
    """Find a person's mesa, or None for the national office; raise NotFoundError."""
    return Handle(project.groups.find_seat(text).mesa.slug) if text else None
