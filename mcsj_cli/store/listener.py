"""The person at the other end: who is told, shown and asked what lies beside a command's result."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Listener(NamedTuple):
    """The person who is told what happens, shown how far a long reading is, and asked for a name.

    `introduce` gives name and e-mail address, empty if they were left out; None where nobody can be
    asked. `copies` are files that lie among the records and are none.
    """

    tell: Callable[[str], None] = lambda _text: None
    progress: Callable[[int, int], None] = lambda _done, _total: None
    introduce: Callable[[], tuple[str, str] | None] = lambda: None
    copies: Callable[[Sequence[str]], None] = lambda _files: None


NOBODY = Listener()
