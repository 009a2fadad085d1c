"""Everything that is wrong in a project, each problem with its place.

Files may be unreadable, and rules may be broken.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

from mcsj_cli.errors import Fault, HistoryError, InvalidDataError, Problem
from mcsj_cli.i18n import _
from mcsj_cli.model.kinds import KINDS
from mcsj_cli.model.privacy import Contacts, declared_contacts, holds_personal
from mcsj_cli.operations.foreign_files import review_foreign
from mcsj_cli.rules import CHECKS, Check, Data, check_folders, check_places, check_privacy, run
from mcsj_cli.store import git, people
from mcsj_cli.store.documents import CATEGORIES, GROUPS, NETWORK, PARTNERS
from mcsj_cli.store.git.unfinished import find_unmerged
from mcsj_cli.store.links import find_link
from mcsj_cli.store.logo import find_logo
from mcsj_cli.store.municipalities import read_gazetteer
from mcsj_cli.store.project import Project
from mcsj_cli.store.records import Reading

T = TypeVar("T")
_COMMENT = re.compile(r"(?:^|\s)#(.*)")


def review(
    project: Project,
    chosen: Sequence[Check] = CHECKS,
    today: date | None = None,
    *,
    readings: Mapping[str, Reading[Any]] | None = None,
) -> list[Problem]:
    """Find the problems of every file and of the rules asked for, in the order of files and lines.

    Rules look at all records, or at those that were read already, by the folder of their kind.
    Without `today` nothing is held against the clock.
    """
    read = readings or {kind.folder: project.read(kind) for kind in KINDS}
    # Its rule only warns, of hand-edited files: those who read records themselves do without.
    gazetteer = read_gazetteer() if readings is None and check_places in chosen else None
    data = Data(
        groups=_readable(lambda: (GROUPS, project.groups)),
        categories=_readable(lambda: (CATEGORIES, project.categories)),
        partners=_readable(lambda: (PARTNERS, project.partners)),
        entries={folder: reading.entries for folder, reading in read.items()},
        network=_readable(lambda: (NETWORK, project.network)),
        today=today,
        complete=readings is None,
        gazetteer=gazetteer,
    )
    problems = project.file_problems()
    for reading in read.values():
        problems += reading.problems
    if check_privacy in chosen:
        problems += review_comments(project, (NETWORK, GROUPS, CATEGORIES, PARTNERS))
    if readings is None:
        problems += _review_others(project, chosen)
        if check_folders in chosen:
            problems += review_foreign(project)
    findings = sorted(run(data, chosen), key=lambda finding: finding.file)
    for file, found in groupby(findings, key=lambda finding: finding.file):
        problems += _locate(project, file, [finding.fault for finding in found])
    return sorted(dict.fromkeys(problems))


def review_folder(project: Project, today: date) -> list[Problem]:
    """Find the problems of every file, as `review`, and those of what git has left unmerged."""
    return add_unmerged(review(project, today=today), review_unmerged(project))


def add_unmerged(problems: list[Problem], unmerged: list[Problem]) -> list[Problem]:
    """Return problems with those of unmerged files; all marks of git's in a file count as one."""
    marked = {problem.file for problem in unmerged if problem.line}
    others = [one for one in problems if one.file not in marked]
    return sorted([*others, *unmerged])


def review_unmerged(project: Project) -> list[Problem]:
    """Find the files that git has left unmerged; where git refuses, its reason is a warning."""
    if not git.is_repository(project.root):
        return []
    try:
        return find_unmerged(project.root)
    except HistoryError as error:
        return [Problem(".git", 0, 0, error.message, error.advice, warning=True)]


def leave_out_wrong(
    project: Project, readings: Mapping[str, Reading[Any]], chosen: Sequence[Check]
) -> tuple[dict[str, Reading[Any]], list[Problem]]:
    """Return the records without those that break rules, and the problems of those left out.

    Raises InvalidDataError for hand-edited files, without which no record can be understood.
    """
    found = review(project, chosen, readings=readings)
    unread: set[Problem] = set()
    for reading in readings.values():
        unread |= {*reading.problems}
    problems = [problem for problem in found if not problem.warning or problem in unread]
    wrong = {problem.file for problem in problems}
    if wrong & {GROUPS, CATEGORIES, PARTNERS, NETWORK}:
        raise InvalidDataError(problems)
    sound = {}
    for folder, reading in readings.items():
        kept = [entry for entry in reading.entries if entry.file not in wrong]
        sound[folder] = Reading(kept, reading.problems)
    return sound, problems


def review_comments(project: Project, names: Sequence[str]) -> list[Problem]:
    """Find people's data where no field is looked at: in comments of YAML and in other texts."""
    partners = _readable(lambda: project.partners)
    if partners is None:
        return []
    network = _readable(lambda: project.network)
    declared = declared_contacts(partners, network.mail if network else None)
    problems: list[Problem] = []
    for name in names:
        if find_link(project.root, name):
            continue
        if name.endswith(".yaml"):
            problems += _review_comments_of(project.root / name, name, declared)
        elif not name.startswith("data/"):
            problems += _review_text(project.root / name, name, declared)
    return problems


def _review_others(project: Project, chosen: Sequence[Check]) -> list[Problem]:
    """Find the problems of files that are neither documents nor records: people and logo."""
    problems: list[Problem] = []
    if check_privacy in chosen:
        problems += people.examine_people(project.root)
    network = _readable(lambda: project.network)
    fault = find_logo(project.root, network) if network else None
    if isinstance(fault, Fault):
        problems += _locate(project, NETWORK, [fault])
    return problems


def _review_text(path: Path, name: str, declared: Contacts) -> list[Problem]:
    problems = []
    for number, line in enumerate(_read_lines(path), 1):
        if holds_personal(line, declared):
            message = _("there is a phone number or an e-mail address here")
            advice = _(
                "Remove it if it is a person's; what is public belongs to data/partners.yaml."
            )
            problems.append(Problem(name, number, 1, message, advice, private=True))
    return problems


def _read_lines(path: Path) -> list[str]:
    """Return the lines of a text; none of what is no file, or none that can be read."""
    try:
        raw = path.read_bytes() if path.is_file() else b""
    except PermissionError:  # reading the fields of the file tells of it
        return []
    return [] if b"\0" in raw else raw.decode("utf-8", "replace").splitlines()


def _review_comments_of(path: Path, name: str, declared: Contacts) -> list[Problem]:
    problems = []
    for number, line in enumerate(_read_lines(path), 1):
        comment = _COMMENT.search(line)
        if comment and holds_personal(comment[1], declared):
            message = _("there is a phone number or an e-mail address in a comment")
            advice = _("Remove it if it is a person's.")
            place = number, comment.start(1) + 1
            problems.append(Problem(name, *place, message, advice, private=True))
    return problems


def _locate(project: Project, file: str, faults: list[Fault]) -> list[Problem]:
    """Return faults with their places, without an excerpt of a line that has something private."""
    pairs = list(zip(project.locate(file, faults), faults, strict=True))
    private = {problem.line for problem, fault in pairs if fault.private}
    problems = []
    for problem, fault in pairs:
        excerpt = "" if problem.line in private else problem.excerpt
        problems.append(problem._replace(warning=fault.warning, excerpt=excerpt))
    return problems


def _readable(load: Callable[[], T]) -> T | None:
    try:
        return load()
    except InvalidDataError:
        return None
