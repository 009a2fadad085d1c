"""An item as a post: its title, summary, source and date, address and hashtags."""

import re
from typing import Literal

from mcsj_cli.i18n import _, long_date
from mcsj_cli.messages.announcement import split_message
from mcsj_cli.model.content import Content
from mcsj_cli.model.network import Network

Channel = Literal["facebook", "whatsapp", "email", "plain"]
CHANNELS: tuple[Channel, ...] = ("facebook", "whatsapp", "email", "plain")
# Characters of one message. Only messages of WhatsApp are split.
LIMITS: dict[Channel, int] = {
    "facebook": 63_206,
    "whatsapp": 4_000,
    "email": 100_000,
    "plain": 100_000,
}
PHONE_FOLD = 125  # characters of a Facebook post that a phone shows before it is unfolded


def render_post(item: Content, network: Network, channel: Channel) -> list[str]:
    """Write an item as messages of a channel; hashtags are spelt as they are declared."""
    title = str(item.title)
    if channel == "whatsapp":
        title = f"*{strip_marks(title)}*"
    parts = [title, item.summary, _format_source(item)]
    proof = item.verification.evidence if item.verification else None
    address = item.url or (proof if proof and proof.is_address else "")
    parts += [address, " ".join(f"#{tag}" for tag in item.tags)]
    text = "\n\n".join(part for part in parts if part)
    if channel == "email":
        return [_format_email(item, network, text)]
    return split_message(text, LIMITS[channel]) if channel == "whatsapp" else [text]


def _format_email(item: Content, network: Network, text: str) -> str:
    subject = _("Subject: {title}").format(title=item.title)
    shared = _("{organisation} shares this verified information with you:").format(
        organisation=network.organisation
    )
    return f"{subject}\n\n{shared}\n\n{text}\n\n{network.organisation}\n{network.page}"


def _format_source(item: Content) -> str:
    """Return the source of an item and the day of its verification."""
    source = item.source.rstrip(". ")
    day = long_date(item.verification.on) if item.verification else long_date(item.created)
    if source:
        return _("Source: {source} (verified on {day})").format(source=source, day=day)
    return _("Verified on {day}").format(day=day)


def strip_marks(text: str) -> str:
    """Remove the signs that WhatsApp reads as bold, italic or struck out."""
    return re.sub(r"[*_~`]", "", text)


def render_correction(item: Content, network: Network) -> str:
    """Write the correction that is posted for a retracted item."""
    parts = [
        _("CORRECTION: {title}").format(title=item.title),
        _("What we published about this no longer holds, and we take it back."),
        _("Reason: {reason}").format(reason=item.retraction.reason) if item.retraction else "",
        item.publication.link if item.publication else "",
        network.organisation,
        " ".join(f"#{tag}" for tag in item.tags),
    ]
    return "\n\n".join(part for part in parts if part)
