"""The slow second look at a document that is wrong: its problems, with their places and advice."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from mcsj_cli.errors import Fault, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml.decoding import is_too_deep
from mcsj_cli.store.yaml.schema import walk

_HASHTAG = re.compile(r"(?<=[\s\[{,])#(\w+)")
_COMMENT = re.compile(r"(?:(?<=[\s\[{,])|^)#")
_MERGE_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?= |\r?$)", re.MULTILINE)
# As YAML 1.1 breaks lines, and what libyaml refuses to read.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
# How libyaml, from 0.2.6 on, refuses a document that is deeper than it reads.
_TOO_DEEP = "exceeded maximum nesting depth"
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Diagnosis:
    """A document under examination; its problems are placed in `file`.

    In a document of a `newer` format unknown keys are no problems.
    """

    def __init__(self, text: str, file: str, *, newer: bool = False) -> None:
        self.text = text
        self.file = file
        self.newer = newer
        self.lines = _LINE.findall(text)[: len(_BREAK.findall(text)) + 1]

    def problems(self, schema: object) -> list[Problem]:
        """Find every problem that the document has as a `schema`; there may be none."""
        markers = list(self._merge_markers())
        if markers:
            return markers
        aliases: list[Problem] = []
        try:
            if not is_too_deep(self.text):
                aliases += self._aliases()
                return sorted({*aliases, *self._examine(schema)})
        except yaml.YAMLError as error:
            if getattr(error, "problem", None) != _TOO_DEEP:
                return aliases or [self._syntax(error)]
        except RecursionError:  # deep by its indentation
            pass
        return [self._problem(0, 0, _("the file is nested too deeply"), _("Simplify it."))]

    def _examine(self, schema: object) -> list[Problem]:
        root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        if root is None:
            advice = _("Write its content, or bring it back from a copy.")
            return [self._problem(0, 0, _("the file is empty"), advice)]
        comments = list(self._comments(root))
        # A value that became empty because of its hashtag is reported once.
        reported = {problem.line for problem in comments}
        flaws = [flaw for flaw in walk(root, schema) if not (self.newer and flaw.unknown)]
        found = [self._at(flaw.node, flaw.message, flaw.advice) for flaw in flaws]
        return comments + [problem for problem in found if problem.line not in reported]

    def place(self, fault: Fault) -> Problem:
        """Return a fault as a problem with its place.

        That is where its path leads, or as far as the document follows the path.
        """
        node = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        assert node is not None, self.file  # noqa: S101  only a readable document has faults
        for step in fault.path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        problem = self._at(node, fault.message, fault.advice)
        return problem._replace(excerpt="", private=True) if fault.private else problem

    def _problem(self, line: int, column: int, message: str, advice: str = "") -> Problem:
        if line >= len(self.lines):  # libyaml places what is missing at the end one line after it
            line, column = len(self.lines) - 1, len(self.lines[-1])
        text = self.lines[line]
        excerpt = text.strip()
        if len(excerpt) > 100:
            start = max(0, min(column - 50, len(text) - 100))
            excerpt = f"…{text[start : start + 100].strip()}…"
        return Problem(self.file, line + 1, column + 1, message, advice, excerpt)

    def _at(self, node: yaml.Node, message: str, advice: str = "") -> Problem:
        return self._problem(node.start_mark.line, node.start_mark.column, message, advice)

    def _merge_markers(self) -> Iterator[Problem]:
        message = _("git left a merge marker here")
        advice = _(
            "Keep one of the two versions;"
            " remove the lines that begin with <<<<<<<, ======= and >>>>>>>."
        )
        for number, line in enumerate(self.lines):
            if _MERGE_MARKER.match(line):
                yield self._problem(number, 0, message, advice)

    def _aliases(self) -> Iterator[Problem]:
        message = _("«{sign}» is a YAML anchor, alias or tag, which data files do not use")
        advice = _("Write the value out in each place; or in quotes, if the sign belongs to it.")
        for event in yaml.parse(self.text, Loader=yaml.CBaseLoader):
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if not (anchor or tag):
                continue
            first = "*" if isinstance(event, yaml.AliasEvent) else "&"
            sign = tag or f"{first}{anchor}"
            mark: Any = event.start_mark
            yield self._problem(mark.line, mark.column, message.format(sign=sign), advice)

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        """Find what libyaml stumbled over: first the usual causes, then its own reason."""
        unreadable = _UNREADABLE.search(self.text)
        if unreadable:
            return self._control_character(unreadable.start())
        marks: list[Any] = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        places = [(int(m.line), int(m.column)) for m in marks if m is not None] or [(0, 0)]
        candidates = [line for line, _column in places] + [max(0, places[0][0] - 1)]
        for line in candidates:
            known = self._tab(line) or self._hashtag(line)
            if known:
                return known
        reason = _translate_reason(getattr(error, "problem", None) or "")
        message = _("this cannot be read as YAML: {reason}").format(reason=reason)
        advice = _(
            "Look at the colons, brackets, quotes and the indentation"
            " in this line and the one before."
        )
        return self._problem(*places[0], message, advice)

    def _control_character(self, place: int) -> Problem:
        before = self.text[:place]
        breaks = list(_BREAK.finditer(before))
        column = len(before) - (breaks[-1].end() if breaks else 0)
        message = _("there is a control character here")
        return self._problem(len(breaks), column, message, _("Delete it and write the line again."))

    def _tab(self, line: int) -> Problem | None:
        tab = re.match(r"[ -]*\t", self.lines[line]) if line < len(self.lines) else None
        if tab is None:
            return None
        advice = _("Indent with spaces: two for each level.")
        return self._problem(line, tab.end() - 1, _("there is a tab here"), advice)

    def _hashtag(self, line: int) -> Problem | None:
        text = self.lines[line] if line < len(self.lines) else ""
        hashtag = _HASHTAG.search(text)
        if hashtag is None or text.lstrip().startswith("#"):
            return None
        return self._became_comment(line, hashtag)

    def _became_comment(self, line: int, hashtag: re.Match[str]) -> Problem:
        word = hashtag[1]
        message = _("«#{word}» became a comment, because # begins one").format(word=word)
        advice = _(
            "Write {word} without #, or the whole value in quotes;"
            " a comment has a space after its #."
        )
        return self._problem(line, hashtag.start(), message, advice.format(word=word))

    def _comments(self, root: yaml.Node) -> Iterator[Problem]:
        """Find hashtags that became comments: a # glued to a word, after text, outside values."""
        values = []
        for node in _list_scalars(root):
            if node.value:
                values.append((node.start_mark.index, node.end_mark.index))
        offset = 0
        for number, line in enumerate(self.lines):
            start = _find_comment(line, offset, values)
            hashtag = None if start is None else _HASHTAG.match(line, start)
            if hashtag and line[:start].strip():
                yield self._became_comment(number, hashtag)
            offset += len(line)


