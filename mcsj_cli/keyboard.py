"""What a person types at a terminal, read by prompt_toolkit: a paste is one answer.

Some terminals do not say what is pasted: there a line break ends no answer where text was read at
once with it, right behind. It is imported at the first question, and never where nothing is asked.
"""

import sys

from prompt_toolkit import PromptSession
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_term_environment_variable, is_dumb_terminal

_SIGNS = ("?", "<")  # answers for the program itself, which end a long text at once


def is_steered() -> bool:
    """Whether the terminal understands more than lines: else it is read as a pipe is."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return sys.platform == "win32" or not (
        is_dumb_terminal() or get_term_environment_variable() == ""
    )


def read_answer(question: str, *, long: bool = False, text: str = "") -> str:
    """Read one answer, which begins as `text`; a `long` one has lines, and an empty one ends it.

    Raise EOFError or KeyboardInterrupt where the person leaves.
    """
    session: PromptSession[str] = PromptSession(
        question,
        multiline=long,
        history=DummyHistory(),
        key_bindings=_end_by_empty_line() if long else _end_by_enter(),
        color_depth=ColorDepth.DEPTH_1_BIT,
        prompt_continuation="",
        reserve_space_for_menu=0,
        input=create_input(sys.stdin),
        output=_open_output(),
    )
    return session.prompt(default=text)


def _open_output() -> Output:
    """Open stderr, since the result alone goes to stdout."""
    output = create_output(stdout=sys.stderr)
    if isinstance(output, Vt100_Output):
        output.enable_cpr = False  # a terminal that answers late would answer the next question
    return output


def _end_by_empty_line() -> KeyBindings:
    """Let Enter end a text in an empty line, and begin another line elsewhere."""
    keys = KeyBindings()

    @keys.add("enter")
    def _end_line(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        document = buffer.document
        ends = document.on_last_line and not document.current_line.strip()
        if (ends or buffer.text.strip() in _SIGNS) and not _is_pasted(event):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _end_by_enter() -> KeyBindings:
    """Let Enter end a text of one line, but not amid lines that are pasted: a space joins them."""
    keys = KeyBindings()

    @keys.add("enter")
    def _end(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if _is_pasted(event):
            buffer.insert_text(" ")
        else:
            buffer.validate_and_handle()

    return keys


def _is_pasted(event: KeyPressEvent) -> bool:
    """Whether text was read at once with the Enter after which it comes, and something before."""
    waiting = (press.key for press in event.key_processor.input_queue)
    has_more = any(not isinstance(key, Keys) and key.strip() for key in waiting)
    return has_more and bool(event.current_buffer.text.strip())
