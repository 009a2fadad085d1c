"""What is known of invitations on disk.

Private, whole, encrypted as the contacts, and silent about it.
"""

import stat
from pathlib import Path

import pytest

from mcsj_cli.errors import McsjError, OutputError
from mcsj_cli.model.fields import Line
from mcsj_cli.model.invitation import Answer, Correspondence, Method, Reply, Sent
from mcsj_cli.model.person import Handle
from mcsj_cli.store import files
from mcsj_cli.store.invitations import (
    change_correspondence,
    has_correspondence,
    list_of_person,
    read_correspondence,
)
from mcsj_cli.store.people import (
    change_people,
    decrypt_people,
    encrypt_people,
    examine_people,
    forget_person,
    rekey_people,
)
from mcsj_cli.store.private import PrivateDataError, find_copies
from tests.model.test_invitation import MOMENT
from tests.model.test_person import DAY, make
from tests.store.test_people import add, another, mode

UID = "2020-W17-g4"
SENT = Sent(
    person=Handle("jacaranda"),
    method=Method.REQUEST,
    sequence=2,
    told=Line("ab"),
    address=Line("cd"),
    at=MOMENT,
)
KNOWN = Correspondence(
    [
        SENT,
        Sent(
            person=Handle("enlace"),
            method=Method.CANCEL,
            sequence=3,
            told=Line("x"),
            address=Line("y"),
        ),
    ],
    [Answer(person=Handle("jacaranda"), answer=Reply.DECLINED, sequence=2, at=MOMENT)],
)


@pytest.fixture
def kept(root: Path) -> Path:
    change_people(root, None, add(make("Jacaranda"), make("Enlace")))
    change_correspondence(root, None, UID, lambda _before: KNOWN)
    return root


def names(root: Path) -> list[str]:
    return [path.name for path in sorted((root / "private/invitations").iterdir())]


def test_what_is_written_is_read_for_its_owner_alone(kept: Path) -> None:
    assert read_correspondence(kept, None, UID) == KNOWN
    assert has_correspondence(kept, UID)
    assert not has_correspondence(kept, "2020-W18-g4")
    assert read_correspondence(kept, None, "2020-W18-g4") == Correspondence()
    [path] = (kept / "private/invitations").iterdir()
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    assert find_copies(kept) == []
    assert examine_people(kept) == []


def test_it_is_encrypted_and_opened_with_the_contacts(
    kept: Path,
    key: Path,
    tmp_path: Path,
) -> None:
    plain = (kept / f"private/invitations/{UID}.yaml").read_bytes()
    other, recipient = another(tmp_path, "otra.txt")
    encrypt_people(kept, key, [recipient], DAY)
    assert names(kept) == [f"{UID}.yaml.age"]
    assert b"jacaranda" not in (kept / f"private/invitations/{UID}.yaml.age").read_bytes()
    assert read_correspondence(kept, key, UID) == read_correspondence(kept, other, UID) == KNOWN
    change_correspondence(kept, key, UID, lambda known: known.without("enlace"))
    change_correspondence(kept, key, "2020-W18-g4", lambda _before: KNOWN)
    assert names(kept) == [f"{UID}.yaml.age", "2020-W18-g4.yaml.age"]
    assert read_correspondence(kept, other, "2020-W18-g4") == KNOWN
    rekey_people(kept, key, [], DAY)
    with pytest.raises(McsjError):
        read_correspondence(kept, other, UID)
    assert read_correspondence(kept, key, UID).sent == [SENT]
    with pytest.raises(McsjError):
        change_correspondence(kept, None, UID, lambda known: known.without("jacaranda"))
    decrypt_people(kept, key)
    assert names(kept) == [f"{UID}.yaml", "2020-W18-g4.yaml"]
    assert (kept / "private/invitations/2020-W18-g4.yaml").read_bytes() == plain


def test_an_encryption_that_was_interrupted_loses_nothing(
    kept: Path,
    key: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real, calls = files.remove, iter(range(10))

    def interrupt(path: Path, before: bytes) -> None:
        if next(calls) == 0:
            raise KeyboardInterrupt
        real(path, before)

    monkeypatch.setattr(files, "remove", interrupt)
    with pytest.raises(KeyboardInterrupt):
        encrypt_people(kept, key, [], DAY)
    assert names(kept) == [f"{UID}.yaml", f"{UID}.yaml.age"]
    encrypt_people(kept, key, [], DAY)
    assert names(kept) == [f"{UID}.yaml.age"]
    assert read_correspondence(kept, key, UID) == KNOWN


def test_whoever_is_forgotten_is_forgotten_here_too(kept: Path) -> None:
    assert list_of_person(kept, None, "jacaranda") == {UID: KNOWN.only("jacaranda")}
    forget_person(kept, None, "jacaranda", DAY)
    assert "jacaranda" not in (kept / f"private/invitations/{UID}.yaml").read_text(encoding="utf-8")
    assert list_of_person(kept, None, "jacaranda") == {}
    assert [one.person for one in read_correspondence(kept, None, UID).sent] == ["enlace"]


@pytest.mark.parametrize(
    "text",
    [
        "sent:\n- {person: Vocalía Jacaranda}\n",
        "sent:\n- {person: jacaranda, method: jacaranda, sequence: 0, told: a, address: b}\n",
        "answers:\n- {person: jacaranda, answer: accepted, sequence: 0, at: 2020-04-23T17:00}\n",
        "jacaranda: 1\n",
        "jacaranda\n",
        "sent: [\n",
    ],
)
def test_a_broken_file_is_told_by_its_place_alone(kept: Path, text: str) -> None:
    path = kept / f"private/invitations/{UID}.yaml"
    path.write_text(text, encoding="utf-8")
    for attempt in (
        lambda: read_correspondence(kept, None, UID),
        lambda: change_correspondence(kept, None, UID, lambda known: known.without("jacaranda")),
        lambda: forget_person(kept, None, "jacaranda", DAY),
        lambda: list_of_person(kept, None, "jacaranda"),
    ):
        with pytest.raises(PrivateDataError) as caught:
            attempt()
        assert caught.value.problems[0].place.startswith(f"private/invitations/{UID}.yaml")
        assert "acaranda" not in "".join(map(str, caught.value.problems))
    assert path.read_text(encoding="utf-8") == text
    warnings = examine_people(kept)
    assert warnings
    assert all(problem.warning and "acaranda" not in str(problem) for problem in warnings)


def test_nothing_is_written_where_git_looks(kept: Path) -> None:
    (kept / ".gitignore").write_text("", encoding="utf-8")
    with pytest.raises(OutputError):
        change_correspondence(kept, None, "2020-W18-g4", lambda _before: KNOWN)
    assert names(kept) == [f"{UID}.yaml"]


def test_files_of_others_are_tightened_when_they_are_written(kept: Path) -> None:
    path = kept / f"private/invitations/{UID}.yaml"
    path.chmod(0o644)
    change_correspondence(kept, None, UID, lambda known: known.without("enlace"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
