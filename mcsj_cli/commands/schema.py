"""`mcsj schema`: JSON Schemas of the data files, for editors, and of reports, for programs."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.context import check_output, open_project
from mcsj_cli.commands.field import Field, Text
from mcsj_cli.commands.fields import NAME, OUTPUT
from mcsj_cli.console import say
from mcsj_cli.errors import NoProjectError, NotFoundError
from mcsj_cli.i18n import N_, _
from mcsj_cli.interchange import to_json
from mcsj_cli.model.text import nearest
from mcsj_cli.operations.schemas import Schema, build_report_schema, build_schemas
from mcsj_cli.store import files

FOLDER: Field[str] = OUTPUT.but(
    metavar=N_("FOLDER"), help=N_("A folder, made if need be: one file each.")
)
SCHEMA: Field[str] = NAME.but(help=N_("Only this one, such as groups or content."))


def schema(
    name: Annotated[Text, SCHEMA.argument()] = None,
    output: Annotated[Path | None, FOLDER.option()] = None,
) -> None:
    schemas = {**build_schemas(), "report": build_report_schema()}
    if name is not None:
        schemas = {name: _choose_schema(name, schemas)}
    if output is not None:
        _write_folder(output, schemas)
    else:
        say(to_json(schemas if name is None else schemas[name]))


def _choose_schema(name: str, schemas: dict[str, Schema]) -> Schema:
    if name not in schemas:
        raise NotFoundError(_("schema"), name, nearest(name, schemas), list(schemas))
    return schemas[name]


def _write_folder(folder: Path, schemas: dict[str, Schema]) -> None:
    contents = {
        folder / f"{name}.schema.json": f"{to_json(schema)}\n".encode()
        for name, schema in schemas.items()
    }
    with suppress(NoProjectError):  # schemas are the same everywhere
        project = open_project()
        check_output(project, folder, folder=True)
        for path in contents:
            check_output(project, path)
    files.write_all(contents)
    for path in contents:
        say(str(path))
