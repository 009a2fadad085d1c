"""The commands of the registry, as they are typed."""

from collections.abc import Iterator

from mcsj_cli.registry import COMMANDS, Command, Noun


def find_commands() -> Iterator[tuple[tuple[str, ...], Command]]:
    """Find every command with its words in English: a noun and a verb, or one word."""
    for entry in COMMANDS:
        if isinstance(entry, Noun):
            for verb in entry.verbs:
                yield (entry.name, verb.name), verb
        else:
            yield (entry.name,), entry
