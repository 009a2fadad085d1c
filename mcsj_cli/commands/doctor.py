"""`mcsj doctor`: whether this machine and this folder have what the program needs."""

import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mcsj_cli.commands.context import PERSON, driver_command
from mcsj_cli.commands.fields import Format
from mcsj_cli.console import Column, show_list
from mcsj_cli.errors import NoProjectError, ProblemsFoundError
from mcsj_cli.i18n import _, language, ngettext
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.store import git
from mcsj_cli.store.history import install_driver
from mcsj_cli.store.project import Project, find_project

# Mexico gave up summer time in October 2022: what a zone's data say of these hours shows whether they know it.
_OFFSETS = ((datetime(2026, 4, 23, 12), -6), (datetime(2020, 4, 23, 12), -5))
_OLDEST_GIT = (2, 28)  # knows `init --initial-branch`
_OLDEST_PYTHON = (3, 11)


class Diagnosis(NamedTuple):
    """A part that was looked at: whether it is well, what it is, and what to do if not."""

    part: str
    well: bool
    found: str
    advice: str = ""


def doctor(form: Format = None) -> None:
    findings = [_python(), _git(), *_clock(), _language(), *_parts(), *_folder()]
    columns = [
        Column(_("Part"), lambda item: item["part"]),
        Column(_("State"), lambda item: _("well") if item["well"] else _("wrong")),
        Column(_("What was found"), lambda item: item["found"]),
        Column(_("What to do"), lambda item: item["advice"]),
    ]
    show_list([finding._asdict() for finding in findings], columns, form, "")
    wrong = sum(not finding.well for finding in findings)
    if wrong:
        raise ProblemsFoundError(wrong)


def _python() -> Diagnosis:
    found = ".".join(map(str, sys.version_info[:3]))
    return Diagnosis("Python", sys.version_info >= _OLDEST_PYTHON, found, "")


def _git() -> Diagnosis:
    version = git.version()
    if version is None:
        return Diagnosis(
            "git", False, _("there is none"), _("Install git to keep and share a history.")
        )
    known = tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
    advice = "" if known >= _OLDEST_GIT else _("Install git 2.28 or later.")
    return Diagnosis("git", not advice, version, advice)


def _clock() -> Iterator[Diagnosis]:
    """Look at the time zone data, of which the system's own come before the package's."""
    advice = _("Bring the system's time zone data (tzdata) up to date: 2022g or later.")
    part = _("Time zones")
    try:
        ZoneInfo("America/Ciudad_Juarez")
        zone = ZoneInfo("America/Mexico_City")
    except ZoneInfoNotFoundError as error:
        yield Diagnosis(part, False, _("there is no {zone}").format(zone=error.args[0]), advice)
        return
    for moment, hours in _OFFSETS:
        offset = moment.replace(tzinfo=zone).utcoffset()
        assert offset is not None, zone  # noqa: S101  a zone has one at any moment
        found = round(offset.total_seconds() / 3600)
        well = found == hours
        text = _("Mexico City is UTC{hours} on {day}").format(hours=found, day=moment.date())
        yield Diagnosis(part, well, text, "" if well else advice)


def _language() -> Diagnosis:
    encoding = (sys.stdout.encoding or "").lower().replace("_", "-")
    well = encoding in ("utf-8", "utf8")
    advice = "" if well else _("Set the terminal to UTF-8, or accents will be lost.")
    return Diagnosis(_("Language"), well, f"{language()}, {sys.stdout.encoding}", advice)


def _parts() -> Iterator[Diagnosis]:
    """Look which optional parts are installed; none of them has to be."""
    parts = {
        "docx": ("docx", _("minutes as Word documents")),
        "pdf": ("typst", _("reports as PDF")),
        "xlsx": ("xlsxwriter", _("tables as Excel workbooks")),
        "people": ("pyrage", _("encrypted contacts")),
        "keyring": ("keyring", _("passwords in the system's keyring")),
        "clipboard": ("pyperclip", _("texts on the clipboard")),
    }
    for extra, (module, use) in parts.items():
        there = find_spec(module) is not None
        found = use if there else _("{use}: not installed").format(use=use)
        wanted = _(
            "If you want it, from the program's folder: pipx install --force '.[{extra}]'"
        ).format(extra=extra)
        advice = "" if there else wanted
        yield Diagnosis(_("Optional part «{extra}»").format(extra=extra), True, found, advice)


def _folder() -> Iterator[Diagnosis]:
    """Look at the data folder, if one stands in one."""
    try:
        project = find_project(Path.cwd(), PERSON)
    except NoProjectError:
        yield Diagnosis(_("Data folder"), True, _("none here"))
        return
    yield Diagnosis(_("Data folder"), True, str(project.root))
    if git.version():
        yield _history(project)
    records = sum(project.archive.count(kind) for kind in KINDS)
    yield Diagnosis(
        _("Index"), True, ngettext("{n} record", "{n} records", records).format(n=records)
    )


def _history(project: Project) -> Diagnosis:
    part = _("History")
    if not git.is_repository(project.root):
        return Diagnosis(part, True, _("not kept: the folder is not a git repository"))
    if install_driver(project.root, driver_command()):
        return Diagnosis(part, True, _("git did not know how to merge data files; now it does"))
    return Diagnosis(part, True, _("git merges data files by field"))
