"""The SVG elements and attributes that neither run anything nor load anything."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from mcsj_cli.model.letterhead import Logo

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ELEMENTS = """
svg g defs symbol use title desc path rect circle ellipse line polyline polygon image text tspan
textPath marker linearGradient radialGradient stop pattern clipPath mask filter feBlend
feColorMatrix feComposite feFlood feGaussianBlur feMerge feMergeNode feMorphology feOffset
"""
_ATTRIBUTES = """
id class role lang version focusable aria-hidden aria-label aria-labelledby

x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy fr d points width height viewBox preserveAspectRatio
transform transform-origin rotate offset pathLength refX refY orient markerWidth markerHeight
markerUnits textLength lengthAdjust startOffset gradientUnits gradientTransform spreadMethod
patternUnits patternContentUnits patternTransform clipPathUnits maskUnits maskContentUnits

fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility overflow
clip-path clip-rule mask mask-type filter stop-color stop-opacity marker-start marker-mid
marker-end vector-effect paint-order mix-blend-mode isolation shape-rendering text-rendering
image-rendering color-interpolation color-interpolation-filters font-family font-size font-style
font-variant font-weight font-stretch letter-spacing word-spacing text-anchor text-decoration
dominant-baseline alignment-baseline baseline-shift writing-mode direction unicode-bidi
enable-background

filterUnits primitiveUnits in in2 result mode type values operator k1 k2 k3 k4 flood-color
flood-opacity stdDeviation edgeMode radius
"""
_KNOWN_ELEMENTS = frozenset(_SVG + name for name in _ELEMENTS.split())
_KNOWN_ATTRIBUTES = frozenset(_ATTRIBUTES.split()) | {f"{_XML}space", f"{_XML}lang"}
_LINKS = {"href", f"{_XLINK}href"}
_HERE = re.compile(r"#[\w.:-]+")
_PIXELS = re.compile(r"data:image/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]*")
_URL_HERE = re.compile(r"""url\(\s*(["']?)#[\w.:-]+\1\s*\)""")
# Functions in values of style that load nothing, unlike image-set.
_CALLS = {"rgb", "rgba", "hsl", "hsla", "matrix", "translate", "scale", "rotate", "skewx", "skewy"}
_CALL = re.compile(r"([\w-]+)\(")
# Instructions for other programs, such as style sheets, and document types.
_INSTRUCTIONS = re.compile(r"<\?(?!xml\s)|<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DECLARATION = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)""")


def is_inert(logo: Logo) -> bool:
    """Whether a picture neither runs nor loads anything when it is opened by itself."""
    if logo.media != "image/svg+xml":
        return True
    try:
        text = logo.content.decode("utf-8-sig")
        declared = _DECLARATION.match(text.lstrip())
        # A program that obeys another encoding would read another picture than we check here.
        if declared and declared[1].casefold() not in ("utf-8", "us-ascii"):
            return False
        if _INSTRUCTIONS.search(text):
            return False
        # Without a document type no entity can grow.
        root = ET.fromstring(text.lstrip().encode())  # noqa: S314
    except (ValueError, ET.ParseError, LookupError):
        return False
    return root.tag == f"{_SVG}svg" and not any(_find_faults(root))


def _find_faults(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag not in _KNOWN_ELEMENTS:
            yield element.tag
        for name, value in element.items():
            if name in _LINKS:
                allowed = _leads_here(element, value)
            else:
                allowed = name in _KNOWN_ATTRIBUTES and _is_plain(value)
            if not allowed:
                yield f"{name}={value}"


def _leads_here(element: ET.Element, value: str) -> bool:
    is_picture = element.tag == f"{_SVG}image" and _PIXELS.fullmatch(value)
    return bool(_HERE.fullmatch(value) or is_picture)


def _is_plain(value: str) -> bool:
    rest = _URL_HERE.sub("", value)
    return (
        "\\" not in rest
        and "/*" not in rest
        and {name.lower() for name in _CALL.findall(rest)} <= _CALLS
    )
