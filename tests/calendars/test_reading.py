"""Calendars of others.

What Outlook, Google and Apple write, our own back again, and what is broken on purpose.
"""

import json
import time
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mcsj_cli.calendars.event import CalendarInput
from mcsj_cli.calendars.feed import Days, audience_of_group, render
from mcsj_cli.calendars.reading.calendar import Wanted, read_calendar
from mcsj_cli.calendars.reading.events import TitleFilter
from mcsj_cli.calendars.reading.lines import MOST_BYTES, read_blocks
from mcsj_cli.calendars.reading.recurrence import WorkLimit
from mcsj_cli.calendars.reading.zone_rules import find_named, read_clock
from mcsj_cli.calendars.timezone import build_vtimezone
from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.calendar_import import ImportPlan, ImportTarget, order_zones
from mcsj_cli.model.calendar_import.group_import import plan_group_import
from mcsj_cli.model.external import ExternalCalendar
from mcsj_cli.model.fields import ZoneName
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group, Groups
from mcsj_cli.model.privacy import Contacts
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.store.project import Project
from tests.calendars.readers import JS
from tests.conftest import ROOT
from tests.model.test_schedule import ZONES, changes, groups

FILES = Path(__file__).parent / "ics"
CENTRE = ZoneName("America/Mexico_City")
FIRST, LAST = date(2026, 4, 20), date(2027, 4, 18)
NOBODY = Contacts(frozenset(), frozenset())
EVENT = """BEGIN:VEVENT
UID:1
DTSTAMP:20260401T000000Z
DTSTART:20260423T230000Z
DTEND:20260424T000000Z
SUMMARY:Grupo 4
END:VEVENT"""


def wanted(
    first: date = FIRST, last: date = LAST, zone: str | None = None, only: str = ""
) -> Wanted:
    return Wanted("x.ics", CENTRE, first, last, NOBODY, ZoneName(zone) if zone else None, only)


def calendar(*events: str) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *events, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n").encode()


def event(*changes: str) -> str:
    """Make an event of which some lines are others, or more."""
    names = {change.partition(":")[0].partition(";")[0] for change in changes}
    kept = [line for line in EVENT.split("\n") if line.partition(":")[0] not in names]
    return "\n".join([*kept[:-1], *(change for change in changes if ":" in change), kept[-1]])


def read(content: bytes, **looked_for: date | str) -> ExternalCalendar:
    return read_calendar(content, wanted(**looked_for))  # type: ignore[arg-type]


def refused(content: bytes) -> tuple[int, str]:
    with pytest.raises(InvalidDataError) as caught:
        read(content)
    assert caught.value.exit_code == 6
    problem = caught.value.problems[0]
    assert problem.file == "x.ics"
    return problem.line, problem.message


def starts(found: ExternalCalendar) -> list[datetime]:
    meetings = [
        *found.singles,
        *(meeting for series in found.series for meeting in series.meetings),
    ]
    return sorted(meeting.start for meeting in meetings if meeting.status != "cancelled")


# What others write


@pytest.mark.parametrize("name", ["outlook.ics", "outlook-sin-zona.ics", "google.ics", "apple.ics"])
def test_the_same_meetings_as_another_library_finds(name: str) -> None:
    content = (FILES / name).read_bytes()
    found = read_calendar(content, wanted())
    begin, end = datetime(2026, 4, 20, 6, tzinfo=UTC), datetime(2027, 4, 19, 6, tzinfo=UTC)
    if name == "outlook-sin-zona.ics":  # which other libraries take for floating
        assert starts(found) == starts(
            read_calendar((FILES / "outlook.ics").read_bytes(), wanted())
        )
        assert "America/Mexico_City" in found.notes[0].text
        return
    events = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(begin, end)
    timed = [one["DTSTART"].dt for one in events if isinstance(one["DTSTART"].dt, datetime)]
    others = [moment if moment.tzinfo else moment.replace(tzinfo=CENTRE.zone) for moment in timed]
    assert starts(found) == sorted(moment.astimezone(UTC) for moment in others)
    assert len(others) > 10


