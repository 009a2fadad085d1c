"""Files come whole or not at all, whatever the disk does."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mcsj_cli.errors import ExistsError, InvalidDataError, OutputError
from mcsj_cli.store import files

WRITERS = [files.create, files.write]
Writer = Callable[[Path, bytes], None]


def refuse(number: int) -> Callable[..., None]:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("write", WRITERS)
def test_new_file_holds_the_bytes_and_nothing_stays_beside_it(
    write: Writer, tmp_path: Path
) -> None:
    write(tmp_path / "uno.yaml", b"title: \xc3\xa1\r\n\x00")
    assert (tmp_path / "uno.yaml").read_bytes() == b"title: \xc3\xa1\r\n\x00"
    assert os.listdir(tmp_path) == ["uno.yaml"]  # noqa: PTH208  hidden files too, in one look


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "uno.yaml"
    path.write_bytes(b"antes")
    with pytest.raises(ExistsError, match="ya existe") as caught:
        files.create(path, b"otro")
    assert caught.value.exit_code == 4
    assert path.read_bytes() == b"antes"
    assert list(tmp_path.iterdir()) == [path]


def test_create_does_not_follow_a_dangling_link(tmp_path: Path) -> None:
    path = tmp_path / "uno.yaml"
    path.symlink_to(tmp_path / "nada")
    with pytest.raises(ExistsError):
        files.create(path, b"otro")
    assert path.is_symlink()
    assert not path.exists()


def test_create_never_overwrites_what_came_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "uno.yaml"
    link = os.link

    def link_late(source: Path, target: Path) -> None:
        target.write_bytes(b"de otra persona")
        link(source, target)

    monkeypatch.setattr(os, "link", link_late)
    with pytest.raises(ExistsError):
        files.create(path, b"mio")
    assert path.read_bytes() == b"de otra persona"
    assert list(tmp_path.iterdir()) == [path]


def test_create_works_on_a_disk_without_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse(errno.EPERM))
    files.create(tmp_path / "uno.yaml", b"nuevo")
    assert (tmp_path / "uno.yaml").read_bytes() == b"nuevo"
    with pytest.raises(ExistsError):
        files.create(tmp_path / "uno.yaml", b"otro")
    assert (tmp_path / "uno.yaml").read_bytes() == b"nuevo"
    assert list(tmp_path.iterdir()) == [tmp_path / "uno.yaml"]


def test_without_hard_links_what_came_in_between_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "uno.yaml"

    def refuse_late(_source: Path, target: Path) -> None:
        target.write_bytes(b"de otra persona")
        raise OSError(errno.ENOTSUP, "")

    monkeypatch.setattr(os, "link", refuse_late)
    with pytest.raises(ExistsError):
        files.create(path, b"mio")
    assert path.read_bytes() == b"de otra persona"


def test_write_replaces_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "uno.yaml"
    path.write_bytes(b"mucho mas largo que lo nuevo")
    files.write(path, b"nuevo")
    assert path.read_bytes() == b"nuevo"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("write", WRITERS)
def test_full_disk_leaves_the_folder_as_it_was(
    write: Writer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dos.yaml").write_bytes(b"antes")
    monkeypatch.setattr(os, "fsync", refuse(errno.ENOSPC))
    with pytest.raises(OutputError, match="el disco está lleno") as caught:
        write(tmp_path / "uno.yaml", b"nuevo")
    assert caught.value.exit_code == 2
    assert str(tmp_path / "uno.yaml") in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == ["dos.yaml"]


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "uno.yaml"
    path.write_bytes(b"antes")
    monkeypatch.setattr(Path, "replace", refuse(errno.EACCES))
    with pytest.raises(OutputError, match="permiso"):
        files.write(path, b"nuevo")
    assert path.read_bytes() == b"antes"
    assert list(tmp_path.iterdir()) == [path]


def test_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        files.write(tmp_path / "uno.yaml", b"nuevo")
    assert list(tmp_path.iterdir()) == []


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="la carpeta no existe"):
        files.create(tmp_path / "nada" / "uno.yaml", b"")
    files.write(tmp_path / "nada" / "dentro" / "uno.yaml", b"x")  # a person named it
    assert (tmp_path / "nada/dentro/uno.yaml").read_bytes() == b"x"


@pytest.mark.parametrize("write", WRITERS)
def test_file_in_place_of_a_folder(write: Writer, tmp_path: Path) -> None:
    (tmp_path / "archivo").write_bytes(b"")
    with pytest.raises(OutputError, match="no es una carpeta"):
        write(tmp_path / "archivo" / "uno.yaml", b"")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "uno.yaml").mkdir()
    with pytest.raises(OutputError, match="es una carpeta"):
        files.write(tmp_path / "uno.yaml", b"")
    with pytest.raises(ExistsError):
        files.create(tmp_path / "uno.yaml", b"")
    assert list(tmp_path.iterdir()) == [tmp_path / "uno.yaml"]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_permissions_follow_the_umask(write: Writer, umask: int, mode: int, tmp_path: Path) -> None:
    before = os.umask(umask)
    try:
        write(tmp_path / "uno.yaml", b"")
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert (tmp_path / "uno.yaml").stat().st_mode & 0o777 == mode


def test_read_gives_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "uno.yaml").write_bytes(b"\xff\x00\r\n")
    assert files.read(tmp_path / "uno.yaml", "data/uno.yaml") == b"\xff\x00\r\n"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nada.yaml", "falta el archivo"),
        ("carpeta", "es una carpeta"),
        ("a/b", "no es una carpeta"),
    ],
)
def test_read_tells_why_it_cannot(path: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "carpeta").mkdir()
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(InvalidDataError) as caught:
        files.read(tmp_path / path, "data/uno.yaml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line, problem.column) == ("data/uno.yaml", 0, 0)
    assert words in problem.message
    assert problem.advice


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "permiso"),
        (errno.EPERM, "permiso"),
        (errno.EROFS, "solo lectura"),
        (errno.ENOENT, "la carpeta no existe"),
        (errno.ENOTDIR, "no es una carpeta"),
        (errno.EISDIR, "es una carpeta"),
        (errno.ENOSPC, "el disco está lleno"),
        (errno.EDQUOT, "espacio asignado"),
        (errno.ELOOP, "círculo"),
        (errno.ENAMETOOLONG, "demasiado largo"),
    ],
)
def test_reason_is_in_spanish(number: int, words: str) -> None:
    assert words in files.reason(OSError(number, os.strerror(number)))


def test_what_is_missing_when_read_is_the_file() -> None:
    assert files.reason_to_read(OSError(errno.ENOENT, "x")) == "el archivo no existe"
    assert "permiso" in files.reason_to_read(OSError(errno.EACCES, "x"))


def test_rare_reason_is_the_system_s_own() -> None:
    assert files.reason(OSError(errno.EIO, "Input/output error")) == "Input/output error"
    assert files.reason(OSError("sin número")) == "sin número"
