"""Values as programs and spreadsheets take them: JSON and CSV."""

import re
from collections.abc import Mapping, Sequence


def to_json(value: object) -> str:
    """Write JSON for programs, readable for people: indented, accents as they are."""
    import json  # only where JSON is asked for

    return json.dumps(value, ensure_ascii=False, indent=2)


def to_csv(rows: Sequence[Mapping[str, object]], keys: Sequence[str] = ()) -> str:
    """Write rows as RFC 4180 CSV under their keys, safe to open in a spreadsheet; `keys` stand where there are none."""
    import csv  # only where CSV is asked for
    import io

    keys = list(dict.fromkeys(key for row in rows for key in row)) or [*keys]
    if not keys:
        return ""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, keys, restval="", lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _csv_cell(value) for key, value in row.items()})
    return stream.getvalue()


def _csv_cell(value: object) -> object:
    if isinstance(value, Mapping):
        value = "; ".join(f"{key}={inner}" for key, inner in value.items())
    elif isinstance(value, (list, tuple)):
        value = "; ".join(str(inner) for inner in value)
    if not isinstance(value, str):
        return value
    # A spreadsheet takes these beginnings for a formula; an apostrophe makes the cell text.
    text = value.replace("\r", " ")
    return f"'{text}" if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text


# What XML 1.0 cannot hold, and what turns the direction of a text around.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
    )
    + "]"
)
