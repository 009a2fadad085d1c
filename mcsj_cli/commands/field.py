"""A value that commands take, declared once: its option or argument, its question, its refusal.

A command names its fields in its signature, and hands what it was given to `complete`, which parses
what is there and asks a person for what is missing.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

import typer
from msgspec import Struct, structs

from mcsj_cli.choices import Choice
from mcsj_cli.console import is_interactive
from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _, language
from mcsj_cli.questions import ask, name_subject
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import SPANISH, as_in, spoken

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_QUOTES = "'\""

Text = str | None
Texts = list[str] | None


class Setting(NamedTuple):
    """Where and when a value is understood: `day` is the day that the record is about."""

    project: Project
    today: date
    day: date


def _keep_text(_setting: Setting, text: str) -> Any:
    return text


class Field(Struct, Generic[T_co], frozen=True, eq=False):
    """One value of a command line; its texts are message ids, translated when they are shown.

    The name of a flag that has an opposite holds both: «hook/--no-hook». An option's `spanish` is
    that of the vocabulary, but where a command means something else by it.
    `called` stands for the name of an argument in a refusal, and `also` are other names of an
    option, as they are typed. `parse` raises McsjError for a text that it cannot take. A
    `separator` parts several values within one text, and a `joint` several choices that `parse`
    takes together. A `long` one may be answered in lines. At a question `explained` stands for the
    help, where that tells of the command line.
    """

    name: str
    help: str
    metavar: str = ""
    spanish: str = ""
    also: tuple[str, ...] = ()
    called: str = ""
    question: str = ""
    explained: str = ""
    example: str = ""
    parse: Callable[[Setting, str], T_co] = _keep_text
    choices: Callable[[Setting], Iterable[Choice]] | None = None
    joint: str = ""
    long: bool = False
    completion: Callable[[str], list[str]] | None = None
    check: Callable[[str | None], str | None] | None = None
    separator: str = ""
    least: int | None = None
    most: int | None = None

    def but(self, **changes: Any) -> "Field[T_co]":
        """Return this field with another help, question or rule, for one command."""
        return structs.replace(self, **changes)

    @property
    def flag(self) -> str:
        """The option's name in the person's language, such as «--owner»."""
        if self.spanish and language() == "es":
            return f"--{self.spanish}"
        return spoken(f"--{self.name}".partition("/")[0])

    @property
    def title(self) -> str:
        """How a refusal calls it."""
        return spoken(_(self.called)) if self.called else self.flag

    @property
    def as_example(self) -> str:
        """How it stands in an example of a command line, in English."""
        return self.example if self.called else f"--{self.name} {self.example}"

    def option(self, help: str = "") -> Any:  # noqa: A002  Typer's word
        """Declare it as a Typer option, with a help of its own if this command has one."""
        return typer.Option(
            *self._find_names(),
            help=help or self.help,
            metavar=self.metavar or None,
            autocompletion=self.completion,
            callback=self.check,
            min=self.least,
            max=self.most,
        )

    def _find_names(self) -> list[str]:
        """Return all names of the option: each one with its Spanish, and the letters."""
        names = []
        for name in (f"--{self.name}", *self.also):
            names.append(name)
            if name.startswith("--"):
                words = name.removeprefix("--").split("/--")
                spanish = "/--".join(SPANISH[word] for word in words)
                first = name == f"--{self.name}"
                names.append(f"--{self.spanish if first and self.spanish else spanish}")
        return list(dict.fromkeys(names))

    def argument(self, help: str = "") -> Any:  # noqa: A002  Typer's word
        """Declare it as a Typer argument."""
        return typer.Argument(
            help=help or self.help, metavar=self.metavar or None, autocompletion=self.completion
        )

    @property
    def explanation(self) -> str:
        """What is said of it to whoever asks for help: what it is, and an example."""
        if self.example and "…" not in self.example and not self.choices:
            told = _("{help} For example: {example}")
            help_ = _(self.explained or self.help)
            return told.format(help=help_, example=self.example.strip(_QUOTES))
        return _(self.explained or self.help)

    def ask(self, setting: Setting) -> T_co:
        """Ask a person until the answer can be taken."""
        return self.ask_all(setting)[0]

    def ask_all(self, setting: Setting) -> list[T_co]:
        """Ask a person until the answer can be taken: one value, or several with a separator."""

        def check(text: str) -> str:
            parsed = [self.parse(setting, part) for part in self.part(text)]
            # A day is kept as it was understood: «mañana» is another one tomorrow.
            return _keep_day(parsed[0]) if isinstance(parsed[0], date) else text

        choices = list(self.choices(setting)) if self.choices else []
        answer = ask(
            _(self.question),
            check,
            explanation=self.explanation,
            choices=choices,
            joint=self.joint or self.separator,
            long=self.long,
        )
        return [self.parse(setting, part) for part in self.part(answer)]

    def part(self, text: str) -> list[str]:
        """Part the values in a text that is not blank."""
        if not self.separator:
            return [text]
        return [part for part in text.split(self.separator) if part.strip()] or [text]


class Answers:
    """The values of a command's fields, parsed."""

    def __init__(self, values: Mapping[Field[Any], Sequence[Any]]) -> None:
        self._values = values

    def __getitem__(self, field: Field[T]) -> T:
        """Return the value of a field that holds one."""
        value: T = self._values[field][0]
        return value

    def all(self, field: Field[T]) -> list[T]:
        """Return the values of a field that may be repeated, each once, in the order given."""
        return list(dict.fromkeys(self._values[field]))


def complete(
    setting: Setting,
    command: str,
    given: Mapping[Field[Any], str | Sequence[str] | None],
    shown: Sequence[Field[Any]] = (),
    asked: Sequence[Field[Any]] = (),
) -> Answers:
    """Parse what was given, and ask for what is missing, in the order of `given` or of `asked`.

    An example of the command begins with `command`, and goes on with the fields that are `shown`,
    or all of them. Raise WrongUsageError where something is missing
    and nobody is at the keyboard, and whatever a field's `parse` raises.
    """
    texts = {field: _split(field, value) for field, value in given.items()}
    name_subject(command)
    require(command, texts, shown)
    return Answers({field: _read(setting, field, texts[field]) for field in asked or texts})


def require(
    command: str, texts: Mapping[Field[Any], object], shown: Sequence[Field[Any]] = ()
) -> None:
    """Raise WrongUsageError for what is missing, where nobody is at the keyboard to be asked."""
    missing = [field.title for field, said in texts.items() if not said]
    if not missing or is_interactive():
        return
    example = " ".join([command, *(field.as_example for field in shown or texts)])
    raise WrongUsageError(
        _("Missing: {names}.").format(names=", ".join(missing)),
        as_in(example),
    )


def _keep_day(day: date) -> str:
    return f"{day:%Y-%m-%d %H:%M}" if isinstance(day, datetime) else str(day)


def _split(field: Field[Any], value: str | Sequence[str] | None) -> list[str]:
    """Return the texts that were given for a field, without blank ones."""
    texts = [value] if isinstance(value, str) else list(value or ())
    if field.separator:
        texts = field.separator.join(texts).split(field.separator)
    return [text for text in texts if text.strip()]


def _read(setting: Setting, field: Field[T], texts: Sequence[str]) -> list[T]:
    """Parse the texts of a field, or ask for one."""
    if not texts:
        return field.ask_all(setting)
    return [field.parse(setting, text) for text in texts]
