"""The front page, and the frame of every page: the network and its helplines."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from mcsj_cli.model.category import Rubric
from mcsj_cli.model.mail import is_email
from mcsj_cli.model.partner import Helpline, Partner
from mcsj_cli.model.phone import link_phone
from mcsj_cli.site.addresses import LOGO_SVG, LOGOS, PICTURE, Key
from mcsj_cli.site.meeting_rows import list_next
from mcsj_cli.site.network_view import NetworkView
from mcsj_cli.site.outputs import Page, page_of
from mcsj_cli.site.pages import (
    ContactLink,
    Frame,
    FrontPage,
    HelplineView,
    ItemCard,
    PartnerCard,
    PracticeCard,
    RubricCard,
    Section,
)
from mcsj_cli.site.public import Public

_MEETINGS, _ITEMS, _PRACTICES = 12, 3, 3


def frame_of(public: Public) -> Frame:
    """Build the frame of every page."""
    network, logo = public.network, LOGOS[public.logo.media] if public.logo else ""
    return Frame(
        organisation=network.organisation,
        network=network.network,
        abbreviation=network.abbreviation,
        fan_page=network.page,
        notice=network.notice,
        language=network.language,
        logo=logo,
        picture=PICTURE if logo in ("", LOGO_SVG) else logo,
        helplines=[_build_helpline(partner, line) for partner, line in public.partners.helplines],
    )


def _build_helpline(partner: Partner, line: Helpline) -> HelplineView:
    return HelplineView(
        name=line.name,
        partner=partner.name,
        phone=line.phone,
        tel=line.tel,
        audience=line.audience,
        opens=line.hours.opens,
        closes=line.hours.closes,
        zone=line.hours.timezone,
        assumed=line.hours.timezone_assumed,
    )


def front_page(
    network: NetworkView,
    cards: Mapping[str, Sequence[ItemCard]],
    practices: Sequence[PracticeCard],
    week: str,
) -> Page:
    """Build the front page; `week` is that of the latest report."""
    public = network.public
    there = [line for line in network.lines.values() if line.group and not line.since]
    value = FrontPage(
        about=public.network.site.about,
        mesas=len(there),
        states=len({line.state for line in there}),
        groups=sum(card.slot is not None for card in network.cards.values()),
        map=network.map,
        axes=[Section(axis.name, axis.description) for axis in public.categories.axes],
        meetings=list_next(network.coming.values(), _MEETINGS),
        rubrics=[_build_rubric(rubric, cards[rubric.tag]) for rubric in public.categories.rubrics],
        practices=list(practices[:_PRACTICES]),
        partners=[_build_partner(partner, public) for partner in public.partners.partners],
        week=week,
    )
    return page_of(Key("front"), "front.html", value)


def _build_rubric(rubric: Rubric, cards: Sequence[ItemCard]) -> RubricCard:
    return RubricCard(rubric.tag, rubric.name, rubric.description, list(cards[:_ITEMS]))


def _build_partner(partner: Partner, public: Public) -> PartnerCard:
    return PartnerCard(
        name=partner.name,
        abbreviation=partner.abbreviation,
        axes=[axis.name for axis in public.categories.axes if axis.slug in partner.axes],
        phones=[ContactLink(phone, link_phone(phone)) for phone in partner.phones],
        emails=[_link_email(email) for email in partner.emails],
    )


def _link_email(email: str) -> ContactLink:
    """Return a contact without an address if the text is not an e-mail address."""
    return ContactLink(email, f"mailto:{quote(email, '@+')}" if is_email(email) else "")
