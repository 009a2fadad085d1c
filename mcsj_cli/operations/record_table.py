"""Records of a table: those that are new, those that a row corrects by its uid, as a proposal."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from mcsj_cli.commits import commit_subject, list_few
from mcsj_cli.errors import Fault, InvalidDataError, McsjError, Problem, UnkeepableError
from mcsj_cli.i18n import _
from mcsj_cli.interchange import to_cell
from mcsj_cli.labels import column_label
from mcsj_cli.model.action import Action
from mcsj_cli.model.followup import Followup
from mcsj_cli.model.kinds import Entry, Kind, Record
from mcsj_cli.model.privacy import find_personal
from mcsj_cli.model.table import InputTable
from mcsj_cli.store.project import Project

R = TypeVar("R", Action, Followup)
Said = dict[str, str]
Values = dict[str, Any]


class RowReader(Generic[R]):
    """How the rows of a table become records of a kind.

    `parse` reads one field out of its cell, or raises McsjError or ValueError; `defaults` are for
    rows that leave a field blank, and `required` is what each row has to say.
    """

    def __init__(
        self,
        kind: Kind[R],
        parse: Mapping[str, Callable[[str, Values], Any]],
        defaults: Values,
        required: Sequence[str],
        key: Callable[[R], Hashable],
    ) -> None:
        self.kind: Kind[R] = kind
        self.parse = parse
        self.defaults = defaults
        self.required = required
        self.key: Callable[[R], Hashable] = key

    def set_defaults(self, said: Mapping[str, str | None]) -> None:
        """Take what a person gives for rows that leave a field blank; raise as `parse`."""
        for field, text in said.items():
            try:
                if text:
                    self.defaults[field] = self.parse[field](text, {})
            except ValueError as error:
                raise UnkeepableError(error) from error

    def build(self, values: Values) -> R:
        """Return the new record of a row."""
        record: R = self.kind.record(**{**self.defaults, **values})
        return record

    def finish(self, record: R) -> R:
        """Return a new record as it is written down, while nobody else can add one."""
        return record

    def amend(self, record: R, values: Values) -> R:
        """Return a record with what a row says otherwise."""
        return msgspec.structs.replace(record, **values)


class NewRow(NamedTuple, Generic[R]):
    """A record that is not there yet."""

    row: int
    record: R


class ChangedRow(NamedTuple, Generic[R]):
    """A record that a row corrects, and the fields that it changes."""

    row: int
    entry: Entry[R]
    after: R
    values: Values

    @property
    def changes(self) -> list[tuple[str, Any, Any]]:
        """The fields that change, each with its value now and then."""
        old, names = self.entry.record, self.after.__struct_fields__
        pairs = [(name, getattr(old, name), getattr(self.after, name)) for name in names]
        return [one for one in pairs if one[1] != one[2]]


class KnownRow(NamedTuple):
    """A row whose record is there already; without its uid, it has a file, or an earlier row."""

    row: int
    place: str = ""


class RecordPlan(NamedTuple, Generic[R]):
    """What a table would change; `unknown` are uids that nothing here has."""

    fresh: list[NewRow[R]]
    changed: list[ChangedRow[R]]
    known: list[KnownRow]
    unknown: list[str]
    problems: Sequence[Problem] = ()

    @property
    def is_empty(self) -> bool:
        return not self.fresh and not self.changed


class _FieldsOfRow(NamedTuple):
    """A row by its fields, and its number."""

    number: int
    said: Said
    uid: str


def plan_records(
    project: Project,
    table: InputTable,
    file: str,
    columns: Mapping[str, str],
    reader: RowReader[R],
) -> RecordPlan[R]:
    """Part the rows of a table; raise InvalidDataError with the problems of all of them."""
    reading = project.read(reader.kind)
    by_uid = {entry.uid: entry for entry in reading.entries}
    by_key: dict[Hashable, str] = {
        reader.key(entry.record): entry.file for entry in by_uid.values()
    }
    plan: RecordPlan[R] = RecordPlan([], [], [], [], reading.problems)
    problems: list[Problem] = []
    named: set[str] = set()
    for row in _list_rows(table, columns):
        found = _Found(project, file, row, columns)
        entry = by_uid.get(row.uid)
        if entry is not None and row.uid in named:
            found.tell(_("«{uid}» comes twice").format(uid=row.uid))
        elif entry is not None:
            named.add(row.uid)
            _plan_change(plan, found, reader, entry)
        else:
            _plan_new(plan, found, reader, by_key)
        problems += found.problems
    if problems:
        error = InvalidDataError(problems)
        error.advice = _("Nothing was written. Correct the table and import it again.")
        raise error
    return plan


def _list_rows(table: InputTable, columns: Mapping[str, str]) -> list[_FieldsOfRow]:
    rows: list[_FieldsOfRow] = []
    for number, cells in table.rows:
        said = {field: cells[name] for name, field in columns.items()}
        rows.append(_FieldsOfRow(number, said, said.pop("uid", "").strip()))
    return rows


class _Found:
    """What is found out of one row: its values, and what is wrong with it."""

    def __init__(
        self, project: Project, file: str, row: _FieldsOfRow, columns: Mapping[str, str]
    ) -> None:
        self.row = row
        self.problems: list[Problem] = []
        self._project = project
        self._file = file
        self._names = {field: name for name, field in columns.items()}

    def tell(self, message: str, advice: str = "", field: str = "") -> None:
        """Note a problem, with the column that it is about."""
        name = self._names.get(field)
        text = f"{name}: {message}" if name else message
        self.problems.append(Problem(self._file, self.row.number, 0, text, advice))

    def read(
        self, fields: Sequence[str], parse: Mapping[str, Callable[[str, Values], Any]]
    ) -> Values:
        """Return the values of some fields, in the order in which they are to be read."""
        values: Values = {}
        for field in sorted(fields, key=list(parse).index):
            try:
                values[field] = parse[field](self.row.said[field], values)
            except McsjError as error:
                self.tell(error.message, error.advice, field)
            except ValueError as error:
                self.tell(str(error), "", field)
        return values

    def check(self, record: Any) -> None:
        """Note what a record may not be."""
        faults: list[Fault] = [*record.faults(), *find_personal(record, self._project.declared)]
        for fault in faults:
            self.tell(fault.message, fault.advice)


def _plan_change(plan: RecordPlan[R], found: _Found, reader: RowReader[R], entry: Entry[R]) -> None:
    """Plan what a row says otherwise than the record that it names."""
    row, record = found.row, entry.record
    shown = {field: _show(record, field) for field in row.said}
    differing = [field for field in row.said if row.said[field] != shown[field]]
    values = found.read(differing, reader.parse)
    if found.problems:
        return
    after = reader.amend(record, values)
    if after == record:
        plan.known.append(KnownRow(row.number))
        return
    found.check(after)
    plan.changed.append(ChangedRow(row.number, entry, after, values))


def _show(record: Record, field: str) -> str:
    """Return a field as an export writes it."""
    value = msgspec.to_builtins(getattr(record, field), enc_hook=str)
    return "" if value is None else str(to_cell(value)).strip()


def _plan_new(
    plan: RecordPlan[R], found: _Found, reader: RowReader[R], by_key: dict[Hashable, str]
) -> None:
    """Plan the record of a row that names none which is here."""
    row = found.row
    filled = [field for field, text in row.said.items() if text.strip()]
    for field in reader.required:
        if field not in filled and field not in reader.defaults:
            found.tell(_("«{field}» is missing").format(field=column_label(field)), "", field)
    values = found.read(filled, reader.parse)
    if found.problems:
        return
    record = reader.build(values)
    place = by_key.setdefault(reader.key(record), _("row {number}").format(number=row.number))
    if place != _("row {number}").format(number=row.number):
        plan.known.append(KnownRow(row.number, place))
        return
    found.check(record)
    plan.fresh.append(NewRow(row.number, record))
    if row.uid:
        plan.unknown.append(row.uid)


def apply_records(
    project: Project,
    plan: RecordPlan[R],
    reader: RowReader[R],
) -> None:
    """Write down what was planned, as one commit."""
    records = [new.record for new in plan.fresh] + [one.entry.record for one in plan.changed]
    names = list_few(
        [str(getattr(one, "title", "") or getattr(one, "mesa", "")) for one in records]
    )
    subject = f"{reader.kind.folder}: {'import' if plan.fresh else 'correct'}"
    with project.changing(commit_subject(subject, names)) as change:
        for new in plan.fresh:
            change.add(reader.kind, reader.finish(new.record))
        for one in plan.changed:
            current = change.load_known(one.entry.file, reader.kind.record)
            change.put(one.entry.file, reader.amend(current, one.values))