def test_nothing_of_the_people_is_kept() -> None:
    for path in FILES.glob("*.ics"):
        told = repr(read_calendar(path.read_bytes(), wanted()))
        for personal in ("Rocío", "mailto", "Enlace", "Coordinación norte", "0000"):
            assert personal not in told


def test_links_are_found_where_each_program_puts_them() -> None:
    links = {
        path.stem: {one.link for one in read_calendar(path.read_bytes(), wanted()).series}
        for path in FILES.glob("*")
    }
    teams = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_EJEMPLO%40thread.v2/0?context=%7b%7d"
    assert links == {
        "outlook": {teams},
        "outlook-sin-zona": {teams},
        "google": {"https://meet.google.com/aaa-bbbb-ccc"},
        "apple": {"https://example.org/sala-juarez"},
    }


WINDOWS = {
    "Central Standard Time (Mexico)": "America/Mexico_City",
    "Eastern Standard Time (Mexico)": "America/Cancun",
    "Mountain Standard Time (Mexico)": "America/Mazatlan",
    "Pacific Standard Time (Mexico)": "America/Tijuana",
    "US Mountain Standard Time": "America/Phoenix",
    "Central Standard Time": "America/Chicago",
    "Mountain Standard Time": "America/Denver",
    "Eastern Standard Time": "America/New_York",
    "Pacific Standard Time": "America/Los_Angeles",
    "US Eastern Standard Time": "America/Indianapolis",
    "Alaskan Standard Time": "America/Anchorage",
    "Hawaiian Standard Time": "Pacific/Honolulu",
    "Central America Standard Time": "America/Guatemala",
    "SA Pacific Standard Time": "America/Bogota",
    "GMT Standard Time": "Europe/London",
    "Romance Standard Time": "Europe/Paris",
    "UTC": "UTC",
}


def test_windows_names_are_those_of_unicode() -> None:
    """The table of another program, which Unicode's CLDR is behind too."""
    known = json.loads(
        (JS / "node_modules/node-ical/windowsZones.json").read_text(encoding="utf-8")
    )
    now = datetime(2026, 7, 1, tzinfo=UTC)
    for name, zone in WINDOWS.items():
        assert find_named(name) == zone
        other = known[name]["iana"][0] if name in known else zone
        assert ZoneInfo(zone).utcoffset(now) == ZoneInfo(other).utcoffset(now), name
    assert len(set(WINDOWS) & set(known)) > 10
    assert find_named("central standard time (mexico)") == "America/Mexico_City"
    assert find_named("Canada Central Standard Time") == "America/Regina"
    assert find_named("/freeassociation.sourceforge.net/America/Monterrey") == "America/Monterrey"
    assert find_named("Hora de otra parte") is None


@settings(max_examples=40, deadline=None)
@example(zone="America/Ciudad_Juarez", wall=datetime(2026, 3, 8, 2, 30))  # there is no such hour
@example(zone="America/Ciudad_Juarez", wall=datetime(2026, 11, 1, 1, 30))  # it comes twice
@example(zone="America/Ciudad_Juarez", wall=datetime(2020, 3, 8, 2, 0, fold=1))
@given(
    zone=st.sampled_from([*ZONES, "Australia/Lord_Howe", "Europe/Dublin", "America/New_York"]),
    wall=st.datetimes(datetime(2019, 1, 1), datetime(2030, 12, 31)),
)
def test_a_clock_by_its_rules_is_the_zones_own(zone: str, wall: datetime) -> None:
    block = build_vtimezone(ZoneInfo(zone), date(2019, 1, 1), date(2031, 12, 31)).to_ical()
    [read_back] = read_blocks(calendar(block.decode().replace("\r\n", "\n").strip()), "x.ics")
    clock = read_clock(read_back.named("VTIMEZONE")[0], date(2031, 1, 1), WorkLimit(10**6))
    # What is told in a calendar has no fold: an hour that comes twice is its
    # first one (RFC 5545, section 3.3.5).
    local = wall.replace(second=0, microsecond=0, fold=0, tzinfo=ZoneInfo(zone))
    assert clock.instant(local.replace(tzinfo=None)) == local.astimezone(UTC)


