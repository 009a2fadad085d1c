"""Make a data folder as a network has it after ten years.

Believable records, the same for the same seed.
"""

import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from mcsj_cli.model.category import Categories
from mcsj_cli.model.content import Content, ContentStatus, Verification
from mcsj_cli.model.fields import Line, Phrase, Proof, Prose, Tag, Url, WallMoment
from mcsj_cli.model.meeting import Attendance, Meeting
from mcsj_cli.model.membership import Group, Groups
from mcsj_cli.model.states import STATES
from mcsj_cli.model.week import Week
from mcsj_cli.store.documents import GROUPS
from mcsj_cli.store.project import Project

ROOT = Path(__file__).parent.parent
FIRST, LAST = date(2016, 1, 1), date(2025, 12, 31)
NOW = f"{LAST}T18:00:00-06:00"  # the moment at which nothing in the archive is late, for MCSJ_NOW
IDENTITY = ("Coordinación nacional", "coordinacion@example.org")
_PERIOD_DAYS = (LAST - FIRST).days + 1
_MEETINGS_SHARE = 0.05
_WEEKS_A_YEAR = 52
_VOCABULARY = 4000
_DEMO = ROOT / "mcsj_cli" / "templates" / "demo" / "content.yaml"
# The keywords of these rubrics name politicians and officials; no archive needs people.
_OF_PEOPLE = ("SOSinternacional", "SOSdelaOMS")
_SYLLABLES = [first + last for first in "bcdfglmnprstvz" for last in "aeio"]
_REASONS = (
    "Falló el enlace de la videollamada.",
    "Es día de descanso obligatorio.",
    "Coincide con la reunión de la coordinación nacional.",
)


class _Words(NamedTuple):
    """Words from the most frequent to the rarest, and what they weigh, added up."""

    words: list[str]
    weights: list[float]

    def choose(self, chance: random.Random, count: int) -> str:
        """Give a phrase of so many words, the first with a capital."""
        text = " ".join(chance.choices(self.words, cum_weights=self.weights, k=count))
        return text[0].upper() + text[1:]


def make_archive(folder: Path, records: int, seed: int = 1) -> None:
    """Make a data folder with so many records of 2016 to 2025, all of it in its git history.

    About one in twenty is a meeting, as long as there are weeks for them: 6 groups x 52 weeks x 10
    years.
    """
    folder.mkdir(parents=True)
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    run_git(folder, "config", "user.name", IDENTITY[0])
    run_git(folder, "config", "user.email", IDENTITY[1])
    subprocess.run(
        [sys.executable, "-m", "mcsj_cli", "init", str(folder)],
        env=surroundings(),
        check=True,
        capture_output=True,
    )
    groups = folder / GROUPS  # its groups have met since the first week
    groups.write_text(
        re.sub(r"from: 2020-04-20", f"from: {_first_monday()}", groups.read_text("utf-8")), "utf-8"
    )
    project = Project(folder)
    for path, text in build_records(project.categories, project.groups, records, seed):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    commit_all(folder, f"archive: {records} records")


def surroundings() -> dict[str, str]:
    """Give an environment in which every machine does the same.

    In Spanish, compiled, at the archive's end.
    """
    unwanted = (
        "PYTHONDONTWRITEBYTECODE",
        "PYTHONPROFILEIMPORTTIME",
        "PYTHONUNBUFFERED",
        "NO_COLOR",
        "FORCE_COLOR",
    )
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted and not name.startswith("GIT_")
    }
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return {**kept, **settings, "MCSJ_LANG": "es", "MCSJ_NOW": NOW, "PYTHONPATH": str(ROOT)}


def run_git(folder: Path, *arguments: str) -> bytes:
    """Run git in a folder, whatever this machine's settings, and give what it prints."""
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=surroundings(),
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout


