"""The numbers of agreements that two people added to one meeting at the same time."""

from collections.abc import Mapping
from typing import NamedTuple

from mcsj_cli.errors import InvalidDataError
from mcsj_cli.model.kinds import ACTIONS
from mcsj_cli.store.yaml import parse_plain
from mcsj_cli.store.yaml.edit import EditError, rewrite

FOLDER = f"data/{ACTIONS.folder}/"


class Renumbered(NamedTuple):
    """An agreement of ours that has another number now, since the others gave away its own."""

    file: str
    meeting: str
    number: int
    content: bytes


class _Agreement(NamedTuple):
    number: int
    file: str
    content: bytes


def renumber(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> list[Renumbered]:
    """Put the numbers of our new agreements after theirs wherever a number would stand twice.

    Theirs have been shared already, and may be in minutes that were sent. Ours keep their order.
    """
    our_meetings, their_meetings = _group_by_meeting(ours), _group_by_meeting(theirs)
    renumbered = []
    for meeting, agreements in our_meetings.items():
        given = {agreement.number for agreement in their_meetings.get(meeting, [])}
        if given.isdisjoint(agreement.number for agreement in agreements):
            continue
        for number, agreement in enumerate(sorted(agreements), max(given) + 1):
            content = _with_number(agreement, number)
            if content is not None:
                renumbered.append(Renumbered(agreement.file, meeting, number, content))
    return renumbered


def _group_by_meeting(contents: Mapping[str, bytes]) -> dict[str, list[_Agreement]]:
    found: dict[str, list[_Agreement]] = {}
    for file, content in contents.items():
        document = _parse(content, file)
        meeting, number = document.get("meeting"), document.get("number")
        if isinstance(meeting, str) and isinstance(number, str) and number.isdecimal():
            found.setdefault(meeting, []).append(_Agreement(int(number), file, content))
    return found


def _parse(content: bytes, file: str) -> dict[str, object]:
    """Return what a file says; nothing if it cannot be read, which is told elsewhere."""
    try:
        document = parse_plain(content, file)
    except InvalidDataError:
        return {}
    return document if isinstance(document, dict) else {}


def _with_number(agreement: _Agreement, number: int) -> bytes | None:
    """Return an agreement's text with another number, or None if it cannot be edited."""
    wanted = {**_parse(agreement.content, agreement.file), "number": str(number)}
    try:
        return rewrite(agreement.content, wanted, agreement.file)
    except EditError:
        return None