def test_a_clock_whose_rules_are_over_stays_as_they_left_it() -> None:
    block = (
        build_vtimezone(CENTRE.zone, date(2020, 1, 1), date(2026, 1, 1))
        .to_ical()
        .decode()
        .replace("\r\n", "\n")
    )
    [read_back] = read_blocks(calendar(block.strip()), "x.ics")
    clock = read_clock(read_back.named("VTIMEZONE")[0], date(2027, 1, 1), WorkLimit(10**6))
    assert clock.instant(datetime(2026, 7, 1, 17)) == datetime(2026, 7, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "until"),
    [
        ("+0600", "99991231T235959Z"), ("-0600", "99991231T235959Z"), ("+0600", "99991231"),
        ("-0600", "00010101T000000Z"), ("+0600", "00010101T000000Z"), ("-0600", "00010101"),
    ],
)  # fmt: skip
def test_a_clock_whose_rules_end_at_the_edge_of_time(before: str, until: str) -> None:
    zone = (
        f"BEGIN:VTIMEZONE\nTZID:N\nBEGIN:STANDARD\nDTSTART:20200101T000000\nTZOFFSETFROM:{before}\nTZOFFSETTO:+0600\n"
        f"RRULE:FREQ=YEARLY;UNTIL={until}\nEND:STANDARD\nEND:VTIMEZONE"
    )
    found = read(calendar(zone, event("DTSTART;TZID=N:20260423T170000", "DTEND")))
    assert starts(found) == [datetime(2026, 4, 23, 11, tzinfo=UTC)]


# Our own back again


def take_over(
    group: Group, known: Mapping[str, Meeting], found: ExternalCalendar, day: date
) -> ImportPlan:
    zones = [
        *order_zones(Groups(groups=[group]), group, CENTRE),
        *(ZoneName(zone) for zone in ZONES),
    ]
    place = ImportTarget(Groups(groups=[group]), group, known, zones, day)
    return plan_group_import(place, found)


def told(
    group: Group, known: Mapping[str, Meeting], first: date, last: date
) -> list[tuple[datetime, int, str]]:
    """Tell which meetings take place, when and for how long."""
    found = [o for o in occurrences(group, first, last, known) if o.status != "cancelled"]
    return sorted((o.start.astimezone(UTC), o.series.minutes, o.status) for o in found)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), group=groups())
def test_our_own_exports_give_back_the_same_meetings(data: st.DataObject, group: Group) -> None:
    known = data.draw(changes(group))
    project = Project(ROOT)
    first = Week.of(group.series[0].since).shift(-1).monday
    last = Week.of(group.series[-1].since).shift(data.draw(st.integers(5, 70))).sunday
    scope = audience_of_group(group, project.network)
    content = render(
        scope, CalendarInput(project.network, project.partners, known), Days(first, last)
    )
    if b"VEVENT" not in content:
        return
    found = read_calendar(content, wanted(first, last))
    empty = Group(number=group.number, series=[], mesas=[])
    adoption = take_over(empty, {}, found, first)
    assert not adoption.problems
    made, records = adoption.groups.groups[0], {step.uid: step.record for step in adoption.steps}
    assert told(made, records, first, last) == told(group, known, first, last)
    assert take_over(made, records, found, first).is_empty
    # And to whom it came from there is nothing to tell.
    assert take_over(group, known, found, first).is_empty


# What is broken


