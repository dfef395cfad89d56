"""What the engines' tests share: the shipped rules, and one rule more, which is on no disk when a job runs."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner import Cleaner, RuleSet
from integrations.jobs import RULE


def pytest_configure(config: pytest.Config) -> None:
    """Ray leaves a log of its own open, and whichever test runs when Python comes to collect it would fail."""
    config.addinivalue_line("filterwarnings", "ignore:unclosed file .*ray-data:ResourceWarning")


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> RuleSet:
    file = tmp_path_factory.mktemp("rules") / "varn.toml"
    file.write_text(RULE, "utf8")
    rules = cleaner.load_rules() + cleaner.load_rules(file)
    file.unlink()
    return rules


@pytest.fixture(scope="session")
def library(rules: RuleSet) -> Cleaner:
    """The library itself, which every engine must agree with."""
    return Cleaner(rules)
