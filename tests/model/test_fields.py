"""Each field takes what people write, and refuses the rest in their words."""

from datetime import datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.fields import (
    Domain,
    Line,
    Phrase,
    Proof,
    Prose,
    Scalar,
    Slug,
    Tag,
    Url,
    WallMoment,
    WallTime,
    ZoneName,
)
from mcsj_cli.model.letterhead import Colour, LogoName
from mcsj_cli.model.mail import Address

FIELDS: list[type[Scalar]] = [
    Address, Colour, Domain, Scalar, Line, LogoName, Phrase, Proof, Prose, Slug, Tag, Url,
    WallMoment, WallTime, ZoneName,
]  # fmt: skip

GOOD: list[tuple[type[Scalar], str, str]] = [
    (Scalar, " x ", " x "),
    (Line, "  Un \n título ", "Un título"),
    (Line, "cafe\u0301", "café"),
    (Phrase, "", ""),
    (Phrase, " uno\ndos ", "uno dos"),
    (Proof, "", ""),
    (Proof, " Llamada  a la IP ", "Llamada a la IP"),
    (Proof, "https://a.mx/b", "https://a.mx/b"),
    (Prose, "", ""),
    (Prose, " uno \r\n\r\n dos\t2 \n", "uno\n\ndos 2"),
    (Slug, "cd-juarez", "cd-juarez"),
    (Slug, "a1", "a1"),
    (Slug, "con-2", "con-2"),
    (Slug, "com10", "com10"),
    (Tag, "#SOSnacional", "SOSnacional"),
    (Tag, "SOSeconomía", "SOSeconomía"),
    (Url, "", ""),
    (Url, "https://a.mx/b?c=1&d=2#e", "https://a.mx/b?c=1&d=2#e"),
    (Url, "http://localhost:8000", "http://localhost:8000"),
    (Url, "https://es.wikipedia.org/wiki/México", "https://es.wikipedia.org/wiki/México"),
    (WallTime, "17:00", "17:00"),
    (WallTime, "9:05", "09:05"),
    (WallTime, "00:00", "00:00"),
    (WallTime, "23:59", "23:59"),
    (WallMoment, "2020-04-30 11:00", "2020-04-30 11:00"),
    (WallMoment, "2020-04-30T9:00", "2020-04-30 09:00"),
    (ZoneName, "America/Ciudad_Juarez", "America/Ciudad_Juarez"),
    (ZoneName, "UTC", "UTC"),
    (Address, "coordinacion@example.org", "coordinacion@example.org"),
    (Domain, "mexico-sos.mcsj", "mexico-sos.mcsj"),
    (Domain, "Red1", "Red1"),
    (Colour, "#1F4e79", "#1f4e79"),
    (LogoName, "logo.svg", "logo.svg"),
    (LogoName, "", ""),
]

BAD: list[tuple[type[Scalar], str, str]] = [
    (Address, "coordinacion", "no es un correo electrónico"),
    (Domain, "ñandú @", "no es un nombre de dominio"),
    (Domain, "", "no es un nombre de dominio"),
    (Domain, "a..b", "no es un nombre de dominio"),
    (Domain, "-a.mx", "no es un nombre de dominio"),
    (Domain, "a.mx\n", "no es un nombre de dominio"),
    (Colour, "#12345", "no es un color"),
    (Colour, "azul", "no es un color"),
    (LogoName, "logo.gif", "logo.gif"),
    (LogoName, "../logo.svg", "../logo.svg"),
    (Line, "", "falta un texto"),
    (Line, " \n\x00\u200b", "falta un texto"),
    (Slug, "Cd. Juárez", "sería «cd-juarez»"),
    (Slug, "", "un nombre corto lleva letras"),
    (Slug, "a--b", "a-b"),
    (Slug, "-a", "no es un nombre corto"),
    (Slug, "a\n", "no es un nombre corto"),
    (Slug, "á", "no es un nombre corto"),
    (Slug, "con", "dispositivo"),
    (Slug, "com1", "dispositivo"),
    (Slug, "Aux", "sería «aux-1»"),
    (Tag, "", "no es una etiqueta"),
    (Tag, "#", "no es una etiqueta"),
    (Tag, "##a", "no es una etiqueta"),
    (Tag, "SOS nacional", "no es una etiqueta"),
    (Tag, "SOS-nacional", "no es una etiqueta"),
    (Proof, "www.imss.gob.mx", "no es una dirección web"),
    (Proof, "ftp://a.mx", "no es una dirección web"),
    (Url, "www.imss.gob.mx", "no es una dirección web"),
    (Url, "ftp://a.mx", "no es una dirección web"),
    (Url, "javascript:alert(1)", "no es una dirección web"),
    (Url, "https://", "no es una dirección web"),
    (Url, "https://a.mx/b c", "no es una dirección web"),
    (Url, "https://a.mx/\nb", "no es una dirección web"),
    (Url, "https://a.mx/\u202eb", "no es una dirección web"),
    (Url, "https://[::1", "no es una dirección web"),
    (WallTime, "25:00", "no es una hora"),
    (WallTime, "24:00", "no es una hora"),
    (WallTime, "17:60", "no es una hora"),
    (WallTime, "17", "no es una hora"),
    (WallTime, "5 pm", "no es una hora"),
    (WallTime, "17:00:00", "no es una hora"),
    (WallTime, "17:00\n", "no es una hora"),
    (WallTime, "", "no es una hora"),
    (WallMoment, "2020-04-30", "día y una hora"),
    (WallMoment, "2020-02-30 11:00", "día y una hora"),
    (WallMoment, "2020-04-30 25:00", "día y una hora"),
    (WallMoment, "11:00", "día y una hora"),
    (WallMoment, "", "día y una hora"),
    (ZoneName, "America/Mexico_Cty", "America/Mexico_City"),
    (ZoneName, "", "no hay una zona horaria"),
    (ZoneName, "../../etc/passwd", "no hay una zona horaria"),
    (ZoneName, "/etc/passwd", "no hay una zona horaria"),
    (ZoneName, "America", "no hay una zona horaria"),
    (ZoneName, "a\x00b", "no hay una zona horaria"),
    (ZoneName, "é" * 300, "no hay una zona horaria"),
]


@pytest.mark.parametrize(("field", "text", "value"), GOOD)
def test_good_text(field: type[Scalar], text: str, value: str) -> None:
    parsed = field.parse(text)
    assert parsed == value
    assert type(parsed) is field


@pytest.mark.parametrize(("field", "text", "words"), BAD)
def test_bad_text(field: type[Scalar], text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        field.parse(text)
    assert words in str(caught.value)


@given(st.sampled_from([field for field in FIELDS if field is not ZoneName]), st.text(max_size=30))
def test_what_is_parsed_stays_as_it_is(field: type[Scalar], text: str) -> None:
    try:
        parsed = field.parse(text)
    except ValueError:
        return
    assert field.parse(parsed) == parsed


@given(st.times())
def test_every_hour_of_the_day(hour: time) -> None:
    assert WallTime.parse(f"{hour:%H:%M}").time == hour.replace(second=0, microsecond=0)


def test_moments_and_zones_give_what_they_stand_for() -> None:
    assert WallMoment.parse("2020-04-30 9:00").moment == datetime(2020, 4, 30, 9, 0)
    assert ZoneName.parse("America/Cancun").zone.key == "America/Cancun"


def test_every_field_is_tested() -> None:
    assert set(FIELDS) == {Scalar, *Scalar.__subclasses__()}
    assert {field for field, *_rest in GOOD} == set(FIELDS)
