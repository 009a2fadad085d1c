"""An item as a post: the point first, its source and date, its address, and at the end its hashtags."""

import re
from typing import Literal

from mcsj_cli.i18n import _, long_date
from mcsj_cli.messages.announcement import split_message
from mcsj_cli.model.content import Content
from mcsj_cli.model.network import Network

Channel = Literal["facebook", "whatsapp", "email", "plain"]
CHANNELS: tuple[Channel, ...] = ("facebook", "whatsapp", "email", "plain")
# Characters that each takes in one piece; WhatsApp's messages are parted before that.
LIMITS: dict[Channel, int] = {
    "facebook": 63_206,
    "whatsapp": 4_000,
    "email": 100_000,
    "plain": 100_000,
}
PHONE_FOLD = 125  # characters of a Facebook post that a phone shows before it is unfolded


def render_post(item: Content, network: Network, channel: Channel) -> list[str]:
    """Write an item as messages that a channel takes; the hashtags stand exactly as they are declared."""
    plain = strip_marks(item.title) if channel == "whatsapp" else str(item.title)
    title = f"*{plain}*" if channel == "whatsapp" else plain
    parts = [title, item.summary, _tell_source(item)]
    address = item.url or (item.verification.evidence if item.verification else "")
    parts += [address, " ".join(f"#{tag}" for tag in item.tags)]
    text = "\n\n".join(part for part in parts if part)
    if channel == "email":
        subject = _("Subject: {title}").format(title=item.title)
        shared = _("{organisation} shares this verified information with you:").format(
            organisation=network.organisation
        )
        return [f"{subject}\n\n{shared}\n\n{text}\n\n{network.organisation}\n{network.page}"]
    return split_message(text, LIMITS[channel]) if channel == "whatsapp" else [text]


def _tell_source(item: Content) -> str:
    """Tell who says so, and since when it is known to be true."""
    source = item.source.rstrip(". ")
    day = long_date(item.verification.on) if item.verification else long_date(item.created)
    if source:
        return _("Source: {source} (verified on {day})").format(source=source, day=day)
    return _("Verified on {day}").format(day=day)


def strip_marks(text: str) -> str:
    """Take away the signs that WhatsApp would read as bold, slanted or struck out."""
    return re.sub(r"[*_~`]", "", text)


def render_correction(item: Content, network: Network) -> str:
    """Write what is put where a retracted item was published."""
    parts = [
        _("CORRECTION: {title}").format(title=item.title),
        _("What we published about this no longer holds, and we take it back."),
        _("Reason: {reason}").format(reason=item.retraction.reason) if item.retraction else "",
        item.publication.link if item.publication else "",
        network.organisation,
        " ".join(f"#{tag}" for tag in item.tags),
    ]
    return "\n\n".join(part for part in parts if part)
