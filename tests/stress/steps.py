"""Run the program, and kill it just before a step of its own that changes something on the disk.

Arguments: the step, counted from 1; `alone` or `group`, by what dies; the command line. A run that
comes to its end says on stderr how many steps it took.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

# pathlib, shutil and tempfile come here too.
_CALLS = ("link", "replace", "rename", "fsync", "unlink", "mkdir", "rmdir")


class Steps:
    """The steps so far, and the one that is not taken."""

    def __init__(self, last: int, *, group: bool) -> None:
        self.taken = 0
        self._last = last
        self._group = group

    def take(self) -> None:
        self.taken += 1
        if self.taken == self._last:
            (os.killpg if self._group else os.kill)(os.getpid(), signal.SIGKILL)

    def watch(self, call: Callable[..., Any], *, after: bool = False) -> Callable[..., Any]:
        """Make a call a step, and its end another one."""

        def watched(*arguments: Any, **options: Any) -> Any:
            self.take()
            result = call(*arguments, **options)
            if after:
                self.take()
            return result

        return watched


def main() -> int:
    """Run the command line."""
    steps = Steps(int(sys.argv[1]), group=sys.argv[2] == "group")
    for name in _CALLS:
        setattr(os, name, steps.watch(getattr(os, name)))
    setattr(subprocess, "run", steps.watch(subprocess.run, after=True))  # noqa: B010  mypy minds an assignment
    from mcsj_cli.main import run  # after the calls are watched

    code = run(sys.argv[3:])
    sys.stderr.write(f"steps: {steps.taken}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
