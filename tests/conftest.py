"""What tests share: a cache folder, a place for the command to work in, and one run of hypothesis that is the same everywhere."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import STORY, small
from hypothesis import HealthCheck, settings

from cleaner.ruleset.store import CACHE_VARIABLE

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a job in the background hands that on, and its children could not be interrupted
    signal.signal(signal.SIGINT, signal.default_int_handler)
settings.register_profile(
    "suite", deadline=None, derandomize=True, max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("search", parent=settings.get_profile("suite"), derandomize=False, max_examples=2000)
settings.load_profile(os.environ.get("CLEANER_HYPOTHESIS", "suite"))


@pytest.fixture(scope="session", autouse=True)
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the compiled rules, so that no test reads or writes the user's own; the workers of one run share it."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cleaner-cache"
    folder.mkdir(exist_ok=True)
    before = os.environ.get(CACHE_VARIABLE)
    os.environ[CACHE_VARIABLE] = str(folder)
    yield folder
    if before is None:
        del os.environ[CACHE_VARIABLE]
    else:
        os.environ[CACHE_VARIABLE] = before


@pytest.fixture
def empty_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in; the small rules lie beside it."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def place(empty_place: Path) -> Path:
    """A folder to work in, with one story."""
    (empty_place / "a.txt").write_text(STORY, "utf8")
    return empty_place


@pytest.fixture
def rules(tmp_path: Path) -> list[str]:
    """The options that make the small rules the only ones."""
    return small(tmp_path)
