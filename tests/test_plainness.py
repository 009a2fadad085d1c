"""The measure of plainness names each kind of breach where it stands."""

import subprocess
import sys
from pathlib import Path

import pytest

import plainness
from tests.conftest import ROOT


def _write(folder: Path, name: str, text: str) -> None:
    path = folder / "house" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _breaches(folder: Path) -> list[str]:
    house = folder / "house"
    lengths = plainness.measure_functions(house)
    return [str(breach) for breach in plainness.find_breaches(house, lengths)]


def _function(name: str, lines: int) -> str:
    """Return a function of so many lines."""
    body = "    print()\n" * (lines - 1)
    return f"def {name}():\n{body}\n\n"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("[a for row in rows for a in row]", "a comprehension with 2 `for`"),
        ("{a for a in rows if a if b}", "a comprehension with 2 `if`"),
        ("{a: [b for b in a] for a in rows}", "a comprehension that holds another one"),
        ("list(a for a in [b for b in rows])", "a comprehension that holds another one"),
    ],
)
def test_a_dense_comprehension_is_named(tmp_path: Path, line: str, what: str) -> None:
    _write(tmp_path, "rooms/one.py", f"rows = []\n{line}\n")
    assert _breaches(tmp_path) == [f"house/rooms/one.py:2: {what}"]


def test_plain_comprehensions_are_nobodys_business(tmp_path: Path) -> None:
    _write(tmp_path, "one.py", "[a for a in rows if a]\n[[b] for b in list(a)]\n")
    assert _breaches(tmp_path) == []


@pytest.mark.parametrize("comment", ["", "# fmt: off\n"])
def test_a_function_is_measured_at_eighty_columns(tmp_path: Path, comment: str) -> None:
    call = f"    print({', '.join(['argument'] * 9)})\n"  # eleven lines at 80 columns
    long = f"{comment}def long():\n{call * 5}"
    short = "".join(_function(f"short_{number}", 3) for number in range(9))
    _write(tmp_path, "one.py", short + long)
    line = (short + comment).count("\n") + 1
    message = "long has 56 lines at 80 columns, over 50"
    assert _breaches(tmp_path) == [f"house/one.py:{line}: {message}"]


def test_too_few_short_functions_are_named(tmp_path: Path) -> None:
    functions = [_function(f"short_{number}", 20) for number in range(4)]
    _write(tmp_path, "one.py", "".join([*functions, _function("longer", 21)]))
    assert _breaches(tmp_path) == ["house:1: 80.0 % of functions are within 20 lines, under 85 %"]


def test_a_class_has_one_home(tmp_path: Path) -> None:
    _write(tmp_path, "one.py", "class Person: ...\n")
    _write(tmp_path, "two.py", "\nclass Person: ...\n")
    _write(tmp_path, "three.py", "class Meeting:\n    class Fields: ...\n")
    assert _breaches(tmp_path) == [
        "house/one.py:1: class Person is also that of house/two.py",
        "house/two.py:2: class Person is also that of house/one.py",
    ]


def test_a_file_name_is_that_of_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("model", "reports", "commands", "commands/people"):
        _write(tmp_path, f"{folder}/__init__.py", "")
        _write(tmp_path, f"{folder}/plan.py", "")
    assert _breaches(tmp_path) == [
        "house/model/plan.py:1: file name plan.py is also that of house/reports/plan.py",
        "house/reports/plan.py:1: file name plan.py is also that of house/model/plan.py",
    ]
    monkeypatch.setitem(plainness.SHARED_FILE_NAMES, "plan.py", "a reason")
    assert _breaches(tmp_path) == []


def test_the_program_prints_breaches_and_measures(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "plainness.py"), str(tmp_path / "house")]
    _write(tmp_path, "one.py", _function("short", 3))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    measures = "1 functions; at 80 columns 100.0 % are within 20 lines, and the longest has 3.\n"
    assert (done.returncode, done.stdout) == (0, measures)
    _write(tmp_path, "two.py", "[a for row in rows for a in row]\n")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    breach = "house/two.py:1: a comprehension with 2 `for`\n"
    assert (done.returncode, done.stdout) == (1, breach + measures)


def test_shared_file_names_are_still_shared() -> None:
    modules = plainness.read_modules(plainness.PACKAGE)
    names = [module.path.name for module in modules if "commands" not in module.path.parts]
    assert [name for name in plainness.SHARED_FILE_NAMES if names.count(name) < 2] == []


def test_the_house_is_plain() -> None:
    lengths = plainness.measure_functions(plainness.PACKAGE)
    breaches = plainness.find_breaches(plainness.PACKAGE, lengths)
    assert [str(breach) for breach in breaches] == []
