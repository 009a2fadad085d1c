"""Values for programs and spreadsheets: JSON and CSV."""

from collections.abc import Mapping, Sequence


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


def _csv_cell(value: object) -> object:
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}={inner}" for key, inner in value.items())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(str(inner) for inner in value)
    if not isinstance(value, str):
        return value
    # Spreadsheets read these beginnings as a formula; an apostrophe makes the cell a text.
    text = value.replace("\r", " ")
    return f"'{text}" if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
