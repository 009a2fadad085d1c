"""The folder of this user's own settings, outside every data folder."""

import os
from collections.abc import Mapping
from pathlib import Path


def find_settings(environ: Mapping[str, str], *, windows: bool = os.name == "nt") -> Path:
    """Return the folder of the program's settings, which may not be there yet."""
    settings = environ.get("APPDATA" if windows else "XDG_CONFIG_HOME")
    folder = Path(settings) if settings else Path("~", ".config").expanduser()
    return folder / "mcsj"
