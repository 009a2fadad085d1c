"""The private contacts on disk.

Round trips, comments, closed to others, encrypted, and silent about what they hold.
"""

import stat
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from mcsj_cli.errors import (
    ChangedError,
    InvalidValueError,
    McsjError,
    MissingPartError,
    OutputError,
    WrongUsageError,
)
from mcsj_cli.model.fields import Line
from mcsj_cli.model.person import Consent, Contact, ContactKind, Handle, Person, PersonNotFoundError
from mcsj_cli.store import age, files, git, people
from mcsj_cli.store.people import (
    change_people,
    decrypt_people,
    encrypt_people,
    forget_person,
    read_people,
    rekey_people,
)
from mcsj_cli.store.private import (
    ENCRYPTED,
    ERASURES,
    PEOPLE,
    RECIPIENTS,
    ConcealedError,
    PrivateDataError,
    concealing,
    write_export,
)
from tests.model.test_person import DAY, EMAIL, PHONE, WHATSAPP, make
from tests.store.test_history import run_git

TRACE = "acaranda"  # in every name and address of these tests
TEXT = """\
# Los contactos de las mesas.
people:
  # Va primero.
  - uid: jacaranda
    name: Vocalía Jacaranda   # así firma
    role: vocal
    mesa: leon
    channels: [{kind: phone, value: 55  0000 0001}, {kind: e-mail, value: jacaranda@example.org}]
    do_not_contact: 0
    created: 2020-04-20
    updated: 2020-04-20

  # Prefiere las mañanas.
  - uid: enlace
    name: "Enlace de León"
    role: enlace
    created: 2020-04-20
    updated: 2020-04-20
# El 55-0000-0001 contesta por las noches.
"""


def write(root: Path, text: str | bytes = TEXT) -> Path:
    path = root / PEOPLE
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def add(*persons: Person) -> Callable[[list[Person]], list[Person]]:
    return lambda before: [*before, *persons]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _is_line(text: str) -> bool:
    try:
        return bool(Line.parse(text))
    except ValueError:
        return False


_LINES = (
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(_is_line).map(Line.parse)
)
_DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
_NUMBERS = st.from_regex(r"[2-9][0-9] [0-9]{4} [0-9]{4}", fullmatch=True).map(Line)
_CONTACTS = st.one_of(
    st.builds(Contact, st.sampled_from([PHONE, WHATSAPP]), _NUMBERS),
    st.builds(
        Contact,
        st.just(EMAIL),
        st.from_regex(r"[a-z0-9]{1,9}@example\.org", fullmatch=True).map(Line),
    ),
)


@st.composite
def persons(draw: st.DrawFn) -> Person:
    channels = draw(st.lists(_CONTACTS, max_size=3))
    kinds: list[ContactKind | None] = [None, *(contact.kind for contact in channels)]
    created = draw(_DAYS)
    return Person(
        uid=Handle(draw(st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,4})?", fullmatch=True))),
        name=draw(_LINES),
        role=draw(_LINES),
        mesa=draw(st.sampled_from([None, Handle("leon")])),
        channels=channels,
        preferred=draw(st.sampled_from(kinds)),
        consent=draw(st.none() | st.builds(Consent, _DAYS, st.just(Line("1")))),
        do_not_contact=draw(st.booleans()),
        created=created,
        updated=max(created, draw(_DAYS)),
    )


MANY = st.lists(persons(), max_size=4, unique_by=lambda person: person.uid)


@settings(max_examples=25, deadline=None)
@given(MANY, MANY)
def test_whatever_is_kept_is_read_back(before: list[Person], after: list[Person]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / ".gitignore").write_text("private/\n", encoding="utf-8")
        for wanted in (before, after, []):
            change_people(root, None, lambda _people, wanted=wanted: wanted)  # type: ignore[misc]
            assert read_people(root, None) == wanted


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=2000))
def test_whatever_is_encrypted_is_decrypted(content: bytes) -> None:
    identity = pyrage.x25519.Identity.generate()
    with tempfile.TemporaryDirectory() as name:
        key = Path(name, "key")
        key.write_text(f"# de prueba\n{identity}\n", encoding="ascii")
        assert age.decrypt(age.encrypt(content, [str(identity.to_public())]), key, "f") == content


