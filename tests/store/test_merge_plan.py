"""Two histories of a file make a value whose questions can be answered without a person."""

from pathlib import Path

import pytest

from mcsj_cli.store import git
from mcsj_cli.store.merge import Side
from mcsj_cli.store.merge_plan import Doubled, MergePlan, Returned, plan_merge
from mcsj_cli.store.reconcile import Place
from mcsj_cli.store.yaml import parse_plain
from tests.store.test_history import run_git

FILE = "data/content/2020/a.yaml"
ITEM = "title: Uno\nsource: IMSS\ntags: [SOSeconomia]\n"
TITLE, SOURCE, COMMENTS = ("title",), ("source",), ("#",)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run_git(tmp_path, "init", "-q", "-b", "main")
    run_git(tmp_path, "config", "user.name", "Coordinación")
    run_git(tmp_path, "config", "user.email", "coordinacion@example.org")
    commit(tmp_path, {"LEEME.md": "red\n"})
    return tmp_path


def commit(root: Path, texts: dict[str, str | None]) -> str:
    """Commit files with the texts given; None removes one."""
    for file, text in texts.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "x")
    return run_git(root, "rev-parse", "HEAD").strip()


def plan(
    root: Path,
    base: dict[str, str | None],
    ours: dict[str, str | None],
    theirs: dict[str, str | None],
) -> MergePlan:
    begun = commit(root, base)
    their_commit = commit(root, theirs)
    run_git(root, "checkout", "-q", "-b", "nuestra", begun)
    return plan_merge(root, begun, commit(root, ours), their_commit)


def item(title: str, source: str, comment: str = "") -> str:
    return comment + ITEM.replace("Uno", title).replace("IMSS", source)


def test_without_answers_ours_wins_and_theirs_can_be_had(folder: Path) -> None:
    made = plan(folder, {FILE: ITEM}, {FILE: item("Nuestro", "IMSS")}, {FILE: item("Suyo", "SAT")})
    (one,) = made.merges
    assert [conflict.path for conflict in one.questions] == [TITLE]
    asked = one.answer({TITLE: None})
    assert asked.questions == []
    assert [conflict.path for conflict in asked.undecided] == [TITLE]
    assert asked.merged.content.decode() == item("Nuestro", "SAT")
    assert asked.merge(Side.THEIRS).content.decode() == item("Suyo", "SAT")


@pytest.mark.parametrize("title", Side)
@pytest.mark.parametrize("source", [*Side, None])
def test_answers_choose_by_field(folder: Path, title: Side, source: Side | None) -> None:
    ours, theirs = item("Nuestro", "SAT"), item("Suyo", "INE")
    made = plan(folder, {FILE: ITEM}, {FILE: ours}, {FILE: theirs})
    answers: dict[Place, Side | None] = {TITLE: title, SOURCE: source}
    (one,) = (merge.answer(answers) for merge in made.merges)
    said = parse_plain(one.merged.content, FILE)
    assert isinstance(said, dict)
    assert said["title"] == ("Nuestro" if title is Side.OURS else "Suyo")
    assert said["source"] == ("INE" if source is Side.THEIRS else "SAT")
    assert [conflict.path for conflict in one.undecided] == ([] if source else [SOURCE])


def test_comments_are_asked_about_after_the_fields(folder: Path) -> None:
    base = item("Uno", "IMSS", "# c\n")
    ours, theirs = item("Nuestro", "IMSS", "# nuestro\n"), item("Suyo", "IMSS", "# suyo\n")
    (one,) = plan(folder, {FILE: base}, {FILE: ours}, {FILE: theirs}).merges
    assert [conflict.path for conflict in one.questions] == [TITLE]
    one = one.answer({TITLE: Side.THEIRS})
    assert [conflict.path for conflict in one.questions] == [COMMENTS]
    one = one.answer({COMMENTS: Side.OURS})
    assert one.questions == one.undecided == []
    assert one.merged.content.decode() == item("Suyo", "IMSS", "# nuestro\n")


