"""An action's life: begun, moved on, closed; and the practice and the contact beside it."""

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.errors import ExistsError, WrongUsageError
from mcsj_cli.model.action import Action, ActionStatus, Progress
from mcsj_cli.model.fields import Line, Phrase, Prose, Slug
from mcsj_cli.model.followup import Channel, Followup, Stage
from mcsj_cli.model.practice import Practice, Replication

APRIL = date(2020, 4, 1)
days = st.dates(APRIL, date(2020, 5, 31))


def action(created: date = APRIL, due: date = date(2020, 4, 20)) -> Action:
    return Action(
        title=Line("Una"),
        mesas=[Slug("leon")],
        axis=Slug("economia"),
        approach=Slug("intercambio"),
        owner=Line("coordinación"),
        due=due,
        created=created,
    )


def faults(record: Action | Practice | Followup) -> list[str | int]:
    return [fault.path[0] for fault in record.faults()]


@given(created=days, length=st.integers(0, 30), closed=st.none() | st.integers(0, 40), day=days)
def test_open_and_overdue_are_what_the_days_say(
    created: date, length: int, closed: int | None, day: date
) -> None:
    one = action(created, created + timedelta(days=length))
    if closed is not None:
        one = one.close(created + timedelta(days=closed), ActionStatus.COMPLETED)
    alive = {created + timedelta(days=n) for n in range(100) if closed is None or n < closed}
    assert one.was_open(day) == (day in alive)
    assert one.is_overdue(day) == (day in alive and day > one.due)
    assert faults(one) == []


def test_what_is_told_of_an_open_action_puts_it_in_process() -> None:
    one = action().update(date(2020, 4, 3), note=Line("Va"), evidence=[Line("acta"), Line("acta")])
    assert (one.status, one.progress) == ("in-process", [Progress(date(2020, 4, 3), Line("Va"))])
    assert one.update(date(2020, 4, 4), evidence=[Line("acta")]).evidence == ["acta"]
    assert action().update(date(2020, 4, 3), due=date(2020, 5, 1)).status == "needs-action"
    done = one.close(date(2020, 4, 5), ActionStatus.COMPLETED)
    assert done.update(date(2020, 4, 6), note=Line("Más")).status == "completed"


def test_an_action_is_closed_once_and_not_before_it_began() -> None:
    done = action().close(APRIL, ActionStatus.CANCELLED)
    assert (done.status, done.closed) == ("cancelled", APRIL)
    with pytest.raises(WrongUsageError):
        done.close(APRIL, ActionStatus.COMPLETED)
    with pytest.raises(WrongUsageError):
        action().close(date(2020, 3, 31), ActionStatus.COMPLETED)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"mesas": []}, "mesas"),
        ({"due": date(2020, 3, 31)}, "due"),
        ({"status": ActionStatus.COMPLETED}, "status"),
        ({"closed": APRIL}, "status"),
        ({"number": 1}, "number"),
    ],
)
def test_what_cannot_be_of_an_action(changes: dict[str, object], place: str) -> None:
    assert faults(msgspec.structs.replace(action(), **changes)) == [place]


def test_closed_before_it_began() -> None:
    wrong = msgspec.structs.replace(
        action(), status=ActionStatus.COMPLETED, closed=date(2020, 3, 1)
    )
    assert faults(wrong) == ["closed"]


def practice(*replications: Replication) -> Practice:
    return Practice(
        title=Line("Otra"),
        mesa=Slug("leon"),
        axis=Slug("economia"),
        done=Prose("Algo"),
        result=Prose("Mucho"),
        replications=list(replications),
        created=APRIL,
    )


def test_a_practice_is_copied_once_by_each_mesa() -> None:
    copied = practice().replicate(Slug("irapuato"), date(2020, 4, 2), Phrase("Bien"))
    assert copied.mesas == ["leon", "irapuato"]
    for mesa in ("leon", "irapuato"):
        with pytest.raises(ExistsError):
            copied.replicate(Slug(mesa), date(2020, 4, 3), Phrase(""))
    with pytest.raises(WrongUsageError):
        practice().replicate(Slug("pachuca"), date(2020, 3, 31), Phrase(""))


def test_what_cannot_be_of_a_practice() -> None:
    own = Replication(Slug("leon"), APRIL)
    early = Replication(Slug("pachuca"), date(2020, 3, 1))
    twice = [Replication(Slug("torreon"), APRIL)] * 2
    assert [fault.path for fault in practice(own, early, *twice).faults()] == [
        ("replications", 0, "mesa"), ("replications", 1, "date"), ("replications", 3, "mesa"),
    ]  # fmt: skip


def test_what_cannot_be_of_a_contact() -> None:
    contact = Followup(
        mesa=Slug("leon"),
        day=APRIL,
        channel=Channel.CALL,
        stage=Stage.CONTACTED,
        summary=Prose("Se habló"),
    )
    assert faults(contact) == []
    assert contact.uid == "2020-04-01-leon"
    early = msgspec.structs.replace(contact, next_step=Phrase("Llamar"), next_on=date(2020, 3, 1))
    assert faults(early) == ["next_on"]
    assert faults(msgspec.structs.replace(contact, next_on=date(2020, 4, 2))) == ["next_on"]
