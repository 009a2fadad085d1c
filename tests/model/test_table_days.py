"""The days of a table: one order of day and month for all of them, the day first by default."""

from datetime import date

import pytest

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.model.dates import Looking
from mcsj_cli.model.table_days import TableDays, find_order

TODAY = date(2020, 4, 23)


@pytest.mark.parametrize(
    "text",
    [
        "21/04/2020", "21/04/2020 07:30", "2020-04-21T07:30:00", "2020-04-21 07:30", "21-abr-20",
        "21 de abril de 2020", "2020/04/21", "21.04.2020", "21/4/20", "21/04/2020 7:30 p. m.",
        "21 de abril", "martes 21",
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert find_order([text], TODAY).parse(text, Looking.BACK) == date(2020, 4, 21)


def test_one_day_settles_the_order_of_all() -> None:
    days = find_order(["4/5/2020", "4/21/2020 10:00"], TODAY)
    assert days == TableDays(TODAY, month_first=True)
    assert days.parse("4/5/2020", Looking.BACK) == date(2020, 4, 5)
    assert find_order(["4/5/2020", "21/4/2020"], TODAY) == TableDays(TODAY)


def test_where_nothing_settles_it_the_day_is_first_and_that_is_told() -> None:
    days = find_order(["4/5/2020", "1/2/20"], TODAY)
    assert days.is_doubtful
    assert days.parse("4/5/2020", Looking.BACK) == date(2020, 5, 4)
    assert not find_order(["4/4/2020", "2020-05-04", ""], TODAY).is_doubtful


def test_a_person_may_say_that_the_month_is_first() -> None:
    days = find_order(["4/5/2020"], TODAY, month_first=True)
    assert (days.is_doubtful, days.parse("4/5/20", Looking.BACK)) == (False, date(2020, 4, 5))


@pytest.mark.parametrize("text", ["31/02/2020", "13/13/2020", "ayer mismo", "45"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WrongUsageError, match=text):
        TableDays(TODAY).parse(text, Looking.BACK)
