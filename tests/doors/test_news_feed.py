"""Entries of feeds: RSS, Atom, and the rows of INEGI."""

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mcsj_cli.doors.news_feed import read_feed
from mcsj_cli.doors.source_text import UnreadableFileError
from mcsj_cli.doors.tips import Tips

FEEDS = Path(__file__).parent / "data" / "feeds"
TODAY = date(2020, 4, 24)
MEXICO = ZoneInfo("America/Mexico_City")


def read(text: str) -> Tips:
    return read_feed(text, "canal.xml", MEXICO, TODAY)


def test_rss_on_the_networks_clock() -> None:
    tips = read((FEEDS / "rss-2.xml").read_text(encoding="utf-8"))
    assert [(tip.day, tip.url, tip.title, tip.summary, tip.source) for tip in tips.tips] == [
        (
            date(2020, 4, 21),
            "https://www.who.int/news/item/21-04-2020-x",
            "Joint statement & call",
            "One bold paragraph",
            "WHO news",
        )
    ]
    assert tips.incomplete == 1  # an entry without an address


def test_rows_of_inegi() -> None:
    tips = read((FEEDS / "inegi.xml").read_text(encoding="utf-8")).tips
    assert [(str(tip.day), tip.title, tip.source) for tip in tips] == [
        ("2020-04-21", "Encuesta telefónica de ocupación", "INEGI. Noticias"),
        ("2020-04-22", "Índice nacional de precios", "INEGI. Noticias"),
    ]


def test_atom_without_a_base_has_no_whole_address() -> None:
    text = (FEEDS / "atom.xml").read_text(encoding="utf-8")
    assert read(text) == Tips([], 0, 1)
    based = text.replace("<updated>", '<link href="https://www.gob.mx/feed"/><updated>', 1)
    assert [(str(tip.day), tip.url, tip.title) for tip in read(based).tips] == [
        ("2020-04-21", "https://www.gob.mx/salud/prensa/1", "Comunicado técnico")
    ]


def test_a_day_in_spanish_words() -> None:
    text = (
        "<rss><channel><item><link>https://gob.mx/a</link><title>x</title>"
        "<pubDate>martes, 21 abr 2020</pubDate></item></channel></rss>"
    )
    assert read(text).tips[0].day == date(2020, 4, 21)


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><title>x</title></channel></rss>",
        "<rss><channel><item>",
        '<!DOCTYPE rss [<!ENTITY a "aaaa">]><rss><channel><item/></channel></rss>',
    ],
)
def test_what_is_no_feed_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFileError):
        read(text)
