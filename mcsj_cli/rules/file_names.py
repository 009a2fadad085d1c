"""Files of records must have the right names and lie in the right folders."""

import re
from collections.abc import Iterator
from datetime import date

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.rules.checked_data import Data, Violation

_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-[a-z0-9]+)+", re.ASCII)


def check_folders(data: Data) -> Iterator[Violation]:
    """Every record lies in its year's folder; `check_names` reports names without a year."""
    for kind, entry in data.records:
        if not entry.uid[:4].isdecimal():
            continue
        place = kind.path(entry.uid)
        if entry.file != place:
            message = _("the file lies in the wrong folder")
            advice = _("It should be {place}.").format(place=place)
            yield Violation(entry.file, Fault((), message, advice))


def check_names(data: Data) -> Iterator[Violation]:
    """Every record's file is named by a day and a short name, unless its fields name it."""
    taken = {(kind.folder, entry.uid) for kind, entry in data.records}
    for kind, entry in data.records:
        if kind.uid_is_fixed or _is_name(entry.uid):
            continue
        message = _("the name of this file is not a day and a short name, in lower case")
        name = f"{entry.record.uid}.yaml"
        advice = _("Rename it to {name}.").format(name=name)
        if (kind.folder, entry.record.uid) in taken:
            advice = _("There is {name} already: remove this copy, or call it {other}.").format(
                name=name, other=f"{entry.record.uid}-2.yaml"
            )
        yield Violation(entry.file, Fault((), message, advice))


def _is_name(stem: str) -> bool:
    match = _NAME.fullmatch(stem)
    try:
        return match is not None and bool(date.fromisoformat(match[1]))
    except ValueError:
        return False