def test_nothing_there_is_nobody(root: Path) -> None:
    assert read_people(root, None) == []
    assert list(root.joinpath("private").iterdir()) == []


def test_what_is_made_is_for_its_owner_alone(root: Path) -> None:
    (root / "private").chmod(0o755)
    change_people(root, None, add(make("Jacaranda")))
    assert (mode(root / "private"), mode(root / PEOPLE)) == (0o700, 0o600)
    (root / PEOPLE).chmod(0o644)
    change_people(root, None, add(make("Enlace")))
    assert mode(root / PEOPLE) == 0o600
    forget_person(root, None, "enlace", DAY)
    assert mode(root / ERASURES) == 0o600
    assert [
        path for path in root.rglob("*") if path.is_file() and path.name.startswith(".mcsj-")
    ] == []


def test_a_change_touches_only_its_line(root: Path) -> None:
    path = write(root)
    change_people(root, None, lambda one: [replace(one[0], role=Line("tesorería")), one[1]])
    assert path.read_text(encoding="utf-8") == TEXT.replace("role: vocal", "role: tesorería")
    change_people(root, None, lambda one: [replace(one[0], do_not_contact=True), one[1]])
    assert "do_not_contact: true" in path.read_text(encoding="utf-8")
    change_people(root, None, lambda one: [replace(one[0], do_not_contact=False), one[1]])
    assert not read_people(root, None)[0].do_not_contact
    change_people(root, None, lambda one: [*one, make("Tercera")])
    assert [person.uid for person in read_people(root, None)] == ["jacaranda", "enlace", "tercera"]
    assert "# Prefiere las mañanas." in path.read_text(encoding="utf-8")


def test_forgetting_takes_the_comments_along(root: Path) -> None:
    path = write(root)
    reference = forget_person(root, None, "jacaranda", DAY)
    text = path.read_text(encoding="utf-8")
    assert TRACE not in text
    assert "0001" not in text
    assert "# Los contactos de las mesas." in text
    assert "# Prefiere las mañanas." in text
    assert (root / ERASURES).read_text(
        encoding="utf-8"
    ) == f"- {{on: 2020-04-23, reference: {reference}}}\n"
    second = forget_person(root, None, "enlace", DAY)
    assert "mañanas" in path.read_text(encoding="utf-8")  # above the first, it may speak of all
    assert read_people(root, None) == []
    assert second != reference
    assert len((root / ERASURES).read_text(encoding="utf-8").splitlines()) == 2
    with pytest.raises(PersonNotFoundError):
        forget_person(root, None, "enlace", DAY)


def test_the_comments_above_somebody_go_with_them(root: Path) -> None:
    path = write(root)
    forget_person(root, None, "enlace", DAY)
    text = path.read_text(encoding="utf-8")
    assert "mañanas" not in text
    assert "# Va primero." in text


