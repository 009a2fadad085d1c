"""What `edit` and `delete` share: options or a form that correct a record, and a last question."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from msgspec import structs

from mcsj_cli.commands.arguments import agree, choose_past_day, require_whole_name
from mcsj_cli.commands.context import today
from mcsj_cli.commands.field import Field, Setting
from mcsj_cli.commands.telling import place_from_here, show_file
from mcsj_cli.console import is_interactive, note, say, tells_files
from mcsj_cli.errors import McsjError, UnkeepableError, WrongUsageError
from mcsj_cli.i18n import N_, _
from mcsj_cli.labels import label
from mcsj_cli.listing import show_fields
from mcsj_cli.model.action import Action
from mcsj_cli.model.content import Content
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import FOLLOWUPS, Entry, Kind, Record
from mcsj_cli.model.practice import Practice
from mcsj_cli.model.text import one_line
from mcsj_cli.operations.correcting import correct_record, replace_values
from mcsj_cli.operations.deleting import delete_record, plan_deletion
from mcsj_cli.questions import ask, name_subject, tell
from mcsj_cli.store.project import Project
from mcsj_cli.vocabulary import as_in, spoken

R = TypeVar("R", Action, Content, Followup, Practice)

_NOTHING = "-"  # takes a value away in a form, where Enter keeps it
_FEW = 12  # choices that are listed in a form, where most values stay as they are
_JOINT = ";"  # between the texts of a list that commas do not part

DAY: Field[date] = Field(
    "date",
    N_("Its day."),
    N_("DAY"),
    question=N_("Day"),
    parse=lambda setting, text: choose_past_day(text, "--date", setting.today),
)


class Blank(NamedTuple):
    """A part of a record that can be corrected: its name there, and what was given for it."""

    name: str
    field: Field[Any]
    given: str | Sequence[str] | None


def correct(
    setting: Setting, command: str, record: Record, blanks: Sequence[Blank]
) -> dict[str, Any]:
    """Return the values that options give; without any, ask for each, where Enter keeps it.

    Raise WrongUsageError where nothing is given and nobody is at the keyboard, and whatever a
    field's `parse` raises.
    """
    if any(blank.given is not None for blank in blanks):
        return {
            blank.name: _parse(setting, blank, _known_value(record, blank), blank.given)
            for blank in blanks
            if blank.given is not None
        }
    if not is_interactive():
        example = next(blank.field for blank in blanks if blank.field.example)
        raise WrongUsageError(
            _("It is not said what to change."),
            as_in(f"{command} --{example.name} {example.example}"),
        )
    name_subject(command)
    tell(_("Enter keeps what is there; - takes it away."))
    values: dict[str, Any] = {}
    for blank in blanks:
        known = _known_value(record, blank)
        text = _word(setting, blank.field, known)
        answer = _ask(setting, blank, _replace(record, values), text)
        if answer != text:
            values[blank.name] = _parse_answer(setting, blank, known, answer)
    return values


def show_changes(setting: Setting, before: Record, after: Record, blanks: Iterable[Blank]) -> None:
    """Say of each part that was corrected what it was, and what it is now."""
    for blank in blanks:
        old, new = _known_value(before, blank), _known_value(after, blank)
        if old != new:
            was, now_is = (_word(setting, blank.field, value) or "–" for value in (old, new))
            note(f"{_(blank.field.question)}: {one_line(f'{was} → {now_is}')}")


def edit(
    project: Project,
    kind: Kind[R],
    entry: Entry[R],
    fields: Mapping[str, tuple[Field[Any], str | Sequence[str] | None]],
    make: Callable[[dict[str, Any]], Callable[[R], R]] = replace_values,
) -> R:
    """Correct the parts of a record by options or a form, say what changed, and return the record.

    `make` makes of the new values what puts them into a record.
    """
    parts = list_parts(fields)
    setting = Setting(project, today(project), entry.record.day)
    values = correct(setting, f"mcsj {kind.folder} edit {entry.uid}", entry.record, parts)
    if not values:
        note(_("Nothing has changed."))
        return entry.record
    before, after = correct_record(project, entry, f"{kind.folder}: edit", make(values))
    show_file(project, entry.file)
    show_changes(setting, before, after, parts)
    if kind.folder != FOLLOWUPS.folder:  # which have no command that shows one
        command = spoken(f"mcsj {kind.folder} show {entry.uid}")
        note(_("To see it whole: {command}").format(command=command))
    return after


def delete(
    project: Project,
    kind: Kind[Record],
    entry: Entry[Record],
    fields: Sequence[tuple[str, object]],
    given: str,
    *,
    yes: bool,
) -> None:
    """Delete a record after it was shown and a person has agreed, and say how it returns.

    Raise WrongUsageError for what was published, or `given` by a part of its name with a yes
    beforehand; ExistsError where other records name it.
    """
    if yes:
        require_whole_name(given, entry.uid, f"mcsj {kind.folder} delete {entry.uid} --yes")
    deletion = plan_deletion(project, kind, entry, today(project))
    show_fields(fields)
    for told in deletion.told:
        note(told)
    name = f"{kind.label()} {entry.uid}"
    agree(_("This would be deleted: {name}.").format(name=name), yes=yes)
    delete_record(project, deletion)
    if tells_files():
        say(f"{place_from_here(project.root / entry.file)} ({_('removed')})")
    note(_("To have it back: mcsj undo"))


def _known_value(record: Record, blank: Blank) -> Any:
    return getattr(record, blank.name)


def _ask(setting: Setting, blank: Blank, record: Record, text: str) -> str:
    """Ask for a part of a record, which has what was answered before; `text` is what is there."""
    field, known = blank.field, _known_value(record, blank)
    choices = list(field.choices(setting)) if field.choices else []
    keys = _("Enter keeps what is there; - takes it away.")

    def check(answer: str) -> str:
        if answer != text:
            try:
                value = _parse_answer(setting, blank, known, answer)
                _require_sound(record, _replace(record, {blank.name: value}), blank.name)
            except McsjError as error:
                if answer.strip() == _NOTHING:
                    raise WrongUsageError(
                        _("This cannot be taken away: answer something else."),
                        _("Enter keeps what is there."),
                    ) from error
                raise
        return answer

    return ask(
        _(field.question),
        check,
        text,
        explanation=f"{field.explanation} {keys}",
        choices=choices,
        listed=len(choices) <= _FEW,
        joint=field.joint or field.separator,
        long=field.long,
    )


def _replace(record: Any, values: Mapping[str, Any]) -> Any:
    return structs.replace(record, **values)


def _require_sound(before: Record, after: Record, name: str) -> None:
    """Raise UnkeepableError for a part of a record whose new value breaks a rule."""
    known = list(before.faults())
    for fault in after.faults():
        if fault.path[0] == name and fault not in known:
            raise UnkeepableError(fault.message, fault.advice)


def _parse_answer(setting: Setting, blank: Blank, known: Any, answer: str) -> Any:
    """Parse an answer of a form; one text may hold a whole list."""
    text = "" if answer.strip() == _NOTHING else answer
    texts = text.split(blank.field.separator or _JOINT) if isinstance(known, list) else text
    return _parse(setting, blank, known, texts)


def _parse(setting: Setting, blank: Blank, known: Any, given: str | Sequence[str] | None) -> Any:
    """Parse what was given for a part: a list where the record has one; empty texts are none."""
    parse = blank.field.parse
    if not isinstance(known, list):
        return parse(setting, given if isinstance(given, str) else "")
    texts = [given] if isinstance(given, str) else list(given or ())
    separator = blank.field.separator
    parts = separator.join(texts).split(separator) if separator else texts
    found = [parse(setting, text.strip()) for text in parts if text.strip()]
    return list(dict.fromkeys(found))


def _word(setting: Setting, field: Field[Any], value: Any) -> str:
    """Return a value as a person may type it again: a choice by its name, as questions list it."""
    if value is None:
        return ""
    texts = [str(one) for one in (value if isinstance(value, list) else [value])]
    if field.choices:
        titles = {one.word: one.title for one in field.choices(setting)}
        texts = [titles.get(text) or label(text) for text in texts]
    return f"{field.separator or _JOINT} ".join(texts)


def list_parts(fields: Mapping[str, tuple[Field[Any], str | Sequence[str] | None]]) -> list[Blank]:
    """Return the parts of a record by their names, each with its field and what was given."""
    return [Blank(name, field, given) for name, (field, given) in fields.items()]
