"""Files of records must lie in the right folders."""

from collections.abc import Iterator

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.rules.checked_data import Data, Violation


def check_folders(data: Data) -> Iterator[Violation]:
    """Every record lies in its year's folder."""
    for kind, entry in data.records:
        place = kind.path(entry.uid)
        if entry.file != place:
            message = _("the file lies in the wrong folder")
            advice = _("It should be {place}.").format(place=place)
            yield Violation(entry.file, Fault((), message, advice))
