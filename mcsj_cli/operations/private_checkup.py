"""Whether the contacts are safe where they lie, and whether their key is there."""

from collections.abc import Iterator
from pathlib import Path

from mcsj_cli.errors import McsjError
from mcsj_cli.i18n import _
from mcsj_cli.operations.part_state import PartState
from mcsj_cli.store.age import MissingKeyError, UnopenedError
from mcsj_cli.store.cloud_folders import find_cloud
from mcsj_cli.store.people import read_people
from mcsj_cli.store.private import ENCRYPTED, PEOPLE


def diagnose_contacts(root: Path, key: Path) -> Iterator[PartState]:
    """Look at the contacts of a data folder; nothing is said where there is nothing to say."""
    part = _("Contacts")
    warning = warn_of_cloud(root)
    if (root / ENCRYPTED).exists():
        yield _diagnose_encrypted(part, root, key)
    elif warning:
        has_some = (root / PEOPLE).exists()
        advice = _("Encrypt them: mcsj people lock") if has_some else advise_lock()
        # Before the first contact nothing is wrong yet.
        yield PartState(part, not has_some, warning, advice)


def _diagnose_encrypted(part: str, root: Path, key: Path) -> PartState:
    try:
        read_people(root, key)
    except (MissingKeyError, UnopenedError) as error:
        return PartState(part, False, error.message, error.advice)
    except McsjError as error:  # told by «mcsj check», or where the part is missing
        return PartState(part, True, error.message, error.advice)
    found = _("encrypted; your key is in {path}, keep a copy of it elsewhere")
    return PartState(part, True, found.format(path=key))


def warn_of_cloud(root: Path) -> str:
    """Return that contacts go to a cloud as they are; "" once encrypted, or where none is known."""
    if (root / ENCRYPTED).exists():
        return ""
    cloud = find_cloud(root)
    if cloud is None:
        return ""
    text = _(
        "This folder is in {cloud}: the contacts in private/ go there readable, with old versions."
    )
    return text.format(cloud=cloud)


def advise_lock() -> str:
    """Return how to keep contacts from being read in a cloud."""
    return _("Encrypt them once there is one: mcsj people lock")
