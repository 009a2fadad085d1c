"""Items as posts for a channel, without a terminal."""

from datetime import date

import msgspec
import pytest

from mcsj_cli.errors import InvalidValueError
from mcsj_cli.messages.social_post import LIMITS
from mcsj_cli.model.content import Content, PublishSlot
from mcsj_cli.model.fields import Line, Prose, Tag, Url, WallMoment
from mcsj_cli.model.kinds import Entry
from mcsj_cli.operations.posts import describe_post, write_post
from mcsj_cli.store.project import Project

TODAY = date(2020, 4, 23)
ITEM = Content(
    title=Line("Créditos"),
    tags=[Tag("SOSeconomia"), Tag("SOSnacional")],
    url=Url("https://example.org/a"),
    created=TODAY,
)


def _entry(item: Content) -> Entry[Content]:
    return Entry(item.uid, f"data/content/2020/{item.uid}.yaml", item)


def _with_summary(length: int) -> Entry[Content]:
    return _entry(msgspec.structs.replace(ITEM, summary=Prose("Uno. " * (length // 5))))


def test_a_post_has_the_title_the_address_and_the_hashtags(network: Project) -> None:
    [post] = write_post(network.network, _entry(ITEM), "plain")
    assert post.startswith("Créditos\n\n")
    assert post.endswith("https://example.org/a\n\n#SOSeconomia #SOSnacional")


def test_a_title_is_bold_where_the_channel_has_bold(network: Project) -> None:
    assert write_post(network.network, _entry(ITEM), "whatsapp")[0].startswith("*Créditos*")


def test_a_post_too_long_for_its_channel_is_refused_with_its_file(network: Project) -> None:
    entry = _with_summary(LIMITS["facebook"] + 100)
    with pytest.raises(InvalidValueError) as caught:
        write_post(network.network, entry, "facebook")
    assert str(LIMITS["facebook"]) in caught.value.message
    assert entry.file in caught.value.advice
    assert write_post(network.network, entry, "plain")


def test_a_post_too_long_for_one_message_is_parted(network: Project) -> None:
    post = "\n\n".join(
        write_post(network.network, _with_summary(LIMITS["whatsapp"] * 2), "whatsapp")
    )
    assert len(post) > LIMITS["whatsapp"]


def test_the_row_of_a_post_names_its_slot_if_it_has_one() -> None:
    row = describe_post(_entry(ITEM), "01.txt")
    assert row == {
        "file": "01.txt",
        "uid": "2020-04-23-creditos",
        "at": "",
        "status": "draft",
        "tags": ["#SOSeconomia", "#SOSnacional"],
        "title": "Créditos",
        "url": "https://example.org/a",
    }
    slot = PublishSlot(at=WallMoment("2020-04-24 10:00"), by=Line("enlace"), on=TODAY)
    settled = msgspec.structs.replace(ITEM, slot=slot)
    assert describe_post(_entry(settled), "01.txt")["at"] == "2020-04-24 10:00"
