"""Bytes become text without a guess, or are refused with what they are."""

import codecs
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.doors.source_text import MOST_BYTES, UnreadableFileError, decode

TEXT = "Nombre,Correo\nÍñigo Muñoz de León,inigo@example.org\n"
# What people type in Spanish, with an accent in it, so that the encoding can be told.
SPANISH = st.text(alphabet="abcxyz ,;\nÁÉÍÓÚÑáéíóúüñ¿¡", min_size=1, max_size=80).map(
    lambda text: f"Acción,Mes\n{text}\n"
)
FORMS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with its mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "cp1252": lambda text: text.encode("cp1252"),
    "utf-16-le": lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
    "utf-16-be": lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNMARKED = ("utf-16-le", "utf-16-be")


@pytest.mark.parametrize("form", FORMS)
@given(text=SPANISH)
def test_a_text_comes_back_from_every_form(form: str, text: str) -> None:
    assert decode(FORMS[form](text), "a.csv") == text


@pytest.mark.parametrize("encoding", UNMARKED)
def test_nuls_at_every_other_place_stand_for_a_mark(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "a.csv") == TEXT


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("text", ["titulo,rubro\nLeón,SOSnacional\n", "Niños de Cancún\n", TEXT])
def test_accents_of_other_systems_are_refused(encoding: str, text: str) -> None:
    raw = text.replace("Í", "I").encode(encoding)
    with pytest.raises(UnreadableFileError) as caught:
        decode(raw, "a.csv")
    assert "Macintosh" in caught.value.problems[0].message
    assert caught.value.exit_code == 6


@pytest.mark.parametrize(
    "text",
    [
        "Côte d’Ivoire, la «nota» del lunes – Cancún",
        "Juan\u00a0Pérez, Mesa\u00a0Torreón",
        "5 € por kilo",
        "León",
    ],
)
def test_signs_of_windows_are_no_accents_of_another_system(text: str) -> None:
    assert decode(text.encode("cp1252"), "a.csv") == text


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "vacío"),
        (b"\xef\xbb\xbf \r\n", "vacío"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "imagen"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"a,b\n\x00\x01\x02\x00,\x05\n" * 9, "no es texto"),
        (b"\xff\xfeA\x00B", "cortado"),
        ("a,b\nMuñoz,Peñ".encode()[:-1], "cortado"),
        ("Muñoz\n".encode() + "Peña\n".encode("cp1252") + b"x" * 9, "otra codificación"),
        (b"x" * (MOST_BYTES + 1), "MB"),
        (b"PK\x03\x04abc", "cortado"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "contraseña",
        ),
    ],
)
def test_what_is_no_text_is_told_as_what_it_is(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        decode(raw, "a.csv")
    (problem,) = caught.value.problems
    assert problem.file == "a.csv"
    assert said in problem.message


def test_the_line_that_is_in_another_encoding_is_named() -> None:
    raw = "Muñoz\nuno\n".encode() + "Peña\n".encode("cp1252") + b"final\n"
    with pytest.raises(UnreadableFileError) as caught:
        decode(raw, "a.csv")
    assert caught.value.problems[0].line == 3
