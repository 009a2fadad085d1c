"""The names of servers, by which a person agrees to them."""

import pytest

from mcsj_cli.model.destination import name_host


@pytest.mark.parametrize(
    ("host", "port", "name"),
    [
        ("smtp.example.org", 587, "smtp.example.org"),
        (" SMTP.Example.org", 587, "smtp.example.org"),
        ("smtp.example.org", 465, "smtp.example.org:465"),
        ("::1", 587, "[::1]"),
        ("::1", 25, "[::1]:25"),
        ("[::1]", 25, "[::1]:25"),
        # A letter that looks like another, and a colon that is no port's.
        ("smtp.exаmple.org", 587, "smtp.xn--exmple-4nf.org"),
        ("smtp.example.org:465", 587, "[smtp.example.org:465]"),
        ("x" * 64 + "ñ", 587, "x" * 64 + "\\xf1"),
    ],
)
def test_how_a_host_is_named(host: str, port: int, name: str) -> None:
    assert name_host(host, port, 587) == name
