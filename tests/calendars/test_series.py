"""Calendars as others read them, and the rules of RFC 5545,
RFC 7986 and of the programs on phones.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Days, audience_of_group, render
from mcsj_cli.model import roster
from mcsj_cli.model.fields import Line, Phrase, Slug, Url, WallMoment, WallTime, ZoneName
from mcsj_cli.model.kinds import MEETINGS
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups, Mesa, Slot, Weekday
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from tests.calendars.readers import (
    Block,
    Window,
    expected,
    parse,
    read_with_ical_js,
    read_with_icalendar,
    unescape,
)
from tests.conftest import ROOT, Result
from tests.model.test_schedule import changes, groups

NUMBERS = range(1, 7)
MONDAY = date(2020, 4, 20)
CENTRE = "America/Mexico_City"
# (first day of the export, its last one, the window to read)
EXPORTS = {
    "2020": (MONDAY, None, Window.of(MONDAY, date(2021, 6, 1))),
    "2022-2023": (
        date(2022, 3, 1),
        date(2023, 5, 31),
        Window.of(date(2022, 3, 1), date(2023, 6, 1)),
    ),
    "2026-2027": (date(2026, 1, 1), None, Window.of(date(2026, 1, 1), date(2027, 12, 1))),
}
ZONES = ["America/Ciudad_Juarez", "America/Matamoros", "America/Cancun", "America/Tijuana"]
LINK = 'https://reunion.example/sala;uno,dos?clave=a\\b&nombre="ñ"'
Run = Callable[..., Result]


@cache
def data() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def demo_meetings(demo_folder: Path) -> dict[str, Meeting]:
    """Hold what is known of the meetings of April 2020.

    Group 5 moved to a Thursday, group 6 cancelled.
    """
    return Project(demo_folder).read(MEETINGS).records


def publication(meetings: Mapping[str, Meeting] | None = None) -> CalendarInput:
    return CalendarInput(data().network, data().partners, meetings or {})


def real_group(number: int) -> Group:
    return data().groups.find_group(str(number))


def export(
    group: Group | int, first: date = MONDAY, until: date | None = None, *known: Meeting
) -> bytes:
    whose = real_group(group) if isinstance(group, int) else group
    return render_series(whose, publication({m.uid: m for m in known}), first, until)


def render_series(
    group: Group, publication: CalendarInput, first: date, until: date | None
) -> bytes:
    return render(audience_of_group(group, publication.network), publication, Days(first, until))


def slot(
    since: str,
    weekday: Weekday = Weekday.THURSDAY,
    zone: str = "America/Mexico_City",
    *,
    link: str = "",
    confirmed: bool = False,
    sequence: int = 0,
    updated: date | None = None,
) -> Slot:
    return Slot(
        since=date.fromisoformat(since),
        weekday=weekday,
        time=WallTime("17:00"),
        timezone=ZoneName(zone),
        status="confirmed" if confirmed else "tentative",
        link=Url.parse(link),
        sequence=sequence,
        updated=updated,
    )


def group_of(*series: Slot, name: str = "", mesas: list[Mesa] | None = None) -> Group:
    return Group(number=4, series=list(series), mesas=mesas or [], title=Phrase.parse(name))


def cancelled(
    week: str = "2020-W18", reason: str = "", sequence: int = 1, updated: date | None = None
) -> Meeting:
    return Meeting(
        group=4,
        week=Week(week),
        status="cancelled",
        reason=Phrase.parse(reason),
        sequence=sequence,
        updated=updated,
    )


def moved(week: str, start: str, reason: str = "") -> Meeting:
    return Meeting(
        group=4, week=Week(week), start=WallMoment(start), reason=Phrase.parse(reason), sequence=1
    )


def masters(content: bytes) -> list[Block]:
    return [event for event in parse(content).named("VEVENT") if not event.values("RECURRENCE-ID")]


def override(content: bytes) -> Block:
    [event] = [event for event in parse(content).named("VEVENT") if event.values("RECURRENCE-ID")]
    return event


# What others read


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("export", EXPORTS)
def test_both_readers_find_the_meetings_of_every_group(
    number: int, export: str, demo_meetings: dict[str, Meeting], tmp_path: Path
) -> None:
    first, until, window = EXPORTS[export]
    group = real_group(number)
    content = render_series(group, publication(demo_meetings), first, until)
    wanted = expected(group, window, demo_meetings)
    assert len(wanted) > 50
    assert read_with_icalendar(content, window) == wanted
    assert read_with_ical_js(content, window, tmp_path) == wanted


def test_the_readers_see_what_was_moved_and_cancelled_in_april_2020(
    demo_meetings: dict[str, Meeting], tmp_path: Path
) -> None:
    window = Window.of(date(2020, 4, 27), date(2020, 5, 4))
    for number, known in (
        (5, [("2020-04-30T16:00+00:00", "2020-04-30T17:00+00:00", "TENTATIVE")]),
        (6, [("2020-05-01T17:00+00:00", "2020-05-01T18:00+00:00", "CANCELLED")]),
    ):
        content = render_series(real_group(number), publication(demo_meetings), MONDAY, None)
        for found in (
            read_with_icalendar(content, window),
            read_with_ical_js(content, window, tmp_path),
        ):
            told = [
                (
                    i.start.isoformat(timespec="minutes"),
                    i.end.isoformat(timespec="minutes"),
                    i.status,
                )
                for i in found
            ]
            assert told == known, number


@pytest.mark.parametrize("zone", ZONES)
def test_both_readers_find_the_meetings_of_a_series_in_another_zone(
    zone: str, tmp_path: Path
) -> None:
    group = group_of(
        slot("2020-01-06", Weekday.SUNDAY, zone), slot("2022-11-15", Weekday.WEDNESDAY, zone)
    )
    window = Window.of(date(2020, 1, 1), date(2027, 6, 1))
    content = export(group, date(2020, 1, 1))
    wanted = expected(group, window, {})
    assert len(wanted) > 350
    assert read_with_icalendar(content, window) == wanted
    assert read_with_ical_js(content, window, tmp_path) == wanted


def test_both_readers_follow_a_group_that_changes_its_zone(tmp_path: Path) -> None:
    group = group_of(
        slot("2021-09-01", Weekday.FRIDAY),
        slot("2022-05-01", Weekday.TUESDAY, "America/Tijuana", confirmed=True),
        slot("2023-02-01", Weekday.MONDAY),
    )
    changed = {m.uid: m for m in (cancelled("2022-W20"), moved("2022-W40", "2022-10-09 20:30"))}
    window = Window.of(date(2021, 9, 1), date(2024, 1, 1))
    content = render_series(group, publication(changed), date(2021, 9, 1), None)
    wanted = expected(group, window, changed)
    assert {instant.status for instant in wanted} == {"TENTATIVE", "CONFIRMED", "CANCELLED"}
    assert read_with_icalendar(content, window) == wanted
    assert read_with_ical_js(content, window, tmp_path) == wanted


@pytest.mark.parametrize(
    ("since", "weekday", "until", "week", "start"),
    [
        # Cd. Juárez left the centre's time on 30 November 2022, between the
        # planned day and the new one.
        ("2022-11-01", Weekday.MONDAY, date(2022, 11, 29), "2022-W48", "2022-12-01 17:00"),
        ("2022-11-30", Weekday.FRIDAY, None, "2022-W48", "2022-11-29 17:00"),
    ],
)
def test_a_meeting_moved_across_the_border_of_an_era_keeps_its_hour(
    since: str, weekday: Weekday, until: date | None, week: str, start: str, tmp_path: Path
) -> None:
    group = group_of(slot(since, weekday, "America/Ciudad_Juarez"))
    content = export(group, date(2022, 11, 1), until, moved(week, start))
    window = Window.of(date(2022, 11, 28), date(2022, 12, 3))
    [found] = read_with_ical_js(content, window, tmp_path)
    wanted = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("America/Ciudad_Juarez"))
    assert found.start == wanted.astimezone(UTC)


@settings(max_examples=120, deadline=None)
@given(
    group=groups(),
    offset=st.integers(-30, 200),
    length=st.none() | st.integers(0, 700),
    draws=st.data(),
)
def test_any_series_reads_back_as_it_is(
    group: Group, offset: int, length: int | None, draws: st.DataObject
) -> None:
    """Export whole weeks.

    A file takes a meeting in by the day it was planned for, wherever it was moved.
    """
    changed = draws.draw(changes(group))
    first = Week.of(group.series[0].since + timedelta(days=offset)).monday
    until = None if length is None else Week.of(first + timedelta(days=length)).sunday
    content = render_series(group, publication(changed), first, until)
    compare(group, content, changed, first, until)
    check_lines(content)


@settings(max_examples=80, deadline=None)
@given(group=groups(), offset=st.integers(-30, 200), length=st.integers(0, 100))
def test_both_ends_of_an_export_are_included(group: Group, offset: int, length: int) -> None:
    first = group.series[0].since + timedelta(days=offset)
    until = first + timedelta(days=length)
    compare(group, export(group, first, until), {}, first, until)


def compare(
    group: Group, content: bytes, changed: Mapping[str, Meeting], first: date, until: date | None
) -> None:
    """See that a file has the meetings of its days and, if it ends, no others."""
    last = until or first + timedelta(days=400)
    margin = timedelta(days=2)
    wanted = expected(group, Window.of(first - margin, last + margin), changed)
    found = read_with_icalendar(content, Window.of(first - 20 * margin, last + 20 * margin))
    assert [i for i in found if until or local_day(i.start) <= last] == [
        i for i in wanted if first <= local_day(i.start) <= last
    ]


def local_day(moment: datetime) -> date:
    """Give the day, which from 4:00 to 21:00 is the same on all clocks of these tests."""
    return moment.astimezone(ZoneInfo("America/Mexico_City")).date()


# The rules, on the bytes


def check_lines(content: bytes) -> None:
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


def long_group(name: str) -> Group:
    mesas = [
        Mesa(
            slug=Slug(f"m{n}"),
            name=Line.parse(name[n:]),
            state=Line("NL"),
            timezone=ZoneName("America/Monterrey"),
        )
        for n in range(12)
    ]
    return group_of(
        slot("2020-04-20", link="https://reunion.example/" + "ñ" * 90), name=name, mesas=mesas
    )


@pytest.mark.parametrize("name", ["Áéíóú ñ " * 20, "🕊️ paz 🇲🇽 " * 15, "x" * 200, "日本語" * 40])
def test_lines_end_in_crlf_and_are_folded_between_characters(name: str) -> None:
    group = long_group(name)
    content = export(group, MONDAY, None, cancelled(reason=name))
    check_lines(content)
    assert group.name in masters(content)[0].text("SUMMARY")
    link, _empty, reason = override(content).text("DESCRIPTION").split("\n")[:3]
    assert (link, reason) == (group.series[0].link, Phrase.parse(name))


@pytest.mark.parametrize("number", NUMBERS)
def test_real_calendars_are_folded_too(number: int, demo_meetings: dict[str, Meeting]) -> None:
    check_lines(render_series(real_group(number), publication(demo_meetings), MONDAY, None))


def test_the_calendar_says_what_it_is_and_has_no_method() -> None:
    content = export(4)
    assert content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mcsj//mcsj-cli//ES\r\n")
    assert content.count(b"BEGIN:VCALENDAR\r\n") == 1
    assert parse(content).value("CALSCALE") == "GREGORIAN"
    assert b"METHOD" not in content


def test_the_calendar_has_its_name_and_asks_to_be_refreshed() -> None:
    calendar = parse(export(4))
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in export(4)
    assert calendar.value("X-PUBLISHED-TTL") == "PT12H"
    assert calendar.value("X-WR-TIMEZONE") == "America/Mexico_City"
    for name in ("NAME", "X-WR-CALNAME"):
        assert calendar.value(name).replace("\\,", ",") == "Grupo 4 · RNMCSJ"
    assert "Red Nacional de Mesas Ciudadanas" in calendar.value("DESCRIPTION")
    assert calendar.values("X-WR-CALDESC") == calendar.values("DESCRIPTION")
    colours = [parse(export(number)).value("COLOR") for number in NUMBERS]
    assert len(set(colours)) == 6


def test_each_zone_in_use_has_one_vtimezone() -> None:
    group = group_of(
        slot("2020-04-20"),
        slot("2021-01-01", Weekday.FRIDAY, "America/Tijuana"),
        slot("2024-01-01", Weekday.MONDAY),
        slot("2025-01-01", Weekday.MONDAY, "America/Cancun"),
    )
    content = export(group)
    used = {match.decode() for match in re.findall(rb"TZID=([^:;]+)", content)}
    assert used == {"America/Mexico_City", "America/Tijuana", "America/Cancun"}
    assert sorted(zone.value("TZID") for zone in parse(content).named("VTIMEZONE")) == sorted(used)
    late = parse(export(group, date(2025, 6, 1)))
    assert [zone.value("TZID") for zone in late.named("VTIMEZONE")] == ["America/Cancun"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("first", [MONDAY, date(2022, 10, 1), date(2026, 1, 1)], ids=str)
def test_no_zone_tells_its_changes_by_rdate(number: int, first: date) -> None:
    content = export(number, first)
    assert b"RDATE" not in content
    [zone] = parse(content).named("VTIMEZONE")
    assert zone.named("STANDARD")
    assert all(not part.values("RDATE") and part.value("DTSTART") for part in zone.parts)


def test_mexican_summer_time_is_never_open_ended() -> None:
    [zone] = parse(export(4, date(2026, 1, 1))).named("VTIMEZONE")
    [standard] = zone.parts
    assert (standard.name, standard.value("DTSTART")) == ("STANDARD", "19700101T000000")
    assert (standard.value("TZOFFSETFROM"), standard.value("TZOFFSETTO")) == ("-0600", "-0600")
    assert not standard.values("RRULE")
    [zone] = parse(export(4)).named("VTIMEZONE")
    rules = [rule for part in zone.parts for rule in part.values("RRULE")]
    assert zone.named("DAYLIGHT")
    assert rules
    assert all(re.search(r"UNTIL=202[12]\d{4}T\d{6}Z", rule) for rule in rules)


def test_the_rules_of_the_united_states_go_on() -> None:
    [zone] = parse(
        export(group_of(slot("2026-01-01", zone="America/Ciudad_Juarez")), date(2026, 1, 1))
    ).named("VTIMEZONE")
    rules = {part.name: set(part.value("RRULE").split(";")) for part in zone.parts}
    assert rules == {
        "STANDARD": {"FREQ=YEARLY", "BYMONTH=11", "BYDAY=1SU"},
        "DAYLIGHT": {"FREQ=YEARLY", "BYMONTH=3", "BYDAY=2SU"},
    }


def test_beginning_and_end_name_the_same_zone() -> None:
    group = group_of(slot("2020-04-20"), slot("2021-01-01", Weekday.FRIDAY, "America/Tijuana"))
    content = export(group, MONDAY, None, cancelled(), moved("2021-W10", "2021-03-10 09:00"))
    events = parse(content).named("VEVENT")
    assert len(events) == 4
    for event in events:
        assert event.line("DTSTART").parameters.startswith(";TZID=America/")
        assert event.line("DTEND").parameters == event.line("DTSTART").parameters
        for name in ("DTSTART", "DTEND"):
            assert re.fullmatch(r"\d{8}T\d{6}", event.value(name))


def test_uids_stay_whatever_day_an_export_begins() -> None:
    whole = {event.value("UID") for event in masters(export(4))}
    assert whole == {"g4-2020-04-20@mexico-sos.mcsj", "g4-2020-04-20-2022-10-30@mexico-sos.mcsj"}
    assert [e.value("UID") for e in masters(export(4, date(2020, 5, 4)))] == [
        e.value("UID") for e in masters(export(4))
    ]
    for first in (date(2022, 10, 24), date(2022, 10, 31), date(2026, 1, 1), date(2026, 7, 9)):
        found = {event.value("UID") for event in masters(export(4, first))}
        assert found <= whole
        assert "g4-2020-04-20-2022-10-30@mexico-sos.mcsj" in found


def test_uids_tell_groups_and_slots_apart() -> None:
    uids = [event.value("UID") for number in NUMBERS for event in masters(export(number))]
    group = group_of(
        slot("2020-04-20"), slot("2020-06-01", Weekday.FRIDAY), slot("2023-01-01", Weekday.MONDAY)
    )
    own = [event.value("UID") for event in masters(export(group))]
    assert len(uids) == len(set(uids)) == 12
    assert len(own) == len(set(own)) == 4


@settings(max_examples=40, deadline=None)
@given(group=groups(), draws=st.data())
def test_two_exports_are_the_same_bytes(group: Group, draws: st.DataObject) -> None:
    changed = draws.draw(changes(group))
    first = group.series[0].since
    one, other = (render_series(group, publication(changed), first, None) for _ in range(2))
    assert one == other


def test_two_machines_export_the_same_bytes(project: Path, mcsj_process: Run) -> None:
    group = ("meetings", "ics", "--group", "5", "-o", "-")
    one = mcsj_process(*group, lang="es", env={"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"})
    other = mcsj_process(
        *group, lang="en", env={"PYTHONHASHSEED": "2", "MCSJ_NOW": "2020-04-21T09:00:00+00:00"}
    )
    assert (one.code, other.code) == (0, 0)
    assert one.out == other.out
    assert "\r\nEND:VCALENDAR\r\n" in one.out


def test_revisions_come_from_the_data() -> None:
    group = group_of(slot("2020-04-20", sequence=2, updated=date(2020, 4, 22)))
    content = export(group, MONDAY, None, cancelled(sequence=3, updated=date(2020, 4, 28)))
    for event in masters(content):
        assert [event.value(n) for n in ("DTSTAMP", "LAST-MODIFIED")] == ["20200422T000000Z"] * 2
        assert event.value("SEQUENCE") == "2"
    exception = override(content)
    assert [exception.value(n) for n in ("DTSTAMP", "LAST-MODIFIED")] == ["20200428T000000Z"] * 2
    assert int(exception.value("SEQUENCE")) >= 3


def test_without_a_date_of_change_the_slots_first_day_is_the_revision() -> None:
    content = export(4, MONDAY, None, cancelled())
    assert {event.value("DTSTAMP") for event in parse(content).named("VEVENT")} == {
        "20200420T000000Z"
    }


def test_an_override_has_no_lower_sequence_than_its_series() -> None:
    content = export(group_of(slot("2020-04-20", sequence=5)), MONDAY, None, cancelled(sequence=1))
    assert int(override(content).value("SEQUENCE")) >= 5


def test_a_cancelled_meeting_of_a_revised_series_has_a_higher_sequence() -> None:
    content = export(group_of(slot("2020-04-20", sequence=1)), MONDAY, None, cancelled(sequence=1))
    assert int(override(content).value("SEQUENCE")) > 1


def test_an_override_names_the_original_hour_in_the_series_zone() -> None:
    group = group_of(slot("2021-01-01", Weekday.FRIDAY, "America/Tijuana"))
    content = export(group, MONDAY, None, moved("2021-W10", "2021-03-10 09:00"))
    assert b"\r\nRECURRENCE-ID;TZID=America/Tijuana:20210312T170000\r\n" in content
    event = override(content)
    assert event.value("DTSTART") == "20210310T090000"
    assert event.value("UID") == masters(content)[0].value("UID")
    assert not event.values("RRULE")
    assert b"EXDATE" not in content


def test_a_bounded_series_ends_in_utc() -> None:
    group = group_of(slot("2020-04-20"), slot("2021-01-01", Weekday.FRIDAY))
    for event in masters(export(group, MONDAY, date(2023, 1, 31))):
        assert re.search(r"UNTIL=\d{8}T\d{6}Z(;|$)", event.value("RRULE"))
    [event] = masters(export(4, MONDAY, date(2020, 5, 7)))
    assert "UNTIL=20200507T220000Z" in event.value("RRULE").split(";")
    [event] = masters(export(4, MONDAY, date(2020, 4, 29)))
    assert "UNTIL=20200423T220000Z" in event.value("RRULE").split(
        ";"
    )  # an override needs a recurrence


def test_no_series_mixes_eras() -> None:
    before, after = masters(export(4))
    assert before.value("DTSTART") == "20200423T170000"
    assert "UNTIL=20221027T220000Z" in before.value("RRULE").split(";")
    assert after.value("DTSTART") == "20221103T170000"
    assert set(after.value("RRULE").split(";")) == {"FREQ=WEEKLY", "BYDAY=TH"}
    assert len(masters(export(4, date(2022, 10, 30)))) == 1


@pytest.mark.parametrize("number", NUMBERS)
def test_nobody_is_named(number: int, demo_meetings: dict[str, Meeting]) -> None:
    content = render_series(real_group(number), publication(demo_meetings), MONDAY, None).replace(
        b"\r\n ", b""
    )
    names = {line.name for line in parse(content).all_lines()}
    assert b"mailto:" not in content.lower()
    assert not names & {"ATTENDEE", "ORGANIZER", "CONTACT"}


def test_a_cancelled_meeting_stays_and_says_so() -> None:
    content = export(4, MONDAY, None, cancelled(reason="Hay elecciones."))
    event = override(content)
    assert event.value("STATUS") == "CANCELLED"
    assert event.value("TRANSP") == "TRANSPARENT"
    assert event.text("SUMMARY").startswith("CANCELADA: Grupo 4")
    assert event.text("DESCRIPTION").startswith("Hay elecciones.\n")
    assert event.value("DTSTART") == "20200430T170000"
    assert event.value("SEQUENCE") > masters(content)[0].value("SEQUENCE")
    assert not event.named("VALARM")


def test_a_proposed_slot_is_tentative_and_a_confirmed_one_confirmed() -> None:
    [event] = masters(export(group_of(slot("2026-01-01")), date(2026, 1, 1)))
    assert (event.value("STATUS"), event.value("TRANSP")) == ("TENTATIVE", "OPAQUE")
    assert "Horario tentativo" in event.text("DESCRIPTION")
    [event] = masters(export(group_of(slot("2026-01-01", confirmed=True)), date(2026, 1, 1)))
    assert (event.value("STATUS"), event.value("TRANSP")) == ("CONFIRMED", "OPAQUE")
    assert "tentativo" not in event.text("DESCRIPTION")


def test_one_meeting_may_be_confirmed_before_its_series() -> None:
    content = export(
        4, MONDAY, None, Meeting(group=4, week=Week("2020-W18"), status="confirmed", sequence=1)
    )
    assert override(content).value("STATUS") == "CONFIRMED"
    assert (
        override(content).value("RECURRENCE-ID")
        == override(content).value("DTSTART")
        == "20200430T170000"
    )


def test_what_was_merely_held_is_no_override(demo_meetings: dict[str, Meeting]) -> None:
    assert demo_meetings["2020-W17-g4"].held
    assert b"RECURRENCE-ID" not in render_series(
        real_group(4), publication(demo_meetings), MONDAY, None
    )


def test_the_link_stands_alone_in_location_and_url_and_first_in_the_description() -> None:
    [event] = masters(export(group_of(slot("2026-01-01", link=LINK)), date(2026, 1, 1)))
    assert event.text("LOCATION") == LINK
    assert event.value("URL") == LINK
    assert event.text("DESCRIPTION").split("\n")[0] == LINK
    assert event.line("CONFERENCE").value == LINK
    assert "VALUE=URI" in event.line("CONFERENCE").parameters.split(";")


def test_without_a_link_nothing_stands_in_for_it() -> None:
    for event in parse(export(4)).named("VEVENT"):
        assert not {line.name for line in event.lines} & {"LOCATION", "URL", "CONFERENCE"}


def test_the_description_tells_every_mesas_hour_and_the_helpline() -> None:
    before, after = (event.text("DESCRIPTION") for event in masters(export(4)))
    assert (
        "a partir del jueves 23 de abril de 2020:\n- Monterrey: 17:00 h\n- Cancún-IM: 17:00 h\n"
        in before
    )
    assert (
        "a partir del jueves 3 de noviembre de 2022:\n- Monterrey: 17:00 h\n- Cancún-IM: 18:00 h\n"
        in after
    )
    assert "55 58 09 49 03, 08:00-20:00 h." in before


def test_the_description_foretells_changes_of_clock() -> None:
    [event] = masters(export(5, date(2026, 1, 1)))
    told = event.text("DESCRIPTION")
    assert "- Cd. Juárez: 16:00 h\n" in told
    assert re.search("- Cd. Juárez: 17:00 h [^\n]*viernes 13 de marzo de 2026", told)
    assert re.search("- Cd. Juárez: 16:00 h [^\n]*viernes 6 de noviembre de 2026", told)
    [event] = masters(export(4, date(2026, 1, 1)))
    assert "Cambios de reloj" not in event.text("DESCRIPTION")


def test_an_override_tells_the_hours_of_its_own_day() -> None:
    meeting = Meeting(
        group=5, week=Week("2026-W17"), start=WallMoment("2026-04-23 09:00"), sequence=1
    )
    content = export(5, date(2026, 1, 1), None, meeting)
    told = override(content).text("DESCRIPTION")
    assert "jueves 23 de abril de 2026:\n- Aguascalientes: 09:00 h\n- Cd. Juárez: 09:00 h\n" in told


def test_a_moved_first_meeting_does_not_change_the_hours_of_the_series() -> None:
    meeting = Meeting(
        group=5, week=Week("2020-W18"), start=WallMoment("2020-04-30 11:00"), sequence=1
    )
    [event] = masters(export(5, date(2020, 4, 27), date(2020, 5, 31), meeting))
    assert "- Aguascalientes: 17:00 h\n- Cd. Juárez: 16:00 h\n" in event.text("DESCRIPTION")


def test_the_one_alarm_comes_last() -> None:
    for content in (export(4), export(4, MONDAY, None, moved("2020-W18", "2020-04-29 17:00"))):
        assert content.count(b"END:VALARM\r\nEND:VEVENT\r\n") == content.count(b"BEGIN:VEVENT\r\n")
        for event in parse(content).named("VEVENT"):
            [alarm] = event.named("VALARM")
            assert (alarm.value("ACTION"), alarm.value("TRIGGER")) == ("DISPLAY", "-PT30M")
            assert alarm.text("DESCRIPTION")


HOSTILE = [
    "Uno; dos, tres \\ cuatro",
    "\\n no es renglón",
    "Fin\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:nadie@ejemplo.mx",
    "Nulo\x00 campana\x07 retorno\r tabulador\t",
    'Comillas "y" dos: puntos; ALTREP="x"',
    "Separadores\u2028de\u2029línea\x85aquí\x0b\x0c",
    ":;,=^'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_reason_leaves_its_property(text: str) -> None:
    content = export(4, MONDAY, None, cancelled(reason=text))
    check_lines(content)
    assert len(parse(content).named("VEVENT")) == 3
    assert not [line for line in parse(content).all_lines() if line.name == "ATTENDEE"]
    assert override(content).text("DESCRIPTION").startswith(Phrase.parse(text) + "\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_group_name_leaves_its_property(text: str) -> None:
    group = group_of(slot("2026-01-01"), name=text)
    content = export(group, date(2026, 1, 1))
    check_lines(content)
    [event] = masters(content)
    assert event.text("SUMMARY").startswith(f"{group.name}: reunión semanal")
    assert unescape(event.named("VALARM")[0].value("DESCRIPTION")) == event.text("SUMMARY")
    assert not [line for line in parse(content).all_lines() if line.name == "ATTENDEE"]


@pytest.mark.parametrize("name", ["NAME", "X-WR-CALNAME", "X-WR-CALDESC"])
@pytest.mark.parametrize("text", ["Uno; dos, tres \\ cuatro", "\\n no es renglón"])
def test_the_calendars_own_texts_are_escaped(name: str, text: str) -> None:
    calendar = parse(export(group_of(slot("2026-01-01"), name=text), date(2026, 1, 1)))
    assert text in calendar.text(name)


def test_nothing_in_a_mesas_name_leaves_its_property() -> None:
    names = [Line.parse(text) for text in HOSTILE]
    mesas = [
        Mesa(slug=Slug("m"), name=name, state=Line("NL"), timezone=ZoneName(ZONES[0]))
        for name in names
    ]
    content = export(group_of(slot("2026-01-01"), mesas=mesas), date(2026, 1, 1))
    check_lines(content)
    [event] = masters(content)
    for name in names:
        assert f"\n- {name}: 16:00 h\n" in event.text("DESCRIPTION")


@pytest.mark.parametrize(
    "link", ["https://x.mx/a\r\nATTENDEE:mailto:n@x.mx", "https://x.mx/a\nb", "https://x.mx/\x00"]
)
def test_a_link_of_several_lines_is_no_link(link: str) -> None:
    with pytest.raises(ValueError, match="no es una dirección"):
        Url.parse(link)


def test_a_mesa_that_moves_is_told_of_in_its_own_time_only() -> None:
    """In the group's series, which goes on as it is; with a revision more."""
    groups = roster.move_mesa(
        data().groups, data().groups.find_seat("leon"), 5, date(2020, 5, 4), MONDAY
    )
    for number, told in (
        (6, "hasta el viernes 1 de mayo de 2020"),
        (5, "a partir del viernes 8 de mayo de 2020"),
    ):
        [old, *_rest], [new, *_more] = (
            masters(export(number)),
            masters(export(groups.groups[number - 1])),
        )
        assert [old.value(name) for name in ("UID", "RRULE")] == [
            new.value(name) for name in ("UID", "RRULE")
        ]
        assert int(new.value("SEQUENCE")) == int(old.value("SEQUENCE")) + 1
        [line] = [line for line in new.text("DESCRIPTION").split("\n") if told in line]
        assert "León" in line
        assert "Querétaro" not in line


