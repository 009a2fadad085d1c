"""The Typer application: every noun is a line here, and its module is imported when it is asked for."""

from importlib import import_module
from typing import Annotated, Any, NamedTuple

import click
import typer
from click.shell_completion import CompletionItem
from typer.core import TyperGroup

from mcsj_cli import __version__
from mcsj_cli.grammar import complete, find_word, new_app, translate
from mcsj_cli.i18n import LANGUAGES, _
from mcsj_cli.model.text import fold


class Noun(NamedTuple):
    """A command or a group of them: its English and Spanish names, its module, and its help in one line."""

    name: str
    spanish: str
    module: str
    help: str
    hidden: bool = False


NOUNS = (
    Noun("init", "iniciar", "init", _("Make the data folder of a new network.")),
    Noun("status", "estado", "status", _("What needs me today and this week.")),
    Noun("groups", "grupos", "groups", _("The working groups and their weekly hour.")),
    Noun("mesas", "mesas", "mesas", _("The mesas, their states and municipalities.")),
    Noun("categories", "categorias", "categories", _("Rubrics, axes and approaches.")),
    Noun("partners", "aliados", "partners", _("The organisations that work with the network.")),
    Noun("helpline", "linea", "helpline", _("The helplines, and whether they are open now.")),
    Noun("meetings", "reuniones", "meetings", _("The weekly meetings and their calendars.")),
    Noun(
        "calendar",
        "calendario",
        "calendar",
        _("Calendars that go to others, and that come from them."),
    ),
    Noun(
        "followups",
        "seguimientos",
        "followups",
        _("The contacts with each mesa, and how far it has come."),
    ),
    Noun("actions", "acciones", "actions", _("What the mesas have to do, and until when.")),
    Noun("practices", "practicas", "practices", _("What worked in one mesa and others can copy.")),
    Noun("content", "contenido", "content", _("The items for the page, under their rubrics.")),
    Noun("people", "personas", "people", _("The private contacts of the mesas.")),
    Noun("report", "informe", "report", _("What the week adds up to.")),
    Noun("site", "sitio", "site", _("The public page, as a folder for any host.")),
    Noun("check", "revisar", "check", _("Look for problems in the data.")),
    Noun("log", "historial", "log", _("Who changed what, and when.")),
    Noun("undo", "deshacer", "undo", _("Take the last change back, or another one.")),
    Noun("sync", "compartir", "sync", _("Share the folder with the others.")),
    Noun("doctor", "diagnostico", "doctor", _("Whether this machine has what the program needs.")),
    Noun("index", "indice", "index", _("What makes lists and searches fast.")),
    Noun("schema", "esquema", "schema", _("JSON Schemas of the data files, for editors.")),
    Noun(
        "merge-driver",
        "unir",
        "merge_driver",
        _("What git calls to merge a data file."),
        hidden=True,
    ),
)


class Nouns(TyperGroup):
    """The nouns, each a stub with its help line until it is the one that was asked for."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {
            noun.name: click.Command(noun.name, help=noun.help, hidden=noun.hidden)
            for noun in NOUNS
        }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the noun behind either name and import it; raise click's UsageError with the nearest."""
        spanish = {noun.spanish: noun.name for noun in NOUNS}
        name = find_word(args[0], spanish, self.commands, ctx)
        for noun in NOUNS:
            if noun.name == fold(name):
                self.commands[noun.name] = load_noun(noun)
                name = noun.name
        return super().resolve_command(ctx, [name, *args[1:]])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose the nouns in both languages."""
        return complete(
            ctx, self.commands.values(), {noun.spanish: noun.name for noun in NOUNS}, incomplete
        )


def load_noun(noun: Noun) -> click.Command:
    """Import a noun's module and make its command, or its group of verbs."""
    app: typer.Typer = import_module(f"mcsj_cli.commands.{noun.module}").app
    command = typer.main.get_command(app)
    command.name = noun.name
    command.help = noun.help
    command.hidden = noun.hidden
    translate(command)
    return command


def show_version(value: bool) -> None:
    """Print the version and stop, if asked."""
    if value:
        typer.echo(f"mcsj {__version__}")
        raise typer.Exit


def build() -> click.Command:
    """Build the application in the language in use."""
    app = new_app(
        cls=Nouns,
        add_completion=True,
        name="mcsj",
        help=_(
            "Coordinate the citizen roundtables: groups, weekly meetings, verified content and reports."
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
                help=_("Show the version and stop."),
                callback=show_version,
                is_eager=True,
            ),
        ] = False,
        lang: Annotated[
            str,
            typer.Option(
                "--lang",
                help=_("Language of the program."),
                click_type=click.Choice(LANGUAGES),
                show_default=False,
            ),
        ] = "es",
    ) -> None:
        """Hold the options that stand before the noun."""

    command = typer.main.get_command(app)
    translate(command)
    return command
