"""The practices and the contacts with mesas of some weeks."""

from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.text import one_line
from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.period_values import ContactFigures
from mcsj_cli.reports.weekly_values import CopiedPractice
from mcsj_cli.work.evidence import Evidence


def sort_practices(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """Sort the practices of some weeks: new ones, and every time that a mesa copied one."""
    found: dict[str, list[Evidence]] = {"new": [], "replications": []}
    for entry in sources.practices:
        practice = entry.record
        evidence = Evidence(entry.uid, str(practice.title), entry.file)
        if period.covers(practice.created, sources.today) and sources.scope.covers(practice.mesa):
            found["new"].append(evidence)
        for one in practice.replications:
            if period.covers(one.day, sources.today) and sources.scope.covers(one.mesa):
                title = f"{practice.title} ({one.mesa})"
                found["replications"].append(evidence._replace(title=title))
    return found


def find_practices(sources: ReportInputs, period: Period) -> list[CopiedPractice]:
    """Find the practices that were written down or copied in some weeks, in the order of uids."""
    found = []
    for entry in sorted(sources.practices, key=lambda entry: entry.uid):
        practice = entry.record
        new = period.covers(practice.created, sources.today) and sources.scope.covers(practice.mesa)
        copied = _list_copying_mesas(sources, practice, period)
        if new or copied:
            found.append(
                CopiedPractice(entry.uid, practice.title, practice.mesa, practice.axis, new, copied)
            )
    return found


def _list_copying_mesas(sources: ReportInputs, practice: Practice, period: Period) -> list[str]:
    return [
        str(one.mesa)
        for one in practice.replications
        if period.covers(one.day, sources.today) and sources.scope.covers(one.mesa)
    ]


def sort_followups(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """List the contacts of some weeks, and the contacted mesas with the file of their last one."""
    names = sources.groups.mesa_names
    contacts: list[Evidence] = []
    last: dict[str, Evidence] = {}
    for entry in sorted(sources.followups, key=lambda entry: (entry.record.day, entry.uid)):
        mesa = str(entry.record.mesa)
        if period.covers(entry.record.day, sources.today) and sources.scope.covers(mesa):
            evidence = Evidence(entry.uid, names.get(mesa, mesa), entry.file)
            contacts.append(evidence)
            last[mesa] = evidence._replace(uid=mesa)
    return {"contacts": contacts, "mesas": [*last.values()]}


def find_contacts(sources: ReportInputs, period: Period) -> list[ContactFigures]:
    """Find the contacts of some weeks, the latest first."""
    found = [
        _build_contact(entry)
        for entry in sources.followups
        if period.covers(entry.record.day, sources.today)
        and sources.scope.covers(entry.record.mesa)
    ]
    return sorted(found, key=lambda contact: (contact.day, contact.uid), reverse=True)


def _build_contact(entry: Entry[Followup]) -> ContactFigures:
    followup = entry.record
    return ContactFigures(
        uid=entry.uid,
        day=followup.day,
        channel=followup.channel.value,
        stage=followup.stage.value,
        summary=one_line(followup.summary),
        next_step=str(followup.next_step),
        next_on=followup.next_on,
    )
