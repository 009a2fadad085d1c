"""The letterhead: a colour that can be read on either ground, and a logo that is what it says."""

import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.letterhead import Colour, Logo, LogoName
from mcsj_cli.store.logo import LARGEST
from tests.test_main import Run

GROUNDS = (Colour("#ffffff"), Colour("#12161c"))
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/>'
    b"</svg>"
)
# A quantisation table and a frame header of 7 by 5 dots.
JPEG = b"\xff\xd8\xff\xdb\x00\x04ab\xff\xc0\x00\x0b\x08\x00\x05\x00\x07\x01\x01\x11\x00"


def png(width: int, height: int, rows: int | None = None) -> bytes:
    """Make a grey picture with nothing of ours (PNG, 5.3)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    lines = (b"\0" + b"\x80" * width) * (height if rows is None else rows)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


@given(st.integers(0, 0xFFFFFF), st.sampled_from(GROUNDS))
def test_every_colour_is_made_readable(number: int, ground: Colour) -> None:
    colour = Colour.parse(f"#{number:06X}")
    shown = colour.readable_on(ground)
    assert shown.contrast(ground) >= 4.5
    assert Colour.parse(shown) == shown
    if colour.contrast(ground) >= 4.5:
        assert shown == colour


def test_contrast_is_that_of_the_standard() -> None:
    white, black, grey = Colour("#ffffff"), Colour("#000000"), Colour("#767676")
    assert white.contrast(black) == black.contrast(white) == pytest.approx(21)
    assert grey.contrast(white) == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("text", ["", "red", "#fff", "#12345g", "1f4e79", "#1f4e79;}", "#1f4e79\n"])
def test_what_is_no_colour(text: str) -> None:
    with pytest.raises(ValueError, match="#1f4e79"):
        Colour.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "../logo.png",
        "/etc/logo.png",
        "a/../logo.png",
        "logo.gif",
        ".png",
        "logo",
        "a\\logo.png",
        "./logo.png",
        "a//b.png",
    ],
)
def test_what_is_no_logo_of_the_folder(text: str) -> None:
    with pytest.raises(ValueError, match=r"logo\.png"):
        LogoName.parse(text)


def test_a_logo_is_known_by_what_stands_in_it() -> None:
    assert LogoName.parse("imágenes/Logo de la red.SVG")
    assert Logo.parse(SVG).media == "image/svg+xml"
    assert (
        Logo.parse(b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <x> -->\n' + SVG).media
        == "image/svg+xml"
    )
    assert Logo.parse(b"<!-- x -->\n<!---->" * 5000 + SVG).media == "image/svg+xml"
    assert Logo.parse(png(3, 2)).media == "image/png"
    assert Logo.parse(JPEG).media == "image/jpeg"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html></html>",
        b"GIF89a",
        png(5000, 1, rows=0),
        png(1, 1)[:20],
        JPEG[:12],
        b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG,
        b"<!-- x -->\n" * 5000 + b"<html/>",
        b"<!-- " * 5000 + SVG,
        SVG.replace(b"<circle", b"<!entity x 'y'><circle"),
    ],
)
def test_what_is_no_picture(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Logo.parse(content)


@pytest.mark.parametrize("trouble", ["missing", "large", "other", "folder", "link"])
def test_a_wrong_logo_is_told_with_its_line(project: Path, mcsj: Run, trouble: str) -> None:
    network, logo = project / "data/network.yaml", project / "data/logo.png"
    text = network.read_text(encoding="utf-8")
    network.write_text(
        text.replace('  colour: "#1f4e79"', '  colour: "#1f4e79"\n  logo: logo.png'),
        encoding="utf-8",
    )
    outside = project / "elsewhere.png"
    outside.write_bytes(png(2, 2))
    match trouble:
        case "large":
            logo.write_bytes(png(2, 2) + b" " * LARGEST)
        case "other":
            logo.write_text("<html>", encoding="utf-8")
        case "folder":
            logo.mkdir()
        case "link":
            logo.symlink_to(outside)
    result = mcsj("check")
    assert result.code == 1
    line = network.read_text(encoding="utf-8").splitlines().index("  logo: logo.png") + 1
    assert f"data/network.yaml:{line}:" in result.out
    assert "logo.png" in result.out
    assert mcsj("report", "weekly").code == 0  # a text has no logo


def test_a_right_logo_is_no_problem(project: Path, mcsj: Run) -> None:
    network = project / "data/network.yaml"
    text = network.read_text(encoding="utf-8")
    network.write_text(
        text.replace('  colour: "#1f4e79"', '  colour: "#1f4e79"\n  logo: logo.png'),
        encoding="utf-8",
    )
    (project / "data/logo.png").write_bytes(png(20, 10))
    assert mcsj("check").code == 0
    network.write_text(text.replace('"#1f4e79"', "#1f4e79"), encoding="utf-8")
    assert mcsj("check").code == 1
