"""What is written is read back as it was, by our reader and by PyYAML's own."""

from datetime import date, datetime
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mcsj_cli.model.content import Content, ContentStatus, Verification
from mcsj_cli.model.fields import Line, Phrase, Proof, Prose, Tag, Url, WallMoment
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.week import Week
from mcsj_cli.store import yaml

AWKWARD = (
    "NO", "null", "~", "1e3", "0445551234", "17:00", "- guion", "--- guiones", "? duda", "a: b",
    "a #b", "#a", "@a", "%50", "*a*", "&a", "!a", "|", ">", "{a}", "[a]", '"a"', "'a'", "`a`",
    "😷 familia 👨‍👩‍👧", "cafe\u0301", "a\\nb", "=", "<<", "true", "2020-04-22", "\ufffe",
    "\ud7ff", "é" * 200, "a:", ":a", "a,b", "yes", "...",
)  # fmt: skip
words = (
    st.text(max_size=40)
    | st.sampled_from(AWKWARD)
    | st.tuples(*[st.sampled_from(AWKWARD)] * 2).map("\n".join)
)
proses = st.lists(words, max_size=4).map(lambda parts: Prose.parse("\n".join(parts)))
days = st.dates(date(1970, 1, 5), date(2199, 12, 31))
tags = st.from_regex(r"\w{1,30}", fullmatch=True).map(Tag.parse)
urls = st.from_regex(r"https?://[a-z]{1,9}\.mx/[a-z0-9/?=&#%:,!*-]{0,30}", fullmatch=True).map(
    Url.parse
)


@st.composite
def safe_lines(draw: st.DrawFn) -> Line:
    try:
        return Line.parse(draw(words))
    except ValueError:
        return Line("a")


def _prove(line: Line) -> Proof:
    """Return a call or a document in words, where a line says one."""
    try:
        return Proof.parse(line)
    except ValueError:
        return Proof("")


verifications = st.builds(
    Verification,
    by=safe_lines(),
    on=days,
    evidence=urls.map(Proof) | st.just(Proof("")) | safe_lines().map(_prove),
    expires=st.none() | days,
)
OPEN_ENDED = Content(
    title=Line("a &b"),
    tags=[Tag("a")],
    verification=Verification(by=Line("a"), on=date(2020, 4, 22), evidence=Proof("https://a.mx")),
    created=date(2020, 4, 22),
)
contents = st.builds(
    Content,
    title=safe_lines(),
    tags=st.lists(tags, min_size=1, max_size=3),
    summary=proses,
    url=urls | st.just(Url("")),
    source=words.map(Phrase.parse),
    states=st.lists(
        st.sampled_from(["Jal", "MX-NLE", "Estado de México", "01"]).map(Line.parse), max_size=3
    ),
    status=st.sampled_from(ContentStatus),
    verification=st.none() | verifications,
    created=days,
).filter(lambda record: not list(record.faults()))


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    week = Week.of(draw(days))
    held = draw(st.sampled_from([None, True, False]))
    moment = draw(st.none() | st.tuples(st.integers(0, 6), st.times()))
    start = moment and datetime.combine(
        date.fromordinal(week.monday.toordinal() + moment[0]), moment[1]
    )
    slugs = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
    return Meeting(
        group=draw(st.integers(1, 99_999)),
        week=week,
        status=draw(
            st.sampled_from([None, "tentative", "confirmed"] if held else [None, "cancelled"])
        ),
        start=WallMoment.parse(f"{start:%Y-%m-%d %H:%M}") if start else None,
        reason=Phrase.parse(draw(words)),
        sequence=draw(st.integers(0, 1000)),
        updated=draw(st.none() | days),
        held=held,
        attendance=draw(st.dictionaries(slugs, st.sampled_from(Attendance), max_size=4))
        if held
        else {},
    )


def as_plain_content(record: Content) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "title": str(record.title),
        "tags": [str(tag) for tag in record.tags],
        "summary": str(record.summary),
        "url": str(record.url),
        "source": str(record.source),
        "states": [str(state) for state in record.states],
        "status": record.status.value,
        "created": record.created,
    }
    if record.verification:
        plain["verification"] = {
            "by": str(record.verification.by),
            "on": record.verification.on,
            "evidence": str(record.verification.evidence),
        }
        if record.verification.expires:
            plain["verification"]["expires"] = record.verification.expires
    return plain


