"""The figures, each counted as the list of its evidence."""

from collections.abc import Callable, Mapping

from mcsj_cli.model.week import Period
from mcsj_cli.reports.figures.action_figures import sort_actions
from mcsj_cli.reports.figures.inputs import ReportInputs
from mcsj_cli.reports.figures.meeting_figures import sort_meetings
from mcsj_cli.reports.figures.practice_figures import sort_followups, sort_practices
from mcsj_cli.reports.weekly_values import (
    ActionFigures,
    Figures,
    FollowupFigures,
    MeetingFigures,
    PracticeFigures,
    WorkFigures,
)
from mcsj_cli.work.evidence import Evidence
from mcsj_cli.work.rubrics import ContentFigures, count_content, sort_content

Sorted = Mapping[str, list[Evidence]]
# The functions that sort the evidence of each part of the figures by the names of its fields.
SORTERS: dict[str, Callable[[ReportInputs, Period], Sorted]] = {
    "meetings": sort_meetings,
    "actions": sort_actions,
    "practices": sort_practices,
    "followups": sort_followups,
    "content": lambda sources, period: sort_content(sources.content, period, sources.today),
}
_PARTS = {
    "meetings": MeetingFigures,
    "actions": ActionFigures,
    "practices": PracticeFigures,
    "followups": FollowupFigures,
    "content": ContentFigures,
}


def _list_keys() -> list[str]:
    keys = []
    for part, figures in _PARTS.items():
        keys += [f"{part}.{name}" for name in figures.__struct_fields__]
    return keys


KEYS = _list_keys()
WORK_KEYS = [key for key in KEYS if not key.startswith("content.")]


def count_work(sources: ReportInputs, period: Period) -> WorkFigures:
    """Count what was done in some weeks within the scope of the sources."""
    return WorkFigures(
        week=period.name,
        meetings=MeetingFigures(**_count(sort_meetings(sources, period))),
        actions=ActionFigures(**_count(sort_actions(sources, period))),
        practices=PracticeFigures(**_count(sort_practices(sources, period))),
        followups=FollowupFigures(**_count(sort_followups(sources, period))),
    )


def count_all(sources: ReportInputs, period: Period) -> Figures:
    """Count as `count_work`, and the content for the page."""
    work = count_work(sources, period)
    return Figures(
        week=work.week,
        meetings=work.meetings,
        actions=work.actions,
        practices=work.practices,
        followups=work.followups,
        content=count_content(sources.content, period, sources.today),
    )


def find_evidence(sources: ReportInputs, period: Period, key: str) -> list[Evidence]:
    """Return what a figure, one of `KEYS`, counts in some weeks, in the order of uids."""
    part, _dot, name = key.partition(".")
    return sorted(SORTERS[part](sources, period)[name])


def _count(found: Sorted) -> dict[str, int]:
    return {name: len(evidence) for name, evidence in found.items()}
