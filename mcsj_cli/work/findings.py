"""The findings of the watch over coming meetings as sentences, each with advice."""

from mcsj_cli.i18n import N_, _, ngettext, short_date
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.model.watch import Finding, FindingKind
from mcsj_cli.model.week import Week

_TEXTS = {
    FindingKind.CLASH: N_(
        "{one}, and {other} are at the same time, and one coordinator has both: {who}"
    ),
    FindingKind.SAME_TIME: N_("{one}, and {other} are at the same time"),
    FindingKind.MESA_TWICE: N_(
        "{one}, and {other} are at the same time, and {who} would be in both"
    ),
    FindingKind.HOLIDAY: N_("{one}, is on a holiday: {who}"),
    FindingKind.HOUR_MISSING: N_(
        "{one}: the clocks go forward that night, and this hour does not exist ({who})"
    ),
    FindingKind.HOUR_TWICE: N_(
        "{one}: the clocks go back that night, and this hour comes twice ({who})"
    ),
    FindingKind.NO_LINK: N_("{one}, has no link"),
}


def name_meeting(meeting: Occurrence) -> str:
    """Name a meeting with its day and hour."""
    return _("{name}, {day}, {hour} h").format(
        name=meeting.name, day=short_date(meeting.start.date()), hour=f"{meeting.start:%H:%M}"
    )


def describe_finding(finding: Finding) -> str:
    """Describe what is in the way."""
    if finding.kind is FindingKind.PAUSE:
        return _describe_pause(finding)
    if finding.kind is FindingKind.NO_LINK and not finding.meetings[0].is_session:
        return _("{group} has no link for its meetings").format(group=finding.group.name)
    if finding.kind is FindingKind.CLOCK:
        return _describe_clock_change(finding)
    one, other = finding.meetings[0], finding.meetings[-1]
    text = _(_TEXTS[finding.kind])
    told = text.format(one=name_meeting(one), other=other.name, who=finding.who)
    return told + _count_more_times(finding.times - 1)


def _count_more_times(more: int) -> str:
    if more == 0:
        return ""
    return " " + ngettext("(and {n} time more)", "(and {n} times more)", more).format(n=more)


def _describe_pause(finding: Finding) -> str:
    if not finding.group.series:
        return _("{group} has no schedule: it never meets").format(group=finding.group.name)
    told = ngettext(
        "{group} has no meeting in {n} week, from {first} to {last}",
        "{group} has no meeting in {n} weeks, from {first} to {last}",
        finding.times,
    )
    last = Week.of(finding.last or finding.day)
    return told.format(
        group=finding.group.name, n=finding.times, first=Week.of(finding.day), last=last
    )


def _describe_clock_change(finding: Finding) -> str:
    moves = [
        _("{name} {before} → {after} h").format(
            name=move.name, before=move.before, after=move.after
        )
        for move in finding.moves
    ]
    return _("{group}: the hour changes for {moves}").format(
        group=finding.group.name, moves=", ".join(moves)
    )


def advise(finding: Finding) -> str:
    """Return the command, or the line to write, that solves it."""
    if not finding.meetings:
        return f"mcsj groups schedule {finding.group.number}"
    last = finding.meetings[-1]
    move = f"mcsj meetings move {last.uid}"
    match finding.kind:
        case FindingKind.CLOCK:
            return f"mcsj meetings announce {last.uid}"
        case FindingKind.HOLIDAY:
            cancel = f"mcsj meetings cancel {last.uid}"
            return _("{move}, or {cancel}").format(move=move, cancel=cancel)
        case FindingKind.NO_LINK:
            return _advise_link(last)
        case FindingKind.SAME_TIME:
            text = _("{move}; or say in data/groups.yaml who looks after each group: coordinator:")
            return text.format(move=move)
        case _:
            return move


def _advise_link(meeting: Occurrence) -> str:
    if meeting.is_session:
        return _("Write its link: in data/meetings/{file}.").format(
            file=f"{meeting.uid[:4]}/{meeting.uid}.yaml"
        )
    options = f"--from {meeting.series.since} --link https://…"
    return f"mcsj groups schedule {meeting.group.number} {options}"
