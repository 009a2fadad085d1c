"""What is planned for a calendar on a server.

Laws that hold whatever others do, and wherever a run breaks off.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.calendars.caldav_plan import (
    CONFLICTS,
    EVERYTHING,
    WRITING,
    ObjectAction,
    ObjectStep,
    PublishScope,
    Seen,
    ServerEntry,
    plan,
)
from mcsj_cli.calendars.fingerprint import ObjectState, Stamped, name_object

FIRST, LAST = date(2020, 4, 20), date(2020, 5, 3)
# A week before, two within and one after the days that are looked after.
UIDS = [f"2020-W{week}-g{group}@red.example.org" for week in range(16, 20) for group in (1, 2)]
NAMES = {name_object(uid): uid for uid in UIDS}


def day_of(uid: str) -> date:
    return date.fromisocalendar(2020, int(uid[6:8]), 4)


def seal(uid: str, version: int, scope: str = EVERYTHING) -> Stamped:
    """Make the version of a meeting; each second version differs only in what has no meaning."""
    return Stamped(
        name_object(uid), uid, day_of(uid), b"", f"v{version}", f"m{version // 2}", scope, 0
    )


@dataclass
class Calendar:
    """A server that others use too.

    `tags` count its changes, `spoilt` is what they changed since we wrote it.
    """

    objects: dict[str, Seen] = field(default_factory=dict)
    spoilt: set[str] = field(default_factory=set)
    tags: "count[int]" = field(default_factory=count)

    def put(self, name: str, meaning: ObjectState | None) -> str:
        tag = f"t{next(self.tags)}"
        self.objects[name] = Seen(tag, meaning)
        return tag

    def take(self, step: ObjectStep, own: Stamped | None, entries: dict[str, ServerEntry]) -> None:
        """Do one step as a server does: only if the object is the one that it is meant for."""
        there = self.objects.get(step.name)
        assert step.etag == (there.etag if there else "")
        self.spoilt.discard(step.name)
        if step.act is ObjectAction.REMOVE:
            del self.objects[step.name]
            entries.pop(step.name, None)
            return
        assert own is not None
        meaning = ObjectState(
            frozenset([own.uid]),
            own.day,
            own.digest,
            own.version,
            own.digest,
            own.scope,
            own.sequence,
        )
        entries[step.name] = ServerEntry(
            self.put(step.name, meaning), own.version, own.digest, own.day, own.scope
        )

    def edit(self, name: str) -> None:
        """Have somebody give a meeting another hour, in a program
        that keeps what it does not know.
        """
        there = self.objects[name].state
        self.put(name, there and there._replace(digest=f"edited{next(self.tags)}"))
        self.spoilt.add(name)

    def dismiss(self, name: str) -> None:
        """Have somebody's program note that the alarm was seen."""
        self.put(name, self.objects[name].state)


def run(
    calendar: Calendar,
    ours: dict[str, Stamped],
    entries: dict[str, ServerEntry],
    terms: PublishScope,
    steps: int = 999,
) -> None:
    """Publish as the program does, and break off after some steps."""
    planned = [step for step in plan(ours, entries, calendar.objects, terms) if step.act in WRITING]
    for step in planned[:steps]:
        calendar.take(step, ours.get(step.name), entries)


VERSIONS = st.dictionaries(st.sampled_from(UIDS), st.integers(0, 5))
DEEDS = st.lists(
    st.tuples(st.sampled_from(["edit", "dismiss", "delete", "spoil"]), st.sampled_from(UIDS)),
    max_size=6,
)
TERMS = PublishScope(EVERYTHING, FIRST, LAST)


def is_in_days(uid: str) -> bool:
    return FIRST <= day_of(uid) <= LAST


def make(versions: dict[str, int]) -> dict[str, Stamped]:
    return {name_object(uid): seal(uid, version) for uid, version in versions.items()}


def do(calendar: Calendar, deeds: list[tuple[str, str]]) -> None:
    for deed, uid in deeds:
        name = name_object(uid)
        if name not in calendar.objects:
            continue
        if deed == "edit":
            calendar.edit(name)
        elif deed == "dismiss":
            calendar.dismiss(name)
        elif deed == "spoil":
            calendar.put(name, None)
            calendar.spoilt.add(name)
        else:
            del calendar.objects[name]
            calendar.spoilt.discard(name)


