"""The network's logo: a picture in the data folder, read whole and checked before it is shown."""

from pathlib import Path

from mcsj_cli.errors import Fault, InvalidDataError
from mcsj_cli.i18n import _
from mcsj_cli.model.letterhead import Logo
from mcsj_cli.model.network import Network
from mcsj_cli.store import files
from mcsj_cli.store.documents import NETWORK
from mcsj_cli.store.project import Project

LARGEST = 300_000  # bytes: every report and page carries it


def read_logo(project: Project) -> Logo | None:
    """Read the logo of the letterhead, if there is one.

    Raises InvalidDataError with its place in network.yaml.
    """
    found = find_logo(project.root, project.network)
    if isinstance(found, Fault):
        raise InvalidDataError(project.locate(NETWORK, [found]))
    return found


def find_logo(root: Path, network: Network) -> Logo | Fault | None:
    """Read the logo, or return what is wrong with it; no link may lead out of the data folder."""
    name = network.letterhead.logo
    if not name:
        return None
    folder = (root / NETWORK).parent.resolve()
    path = folder / name
    try:
        if folder not in path.resolve().parents:
            raise ValueError(_("the logo lies outside the data folder"))
        content = files.read(path, str(name), LARGEST)
        return Logo.parse(content)
    except InvalidDataError as error:
        message = error.problems[0].message
    except (ValueError, OSError, RuntimeError) as error:
        message = str(error)
    told = _("{name}: {reason}").format(name=name, reason=message)
    advice = _(
        "Put a PNG, JPEG or SVG picture of at most {n} kB there, or remove the line."
    ).format(n=LARGEST // 1000)
    return Fault(("letterhead", "logo"), told, advice)
