"""A year of six coordinators who seldom share: nobody is stuck, and nothing is lost unsaid."""

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from mcsj_cli.store import git
from tests.stress import console, folders, hands
from tests.stress.facts import Fact, Facts, read_lines
from tests.stress.sizes import size

COMMANDS = size(40, 300, 1500)
SEED = 7
BEGIN = datetime(2020, 5, 8, 20, tzinfo=UTC)
# The clocks of two are wrong, as they are in every network.
CLOCKS = [timedelta(), timedelta(days=-9), timedelta(hours=13), *[timedelta()] * 3]
ROUNDS = 12
ACTIONS = (
    "bancos",
    "talleres-de-bordado",
    "talleres-de-mezclilla",
    "fiscalia",
    "grupos-de-crianza",
)
ITEMS = ("la-ops-urge", "camiones-de-tabasco", "el-pueblo-que", "merkel", "siete-ideas")
MESAS = ("leon", "torreon", "colima", "irapuato", "michoacan", "veracruz")
DEAL = "--axis salud --approach intercambio --owner coordinación --due 2021-12-01"
# Refused for good reason: it is closed, it was held, it is there already, it has changed since.
REFUSED = (2, 4, 5)


class Move(NamedTuple):
    """A command, and the facts that it puts where it is not refused."""

    line: str
    facts: tuple[Fact, ...] = ()


class Year:
    """Six clones, their clocks, and the facts that went into them."""

    def __init__(self, roots: list[Path], chance: Random, patch: pytest.MonkeyPatch) -> None:
        self.roots = roots
        self.chance = chance
        self.facts = Facts()
        self.offline: dict[Path, int] = {}
        self.blocked: list[str] = []
        self.done = 0
        self._patch = patch
        self._now = BEGIN

    def live(self, commands: int) -> None:
        """Let time pass, and somebody do something each time."""
        step = timedelta(days=365) / commands
        for number in range(commands):
            self._now += step
            root = self.chance.choice(self.roots)
            self.act(root)
            if self.chance.random() < 0.02:
                self.offline[self.chance.choice(self.roots)] = number + commands // 10
            if self.chance.random() < 0.3 and self.offline.get(root, 0) <= number:
                self.sync(root)

    def run(self, root: Path, line: str) -> tuple[int, str]:
        """Run a command on a clone's own clock."""
        moment = self._now + CLOCKS[self.roots.index(root)]
        self._patch.setenv("MCSJ_NOW", moment.strftime("%Y-%m-%dT%H:%M:00-05:00"))
        result = console.run(root, *shlex.split(line))
        assert result.code not in (70, 130), (line, result)
        return result.code, result.out + result.err

    def act(self, root: Path) -> None:
        """Do one thing in a clone, by a command or by hand."""
        before = read_lines(root)
        choose = self.chance.choices(
            [self._work, self._meet, self._tell, self._seat, self._edit, self._undo],
            [6, 6, 5, 2, 3, 1],
        )[0]
        move = choose(root)
        if move is None:
            return
        if move.line:
            code, said = self.run(root, move.line)
            assert code in (0, *REFUSED), (move.line, code, said)
            if code:
                return
        self.done += 1
        self.facts.add(move.line or choose.__name__, move.facts, before, read_lines(root))

    def sync(self, root: Path) -> str:
        before = read_lines(root)
        code, told = self.run(root, "sync")
        if code not in (0, 1) or not re.search(r"cambios? enviados?", told):
            self.blocked.append(told)
        if "No se envió nada" in told or "quedan aquí" in told:
            self.blocked.append(told)
        self.facts.share(told, before, read_lines(root))
        return told

    def settle(self) -> None:
        """Sync everybody until nothing moves any more."""
        for _round in range(ROUNDS):
            told = [self.sync(root) for root in self.roots]
            if all("0 cambios recibidos, 0 cambios enviados" in one for one in told):
                return
        raise AssertionError(self.blocked)

    def _work(self, _root: Path) -> Move:
        token, uid = self.facts.make_token(), self.chance.choice(ACTIONS)
        mesa = self.chance.choice(MESAS)
        said = (Fact(token),)
        return self.chance.choice(
            [
                Move(f"actions update {uid} --note {token}", said),
                Move(f"actions update {uid} --note {token} --evidence foto-{token}", said),
                Move(f"actions update {uid} --owner {token}", said),
                Move(f"actions done {uid} --evidence {token}", said),
                Move(f"actions cancel {uid} --reason {token}", said),
                Move(f"actions add 'Sembrar {token}' --mesa leon {DEAL}", said),
                Move(f"actions add Regar --mesa {mesa} {DEAL}"),
                Move(
                    f"practices add 'Huerto {token}' --mesa leon --axis salud --done x --result y",
                    said,
                ),
                Move(
                    f"practices replicate catalogo --mesa {mesa} --note {token}",
                    said,
                ),
            ]
        )

    def _meet(self, _root: Path) -> Move:
        token, group = self.facts.make_token(), self.chance.choice([4, 5, 6])
        said = (Fact(token),)
        past, ahead = (
            "{0}-W{1:02}-g{group}".format(*day.isocalendar()[:2], group=group)
            for day in (self._now - timedelta(days=16), self._now + timedelta(days=16))
        )
        mesa = {4: "monterrey", 5: "aguascalientes", 6: "pachuca"}[group]
        there = Fact(f"{mesa}: present", past)
        day = (self._now + timedelta(days=self.chance.randint(12, 30))).date()
        return self.chance.choice(
            [
                Move(
                    f"meetings record {past} --present {mesa} --notes {token} --yes", (*said, there)
                ),
                Move(f"meetings record {past} --notes {token} --yes", said),
                Move(f"meetings record {past} --not-held --reason {token} --yes", said),
                Move(f"meetings record {past} --agreement '{token}' {DEAL} --yes", said),
                Move(f"meetings cancel {past} --reason {token}", said),
                Move(f"meetings agenda {ahead} --add {token}", said),
                Move(f"meetings cancel {ahead} --reason {token}", said),
                Move(f"meetings announce {ahead}"),
                Move(
                    f"meetings schedule --mesa leon --at '{day} 11:00' --purpose {token} --yes",
                    said,
                ),
            ]
        )

    def _tell(self, _root: Path) -> Move:
        token, uid = self.facts.make_token(), self.chance.choice(ITEMS)
        said = (Fact(token),)
        mesa = self.chance.choice(MESAS)
        contact = f"followups add --mesa {mesa} --channel call --stage contacted"
        return self.chance.choice(
            [
                Move(f"{contact} --summary {token}", said),
                Move(f"content add --tag SOSnacional 'Nota {token}' --force", said),
                Move(f"content add --tag SOSnacional Cosa --summary {token} --force", said),
                Move(
                    f"content verify {uid} --by enlace --evidence https://example.org/{token}", said
                ),
                Move(f"content publish {uid}"),
                Move(f"content retract {uid} --by coordinación --reason {token}", said),
                Move(f"content tag {uid} +{self.chance.choice(['SOSmensajes', 'SOSeconomia'])}"),
            ]
        )

    def _seat(self, _root: Path) -> Move:
        token, mesa = self.facts.make_token(), self.chance.choice(MESAS)
        day = (self._now + timedelta(days=self.chance.randint(20, 40))).date()
        group = self.chance.randint(1, 6)
        zone = "America/Mexico_City"
        slot = f"--weekday {self.chance.choice(['monday', 'friday'])} --time 1{group}:00"
        return self.chance.choice(
            [
                Move(f"mesas edit {mesa} --name 'Mesa {token}'", (Fact(token),)),
                Move(f"mesas move {mesa} --group {group} --from {day} --yes"),
                Move(f"mesas move {mesa} --group {group} --from {day} --yes"),
                Move(
                    f"mesas add 'Mesa {token}' --group {group} --state Jal --timezone {zone} --yes",
                    (Fact(token),),
                ),
                Move(f"groups schedule {group} {slot} --from {day} --yes"),
                Move(f"categories rename SOSmensajes SOS{token}", (Fact(token),)),
            ]
        )

    def _edit(self, root: Path) -> Move | None:
        """Change, shorten or remove a record in an editor, perhaps one of Windows."""
        kind = self.chance.choice(["content", "actions", "meetings", "followups"])
        path = self.chance.choice(sorted((root / "data" / kind).rglob("*.yaml")))
        token = self.facts.make_token()
        what = self.chance.choice(["title", "title", "lines", "comment", "rm"])
        if what == "title" and kind in ("content", "actions") and b"\r" not in path.read_bytes():
            hands.put(path, "title", f"title: Texto {token}")
            return Move("", (Fact(token),))
        if what == "lines":
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
            return Move("")
        if what == "comment":
            path.write_bytes(path.read_bytes() + f"# {token}\n".encode())
            return Move("", (Fact(token),))
        if what == "rm" and kind != "followups":
            path.unlink()
            return Move("")
        return None

    def _undo(self, root: Path) -> Move:
        """Take the last change back, or one of some time ago."""
        names = folders.run_git(root, "log", "--no-merges", "--format=%h", "-20").split()
        return Move(self.chance.choice(["undo", f"undo {self.chance.choice(names)}"]))


