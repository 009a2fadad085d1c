"""The command line made from the registry: a command is imported when it is asked for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup

from mcsj_cli import __version__
from mcsj_cli.i18n import LANGUAGES, N_, _, language
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.registry import COMMANDS, Command, Noun


class LazyGroup(TyperGroup):
    """Entries of the registry, each a stub with its help line until it is asked for."""

    def __init__(
        self,
        *,
        entries: Sequence[Command | Noun] = COMMANDS,
        private: bool = False,
        **attributes: Any,
    ) -> None:
        super().__init__(**attributes)
        self.entries = {entry.name: entry for entry in entries}
        self.spanish = {entry.spanish: entry.name for entry in entries}
        self.private = private
        self.commands = {
            entry.name: click.Command(entry.name, help=_(entry.help), hidden=entry.hidden)
            for entry in entries
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the entry behind a word of either language; raise click's UsageError."""
        name = self._find_name(args[0], ctx)
        entry = self.entries.get(fold(name))
        if entry:
            name = entry.name
            self.commands[name] = load(entry)
        return super().resolve_command(ctx, [name, *args[1:]])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a private one raises repeats nothing that was typed."""
        if not self.private:
            return super().invoke(ctx)
        from mcsj_cli.commands.people.concealment import concealing_typed

        with concealing_typed(ctx.args):
            return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose the entries in both languages, but for those that are hidden."""
        begun = fold(incomplete)
        found = []
        for command in self.commands.values():
            if command.hidden:
                continue
            help_line = command.get_short_help_str()
            for word in self._find_words(command.name or ""):
                if word.startswith(begun):
                    found.append(CompletionItem(word, help=help_line))
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def _find_words(self, name: str) -> list[str]:
        """Return the words of an entry: its English name, and its Spanish one if it is another."""
        return list(dict.fromkeys([name, self.entries[name].spanish]))

    def _find_name(self, word: str, ctx: click.Context) -> str:
        """Return the English of a word of either language; raise click's UsageError."""
        wanted = fold(word)
        if wanted in self.spanish:
            return self.spanish[wanted]
        if wanted in self.commands or not word or word.startswith("-"):
            return word
        message = _("There is no command «{name}».").format(name=word)
        raise click.UsageError(f"{message} {self._propose_words(word)}", ctx)

    def _propose_words(self, word: str) -> str:
        """Return the words nearest to one that is not known, or else all there are."""
        close = nearest(word, [*self.commands, *self.spanish], 2)
        if close:
            names = _(" or ").join(f"«{name}»" for name in close)
            return _("Did you mean {names}?").format(names=names)
        known = list(self.commands)
        if language() == "es":
            known = [entry.spanish for entry in self.entries.values()]
        return _("There are: {names}.").format(names=", ".join(known))


class StrictCommand(TyperCommand):
    """A command that takes each option once, but for those that hold a list."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; raise click's UsageError for an option that would replace another."""
        given = self.make_parser(ctx).parse_args(list(args))[2]
        for parameter, count in Counter(given).items():
            if count > 1 and isinstance(parameter, click.Option) and not parameter.multiple:
                raise click.UsageError(_refuse_repeated(parameter, args, count), ctx)
        return super().parse_args(ctx, args)


def _refuse_repeated(option: click.Option, args: Sequence[str], count: int) -> str:
    """Return why an option cannot be given so often, by the name that was typed."""
    names = {*option.opts, *option.secondary_opts}
    words = [word.partition("=")[0] for word in args]
    name = next((word for word in words if word in names), option.opts[0])
    text = _("{option} was given {n} times, and takes one value: leave only one.")
    if count == 2:
        text = _("{option} was given twice, and takes one value: leave only one.")
    return text.format(option=name, n=count)


def load(entry: Command | Noun) -> click.Command:
    """Import the function of a command, or make the group of a noun's verbs."""
    if isinstance(entry, Noun):
        app = new_app(cls=_group_of(entry), no_args_is_help=True)
        app.callback()(lambda: None)  # else a single verb takes the noun's place
    else:
        app = new_app()
        app.command(cls=StrictCommand, context_settings=dict(entry.settings))(find_function(entry))
    command = typer.main.get_command(app)
    command.name = entry.name
    command.help = _(entry.help)
    command.hidden = entry.hidden
    translate(command)
    return command


def find_function(command: Command) -> Any:
    """Import the function of a command."""
    module, _colon, name = command.target.partition(":")
    return getattr(import_module(f"mcsj_cli.commands.{module}"), name)


def _group_of(noun: Noun) -> type[LazyGroup]:
    """Make the class of a noun's group: Typer makes groups from classes alone."""

    class NounGroup(LazyGroup):
        def __init__(self, **attributes: Any) -> None:
            super().__init__(entries=noun.verbs, private=noun.private, **attributes)

    return NounGroup


# What Typer says of its own options, in other words.
_HELPS: Mapping[str, str] = {
    "install_completion": N_(
        "Install completion for this shell: commands and options at the Tab key."
    ),
    "show_completion": N_("Show the completion script of this shell."),
}


def translate(command: click.Command) -> None:
    """Put the texts of a command into the person's language: its own, click's and Typer's."""
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]...")
    for parameter in _find_parameters(command):
        text = _HELPS.get(parameter.name or "", parameter.help)
        parameter.help = _(text) if text else text
        parameter.metavar = _(parameter.metavar) if parameter.metavar else parameter.metavar


def _find_parameters(command: click.Command) -> Iterator[Any]:
    """Find the parameters that have a help; those of click alone have none."""
    for parameter in command.params:
        if hasattr(parameter, "help"):
            yield parameter


def new_app(**settings: Any) -> typer.Typer:
    """Begin the app of a command, with plain help that the catalogues can translate whole."""
    return typer.Typer(rich_markup_mode=None, **{"add_completion": False, **settings})


def show_version(value: bool) -> None:
    """Print the version and stop, if asked."""
    if value:
        typer.echo(f"mcsj {__version__}")
        raise typer.Exit


def build() -> click.Command:
    """Build the application in the language in use."""
    app = new_app(
        cls=LazyGroup,
        add_completion=True,
        name="mcsj",
        help=_(
            "Coordinate the citizen roundtables:"
            " groups, weekly meetings, verified content and reports."
        ),
        epilog=_("Every command has its own help: mcsj content add --help."),
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110},
    )

    @app.callback()
    def root(
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                help=N_("Show the version and stop."),
                callback=show_version,
                is_eager=True,
            ),
        ] = False,
        lang: Annotated[
            str,
            typer.Option(
                "--lang",
                help=N_("Language of the program."),
                click_type=click.Choice(LANGUAGES),
                show_default=False,
            ),
        ] = "es",
    ) -> None:
        """Hold the options that stand before the noun."""

    command = typer.main.get_command(app)
    translate(command)
    return command
