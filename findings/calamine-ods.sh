#!/usr/bin/env bash
# Title: python-calamine glues the words of an ODS cell at a tab or a line break, and makes a text of 26 hours
# Package: python-calamine 0.9.1 (the file is written with odfpy 1.4.1)
# Expected: text:tab and text:line-break inside a paragraph are white space, as text:s and a second paragraph are; a
#   cell of the type time is a duration whatever its length.
# Happens: «uno<tab>dos» and «uno<line break>dos» are read as «unodos», while a second paragraph gives a line break and
#   text:s its blanks. PT02H30M00S is a datetime.time, but PT26H30M00S the text «PT26H30M00S».
# Matters: lists of names and addresses that were pasted into one cell come out as one word; a column of hours that sums
#   to more than a day changes its type in the one row that matters, the total.
# Source: OASIS OpenDocument 1.3, part 3: 6.1.4 <text:tab>, 6.1.5 <text:line-break>; 19.386 office:time-value is a
#   duration. Seen while tables of LibreOffice were read.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 odfpy==1.4.1 2>/dev/null
cd "$place"
"$place/venv/bin/python" - <<'PYTHON'
from datetime import time

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S, Tab
from python_calamine import CalamineWorkbook


def paragraph(between):
    made = P(text="uno")
    made.addElement(between)
    made.addText("dos")
    return made


def cell(*paragraphs, **kind):
    made = TableCell(**(kind or {"valuetype": "string"}))
    for one in paragraphs:
        made.addElement(one)
    return made


book, sheet, row = OpenDocumentSpreadsheet(), Table(name="Hoja"), TableRow()
row.addElement(cell(P(text="uno"), P(text="dos")))
row.addElement(cell(paragraph(S(c=3))))
row.addElement(cell(paragraph(Tab())))
row.addElement(cell(paragraph(LineBreak())))
for hours in ("02", "26"):
    row.addElement(cell(P(text=f"{hours}:30"), valuetype="time", timevalue=f"PT{hours}H30M00S"))
sheet.addElement(row)
book.spreadsheet.addElement(sheet)
book.save("tabla.ods")
[read] = CalamineWorkbook.from_path("tabla.ods").get_sheet_by_index(0).to_python()
names = ("two paragraphs", "text:s", "text:tab", "text:line-break", "2 h 30", "26 h 30")
for name, value in zip(names, read, strict=True):
    print(f"{name}: {value!r}")
assert read == ["uno\ndos", "uno   dos", "unodos", "unodos", time(2, 30), "PT26H30M00S"], "it is read otherwise now"
PYTHON
