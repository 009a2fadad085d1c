"""`mcsj init`: the data folder of a new network."""

from pathlib import Path
from typing import Annotated

import typer

from mcsj_cli.console import note, say
from mcsj_cli.grammar import new_app
from mcsj_cli.i18n import _
from mcsj_cli.store.template import create_project

app = new_app()


@app.command(help=_("Make a folder with the network's groups, rubrics and partners, ready to edit."))
def init(
    folder: Annotated[
        Path, typer.Argument(help=_("Where to make it; here, if left out."), metavar=_("FOLDER"))
    ] = Path(),
    demo: Annotated[bool, typer.Option("--demo", help=_("Fill it with the example weeks of April 2020."))] = False,
) -> None:
    create_project(folder, demo=demo)
    say(str(folder / "data"))
    if demo:
        note(_("This is example data, from 2020-W15 to 2020-W18: attendance, links and verifications are invented."))
        note(_("Try: mcsj report weekly --week 2020-W17"))
    else:
        note(_("The hours are tentative: look at them in data/groups.yaml, and then run «mcsj check»."))