@pytest.fixture
def roots(project: Path, tmp_path: Path) -> list[Path]:
    """Six clones of one copy."""
    folders.run_git(tmp_path, "clone", "-q", "--bare", str(project), "hub.git")
    made = []
    for number in range(len(CLOCKS)):
        root = tmp_path / f"c{number}"
        folders.run_git(tmp_path, "clone", "-q", "hub.git", root.name)
        git.set_setting(root, "user.name", f"Coordinación {number}")
        git.set_setting(root, "user.email", f"c{number}@example.org")
        made.append(root)
    return made


def test_a_year_of_six_coordinators(roots: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    year = Year(roots, Random(SEED), monkeypatch)  # noqa: S311
    year.live(COMMANDS)
    year.settle()
    assert year.blocked == []
    assert len({folders.run_git(root, "rev-parse", "HEAD^{tree}") for root in roots}) == 1
    assert {folders.list_git_status(root) for root in roots} == {""}
    final = read_lines(roots[0])
    assert year.facts.find_lost(final) == []
    planted = Fact("dato99999")
    year.facts.put[planted] = "nobody"
    assert year.facts.find_lost(final) == [(planted, "nobody")]
    said = []
    for root in roots:
        year.roots = [root, *(one for one in roots if one != root)]  # all on the first one's clock
        said.append(
            [year.run(root, line) for line in ("report weekly", "status", "check", "meetings list")]
        )
    assert all(one == said[0] for one in said)
    assert said[0][0][0] == 0
    # Whoever changed the hours in the midst of a week left out what another person said of it.
    wrong = re.findall(r"^data/\S+?:\d+:\d+: (?!Aviso)(.*)", said[0][2][1], re.MULTILINE)
    assert [one for one in wrong if "no tiene reunión en la semana" not in one] == []
    folders.run_git(roots[0], "fsck", "--strict")
    print(f"{year.done} changes, {year.facts.conflicts} told, {len(year.facts.put)} facts")
