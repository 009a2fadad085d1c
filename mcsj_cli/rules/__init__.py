"""The rules between files, as a tuple of checks: what one file says of another must be true."""

from collections.abc import Sequence

from mcsj_cli.rules.agreement_numbers import check_agreements, find_numbers
from mcsj_cli.rules.checked_data import Check, Data, Violation
from mcsj_cli.rules.declarations import (
    check_aliases,
    check_axes,
    check_mesas,
    check_municipalities,
    check_partner_axes,
    check_tags,
)
from mcsj_cli.rules.file_names import check_folders
from mcsj_cli.rules.meeting_rules import check_meetings
from mcsj_cli.rules.mesa_places import check_places
from mcsj_cli.rules.open_rooms import check_rooms
from mcsj_cli.rules.personal_data import check_documents, check_privacy
from mcsj_cli.rules.references import check_circles, check_references
from mcsj_cli.rules.twins import check_twins
from mcsj_cli.rules.verifications import check_dates, check_expiry, check_texts

# A report refuses data that violate these, because its figures would be wrong.
FIGURE_CHECKS: tuple[Check, ...] = (check_tags, check_meetings, check_mesas, check_axes)
CHECKS: tuple[Check, ...] = (
    *FIGURE_CHECKS,
    check_references,
    check_circles,
    check_agreements,
    check_folders,
    check_partner_axes,
    check_aliases,
    check_municipalities,
    check_places,
    check_twins,
    check_rooms,
    check_dates,
    check_texts,
    check_expiry,
    check_documents,
    check_privacy,
)

__all__ = [
    "CHECKS",
    "FIGURE_CHECKS",
    "Check",
    "Data",
    "Violation",
    "check_agreements",
    "check_aliases",
    "check_axes",
    "check_circles",
    "check_dates",
    "check_documents",
    "check_expiry",
    "check_folders",
    "check_meetings",
    "check_mesas",
    "check_municipalities",
    "check_partner_axes",
    "check_places",
    "check_privacy",
    "check_references",
    "check_rooms",
    "check_tags",
    "check_texts",
    "check_twins",
    "find_numbers",
    "run",
]


def run(data: Data, checks: Sequence[Check] = CHECKS) -> list[Violation]:
    """Run checks and collect everything that they find."""
    violations: list[Violation] = []
    for check in checks:
        violations += check(data)
    return violations
