"""The table of all municipalities of Mexico that comes with the program."""

from functools import cache
from pathlib import Path

from mcsj_cli.model.gazetteer import Gazetteer

_TABLE = Path(__file__).parent.parent / "templates" / "municipalities" / "mexico.tsv"


@cache
def read_gazetteer() -> Gazetteer:
    """Read all municipalities; about 5 ms, so only for a look-up."""
    return Gazetteer(_TABLE.read_text(encoding="utf-8"))
