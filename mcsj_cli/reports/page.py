"""A report as a page: its tables with charts and maps beside them, under the network's letterhead.

HTML and PDF show this same value, each in its own way.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from mcsj_cli.i18n import _, language
from mcsj_cli.labels import label
from mcsj_cli.model.letterhead import Letterhead, Logo
from mcsj_cli.model.text import clip
from mcsj_cli.reports import map_drawing
from mcsj_cli.reports.charts import Bar, Stack, draw_bars, draw_line, draw_stacks
from mcsj_cli.reports.map import MapFigures, Place, map_attendance, map_overdue, map_stages
from mcsj_cli.reports.period_values import MesaReport, Report
from mcsj_cli.reports.sheets import Sheet, last_weeks, lay_out, subtitle, title
from mcsj_cli.reports.summary import summarise
from mcsj_cli.reports.svg import BLUE, GREEN, GREY, ORANGE, RED, VIOLET
from mcsj_cli.reports.weekly_values import WeeklyReport

_HEADING, _CELL = 60, 1000  # letters
_DENSE = 9  # columns from which on headings are written upwards


class Paper(NamedTuple):
    """The network's letterhead and logo, and where its mesas lie on the map."""

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
        """Return the cells as texts, cut to what fits a page; workbook and JSON are never cut."""
        return [_clip_cells(row) for row in self.sheet.rows]

    @property
    def is_dense(self) -> bool:
        return len(self.sheet.headings) >= _DENSE

    @property
    def signs(self) -> int:
        """Return the number of the column whose letters are single signs, or -1."""
        return 2 if self.sheet.key == "attendance" else -1


def _clip_cells(row: Sequence[str]) -> list[str]:
    return [clip(cell, _CELL) for cell in row]


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
    return ReportPage(
        language=language(),
        organisation=report.organisation,
        network=report.network,
        title=title(report),
        subtitle=subtitle(report),
        notice=report.notice,
        sentences=summarise(report),
        sections=_build_sections(report, paper.places),
    )


def _build_sections(report: Report, places: Sequence[Place]) -> list[ReportSection]:
    pictures = _draw_charts(report)
    sections = [
        ReportSection(sheet, pictures.get(sheet.key, ()), list(_draw_trends(sheet)))
        for sheet in lay_out(report)
    ]
    maps = list(build_maps(report, places))
    if maps:
        sections.insert(1, _build_map_section(maps))
    return sections


def build_maps(report: Report, places: Sequence[Place]) -> Iterator[MapFigures]:
    """Put the mesas that a report tells of on maps; the report of one mesa has none."""
    shown = {stage.slug for stage in report.stages}
    places = [place for place in places if place.slug in shown]
    if isinstance(report, MesaReport) or not places:
        return
    yield map_stages(places, report.stages)
    if isinstance(report, WeeklyReport):
        marks = {mesa.slug: mesa.marks[-1] for mesa in report.mesa_history if mesa.marks}
        yield map_attendance(places, marks)
    slugs: list[str] = []
    for action in report.overdue:
        slugs += action.mesas
    yield map_overdue(places, slugs)


def _build_map_section(maps: Sequence[MapFigures]) -> ReportSection:
    pictures = [
        Picture(
            map_drawing.map_title(one.theme),
            map_drawing.draw_map(f"map-{one.theme}", one),
            list(_draw_map_legend(one)),
        )
        for one in maps
    ]
    return ReportSection(map_drawing.lay_out_maps(maps), pictures)


def _draw_map_legend(figures: MapFigures) -> Iterator[Sign]:
    theme = figures.theme
    for entry in figures.key:
        number = map_drawing.swatch_number(figures, entry.value)
        name = map_drawing.value_name(theme, entry.value)
        yield Sign(map_drawing.draw_swatch(theme, entry.value, number), f"{name}: {entry.mesas}")


def _draw_trends(sheet: Sheet) -> Iterator[str]:
    weeks, drawn = sheet.drawn
    for number, (row, values) in enumerate(zip(sheet.rows, drawn, strict=False)):
        yield draw_line(f"{sheet.key}-{number}", f"{row[0]}, {sheet.trend}", weeks, values)


def _draw_charts(report: Report) -> Mapping[str, Sequence[Picture]]:
    """Draw the charts, by the keys of the tables that they go with."""
    pictures = {"summary": [_draw_meetings(report), _draw_attendance(report)]}
    if isinstance(report, WeeklyReport):
        pictures["funnel"] = [_draw_funnel(report)]
        pictures["rubrics"] = [_draw_rubrics(report)]
    return pictures


def _draw_funnel(report: WeeklyReport) -> Picture:
    name = _("Mesas by stage")
    bars = [Bar(label(one.stage), one.mesas) for one in report.funnel]
    return Picture(name, draw_bars("funnel", name, bars))


def _draw_rubrics(report: WeeklyReport) -> Picture:
    name = _("Published by rubric; orange: less than wanted")
    bars = [Bar(f"#{one.tag}", one.figures.published, one.gap) for one in report.rubrics]
    return Picture(name, draw_bars("rubrics", name, bars))


def _draw_meetings(report: Report) -> Picture:
    name = _("Meetings of each week")
    names = [_("held"), _("not held"), _("cancelled"), _("without record"), _("still to come")]
    stacks = []
    for figures in last_weeks(report.history):
        of = figures.meetings
        parts = (of.held, of.not_held, of.cancelled, of.unrecorded, of.coming)
        stacks.append(Stack(figures.week, parts, str(of.planned)))
    colours = (BLUE, RED, GREY, VIOLET, GREEN)
    return Picture(name, draw_stacks("weeks-meetings", name, names, stacks, colours))


def _draw_attendance(report: Report) -> Picture:
    name = _("Attendance of each week; at the end, how many came")
    names = [_("present"), _("excused"), _("absent"), _("without record")]
    stacks = []
    for figures in last_weeks(report.history):
        of = figures.meetings
        parts = (of.present, of.excused, of.absent, of.unmarked)
        stacks.append(Stack(figures.week, parts, str(of.present)))
    colours = (GREEN, ORANGE, RED, GREY)
    return Picture(name, draw_stacks("weeks-attendance", name, names, stacks, colours))
