"""ISO weeks, and days as people name them."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mcsj_cli.model.week import Week, check_year

TODAY = date(2020, 4, 23)  # a Thursday
DAYS = st.dates(date(1970, 1, 1), date(2199, 12, 31))


@given(DAYS)
@example(date(2020, 12, 31))
@example(date(2021, 1, 3))
@example(date(2018, 12, 31))
def test_week_is_that_of_the_calendar(day: date) -> None:
    week = Week.of(day)
    year, number, weekday = day.isocalendar()
    assert week == f"{year}-W{number:02d}"
    assert week.monday == day - timedelta(days=weekday - 1)
    assert week.monday.weekday() == 0
    assert week.sunday.weekday() == 6
    assert day in week
    assert week.monday - timedelta(days=1) not in week
    assert week.sunday + timedelta(days=1) not in week


@given(DAYS.filter(lambda day: 1971 <= day.year <= 2198), st.integers(-2000, 2000))
def test_shift_counts_weeks(day: date, weeks: int) -> None:
    week = Week.of(day)
    assert week.shift(weeks).monday == week.monday + timedelta(weeks=weeks)
    assert week.shift(weeks).shift(-weeks) == week
    assert (week.shift(weeks) > week) is (weeks > 0)
    assert Week.parse(week) == week


@pytest.mark.parametrize(
    ("text", "week"),
    [
        ("2020-W17", "2020-W17"),
        ("2020W17", "2020-W17"),
        ("2020-w7", "2020-W07"),
        (" 2020-W17\n", "2020-W17"),
        ("2020-W53", "2020-W53"),
        ("2026-W53", "2026-W53"),
    ],
)
def test_week_is_parsed(text: str, week: str) -> None:
    assert Week.parse(text) == week
    assert type(Week.parse(text)) is Week


@pytest.mark.parametrize("year", range(1971, 2199))
def test_only_long_years_have_a_week_53(year: int) -> None:
    # A year is long that begins on a Thursday, or on a Wednesday as a leap year.
    first = date(year, 1, 1)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if first.weekday() == 3 or (first.weekday() == 2 and leap):
        assert Week.parse(f"{year}-W53").sunday == Week.parse(f"{year + 1}-W01").monday - timedelta(
            days=1
        )
    else:
        with pytest.raises(ValueError, match=f"el año {year} no tiene semana 53"):
            Week.parse(f"{year}-W53")


@pytest.mark.parametrize(
    "text",
    ["", "W17", "2020-17", "2020-W", "2020-W00", "2020-W54", "2020-W170", "20-W17", "0000-W01",
     "1900-W01", "9999-W52", "٢٠٢٠-W17x"]
)  # fmt: skip
def test_no_week(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Week.parse(text)


def test_first_and_last_week() -> None:
    assert Week.parse("1970-W01") == Week.of(date(1970, 1, 1))
    assert Week.parse("2199-W52") == Week.of(date(2199, 12, 29))
    with pytest.raises(ValueError, match="el año 1900 no puede ser correcto"):
        Week.parse("1900-W01")


@given(st.text(max_size=12))
def test_any_text_is_a_week_or_a_value_error(text: str) -> None:
    try:
        week = Week.parse(text)
    except ValueError:
        return
    assert week.isascii()


def test_years_that_cannot_be_meant() -> None:
    assert check_year(TODAY) is TODAY
    for day in (date(1969, 12, 31), date(2200, 1, 1), date.min, date.max):
        with pytest.raises(ValueError, match=str(day.year)):
            check_year(day)


def test_only_days_lie_in_a_week() -> None:
    assert "2020-04-23" not in Week("2020-W17")
