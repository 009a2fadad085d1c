"""Phone numbers: as people and programs write them, and as they are kept, compared and dialled."""

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.phone import is_phone, link_phone, parse_phone, phone_key


@pytest.mark.parametrize(
    "text",
    ["55 0000 0001", "5500000001", "(55) 0000-0001", "+52 55 0000 0001", "+5215500000001",
     "+1 202 000 0001", "81.0000.0001", "55 0000 0001 ext. 2"],
)  # fmt: skip
def test_numbers_that_can_be_kept(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    ["", "0000000001", "15 0000 0001", "55 0000 001", "55 0000 00012", "+52 55 0000 001",
     "+52 2 55 0000 0001", "+0 1234 5678", "+1234567", "+1234567890123456", "cinco",
     "55 0000 0001 ext 2", "ext. 2", "52 + 55 0000 0001", "٥٥٠٠٠٠٠٠٠١"],
)  # fmt: skip
def test_numbers_that_cannot_be_kept(text: str) -> None:
    assert not is_phone(text)


WRITTEN = [
    ("044 81 0000 0001", "81 0000 0001"),
    ("045 (81) 0000 0001", "(81) 0000 0001"),
    ("(044) 81 0000 0001", "81 0000 0001"),
    ("01 81 0000 0001", "81 0000 0001"),
    ("01 800 000 0001", "800 000 0001"),
    ("0052 81 0000 0001", "+52 81 0000 0001"),
    ("52 81 0000 0001", "+52 81 0000 0001"),
    ("001 202 555 0100", "+1 202 555 0100"),
    ("tel:+52-81-0000-0001", "+52-81-0000-0001"),
    ("tel:+52-81-0000-0001;ext=12", "+52-81-0000-0001 ext. 12"),
    ("tel:8100000001;phone-context=+52", "8100000001"),
    ("8100000001.0", "8100000001"),
    ("81\u20110000\u20110001", "81-0000-0001"),
    ("\u202a+52 81 0000 0001\u202c", "+52 81 0000 0001"),
    ("+52\u00a081\u00a00000\u00a00001", "+52 81 0000 0001"),
    ("+52 1 81 0000 0001", "+52 81 0000 0001"),
    ("+5218100000001", "+52 8100000001"),
    ("+52 (1) 81 0000 0001", "+52 81 0000 0001"),
    ("+52 01 81 0000 0001", "+52 81 0000 0001"),
    ("(+52) 81 0000 0001", "+52 81 0000 0001"),
    ("664/123-4567", "664-123-4567"),
    ("Cel. 81 0000 0001", "81 0000 0001"),
    ("WhatsApp: +52 81 0000 0001", "+52 81 0000 0001"),
    ("81 0000 0001, extensión 7", "81 0000 0001 ext. 7"),
    ("81 0000 0001 Ext.: 12", "81 0000 0001 ext. 12"),
    ("81 0000 0001 (ext 3)", "81 0000 0001 ext. 3"),
    ("8100000001x12", "8100000001 ext. 12"),
    ("8100000001,12", "8100000001 ext. 12"),
    ("  81  0000 0001 ", "81 0000 0001"),
]


@pytest.mark.parametrize(("written", "kept"), WRITTEN)
def test_what_is_written_and_what_is_kept(written: str, kept: str) -> None:
    phone = parse_phone(written)
    assert str(phone) == kept
    assert is_phone(kept)
    assert parse_phone(kept) == phone
    if not written.startswith("001"):
        assert phone_key(kept) in ("8100000001", "8000000001", "6641234567")
        assert link_phone(written).startswith(f"tel:+52{phone_key(kept)}")


@pytest.mark.parametrize(
    "text",
    ["", "tel:", "*111", "911", "Ext.: 12", "Vocal 81 0000 0001", "81 0000 0001 / 81 0000 0002",
     "8.1E+09", "81 0000 0001 EXT", "044 81 0000 001", "81 0000 0001 de noche"],
)  # fmt: skip
def test_what_is_no_number_of_a_person(text: str) -> None:
    assert parse_phone(text) is None


@given(
    before=st.sampled_from(["", "01 ", "044 ", "(045) ", "52 ", "+52 ", "+52 1 ", "0052 ", "tel:"]),
    parts=st.sampled_from([(2, 4, 4), (10,), (3, 3, 4), (2, 2, 2, 2, 2), (2, 8)]),
    gap=st.sampled_from([" ", "-", ".", "\u2011", "\u00a0"]),
    digits=st.from_regex(r"[2-9]\d{9}", fullmatch=True).filter(str.isascii),
    extension=st.sampled_from(["", " ext. 7", " Ext.: 7", ", extensión 7", "x7"]),
)
def test_any_way_of_writing_gives_the_same_number(
    before: str, parts: tuple[int, ...], gap: str, digits: str, extension: str
) -> None:
    places = pairwise(accumulate(parts, initial=0))
    number = gap.join(digits[first:last] for first, last in places)
    phone = parse_phone(f"{before}{number}{extension}")
    assert phone is not None
    assert (phone.digits[-10:], phone.extension) == (digits, "7" if extension else "")
    assert phone.number.startswith("+52") == ("52" in before)
    assert parse_phone(str(phone)) == phone
    assert phone_key(str(phone)) == digits
