"""What a week did for the page, by stages and rubrics."""

from datetime import date

from mcsj_cli.model.content import VOUCHED_FOR
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.weekly_values import Expiry


def find_expiring(sources: ReportInputs, first: date, last: date) -> list[Expiry]:
    """Find items that vouch for themselves until a day from `first` to `last`, the first to expire first."""
    found = [
        Expiry(entry.uid, entry.record.title, entry.record.verification.expires)
        for entry in sources.content
        if entry.record.status in VOUCHED_FOR
        and entry.record.verification
        and entry.record.verification.expires
        and first <= entry.record.verification.expires <= last
    ]
    return sorted(found, key=lambda expiry: (expiry.expires, expiry.uid))