LONG = "RRULE:FREQ=DAILY;COUNT=20000"
CUT = (FILES / "google.ics").read_bytes()
CASES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "no es un calendario"),
    "binary": (b"PK\x03\x04" + bytes(range(128)), 1, "no es un calendario"),
    "utf-16": ("\ufeffBEGIN:VCALENDAR\r\n".encode("utf-16"), 1, "UTF-8"),
    "latin-1": (calendar(event("SUMMARY:Reunión")).replace("ó".encode(), b"\xf3"), 9, "UTF-8"),
    "cut": (
        CUT[: CUT.index(b"END:VEVENT")],
        CUT[: CUT.index(b"END:VEVENT")].count(b"\n"),
        "VEVENT",
    ),
    "no name": (calendar("BEGIN:VEVENT", "hola", "END:VEVENT"), 5, "nombre"),
    "open quote": (calendar('BEGIN:VEVENT\nX;A="b:c\nEND:VEVENT'), 5, "nombre"),
    "no end": (calendar("BEGIN:VEVENT"), 5, "VCALENDAR"),
    "ends twice": (calendar("END:VEVENT"), 4, "VEVENT"),
    "after the end": (calendar() + b"UID:1\r\n", 5, "fuera"),
    "nested": (calendar(*["BEGIN:VEVENT"] * 50), 8, "anidad"),
    "a calendar in one": (calendar("BEGIN:VCALENDAR", "END:VCALENDAR"), 4, "VCALENDAR"),
    "no uid": (calendar(event("UID")), 4, "UID"),
    "empty uid": (calendar(event("UID: ")), 4, "UID"),
    "no start": (calendar(event("DTSTART")), 4, "comienza"),
    "ends before": (calendar(event("DTEND:20260423T220000Z")), 4, "antes"),
    "negative length": (calendar(event("DTEND", "DURATION:-PT1H")), 4, "antes"),
    "no length": (calendar(event("DTEND", "DURATION:una hora")), 9, "una hora"),
    "far too long": (calendar(event("DTEND:20260430T220000Z")), 4, "1440"),
    "an hour, then a day": (calendar(event("DTEND;VALUE=DATE:20260424")), 9, "un día"),
    "29 February": (calendar(event("DTSTART:20270229T230000Z")), 9, "20270229"),
    "hour 25": (calendar(event("DTSTART:20260423T250000Z")), 9, "T25"),
    "year 1": (calendar(event("DTSTART:00010101T000000Z")), 9, "1"),
    "year 9999": (calendar(event("DTSTART:99991231T235959Z")), 9, "9999"),
    "two moments": (calendar(event("DTSTART:20260423T230000Z,20260424T230000Z")), 9, "más de un"),
    "secondly": (calendar(event("RRULE:FREQ=SECONDLY")), 10, "SECONDLY"),
    "two rules": (calendar(event("RRULE:FREQ=WEEKLY\nRRULE:FREQ=DAILY")), 11, "más de una regla"),
    "exrule": (calendar(event("RRULE:FREQ=WEEKLY\nEXRULE:FREQ=DAILY")), 11, "más de una regla"),
    "this and future": (
        calendar(event("RECURRENCE-ID;RANGE=THISANDFUTURE:20260423T230000Z")),
        10,
        "posteriores",
    ),
    "bad until": (calendar(event("RRULE:FREQ=WEEKLY;UNTIL=nunca")), 4, "NUNCA"),
    "bomb of days": (
        calendar(event("EXDATE:" + ",".join(["20260423T230000Z"] * 2100))),
        10,
        "2000",
    ),
    "bomb of lines": (
        calendar(event(*[f"RDATE:202604{n % 28 + 1:02}T230000Z" for n in range(2100)])),
        2010,
        "2000",
    ),
    "bomb of rules": (
        calendar(
            *(event(f"UID:{n}", "DTSTART:19700101T230000Z", "DTEND", LONG) for n in range(200))
        ),
        0,
        "demasiadas",
    ),
    "unknown clock": (
        calendar(event("DTSTART;TZID=Nowhere:20260423T170000", "DTEND")),
        4,
        "Nowhere",
    ),
    "clock without rules": (
        calendar(
            "BEGIN:VTIMEZONE\nTZID:N\nEND:VTIMEZONE",
            event("DTSTART;TZID=N:20260423T170000", "DTEND"),
        ),
        4,
        "reglas",
    ),
    "clock with a bad distance": (
        calendar(
            "BEGIN:VTIMEZONE\nTZID:N\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-9999\nTZOFFSETTO:-0600",
            "END:STANDARD\nEND:VTIMEZONE",
            event("DTSTART;TZID=N:20260423T170000", "DTEND"),
        ),
        8,
        "-9999",
    ),
    "clock that ticks each second": (
        calendar(
            "BEGIN:VTIMEZONE\nTZID:N\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0600\nTZOFFSETTO:-0600",
            "RRULE:FREQ=SECONDLY\nEND:STANDARD\nEND:VTIMEZONE",
            event("DTSTART;TZID=N:20260423T170000", "DTEND"),
        ),
        7,
        "SECONDLY",
    ),
    "an answer": (calendar("METHOD:REPLY", event()), 4, "respuesta"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_broken_is_refused_with_its_line(name: str) -> None:
    content, line, word = CASES[name]
    found, message = refused(content)
    assert word in message
    assert found == line or not line


def test_a_huge_file_and_one_of_too_many_parts() -> None:
    assert "10 MB" in refused(b"BEGIN:VCALENDAR\r\n" + b" " * MOST_BYTES)[1]
    line, message = refused(calendar(*["BEGIN:VALARM\nEND:VALARM"] * 20_000))
    assert "20000" in message
    assert line == 40_002


@pytest.mark.parametrize("only", ["", "grupo"])
def test_a_title_that_grows_when_it_is_folded(only: str) -> None:
    tracemalloc.start()
    read(
        calendar(
            event("SUMMARY:Grupo" + "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 100_000)
        ),
        only=only,
    )
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10 * 2**20


def test_many_names_take_no_longer_than_few() -> None:
    def measure(count: int) -> float:
        taste = TitleFilter(frozenset(f"persona {number}" for number in range(count)), NOBODY)
        began = time.perf_counter()
        assert taste.clean("Grupo 4: de persona a persona")
        assert not taste.clean("Grupo 4: de persona a Persona 1")
        return time.perf_counter() - began

    few, many = (min(measure(count) for _try in range(5)) for count in (10, 50_000))
    assert many < 10 * few


def test_a_name_of_many_words_is_known_by_its_first_ones() -> None:
    name = " ".join(f"Nombre{number}" for number in range(20))
    content = calendar(event(f"SUMMARY:Con {name}", f"ATTENDEE;CN={name}:mailto:x"), event("UID:2"))
    assert [single.title for single in read(content).singles] == ["", "Grupo 4"]


def test_every_problem_is_told_up_to_twenty() -> None:
    with pytest.raises(InvalidDataError) as caught:
        read(calendar(*(event(f"UID:{n}", "DTEND:20260423T220000Z") for n in range(50))))
    assert len(caught.value.problems) == 20


def test_only_the_days_looked_at_count() -> None:
    """A rule without an end, events of long ago that nobody could hold,
    and a title that is looked for.
    """
    endless = calendar(
        event("RRULE:FREQ=WEEKLY"),
        event("UID:2", "DTSTART:20010423T230000Z", "DTEND:20010422T230000Z"),
    )
    assert len(starts(read(endless))) == 52
    assert len(starts(read(endless, last=date(2026, 4, 30)))) == 2
    many = calendar(event("UID:3", "SUMMARY:Dentista", "RRULE:FREQ=SECONDLY"), event())
    assert len(starts(read(many, only="grupo 4"))) == 1


def test_a_bom_and_other_line_ends_do_no_harm() -> None:
    plain = calendar(event("RRULE:FREQ=WEEKLY;COUNT=3"))
    assert (
        starts(read(b"\xef\xbb\xbf\r\n" + plain.replace(b"\r\n", b"\n")))
        == starts(read(plain))
        != []
    )


def test_names_cannot_bring_lines_in() -> None:
    """Breaks in a title, escaped or bare, stay a space."""
    titles = [
        "Grupo 4\\nRRULE:FREQ=DAILY",
        "Grupo 4\\r\\nATTENDEE:x",
        "Grupo 4\rRRULE:FREQ=DAILY\x00\x1b[31m",
    ]
    for title in titles:
        [single] = read(calendar(event(f"SUMMARY:{title}"))).singles
        assert single.title.isprintable()


def test_whole_days_are_left_out_and_week_53_is_a_week() -> None:
    found = read(
        calendar(event("DTSTART;VALUE=DATE:20260916", "DTEND;VALUE=DATE:20260917"), event("UID:2"))
    )
    assert len(starts(found)) == 1
    assert found.notes[0].line == 4
    last = read(
        calendar(event("RRULE:FREQ=WEEKLY")), first=date(2026, 12, 28), last=date(2027, 1, 3)
    )
    assert [one.date() for one in starts(last)] == [date(2026, 12, 31)]


def test_the_later_revision_of_an_event_counts() -> None:
    twice = calendar(event("SEQUENCE:2", "DTSTART:20260424T230000Z", "DTEND"), event("SEQUENCE:1"))
    assert [one.day for one in starts(read(twice))] == [24]


def test_a_zone_that_is_said_takes_every_hour_but_those_in_utc() -> None:
    local = calendar(event("DTSTART;TZID=Nowhere:20260423T170000", "DTEND"), event("UID:2"))
    assert starts(read(local, zone="America/Cancun")) == [
        datetime(2026, 4, 23, 22, tzinfo=UTC), datetime(2026, 4, 23, 23, tzinfo=UTC),
    ]  # fmt: skip


@settings(max_examples=300, deadline=2000, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), name=st.sampled_from(sorted(path.name for path in FILES.glob("*.ics"))))
def test_no_bytes_do_any_harm(data: st.DataObject, name: str) -> None:
    """Pieces of a calendar changed, doubled, swapped or cut.

    It is read, or refused with a place.
    """
    content = bytearray((FILES / name).read_bytes())
    for _number in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content)))
        other = data.draw(st.integers(0, len(content)))
        piece = data.draw(st.sampled_from(SNIPPETS) | st.binary(max_size=6))
        if data.draw(st.booleans()):
            content[place:place] = piece
        else:
            content[min(place, other) : min(place, other) + data.draw(st.integers(0, 200))] = piece
    try:
        found = read_calendar(bytes(content), wanted())
    except InvalidDataError as error:
        told = [problem.message for problem in error.problems if problem.line >= 0]
        if not all(told) or not told:
            raise AssertionError from error
        return
    group = Project(ROOT).groups.find_group("4")
    plan_group_import(
        ImportTarget(Project(ROOT).groups, group, {}, [ZoneName(zone) for zone in ZONES], FIRST),
        found,
    )


