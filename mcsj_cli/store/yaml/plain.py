"""The second look at a document of which nothing is expected but that it can be read."""

from collections.abc import Iterator

import yaml

from mcsj_cli.errors import Problem
from mcsj_cli.store.yaml.diagnosis import Diagnosis
from mcsj_cli.store.yaml.schema import walk


class PlainDiagnosis(Diagnosis):
    """A document under examination, whatever its keys and values."""

    def _examine(self, schema: object) -> list[Problem]:
        root = yaml.compose(self.text, Loader=yaml.CBaseLoader)
        if root is None:
            return super()._examine(schema)
        return [*self._comments(root), *self._repeated(root)]

    def _repeated(self, node: yaml.Node) -> Iterator[Problem]:
        children = node.value if isinstance(node, yaml.CollectionNode) else []
        if isinstance(node, yaml.MappingNode):
            # As a mapping of anything it has no other flaw than its keys.
            yield from (self._at(*flaw) for flaw in walk(_without_values(node), dict[str, str]))
            children = [value for _key, value in node.value]
        for child in children:
            yield from self._repeated(child)


def _without_values(node: yaml.MappingNode) -> yaml.MappingNode:
    keys = [
        (key, yaml.ScalarNode(key.tag, "", key.start_mark, key.end_mark))
        for key, _value in node.value
    ]
    return yaml.MappingNode(node.tag, keys, node.start_mark, node.end_mark)