def in_days(names: dict[str, Stamped]) -> dict[str, Stamped]:
    return {name: own for name, own in names.items() if is_in_days(own.uid)}


@given(VERSIONS, VERSIONS, st.integers(0, 12), st.booleans())
def test_wherever_a_run_breaks_off_the_next_one_ends_it(
    before: dict[str, int], after: dict[str, int], steps: int, forget: bool
) -> None:
    calendar, entries = Calendar(), dict[str, ServerEntry]()
    run(calendar, make(before), entries, TERMS)
    stale = dict(entries)
    run(calendar, in_days(make(after)), entries, TERMS, steps)
    # What was done since is written down nowhere.
    entries = {} if forget else stale
    ours = in_days(make(after))
    survivors = [
        step for step in plan(ours, entries, calendar.objects, TERMS) if step.act in CONFLICTS
    ]
    assert survivors == []
    run(calendar, ours, entries, TERMS)
    others = {name for name, own in make(before).items() if not is_in_days(own.uid)}
    assert set(calendar.objects) == others | set(ours)
    for name, own in ours.items():
        meaning = calendar.objects[name].state
        assert meaning is not None
        assert (meaning.version, meaning.digest) == (own.version, own.digest)
    assert {step.act for step in plan(ours, entries, calendar.objects, TERMS)} <= {
        ObjectAction.KEEP
    }


@given(VERSIONS, VERSIONS, DEEDS, st.booleans())
def test_what_others_did_stays_until_we_are_told(
    before: dict[str, int], after: dict[str, int], deeds: list[tuple[str, str]], forget: bool
) -> None:
    calendar, entries = Calendar(), dict[str, ServerEntry]()
    run(calendar, make(before), entries, TERMS)
    do(calendar, deeds)
    entries = {} if forget else entries
    theirs = {name: calendar.objects[name] for name in calendar.spoilt}
    gone = set(entries) - set(calendar.objects)
    ours = in_days(make(after))
    steps = {step.name: step.act for step in plan(ours, entries, calendar.objects, TERMS)}
    run(calendar, ours, entries, TERMS)
    assert {name: calendar.objects[name] for name in theirs} == theirs
    assert not gone & set(calendar.objects)
    assert {name for name in gone if name in ours} == {
        name for name, act in steps.items() if act is ObjectAction.GONE
    }
    for name, seen in theirs.items():
        if name in ours:
            conflict = steps[name] in CONFLICTS or (
                seen.state and seen.state.digest == ours[name].digest
            )
            assert conflict
    for name in ours.keys() - theirs.keys() - gone:  # the others go on
        meaning = calendar.objects[name].state
        assert meaning is not None
        assert meaning.version == ours[name].version


@given(VERSIONS, VERSIONS, DEEDS)
def test_overwriting_brings_all_that_was_ours_to_our_state(
    before: dict[str, int], after: dict[str, int], deeds: list[tuple[str, str]]
) -> None:
    calendar, entries = Calendar(), dict[str, ServerEntry]()
    run(calendar, make(before), entries, TERMS)
    do(calendar, deeds)
    ours = in_days(make(after))
    run(calendar, ours, entries, TERMS._replace(overwrite=True))
    others = {name for name in calendar.objects if not is_in_days(NAMES[name])}
    assert set(calendar.objects) == others | set(ours)
    assert {step.act for step in plan(ours, entries, calendar.objects, TERMS)} <= {
        ObjectAction.KEEP
    }


@given(VERSIONS, st.sets(st.sampled_from(UIDS)), st.booleans(), st.booleans())
def test_what_we_did_not_put_there_is_never_touched(
    versions: dict[str, int], theirs: set[str], seal_copied: bool, overwrite: bool
) -> None:
    """Events of others lie under names of their own or of ours,
    some copied from ours with seal and all.
    """
    calendar = Calendar()
    for number, uid in enumerate(sorted(theirs)):
        meaning = ObjectState(
            frozenset([f"other-{number}"]),
            day_of(uid),
            "m0",
            *(("v0", "m0", "all") if seal_copied else ()),
        )
        calendar.put(name_object(uid), meaning)
        calendar.put(f"{number}.ics", meaning)
    before = dict(calendar.objects)
    ours = in_days(make(versions))
    terms = TERMS._replace(overwrite=overwrite)
    steps = plan(ours, {}, calendar.objects, terms)
    assert {step.name for step in steps if step.act is ObjectAction.FOREIGN} == set(before) & set(
        ours
    )
    run(calendar, ours, {}, terms)
    assert {name: calendar.objects[name] for name in before} == before


