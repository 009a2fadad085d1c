"""Posts and reports handed on: by WhatsApp's address, on the clipboard, to programs that post."""

import csv
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.test_main import Run

OUT = Path(__file__).parents[1] / "doors" / "data" / "out"


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stand for the system's clipboard, which a machine without a screen has not."""
    held: list[str] = []
    module = ModuleType("pyperclip")
    module.copy = held.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyperclip", module)
    return held


@pytest.mark.parametrize(
    "words", [("report", "weekly"), ("report", "group", "4"), ("report", "mesa", "leon")]
)
def test_a_report_is_shared_and_copied_as_its_message(
    project: Path, mcsj: Run, clipboard: list[str], words: tuple[str, ...]
) -> None:
    message = mcsj(*words, "--format", "whatsapp").out.strip()
    result = mcsj(*words, "--share", "--copy")
    assert result.code == 0
    address = urlsplit(result.out.strip())
    assert (address.netloc, parse_qs(address.query)["text"]) == ("wa.me", [message])
    assert clipboard == [message]


@pytest.mark.parametrize(
    "more",
    [
        ("-o", "informe.pdf"),
        ("--format", "pdf"),
        ("--format", "html"),
        ("--why", "meetings.held"),
    ],
)
def test_what_is_no_message_is_not_shared(project: Path, mcsj: Run, more: tuple[str, ...]) -> None:
    result = mcsj("report", "weekly", "--share", *more)
    assert (result.code, result.out) == (2, "")
    assert "--compartir" in result.err
    assert not (project / "informe.pdf").exists()


def _schedule(mcsj: Run, title: str, at: str) -> None:
    mcsj("content", "add", title, "-t", "SOSeconomia", "--url", "https://www.gob.mx/se/apoyos")
    mcsj("content", "verify", title, "--by", "coordinación", "--evidence", "https://www.gob.mx/a")
    assert mcsj("content", "schedule", title, "--at", at).code == 0


def test_a_post_is_shared_for_whatsapp(project: Path, mcsj: Run, clipboard: list[str]) -> None:
    _schedule(mcsj, "Abren apoyos a micronegocios", "2020-04-24 17:05")
    post = mcsj("content", "post", "abren-apoyos", "--for", "whatsapp").out.strip()
    result = mcsj("content", "post", "abren-apoyos", "--share", "--copy")
    assert parse_qs(urlsplit(result.out.strip()).query)["text"] == [post]
    assert clipboard == [post]
    refused = mcsj("content", "post", "abren-apoyos", "--share", "--for", "email")
    assert (refused.code, refused.out) == (2, "")
    assert mcsj("content", "post", "-o", "posts", "--share").code == 2
    assert not (project / "posts").exists()


@pytest.mark.parametrize("program", ["hootsuite", "metricool"])
def test_what_is_to_come_goes_to_a_program_as_its_sample(
    project: Path, mcsj: Run, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MCSJ_NOW", "2020-04-22T09:00")
    _schedule(mcsj, "Abren apoyos a micronegocios", "2020-04-23 17:05")
    monkeypatch.setenv("MCSJ_NOW", "2020-04-23T16:00")
    result = mcsj("content", "export", "--for", program, "-o", f"{program}.csv")
    assert result.code == 0, result
    made = (project / f"{program}.csv").read_bytes().decode()  # no mark of bytes
    rows = list(csv.reader(made.splitlines()))
    sample = list(csv.reader((OUT / f"{program}.csv").read_text(encoding="utf-8").splitlines()))
    assert [row for row in rows if "Abren apoyos" in "".join(row)] == sample[-1:]
    assert (rows[0] == sample[0]) or program == "hootsuite"


def test_what_is_over_goes_to_no_program(
    project: Path, mcsj: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    _schedule(mcsj, "Abren apoyos a micronegocios", "2020-04-24 17:05")
    monkeypatch.setenv("MCSJ_NOW", "2030-04-25T09:00")
    result = mcsj("content", "export", "--for", "hootsuite", "-o", "h.csv")
    assert (result.code, result.out) == (2, "")
    assert not (project / "h.csv").exists()
    assert mcsj("content", "export", "--for", "hootsuite", "-o", "h.xlsx").code == 2
    assert mcsj("content", "export", "--for", "buffer", "-o", "h.csv").code == 2
