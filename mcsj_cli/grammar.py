"""How the command line is spoken: `mcsj <noun> <verb>`, each word in English or in Spanish."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperGroup

from mcsj_cli.i18n import _, language
from mcsj_cli.model.text import fold, nearest

# The Spanish of every verb; its English is the command's own name.
VERBS = {
    "listar": "list", "ver": "show", "agregar": "add", "buscar": "search", "semanal": "weekly", "calendario": "ics",
    "reconstruir": "rebuild", "editar": "edit", "mover": "move", "retirar": "retire", "programar": "schedule",
    "orden": "agenda", "convocar": "announce", "registrar": "record", "minuta": "minutes", "cancelar": "cancel",
    "embudo": "funnel", "actualizar": "update", "cumplir": "done", "matriz": "matrix", "replicar": "replicate",
    "verificar": "verify", "publicar": "publish", "retractar": "retract", "redactar": "post", "sugerir": "suggest",
    "etiquetar": "tag", "cuadro": "calendar", "equilibrio": "balance", "canal": "feed", "importar": "import",
    "exportar": "export", "renombrar": "rename", "olvidar": "forget", "aviso": "notice", "cerrar": "lock",
    "abrir": "unlock", "recifrar": "rekey", "revisar": "check", "invitar": "invite", "respuestas": "replies",
    "construir": "build", "servir": "serve", "grupo": "group",
}  # fmt: skip


class Verbs(TyperGroup):
    """The verbs of a noun."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command behind either name; raise click's UsageError with the nearest."""
        known = {spanish: english for spanish, english in VERBS.items() if english in self.commands}
        return super().resolve_command(
            ctx, [find_word(args[0], known, self.commands, ctx), *args[1:]]
        )

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose the verbs in both languages."""
        return complete(ctx, self.commands.values(), VERBS, incomplete)


def complete(
    ctx: click.Context,
    commands: Iterable[click.Command],
    spanish: Mapping[str, str],
    incomplete: str,
) -> list[CompletionItem]:
    """Propose the commands that begin so, each under both of its names; those that are hidden are left out."""
    begun = fold(incomplete)
    found = []
    for command in commands:
        words = [
            command.name or "",
            *(word for word, english in spanish.items() if english == command.name),
        ]
        if not command.hidden:
            told = command.get_short_help_str()
            found += [
                CompletionItem(word, help=told)
                for word in dict.fromkeys(words)
                if word.startswith(begun)
            ]
    return [*found, *click.Command.shell_complete(ctx.command, ctx, incomplete)]


class Verb(NamedTuple):
    """A verb of a noun of many: its module in the noun's package, its function, and its help in one line."""

    name: str
    module: str
    function: str
    help: str
    settings: Mapping[str, Any] = {}


class LazyVerbs(Verbs):
    """The verbs of a noun of many, each a stub with its help line until it is the one that was asked for."""

    package: ClassVar[str]
    verbs: ClassVar[tuple[Verb, ...]]

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {verb.name: click.Command(verb.name, help=verb.help) for verb in self.verbs}

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Import the verb that is asked for; raise click's UsageError with the nearest."""
        known = {spanish: english for spanish, english in VERBS.items() if english in self.commands}
        name = find_word(args[0], known, self.commands, ctx)
        for verb in self.verbs:
            if verb.name == fold(name):
                self.commands[verb.name] = load_verb(self.package, verb)
                name = verb.name
        return super().resolve_command(ctx, [name, *args[1:]])


def load_verb(package: str, verb: Verb) -> click.Command:
    """Import a verb's module and make its command."""
    app = new_app()
    function = getattr(import_module(f"{package}.{verb.module}"), verb.function)
    app.command(verb.name, help=verb.help, context_settings=dict(verb.settings))(function)
    command = typer.main.get_command(app)
    command.name = verb.name
    translate(command)
    return command


def translate(command: click.Command) -> None:
    """Say in the person's language what click and Typer have as fixed words."""
    command.options_metavar = _("[OPTIONS]")
    helps = {
        "install_completion": _(
            "Install completion for this shell: commands and options at the Tab key."
        ),
        "show_completion": _("Show the completion script of this shell."),
    }
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name in helps:
            parameter.help = helps[parameter.name]
    if isinstance(command, click.Group):
        command.subcommand_metavar = _("COMMAND [ARGUMENTS]...")
        for inner in command.commands.values():
            translate(inner)


def new_app(**settings: Any) -> typer.Typer:
    """Begin the app of a command, with plain help that the catalogues can translate whole."""
    return typer.Typer(rich_markup_mode=None, **{"add_completion": False, **settings})


def new_noun(
    package: str = "", verbs: tuple[Verb, ...] = (), manner: type[LazyVerbs] = LazyVerbs
) -> typer.Typer:
    """Begin the app of a noun that has verbs; those of a package are imported only when they are asked for."""
    group: type[Verbs] = (
        type("OwnVerbs", (manner,), {"package": package, "verbs": verbs}) if verbs else Verbs
    )
    app = new_app(cls=group, no_args_is_help=True)

    @app.callback()
    def noun() -> None:
        """Keep a single verb from taking the noun's place."""

    return app


def find_word(
    word: str, spanish: Mapping[str, str], english: Iterable[str], ctx: click.Context
) -> str:
    """Give the English of a word of either language; raise click's UsageError with the nearest."""
    wanted = fold(word)
    if wanted in spanish:
        return spanish[wanted]
    names = list(english)
    if wanted in names or not word or word.startswith("-"):
        return word
    message = _("There is no command «{name}».").format(name=word)
    close = nearest(word, [*names, *spanish], 2)
    if close:
        message += " " + _("Did you mean {names}?").format(
            names=_(" or ").join(f"«{name}»" for name in close)
        )
    else:
        known = {english: name for name, english in spanish.items()} if language() == "es" else {}
        message += " " + _("There are: {names}.").format(
            names=", ".join(known.get(name, name) for name in names)
        )
    raise click.UsageError(message, ctx)
