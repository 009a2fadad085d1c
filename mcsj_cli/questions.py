"""Questions to a person, and what `?`, `<`, a number and an empty line mean as answers."""

import sys
import textwrap
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn, TypeVar

from mcsj_cli import kept_answers
from mcsj_cli.choices import Choice, take_chosen
from mcsj_cli.console import forget_told, hush, note
from mcsj_cli.dialogue import Dialogue, GivenAnswer, StepBackError
from mcsj_cli.errors import McsjError, ReaderGoneError, UnshownError, WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.labels import label
from mcsj_cli.model.text import fold
from mcsj_cli.wrapping import find_width, wrap, wrap_numbered

T = TypeVar("T")

YES, NO = {"s", "si", "y", "yes"}, {"n", "no"}
_BACK, _HELP = "<", {"?", "ayuda", "help"}
_ROOM = 12  # columns that an answer needs beside its question


class Prompt(NamedTuple):
    """A question as it is asked; `parse` raises McsjError for an answer that cannot be taken.

    A `joint` parts several answers within one. What is `private` is not kept for another try, and
    from a `settled` one there is no way back; `left` is told to whoever leaves at it.
    """

    text: str
    parse: Callable[[str], str]
    default: str | None = None
    show_default: bool = True
    explanation: str = ""
    choices: Sequence[Choice] = ()
    listed: bool = True
    joint: str = ""
    long: bool = False
    private: bool = False
    settled: bool = False
    left: str = ""


