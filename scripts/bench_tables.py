"""Measure a workbook of many rows as far as a proposal, beside python-calamine alone.

Run by itself, `python scripts/bench_tables.py STEP FILE` is one of the programs that are measured:
it writes the seconds that it took, its start left out, into a file of the working folder.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path

import python_calamine

from mcsj_cli.doors.input_sheet import read_table
from mcsj_cli.doors.table_file import read_table_file
from mcsj_cli.model.table import FIELDS, choose_columns
from mcsj_cli.model.table_days import find_order
from mcsj_cli.operations.content_table import make_items, part_items
from mcsj_cli.store.project import Project
from measure import Section, Stand, open_stand

PROGRAM = str(Path(sys.executable).parent / "mcsj")
TODAY = date(2020, 4, 23)
_HEADING = ("título", "rubro", "liga", "fuente", "fecha", "resumen", "estado", "folio", "x", "y")
_COLUMNS = ("a workbook", "rows", "s", "× python-calamine", "MB")
_STEPS = {
    "calamine": "python-calamine alone",
    "rows": "rows of typed cells",
    "proposal": "a proposal of items",
}
_SECONDS = "seconds.txt"


def measure_tables(rows: int, environment: dict[str, str]) -> Section:
    """Measure a workbook of so many rows of ten cells: read, typed, made into a proposal."""
    with (
        tempfile.TemporaryDirectory() as name,
        open_stand(Path(name) / "red", environment) as stand,
    ):
        subprocess.run(
            [PROGRAM, "init", "red"], cwd=name, env=environment, check=True, capture_output=True
        )
        file = Path(name) / "tabla.xlsx"
        make_workbook(file, rows)
        figures = {step: _measure(stand, step, file) for step in _STEPS}
    bare = figures["calamine"][0]
    table = [
        [what, f"{rows:,}", f"{seconds:.3f}", f"{seconds / bare:.1f}", f"{memory:.0f}"]
        for what, (seconds, memory) in zip(_STEPS.values(), figures.values(), strict=True)
    ]
    return Section("Tables taken in", _COLUMNS, table)


def make_workbook(file: Path, rows: int) -> None:
    """Write a workbook of items, with a day and a number in each row."""
    import xlsxwriter  # the bench itself does without

    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Notas")
        sheet.write_row(0, 0, _HEADING)
        for row in range(1, rows + 1):
            title, summary = f"Aviso número {row} de la red", f"Un resumen del renglón {row}"
            day = datetime(2020, 4, 1 + row % 20)
            sheet.write_row(row, 0, [title, "SOSeconomia"])
            sheet.write_string(row, 2, f"https://example.org/{row}")
            sheet.write_row(row, 3, ["IMSS", day, summary, "NL", row, row / 7, "z"])


def _measure(stand: Stand, step: str, file: Path) -> tuple[float, float]:
    """Return the best seconds of a step and the megabytes of its process."""
    seconds: list[float] = []
    for _run in range(2):
        usage = stand.weigh([sys.executable, __file__, step, str(file)])
        seconds.append(float((stand.folder / _SECONDS).read_text(encoding="ascii")))
    return min(seconds), usage.largest


def _read_alone(file: Path) -> None:
    with python_calamine.CalamineWorkbook.from_path(file) as book:
        book.get_sheet_by_index(0).to_python()


def _read_rows(file: Path) -> None:
    read_table_file(file.read_bytes(), file.name)


def _plan(file: Path) -> None:
    project = Project(Path())
    table = read_table(file.read_bytes(), file.name, "", set().union(*FIELDS.values()))
    columns = choose_columns(table, [])
    days = find_order([row["fecha"] for _line, row in table.rows], TODAY)
    part_items(project, make_items(project, table, file.name, columns, None, days), file.name)


_RUNS: Mapping[str, Callable[[Path], None]] = {
    "calamine": _read_alone,
    "rows": _read_rows,
    "proposal": _plan,
}

if __name__ == "__main__":
    run = _RUNS[sys.argv[1]]
    start = time.perf_counter()
    run(Path(sys.argv[2]))
    Path(_SECONDS).write_text(f"{time.perf_counter() - start}", encoding="ascii")
