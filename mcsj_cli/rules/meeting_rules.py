"""Records of meetings must fit the groups: their weeks, and the mesas in their attendance."""

from collections.abc import Iterable, Iterator, Sequence, Set

from mcsj_cli.errors import Fault
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import MEETINGS, Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.membership import Group
from mcsj_cli.model.schedule import occurrences
from mcsj_cli.model.week import Week
from mcsj_cli.rules.checked_data import Data, Violation
from mcsj_cli.rules.name_advice import advise_name
from mcsj_cli.vocabulary import spoken


def check_meetings(data: Data) -> Iterator[Violation]:
    """Every meeting is planned by its group or is with one mesa, and only its mesas have marks."""
    if data.groups is None:
        return
    groups = {group.number: group for group in data.groups[1].groups}
    for entry in data.of(MEETINGS):
        group = groups.get(entry.record.group or 0)
        if entry.record.mesa:
            yield from _check_session(entry, entry.record.mesa)
        elif group is None:
            yield Violation(entry.file, _unknown_group(entry.record, groups))
        else:
            known = {str(seat.mesa.slug) for seat in data.groups[1].entries}
            yield from _check_group_meeting(entry, group, known)


def _check_session(entry: Entry[Meeting], mesa: str) -> Iterator[Violation]:
    message = _("the meeting is only with the mesa «{mesa}»").format(mesa=mesa)
    yield from _check_attendance(entry, [mesa], message)


def _unknown_group(meeting: Meeting, known: Iterable[int]) -> Fault:
    message = _("there is no group {number}").format(number=meeting.group)
    names = ", ".join(map(str, known))
    return Fault(("group",), message, _("There are: {names}.").format(names=names))


def _check_group_meeting(
    entry: Entry[Meeting], group: Group, known: Set[str]
) -> Iterator[Violation]:
    week = entry.record.week or Week.of(entry.record.day)
    planned = occurrences(group, week.monday, week.sunday, {})
    if not planned:
        message = _("group {number} has no meeting in the week {week}")
        message = message.format(number=group.number, week=week)
        advice = _(
            "Look at its series in data/groups.yaml, or at the changes of the meeting: {command}"
        ).format(command=f"mcsj log {entry.uid}")
        yield Violation(entry.file, Fault(("week",), message, advice))
    mesas = planned[0].mesas if planned else group.mesas
    # The name of the mesa is filled in for each mark.
    message = _("«{mesa}» is not a mesa of group {number}").replace("{number}", str(group.number))
    yield from _check_attendance(entry, [str(mesa.slug) for mesa in mesas], message, known)


def _check_attendance(
    entry: Entry[Meeting], slugs: Sequence[str], message: str, known: Set[str] = frozenset()
) -> Iterator[Violation]:
    """Find marks of other mesas than `slugs`; `message` may name the «{mesa}».

    That of a `known` mesa is a warning: it may have moved or left while its mark was made.
    """
    for slug in entry.record.attendance:
        if slug in slugs:
            continue
        advice = advise_name(slug, slugs)
        if slug in known:
            advice = _("Its mark does not count. To take it away: {command}").format(
                command=spoken(f"mcsj meetings record {entry.uid} --unmark {slug}")
            )
        place = ("attendance", slug)
        fault = Fault(place, message.format(mesa=slug), advice, warning=slug in known)
        yield Violation(entry.file, fault)
