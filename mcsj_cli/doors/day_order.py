"""Which of two numbers is the day: of whoever made a file, not of its language."""

from enum import StrEnum


class DayOrder(StrEnum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
