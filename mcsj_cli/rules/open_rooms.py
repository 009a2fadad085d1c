"""No item may hold an address that lets whoever has it into a call or a chat."""

from collections.abc import Iterator

from mcsj_cli.model.kinds import CONTENT
from mcsj_cli.rules.checked_data import Data, Violation


def check_rooms(data: Data) -> Iterator[Violation]:
    """No item holds the way into a call or a chat; older ones are warned of."""
    for entry in data.of(CONTENT):
        for fault in entry.record.faults_at_entry():
            yield Violation(entry.file, fault)
