"""Reports of every kind, to show in every form."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from mcsj_cli.reports.page import Paper
from mcsj_cli.reports.period_values import Report
from tests import browser
from tests.reports.papers import HOSTILE, KINDS, poison, read_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    with browser.opened() as running:
        yield running


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def whole(project: Path, kind: str) -> tuple[Report, Paper]:
    return read_report(project, kind)


@pytest.fixture
def poisoned(whole: tuple[Report, Paper]) -> tuple[Report, Paper]:
    report, paper = whole
    return poison(report), paper._replace(
        places=[msgspec.structs.replace(p, name=HOSTILE) for p in paper.places]
    )
