"""The command line made from the registry: a command is imported when it is asked for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from inspect import unwrap
from typing import Annotated, Any

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperCommand, TyperGroup, TyperOption

from mcsj_cli import __version__
from mcsj_cli.console import want_files
from mcsj_cli.i18n import LANGUAGES, N_, _
from mcsj_cli.model.text import fold, nearest
from mcsj_cli.option_names import HELP, choose_proposals, show_own, understand_both
from mcsj_cli.registry import COMMANDS, Command, Noun, find_words, other_word, own_word
from mcsj_cli.vocabulary import SPANISH, as_in, spoken


class LocalCommand(TyperCommand):
    """A command that takes its options in both languages, and each once but for lists."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse arguments; raise click's UsageError for an option that would replace another."""
        try:
            given = self.make_parser(ctx).parse_args(list(args))[2]
        except click.NoSuchOption as error:
            from mcsj_cli.wrong_options import explain_unknown

            raise click.UsageError(explain_unknown(error, args, ctx, load), ctx) from error
        for parameter, count in Counter(given).items():
            if count > 1 and isinstance(parameter, click.Option) and not parameter.multiple:
                raise click.UsageError(_refuse_repeated(parameter, args, count), ctx)
        show_own(self, ctx)
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter as error:
            from mcsj_cli.examples import find_example  # only for an error

            example = find_example(ctx.command_path)
            if not example:
                raise
            text = f"{error.format_message()} {as_in(example)}"
            raise click.UsageError(text, ctx) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and again from its beginning where a person goes back a question."""
        from mcsj_cli.questions import hold_dialogue

        return hold_dialogue(lambda: super(LocalCommand, self).invoke(ctx), _name_run(ctx))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write an example on one line, so that it can be copied whole."""
        from mcsj_cli.examples import find_example  # only for a help

        example = find_example(ctx.command_path)
        if example:
            with formatter.section(_("Example")):
                formatter.write(f"  {example}\n")

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return choose_proposals(super().shell_complete(ctx, incomplete))


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
        self.entries = entries
        self.private = private
        self.by_word: dict[str, Command | Noun] = {}
        for entry in entries:
            self.by_word |= dict.fromkeys(find_words(entry), entry)
        self.commands = {
            own_word(entry): click.Command(own_word(entry), help=_(entry.help), hidden=entry.hidden)
            for entry in entries
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Understand «ayuda» before a word as «--ayuda» behind it."""
        show_own(self, ctx)
        if args and fold(args[0]) in HELP and fold(args[0]) not in self.by_word:
            args = [*args[1:], spoken("--help")]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the entry behind a word of either language; raise click's UsageError."""
        word = args[0]
        entry = self.by_word.get(fold(word))
        if entry:
            word = own_word(entry)
            self.commands[word] = load(entry)
        elif word and not word.startswith("-"):
            message = _("There is no command «{name}».").format(name=word)
            raise click.UsageError(f"{message} {self._propose_words(word, ctx)}", ctx)
        return super().resolve_command(ctx, [word, *args[1:]])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a private one raises repeats nothing that was typed."""
        if not self.private:
            return super().invoke(ctx)
        from mcsj_cli.commands.people.concealment import concealing_typed

        with concealing_typed(ctx.args):
            return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose the words of the person's language, or else those of the other."""
        begun = fold(incomplete)
        shown = [entry for entry in self.entries if not entry.hidden]
        own = [entry for entry in shown if own_word(entry).startswith(begun)]
        other = [entry for entry in shown if other_word(entry).startswith(begun)]
        items = [CompletionItem(own_word(entry), help=_(entry.help)) for entry in own]
        if not items:
            items = [CompletionItem(other_word(entry), help=_(entry.help)) for entry in other]
        options = click.Command.shell_complete(self, ctx, incomplete)
        return [*items, *choose_proposals(options)]

    def _propose_words(self, word: str, ctx: click.Context) -> str:
        """Return the commands that a word may mean, those that are written alike, or all."""
        from mcsj_cli.meanings import find_meant  # only for a wrong word

        meant = find_meant(fold(word), self.entries)
        if meant:
            lines = _(" or ").join(f"«{spoken(line)}»" for line in meant)
            return _("For that there is: {commands}.").format(commands=lines)
        close = nearest(word, self.by_word, 2)
        if close:
            words = dict.fromkeys(own_word(self.by_word[one]) for one in close)
            names = _(" or ").join(f"«{name}»" for name in words)
            return _("Did you mean {names}?").format(names=names)
        return _("There are: {names}.").format(names=", ".join(self.list_commands(ctx)))


def _name_run(ctx: click.Context) -> str:
    """Name a command with its options, in any language; nothing names what is about people."""
    parent = ctx.parent and ctx.parent.command
    if isinstance(parent, LazyGroup) and parent.private:
        return ""
    function = unwrap(ctx.command.callback or _name_run)
    return f"{function.__module__}.{function.__name__} {ctx.params}"


def _refuse_repeated(option: click.Option, args: Sequence[str], count: int) -> str:
    """Return why an option cannot be given so often, by the name that was typed."""
    names = {*option.opts, *option.secondary_opts}
    words = [fold(word.partition("=")[0]) for word in args]
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
        settings = dict(entry.settings)
        app.command(cls=LocalCommand, context_settings=settings)(find_function(entry))
    command = typer.main.get_command(app)
    command.name = own_word(entry)
    command.help = _(entry.help)
    command.hidden = entry.hidden
    if isinstance(entry, Command) and entry.stores:
        command.params.append(_build_verbose())
    translate(command)
    return command


def _build_verbose() -> click.Option:
    """Build the option of all commands that store something."""
    return TyperOption(
        param_decls=["--verbose", f"--{SPANISH['verbose']}", "-v"],
        is_flag=True,
        expose_value=False,
        callback=lambda _ctx, _option, wanted: want_files(wanted=wanted),
        help=N_("Name also the file in which it is stored."),
    )


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
    for parameter in command.params:
        if parameter.name in _HELPS:  # Typer's own have English names
            parameter.opts.append(f"--{SPANISH[parameter.opts[0].removeprefix('--')]}")
    command.options_metavar = _("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]...")
    for parameter in _find_parameters(command):
        text = _HELPS.get(parameter.name or "", parameter.help)
        parameter.help = _(text) if text else text
        parameter.metavar = _(parameter.metavar) if parameter.metavar else parameter.metavar
    understand_both(command)


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
                "--idioma",
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
