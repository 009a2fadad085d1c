"""Every option of every command, given twice: its values add up, or it is refused."""

import json
import re
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
    result = mcsj("content", "list", "--límite", "1", "--Límite", "2")
    assert "--limite se dio dos veces" in result.err
    result = mcsj("followups", "add", "--mesa", "leon", "--summary", "--mesa", "--mesa", "leon")
    assert "--summary" not in result.err.split("se dio")[0]


def test_the_last_language_counts(mcsj: Run) -> None:
    assert "Usage" in mcsj("--lang", "es", "--lang", "en", "--help").out
    with i18n.speaking("es"):
        assert "Uso" in mcsj("--lang", "en", "--lang", "es", "--help").out


@pytest.mark.parametrize(("words", "option", "values", "key"), [
    ("content list", "--tag", ("SOSeconomia", "SOSmensajes"), "tags"),
    ("content list", "--status", ("borrador", "published"), "status"),
    ("followups list", "--mesa", ("leon", "Pachuca"), "mesa"),
    ("followups list", "--channel", ("whatsapp", "llamada"), "channel"),
    ("actions list", "--mesa", ("leon", "monterrey"), "mesas"),
    ("actions list", "--axis", ("salud", "familia"), "axis"),
    ("actions list", "--group", ("4", "5"), "mesas"),
    ("meetings list", "--group", ("4", "5"), "group"),
    ("practices list", "--mesa", ("leon", "monterrey"), "mesa"),
    ("mesas list", "--group", ("4", "6"), "group"),
    ("mesas list", "--state", ("Jal", "Nuevo León"), "state"),
])  # fmt: skip
def test_a_filter_given_twice_takes_what_either_takes(
    project: object, mcsj: Run, words: str, option: str, values: tuple[str, str], key: str
) -> None:
    def find(*given: str) -> list[str]:
        result = mcsj(*words.split(), *given, "--format", "json")
        assert result.code == 0, result.err
        return [json.dumps(item, sort_keys=True) for item in json.loads(result.out)]

    one, other = (find(option, value) for value in values)
    assert one
    assert other
    assert set(find(option, values[0], option, values[1])) == {*one, *other}
    assert set(find(option, ",".join(values))) == {*one, *other}
    assert all(key in json.loads(item) for item in one)


def test_attendance_adds_up_and_is_told(
    project: object, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-05-08T20:00")
    given = ("--present", "monterrey", "--present", "torreon,guadalajara", "--excused", "cancun")
    result = mcsj("meetings", "record", "2020-W19-g4", *given)
    assert result.code == 0, result.err
    told = re.search("Asistieron 3: (.*)", result.err)
    assert told
    assert set(told[1].split(", ")) == {"Monterrey", "Torreón", "Guadalajara"}
    assert "Justificó 1: Cancún-IM" in result.err
    assert "Faltó 1: Gómez Palacio" in result.err
    result = mcsj(
        "meetings", "record", "2020-W19-g4", "--present", "todas", "--except", "Cancún-IM"
    )
    assert "Asistieron 4: " in result.err
    assert "Justificó 1: Cancún-IM" in result.err
