"""What was written down of practices and of contacts with mesas."""

from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.period_values import ContactFigures
from mcsj_cli.reports.weekly_values import CopiedPractice
from mcsj_cli.work.evidence import Evidence


def sort_practices(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """Sort the practices of some weeks: those that were new, and each time that a mesa copied one."""
    found: dict[str, list[Evidence]] = {"new": [], "replications": []}
    for entry in sources.practices:
        practice = entry.record
        evidence = Evidence(entry.uid, str(practice.title), entry.file)
        if period.covers(practice.created, sources.today) and sources.scope.covers(practice.mesa):
            found["new"].append(evidence)
        for one in practice.replications:
            if period.covers(one.day, sources.today) and sources.scope.covers(one.mesa):
                found["replications"].append(
                    evidence._replace(title=f"{practice.title} ({one.mesa})")
                )
    return found


def find_practices(sources: ReportInputs, period: Period) -> list[CopiedPractice]:
    """Find the practices that were written down or copied in some weeks, in the order of uids."""
    found = []
    for entry in sorted(sources.practices, key=lambda entry: entry.uid):
        practice = entry.record
        new = period.covers(practice.created, sources.today) and sources.scope.covers(practice.mesa)
        copied = [
            str(one.mesa)
            for one in practice.replications
            if period.covers(one.day, sources.today) and sources.scope.covers(one.mesa)
        ]
        if new or copied:
            found.append(
                CopiedPractice(entry.uid, practice.title, practice.mesa, practice.axis, new, copied)
            )
    return found


def sort_followups(sources: ReportInputs, period: Period) -> dict[str, list[Evidence]]:
    """List the contacts of some weeks, and the mesas that were contacted, each by its last one."""
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
        ContactFigures(
            uid=entry.uid,
            day=entry.record.day,
            channel=entry.record.channel.value,
            stage=entry.record.stage.value,
            summary=str(entry.record.summary),
            next_step=str(entry.record.next_step),
            next_on=entry.record.next_on,
        )
        for entry in sources.followups
        if period.covers(entry.record.day, sources.today)
        and sources.scope.covers(entry.record.mesa)
    ]
    return sorted(found, key=lambda contact: (contact.day, contact.uid), reverse=True)
