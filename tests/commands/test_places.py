"""No command writes its result over what the network itself lives from,
by whatever name it is called.
"""

from pathlib import Path

import pytest

from mcsj_cli import application
from tests.registered import find_commands
from tests.test_main import Run

WEEK = ("--week", "2020-W17")
# Every command with -o, and the ending that its files want; folders have none.
WRITERS: dict[tuple[str, ...], str] = {
    ("calendar", "publish"): "",
    ("content", "export"): ".json",
    ("content", "feed"): ".xml",
    ("content", "post", *WEEK): "",
    ("meetings", "ics", "--combined"): ".ics",
    ("meetings", "ics", "--all"): "",
    ("meetings", "minutes", "2020-W17-g1"): ".md",
    ("people", "export", "--all"): ".csv",
    ("people", "export", "persona-inventada"): ".yaml",
    ("people", "notice"): ".md",
    ("people", "notice", "--for", "persona-inventada"): ".md",
    ("report", "group", "4", *WEEK): ".html",
    ("report", "mesa", "leon", *WEEK): ".json",
    ("report", "weekly", *WEEK): ".json",
    ("report", "weekly", *WEEK, "-f", "csv"): "/",
    ("schema",): "",
    ("site", "build"): "",
}
CLOSED = (".git/x", ".mcsj/x", "private/x", "../red/data/x", "otra/.git/x")
BOTH = list(WRITERS.items())


@pytest.fixture(autouse=True)
def network(project: Path, mcsj: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hold a network with contacts, and a link to its history."""
    monkeypatch.setenv("MCSJ_KEY", str(tmp_path / "key.txt"))
    added = mcsj(
        "people",
        "add",
        "Persona Inventada",
        "--mesa",
        "leon",
        "--email",
        "persona@example.org",
        "--role",
        "enlace",
        "--consent",
        "2020-04-20",
    )
    assert added.code == 0, added
    (project / "otra" / ".git").mkdir(parents=True)
    (project / "historia").symlink_to(".git")
    return project


def _contents(folder: Path) -> dict[str, bytes]:
    """Give all that lies in the network, but what reading it makes."""
    found = {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }
    return {
        name: path.read_bytes() for name, path in found.items() if not name.startswith(".mcsj/")
    }


def test_every_command_with_an_output_is_tried_here() -> None:
    writers = set()
    for words, command in find_commands():
        if any("--output" in option.opts for option in application.load(command).params):
            writers.add(words)
    assert writers == {command[:2] for command in WRITERS}


@pytest.mark.parametrize(
    ("command", "ending"), BOTH, ids=[" ".join(command) for command in WRITERS]
)
def test_nothing_is_written_over_the_networks_own(
    network: Path, mcsj: Run, command: tuple[str, ...], ending: str
) -> None:
    before = _contents(network)
    private = command[0] == "people" and command != ("people", "notice")
    for place in (*CLOSED, "historia/x"):
        result = mcsj(*command, "-o", f"{place}{ending}")
        if place == "private/x" and private:
            assert result.code == 0, result
            (network / f"{place}{ending}").unlink()
        else:
            assert (result.code, result.out) == (2, ""), (place, result)
        assert _contents(network) == before, place
    assert list((network / ".mcsj").glob("x*")) == []


@pytest.mark.parametrize(
    ("command", "ending"), BOTH, ids=[" ".join(command) for command in WRITERS]
)
def test_a_single_name_of_the_networks_own(
    network: Path, mcsj: Run, command: tuple[str, ...], ending: str
) -> None:
    """A file of whatever ending may be linked to one of the network's.

    Folders are called like those.
    """
    before = _contents(network)
    for name in (
        ".gitignore",
        ".gitattributes",
        "private/people.yaml",
        ".git/config",
        ".mcsj/index.sqlite3",
    ):
        own = network / name
        link = network / f"salida{ending}"
        if ending in ("", "/"):
            assert mcsj(*command, "-o", f"{name}{ending}").code == 2, name
        else:
            link.symlink_to(own)
            assert mcsj(*command, "-o", link).code == 2, name
            link.unlink()
        assert _contents(network) == before, name


@pytest.mark.parametrize(
    "command",
    [one for one, ending in BOTH if ending in ("", "/") and "ics" not in one],
    ids=" ".join,
)
def test_a_folder_of_results_is_never_the_network_nor_above_it(
    network: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    before = _contents(network)
    for place in (".", "..", "/", str(network), "data/.."):
        result = mcsj(*command, "-o", place)
        assert (result.code, result.out) == (2, ""), (place, result)
        assert _contents(network) == before


@pytest.mark.parametrize(
    "name", ["people.yaml", "erasures.yaml", "recipients.txt", "invitations/x.yaml"]
)
@pytest.mark.parametrize("command", [one for one in WRITERS if one[0] == "people"], ids=" ".join)
def test_an_export_never_takes_the_place_of_the_contacts(
    network: Path, mcsj: Run, command: tuple[str, ...], name: str
) -> None:
    (network / "private" / "invitations").mkdir(exist_ok=True)
    before = _contents(network)
    link = network / f"salida{WRITERS[command]}"
    link.symlink_to(network / "private" / name)
    assert mcsj(*command, "-o", link).code == 2
    link.unlink()
    assert _contents(network) == before


@pytest.mark.parametrize(
    "command", [("meetings", "ics", "--all"), ("schema",), ("content", "post", *WEEK)], ids=" ".join
)
def test_links_in_a_folder_lead_nowhere_into_the_network(
    network: Path, mcsj: Run, command: tuple[str, ...]
) -> None:
    folder = network / "salida"
    folder.mkdir()
    assert mcsj(*command, "-o", folder).code == 0
    for path in folder.iterdir():
        path.unlink()
        path.symlink_to(network / "data" / "network.yaml")
    before = _contents(network / "data")
    assert mcsj(*command, "-o", folder).code == 2
    assert _contents(network / "data") == before


@pytest.mark.parametrize(
    ("command", "name"),
    [(("site", "build"), "index.html"), (("calendar", "publish"), "index.html"),
     (("report", "weekly", *WEEK, "-f", "csv"), "overdue.csv")],
    ids=["site", "calendar", "report"],
)  # fmt: skip
def test_nothing_is_written_through_a_link_in_a_folder_of_others(
    network: Path, mcsj: Run, command: tuple[str, ...], name: str
) -> None:
    folder = network / "salida"
    folder.mkdir()
    (folder / name).symlink_to(network / "nuevo")
    result = mcsj(*command, "-o", folder)
    assert (result.code, name in result.err) == (4, True), result
    assert not (network / "nuevo").exists()
    assert len(list(folder.iterdir())) == 1 or command[0] == "calendar"