def commit_all(folder: Path, message: str) -> None:
    """Put all that lies in a folder into one commit and one pack, as a clone has it."""
    # Files above the threshold go straight into a pack: a hundred thousand
    # loose objects would take a minute.
    run_git(folder, "-c", "core.bigFileThreshold=1", "add", "--all")
    run_git(folder, "-c", "gc.auto=0", "commit", "--quiet", "--no-verify", "--message", message)


def build_records(
    categories: Categories, groups: Groups, count: int, seed: int
) -> Iterator[tuple[str, str]]:
    """Give the path and the text of each record, as the program itself would write them."""
    chance = random.Random(seed)  # noqa: S311  the same archive each time
    meetings = min(
        round(count * _MEETINGS_SHARE),
        len(groups.groups) * _WEEKS_A_YEAR * (LAST.year - FIRST.year + 1),
    )
    yield from _write("content", build_content(chance, categories, count - meetings))
    yield from _write("meetings", build_meetings(chance, groups.groups, meetings))


def build_content(chance: random.Random, categories: Categories, count: int) -> Iterator[Content]:
    """Invent items, evenly over the years, no two with one title or address."""
    words, sources, taken = _collect_words(chance, categories), _find_in_demo("source"), set[str]()
    for number in range(count):
        day = FIRST + timedelta(days=number * _PERIOD_DAYS // count)
        title = words.choose(chance, chance.randint(5, 10))
        while title.casefold() in taken:
            title = words.choose(chance, chance.randint(5, 10))
        taken.add(title.casefold())
        address = f"https://example.org/{day:%Y/%m}/nota-{number}"
        status, verification = _verify(chance, day, f"{address}/evidencia")
        yield Content(
            title=Line(title),
            tags=[
                Tag(tag) for tag in chance.sample(categories.tags, chance.choice((1, 1, 1, 1, 2)))
            ],
            summary=Prose(f"{words.choose(chance, chance.randint(10, 30))}."),
            url=Url(address),
            source=Phrase(chance.choice(sources)),
            states=[
                Line(state.abbreviation)
                for state in chance.sample(STATES, chance.choice((0, 0, 0, 1, 2)))
            ],
            status=status,
            verification=verification,
            created=day,
        )


def build_meetings(chance: random.Random, groups: Sequence[Group], count: int) -> Iterator[Meeting]:
    """Invent what became of meetings, evenly over the weeks."""
    years = range(FIRST.year, LAST.year + 1)
    places = [
        (Week(f"{year}-W{week:02d}"), group)
        for year in years
        for week in range(1, _WEEKS_A_YEAR + 1)
        for group in groups
    ]
    for number in range(count):
        week, group = places[number * len(places) // count]
        reason, told = Phrase(chance.choice(_REASONS)), week.monday - timedelta(days=3)
        fate = chance.random()
        if fate < 0.05:
            yield Meeting(group=group.number, week=week, reason=reason, held=False)
        elif fate < 0.1:
            yield Meeting(
                group=group.number,
                week=week,
                status="cancelled",
                reason=reason,
                sequence=1,
                updated=told,
            )
        else:
            start = (
                WallMoment(f"{week.monday + timedelta(days=chance.randrange(5))} 11:00")
                if fate < 0.15
                else None
            )
            came = chance.choices(list(Attendance), weights=(8, 1, 1), k=len(group.mesas))
            yield Meeting(
                group=group.number,
                week=week,
                start=start,
                reason=reason if start else Phrase(""),
                sequence=1 if start else 0,
                updated=told if start else None,
                held=True,
                attendance={
                    mesa.slug: attendance
                    for mesa, attendance in zip(group.mesas, came, strict=True)
                },
            )


def to_yaml(record: Content | Meeting) -> str:
    """Write a record as `store.yaml.dump` does, a hundred times as fast.

    The texts here need no quotes.
    """
    lines = []
    if isinstance(record, Content):
        lines = [
            f"title: {record.title}",
            f"tags: [{', '.join(record.tags)}]",
            f"summary: {record.summary}",
        ]
        lines += [
            f"url: {record.url}",
            f"source: {record.source}",
            f"states: [{', '.join(record.states)}]",
        ]
        lines.append(f"status: {record.status}")
        if record.verification:
            given = record.verification
            expires = f", expires: {given.expires}" if given.expires else ""
            lines.append(
                f"verification: {{by: {given.by}, 'on': {given.on}, "
                f"evidence: '{given.evidence}'{expires}}}"
            )
        lines.append(f"created: {record.created}")
    else:
        lines = [f"group: {record.group}", f"week: {record.week}"]
        lines += [f"status: {record.status}"] if record.status else []
        lines += [f"start: {record.start}"] if record.start else []
        lines += [f"reason: {record.reason}"] if record.reason else []
        lines += (
            [f"sequence: {record.sequence}", f"updated: {record.updated}"]
            if record.sequence
            else []
        )
        lines += [f"held: {str(record.held).lower()}"] if record.held is not None else []
        attendance = ", ".join(f"{slug}: {came}" for slug, came in record.attendance.items())
        lines += [f"attendance: {{{attendance}}}"] if attendance else []
    return "\n".join(lines) + "\n"


def _write(kind: str, records: Iterator[Content] | Iterator[Meeting]) -> Iterator[tuple[str, str]]:
    taken: Counter[str] = Counter()
    for record in records:
        uid = record.uid
        taken[uid] += 1
        name = uid if taken[uid] == 1 else f"{uid}-{taken[uid]}"
        yield f"data/{kind}/{uid[:4]}/{name}.yaml", to_yaml(record)


def _verify(
    chance: random.Random, day: date, evidence: str
) -> tuple[ContentStatus, Verification | None]:
    """Choose how far an item came, and who vouches for it.

    What has run out by the archive's end is retracted.
    """
    status = chance.choices(list(ContentStatus), weights=(15, 12, 3, 65, 5))[0]
    if status is ContentStatus.DRAFT:
        return status, None
    on = min(day + timedelta(days=chance.randrange(3)), LAST)
    expires = on + timedelta(days=chance.randint(7, 120)) if chance.random() < 0.4 else None
    if expires and expires < LAST:
        status = ContentStatus.RETRACTED
    return status, Verification(
        by=Line("coordinación nacional"), on=on, evidence=Proof(evidence), expires=expires
    )


def _collect_words(chance: random.Random, categories: Categories) -> _Words:
    """Collect words by how often the demo has them, then rubrics' keywords, then invented ones."""
    texts = [
        *_find_in_demo("title"),
        *_find_in_demo("summary"),
        *(rubric.description for rubric in categories.rubrics),
    ]
    counted = Counter(
        word for text in texts for word in re.findall(r"(?<=[a-záéíóúñ,] )[a-záéíóúñü]+\b", text)
    )
    keywords = [
        word
        for rubric in categories.rubrics
        if rubric.tag not in _OF_PEOPLE
        for word in rubric.keywords
    ]
    known = [word for word, _count in counted.most_common()]
    known += [word for keyword in keywords for word in re.findall(r"[a-záéíóúñü]{4,}", keyword)]
    words = dict.fromkeys(known)
    while len(words) < _VOCABULARY:
        words["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 5)))] = None
    # Zipf and Mandelbrot: the frequency of a word falls with its rank.
    return _Words(list(words), list(accumulate(1 / (rank + 2.7) for rank in range(len(words)))))


def _find_in_demo(field: str) -> list[str]:
    """Give the values of a field of the demo's items, each once."""
    found = re.findall(rf'^ +(?:- )?{field}: "?(.*?)"?$', _DEMO.read_text("utf-8"), re.MULTILINE)
    return list(dict.fromkeys(found))


def _first_monday() -> date:
    return date.fromisocalendar(FIRST.year, 1, 1)
