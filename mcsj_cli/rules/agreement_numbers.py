"""Agreements of one meeting have numbers of their own, by which its minutes name them."""

from collections.abc import Iterator, Sequence

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.action import Action
from mcsj_cli.model.kinds import ACTIONS, Entry
from mcsj_cli.rules.checked_data import Data, Violation


def check_agreements(data: Data) -> Iterator[Violation]:
    """No two agreements of a meeting have one number.

    It is a warning: a merge by an older version may have left them so.
    """
    if not data.complete:
        return
    actions = {entry.uid: entry for entry in data.of(ACTIONS)}
    for uid in find_numbers(list(actions.values())):
        record = actions[uid].record
        message = _("another agreement of {meeting} is number {number} too").format(
            meeting=record.meeting, number=record.number
        )
        advice = _("To give this one the next number: {command}").format(command="mcsj check --fix")
        yield Violation(actions[uid].file, Fault(("number",), message, advice, warning=True))


def find_numbers(actions: Sequence[Entry[Action]]) -> dict[str, int]:
    """Return other numbers for the agreements whose own an earlier one of the meeting has, by uid.

    They come after all that the meeting has.
    """
    given: dict[str, set[int]] = {}
    later: list[Entry[Action]] = []
    for entry in sorted(actions, key=lambda entry: (entry.record.created, entry.uid)):
        number = entry.record.number
        if not number:
            continue
        known = given.setdefault(entry.record.meeting, set())
        if number in known:
            later.append(entry)
        known.add(number)
    numbers: dict[str, int] = {}
    for entry in later:
        known = given[entry.record.meeting]
        numbers[entry.uid] = max(known) + 1
        known.add(numbers[entry.uid])
    return numbers
