"""Links in a data folder: whoever sends one could name any file of this computer.

So none is written through. Those below data/ are not read either, and stay here; all others are
shared as git does. A data folder that is itself reached by a link is none of these.
"""

import os
import re
import shlex
from pathlib import Path

from mcsj_cli.errors import HistoryError, InvalidDataError, Problem
from mcsj_cli.i18n import _

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def find_link(root: Path, file: str) -> str | None:
    """Return the first part of a file's path below `root` that is a link, or None."""
    place = ""
    for part in file.split("/"):
        place = f"{place}/{part}" if place else part
        if os.path.islink(root / place):  # noqa: PTH114  which never raises, whatever the path
            return place
    return None


def quote(file: str) -> str:
    """Return a file's name as a shell takes it; signs that nobody can type are «?»."""
    return "?".join(shlex.quote(part) if part else "" for part in _CONTROL.split(file))


def require_no_link(root: Path, file: str) -> None:
    """Raise InvalidDataError for a file that is a link, or that is reached by one."""
    link = find_link(root, file)
    if link:
        raise InvalidDataError([build_link_problem(root, link)])


def build_link_problem(root: Path, link: str) -> Problem:
    """Say where a link leads, and how to be rid of it."""
    message = _("this is a link to {target}: it is neither followed nor read, nor sent from here")
    target = (root / link).readlink()
    return Problem(link, 0, 0, message.format(target=target), _advise(root, link))


def _advise(root: Path, link: str) -> str:
    from mcsj_cli.store import git  # only where there is a link

    mode = _find_mode(root, "HEAD", link)
    if mode is None:
        advice = _("Remove the link; what it leads to stays: rm {file}")
        return advice.format(file=quote(link))
    if mode != git.LINK:
        advice = _("Bring back what was there: git checkout HEAD -- {file}")
        return advice.format(file=quote(link))
    for commit in git.read_log(root, 1, link):
        if _find_mode(root, f"{commit.name}^", link) not in (None, git.LINK):
            advice = _(
                "{author} sent it. Bring back what was there: git checkout {commit}^ -- {file}. "
                "Then «mcsj sync»."
            )
            name = commit.name[:8]
            return advice.format(author=commit.author, commit=name, file=quote(link))
    advice = _("Others sent it. Take it out for everybody: git rm {file}. Then «mcsj sync».")
    return advice.format(file=quote(link))


def _find_mode(root: Path, commit: str, file: str) -> str | None:
    from mcsj_cli.store import git  # only where there is a link

    try:
        return git.find_mode(root, commit, file) if git.is_repository(root) else None
    except HistoryError:  # there is no git
        return None