PROBLEMS: dict[str, str | bytes] = {
    "uid": TEXT.replace("uid: jacaranda", "uid: Vocalía Jacaranda"),
    "kind": TEXT.replace("kind: phone", "kind: jacaranda"),
    "date": TEXT.replace("created: 2020-04-20", "created: Jacaranda", 1),
    "bool": TEXT.replace("do_not_contact: 0", "do_not_contact: Jacaranda"),
    "unknown key": TEXT.replace("mesa: leon", "jacaranda: leon"),
    "repeated key": TEXT.replace("mesa: leon", "role: Jacaranda"),
    "missing key": TEXT.replace("    name: Vocalía Jacaranda   # así firma\n", ""),
    "hashtag": TEXT.replace("name: Vocalía Jacaranda   # así firma", "name: Una #Jacaranda"),
    "anchor": TEXT.replace("name: Vocalía", "name: &Jacaranda Vocalía"),
    "bracket": TEXT.replace("name: Vocalía Jacaranda", "name: [Jacaranda"),
    "colon": TEXT.replace("name: Vocalía Jacaranda", "name: Jacaranda: sí"),
    "quotes": TEXT.replace("uid: jacaranda", "uid: «a» Jacaranda»"),
    "encoding": TEXT.encode("latin-1"),
    "control": TEXT.replace("Vocalía Jacaranda", "Jacaranda\x01"),
    "tab": TEXT.replace("    role: vocal", "\trole: Jacaranda"),
    "marker": "<<<<<<< Jacaranda\n" + TEXT,
    "shape": "Jacaranda\n",
    "list": TEXT.replace("mesa: leon", "mesa: [Jacaranda]"),
    "phone": TEXT.replace("55  0000 0001", "55 0000 Jacaranda"),
    "email": TEXT.replace("jacaranda@example.org", "jacaranda en example.org"),
    "preferred": TEXT.replace("mesa: leon", "preferred: whatsapp"),
    "twice": TEXT.replace("uid: enlace", "uid: jacaranda"),
    "order": TEXT.replace("updated: 2020-04-20", "updated: 2020-04-19"),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_problems_name_their_place_and_nothing_of_the_file(root: Path, name: str) -> None:
    path = write(root, PROBLEMS[name])
    before = path.read_bytes()
    with pytest.raises(PrivateDataError) as caught:
        read_people(root, None)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.place.startswith("private/people.yaml:")
        assert problem.excerpt == ""
        assert problem.message
        assert TRACE not in f"{problem}".casefold()
        assert "0001" not in f"{problem}"
    assert caught.value.exit_code == 6
    with pytest.raises(PrivateDataError):
        change_people(root, None, add(make("Otra")))
    assert path.read_bytes() == before


def test_what_cannot_be_kept_is_refused_without_being_repeated(root: Path) -> None:
    with pytest.raises(InvalidValueError) as caught:
        change_people(root, None, add(make("Jacaranda", (EMAIL, "jacaranda"))))
    assert TRACE not in caught.value.message + caught.value.advice
    assert not (root / PEOPLE).exists()


@pytest.mark.parametrize(
    "ignore", ["", "data/\n", "private/\n!private/\n", "private/people.yaml\n", None]
)
def test_nothing_is_written_where_git_looks(root: Path, ignore: str | None) -> None:
    path = root / ".gitignore"
    path.unlink() if ignore is None else path.write_text(ignore, encoding="utf-8")
    with pytest.raises(OutputError, match="private"):
        change_people(root, None, add(make("Jacaranda")))
    assert list((root / "private").iterdir()) == []


def test_a_file_that_git_has_already_is_not_written(root: Path) -> None:
    git.init(root)
    write(root)
    run_git(root, "add", "--force", "private")
    with pytest.raises(OutputError) as caught:
        change_people(root, None, add(make("Jacaranda")))
    assert "git rm --cached" in caught.value.advice


@pytest.mark.parametrize("line", ["private", "/private/", "**/private/", "  private/  "])
def test_other_ways_to_ignore_the_folder(root: Path, line: str) -> None:
    (root / ".gitignore").write_text(f"!private/\n{line}\n*.pyc\n", encoding="utf-8")
    change_people(root, None, add(make("Jacaranda")))


def test_a_change_meanwhile_is_kept(root: Path) -> None:
    path = write(root)

    def interfere(before: list[Person]) -> list[Person]:
        path.write_text(TEXT + "# otra\n", encoding="utf-8")
        return [*before, make("Tercera")]

    with pytest.raises(ChangedError):
        change_people(root, None, interfere)
    assert path.read_text(encoding="utf-8") == TEXT + "# otra\n"
    assert {one.parent.name for one in root.rglob("*.new")} == {"private"}


def test_what_a_crash_left_is_cleared(root: Path) -> None:
    left = root / "private" / ".staging" / ".mcsj-left.tmp"
    left.parent.mkdir()
    left.write_text("jacaranda", encoding="utf-8")
    change_people(root, None, add(make("Enlace")))
    assert not left.exists()


def test_exports_lie_outside_of_what_git_sees(root: Path, tmp_path: Path) -> None:
    for path in (root / "export.json", root / "data" / "export.json"):
        with pytest.raises(OutputError):
            write_export(root, path, b"{}")
        assert not path.exists()
    for path in (root / "private" / "export.json", tmp_path / "export.json"):
        write_export(root, path, b"{}")
        assert mode(path) == 0o600


def test_an_unexpected_fault_loses_its_words() -> None:
    with pytest.raises(ConcealedError) as caught, concealing():
        dict[str, str]()["jacaranda"]
    assert TRACE not in str(caught.value)
    assert "KeyError in private.py:" in str(caught.value)
    assert caught.value.__suppress_context__
    with pytest.raises(WrongUsageError), concealing():
        raise WrongUsageError("x")


def test_encrypted_contacts_are_read_and_changed_in_memory(root: Path, key: Path) -> None:
    write(root)
    before = read_people(root, None)
    locked = encrypt_people(root, key, [], DAY)
    assert (locked.made_key, locked.readers) == (True, 1)
    assert (mode(key), mode(key.parent), mode(root / ENCRYPTED)) == (0o600, 0o700, 0o600)
    assert not (root / PEOPLE).exists()
    assert read_people(root, key) == before
    change_people(root, key, add(make("Tercera", (PHONE, "55 0000 0003"))))
    assert [person.uid for person in read_people(root, key)] == ["jacaranda", "enlace", "tercera"]
    forget_person(root, key, "tercera", DAY)
    assert not (root / PEOPLE).exists()
    for path in (root / "private").rglob("*"):
        assert path.is_dir() or TRACE.encode() not in path.read_bytes()
    decrypt_people(root, key)
    assert (root / PEOPLE).read_text(encoding="utf-8") == TEXT
    assert mode(root / PEOPLE) == 0o600
    assert not (root / ENCRYPTED).exists()
    assert encrypt_people(root, key, [], DAY).made_key is False


def another(folder: Path, name: str) -> tuple[Path, str]:
    """Make somebody else's key."""
    identity = pyrage.x25519.Identity.generate()
    path = folder / name
    path.write_text(f"{identity}\n", encoding="ascii")
    return path, str(identity.to_public())


def test_several_open_the_contacts_until_the_key_is_changed(
    root: Path, key: Path, tmp_path: Path
) -> None:
    write(root)
    other, recipient = another(tmp_path, "otra.txt")
    assert encrypt_people(root, key, [recipient], DAY).readers == 2
    assert len(read_people(root, other)) == 2
    change_people(root, other, add(make("Tercera")))
    assert len(read_people(root, key)) == 3  # whoever changes them encrypts for all
    old = tmp_path / "old.txt"
    old.write_bytes(key.read_bytes())
    kept = (root / ENCRYPTED).read_bytes()
    assert rekey_people(root, key, [], DAY).readers == 1
    assert len(read_people(root, key)) == 3
    assert mode(key) == 0o600
    for stranger in (other, old):
        with pytest.raises(age.UnopenedError) as caught:
            read_people(root, stranger)
        assert caught.value.exit_code == 6
    assert (
        age.decrypt(kept, key, "") != b""
    )  # earlier copies still open with the old key, which stays in the file


def test_nobody_is_locked_out_silently(root: Path, key: Path, tmp_path: Path) -> None:
    write(root)
    _other, recipient = another(tmp_path, "otra.txt")
    encrypt_people(root, key, [recipient], DAY)
    (root / RECIPIENTS).unlink()
    before = (root / ENCRYPTED).read_bytes()
    with pytest.raises(age.UnopenedError, match="recipients"):
        change_people(root, key, add(make("Tercera")))
    assert (root / ENCRYPTED).read_bytes() == before


def snapshot(folder: Path) -> dict[str, bytes]:
    """Give every file's bytes; the lock is none of the data."""
    return {
        str(path): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".mcsj" not in path.parts
    }


@pytest.mark.parametrize(
    "flaw", ["no key", "wrong key", "no key in it", "damaged", "cut", "both", "no part"]
)
def test_what_does_not_open_changes_nothing(
    root: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flaw: str
) -> None:
    write(root)
    encrypt_people(root, key, [], DAY)
    sealed = (root / ENCRYPTED).read_bytes()
    if flaw == "no key":
        key.unlink()
    elif flaw == "wrong key":
        another(key.parent, "key.txt")
    elif flaw == "no key in it":
        key.write_text("# vacía\nno es una llave\n", encoding="utf-8")
    elif flaw == "damaged":
        (root / ENCRYPTED).write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    elif flaw == "cut":
        (root / ENCRYPTED).write_bytes(sealed[:80])
    elif flaw == "both":
        write(root, TEXT + "# otra\n")
    else:
        monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    codes = {"no key": 5, "no part": 2}
    before = snapshot(tmp_path)
    attempts: list[Callable[[], object]] = [
        lambda: read_people(root, key),
        lambda: change_people(root, key, add(make("Tercera"))),
        lambda: forget_person(root, key, "enlace", DAY),
        lambda: decrypt_people(root, key),
        lambda: rekey_people(root, key, [], DAY),
    ]
    for attempt in attempts:
        with pytest.raises(McsjError) as caught:
            attempt()
        assert caught.value.exit_code == codes.get(flaw, 6)
        assert TRACE not in caught.value.message + caught.value.advice
        assert snapshot(tmp_path) == before
    if flaw == "no part":
        assert isinstance(caught.value, MissingPartError)


def test_an_encryption_that_was_interrupted_is_brought_to_its_end(
    root: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root)

    def interrupt(*_arguments: object) -> None:
        raise KeyboardInterrupt

    for step in (encrypt_people, decrypt_people):
        with monkeypatch.context() as patch:
            patch.setattr(files, "remove", interrupt)
            with pytest.raises(KeyboardInterrupt):
                encrypt_people(root, key, [], DAY) if step is encrypt_people else decrypt_people(
                    root, key
                )
        assert (root / PEOPLE).exists()
        assert (root / ENCRYPTED).exists()
        with pytest.raises(PrivateDataError):
            read_people(root, key)
        encrypt_people(root, key, [], DAY)
        assert (root / PEOPLE).exists() is False
        assert len(read_people(root, key)) == 2


def test_the_plain_file_stays_until_the_encrypted_one_is_known_to_open(
    root: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(root)
    monkeypatch.setattr(age, "encrypt", lambda content, _recipients: content[:-1])
    with pytest.raises(McsjError):
        encrypt_people(root, key, [], DAY)
    assert path.read_text(encoding="utf-8") == TEXT


def test_an_encrypted_file_is_not_replaced_by_one_that_would_not_open(
    root: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root)
    encrypt_people(root, key, [], DAY)
    before = (root / ENCRYPTED).read_bytes()
    _other, recipient = another(tmp_path, "otra.txt")
    real = age.encrypt
    monkeypatch.setattr(age, "encrypt", lambda content, _recipients: real(content, [recipient]))
    with pytest.raises(age.UnopenedError):
        change_people(root, key, add(make("Tercera")))
    monkeypatch.setattr(age, "encrypt", lambda _content, recipients: real(b"", recipients))
    with pytest.raises(age.UnopenedError):
        change_people(root, key, add(make("Tercera")))
    assert (root / ENCRYPTED).read_bytes() == before


def test_what_encrypting_refuses(root: Path, key: Path) -> None:
    with pytest.raises(WrongUsageError):
        encrypt_people(root, key, [], DAY)
    with pytest.raises(WrongUsageError):
        decrypt_people(root, key)
    with pytest.raises(WrongUsageError):
        rekey_people(root, key, [], DAY)
    write(root)
    with pytest.raises(WrongUsageError, match="age1nadie"):
        encrypt_people(root, key, ["age1nadie"], DAY)
    with pytest.raises(OutputError):
        encrypt_people(root, root / "private" / "key.txt", [], DAY)
    write(root, TEXT.replace("uid: jacaranda", "uid: Jacaranda"))
    with pytest.raises(PrivateDataError):
        encrypt_people(root, key, [], DAY)
    assert not key.exists()
    assert not (root / ENCRYPTED).exists()


@pytest.mark.parametrize(
    ("environ", "path"),
    [
        ({"MCSJ_KEY": "/a/b", "XDG_CONFIG_HOME": "/c"}, "/a/b"),
        ({"XDG_CONFIG_HOME": "/c"}, "/c/mcsj/key.txt"),
        ({"MCSJ_KEY": ""}, "/nonexistent/.config/mcsj/key.txt"),
    ],
)
def test_where_the_key_is(environ: dict[str, str], path: str) -> None:
    assert age.find_key(environ) == Path(path)


def test_on_windows_the_key_is_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "IS_WINDOWS", True)
    assert age.find_key({"APPDATA": "/datos"}) == Path("/datos/mcsj/key.txt")


def test_only_keys_are_known() -> None:
    assert {"uid", "channels", "value", "on", "people"} <= people._KEYS
