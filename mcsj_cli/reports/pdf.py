"""A report as PDF, tagged for screen readers (PDF/UA-1), in the fonts that come with typst."""

import json
import re
from calendar import timegm
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

from mcsj_cli.errors import InvalidValueError, MissingPartError
from mcsj_cli.i18n import _
from mcsj_cli.model.letterhead import Colour, Logo
from mcsj_cli.reports.page import Paper, Picture, ReportPage, ReportSection, build_page
from mcsj_cli.reports.period_values import Report
from mcsj_cli.templating import LONG
from mcsj_cli.xml_text import UNFIT

_TEMPLATE = Path(__file__).parent.parent / "templates" / "pdf" / "report.typ"
_WHITE = Colour("#ffffff")
_FORMATS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
# Pictographs with their joiners and variants, which none of the fonts has: typst would set boxes.
_PICTOGRAPHS = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\ufe0e\ufe0f\u200d\u20e3\U000e0020-\U000e007f]+"
)
_SIGNS = "✓✗"  # pictographs that the fonts have; the attendance is written with them
_WIDEST = 30  # letters that a column gets room for at most


def render(report: Report, paper: Paper) -> bytes:
    """Typeset a report; the same report and paper give the same bytes. Raises MissingPartError."""
    typst = _load_typst()
    page = _encode_page(build_page(report, paper), report, paper)
    text = json.dumps(page, ensure_ascii=False)
    moment = timegm(report.cut.timetuple())
    try:
        return _typeset(typst, text, moment, ["ua-1"])
    except typst.TypstError as refused:
        # PDF/UA allows no letter without a glyph. Without the standard typst sets a box for it,
        # and the file is tagged all the same.
        try:
            return _typeset(typst, text, moment, [])
        except typst.TypstError as error:
            if paper.logo:
                advice = _("Take the logo out of network.yaml, or save it anew as PNG.")
                raise InvalidValueError(
                    _("The PDF cannot be made with this logo."), advice
                ) from error
            raise error from refused


def _load_typst() -> Any:
    try:
        import typst  # an extra
    except ImportError as error:
        raise MissingPartError(_("PDF files"), "pdf") from error
    return typst


def _typeset(typst: Any, page: str, moment: int, standards: list[str]) -> bytes:
    return bytes(
        typst.compile(
            _TEMPLATE,
            root=_TEMPLATE.parent,
            ignore_system_fonts=True,  # so that the bytes are the same on every machine
            sys_inputs={"page": page},
            pdf_standards=standards,
            timestamp=moment,
        )
    )


def _encode_page(page: ReportPage, report: Report, paper: Paper) -> Mapping[str, Any]:
    """Return the page as JSON values, under the names that the template reads."""
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
        "logo": _encode_logo(paper.logo) if paper.logo else None,
        "sections": [_encode_section(section) for section in page.sections],
    }


def _encode_section(section: ReportSection) -> Mapping[str, Any]:
    sheet = section.sheet
    rows = [list(map(_plain, row)) for row in section.rows]
    return {
        "title": _plain(sheet.title),
        "headings": [_plain(heading) for heading in section.headings],
        "rows": rows,
        "widths": _measure_columns(section.headings, rows),
        "numeric": sheet.numeric,
        "dense": section.is_dense,
        "signs": section.signs,
        "empty": _plain(sheet.empty),
        "note": _plain(sheet.note),
        "trend": sheet.trend,
        "trends": [{"svg": svg, "alt": _find_description(svg)} for svg in section.trends],
        "pictures": [_encode_picture(picture) for picture in section.pictures],
    }


def _measure_columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column in letters, with a margin."""
    widths = []
    for number, heading in enumerate(headings):
        longest = max([len(heading), *(len(row[number]) for row in rows)])
        widths.append(3 + min(_WIDEST, longest))
    return widths


def _encode_picture(picture: Picture) -> Mapping[str, Any]:
    return {
        "title": _plain(picture.title),
        "svg": picture.svg,
        "alt": _plain(picture.title) + ". " + _find_description(picture.svg),
        "legend": [{"svg": sign.svg, "told": _plain(sign.told)} for sign in picture.legend],
    }


def _encode_logo(logo: Logo) -> Mapping[str, Any]:
    return {"format": _FORMATS[logo.media], "content": list(logo.content)}


def _find_description(svg: str) -> str:
    """Return the text of a picture's `desc` element."""
    told = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.DOTALL)
    return _plain(unescape(told[1])) if told else ""


def _plain(text: str) -> str:
    """Clean a text, and let long words be broken."""
    return LONG.sub("\\1\u200b", _clean(text))


def _clean(text: str) -> str:
    kept = _PICTOGRAPHS.sub(_keep_signs, text)
    return UNFIT.sub(" ", kept).strip()


def _keep_signs(found: re.Match[str]) -> str:
    return "".join(sign for sign in found[0] if sign in _SIGNS)
