"""A report laid out for eyes, as a value: its tables with charts and maps beside them, on the network's own paper.

HTML and PDF show this same page, each in its own way.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mcsj_cli.i18n import _, language
from mcsj_cli.labels import label
from mcsj_cli.model.letterhead import Letterhead, Logo
from mcsj_cli.model.text import clip
from mcsj_cli.reports import drawing
from mcsj_cli.reports.charts import Bar, Stack, draw_bars, draw_line, draw_stacks
from mcsj_cli.reports.map import MapFigures, Place, map_attendance, map_overdue, map_stages
from mcsj_cli.reports.period_values import MesaReport, Report
from mcsj_cli.reports.sheets import Sheet, last_weeks, lay_out, subtitle, title
from mcsj_cli.reports.summary import summarise
from mcsj_cli.reports.svg import BLUE, GREEN, GREY, ORANGE, RED, VIOLET
from mcsj_cli.reports.weekly_values import WeeklyReport

_HEADING, _CELL = 60, 1000  # letters
_DENSE = 9  # columns from which on headings stand upright


class Paper(NamedTuple):
    """What a report is written on: the network's letterhead and logo, and where its mesas lie."""

    letterhead: Letterhead = Letterhead()
    logo: Logo | None = None
    places: Sequence[Place] = ()


class Sign(NamedTuple):
    """A sign of a legend as SVG, and what it stands for."""

    svg: str
    told: str


class Picture(NamedTuple):
    """A chart or a map as SVG, its title, and its legend where that is not in it."""

    title: str
    svg: str
    legend: Sequence[Sign] = ()


class ReportSection(NamedTuple):
    """A table with its pictures, and a small chart (SVG) for each row where there is one."""

    sheet: Sheet
    pictures: Sequence[Picture] = ()
    trends: Sequence[str] = ()

    @property
    def headings(self) -> list[str]:
        return [clip(heading, _HEADING) for heading in self.sheet.headings]

    @property
    def rows(self) -> list[list[str]]:
        """Give the cells as texts that a page has room for; the workbook and JSON have the whole of them."""
        return [[clip(cell, _CELL) for cell in row] for row in self.sheet.rows]

    @property
    def is_dense(self) -> bool:
        return len(self.sheet.headings) >= _DENSE

    @property
    def signs(self) -> int:
        """Give the column of which every letter is a sign of its own, or -1."""
        return 2 if self.sheet.key == "attendance" else -1


class ReportPage(NamedTuple):
    """A report as it is read, from its head to its last table."""

    language: str
    organisation: str
    network: str
    title: str
    subtitle: str
    notice: str
    sentences: Sequence[str]
    sections: Sequence[ReportSection]


def build_page(report: Report, paper: Paper) -> ReportPage:
    """Lay a report out with its charts and maps."""
    pictures = _draw(report)
    sections = [
        ReportSection(sheet, pictures.get(sheet.key, ()), list(_trends(sheet)))
        for sheet in lay_out(report)
    ]
    maps = list(build_maps(report, paper.places))
    if maps:
        sections.insert(1, _map_section(maps))
    return ReportPage(
        language=language(),
        organisation=report.organisation,
        network=report.network,
        title=title(report),
        subtitle=subtitle(report),
        notice=report.notice,
        sentences=summarise(report),
        sections=sections,
    )


def build_maps(report: Report, places: Sequence[Place]) -> Iterator[MapFigures]:
    """Put on the map what a report tells of mesas: of a group its own, of the report of one mesa nothing."""
    shown = {stage.slug for stage in report.stages}
    places = [place for place in places if place.slug in shown]
    if isinstance(report, MesaReport) or not places:
        return
    yield map_stages(places, report.stages)
    if isinstance(report, WeeklyReport):
        yield map_attendance(
            places, {mesa.slug: mesa.marks[-1] for mesa in report.mesa_history if mesa.marks}
        )
    yield map_overdue(places, [slug for action in report.overdue for slug in action.mesas])


def _map_section(maps: Sequence[MapFigures]) -> ReportSection:
    pictures = [
        Picture(
            drawing.map_title(one.theme),
            drawing.draw_map(f"map-{one.theme}", one),
            [
                Sign(
                    drawing.draw_swatch(
                        one.theme, entry.value, drawing.swatch_number(one, entry.value)
                    ),
                    f"{drawing.value_name(one.theme, entry.value)}: {entry.mesas}",
                )
                for entry in one.key
            ],
        )
        for one in maps
    ]
    return ReportSection(drawing.lay_out_maps(maps), pictures)


def _trends(sheet: Sheet) -> Iterator[str]:
    weeks, drawn = sheet.drawn
    for number, (row, values) in enumerate(zip(sheet.rows, drawn, strict=False)):
        yield draw_line(f"{sheet.key}-{number}", f"{row[0]}, {sheet.trend}", weeks, values)


def _draw(report: Report) -> Mapping[str, Sequence[Picture]]:
    """Draw the charts, by the keys of the tables that they go with."""
    pictures = {"summary": [_meetings(report), _attendance(report)]}
    if isinstance(report, WeeklyReport):
        name = _("Mesas by stage")
        pictures["funnel"] = [
            Picture(
                name,
                draw_bars(
                    "funnel", name, [Bar(label(one.stage), one.mesas) for one in report.funnel]
                ),
            )
        ]
        name = _("Published by rubric; orange: less than wanted")
        bars = [Bar(f"#{one.tag}", one.figures.published, one.gap) for one in report.rubrics]
        pictures["rubrics"] = [Picture(name, draw_bars("rubrics", name, bars))]
    return pictures


def _meetings(report: Report) -> Picture:
    name = _("Meetings of each week")
    names = [_("held"), _("not held"), _("cancelled"), _("without record"), _("still to come")]
    stacks = [
        Stack(week, (of.held, of.not_held, of.cancelled, of.unrecorded, of.coming), str(of.planned))
        for week, of in ((figures.week, figures.meetings) for figures in last_weeks(report.history))
    ]
    return Picture(
        name, draw_stacks("weeks-meetings", name, names, stacks, (BLUE, RED, GREY, VIOLET, GREEN))
    )


def _attendance(report: Report) -> Picture:
    name = _("Attendance of each week; at the end, how many came")
    names = [_("present"), _("excused"), _("absent"), _("without record")]
    stacks = [
        Stack(week, (of.present, of.excused, of.absent, of.unmarked), str(of.present))
        for week, of in ((figures.week, figures.meetings) for figures in last_weeks(report.history))
    ]
    return Picture(
        name, draw_stacks("weeks-attendance", name, names, stacks, (GREEN, ORANGE, RED, GREY))
    )
