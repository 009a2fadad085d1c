"""A person's hands on a real terminal, as pexpect gives one."""

import time
from pathlib import Path

import pexpect


def press_interrupt(terminal: "pexpect.spawn[str]") -> None:
    """Press Ctrl-C once the program waits.

    One that comes between a question and its reading is lost by Python.
    """
    state = Path(f"/proc/{terminal.pid}/stat")
    while state.read_text(encoding="utf-8").rpartition(") ")[2][0] in "RD":
        time.sleep(0.01)
    terminal.sendintr()
