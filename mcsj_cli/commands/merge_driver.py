"""`mcsj merge-driver`: the command that git calls to merge a data file.

See gitattributes(5), «Defining a custom merge driver».
"""

from functools import partial
from pathlib import Path
from typing import Annotated

from mcsj_cli.commands.field import Field
from mcsj_cli.console import note
from mcsj_cli.errors import SyncConflictError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import field_label
from mcsj_cli.operations.decisions import describe_side
from mcsj_cli.store import files, git
from mcsj_cli.store.git.unfinished import is_rebasing
from mcsj_cli.store.merge import Conflict, Side, Sides, merge

OURS: Field[str] = Field("ours", N_("Our version, where the result goes."), "%A")
THEIRS: Field[str] = Field("theirs", N_("Their version."), "%B")
BASE: Field[str] = Field("base", N_("The version that both changed."), "%O")
NAME: Field[str] = Field("name", N_("The file's name among the data."), "%P")


def merge_driver(
    base: Annotated[Path, BASE.argument()],
    ours: Annotated[Path, OURS.argument()],
    theirs: Annotated[Path, THEIRS.argument()],
    name: Annotated[str, NAME.argument()],
) -> None:
    before = files.read(base, name) or None  # git gives an empty file where both sides added it
    our_text, their_text = files.read(ours, name), files.read(theirs, name)
    merge_text = partial(git.merge_text, Path())
    merged = merge(before, our_text, their_text, name, Sides(Side.THEIRS), merge_text)
    files.write(ours, merged.content)
    rebasing = is_rebasing(Path())
    for conflict in merged.conflicts:
        _tell_conflict(name, conflict, rebasing=rebasing)
    if merged.conflicts:
        raise SyncConflictError(len(merged.conflicts), ours=rebasing)


def _tell_conflict(name: str, conflict: Conflict, *, rebasing: bool) -> None:
    """Tell which value stands; in a rebase git calls the person's own commits «theirs»."""
    place = ", ".join(field_label(str(part)) for part in conflict.path)
    value = describe_side(conflict, Side.OURS) if conflict.facts else conflict.ours
    message = _("{file}: two people changed {place}; theirs was kept, yours was: {value}")
    if rebasing:
        message = _("{file}: two people changed {place}; yours was kept, theirs was: {value}")
    note(message.format(file=name, place=place, value=value))
