"""How a scalar's text becomes the type of its field."""

from mcsj_cli.i18n import _


def decode_field(schema: type, value: object) -> object:
    """Make a field that parses itself, as msgspec's `dec_hook`; raise ValueError with the person's words."""
    if not isinstance(value, str):
        raise ValueError(_("a text is expected here"))
    parse = getattr(schema, "parse", None)
    if parse is None:
        raise NotImplementedError(schema)
    return parse(value)