def test_what_needs_no_choice_is_settled_in_the_plan(folder: Path) -> None:
    gone, new = "data/content/2020/b.yaml", "data/content/2020/c.yaml"
    made = plan(
        folder,
        {FILE: ITEM, gone: ITEM},
        {FILE: ITEM.replace("source: IMSS\n", ""), gone: item("Nuestro", "IMSS"), new: ITEM},
        {FILE: item("Uno", "SAT"), gone: None, new: item("Otro", "IMSS")},
    )
    assert made.returned == [Returned(FILE, SOURCE, by_us=False), Returned(gone, (), by_us=True)]
    assert list(made.doubled) == [Doubled(new, "data/content/2020/c-2.yaml")]
    assert [one.file for one in made.merges] == [FILE]
    assert made.merges[0].questions == []
    assert set(made.ours) == {FILE, gone, new, "data/content/2020/c-2.yaml"}


MOVED, ELSEWHERE = "data/content/2021/a.yaml", "data/content/2019/a.yaml"


@pytest.mark.parametrize("mover", Side)
def test_a_record_changed_here_and_moved_to_another_year_there_is_one(
    folder: Path, mover: Side
) -> None:
    changed, moved = item("Otro", "IMSS"), item("Uno", "SAT")
    sides: list[dict[str, str | None]] = [{FILE: changed}, {FILE: None, MOVED: moved}]
    ours, theirs = reversed(sides) if mover is Side.OURS else sides
    made = plan(folder, {FILE: ITEM}, ours, theirs)
    assert made.returned == []
    assert made.ours[MOVED] == item("Otro", "SAT").encode()
    assert made.ours.get(FILE, None) is None
    assert made.files == ({MOVED} if mover is Side.OURS else {FILE, MOVED})


@pytest.mark.parametrize(("ours", "theirs"), [(ITEM, ITEM), (item("Otro", "IMSS"), ITEM)])
def test_a_record_that_both_moved_lies_where_theirs_does(
    folder: Path, ours: str, theirs: str
) -> None:
    made = plan(folder, {FILE: ITEM}, {FILE: None, ELSEWHERE: ours}, {FILE: None, MOVED: theirs})
    contents = {
        path: ours.encode() if isinstance(content, git.Blob) else content
        for path, content in made.ours.items()
    }
    assert contents == {ELSEWHERE: None, MOVED: ours.encode()}
    assert made.doubled == []
    assert made.returned == []


def test_fields_of_a_record_that_both_moved_alike_are_merged(folder: Path) -> None:
    ours, theirs = item("Otro", "IMSS"), item("Uno", "SAT")
    made = plan(folder, {FILE: ITEM}, {FILE: None, MOVED: ours}, {FILE: None, MOVED: theirs})
    assert made.ours == {MOVED: item("Otro", "SAT").encode()}
    assert made.doubled == []


@pytest.mark.parametrize("mover", Side)
def test_a_record_that_one_side_moved_and_the_other_removed_stays_and_is_told(
    folder: Path, mover: Side
) -> None:
    sides: list[dict[str, str | None]] = [{FILE: None}, {FILE: None, MOVED: ITEM}]
    ours, theirs = reversed(sides) if mover is Side.OURS else sides
    made = plan(folder, {FILE: ITEM}, ours, theirs)
    assert made.returned == [Returned(MOVED, (), by_us=mover is Side.OURS)]
    assert set(made.ours) == {MOVED}


def test_of_two_records_of_one_name_neither_was_moved(folder: Path) -> None:
    made = plan(
        folder,
        {FILE: ITEM, ELSEWHERE: ITEM},
        {FILE: item("Otro", "IMSS")},
        {FILE: None, ELSEWHERE: None, MOVED: ITEM},
    )
    assert made.returned == [Returned(FILE, (), by_us=True)]


def test_a_place_that_something_else_has_is_not_taken_from_it(folder: Path) -> None:
    other = "data/content/2020/b.yaml"
    made = plan(
        folder,
        {FILE: ITEM, other: ITEM},
        {FILE: item("Otro", "IMSS"), MOVED: item("Propio", "IMSS")},
        {FILE: None, MOVED: ITEM},
    )
    assert made.returned == [Returned(FILE, (), by_us=True)]
    assert set(made.ours) == {FILE, MOVED, "data/content/2021/a-2.yaml"}
