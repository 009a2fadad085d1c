"""The options that commands share, and what the Tab key proposes for them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from mcsj_cli.console import check_format
from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.text import fold
from mcsj_cli.store.project import Project, find_project


def _format(value: str | None) -> str | None:
    return check_format(value) if value is not None else None


def complete_group(incomplete: str) -> list[str]:
    """Propose the numbers of the groups, for the Tab key."""
    return _propose(
        incomplete, lambda project: (str(group.number) for group in project.groups.groups)
    )


def complete_mesa(incomplete: str) -> list[str]:
    """Propose the short names of the mesas, for the Tab key."""
    return _propose(incomplete, lambda project: project.groups.mesa_names)


def complete_tag(incomplete: str) -> list[str]:
    """Propose the tags, for the Tab key."""
    return _propose(incomplete.removeprefix("#"), lambda project: project.categories.tags)


def complete_uid(folder: str) -> Callable[[str], list[str]]:
    """Propose the latest records of a kind, for the Tab key."""

    def propose(incomplete: str) -> list[str]:
        from mcsj_cli.model.kinds import KINDS  # only at the Tab key
        from mcsj_cli.model.selection import Selection

        kind = next(kind for kind in KINDS if kind.folder == folder)
        latest = Selection(kind, limit=_PROPOSED)
        return _propose(
            incomplete, lambda project: (entry.uid for entry in project.select(latest).entries)
        )

    return propose


def name_argument(folder: str, metavar: str) -> Any:
    """Declare the argument that names a record of a kind, by its folder."""
    told = _("Its name, a part of it, or - for the last one touched.")
    return typer.Argument(help=told, metavar=metavar, autocompletion=complete_uid(folder))


def _propose(incomplete: str, name: "Callable[[Project], Iterable[str]]") -> list[str]:
    """Give the names that begin so; nothing where there is no data folder, or one that cannot be read."""
    try:
        names = [str(one) for one in name(find_project(Path.cwd()))]
    except McsjError:
        return []
    return [one for one in names if fold(one).startswith(fold(incomplete))]


_PROPOSED = 200
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        help=_("How to show it: json, yaml, csv, or a table such as github or html."),
        callback=_format,
        metavar=_("FORMAT"),
    ),
]
WeekOption = Annotated[
    str | None, typer.Option("--week", "-w", help=_("A week, such as 2020-W17."), metavar=_("WEEK"))
]
FromOption = Annotated[
    str | None,
    typer.Option(
        "--from", help=_("First day: 2020-04-23, hoy, jueves or 2020-W17."), metavar=_("DAY")
    ),
]
ToOption = Annotated[
    str | None, typer.Option("--to", help=_("Last day, included."), metavar=_("DAY"))
]
GroupOption = Annotated[
    str | None,
    typer.Option(
        "--group",
        "-g",
        help=_("Only this group, by number."),
        metavar=_("GROUP"),
        autocompletion=complete_group,
    ),
]
StateOption = Annotated[
    str | None,
    typer.Option("--state", help=_("Only this state: Jal, Jalisco or MX-JAL."), metavar=_("STATE")),
]


MesaOption = Annotated[
    str | None,
    typer.Option(
        "--mesa", "-m", help=_("Only this mesa."), metavar=_("MESA"), autocompletion=complete_mesa
    ),
]
DateOption = Annotated[
    str | None, typer.Option("--date", help=_("Its day, if it is not today."), metavar=_("DAY"))
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help=_("Go on without asking."))]
LimitOption = Annotated[
    int | None, typer.Option("--limit", help=_("Only so many: the latest."), min=1, metavar=_("N"))
]
