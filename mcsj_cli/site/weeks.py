"""The public weekly reports: figures and published records, and never who did or missed what."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby, pairwise

from msgspec import Struct

from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content, ContentStatus
from mcsj_cli.model.kinds import Entry
from mcsj_cli.model.meeting import Meeting
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.week import Period, Week
from mcsj_cli.reports.figures import ReportInputs
from mcsj_cli.reports.figures.counts import count_all
from mcsj_cli.reports.weekly_values import Figures
from mcsj_cli.site.addresses import Key
from mcsj_cli.site.outputs import Page, encode, mark_of, page_of
from mcsj_cli.site.pages import ItemCard, PracticeCard, WeekLine, WeekPage, WeekRubric, WeeksPage
from mcsj_cli.site.public import Public
from mcsj_cli.work.rubrics import build_rubrics

_LONGEST_PAUSE = 8  # weeks


class Happening(Struct):
    """The records of one week, including those that are only counted."""

    content: list[Entry[Content]] = []
    meetings: dict[str, Meeting] = {}
    actions: list[Entry[Action]] = []
    practices: list[Entry[Practice]] = []
    items: list[tuple[str, ItemCard]] = []
    cards: list[PracticeCard] = []


def sort_weeks(
    public: Public, cards: Mapping[str, Sequence[ItemCard]], practices: Sequence[PracticeCard]
) -> dict[Week, Happening]:
    """Sort the records by weeks up to today's.

    Weeks without any records are included between others, unless the pause was a long one.
    """
    weeks = defaultdict[Week, Happening](Happening)
    _sort_content_and_meetings(weeks, public)
    _sort_actions_and_practices(weeks, public)
    _sort_cards(weeks, cards, practices)
    known = [week for week in sorted(weeks) if week.monday <= public.today]
    return {week: weeks[week] for week in sorted({*known, *_list_short_pauses(known)})}


def _list_short_pauses(known: Sequence[Week]) -> Iterator[Week]:
    """Yield the weeks between others, unless they are many."""
    for one, other in pairwise(known):
        distance = (other.monday - one.monday).days // 7
        if distance <= _LONGEST_PAUSE:
            yield from (one.shift(number) for number in range(1, distance))


def _sort_content_and_meetings(weeks: Mapping[Week, Happening], public: Public) -> None:
    for entry in public.counted.content:
        if entry.record.status is ContentStatus.PUBLISHED and entry.record.day <= public.today:
            weeks[Week.of(entry.record.day)].content.append(entry)
    for uid, meeting in public.counted.meetings.items():
        weeks[Week.of(meeting.day)].meetings[uid] = meeting


def _sort_actions_and_practices(weeks: Mapping[Week, Happening], public: Public) -> None:
    """Put every action and practice into each week in which something became of it."""
    for action in public.counted.actions:
        days = [day for day in (action.record.created, action.record.closed) if day]
        for week in set(map(Week.of, days)):
            weeks[week].actions.append(action)
    for practice in public.counted.practices:
        days = [practice.record.created, *(one.day for one in practice.record.replications)]
        for week in {Week.of(day) for day in days if day <= public.today}:
            weeks[week].practices.append(practice)


def _sort_cards(
    weeks: Mapping[Week, Happening],
    cards: Mapping[str, Sequence[ItemCard]],
    practices: Sequence[PracticeCard],
) -> None:
    for tag, items in cards.items():
        for card in items:
            weeks[Week.of(card.day)].items.append((tag, card))
    for practice in practices:
        weeks[Week.of(practice.created)].cards.append(practice)


def week_pages(public: Public, weeks: dict[Week, Happening]) -> Iterator[Page]:
    """Yield the list of all weeks and the page of each, whose figures are counted when rendered."""
    lines = [_build_line(week) for week in reversed(weeks)]
    years = [(year, list(found)) for year, found in groupby(lines, lambda line: int(line.week[:4]))]
    yield page_of(Key("weeks"), "weeks.html", WeeksPage(years))
    declared = mark_of(encode(public.network, public.groups, public.categories))
    names = list(weeks)
    for place, (week, happening) in enumerate(weeks.items()):
        before = _build_line(names[place - 1]) if place else None
        after = _build_line(names[place + 1]) if place + 1 < len(names) else None
        inputs = encode(declared, happening, min(public.today, week.sunday), before, after)
        build = partial(_build_page, public, week, happening, before, after)
        yield Page(Key("week", week), "week.html", inputs, build)


def _build_line(week: Week) -> WeekLine:
    return WeekLine(week, week.monday, week.sunday)


def _build_page(
    public: Public,
    week: Week,
    happening: Happening,
    before: WeekLine | None,
    after: WeekLine | None,
) -> WeekPage:
    figures = _count_figures(public, week, happening)
    meetings = figures.meetings
    return WeekPage(
        line=_build_line(week),
        cut=min(public.today, week.sunday),
        running=public.today < week.sunday,
        planned=meetings.planned,
        held=meetings.held,
        cancelled=meetings.cancelled,
        moved=meetings.moved,
        came=meetings.came,
        expected=meetings.expected,
        opened=figures.actions.opened,
        completed=figures.actions.completed,
        new=figures.practices.new,
        copies=figures.practices.replications,
        published=figures.content.published,
        rubrics=list(_list_rubrics(public, week, happening)),
        practices=happening.cards,
        before=before,
        after=after,
    )


def _list_rubrics(public: Public, week: Week, happening: Happening) -> Iterator[WeekRubric]:
    """Yield the rubrics that published something, with the items that still hold."""
    for rubric in build_rubrics(public.categories, happening.content, 0, week, public.today):
        published = rubric.figures.published
        items = [card for tag, card in happening.items if tag == rubric.tag]
        if published:
            gone = published - len(items)
            yield WeekRubric(rubric.tag, rubric.name, published, items, gone)


def _count_figures(public: Public, week: Week, happening: Happening) -> Figures:
    """Count as the weekly report does."""
    sources = ReportInputs(
        network=public.network,
        groups=public.groups,
        categories=public.categories,
        partners=public.partners,
        content=happening.content,
        meetings=happening.meetings,
        holidays={},
        today=public.today,
        actions=happening.actions,
        practices=happening.practices,
    )
    return count_all(sources, Period(week, week))
