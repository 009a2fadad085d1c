"""The program run in this process, with its two streams caught, where no fixture reaches."""

import io
import os
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from mcsj_cli import main
from tests.conftest import Result


def run(root: Path, *arguments: str) -> Result:
    """Run a command line in a folder."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    before = Path.cwd()
    os.chdir(root)
    try:
        with redirect_stdout(out), redirect_stderr(err):
            code = main.run(arguments)
            sys.stdout.flush()
    finally:
        os.chdir(before)
    return Result(code, *(_read(stream) for stream in (out, err)))


def _read(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
