"""Items whose verification expires."""

from datetime import date

from mcsj_cli.model.content import VOUCHED_FOR
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.weekly_values import Expiry


def find_expiring(sources: ReportInputs, first: date, last: date) -> list[Expiry]:
    """Find the items whose verification expires from `first` to `last`, in that order."""
    found = []
    for entry in sources.content:
        item = entry.record
        if item.status not in VOUCHED_FOR or item.verification is None:
            continue
        expires = item.verification.expires
        if expires and first <= expires <= last:
            found.append(Expiry(entry.uid, item.title, expires))
    return sorted(found, key=lambda expiry: (expiry.expires, expiry.uid))