SNIPPETS: Sequence[bytes] = [
    b"\r\n", b"\n ", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b";", b":", b",", b'"', b"=", b"T",
    b"Z", b"-", b"9999",
    b"0", b";INTERVAL=0", b";BYSETPOS=-1",
    *(b"\r\n" + line + b"\r\n" for line in (
        b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR", b"BEGIN:VTIMEZONE",
        b"RRULE:FREQ=DAILY;COUNT=999999", b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
        b"RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z", b"RRULE:FREQ=YEARLY;UNTIL=99991231T235959Z",
        b"RRULE:FREQ=YEARLY;UNTIL=00010101T000000Z", b"RDATE:99991231T235959Z",
        b"DTSTART:00010101T000000", b"DTSTART:99991231T235959", b"TZOFFSETFROM:+2359",
        b"EXDATE;VALUE=DATE:20260507", b"RDATE:00010101T000000Z", b"RECURRENCE-ID:99991231T235959Z",
        b"DURATION:P99999999999W", b"DTSTART:20260101", b"DTSTART;TZID=UTC:20260423T170000",
        b"TZOFFSETTO:+235959", b"TZOFFSETFROM:-2359", b"STATUS:CANCELLED", b"SEQUENCE:" + b"9" * 30,
    )),
]  # fmt: skip


def test_declared_contacts_may_stand_in_a_title() -> None:
    declared = Project(ROOT).declared
    content = calendar(
        event("SUMMARY:Línea 55 5809 4903"), event("UID:2", "SUMMARY:Llamar al 55 0000 0001 hoy")
    )
    found = read_calendar(content, wanted()._replace(declared=declared))
    assert [single.title for single in found.singles][1] == ""
