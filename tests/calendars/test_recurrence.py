"""Rules of repetition, against dateutil's."""

from datetime import date, datetime, time, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from mcsj_cli.calendars.reading.recurrence import WorkLimit, parse_rule, unroll

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FIRST, LAST = date(2019, 1, 1), date(2030, 12, 31)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Make a rule such as calendar programs write."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 30))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    # dateutil takes «1MO,TU» for something else than the standard does, so
    # that kinds are not mixed.
    numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    ordinal = st.sampled_from(["1", "2", "-1", "+3", "5"]) if numbered else st.just("")
    if draw(st.booleans()):
        days = draw(st.lists(st.tuples(ordinal, st.sampled_from(DAYS)), min_size=1, max_size=4))
        parts.append("BYDAY=" + ",".join(f"{number}{day}" for number, day in days))
    if draw(st.booleans()):
        months = draw(st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True))
        parts.append("BYMONTH=" + ",".join(map(str, months)))
    if frequency != "WEEKLY" and draw(st.booleans()):
        numbers = st.integers(-31, 31).filter(bool)
        dates = draw(st.lists(numbers, min_size=1, max_size=4, unique=True))
        parts.append("BYMONTHDAY=" + ",".join(map(str, dates)))
    if len(parts) > 1 and any(part.startswith("BY") for part in parts) and draw(st.booleans()):
        parts.append("BYSETPOS=" + draw(st.sampled_from(["1", "-1", "1,-1", "2"])))
    if frequency == "WEEKLY" and draw(st.booleans()):
        parts.append("WKST=" + draw(st.sampled_from(["SU", "MO", "WE"])))
    return ";".join(parts)


@settings(max_examples=100, deadline=None)
@given(
    text=rules(),
    start=st.datetimes(datetime(2016, 1, 1), datetime(2026, 12, 31, 23, 59)),
    first=st.dates(FIRST, LAST),
)
def test_a_rule_gives_what_dateutil_finds(text: str, start: datetime, first: date) -> None:
    start = start.replace(second=0, microsecond=0)
    last = first + timedelta(days=600)
    found = list(unroll(parse_rule(text, start), start, first, last, WorkLimit(10**7)))
    end = datetime.combine(last, time.max)
    every = takewhile(lambda moment: moment <= end, rrulestr(text, dtstart=start))
    assert found == [moment for moment in every if moment.date() >= first]


def test_the_29th_of_february_and_the_31st_are_left_out_where_they_are_not() -> None:
    start = datetime(2020, 2, 29, 10)
    found = unroll(
        parse_rule("FREQ=YEARLY", start),
        start,
        date(2020, 1, 1),
        date(2029, 1, 1),
        WorkLimit(10_000),
    )
    assert [moment.date() for moment in found] == [
        date(2020, 2, 29),
        date(2024, 2, 29),
        date(2028, 2, 29),
    ]
    start = datetime(2026, 1, 31, 10)
    found = unroll(
        parse_rule("FREQ=MONTHLY", start),
        start,
        date(2026, 1, 1),
        date(2026, 6, 1),
        WorkLimit(10_000),
    )
    assert [moment.month for moment in found] == [1, 3, 5]


def test_a_rule_that_never_fits_ends_all_the_same() -> None:
    start = datetime(1990, 1, 1, 10)
    rule = parse_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", start)
    assert list(unroll(rule, start, date(2026, 1, 1), date(2026, 12, 31), WorkLimit(1000))) == []


def test_a_rule_that_goes_too_far_is_refused() -> None:
    start = datetime(1970, 1, 1, 10)
    with pytest.raises(ValueError, match=r"often|demasiad"):
        list(
            unroll(
                parse_rule("FREQ=DAILY;COUNT=99999", start),
                start,
                date(2026, 1, 1),
                date(2026, 2, 1),
                WorkLimit(1000),
            )
        )


@pytest.mark.parametrize("name", ["BYMONTHDAY", "BYMONTH", "BYSETPOS"])
def test_a_value_that_is_said_often_counts_once(name: str) -> None:
    rule = parse_rule(f"FREQ=MONTHLY;{name}={','.join(['1', '2'] * 400)}", datetime(2026, 1, 1, 10))
    assert (1, 2) in (rule.monthdays, rule.months, rule.positions)


def test_own_hours_say_nothing() -> None:
    start = datetime(2026, 1, 1, 17, 30)
    assert parse_rule("FREQ=WEEKLY;BYHOUR=17;BYMINUTE=30;BYSECOND=0", start).is_weekly


@pytest.mark.parametrize(
    "text",
    [
        "", "FREQ", "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=10080", "FREQ=HOURLY",
        "FREQ=WEEKLY;INTERVAL=0", "COUNT=3", "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=99999999999", "FREQ=WEEKLY;COUNT=0", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1TH", "FREQ=MONTHLY;BYDAY=99MO", "FREQ=WEEKLY;BYHOUR=1,2",
        "FREQ=DAILY;BYSECOND=1", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYYEARDAY=1", "FREQ=WEEKLY;FREQ=WEEKLY",
        "FREQ=WEEKLY;BYMONTH=١", "FREQ=WEEKLY;WKST=1MO", "FREQ=MONTHLY;BYSETPOS=367",
    ],
)  # fmt: skip
def test_what_is_no_rule_of_days(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_rule(text, datetime(2026, 1, 1, 17))