class _Desk:
    """The form of the command that runs, and the name under which its answers are kept."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, command: str) -> None:
        """Begin with another command, of which nothing was asked yet."""
        self.dialogue, self.command = Dialogue(), command
        self.hinted = self.offered = False
        self.resumed = 0  # answers of an earlier try

    @property
    def key(self) -> str:
        return f"{self.command} {self.dialogue.about}"


_desk = _Desk()


def hold_dialogue(run: Callable[[], T], command: str) -> T:
    """Run a command whose questions can be gone back over, from its beginning where one is.

    `command` tells it from all others; without it no answers are kept.
    """
    _desk.begin(command)
    try:
        while True:
            try:
                done = run()
            except StepBackError:
                forget_told()
                _desk.dialogue.step_back()
                hush(on=_desk.dialogue.is_repeating)
                continue
            if _desk.dialogue.given:
                _keep([])
            return done
    except McsjError as error:
        hush(on=False)
        if not isinstance(error, UnshownError | ReaderGoneError):  # after which all is done
            _keep_refused()
        raise
    finally:
        hush(on=False)


def name_subject(about: str) -> None:
    """Say what the questions are about: answers are not taken up again for anything else."""
    _desk.dialogue.about = _desk.dialogue.about or about


def ask(
    question: str,
    parse: Callable[[str], str],
    default: str | None = None,
    *,
    show_default: bool = True,
    explanation: str,
    choices: Sequence[Choice] = (),
    listed: bool = True,
    joint: str = "",
    long: bool = False,
    private: bool = False,
    settled: bool = False,
    left: str = "",
) -> str:
    """Ask a person until `parse` takes the answer and raises no McsjError, which is shown.

    `choices` can be answered by number or by the beginning of a word; a `long` answer has lines.
    What is `private` is never kept, and from a `settled` question there is no way back.
    """
    asked = Prompt(
        question, parse, default, show_default, explanation, choices, listed, joint, long, private,
        settled, left,
    )  # fmt: skip
    repeated = None if settled else _find_repeated(asked)
    taken = _ask_at_keyboard(asked) if repeated is None else repeated
    if not settled:
        _desk.dialogue.add(GivenAnswer(question, default, taken, private))
    return taken


def confirm(
    question: str, *, explanation: str = "", default: bool = False, settled: bool = False
) -> bool:
    """Ask a person for a yes or no, in any language of the program."""
    meaning = explanation or _("With y it goes on; with n nothing is done.")

    def take(answer: str) -> str:
        word = fold(answer)
        if word not in YES | NO:
            raise WrongUsageError(_("Answer yes or no."))
        return word

    choices = _("[Y/n]") if default else _("[y/N]")
    usual = choices.strip("[]").split("/")[0 if default else 1].lower()
    said = ask(
        f"{question} {choices}",
        take,
        usual,
        show_default=False,
        explanation=meaning,
        settled=settled,
    )
    return said in YES


def tell(text: str) -> None:
    """Tell something beside a question, with whole words in each line."""
    note(wrap(text, find_width()))


def edit_text(text: str, editor: str | None) -> str | None:
    """Let a person change a text in an editor, or else at a prompt; None where nothing was saved.

    Raise WrongUsageError for an editor that cannot be opened.
    """
    import click  # loaded with the application by now

    if editor is None:
        _require_steered()
        tell(_("There is no editor here: change the text, and end it with an empty line."))
        return _read(Prompt(_("Text"), str, long=True), text)
    try:
        return click.edit(f"{text}\n" if text else "", editor=editor, extension=".txt")
    except click.ClickException as error:
        message = _("The editor «{name}» cannot be opened.").format(name=editor)
        advice = _("Nothing was written. Choose another one: export EDITOR=nano")
        raise WrongUsageError(message, advice) from error


def _require_steered() -> None:
    """Raise WrongUsageError for a terminal in which a text cannot be changed."""
    from mcsj_cli.keyboard import is_steered

    if not is_steered():
        advice = _("Nothing was written. Choose one: export EDITOR=nano")
        raise WrongUsageError(_("There is no text editor here."), advice)


def _find_repeated(asked: Prompt) -> str | None:
    """Return the answer that is given again, if there is one to this very question."""
    dialogue = _desk.dialogue
    if not _desk.offered:
        _desk.offered = True
        _offer_kept(asked)
    answer, taken = dialogue.find_repeated(asked.text, asked.default), None
    if answer:
        try:
            taken = str(asked.parse(answer.text))
        except McsjError:  # what could be said then can be said no more
            dialogue.forget_coming()
    hush(on=dialogue.is_repeating)
    return taken


def _offer_kept(asked: Prompt) -> None:
    """Ask whether to go on from the answers of an earlier try, once they are shown."""
    kept = kept_answers.recall(_desk.key) if _desk.command else []
    if not kept or (kept[0].question, kept[0].usual) != (asked.text, asked.default):
        return
    tell(_("This was left half-way:"))
    for answer in kept:
        text = textwrap.shorten(label(answer.text), 60, placeholder="…")
        tell(f"  {answer.question.strip()}: {text or '–'}")
    _desk.hinted = True
    question = _("Go on from what was answered already?")
    meaning = _("With y these answers hold, and only what is missing is asked; with n all is.")
    if confirm(question, explanation=meaning, default=True, settled=True):
        _desk.dialogue.repeat(kept)
        _desk.resumed = len(kept)
    else:
        _keep([])


def _ask_at_keyboard(asked: Prompt) -> str:
    """Ask until there is an answer that can be taken; raise StepBackError for the way back."""
    if not asked.settled and asked.show_default and not _desk.hinted:
        tell(_("? explains a question; < goes back to the one before."))
        _desk.hinted = True
    _list_choices(asked)
    while True:
        answer = _read(asked)
        if fold(answer) in _HELP:
            _explain(asked)
        elif answer == _BACK:
            if _desk.dialogue.given and not asked.settled:
                raise StepBackError
            tell(_("There is no question before this one."))
        elif answer or asked.default is not None:
            try:
                return _take(asked, answer or asked.default or "")
            except McsjError as error:
                text = f"{error.message} {error.advice}".strip()
                tell(_("Error: {message}").format(message=text))
        else:
            tell(_("This needs an answer; ? explains it."))


def _explain(asked: Prompt) -> None:
    tell(asked.explanation)
    _list_choices(asked)
    if asked.default:
        tell(_("Enter alone: {text}").format(text=asked.default))
    tell(_("< goes back to the question before. Ctrl-C leaves: nothing is saved."))


def _list_choices(asked: Prompt) -> None:
    if asked.choices and asked.listed:
        note(wrap_numbered([one.title for one in asked.choices], find_width()))


def _take(asked: Prompt, answer: str) -> str:
    return take_chosen(asked.choices, asked.joint, asked.parse, answer)


def _read(asked: Prompt, text: str = "") -> str:
    """Read an answer from a terminal that can be steered, or else a line from a plain one."""
    from mcsj_cli.keyboard import is_steered, read_answer  # slow, and for questions alone

    try:
        if is_steered():
            return read_answer(_format(asked, long=asked.long), long=asked.long, text=text).strip()
        return _read_line(_format(asked)).strip()
    except (EOFError, KeyboardInterrupt):
        _leave(asked)


def _read_line(prompt: str) -> str:
    print(prompt, end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _format(asked: Prompt, *, long: bool = False) -> str:
    """Return a question for the terminal's width, with room for an answer beside it."""
    text = asked.text
    if asked.choices and asked.listed:
        text += f" (1–{len(asked.choices)})"
    if long:
        text += " " + _("(an empty line ends it)")
    if asked.show_default and asked.default:
        text += f" [{asked.default}]"
    width = find_width()
    wrapped = wrap(text + ":", width - 1)
    last = wrapped.rpartition("\n")[2]
    return f"{wrapped} \n> " if len(last) > width - _ROOM else f"{wrapped} "


def _leave(asked: Prompt) -> NoReturn:
    """Leave the command at a question; raise click's Abort with what became of the answers."""
    import click  # loaded with the application by now

    if asked.settled:
        raise click.Abort(asked.left)
    told = _("It was interrupted. Nothing was saved.")
    if _keep(_desk.dialogue.given):
        told += " " + _("Repeat the command to go on from what was answered.")
    raise click.Abort(told)


def _keep_refused() -> None:
    """Keep the answers of a command that was refused after them, all but the last one.

    Of those that were refused already, one more is left out: it may be what is refused.
    """
    given = _desk.dialogue.given
    most = min(len(given), _desk.resumed or len(given)) - 1
    if given and fold(given[-1].text) in NO:  # the person wanted nothing done
        _keep([])
    elif given and _keep(given[:most]):
        note(_("The answers are kept: repeat the command to go on from them."))


def _keep(answers: Sequence[GivenAnswer]) -> bool:
    """Keep answers for another try of the same command, or forget them; whether any are kept."""
    return bool(_desk.command) and kept_answers.keep(_desk.key, answers)
