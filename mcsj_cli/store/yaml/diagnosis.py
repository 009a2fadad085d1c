"""The slow second look at a document that is wrong: all its problems, each with its place and advice."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from mcsj_cli.errors import Fault, Problem
from mcsj_cli.i18n import _
from mcsj_cli.store.yaml.depth import is_too_deep
from mcsj_cli.store.yaml.schema import walk

_HASHTAG = re.compile(r"(?<=[\s\[{,])#(\w+)")
_COMMENT = re.compile(r"(?:(?<=[\s\[{,])|^)#")
_MERGE_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?= |\r?$)", re.MULTILINE)
# As YAML 1.1 breaks lines, and what libyaml refuses to read.
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|$)")
# What libyaml says of a document that is deeper than it reads itself, from 0.2.6 on.
_TOO_DEEP = "exceeded maximum nesting depth"
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Diagnosis:
    """A document under examination; `file` is how its place is named."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.lines = _LINE.findall(text)[: len(_BREAK.findall(text)) + 1]

    def problems(self, schema: object) -> list[Problem]:
        """Find every problem that the document has as a `schema`; none if it was only suspected."""
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
            return [
                self._problem(
                    0,
                    0,
                    _("the file is empty"),
                    _("Write its content, or bring it back from a copy."),
                )
            ]
        comments = list(self._comments(root))
        told = {
            problem.line for problem in comments
        }  # a value that its hashtag emptied is told once
        found = [self._at(*flaw) for flaw in walk(root, schema)]
        return comments + [problem for problem in found if problem.line not in told]

    def place(self, fault: Fault) -> Problem:
        """Give a fault the place of its path, or of the nearest part of it that the document has."""
        node = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        assert node is not None, self.file  # noqa: S101  only a readable document has faults
        for step in fault.path:
            child = _child(node, step)
            if child is None:
                break
            node = child
        problem = self._at(node, fault.message, fault.advice)
        return problem._replace(excerpt="") if fault.private else problem

    def _problem(self, line: int, column: int, message: str, advice: str = "") -> Problem:
        if line >= len(self.lines):  # libyaml tells what is missing at the end as one line after it
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
        for number, line in enumerate(self.lines):
            if _MERGE_MARKER.match(line):
                yield self._problem(
                    number,
                    0,
                    _("git left a merge marker here"),
                    _(
                        "Keep one of the two versions; remove the lines that begin with <<<<<<<, ======= and >>>>>>>."
                    ),
                )

    def _aliases(self) -> Iterator[Problem]:
        advice = _("Write the value out in each place; or in quotes, if the sign belongs to it.")
        for event in yaml.parse(self.text, Loader=yaml.CBaseLoader):
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if anchor or tag:
                sign = tag or ("*" if isinstance(event, yaml.AliasEvent) else "&") + str(anchor)
                message = _("«{sign}» is a YAML anchor, alias or tag, which data files do not use")
                mark: Any = event.start_mark
                yield self._problem(mark.line, mark.column, message.format(sign=sign), advice)

    def _syntax(self, error: yaml.YAMLError) -> Problem:
        """Say what libyaml stumbled over: first the causes that people know, then its own reason."""
        unreadable = _UNREADABLE.search(self.text)
        if unreadable:
            before = self.text[: unreadable.start()]
            breaks = list(_BREAK.finditer(before))
            column = len(before) - (breaks[-1].end() if breaks else 0)
            advice = _("Delete it and write the line again.")
            return self._problem(
                len(breaks), column, _("there is a control character here"), advice
            )
        marks: list[Any] = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
        places = [(int(m.line), int(m.column)) for m in marks if m is not None] or [(0, 0)]
        candidates = [line for line, _column in places] + [max(0, places[0][0] - 1)]
        for line in candidates:
            known = self._tab(line) or self._hashtag(line)
            if known:
                return known
        reason = _reason(getattr(error, "problem", None) or "")
        return self._problem(
            *places[0],
            _("this cannot be read as YAML: {reason}").format(reason=reason),
            _(
                "Look at the colons, brackets, quotes and the indentation in this line and the one before."
            ),
        )

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
        return self._problem(
            line,
            hashtag.start(),
            _("«#{word}» became a comment, because # begins one").format(word=word),
            _(
                "Write {word} without #, or the whole value in quotes; a comment has a space after its #."
            ).format(word=word),
        )

    def _comments(self, root: yaml.Node) -> Iterator[Problem]:
        """Find hashtags that became comments: a glued # after other text, outside of every value."""
        values = [
            (node.start_mark.index, node.end_mark.index) for node in _scalars(root) if node.value
        ]
        offset = 0
        for number, line in enumerate(self.lines):
            for sign in _COMMENT.finditer(line):
                position = offset + sign.start()
                if any(start < position < end for start, end in values):
                    continue
                hashtag = _HASHTAG.match(line, sign.start())
                if hashtag and line[: sign.start()].strip():
                    yield self._became_comment(number, hashtag)
                break  # what follows on the line is the comment
            offset += len(line)


def _reason(problem: str) -> str:
    """Give libyaml's reason in the person's language, where it is one of the usual ones."""
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


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None
