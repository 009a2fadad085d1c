"""The needs of the program on this machine and in a data folder: what was found of each."""

import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mcsj_cli.i18n import N_, _, language, ngettext
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.operations.history_checkup import diagnose_history
from mcsj_cli.operations.part_state import PartState
from mcsj_cli.store import git
from mcsj_cli.store.project import Project

# Mexico gave up summer time in October 2022. The offsets of these hours show whether the data of a
# zone know it.
_OFFSETS = ((datetime(2026, 4, 23, 12), -6), (datetime(2020, 4, 23, 12), -5))
_OLDEST_GIT = (2, 28)  # knows `init --initial-branch`
_OLDEST_PYTHON = (3, 11)
# The module of each optional part by the name of the extra, and its use.
_EXTRAS = {
    "docx": ("docx", N_("minutes as Word documents")),
    "pdf": ("typst", N_("reports as PDF")),
    "tables": ("python_calamine", N_("tables out of workbooks")),
    "xlsx": ("xlsxwriter", N_("tables as Excel workbooks")),
    "people": ("pyrage", N_("encrypted contacts")),
    "keyring": ("keyring", N_("passwords in the system's keyring")),
    "clipboard": ("pyperclip", N_("texts on the clipboard")),
}


def diagnose(project: Project | None, encoding: str | None, driver: str) -> list[PartState]:
    """Look at this machine and at a data folder.

    `encoding` is that of the terminal. Git is told to merge data files with `driver`, if it does
    not know how.
    """
    return [
        _diagnose_python(),
        _diagnose_git(),
        *_diagnose_clock(),
        _diagnose_language(encoding),
        *_diagnose_extras(),
        *_diagnose_folder(project, driver),
    ]


def _diagnose_python() -> PartState:
    found = ".".join(map(str, sys.version_info[:3]))
    return PartState("Python", sys.version_info >= _OLDEST_PYTHON, found, "")


def _diagnose_git() -> PartState:
    version = git.version()
    if version is None:
        advice = _("Install git to keep and share a history.")
        return PartState("git", False, _("there is none"), advice)
    known = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    advice = "" if known >= _OLDEST_GIT else _("Install git 2.28 or later.")
    return PartState("git", not advice, version, advice)


def _diagnose_clock() -> Iterator[PartState]:
    """Look at the time zone data, of which the system's own come before the package's."""
    advice = _("Bring the system's time zone data (tzdata) up to date: 2022g or later.")
    part = _("Time zones")
    try:
        ZoneInfo("America/Ciudad_Juarez")
        zone = ZoneInfo("America/Mexico_City")
    except ZoneInfoNotFoundError as error:
        yield PartState(part, False, _("there is no {zone}").format(zone=error.args[0]), advice)
        return
    for moment, hours in _OFFSETS:
        offset = moment.replace(tzinfo=zone).utcoffset()
        assert offset is not None, zone  # noqa: S101  a zone has one at any moment
        found = round(offset.total_seconds() / 3600)
        well = found == hours
        text = _("Mexico City is UTC{hours} on {day}").format(hours=found, day=moment.date())
        yield PartState(part, well, text, "" if well else advice)


def _diagnose_language(encoding: str | None) -> PartState:
    well = (encoding or "").lower().replace("_", "-") in ("utf-8", "utf8")
    advice = "" if well else _("Set the terminal to UTF-8, or accents will be lost.")
    return PartState(_("Language"), well, f"{language()}, {encoding}", advice)


def _diagnose_extras() -> Iterator[PartState]:
    """Look which optional parts are installed; none of them has to be."""
    missing = _("{use}: not installed")
    wanted = _("If you want it, from the program's folder: pipx install --force '.[{extra}]'")
    for extra, (module, use) in _EXTRAS.items():
        part = _("Optional part «{extra}»").format(extra=extra)
        if find_spec(module):
            yield PartState(part, True, _(use))
        else:
            found, advice = missing.format(use=_(use)), wanted.format(extra=extra)
            yield PartState(part, True, found, advice)


def _diagnose_folder(project: Project | None, driver: str) -> Iterator[PartState]:
    if project is None:
        yield PartState(_("Data folder"), True, _("none here"))
        return
    yield PartState(_("Data folder"), True, str(project.root))
    if git.version():
        yield from diagnose_history(project.root, driver)
    records = sum(project.archive.count(kind) for kind in KINDS)
    found = ngettext("{n} record", "{n} records", records).format(n=records)
    yield PartState(_("Index"), True, found)
