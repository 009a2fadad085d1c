"""Pictures as SVG text, with attributes only: no style, script or font of theirs reaches the page.

Ink is `currentColor`, which follows the page into dark mode. The other colours stand out on white
and on near-black alike (WCAG 2.2, 1.4.11: at least 3 to 1). Every text is escaped here.
"""

from xml.sax.saxutils import escape, quoteattr

from mcsj_cli.xml_text import UNFIT

INK = "currentColor"
BLUE, GREEN, ORANGE, RED, VIOLET, GREY = (
    "#3b82c4",
    "#2e8b57",
    "#c96a12",
    "#d64545",
    "#9063cd",
    "#7a828c",
)
FONT = "system-ui, sans-serif"


def element(name: str, *content: str, **attributes: object) -> str:
    """Write an element; `content` is SVG already, and an attribute's name has _ for -."""
    told = "".join(
        f" {_attribute_name(key)}={quoteattr(_attribute_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{''.join(content)}</{name}>" if content else f"<{name}{told}/>"


def text(words: str) -> str:
    """Escape a text for the inside of an element."""
    return escape(UNFIT.sub(" ", words))


def words(x: float, y: float, told: str, size: float = 14, **attributes: object) -> str:
    """Write a text at a place; its baseline lies at `y`."""
    return element("text", text(told), x=x, y=y, font_size=size, fill=INK, **attributes)


def picture(
    key: str, title: str, description: str, width: float, height: float, *content: str
) -> str:
    """Wrap a picture as one image with a name and a description; `key` is unique on its page."""
    return element(
        "svg",
        element("title", text(title), id=f"{key}-title"),
        element("desc", text(description), id=f"{key}-desc"),
        *content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_attribute_value(width)} {_attribute_value(height)}",
        role="img",
        aria_labelledby=f"{key}-title",
        aria_describedby=f"{key}-desc",
        font_family=FONT,
    )


def _attribute_name(name: str) -> str:
    return name if name == "viewBox" else name.rstrip("_").replace("_", "-")


def _attribute_value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return UNFIT.sub(" ", str(value))
