"""How deep a document is nested, found without recursion: libyaml's own would overflow the stack."""

import yaml

# No document of ours has ten levels.
_DEEPEST = 50
# Only these open a level in so few bytes that a small file can go deep.
_OPENERS = ("[", "{", "- ", "? ", "-\t", "?\t")
_MANY = 500


def is_too_deep(text: str) -> bool:
    """Say whether a document goes deeper than any of ours may."""
    if sum(map(text.count, _OPENERS)) < _MANY:
        return False
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    return True
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return False
    return False
