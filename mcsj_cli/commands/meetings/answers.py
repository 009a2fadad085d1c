"""Answers to invitations are private: they are shown only where the private folder opens."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from mcsj_cli.commands.context import own_key
from mcsj_cli.console import note
from mcsj_cli.dialogue import StepBackError
from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.model.schedule import Occurrence
from mcsj_cli.operations import answers
from mcsj_cli.operations.answers import Reported
from mcsj_cli.store.project import Project


@contextmanager
def concealed() -> Iterator[None]:
    """Keep people's data out of what is kept of a fault of the program."""
    from mcsj_cli.store.private import concealing  # only for private data

    leaving = (click.ClickException, click.Abort, click.exceptions.Exit)
    with concealing((McsjError, StepBackError, *leaving)):
        yield


def read_answers(project: Project, found: Occurrence) -> list[Reported] | None:
    """Read who was invited and what they answered, in the order of the mesas.

    Where that does not open, tell why and return None.
    """
    from mcsj_cli.store.invitations import has_correspondence  # only where somebody was invited

    if not has_correspondence(project.root, found.uid):
        return []
    try:
        with concealed():
            return answers.read_answers(project, found, own_key())
    except McsjError as error:
        note(
            _("The answers to the invitations are left out. {reason}").format(reason=error.message)
        )
        return None
