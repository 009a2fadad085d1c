"""A report as PDF, tagged for screen readers (PDF/UA-1), in the fonts that come with the typesetter (typst)."""

import json
import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from xml.sax.saxutils import unescape

from mcsj_cli.errors import InvalidValueError, MissingPartError
from mcsj_cli.i18n import _
from mcsj_cli.interchange import UNFIT
from mcsj_cli.model.letterhead import Colour, Logo
from mcsj_cli.reports.page import Paper, Picture, ReportPage, ReportSection, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.templating import LONG

_TEMPLATE = Path(__file__).parent.parent / "templates" / "pdf" / "report.typ"
_WHITE = Colour("#ffffff")
_FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
# Pictographs, and what joins or varies them: none of the fonts has them, and a box says less than nothing.
_PICTOGRAPHS = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]+"
)
_SIGNS = "✓✗"  # these the fonts have, and the attendance is written with them
_WIDEST = 30  # letters of a column, from which on a wider one takes no more room


def render(report: Report, paper: Paper) -> bytes:
    """Typeset a report; the same report and paper give the same bytes. Raises MissingPartError."""
    try:
        import typst  # an extra
    except ImportError as error:
        raise MissingPartError(_("PDF files"), "pdf") from error
    inputs = {
        "page": json.dumps(_lay_out(build_page(report, paper), report, paper), ensure_ascii=False)
    }
    moment = timegm(report.cut.timetuple())

    def typeset(standards: Sequence[Literal["ua-1"]]) -> bytes:
        return bytes(
            typst.compile(
                _TEMPLATE,
                root=_TEMPLATE.parent,
                ignore_system_fonts=True,  # fonts of one machine would give other bytes on another
                sys_inputs=inputs,
                pdf_standards=list(standards),
                timestamp=moment,
            )
        )

    try:
        return typeset(["ua-1"])
    except typst.TypstError as refused:
        # A letter that no font has is no PDF/UA; it is tagged all the same, with a box for the letter.
        try:
            return typeset([])
        except typst.TypstError as error:
            if paper.logo:
                advice = _("Take the logo out of network.yaml, or save it anew as PNG.")
                raise InvalidValueError(
                    _("The PDF cannot be made with this logo."), advice
                ) from error
            raise error from refused


def _lay_out(page: ReportPage, report: Report, paper: Paper) -> Mapping[str, Any]:
    return {
        "language": page.language,
        "author": _clean(page.organisation),
        "name": _clean(page.title),
        "organisation": _plain(page.organisation),
        "network": _plain(page.network),
        "title": _plain(page.title),
        "subtitle": _plain(page.subtitle),
        "notice": _plain(page.notice),
        "sentences": [_plain(sentence) for sentence in page.sentences],
        "day": [report.cut.year, report.cut.month, report.cut.day],
        "accent": paper.letterhead.colour.readable_on(_WHITE),
        "logo": _logo(paper.logo) if paper.logo else None,
        "sections": [_section(section) for section in page.sections],
    }


def _section(section: ReportSection) -> Mapping[str, Any]:
    sheet = section.sheet
    rows = [[_plain(cell) for cell in row] for row in section.rows]
    return {
        "title": _plain(sheet.title),
        "headings": [_plain(heading) for heading in section.headings],
        "rows": rows,
        "widths": [
            3 + min(_WIDEST, max([len(heading), *(len(row[number]) for row in rows)]))
            for number, heading in enumerate(section.headings)
        ],
        "numeric": sheet.numeric,
        "dense": section.is_dense,
        "signs": section.signs,
        "empty": _plain(sheet.empty),
        "note": _plain(sheet.note),
        "trend": sheet.trend,
        "trends": [{"svg": svg, "alt": _alternative(svg)} for svg in section.trends],
        "pictures": [_picture(picture) for picture in section.pictures],
    }


def _picture(picture: Picture) -> Mapping[str, Any]:
    return {
        "title": _plain(picture.title),
        "svg": picture.svg,
        "alt": _plain(picture.title) + ". " + _alternative(picture.svg),
        "legend": [{"svg": sign.svg, "told": _plain(sign.told)} for sign in picture.legend],
    }


def _logo(logo: Logo) -> Mapping[str, Any]:
    return {"format": _FORMATS[logo.media], "content": list(logo.content)}


def _alternative(svg: str) -> str:
    """Give what a picture says in words: its description."""
    told = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.DOTALL)
    return _plain(unescape(told[1])) if told else ""


def _plain(text: str) -> str:
    """Clean a text that is set, and say where it may be broken."""
    return LONG.sub("\\1\u200b", _clean(text))


def _clean(text: str) -> str:
    kept = _PICTOGRAPHS.sub(
        lambda found: "".join(sign for sign in found[0] if sign in _SIGNS), text
    )
    return UNFIT.sub(" ", kept).strip()
