"""The days of a table as people write them: which of day and month comes first, for all at once."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.model.dates import Looking, parse_day
from mcsj_cli.model.week import check_year

_WHOLE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
# The hour of a moment, which does not matter where a day is asked for.
_HOUR = re.compile(
    r"(?<=\d)(?:T|,? +)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]\.? ?m\.?|Z)?$", re.IGNORECASE
)


class TableDays(NamedTuple):
    """How the days of a table are read, on a day.

    With `is_doubtful` every one of them could be read with the month first too.
    """

    today: date
    month_first: bool = False
    is_doubtful: bool = False

    def is_full(self, text: str, looking: Looking) -> bool:
        """Whether a cell writes its day in full, so that nobody needs to be told of it."""
        plain = _HOUR.sub("", text.strip())
        if _WHOLE.fullmatch(plain) or _SLASHED.fullmatch(plain):
            return True
        return parse_day(plain, self.today, looking).full

    def parse(self, text: str, looking: Looking) -> date:
        """Return the day that a cell says; raise WrongUsageError for what is none."""
        plain = _HOUR.sub("", text.strip())
        if _WHOLE.fullmatch(plain):  # as workbooks give them: there may be very many
            with suppress(ValueError):
                return check_year(date.fromisoformat(plain))
        found = _SLASHED.fullmatch(plain)
        if found is None:
            return parse_day(plain, self.today, looking).day
        one, other = int(found[1]), int(found[3])
        number, month = (other, one) if self.month_first else (one, other)
        year = int(found[4]) if len(found[4]) == 4 else 2000 + int(found[4])
        try:
            return parse_day(f"{year}-{month}-{number}", self.today, looking).day
        except WrongUsageError as error:
            message = _("«{text}» is not a day").format(text=text)
            raise WrongUsageError(message, error.advice) from error


def find_order(texts: Iterable[str], today: date, *, month_first: bool = False) -> TableDays:
    """Find out which of day and month comes first in the days of a table: the day, if none tells.

    With `month_first` a person has said so.
    """
    pairs: list[tuple[int, int]] = []
    for text in texts:
        found = _SLASHED.fullmatch(_HOUR.sub("", text.strip()))
        if found:
            pairs.append((int(found[1]), int(found[3])))
    if month_first:
        return TableDays(today, month_first=True)
    if any(one > 12 for one, _other in pairs):
        return TableDays(today)
    if any(other > 12 for _one, other in pairs):
        return TableDays(today, month_first=True)
    return TableDays(today, is_doubtful=any(one != other for one, other in pairs))
