"""Every option of every command, given twice: its values add up, or it is refused."""

from collections.abc import Iterator

import click
import pytest

from mcsj_cli import i18n
from mcsj_cli.application import load
from mcsj_cli.registry import COMMANDS, Command, Noun
from tests.test_main import Run


def list_commands() -> Iterator[tuple[str, Command]]:
    for entry in COMMANDS:
        verbs = [entry] if isinstance(entry, Command) else entry.verbs
        nouns = [] if isinstance(entry, Command) else [entry.name]
        for verb in verbs:
            yield " ".join([*nouns, verb.name]), verb


def list_options() -> Iterator[tuple[str, str, bool]]:
    """Yield each name of each option: its command, itself, and whether it takes no value."""
    for words, entry in list_commands():
        for option in load(entry).params:
            if isinstance(option, click.Option) and not option.multiple:
                for name in (*option.opts, *option.secondary_opts):
                    if name not in ("--help", "-h"):
                        yield words, name, option.is_flag


OPTIONS = list(list_options())


def test_all_nouns_are_taken_apart() -> None:
    verbs = sum(len(one.verbs) if isinstance(one, Noun) else 1 for one in COMMANDS)
    assert len({words for words, _entry in list_commands()}) == verbs
    assert len(OPTIONS) > 300


@pytest.mark.parametrize("words", [words for words, _entry in list_commands()])
def test_an_option_of_one_value_is_refused_when_given_twice(
    project: object, mcsj: Run, words: str
) -> None:
    for command, name, is_flag in OPTIONS:
        if command != words:
            continue
        once = [name] if is_flag else [name, "1"]
        for given in ([*once, *once], [*once, *once, *once]):
            result = mcsj(*words.split(), *given)
            assert (result.code, result.out) == (2, ""), (given, result.err)
            times = {2: "dos veces", 3: "3 veces"}[len(given) // len(once)]
            assert f"{name} se dio {times}" in result.err


def test_the_name_that_was_typed_is_named_whatever_stands_as_a_value(
    project: object, mcsj: Run
) -> None:
    result = mcsj("content", "list", "--week=2020-W17", "-w", "2020-W16")
    assert "--week se dio dos veces" in result.err
    result = mcsj("followups", "add", "--mesa", "leon", "--summary", "--mesa", "--mesa", "leon")
    assert "--summary" not in result.err.split("se dio")[0]


def test_the_last_language_counts(mcsj: Run) -> None:
    assert "Usage" in mcsj("--lang", "es", "--lang", "en", "--help").out
    with i18n.speaking("es"):
        assert "Uso" in mcsj("--lang", "en", "--lang", "es", "--help").out