@settings(max_examples=40, deadline=None)
@given(day=st.dates(date(2020, 4, 21), date(2022, 12, 31)))
def test_both_readers_find_every_meeting_of_a_group_that_loses_a_mesa(day: date) -> None:
    group = roster.move_mesa(data().groups, data().groups.find_seat("leon"), 5, day, MONDAY).groups[
        5
    ]
    content = export(group, until=date(2023, 3, 1))
    compare(group, content, {}, MONDAY, date(2023, 3, 1))


@settings(max_examples=60, deadline=None)
@given(
    slots=st.lists(
        st.tuples(
            st.integers(0, 60), st.sampled_from(list(Weekday)), st.sampled_from(["09:00", "17:00"])
        ),
        min_size=2,
        max_size=5,
    )
)
def test_whatever_a_new_slot_changes_has_a_higher_sequence(
    slots: list[tuple[int, Weekday, str]],
) -> None:
    """Programs take a change only with a sequence above the one
    that they know (RFC 5545 3.8.7.4).
    """
    known: dict[str, Block] = {}
    whose = Groups(groups=[group_of(slot("2020-04-20"))])
    for days, weekday, hour in slots:
        series = Slot(
            since=MONDAY + timedelta(days=days),
            weekday=weekday,
            time=WallTime(hour),
            timezone=ZoneName(CENTRE),
        )
        whose = roster.reschedule(whose, 4, series)
        told = {event.value("UID"): event for event in masters(export(whose.groups[0]))}
        for uid in known.keys() & told.keys():
            rise = int(told[uid].value("SEQUENCE")) - int(known[uid].value("SEQUENCE"))
            same = all(
                told[uid].value(name) == known[uid].value(name) for name in ("RRULE", "DTSTART")
            )
            assert rise >= 0 if same else rise > 0, uid
        known |= told
