"""The answers of one command: taken back one by one, and taken up again after an interruption."""

from collections.abc import Sequence
from typing import NamedTuple


class StepBackError(Exception):
    """The person wants the question before this one again."""


class GivenAnswer(NamedTuple):
    """What a person answered to a question, where Enter alone is the `usual` answer."""

    question: str
    usual: str | None
    text: str
    is_private: bool = False


class Dialogue:
    """The questions of a command, in the order in which they are asked.

    To go back the command begins anew and is given its answers again, all but the last one: it
    changes nothing before the last question. `about` says what the questions are about.
    """

    def __init__(self) -> None:
        self.given: list[GivenAnswer] = []
        self.about = ""
        self._coming: list[GivenAnswer] = []

    @property
    def is_repeating(self) -> bool:
        """Whether an answer waits to be given again."""
        return bool(self._coming)

    def step_back(self) -> None:
        """Begin anew with all answers but the last one."""
        self.repeat(self.given[:-1])

    def repeat(self, answers: Sequence[GivenAnswer]) -> None:
        """Begin anew with some answers."""
        self._coming, self.given = list(answers), []

    def find_repeated(self, question: str, usual: str | None) -> GivenAnswer | None:
        """Take the answer that comes next if it is to this question; else none of them counts."""
        if not self._coming:
            return None
        answer = self._coming.pop(0)
        if (answer.question, answer.usual) == (question, usual):
            return answer
        self._coming.clear()
        return None

    def add(self, answer: GivenAnswer) -> None:
        """Note an answer."""
        self.given.append(answer)

    def forget_coming(self) -> None:
        """Let no answer be given again."""
        self._coming.clear()
