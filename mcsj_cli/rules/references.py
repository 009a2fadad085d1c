"""Records that other records name must exist, and must not form circles."""

from collections.abc import Iterable, Iterator

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import ACTIONS, KINDS, MEETINGS, PRACTICES, Kind, Record, references
from mcsj_cli.model.schedule import find_occurrence
from mcsj_cli.model.text import nearest
from mcsj_cli.rules.checked_data import Data, Violation


def check_references(data: Data) -> Iterator[Violation]:
    """Every record that another one names exists; a meeting may also only be planned.

    It is a warning: one person may remove what another one names at the same time.
    """
    if not data.complete:
        return
    known = {kind.folder: dict.fromkeys(_list_uids(data, kind)) for kind in KINDS}
    for _kind, entry in data.records:
        for field, kind, uid in references(entry.record):
            if uid in known[kind.folder]:
                continue
            if kind is MEETINGS and _may_be_planned(data, uid):
                continue
            fault = _missing_record(field, kind.label(), uid, known[kind.folder])
            yield Violation(entry.file, fault)


def _list_uids(data: Data, kind: Kind[Record]) -> list[str]:
    return [entry.uid for entry in data.of(kind)]


def _may_be_planned(data: Data, uid: str) -> bool:
    """Whether a meeting is planned, or groups.yaml could not be read."""
    groups = data.groups[1].groups if data.groups else []
    return not groups or find_occurrence(groups, uid, {}) is not None


def _missing_record(field: str, kind: str, uid: str, known: Iterable[str]) -> Fault:
    message = _("there is no {kind} «{uid}»").format(kind=kind, uid=uid)
    advice = _("If it was removed, «mcsj check --fix» removes this line too.")
    close = nearest(uid, known, 1)
    if close:
        advice = f"{_('Did you mean «{name}»?').format(name=close[0])} {advice}"
    return Fault((field,), message, advice, warning=True)


def check_circles(data: Data) -> Iterator[Violation]:
    """No practice grew from an action that was copied from that practice, however indirectly."""
    sources = {entry.uid: entry.record.action for entry in data.of(PRACTICES)}
    copied = {entry.uid: entry.record.practice for entry in data.of(ACTIONS)}
    for entry in data.of(PRACTICES):
        practice, seen = entry.uid, set[str]()
        while practice and practice not in seen:
            seen.add(practice)
            practice = copied.get(sources.get(practice, ""), "")
        if practice == entry.uid:
            message = _("this practice grew from an action that comes from it")
            advice = _("Correct it, or remove the line.")
            fault = Fault(("action",), message, advice, warning=True)
            yield Violation(entry.file, fault)
