"""Workbooks made for tests: from rows, and from the XML that a trap would have."""

import io
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

Rows = Sequence[Sequence[object]]


def make_workbook(sheets: Mapping[str, Rows]) -> bytes:
    """Return a workbook with sheets of rows; days and hours have their form."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy", "strings_to_urls": False}
    ) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def put_in(raw: bytes, part: str, content: bytes) -> bytes:
    """Return an archive with another content in one of its parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, content if info.filename == part else source.read(info))
    return stream.getvalue()


def make_sheet(cells: str) -> bytes:
    """Return a workbook whose first sheet has rows and cells as they are written here."""
    xml = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
        f'spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    )
    return put_in(make_workbook({"Hoja1": [["x"]]}), "xl/worksheets/sheet1.xml", xml.encode())


def make_open_document(rows: str) -> bytes:
    """Return a workbook of OpenDocument with one sheet, whose rows are written here."""
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "xlink")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Hoja1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        target.writestr("mimetype", kind, zipfile.ZIP_STORED)
        target.writestr("META-INF/manifest.xml", "<manifest:manifest/>")
        target.writestr("content.xml", content)
    return stream.getvalue()
