"""The days off, against the law (LFT art. 74) written out as a rule, and against known Easters."""

from datetime import date, timedelta

import pytest

from mcsj_cli.calendars.holidays import find_holidays
from mcsj_cli.i18n import speaking
from mcsj_cli.model.holiday import Holiday

YEARS = range(2019, 2031)
HOLY_DAYS = {
    2019: "04-18",
    2020: "04-09",
    2021: "04-01",
    2024: "03-28",
    2026: "04-02",
    2027: "03-25",
    2030: "04-18",
}


def nth_monday(year: int, month: int, number: int) -> date:
    days = [date(year, month, day) for day in range(1, 29)]
    return [day for day in days if day.isoweekday() == 1][number - 1]


def law(year: int) -> list[date]:
    """Art. 74, I to VII, and the day on which the federal executive changes.

    That is 1 October from 2024 on.
    """
    days = [
        date(year, 1, 1),
        nth_monday(year, 2, 1),
        nth_monday(year, 3, 3),
        date(year, 5, 1),
        date(year, 9, 16),
        nth_monday(year, 11, 3),
        date(year, 12, 25),
    ]
    if year in (2024, 2030):
        days.append(date(year, 10, 1))
    return sorted(days)


def year_of(year: int) -> list[Holiday]:
    return find_holidays(date(year, 1, 1), date(year, 12, 31))


@pytest.mark.parametrize("year", YEARS)
def test_statutory_days_are_those_of_the_law(year: int) -> None:
    assert [holiday.day for holiday in year_of(year) if holiday.statutory] == law(year)


@pytest.mark.parametrize(("year", "thursday"), HOLY_DAYS.items())
def test_holy_thursday_and_good_friday_are_custom(year: int, thursday: str) -> None:
    first = date.fromisoformat(f"{year}-{thursday}")
    assert [holiday for holiday in year_of(year) if not holiday.statutory] == [
        Holiday(first, "Jueves Santo", False),
        Holiday(first + timedelta(days=1), "Viernes Santo", False),
    ]


def test_the_thirty_first_of_december_is_none() -> None:
    assert not [
        holiday
        for year in YEARS
        for holiday in year_of(year)
        if (holiday.day.month, holiday.day.day) == (12, 31)
    ]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (
            "es",
            [
                "Año Nuevo",
                "Jueves Santo",
                "Viernes Santo",
                "Día del Trabajo",
                "Día de la Independencia",
                "Navidad",
            ],
        ),
        (
            "en",
            [
                "New Year's Day",
                "Holy Thursday",
                "Good Friday",
                "Labor Day",
                "Independence Day",
                "Christmas Day",
            ],
        ),
    ],
)
def test_they_are_named_in_the_language_in_use(language: str, names: list[str]) -> None:
    with speaking(language):
        found = year_of(2020)
    mondays = {nth_monday(2020, 2, 1), nth_monday(2020, 3, 3), nth_monday(2020, 11, 3)}
    assert [holiday.name for holiday in found if holiday.day not in mondays] == names


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2020-05-01", "2020-05-01", ["2020-05-01"]),
        ("2020-05-02", "2020-09-15", []),
        ("2020-04-09", "2020-05-01", ["2020-04-09", "2020-04-10", "2020-05-01"]),
        ("2020-12-25", "2021-02-01", ["2020-12-25", "2021-01-01", "2021-02-01"]),
        ("2020-04-10", "2020-04-09", []),
    ],
)
def test_both_ends_are_included_and_the_order_is_that_of_days(
    first: str, last: str, days: list[str]
) -> None:
    found = find_holidays(date.fromisoformat(first), date.fromisoformat(last))
    assert [str(holiday.day) for holiday in found] == days
