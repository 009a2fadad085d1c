"""Days on which Mexico does not work: by law (LFT art. 74), and by the custom of Holy Week."""

from datetime import date, timedelta

import holidays
from dateutil.easter import easter

from mcsj_cli.i18n import _, language
from mcsj_cli.model.holiday import Holiday

_LANGUAGES = {"es": "es", "en": "en_US"}


def find_holidays(first: date, last: date) -> list[Holiday]:
    """Find the holidays from `first` to `last`, in their order, named in the language in use."""
    years = range(first.year, last.year + 1)
    statutory = holidays.country_holidays("MX", years=years, language=_LANGUAGES[language()])
    found = [Holiday(day, name, True) for day, name in statutory.items()]
    for year in years:
        sunday = easter(year)
        found.append(Holiday(sunday - timedelta(days=3), _("Holy Thursday"), False))
        found.append(Holiday(sunday - timedelta(days=2), _("Good Friday"), False))
    return sorted(holiday for holiday in found if first <= holiday.day <= last)
