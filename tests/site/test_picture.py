"""A logo that is opened by itself draws, and does nothing else."""

import pytest

from mcsj_cli.model.letterhead import Logo
from mcsj_cli.site.picture import is_inert

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 9 9">{}</svg>'
)
AWAY = "https://example.org/x"


def judge(text: str) -> bool:
    return is_inert(Logo("image/svg+xml", text.encode()))


@pytest.mark.parametrize(
    "inside",
    [
        "",
        '<path d="M0 0h9" fill="url(#g)"/><use href="#a"/><use xlink:href="#a"/>',
        '<defs><linearGradient id="g" gradientTransform="rotate(45)">'
        '<stop offset="0" stop-color="rgb(1,2,3)"/>'
        "</linearGradient></defs>",
        (
            """<g fill="url( '#g' ) none" transform="translate(1 2) skewX(3)">"""
            "<title>Red (México)</title></g>"
        ),
        '<image width="9" height="9" href="data:image/png;base64,iVBORw0KGgo="/>',
        (
            '<text xml:lang="es" aria-label="Red (México)">url(https://example.org) '
            "&lt;script&gt;</text><!-- x -->"
        ),
    ],
)
def test_lines_and_colours_are_inert(inside: str) -> None:
    assert judge(SVG.format(inside))
    assert judge('\ufeff<?xml version="1.0" encoding="UTF-8"?>\n' + SVG.format(inside))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>',
        '<g onload="alert(1)"/>',
        '<g OnLoad="alert(1)"/>',
        '<a xlink:href="javascript:alert(1)"><text>x</text></a>',
        f'<image href="{AWAY}.png"/>',
        f'<image xlink:href="{AWAY}.png"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4="/>',
        '<use href="x.svg#a"/>',
        '<use href=" #a"/>',
        '<use href="data:image/png;base64,AAAA"/>',
        f'<feImage href="{AWAY}"/>',
        f"<style>@import url({AWAY}.css)</style>",
        "<style>path { fill: red }</style>",
        '<path style="fill: red"/>',
        f"""<path fill="image-set('{AWAY}' 1x)"/>""",
        f"""<path mask="image-set('{AWAY}' 1x)"/>""",
        f"""<path mask="-webkit-image-set('{AWAY}' 1x)"/>""",
        f'<path fill="url({AWAY}#a)"/>',
        f'<path fill="URL({AWAY}#a)"/>',
        '<path fill="url(//example.org#a)"/>',
        f'<path fill="url(#g) url({AWAY}#a)"/>',
        f'<path filter="\\75rl({AWAY})"/>',
        f'<path filter="u\\72l({AWAY})"/>',
        f'<path filter="u&#x5c;72l({AWAY})"/>',
        f'<path filter="&#117;rl({AWAY})"/>',
        f"<path filter=\"src('{AWAY}')\"/>",
        f'<path cursor="url({AWAY}), auto"/>',
        f'<g xml:base="{AWAY}"><use href="#a"/></g>',
        "<foreignObject/>",
        '<animate attributeName="href" values="x"/>',
        '<set attributeName="href" to="x"/>',
        f'<metadata><x xmlns="{AWAY}"/></metadata>',
        f'<?xml-stylesheet href="{AWAY}.css"?>',
        "<path",
    ],
)
def test_whatever_runs_or_fetches_is_not(inside: str) -> None:
    assert not judge(SVG.format(inside))


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0" encoding="utf-7"?>'
        + SVG.format("+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
        '<?xml version="1.0" encoding="iso-8859-1"?>' + SVG.format(""),
        f'<?xml-stylesheet href="{AWAY}.css"?>' + SVG.format(""),
        '<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"),
        "<svg><path/></svg>",
        f'<svg xmlns="{AWAY}"/>',
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_what_others_may_read_otherwise_is_not(text: str) -> None:
    assert not judge(text)


def test_other_bytes_are_not_and_pixels_always_are() -> None:
    assert not is_inert(Logo("image/svg+xml", SVG.format("").encode("utf-16")))
    assert not is_inert(Logo("image/svg+xml", b"<svg \xff"))
    assert is_inert(Logo("image/png", b"<script>"))
