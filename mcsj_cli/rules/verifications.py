"""Records must be true on the day of the check: dates, verified texts and expiry."""

from collections.abc import Iterator

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.model.timeliness import find_early, find_early_change, find_expired
from mcsj_cli.rules.checked_data import Data, Violation


def check_dates(data: Data) -> Iterator[Violation]:
    """No record tells of a day that has not come yet."""
    if data.today is None:
        return
    for _kind, entry in data.records:
        for fault in find_early(entry.record, data.today):
            yield Violation(entry.file, fault)
    if data.groups:
        file, groups = data.groups
        for fault in find_early_change(groups, data.today):
            yield Violation(file, fault)


def check_texts(data: Data) -> Iterator[Violation]:
    """No item's text was changed after its verification."""
    for entry in data.of(CONTENT):
        if entry.record.is_changed:
            message = _("the text has changed since it was verified")
            advice = _("Verify it again, or take the change back.")
            fault = Fault(("verification", "digest"), message, advice, warning=True)
            yield Violation(entry.file, fault)


def check_expiry(data: Data) -> Iterator[Violation]:
    """No published item's verification has expired."""
    if data.today is None:
        return
    for entry in data.of(CONTENT):
        for fault in find_expired(entry.record, data.today):
            yield Violation(entry.file, fault)
