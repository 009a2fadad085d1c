"""Items as posts for a channel: one, or those of a week as files with a list of them."""

from collections.abc import Sequence
from datetime import datetime

from mcsj_cli.errors import InvalidValueError
from mcsj_cli.i18n import _
from mcsj_cli.messages.social_post import LIMITS, Channel, render_post
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.network import Network


def write_post(network: Network, entry: Entry[Content], channel: Channel) -> list[str]:
    """Return an item as messages; raise InvalidValueError where one is too long for the channel."""
    messages = render_post(entry.record, network, channel)
    longest = max(len(message) for message in messages)
    if longest > LIMITS[channel]:
        raise InvalidValueError(
            _("The post has {n} characters, and {channel} takes {limit}.").format(
                n=longest, channel=channel, limit=LIMITS[channel]
            ),
            _("Shorten the summary in {file}.").format(file=entry.file),
        )
    return messages


def describe_post(entry: Entry[Content], name: str) -> dict[str, object]:
    """Return the row of a post in the list of a week."""
    item = entry.record
    return {
        "file": name,
        "uid": entry.uid,
        "at": item.slot.at if item.slot else "",
        "status": item.status.value,
        "tags": [f"#{tag}" for tag in item.tags],
        "title": item.title,
        "url": item.url,
    }


def choose_scheduled(entries: Sequence[Entry[Content]], now: datetime) -> list[Entry[Content]]:
    """Return the items that are still to appear and are vouched for then, the earliest first."""
    ready = [
        entry
        for entry in entries
        if entry.record.status is ContentStatus.SCHEDULED
        and entry.record.slot
        and entry.record.slot.at.moment > now
        and not entry.record.find_missing(entry.record.day)
    ]
    return sorted(
        ready, key=lambda entry: (str(entry.record.slot and entry.record.slot.at), entry.uid)
    )