@given(st.sets(st.sampled_from(UIDS)), st.booleans())
def test_a_group_leaves_alone_what_was_published_of_the_others(
    kept: set[str], forget: bool
) -> None:
    calendar, entries = Calendar(), dict[str, ServerEntry]()
    everything = {
        uid: seal(uid, 0, EVERYTHING if uid.endswith("1@red.example.org") else "g2") for uid in UIDS
    }
    run(calendar, {own.name: own for own in everything.values()}, entries, TERMS)
    ours = {name_object(uid): seal(uid, 0, "g2") for uid in kept if "-g2@" in uid}
    known = {} if forget else entries
    narrow = TERMS._replace(scope="g2")
    removed = {
        step.name
        for step in plan(ours, known, calendar.objects, narrow)
        if step.act is ObjectAction.REMOVE
    }
    assert removed == {
        name_object(uid) for uid in UIDS if "-g2@" in uid and uid not in kept and is_in_days(uid)
    }
    all_removed = {
        step.name
        for step in plan(ours, known, calendar.objects, TERMS)
        if step.act is ObjectAction.REMOVE
    }
    assert all_removed == {
        name for name, uid in NAMES.items() if name not in ours and is_in_days(uid)
    }


def test_an_imported_copy_that_says_the_same_is_taken_for_ours() -> None:
    own = seal(UIDS[-1], 0)
    same = Seen("t", ObjectState(frozenset([own.uid]), own.day, own.digest))
    other = Seen("t", ObjectState(frozenset([own.uid]), own.day, "other"))
    terms = TERMS._replace(first=FIRST - timedelta(days=99), last=LAST + timedelta(days=99))
    assert [step.act for step in plan({own.name: own}, {}, {own.name: same}, terms)] == [
        ObjectAction.KEEP
    ]
    assert [step.act for step in plan({own.name: own}, {}, {own.name: other}, terms)] == [
        ObjectAction.EDITED
    ]
    assert plan({}, {}, {own.name: other}, terms._replace(overwrite=True)) == []


def test_a_server_that_changes_what_is_written_is_not_written_to_again() -> None:
    own = seal(UIDS[2], 0)
    there = ObjectState(
        frozenset([own.uid]), own.day, "in-its-words", own.version, own.digest, own.scope
    )
    entry = ServerEntry("t", own.version, "in-its-words", own.day, own.scope)
    for seen in (entry.as_seen(own.uid), Seen("t2", there)):
        assert [
            step.act for step in plan({own.name: own}, {own.name: entry}, {own.name: seen}, TERMS)
        ] == [ObjectAction.KEEP]


CLONES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 5), st.booleans(), st.booleans()), max_size=8
)


@given(CLONES)
def test_no_clone_takes_back_what_another_has_published(
    runs: list[tuple[int, int, bool, bool]],
) -> None:
    """Two clones publish one meeting at some version, having synced or not,
    and having kept their memory or not.
    """
    calendar, memories = Calendar(), [dict[str, ServerEntry](), dict[str, ServerEntry]()]
    published: list[set[str]] = [set(), set()]
    for clone, number, forget, dismissed in runs:
        own = seal(UIDS[2], number)._replace(sequence=number)
        if forget:
            memories[clone].clear()
        there = calendar.objects.get(own.name)
        if there and dismissed:
            calendar.dismiss(own.name)
        run(calendar, {own.name: own}, memories[clone], TERMS)
        now = calendar.objects[own.name].state
        assert now is not None
        before = there.state if there else None
        known = before is not None and before.version in published[clone]
        if before and before.sequence > number and not known:
            assert now == before
            acts = [
                step.act for step in plan({own.name: own}, memories[clone], calendar.objects, TERMS)
            ]
            assert acts == [ObjectAction.NEWER]
            overwriting = plan(
                {own.name: own}, {}, calendar.objects, TERMS._replace(overwrite=True)
            )
            assert [step.act for step in overwriting] == [ObjectAction.CHANGE]
        elif before is None or before.sequence <= number:
            assert now.version == own.version
        published[clone].add(own.version)
