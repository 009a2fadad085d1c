"""Values for programs and spreadsheets: JSON and CSV."""

import re
from collections.abc import Mapping, Sequence

# A formula, to a spreadsheet, or a text of which an apostrophe was taken for such a sign.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


def to_json(value: object) -> str:
    """Return JSON that people can read too: indented, with accents as they are."""
    import json  # only where JSON is asked for

    return json.dumps(value, ensure_ascii=False, indent=2)


def to_csv(rows: Sequence[Mapping[str, object]], keys: Sequence[str] = ()) -> str:
    """Return rows as CSV (RFC 4180) under their keys, safe to open in a spreadsheet.

    Without rows there is only a heading of the `keys`.
    """
    import csv  # only where CSV is asked for
    import io

    columns = _find_columns(rows) or keys
    if not columns:
        return ""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _csv_cell(value) for key, value in row.items()})
    return stream.getvalue()


def _find_columns(rows: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the keys of all rows, each once, in the order of their first row."""
    columns: dict[str, None] = {}
    for row in rows:
        columns.update(dict.fromkeys(row))
    return list(columns)


def to_cell(value: object) -> object:
    """Return a value as one cell: what is several, or has parts, as one text."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}={inner}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return "; ".join(map(_join_parts, value))
    return value


def _join_parts(value: object) -> str:
    """Return one of several values as a text: «2020-04-22: …» for what has parts."""
    return ": ".join(map(str, value.values())) if isinstance(value, Mapping) else str(value)


def _csv_cell(value: object) -> object:
    cell = to_cell(value)
    if not isinstance(cell, str):
        return cell
    # Spreadsheets read these beginnings as a formula; an apostrophe makes the cell a text.
    text = cell.replace("\r", " ")
    return f"'{text}" if _FORMULA.match(cell) else text


def plain_cell(text: str) -> str:
    """Return the text of a cell of CSV, without the apostrophe that keeps it from being a formula.

    It takes back what `to_csv` puts there.
    """
    tidy = text.strip()
    return tidy[1:] if tidy.startswith("'") and _FORMULA.match(tidy) else tidy
