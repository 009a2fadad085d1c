"""Names that clouds, systems and people give to copies, and names that are a record's own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcsj_cli.model.content import Content
from mcsj_cli.model.fields import Line, Tag
from mcsj_cli.model.kinds import is_uid
from mcsj_cli.model.meeting import meeting_uid, session_uid
from mcsj_cli.model.week import Week
from mcsj_cli.store.copied_names import find_original, part_copies
from mcsj_cli.store.scan import is_plain_name

STEM = "2020-04-22-aviso"
RECORD = f"{STEM}.yaml"
NAMES = (RECORD, "2020-04-22-aviso-2.yaml", "2020-W17-g4.yaml")
DROPBOX = "(copia en conflicto de EQUIPO-DE-LA-MESA 2020-04-23)"


@pytest.mark.parametrize(
    ("name", "original"),
    [
        (f"{STEM} (1).yaml", RECORD),
        (f"{STEM} (conflicted copy 2020-04-23).yaml", RECORD),
        (f"{STEM} {DROPBOX}.yaml", RECORD),
        (f"{STEM} (Copia en conflicto de Ángel İ).yaml", RECORD),
        (f"{STEM}-EQUIPO.yaml", RECORD),
        (f"{STEM}-LAPTOP-4F7Q.yaml", RECORD),
        (f"{STEM}-MacBook-Pro.local.yaml", RECORD),
        (f"{STEM}.sync-conflict-20200423-101112-ABCDEFG.yaml", RECORD),
        (f"{STEM}_conflict-20200423-101112.yaml", RECORD),
        (f"{STEM} - copia.yaml", RECORD),
        (f"{STEM} - Copy (2).yaml", RECORD),
        (f"{STEM} copy 2.yaml", RECORD),
        (f"Copia de {RECORD}", RECORD),
        (f"{STEM}.yml", RECORD),
        (f"{STEM}.YAML", RECORD),
        (f"{STEM}.yaml.txt", RECORD),
        (f"{STEM}.yaml~", RECORD),
        (f"{STEM}.yaml.bak", RECORD),
        (f"{STEM}.yaml.4711.new", RECORD),
        ("2020-04-22-AVISO.yaml", RECORD),
        (f"{STEM}-2 (1).yaml", f"{STEM}-2.yaml"),
        ("2020-W17-g4 (1).yaml", "2020-W17-g4.yaml"),
        ("2020-W17-g4-equipo.yaml", "2020-W17-g4.yaml"),
        ("2020-w17-g4.yaml", "2020-W17-g4.yaml"),
        (f"{STEM}-otro.yml", None),
        ("2020-04-22-avisos (1).yaml", None),
        ("nota.yaml", None),
        ("LEEME.txt", None),
        (RECORD, None),
        ("2020-W17-g4.yaml", None),
    ],
)
def test_what_a_name_is_a_copy_of(name: str, original: str | None) -> None:
    assert find_original(name, NAMES) == original
    if original:
        assert not is_plain_name(name)
        assert part_copies([name, "nota.yaml"], NAMES) == ([name], ["nota.yaml"])


def test_copies_of_pictures_and_folders() -> None:
    assert find_original("logo (1).PNG", {"logo.png"}) == "logo.png"
    assert find_original("logo (1).svg", {"logo.png"}) is None
    assert find_original("content - copia", {"content", "groups.yaml"}) == "content"


@given(title=st.text(max_size=90), day=st.dates(date(1970, 1, 1), date(2199, 12, 31)))
def test_every_uid_is_a_record_s_name(title: str, day: date) -> None:
    uid = Content(title=Line(title), tags=[Tag("SOSnacional")], created=day).uid
    assert is_uid(uid)
    numbered = f"{uid}-2"
    meetings = meeting_uid(day.month, Week.of(day)), session_uid("leon", day)
    for stem in (uid, numbered, *meetings):
        assert is_plain_name(f"{stem}.yaml")
        assert find_original(f"{stem}.yaml", {f"{stem}.yaml"}) is None
    assert find_original(f"{uid}-EQUIPO.yaml", {f"{uid}.yaml"}) == f"{uid}.yaml"


@pytest.mark.parametrize("stem", ["2020-02-30-x", "2020-04-22", "2020-04-22-", "nota", "x-2020"])
def test_what_is_no_uid(stem: str) -> None:
    assert not is_uid(stem)
