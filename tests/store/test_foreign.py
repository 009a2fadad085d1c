"""What lies in data/ and is none of the network's, between two clones: never sent, always told."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from mcsj_cli.store.edits import find_edits
from tests.store.test_history import ADD, Run, run_git
from tests.store.test_sync import ITEM, Network, change, data_of, network, shared

__all__ = ["network", "shared"]

OTHER = "data/content/2020/2020-04-17-este-aplauso-es-para-quien-cura-pero-tambien-para-quien.yaml"
HIDDEN = "OCULTO-XYZ"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def _list_sent(hub: Path) -> set[str]:
    return set(run_git(hub, "ls-tree", "-r", "-z", "--name-only", "main").split("\0"))


def _read_objects(root: Path) -> bytes:
    """Return every object of a repository, one after the other."""
    command = ["git", "cat-file", "--batch", "--batch-all-objects"]
    return subprocess.run(command, cwd=root, check=True, capture_output=True).stdout


def test_copies_stay_here_and_a_logo_is_sent(network: Network) -> None:
    stem = ITEM.removesuffix(".yaml")
    before = _list_sent(network.hub)
    raw = (network.ana / ITEM).read_bytes()
    copies = [f"{stem} (1).yaml", f"{stem}-EQUIPO.yaml", "data/groups (1).yaml", "data/otra.yaml"]
    copies += ["data/.groups.yaml", f"data/content/2020/~${Path(ITEM).name}", "data/notas/x.yaml"]
    for file in (*copies, "data/content/2020 (1)/2020-04-01-x.yaml"):
        (network.ana / file).parent.mkdir(exist_ok=True)
        (network.ana / file).write_bytes(raw)
    run_git(network.ana, "add", copies[0])
    assert find_edits(network.ana) == []
    told = network.sync(network.ana)
    assert _list_sent(network.hub) == before
    for file in (copies[0], copies[1], "data/groups (1).yaml"):
        assert f"{file}: es una copia de " in told
    run_git(network.ana, "rm", "-qf", "--cached", copies[0])
    network.run(network.ana, *ADD, "De Ana")  # no command of the program takes them along
    (network.ana / "data/logo.png").write_bytes(PNG)
    change(network.ana, "data/network.yaml", "^letterhead:", "letterhead:\n  logo: logo.png")
    network.sync(network.ana)
    new = {"data/logo.png", "data/content/2020/2020-04-22-de-ana.yaml"}
    assert _list_sent(network.hub) == before | new
    # What somebody else has sent is told too, and does not count.
    copied = "data/content/2020 (1)/2020-04-01-x.yaml"
    run_git(network.ana, "add", copies[1], "data/otra.yaml", copied)
    run_git(network.ana, "commit", "-qm", "copias")
    run_git(network.ana, "push", "-q", "origin", "main")
    told = network.sync(network.beto)
    assert f"{copies[1]}: es una copia de " in told
    assert "Nuevo de otras personas: 1 publicación" in told
    assert (network.beto / "data/logo.png").read_bytes() == PNG
    checked = network.run(network.beto, "check", code=1)
    assert f"rm {copies[1]}" in checked
    assert "los demás también lo tienen" in checked
    (network.beto / copies[1]).unlink()
    network.sync(network.beto)
    assert copies[1] not in _list_sent(network.hub)


@pytest.fixture
def outside(network: Network, tmp_path: Path) -> list[tuple[str, str]]:
    """Lay a record, a network.yaml and a folder of records beside the clones.

    Return where links in data/ would stand, and what they would lead to.
    """
    for name, file, key in (("a.yaml", ITEM, "title"), ("n.yaml", "data/network.yaml", "network")):
        (tmp_path / name).write_bytes((network.ana / file).read_bytes())
        change(tmp_path, name, f"^{key}: .*", f"{key}: {HIDDEN}")
    (tmp_path / "carpeta").mkdir()
    (tmp_path / "carpeta/2021-01-02-x.yaml").write_bytes((tmp_path / "a.yaml").read_bytes())
    return [
        (ITEM, "../../../../a.yaml"),
        ("data/content/2021", "../../../carpeta"),
        ("data/practices", "../../carpeta"),
        ("data/partners.yaml", "../../n.yaml"),
        ("data/nota.txt", "../../a.yaml"),
    ]


def _make_links(root: Path, links: list[tuple[str, str]]) -> None:
    for file, target in links:
        if (root / file).is_dir():
            (root / file).rename(root.parent / f"{root.name}-{Path(file).name}")
        (root / file).unlink(missing_ok=True)
        (root / file).symlink_to(target)


def _require_secret(network: Network, told: str) -> None:
    """See that nothing of what lies beside the clones was shown, kept or changed."""
    assert HIDDEN not in told
    for root in (network.ana, network.beto, network.hub):
        assert HIDDEN.encode() not in _read_objects(root)
    top = network.hub.parent
    assert sorted(path.name for path in (top / "carpeta").iterdir()) == ["2021-01-02-x.yaml"]
    for name in ("a.yaml", "n.yaml", "carpeta/2021-01-02-x.yaml"):
        assert HIDDEN in (top / name).read_text(encoding="utf-8")


def test_links_made_here_are_told_and_stay_here(
    network: Network, mcsj: Run, outside: list[tuple[str, str]]
) -> None:
    before = run_git(network.hub, "rev-parse", "main^{tree}")
    _make_links(network.beto, outside)
    assert find_edits(network.beto) == []
    told = network.sync(network.beto)
    checked = network.run(network.beto, "check", code=1)
    for file, target in outside:
        for text in (told, checked):
            assert f"{file}: es un enlace a {target}" in text
    assert run_git(network.hub, "rev-parse", "main^{tree}") == before
    for words in (
        ("content", "list", "--format", "json"),
        ("content", "search", HIDDEN),
        ("report", "weekly", "--week", "2020-W15", "--format", "json"),
        ("practices", "list"),
        ("status",),
        ("check", "--fix"),
    ):
        checked += _say(mcsj, *words)
    # Nothing is written through a link, and nothing in its place.
    tag = ("content", "tag", Path(ITEM).stem, "SOSeconomia")
    for refused in (tag, (*ADD[:-1], "2021-03-04", "Por el enlace"), ("partners", "list")):
        checked += network.run(network.beto, *refused, code=6)
    assert all((network.beto / file).is_symlink() for file, _target in outside)
    # What others send goes on, also below a folder that is a link here.
    change(network.ana, OTHER, "^source: .*", "source: De Ana")
    network.run(network.ana, *ADD[:-1], "2021-05-06", "De Ana")
    network.sync(network.ana)
    change(network.beto, OTHER, "^title: .*", "title: De Beto")
    checked += network.sync(network.beto)
    assert data_of(network.beto, OTHER)["source"] == "De Ana"
    assert "title: De Beto" in run_git(network.hub, "show", f"main:{OTHER}")
    _require_secret(network, told + checked)
    for file in ("data/content/2021", "data/practices", ITEM, "data/partners.yaml"):
        advice = f"git checkout HEAD -- {file}"
        assert advice in network.run(network.beto, "check", code=1)
        run_git(network.beto, *advice.split()[1:])
    (network.beto / "data/nota.txt").unlink()
    network.settle()
    assert (network.beto / "data/content/2021/2021-05-06-de-ana.yaml").is_file()


def _say(mcsj: Run, *words: str) -> str:
    """Run a command where the last one ran, whatever its exit code."""
    result = mcsj(*words)
    return result.out + result.err


def test_links_that_others_sent_are_told_and_never_followed(
    network: Network, mcsj: Run, outside: list[tuple[str, str]]
) -> None:
    _make_links(network.ana, outside)
    run_git(network.ana, "add", "-A")
    run_git(network.ana, "commit", "-qm", "enlaces")
    run_git(network.ana, "push", "-q", "origin", "main")
    # Both clones lie in one folder, so that the links lead to the same places.
    change(network.beto, ITEM, "^source: .*", "source: De Beto")
    change(network.beto, OTHER, "^source: .*", "source: De Beto")
    told = network.sync(network.beto)
    assert f"eliminó {ITEM}, que usted había cambiado: se conservó su cambio" in told
    assert data_of(network.beto, ITEM)["source"] == "De Beto"
    for file, target in outside[1:]:
        assert f"{file}: es un enlace a {target}" in told
        assert (network.beto / file).is_symlink()
    told += network.sync(network.ana)
    assert data_of(network.ana, ITEM)["source"] == "De Beto"
    for words in (("content", "list"), ("practices", "list"), ("check",), ("partners", "list")):
        told += _say(mcsj, *words)
    _require_secret(network, told)
    # The advice is followed to the letter, until all is well.
    network.run(network.beto, "check", code=1)
    run_git(network.beto, "rm", "-q", "data/content/2021", "data/nota.txt")
    last = ("log", "-1", "--format=%h", "--abbrev=8")
    commit = run_git(network.beto, *last, "--", "data/partners.yaml")
    checked = network.run(network.beto, "check", code=1)
    assert f"git checkout {commit}^ -- data/partners.yaml" in checked
    assert f"git checkout {commit}^ -- data/practices" in checked
    run_git(network.beto, "checkout", f"{commit}^", "--", "data/partners.yaml", "data/practices")
    network.settle()
    assert "120000" not in run_git(network.hub, "ls-tree", "-r", "main")
    assert "data/partners.yaml" in _list_sent(network.hub)


def test_data_that_are_themselves_a_link_are_told_and_not_sent_as_removed(
    network: Network, mcsj: Run, tmp_path: Path
) -> None:
    (network.beto / "data").rename(tmp_path / "fuera")
    (network.beto / "data").symlink_to(tmp_path / "fuera")
    before = run_git(network.hub, "rev-parse", "main")
    for words in (("sync",), ("check",), ("content", "list"), ("status",), (*ADD, "De Beto")):
        network.run(network.beto, "log")
        told = _say(mcsj, *words)
        assert f"data: es un enlace a {tmp_path / 'fuera'}" in told
        assert "git checkout HEAD -- data" in told
    assert run_git(network.hub, "rev-parse", "main") == before
    run_git(network.beto, "checkout", "HEAD", "--", "data")
    assert not (network.beto / "data").is_symlink()
    network.settle()


def test_a_folder_that_is_itself_reached_by_a_link_is_fine(
    network: Network, tmp_path: Path
) -> None:
    (tmp_path / "enlace").symlink_to(network.beto)
    network.run(tmp_path / "enlace", *ADD, "De Beto")
    assert "1 cambio enviado" in network.sync(tmp_path / "enlace")
    network.settle()


def test_a_link_elsewhere_that_others_sent_leads_nothing_out_of_the_folder(
    network: Network, tmp_path: Path
) -> None:
    outside = tmp_path / "de-la-maquina"
    outside.mkdir()
    hidden = "de nadie más\n"
    (outside / "secreto.txt").write_text(hidden, encoding="utf-8")
    (network.ana / "documentos").symlink_to(outside)
    (network.ana / "vuelve").symlink_to(outside)
    (network.ana / ".gitattributes").unlink()
    (network.ana / ".gitattributes").symlink_to(outside / "secreto.txt")
    program = network.ana / "util/correr.sh"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    run_git(network.ana, "add", "-A")
    network.settle()
    assert (network.beto / "documentos").is_symlink()
    # What a link leads to is not taken for the file, mended, and sent to everybody.
    assert ".gitattributes" in network.run(network.beto, "doctor", code=1)
    told = network.run(network.beto, "doctor", "--fix", code=6)
    way_out = re.search(r"git checkout \S+ -- \.gitattributes", told)
    assert way_out
    subprocess.run(shlex.split(way_out[0]), cwd=network.beto, check=True)
    network.sync(network.beto)
    assert not (network.beto / ".gitattributes").is_symlink()
    assert hidden not in run_git(network.hub, "log", "-p", "main", "--", ".gitattributes")
    # A file below what was a link comes into the folder, and what was removed does not come back.
    network.sync(network.ana)
    run_git(network.ana, "rm", "-qr", "documentos", "vuelve", "util")
    (network.ana / "documentos").mkdir()
    (network.ana / "documentos/guia.md").write_text("guía", encoding="utf-8")
    run_git(network.ana, "add", "-A")
    network.settle()
    assert [path.name for path in outside.iterdir()] == ["secreto.txt"]
    assert (network.beto / "documentos/guia.md").read_text(encoding="utf-8") == "guía"
    head = run_git(network.hub, "rev-parse", "main")
    assert not (network.beto / "vuelve").is_symlink()
    assert not (network.beto / "util").exists()
    assert network.sync(network.beto) == "0 cambios recibidos, 0 cambios enviados.\n"
    assert run_git(network.hub, "rev-parse", "main") == head


def test_contacts_go_through_no_link_to_where_git_sees_them(network: Network) -> None:
    add = ("people", "add", "Enlace de la mesa", "--role", "enlace", "--phone", "5512345678")
    (network.beto / "publico").mkdir()
    (network.beto / "private").symlink_to("publico")
    assert "private" in network.run(network.beto, *add, code=6)
    assert not any((network.beto / "publico").iterdir())
    (network.beto / "private").unlink()
    # Git hides nothing by a .gitignore that is a link.
    (network.beto / ".gitignore").rename(network.beto / "publico/ignorados")
    (network.beto / ".gitignore").symlink_to("publico/ignorados")
    assert "git checkout HEAD -- .gitignore" in network.run(network.beto, *add, code=6)
    assert not (network.beto / "private").exists()


def test_what_others_sent_of_their_own_folder_harms_no_clone(
    network: Network, tmp_path: Path
) -> None:
    (network.ana / ".mcsj/de-ana.txt").write_text("de Ana", encoding="utf-8")
    run_git(network.ana, "add", "-f", ".mcsj")
    run_git(network.ana, "commit", "-qm", "carpeta propia")
    for title in ("Una", "Dos"):
        network.run(network.ana, *ADD, title)
        network.sync(network.ana)
        network.sync(network.beto)
    assert not (network.beto / ".mcsj/de-ana.txt").exists()
    told = network.run(network.beto, "doctor", code=1)
    way_out = re.search(r"git rm -rq .* \.mcsj && git commit -qm \.mcsj", told)
    assert way_out
    subprocess.run(way_out[0], shell=True, cwd=network.beto, check=True)  # noqa: S602
    network.sync(network.beto)
    network.sync(network.ana)
    assert not {name for name in _list_sent(network.hub) if name.startswith(".mcsj")}
    # In a new clone a link would have led the program to another folder, which it clears.
    shutil.rmtree(network.ana / ".mcsj/staging")
    (network.ana / ".mcsj/staging").symlink_to("../..")
    run_git(network.ana, "add", "-f", ".mcsj/staging")
    run_git(network.ana, "commit", "-qm", "enlace")
    run_git(network.ana, "push", "-q", "origin", "main")
    network.sync(network.beto)
    assert not (network.beto / ".mcsj/staging").is_symlink()
    place = tmp_path / "documentos"
    place.mkdir()
    (place / "tesis.txt").write_text("tesis", encoding="utf-8")
    run_git(place, "clone", "-q", str(network.hub), "clon")
    run_git(place / "clon", "config", "user.name", "Coordinación sur")
    told = network.run(place / "clon", *ADD, "Tres", code=6)
    assert (place / "tesis.txt").exists()
    way_out = re.search(r"git rm \.mcsj/staging", told)
    assert way_out
    subprocess.run(shlex.split(way_out[0]), cwd=place / "clon", check=True)
    network.run(place / "clon", *ADD, "Tres")
