"""The fixtures of all tests: an unwritable home, a project to change, and the real program."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from mcsj_cli import i18n

i18n.use("es")  # before any module asks for its words

from mcsj_cli import main  # noqa: E402
from mcsj_cli.store import git  # noqa: E402
from mcsj_cli.store.merge_setting import build_line  # noqa: E402
from mcsj_cli.store.project import Project  # noqa: E402
from mcsj_cli.store.template import create_project  # noqa: E402

# A shell that runs the tests in the background has them, and all they start, ignore Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)

# With a test in every core any example may take long.
settings.register_profile("unhurried", settings(), deadline=None)
settings.load_profile("unhurried")

NOW = "2020-04-23T17:00:00-05:00"
ROOT = Path(__file__).parent.parent


class Result(NamedTuple):
    """What a run of the program left: its exit code, its result and what it told."""

    code: int
    out: str
    err: str


def pytest_configure() -> None:
    """Refuse to begin with catalogues that would have every test fail with an English text."""
    for source in (ROOT / "mcsj_cli/locales").glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            name = source.relative_to(ROOT)
            raise pytest.UsageError(
                f"{name} is not compiled, or has changed since: run make messages"
            )


@pytest.fixture(autouse=True)
def surroundings(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """A moment in April 2020, no locale, and a home that does not exist."""
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "MCSJ_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANGUAGE", "es")
    monkeypatch.setenv("HOME", "/nonexistent")
    # Made only by what remembers something of a person.
    settings = tmp_path_factory.getbasetemp() / "settings" / secrets.token_hex(8)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(settings))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("MCSJ_NOW", NOW)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for name in [name for name in os.environ if name.startswith(("GIT_AUTHOR_", "GIT_COMMITTER_"))]:
        monkeypatch.delenv(name)
    yield
    i18n.use("es")


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold the demo project that tests copy; never change it."""
    folder = tmp_path_factory.mktemp("demo") / "red"
    made = create_project(folder, demo=True)
    git.init(folder)
    git.set_setting(folder, "user.name", "Coordinación nacional")
    git.set_setting(folder, "user.email", "coordinacion@example.org")
    Project(folder).history.begin("init: begin", made, build_line())
    # It is copied for most tests: the fewer files there are, the better.
    subprocess.run(["git", "repack", "-adq"], cwd=folder, check=True)
    for example in (folder / ".git/hooks").glob("*.sample"):
        example.unlink()
    return folder


def copy_folder(folder: Path, place: Path) -> None:
    """Copy a folder to a new place, in a third of the time that `shutil.copytree` takes."""
    subprocess.run(["cp", "-a", folder, place], check=True)


@pytest.fixture
def project(demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh copy of the demo project."""
    folder = tmp_path / "red"
    copy_folder(demo_folder, folder)
    shutil.rmtree(folder / ".mcsj", ignore_errors=True)  # what those left who read the example
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def old_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that version 0.1 left, with a history that has it as it is."""
    folder = tmp_path / "red"
    shutil.copytree(ROOT / "tests/data/format-1/red", folder)
    git.init(folder)
    git.set_setting(folder, "user.name", "Coordinación nacional")
    git.set_setting(folder, "user.email", "coordinacion@example.org")
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    own = [file for file in files if not file.startswith(".git/")]
    Project(folder).history.begin(
        "init: begin", own, f"{sys.executable} -m mcsj_cli merge-driver %O %A %B %P"
    )
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour after everything was written, when no file is young."""
    for module in ("documents", "index.refresh"):
        monkeypatch.setattr(
            f"mcsj_cli.store.{module}.this_moment", lambda: time.time_ns() + 3600 * 10**9
        )


@pytest.fixture
def mcsj(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Result]:
    """Run the program in this process, in Spanish."""

    def run(*arguments: str | Path) -> Result:
        sys.stdout.flush()
        capfdbinary.readouterr()
        code = main.run([str(argument) for argument in arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return run


@pytest.fixture
def mcsj_process() -> Callable[..., Result]:
    """Run the program in a process of its own, in English unless asked, with its input closed."""

    def run(
        *arguments: str | Path, lang: str = "en", env: dict[str, str] | None = None, stdin: str = ""
    ) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "mcsj_cli", *map(str, arguments)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "MCSJ_LANG": lang, **(env or {})},
            input=stdin.encode(),
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail where nothing may be skipped, as in continuous integration, if something was."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if reporter and os.environ.get("MCSJ_NO_SKIPS") and skipped and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} skipped where nothing may be", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
