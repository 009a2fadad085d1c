"""Write docs/fechas.md: the forms of dates that the tests hold, with what each means on one day."""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from mcsj_cli import i18n  # noqa: E402  found by the path above
from tests.model import date_forms as forms  # noqa: E402

PAGE = ROOT / "docs/fechas.md"
TODAY = date(2020, 4, 20)
_HEAD = """# Fechas, horas y semanas, como se dicen

Esta página la escribe `scripts/dates_page.py` con las formas que las pruebas comprueban una por
una. Donde un comando pide un día, una hora o una semana, se puede escribir de cualquiera de estas
maneras, en español o en inglés (pero no mezclados), con o sin acentos, con mayúsculas o minúsculas.

- En español el día va antes que el mes: 4/5 es el 4 de mayo. En inglés (`--lang en`), una fecha que
  podría ser las dos cosas se rechaza.
- Lo que ya pasó (un contacto, una verificación) mira hacia atrás: «jueves» es el último.
  Lo que está por venir (un plazo, una reunión) mira hacia adelante: «jueves» es el próximo.
- Lo que no se escribió completo se repite: «Entendí: jueves 23 de abril de 2020».
- «De hoy en ocho» es una semana después, y «del jueves en quince», dos después de ese jueves.
- Un día que no existe, o que no cae en el día de la semana que se dijo, se rechaza.
- Una hora de la 1 a las 7 que no dice si es de la mañana o de la tarde se pregunta.

Los ejemplos suponen que hoy es {today}.
"""


def build_page() -> str:
    """Return the text of the page."""
    with i18n.speaking("es"):
        lines = [_HEAD.format(today=i18n.long_date(TODAY))]
        lines += _list_rows("Días, en español", "Significa", _mean_days(forms.SPANISH_DAYS))
        lines += _list_rows("Horas, en español", "Significa", _mean_hours(forms.SPANISH_HOURS))
        lines += _list_rows("Semanas, en español", "Significa", _mean_weeks(forms.SPANISH_WEEKS))
    with i18n.speaking("en"):
        lines += _list_rows("Days, in English", "Means", _mean_days(forms.ENGLISH_DAYS))
        lines += _list_rows("Hours, in English", "Means", _mean_hours(forms.ENGLISH_HOURS))
        lines += _list_rows("Weeks, in English", "Means", _mean_weeks(forms.ENGLISH_WEEKS))
    return "\n".join(lines)


def _mean_days(table: Mapping[str, forms.Expected]) -> dict[str, str]:
    return {text: i18n.long_date(expected(TODAY)) for text, expected in table.items()}


def _mean_hours(table: Mapping[str, time]) -> dict[str, str]:
    return {text: f"{hour:%H:%M} h" for text, hour in table.items()}


def _mean_weeks(table: Mapping[str, Callable[[date], str]]) -> dict[str, str]:
    return {text: expected(TODAY) for text, expected in table.items()}


def _list_rows(title: str, means: str, rows: Mapping[str, str]) -> Iterator[str]:
    written = "Se escribe" if means == "Significa" else "Written"
    yield from (f"## {title}\n", f"| {written} | {means} |", "|---|---|")
    yield from (f"| {text} | {meaning} |" for text, meaning in rows.items())
    yield ""


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
