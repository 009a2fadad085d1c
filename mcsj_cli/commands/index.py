"""`mcsj index`: what makes lists and searches fast."""

from mcsj_cli.commands.context import open_project
from mcsj_cli.console import note
from mcsj_cli.i18n import ngettext


def rebuild_index() -> None:
    count = open_project().archive.rebuild()
    text = ngettext("{n} record is in the index.", "{n} records are in the index.", count)
    note(text.format(n=count))