@settings(max_examples=150, deadline=None)
@given(contents)
@example(OPEN_ENDED)
def test_content_is_read_as_it_was_written(record: Content) -> None:
    assert yaml.load(yaml.dump(record).encode(), Content, "f.yaml") == record


@settings(max_examples=150, deadline=None)
@given(meetings())
def test_meeting_is_read_as_it_was_written(record: Meeting) -> None:
    assert yaml.load(yaml.dump(record).encode(), Meeting, "f.yaml") == record


@settings(max_examples=150, deadline=None)
@given(contents)
def test_another_reader_finds_the_same_content(record: Content) -> None:
    assert pyyaml.safe_load(yaml.dump(record)) == as_plain_content(record)


@settings(max_examples=100, deadline=None)
@given(meetings())
def test_another_reader_finds_the_same_meeting(record: Meeting) -> None:
    plain = pyyaml.safe_load(yaml.dump(record))
    assert (plain["group"], plain["week"]) == (record.group, record.week)
    assert plain.get("reason", "") == record.reason
    assert plain.get("sequence", 0) == record.sequence
    assert plain.get("held") is record.held
    assert plain.get("updated") == record.updated
    assert plain.get("start") == (record.start and str(record.start))
    assert plain.get("attendance", {}) == {
        slug: came.value for slug, came in record.attendance.items()
    }


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_comes_back(text: str) -> None:
    day = date(2020, 4, 22)
    record = Content(
        title=Line.parse(text),
        tags=[Tag("a")],
        summary=Prose.parse(f"{text}\n\n{text}"),
        created=day,
    )
    written = yaml.dump(record)
    assert yaml.load(written.encode(), Content, "f.yaml") == record
    assert pyyaml.safe_load(written)["title"] == record.title


def test_content_is_written_as_people_know_it() -> None:
    record = Content(
        title=Line("Créditos a la palabra para quien no despidió a nadie"),
        tags=[Tag("SOSeconomia")],
        summary=Prose("Un millón de créditos de 25 mil pesos; se piden en línea con el IMSS."),
        url=Url("https://www.imss.gob.mx/apoyo-solidario"),
        source=Phrase("IMSS"),
        status=ContentStatus.VERIFIED,
        verification=Verification(
            by=Line("coordinación nacional"),
            on=date(2020, 4, 22),
            evidence=Proof("https://www.gob.mx/boletin"),
            expires=date(2020, 5, 6),
        ),
        created=date(2020, 4, 22),
    )
    assert yaml.dump(record) == (
        "title: Créditos a la palabra para quien no despidió a nadie\n"
        "tags: [SOSeconomia]\n"
        "summary: Un millón de créditos de 25 mil pesos; se piden en línea con el IMSS.\n"
        "url: https://www.imss.gob.mx/apoyo-solidario\n"
        "source: IMSS\n"
        "states: []\n"
        "status: verified\n"
        "verification: {by: coordinación nacional, 'on': 2020-04-22, "
        "evidence: 'https://www.gob.mx/boletin', "
        "expires: 2020-05-06}\n"
        "created: 2020-04-22\n"
    )


def test_draft_is_written_without_verification() -> None:
    record = Content(title=Line("Un título"), tags=[Tag("a"), Tag("b")], created=date(2020, 4, 22))
    assert yaml.dump(record) == (
        "title: Un título\ntags: [a, b]\nsummary: ''\nurl: ''\nsource: ''\nstates: []\n"
        "status: draft\n"
        "created: 2020-04-22\n"
    )


def test_meeting_is_written_with_what_there_is_to_say() -> None:
    record = Meeting(
        group=4,
        week=Week("2020-W17"),
        start=WallMoment("2020-04-24 11:00"),
        reason=Phrase("Por el puente: se adelanta"),
        held=True,
        attendance={"monterrey": Attendance.PRESENT},
    )
    assert yaml.dump(record) == (
        "group: 4\nweek: 2020-W17\nstart: 2020-04-24 11:00\nreason: 'Por el puente: se adelanta'\n"
        "held: true\nattendance: {monterrey: present}\n"
    )


def test_equal_parts_are_written_out_and_not_referred_to() -> None:
    shared = ["a", "b"]
    assert yaml.dump_plain({"one": shared, "other": shared}) == "one: [a, b]\nother: [a, b]\n"
