"""How a new value is written into a document: as our dump would, with its neighbours' quotes."""

import io
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import yaml

Style = Literal["usual", "flow", "quoted"]

_TEXT, _LIST, _MAPPING = "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"
# Texts that are a truth value, a number, a day or an hour, for other readers and for us.
_TYPED = re.compile(r"true|false|-?(0|[1-9]\d*)(\.\d+)?|\d{4}-\d\d-\d\d|\d\d:\d\d", re.ASCII)
_RESOLVER = yaml.resolver.Resolver()
_WIDTH = 1_000_000
_PARAGRAPH = 108


class _Dumper(yaml.BaseDumper):
    """All scalars are text, and the dashes of a list stand further in than its key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)

    def analyze_scalar(self, scalar: str) -> yaml.emitter.ScalarAnalysis:
        """Let hours do without quotes in braces too: a colon before a digit ends no key."""
        analysis = super().analyze_scalar(scalar)
        analysis.allow_flow_plain = (
            analysis.allow_flow_plain or _TYPED.fullmatch(scalar) is not None
        )
        return analysis


def find_quotes(text: str) -> dict[str, str]:
    """Find keys whose values are all quoted, though YAML's grammar does not ask for it.

    Returns the quotes by key.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for key, scalar in _list_scalars(_compose(text), ""):
        if scalar.value and _Dumper(io.StringIO()).analyze_scalar(scalar.value).allow_flow_plain:
            seen[key].add(scalar.style or "")
    quotes = {}
    for key, styles in seen.items():
        if len(styles) == 1 and styles <= {"'", '"'}:
            quotes[key] = styles.pop()
    return quotes


def find_span(text: str, path: Sequence[str | int]) -> tuple[int, int]:
    """Find where a value begins, with its key if it has one, and where its last line ends."""
    start, node = 0, _compose(text)
    for step in path:
        if isinstance(node, yaml.MappingNode):
            key, node = next(pair for pair in node.value if pair[0].value == step)
            start = key.start_mark.index
        else:
            node = node.value[step]
            start = node.start_mark.index
    end = len(text[: _find_end(node)].rstrip(" "))
    # A text in a block ends where the next line begins, anything else within its line.
    if not text[:end].endswith("\n"):
        end += len(text[end:].partition("\n")[0])
    return start, end


def _compose(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.CBaseLoader)


def _find_end(node: Any) -> int:
    # The parser reports a block's end only where the next one begins, after the comments between.
    # The end of its last element is nearer.
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
    return int(node.end_mark.index)


def write_pair(path: Sequence[str], value: object, quotes: Mapping[str, str], style: Style) -> str:
    """Write a document of one key, the last of `path`, and its value."""
    key = path[-1]
    above = path[-2] if len(path) > 1 else ""
    writer = _Writer(quotes, style)
    pair = (writer.scalar(key, above), writer.node(value, key))
    root = yaml.MappingNode(_MAPPING, [pair], flow_style=style == "flow")
    return yaml.serialize(root, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)


def write_document(value: object) -> str:
    """Write a whole document: one level open, deeper ones on one line where they can be."""
    root = _Writer({}, "usual").node(value, "")
    if isinstance(root, yaml.CollectionNode):
        root.flow_style = False
    return yaml.serialize(root, Dumper=_Dumper, allow_unicode=True, width=_WIDTH)


def write_paragraph(text: str) -> str:
    """Write a document of some key and a text that is folded into lines.

    They are as long as those of the files that come with the program.
    """
    lines = textwrap.wrap(text, _PARAGRAPH - 6, break_long_words=False, break_on_hyphens=False)
    return "text: >-\n" + "".join(f"  {line}\n" for line in lines)


class _Writer:
    """Makes YAML nodes in a `style`.

    That is a line in brackets (flow), texts in double quotes (quoted), or as usual.
    """

    def __init__(self, quotes: Mapping[str, str], style: Style) -> None:
        self.quotes = quotes
        self.style = style

    def node(self, value: object, key: str) -> yaml.Node:
        if isinstance(value, dict):
            pairs = []
            for name, inner in value.items():
                pairs.append((self.scalar(name, key), self.node(inner, name)))
            return yaml.MappingNode(_MAPPING, pairs, flow_style=self._is_flow(value.values()))
        if isinstance(value, list):
            nodes = [self.node(item, key) for item in value]
            return yaml.SequenceNode(_LIST, nodes, flow_style=self._is_flow(value))
        return self.scalar(str(value), key)

    def scalar(self, text: str, key: str) -> yaml.ScalarNode:
        return yaml.ScalarNode(_TEXT, text, style=self._choose_quotes(text, key))

    def _choose_quotes(self, text: str, key: str) -> str | None:
        if "\n" in text:
            return "|" if self.style == "usual" else '"'
        if self.style == "quoted":
            return '"'
        return self.quotes.get(key, None if _is_text(text) else "'")

    def _is_flow(self, values: Any) -> bool:
        if self.style == "flow":
            return True
        return all(isinstance(value, str) and "\n" not in value for value in values)


def _list_scalars(node: yaml.Node | None, key: str) -> Iterator[tuple[str, yaml.ScalarNode]]:
    """Return each scalar with the key it belongs to; a key belongs to that of its mapping."""
    if isinstance(node, yaml.ScalarNode):
        yield key, node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _list_scalars(item, key)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield key, name
            yield from _list_scalars(value, name.value)


def _is_text(text: str) -> bool:
    """Whether other readers take a plain text for what it is to us."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return tag == _TEXT or _TYPED.fullmatch(text) is not None