class PlainDiagnosis(Diagnosis):
    """A document under examination that may have any keys and values."""

    def _examine(self, schema: object) -> list[Problem]:
        root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        if root is None:
            return super()._examine(schema)
        return [*self._comments(root), *self._repeated_keys(root)]

    def _repeated_keys(self, node: yaml.Node) -> Iterator[Problem]:
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        if isinstance(node, yaml.MappingNode):
            # As a mapping of anything it has no other flaw than its keys.
            for flaw in walk(_without_values(node), dict[str, str]):
                yield self._at(flaw.node, flaw.message, flaw.advice)
            children = [value for _key, value in node.value]
        for child in children:
            yield from self._repeated_keys(child)


def _without_values(node: yaml.MappingNode) -> yaml.MappingNode:
    pairs = []
    for key, _value in node.value:
        pairs.append((key, yaml.ScalarNode(key.tag, "", key.start_mark, key.end_mark)))
    return yaml.MappingNode(node.tag, pairs, node.start_mark, node.end_mark)


def _find_comment(line: str, offset: int, values: list[tuple[int, int]]) -> int | None:
    """Return where a line's comment begins, outside of every value.

    `offset` is where the line begins in the document, and `values` are places in the document.
    """
    for sign in _COMMENT.finditer(line):
        position = offset + sign.start()
        if not any(start < position < end for start, end in values):
            return sign.start()
    return None


def _translate_reason(problem: str) -> str:
    """Return libyaml's reason in the person's language, if it is one of the usual ones."""
    reasons = {
        "mapping values are not allowed in this context": _(
            "a colon where no key can be; a text with a colon stands in quotes"
        ),
        "could not find expected ':'": _("a colon is missing"),
        "did not find expected key": _("a key is missing, or the indentation changes"),
        "did not find expected ',' or ']'": _("a comma or ] is missing"),
        "did not find expected ',' or '}'": _("a comma or } is missing"),
        "found unexpected end of stream": _("a quote is not closed"),
        "did not find expected '-' indicator": _("a - is missing, or the indentation changes"),
        "found character that cannot start any token": _("a sign that must stand in quotes"),
        "but found another document": _("a line --- begins a second document"),
        "found undefined tag handle": _("a sign that must stand in quotes"),
        "did not find expected node content": _("a value is missing, or a bracket is too many"),
        "did not find expected alphabetic or numeric character": _(
            "a sign that must stand in quotes"
        ),
        "did not find expected comment or line break": _("a sign that must stand in quotes"),
        "found unknown escape character": _(
            "a \\ inside double quotes; write \\\\, or use single quotes"
        ),
    }
    return reasons.get(problem, _("something here is not in its place"))


def _list_scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _list_scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _list_scalars(key)
            yield from _list_scalars(value)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
