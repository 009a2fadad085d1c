"""No file may hold a phone number or an e-mail address that is not declared as public."""

from collections.abc import Iterator, Sequence

from mcsj_cli.model.privacy import declared_contacts, find_personal
from mcsj_cli.rules.checked_data import Data, Violation


def check_privacy(data: Data) -> Iterator[Violation]:
    """No record holds a contact that no partner declares."""
    yield from _find_private(data, [(entry.file, entry.record) for _kind, entry in data.records])


def check_documents(data: Data) -> Iterator[Violation]:
    """No hand-edited file holds a contact that no partner declares."""
    yield from _find_private(data, data.documents)


def _find_private(data: Data, documents: Sequence[tuple[str, object]]) -> Iterator[Violation]:
    if data.partners is None:
        return
    declared = declared_contacts(data.partners[1], data.network[1].mail if data.network else None)
    for file, document in documents:
        for fault in find_personal(document, declared):
            yield Violation(file, fault)
