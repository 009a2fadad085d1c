"""Dates as people write and say them, each form held against the same said in code."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dates_page
from mcsj_cli import i18n
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model import dates
from mcsj_cli.model.dates import AmbiguousHourError, Looking
from mcsj_cli.model.week import Week
from tests.model import date_forms as forms

# A Monday, a Thursday, a leap day on a Saturday, the last day of a year and the first of one.
TODAYS = [
    date(2020, 4, 20),
    date(2020, 4, 23),
    date(2020, 2, 29),
    date(2021, 12, 31),
    date(2024, 1, 1),
]
MONDAY = TODAYS[0]
LANGUAGES = st.sampled_from(["es", "en"])
DAYS = st.dates(date(1971, 1, 1), date(2190, 12, 31))


@pytest.fixture(autouse=True)
def _spanish() -> Iterator[None]:
    with i18n.speaking("es"):
        yield


@pytest.mark.parametrize("today", TODAYS, ids=str)
@pytest.mark.parametrize(
    ("language", "table"), [("es", forms.SPANISH_DAYS), ("en", forms.ENGLISH_DAYS)]
)
def test_each_form_of_a_day_means_the_same_as_in_code(
    today: date, language: str, table: dict[str, forms.Expected]
) -> None:
    with i18n.speaking(language):
        read = {text: dates.parse_day(text, today).day for text in table}
    assert read == {text: expected(today) for text, expected in table.items()}


@pytest.mark.parametrize("today", TODAYS, ids=str)
@pytest.mark.parametrize(
    ("language", "table"), [("es", forms.SPANISH_WEEKS), ("en", forms.ENGLISH_WEEKS)]
)
def test_each_form_of_a_week_means_the_same_as_in_code(
    today: date, language: str, table: dict[str, Callable[[date], str]]
) -> None:
    with i18n.speaking(language):
        read = {text: dates.parse_week(text, today).week for text in table}
    assert read == {text: expected(today) for text, expected in table.items()}


@pytest.mark.parametrize(
    ("language", "table"), [("es", forms.SPANISH_HOURS), ("en", forms.ENGLISH_HOURS)]
)
def test_each_form_of_an_hour_is_read_alone_and_on_either_side_of_a_day(
    language: str, table: dict[str, time]
) -> None:
    day, expected = MONDAY + timedelta(days=1), {}
    read = {}
    tomorrow = {"es": "mañana", "en": "tomorrow"}[language]
    with i18n.speaking(language):
        for text, hour in table.items():
            assert dates.parse_hour(text).hours == (hour,), text
            for said in (
                f"{tomorrow} {text}",
                f"{tomorrow}, {text}",
                f"2020-04-21 {text}",
                f"{text} {tomorrow}",
            ):
                read[said] = dates.parse_moment(said, MONDAY).moment
                expected[said] = datetime.combine(day, hour)
            assert dates.parse_moment(text, MONDAY, own=day).moment == datetime.combine(day, hour)
    assert read == expected


def test_there_are_enough_forms() -> None:
    tables = (
        forms.SPANISH_DAYS,
        forms.ENGLISH_DAYS,
        forms.SPANISH_WEEKS,
        forms.ENGLISH_WEEKS,
        forms.SPANISH_HOURS,
        forms.ENGLISH_HOURS,
    )
    assert sum(len(table) for table in tables) >= 250


@pytest.mark.parametrize(
    ("text", "looking", "expected"),
    [
        ("jueves", Looking.BACK, date(2020, 4, 16)),
        ("lunes", Looking.BACK, MONDAY),
        ("lunes", Looking.AHEAD, MONDAY),
        ("jueves", Looking.NEAR, date(2020, 4, 23)),
        ("domingo", Looking.NEAR, date(2020, 4, 19)),
        ("9 de mayo", Looking.BACK, date(2019, 5, 9)),
        ("9 de mayo", Looking.NEAR, date(2020, 5, 9)),
        ("1 de diciembre", Looking.NEAR, date(2019, 12, 1)),
        ("20/04", Looking.BACK, MONDAY),
        ("29 de febrero", Looking.BACK, date(2020, 2, 29)),
        ("el 30", Looking.BACK, date(2020, 3, 30)),
        ("el 31", Looking.BACK, date(2020, 3, 31)),
        ("fin de mes", Looking.BACK, date(2020, 3, 31)),
    ],
)
def test_what_has_happened_looks_back_and_what_will_happen_looks_ahead(
    text: str, looking: Looking, expected: date
) -> None:
    assert dates.parse_day(text, MONDAY, looking).day == expected


@pytest.mark.parametrize(("text", "looking", "expected"), [
    ("W19", Looking.BACK, "2019-W19"), ("W17", Looking.BACK, "2020-W17"),
    ("W10", Looking.AHEAD, "2021-W10"), ("W17", Looking.AHEAD, "2020-W17"),
    ("W53", Looking.NEAR, "2020-W53"), ("50", Looking.NEAR, "2019-W50"),
])  # fmt: skip
def test_a_week_without_its_year_lies_where_its_field_looks(
    text: str, looking: Looking, expected: str
) -> None:
    assert dates.parse_week(text, MONDAY, looking).week == expected


@pytest.mark.parametrize(("text", "reason"), [
    ("31 de abril", "abril no tiene día 31"),
    ("30/02/2020", "febrero 2020 no tiene día 30"),
    ("29 de febrero de 2021", "febrero 2021 no tiene día 29"),
    ("04/20/2020", "no hay mes 20"),
    ("0/4/2020", "abril 2020 no tiene día 0"),
    ("2020-13-01", "no hay mes 13"),
    ("el 32", "ningún mes tiene día 32"),
    ("martes 20 de abril de 2020", "el 20 de abril de 2020 es lunes"),
    ("mar 28", "28 marzo o martes 28"),
    ("viernes 30", "el 30 de abril de 2020 es jueves"),
    ("20-04-1820", "el año 1820 no puede ser correcto"),
    ("hace 9999 meses", "no puede ser correcto"),
    ("en 9999 semanas", "no puede ser correcto"),
    ("", "no es un día"), ("30", "no es un día"), ("próximo thursday", "no es un día"),
    ("next jueves", "no es un día"), ("el de siempre", "no es un día"),
    ("0445551234", "no es un día"),
    ("2020-W17", "no es un día"), ("20 de", "no es un día"), ("de abril", "no es un día"),
    ("٢٠/٠٤/٢٠٢٠", "no es un día"),
])  # fmt: skip
def test_what_is_no_day_is_refused_with_the_forms_that_would_do(text: str, reason: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        dates.parse_day(text, MONDAY)
    assert reason in caught.value.message
    assert f"«{text}»" in caught.value.message
    assert caught.value.advice == "Escríbalo como 2020-04-20, «20 de abril», hoy, mañana o jueves."


@pytest.mark.parametrize(
    ("text", "both"), [("4/5/2020", "4 May or 5 April"), ("04-05", "4 May or 5 April")]
)
def test_in_english_two_possible_orders_are_refused_with_both(text: str, both: str) -> None:
    with i18n.speaking("en"), pytest.raises(WrongUsageError, match=both):
        dates.parse_day(text, MONDAY)
    assert dates.parse_day(text, MONDAY).day == date(2020, 5, 4)


@pytest.mark.parametrize(
    "text", ["mañana 5", "mañana a las 7", "5:30 mañana", "viernes a la 1", "hoy 5 hrs"]
)
def test_an_hour_that_could_be_two_is_told_with_both(text: str) -> None:
    with pytest.raises(AmbiguousHourError) as caught:
        dates.parse_moment(text, MONDAY)
    early, late = caught.value.moments
    assert (late - early, early.hour < 8) == (timedelta(hours=12), True)
    assert f"{early:%H:%M}" in caught.value.message
    assert f"{late:%H:%M}" in caught.value.message


@pytest.mark.parametrize(("text", "reason"), [
    ("mañana", "falta la hora"), ("viernes 24", "falta la hora"), ("20 abril 17", "falta la hora"),
    ("17:00", "no es un día y una hora"), ("hoy 25:00", "no es un día y una hora"),
    ("hoy 17:60", "no es un día y una hora"), ("hoy 12 de la noche", "no es un día y una hora"),
    ("hoy 17 am", "no es un día y una hora"), ("hoy 13 de la mañana", "no es un día y una hora"),
    ("hoy tarde", "no es un día y una hora"), ("tomorrow 5 de la tarde", "no es un día y una hora"),
    ("viernes 5", "es martes"), ("", "no es un día y una hora"),
])  # fmt: skip
def test_what_is_no_moment_is_refused(text: str, reason: str) -> None:
    with pytest.raises(WrongUsageError, match=reason):
        dates.parse_moment(text, MONDAY)


@pytest.mark.parametrize(("text", "reason"), [
    ("54", "ningún año tiene semana 54"), ("0", "ningún año tiene semana 0"),
    ("2021-W53", "el año 2021 no tiene semana 53"), ("semana 53 de 2021", "el año 2021"),
    ("semana del 31 de abril", "abril no tiene día 31"), ("semana", "no es una semana"),
    ("semana del", "no es una semana"), ("W", "no es una semana"), ("W171", "no es una semana"),
])  # fmt: skip
def test_what_is_no_week_is_refused(text: str, reason: str) -> None:
    with pytest.raises(WrongUsageError, match=reason):
        dates.parse_week(text, MONDAY)
    with pytest.raises(WrongUsageError) as caught:
        dates.parse_days(text, MONDAY)
    assert "2020-W17" in caught.value.advice


@pytest.mark.parametrize(
    "text",
    ["", "pasado", "2020-02-30", "2020-W54", "2021-W53", "0020-04-23", "2200-01-01", "1969-12-31",
     "9999-12-31", "19"]
)  # fmt: skip
def test_what_is_no_day_and_no_week_is_refused(text: str) -> None:
    with pytest.raises(WrongUsageError) as caught:
        dates.parse_days(text, MONDAY)
    assert f"«{text}»" in caught.value.message
    assert "2020-W17" in caught.value.advice


@given(day=DAYS, today=DAYS, language=LANGUAGES)
def test_every_date_that_the_program_prints_is_read_back_as_itself(
    day: date, today: date, language: str
) -> None:
    with i18n.speaking(language):
        printed = [i18n.long_date(day), i18n.short_date(day), day.isoformat()]
        for text in printed:
            for said in (text, text.upper(), f" {text} "):
                assert dates.parse_day(said, today) == (day, True)
            assert dates.parse_days(text, today) == (day, day, True)
            assert dates.parse_week(text, today).week == Week.of(day)
        week = Week.of(day)
        assert dates.parse_week(week, today) == (week, True)
        assert dates.parse_days(week, today) == (week.monday, week.sunday, True)


@given(
    moment=st.datetimes(datetime(1971, 1, 1), datetime(2190, 12, 31)),
    today=DAYS,
    language=LANGUAGES,
)
def test_every_moment_that_the_program_prints_is_read_back_as_itself(
    moment: datetime, today: date, language: str
) -> None:
    moment = moment.replace(second=0, microsecond=0)
    with i18n.speaking(language):
        day, hour = moment.date(), f"{moment:%H:%M}"
        for text in (
            f"{day} {hour}",
            f"{day}T{hour}",
            f"{i18n.long_date(day)}, {hour} h",
            f"{i18n.short_date(day)}, {hour} h",
        ):
            assert dates.parse_moment(text, today) == (moment, True)


@given(
    today=DAYS, looking=st.sampled_from(Looking), day=st.integers(1, 31), month=st.integers(1, 12)
)
def test_a_day_lies_in_the_direction_of_its_field(
    today: date, looking: Looking, day: int, month: int
) -> None:
    text = f"{day}/{month}"
    try:
        date(2000, month, day)
    except ValueError:
        with pytest.raises(WrongUsageError):
            dates.parse_day(text, today, looking)
        return
    found = dates.parse_day(text, today, looking).day
    assert (found.day, found.month) == (day, month)
    if looking is Looking.BACK:
        assert found <= today
    if looking is Looking.AHEAD:
        assert found >= today


@given(text=st.text(max_size=40), today=DAYS, language=LANGUAGES)
def test_any_text_is_a_date_or_refused(text: str, today: date, language: str) -> None:
    with i18n.speaking(language):
        for parse in (dates.parse_day, dates.parse_days, dates.parse_moment, dates.parse_week):
            with suppress(WrongUsageError):
                parse(text, today)


@given(
    words=st.lists(
        st.sampled_from(
            [
                *forms.SPANISH_DAYS,
                *forms.SPANISH_HOURS,
                *forms.SPANISH_WEEKS,
                *forms.ENGLISH_DAYS,
                "el",
                "de",
                "a las",
            ]
        ),
        min_size=2,
        max_size=3,
    )
)
def test_forms_put_together_are_a_date_or_refused(words: list[str]) -> None:
    for parse in (dates.parse_day, dates.parse_days, dates.parse_moment, dates.parse_week):
        with suppress(WrongUsageError):
            parse(" ".join(words), MONDAY)


def test_the_page_lists_the_forms() -> None:
    assert dates_page.PAGE.read_text(encoding="utf-8") == dates_page.build_page()
