"""The index: nothing of the files is missed, whatever happens to them or to it,
and nothing is read in vain.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Tag, Url
from mcsj_cli.model.kinds import CONTENT, KINDS, Kind, Record
from mcsj_cli.model.selection import Selection
from mcsj_cli.model.states import find_state
from mcsj_cli.model.web_page import url_key
from mcsj_cli.store import records, scan, yaml
from mcsj_cli.store.index import INDEX, database
from mcsj_cli.store.listener import Listener
from mcsj_cli.store.project import Project
from tests.conftest import ROOT, Result

Reads = list[str]


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """The records that were read since, by file."""
    found: Reads = []
    read = records.read_one

    def watch(root: Path, kind: object, file: str, *, newer: bool = False) -> object:
        found.append(file)
        return read(root, kind, file, newer=newer)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "read_one", watch)
    return found


def titles(root: Path) -> list[str]:
    return [entry.record.title for entry in Project(root).read(CONTENT).entries]


def add(network: Project, item: Content) -> str:
    """Write an item as `content add` does, and return its uid."""
    with network.changing("content: add", tell=False) as change:
        entry = change.add(CONTENT, item)
    network.archive.take_in(CONTENT, entry.file)
    return entry.uid


def read_plainly(root: Path) -> dict[str, Content]:
    """Read every item without the index."""
    return {
        path.stem: yaml.load(path.read_bytes(), Content, str(path))
        for path in (root / "data/content").rglob("*.yaml")
    }


def some_file(root: Path) -> Path:
    return sorted((root / "data/content/2020").glob("*.yaml"))[5]


@pytest.mark.usefixtures("later")
def test_a_second_look_reads_nothing(project: Path, reads: Reads) -> None:
    first = Project(project).read(CONTENT)
    assert len(reads) == len(first.entries) == 40
    reads.clear()
    assert Project(project).read(CONTENT) == first
    assert reads == []


def test_young_files_are_read_again(project: Path, reads: Reads) -> None:
    titles(project)
    reads.clear()
    titles(project)
    assert len(reads) == 40


def test_a_change_within_the_grain_of_the_clock_is_seen(project: Path) -> None:
    path = some_file(project)
    text = path.read_text(encoding="utf-8")
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns)
    before = titles(project)
    path.write_text(text.replace(" casa ", " CASA ", 1), encoding="utf-8")
    os.utime(path, ns=times)
    assert path.stat().st_size == len(text.encode())
    assert len(set(titles(project)) - set(before)) == 1


def edit(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(["title: Otro título\n", *lines[1:]]), encoding="utf-8")


def edit_by_renaming(path: Path) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_bytes(path.read_bytes())
    edit(fresh)
    fresh.rename(path)


def rename(path: Path) -> None:
    path.rename(path.with_name("2020-04-01-otro.yaml"))


def swap(path: Path) -> None:
    other = sorted(path.parent.glob("*.yaml"))[9]
    middle = path.with_suffix(".x")
    path.rename(middle)
    other.rename(path)
    middle.rename(other)


def move_folder(path: Path) -> None:
    path.parent.rename(path.parent.with_name("2021"))


def remove(path: Path) -> None:
    path.unlink()


def copy(path: Path) -> None:
    path.with_name("2020-04-01-copia.yaml").write_bytes(path.read_bytes())


def checkout(path: Path) -> None:
    edit(path)
    subprocess.run(["git", "checkout", "-q", "--", "."], cwd=path.parent, check=True)
    remove(path)
    subprocess.run(["git", "stash", "-q"], cwd=path.parent, check=True)
    path.unlink()


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "change", [edit, edit_by_renaming, rename, swap, move_folder, remove, copy, checkout]
)
def test_every_change_is_seen_and_only_what_changed_is_read(
    project: Path, reads: Reads, change: Callable[[Path], None]
) -> None:
    titles(project)
    reads.clear()
    change(some_file(project))
    assert Project(project).read(CONTENT).records == read_plainly(project)
    assert len(reads) <= (
        40 if change in (move_folder, checkout) else 2
    )  # git writes what it has no stat data of


def test_an_unreadable_file_is_told_in_the_language_in_use(
    project: Path, mcsj_process: Callable[..., Result]
) -> None:
    some_file(project).write_text("title: [\n", encoding="utf-8")
    for language, word in (
        ("es", "no se puede leer"),
        ("en", "cannot be read"),
        ("es", "no se puede leer"),
    ):
        result = mcsj_process("content", "list", lang=language)
        assert word in result.err
        assert some_file(project).name in result.err


def test_two_files_of_one_name_are_told_and_one_stands(project: Path) -> None:
    path = some_file(project)
    (project / "data/content/2019").mkdir()
    copied = project / "data/content/2019" / path.name
    copied.write_bytes(path.read_bytes())
    reading = Project(project).read(CONTENT)
    assert len(reading.entries) == 40
    assert [problem.file for problem in reading.problems] == [path.relative_to(project).as_posix()]
    copied.unlink()
    assert Project(project).read(CONTENT).problems == []


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda path: path.mkdir(), "es una carpeta"),
        (lambda path: path.symlink_to(path), "es un enlace"),
        (lambda path: path.symlink_to("nada"), "es un enlace a nada"),
        (lambda path: path.write_bytes(b""), "vacío"),
        (lambda path: path.write_bytes(b"title: a\n" * 6_000_000), "más grande"),
    ],
    ids=["folder", "circle", "dangling", "empty", "large"],
)
def test_what_is_no_record_is_told_and_hides_none(
    project: Path, make: Callable[[Path], object], problem: str
) -> None:
    path = project / "data/content/2020/2020-04-01-rara.yaml"
    make(path)
    reading = Project(project).read(CONTENT)
    assert len(reading.entries) == 40
    assert problem in reading.problems[0].message
    assert reading.problems[0].file.endswith("2020-04-01-rara.yaml")


def test_a_link_to_a_folder_is_told(project: Path) -> None:
    (project / "data/content/2019").symlink_to(project / "data/content/2020")
    reading = Project(project).read(CONTENT)
    assert len(reading.entries) == 40
    assert [problem.file for problem in reading.problems] == ["data/content/2019"]


def test_a_link_to_a_file_is_told_and_never_followed(project: Path) -> None:
    path = some_file(project)
    elsewhere = project / "elsewhere.yaml"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    for _time in range(2):
        assert len(titles(project)) == 39
        (problem,) = Project(project).read(CONTENT).problems
        assert (project / problem.file, problem.message.count(str(elsewhere))) == (path, 1)
        edit(elsewhere)


def spoil_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:20480] = b"\xff" * 16384
    path.write_bytes(content)


def spoil_whole(path: Path) -> None:
    path.write_bytes(b"no database " * 500)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()


def older(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE maker SET version = '0.0.1'")
    connection.close()


def former(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 6")
    connection.close()


def other_records(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE files SET data = '{\"names\": 1}' WHERE kind = 'content'")
    connection.close()


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "spoil", [spoil_bytes, spoil_whole, cut, foreign, older, former, other_records]
)
def test_an_index_that_cannot_be_trusted_is_made_anew_with_one_line(
    project: Path, spoil: Callable[[Path], None]
) -> None:
    whole = titles(project)
    spoil(project / INDEX)
    told: list[str] = []
    person = Listener(tell=told.append)
    assert [entry.record.title for entry in Project(project, person).read(CONTENT).entries] == whole
    assert len(told) == 1
    assert "de nuevo" in told[0]
    assert ("dañado" in told[0]) == (spoil not in (older, former))
    assert titles(project) == whole


def test_an_empty_index_file_is_just_filled(project: Path) -> None:
    whole = titles(project)
    (project / INDEX).write_bytes(b"")
    told: list[str] = []
    assert len(Project(project, Listener(tell=told.append)).read(CONTENT).entries) == len(whole)
    assert told == []


def test_a_folder_that_cannot_be_written_still_reads(project: Path) -> None:
    (project / ".mcsj").write_text("in the way", encoding="utf-8")
    assert len(titles(project)) == 40
    edit(some_file(project))
    assert "Otro título" in titles(project)


@pytest.mark.usefixtures("later")
def test_an_index_that_cannot_be_written_is_read_into_memory(
    project: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = titles(project)
    reads.clear()
    connect = database._connect

    def refuse(path: Path) -> sqlite3.Connection:
        connect(path).close()
        error = sqlite3.OperationalError("attempt to write a readonly database")
        error.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise error

    monkeypatch.setattr(database, "_connect", refuse)
    assert titles(project) == whole
    assert reads == []


def test_many_processes_build_one_index(project: Path) -> None:
    code = (
        "from pathlib import Path; from mcsj_cli.store.project import Project\n"
        "from mcsj_cli.model.kinds import CONTENT\n"
        "print(len(Project(Path.cwd()).read(CONTENT).entries))"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=project, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(6)
    ]  # fmt: skip
    assert {run.communicate() for run in runs} == {(b"40\n", b"")}


def test_every_selection_agrees_with_a_plain_look_at_all_records(project: Path) -> None:
    items = Project(project).read(CONTENT).entries
    days = [date(2020, 4, 1), date(2020, 4, 15), date(2020, 4, 22), None]
    tags, statuses = ["SOSeconomia", "SOSnacional"], ["draft", "published", "verified"]
    seen = 0
    for first in days:
        for last in days:
            for tag in (*tags, None):
                for status in (*statuses, None):
                    for limit in (1, 3, None):
                        facets = {"tag": tag, "status": status}
                        chosen = Selection(
                            CONTENT,
                            first,
                            last,
                            facets={k: v for k, v in facets.items() if v},
                            limit=limit,
                        )
                        wanted = [
                            entry
                            for entry in items
                            if (first or date.min) <= entry.record.created <= (last or date.max)
                            and (tag is None or tag in entry.record.tags)
                            and status in (None, entry.record.status)
                        ]
                        wanted.sort(key=lambda entry: (entry.record.created, entry.uid))
                        assert Project(project).select(chosen).entries == (
                            wanted[-limit:] if limit else wanted
                        )
                        seen += bool(wanted)
    assert seen > 100


def test_selection_by_expiry(project: Path) -> None:
    network = Project(project)
    first, last = date(2020, 4, 20), date(2020, 4, 30)
    found = network.select(Selection(CONTENT, first, last, by="expires")).entries
    wanted = [
        entry
        for entry in network.read(CONTENT).entries
        if entry.record.verification
        and entry.record.verification.expires
        and first <= entry.record.verification.expires <= last
    ]
    assert sorted(found, key=lambda e: e.uid) == sorted(wanted, key=lambda e: e.uid) != []


def test_labels_are_complete(project: Path) -> None:
    network = Project(project)
    for entry in network.read(CONTENT).entries:
        item = entry.record
        assert {tag for field, tag in item.facets() if field == "tag"} == set(item.tags)
        for field, value in item.facets():
            assert entry in network.select(Selection(CONTENT, facets={field: value})).entries
    for kind in KINDS:
        for other in network.read(kind).entries:
            for field, value in other.record.facets():
                assert other in network.select(Selection(kind, facets={field: value})).entries


@pytest.mark.parametrize("words", [["credit"], ["credito"], ["pena", "nifico"], ["soseconomia"]])
def test_words_are_found_whatever_their_accents(project: Path, words: list[str]) -> None:
    network = Project(project)
    item = Content(
        title=Line("Créditos para la peña magnífica: nificó"),
        tags=[Tag("SOSeconomia")],
        created=date(2020, 4, 22),
    )
    uid = add(network, item)
    found = Project(project).select(Selection(CONTENT, words=words)).entries
    assert uid in [entry.uid for entry in found]


def test_words_that_nothing_has(project: Path) -> None:
    assert Project(project).select(Selection(CONTENT, words=["zzzz"])).entries == []
    assert find_alike(Project(project), "zzzz") == []


def test_alike_titles_are_found_by_their_rarest_words(project: Path) -> None:
    network = Project(project)
    for entry in network.read(CONTENT).entries:
        typo = entry.record.title[:-3] + "xyz"
        assert entry.uid in find_alike(network, typo)


def find_alike(network: Project, title: str) -> list[str]:
    _same, alike = network.archive.find_twins(Selection(CONTENT), title)
    return [entry.uid for entry in alike.entries]


@pytest.mark.usefixtures("later")
def test_twins_are_looked_for_without_looking_at_every_file(
    project: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles(project)
    (project / "data/content/2021").mkdir()
    titles(project)
    reads.clear()
    looked: list[str] = []
    look = scan._look

    def watch(root: Path, name: str) -> scan.Folder:
        looked.append(name)
        return look(root, name)

    monkeypatch.setattr(scan, "_look", watch)
    item = Content(title=Line("Algo nuevo"), tags=[Tag("SOSnacional")], created=date(2021, 4, 22))
    for _number in range(3):
        find_alike(Project(project), item.title)
        add(Project(project), item)
    assert looked == []
    assert len(reads) == 3
    assert len(find_alike(Project(project), item.title)) == 3
    other = replace_day(item, date(2022, 1, 1))
    add(Project(project), other)
    assert len(find_alike(Project(project), item.title)) == 4
    assert looked == []
    copied = project / "data/content/2022/2022-01-02-copia.yaml"
    copied.write_bytes((project / "data/content/2022/2022-01-01-algo-nuevo.yaml").read_bytes())
    assert len(find_alike(Project(project), item.title)) == 5
    assert looked == ["data/content/2022"]
    assert Project(project).read(CONTENT).records == read_plainly(project)


def replace_day(item: Content, day: date) -> Content:
    return msgspec.structs.replace(item, created=day)


def test_a_new_record_that_another_process_has_found_is_taken_in_once(project: Path) -> None:
    told: list[str] = []
    network = Project(project, Listener(tell=told.append))
    before = titles(project)
    item = Content(title=Line("Algo nuevo"), tags=[Tag("SOSnacional")], created=date(2020, 4, 22))
    with network.changing("content: add", tell=False) as change:
        entry = change.add(CONTENT, item)
    assert sorted(titles(project)) == sorted([*before, item.title])
    network.archive.take_in(CONTENT, entry.file)
    assert told == []
    assert Project(project).read(CONTENT).records == read_plainly(project)


def test_two_processes_look_at_many_folders(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for year in range(2000, 2012):
        folder = project / f"data/content/{year}"
        folder.mkdir()
        for number in range(year - 1999):
            (folder / f"{year}-01-01-{number}.yaml").write_text("x", encoding="utf-8")
    (project / "data/content/2003/dentro").mkdir()
    alone = scan.scan(project, "data/content", {}, [])
    monkeypatch.setattr(scan, "_MANY", 1)
    known = {f"data/content/{year}": year - 1999 for year in range(2000, 2012)} | {
        "data/content/1990": 4
    }
    assert scan.scan(project, "data/content", known, []) == alone
    assert "data/content/2003/dentro" in alone


def test_a_large_archive_is_read_in_several_processes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = titles(project)
    (project / INDEX).unlink()
    monkeypatch.setattr(records, "_MANY", 10)
    monkeypatch.setattr(records, "_BATCH", 7)
    steps: list[tuple[int, int]] = []
    person = Listener(progress=lambda done, total: steps.append((done, total)))
    assert [entry.record.title for entry in Project(project, person).read(CONTENT).entries] == whole
    assert steps == [(40, 40)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
def test_each_kind_comes_back_as_it_was_read(project: Path, kind: Kind[Record]) -> None:
    for entry in Project(project).read(kind).entries:
        plain = yaml.load((project / entry.file).read_bytes(), kind.record, entry.file)
        assert plain == entry.record
        for field in msgspec.structs.fields(kind.record):  # type: ignore[arg-type]
            assert type(getattr(entry.record, field.name)) is type(getattr(plain, field.name))


def test_url_key_is_the_label_of_an_address(project: Path) -> None:
    item = Content(
        title=Line("Una"), tags=[Tag("SOSnacional")], created=date(2020, 4, 22),
        url=Url("https://www.example.org/a/?utm_source=x#parte"), states=[Line("Nuevo León")],
    )  # fmt: skip
    assert ("url", url_key("http://example.org/a")) in list(item.facets())
    assert ("state", find_state("NL").abbreviation) in list(item.facets())


def test_days_are_in_order_with_a_limit(project: Path) -> None:
    entries = Project(project).select(Selection(CONTENT, limit=7)).entries
    assert [(e.record.created, e.uid) for e in entries] == sorted(
        (e.record.created, e.uid) for e in entries
    )
    assert entries[-1].record.created == max(
        e.record.created for e in Project(project).read(CONTENT).entries
    )


def test_a_name_that_is_no_text_is_told_and_hides_none(project: Path) -> None:
    odd = os.fsencode(project / "data/content/2020") + b"/2020-01-01-a\xf1o.yaml"
    Path(os.fsdecode(odd)).write_text("title: a\n", encoding="utf-8")
    reading = Project(project).read(CONTENT)
    assert len(reading.entries) == 40
    assert "UTF-8" in reading.problems[0].message


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("moment", [2**33 * 10**9, 2**34 * 10**9, -(10**18)])
def test_any_time_of_a_file_can_be_kept(project: Path, moment: int) -> None:
    os.utime(some_file(project), ns=(moment, moment))
    assert len(titles(project)) == 40
    edit(some_file(project))
    assert "Otro título" in titles(project)


@pytest.mark.parametrize("word", ["1ª", "1a", "Mª", "Straße", "strasse", "ﬁn", "fin", "№5", "x²"])
def test_words_are_folded_alike_everywhere(
    project: Path, mcsj: Callable[..., Result], word: str
) -> None:
    item = Content(
        title=Line("La 1ª Straße de Mª ﬁn x² №5"),
        tags=[Tag("SOSeconomia")],
        created=date(2020, 4, 22),
    )
    add(Project(project), item)
    assert "Straße" in mcsj("content", "search", word).out
