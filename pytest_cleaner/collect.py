"""Samples and rules as tests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch.files import InputError, display
from cleaner.choice import ChoiceError, rule_paths, rules_of
from cleaner.config import ConfigError, Settings, find_config, read_config
from cleaner.goldens.add import write_goldens
from cleaner.goldens.judge import Judge
from cleaner.goldens.report import outcome_lines
from cleaner.goldens.samples import EXPECTED, GOLDEN, Found, Sample, Stale, file_samples, inputs, is_input
from cleaner.pipeline import Cleaner
from cleaner.rulecheck import check_examples
from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.files import read_rules, rule_files
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.schema import Examples, Rule


class CheckError(Exception):
    """A sample or rule that does not hold; the message is all there is to say."""


class Collection:
    """The hooks of a run that uses the plugin, and what its tests share."""

    def __init__(self, config: pytest.Config, goldens: Sequence[Path], rules: Sequence[Path]) -> None:
        self._config, self._goldens, self._rules = config, goldens, rules

    @cached_property
    def settings(self) -> Settings:
        """Those of the project's cleaner.toml or pyproject.toml, with the rules of the option besides. Raises ConfigError."""
        file = find_config(self._config.rootpath)
        settings = read_config(file) if file else Settings()
        known = {path.resolve() for path in rule_paths(settings)}
        further = [str(path) for path in self._rule_files if path.resolve() not in known]
        return settings._replace(rules=(*settings.rules, *further))

    @cached_property
    def _rule_files(self) -> list[Path]:
        return rule_files(*self._rules) if self._rules else []

    @cached_property
    def ruleset(self) -> RuleSet:
        return rules_of(self.settings)

    @cached_property
    def cleaner(self) -> Cleaner:
        return Cleaner(self.ruleset)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.ruleset, self.settings)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Load the rules: a file that cannot be used is one error of the run, not one of each test."""
        try:
            self.judge  # noqa: B018
        except (RuleError, ConfigError, ChoiceError) as error:
            message = f"cleaner: {error}"
            raise pytest.UsageError(message) from None

    def pytest_ignore_collect(self, collection_path: Path, config: pytest.Config) -> bool | None:
        """Folders of samples are looked into whatever they are called, also `build` or `dist`, which pytest passes by."""
        if not collection_path.is_dir() or collection_path.name.startswith("."):
            return None
        unwanted = {(config.invocation_params.dir / path).resolve() for path in config.getoption("ignore") or ()}
        return False if self._within(collection_path, self._goldens) and collection_path not in unwanted else None

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
        if self._within(file_path, self._goldens) and (is_input(file_path) or _is_alone(file_path)):
            return GoldenFile.from_parent(parent, path=file_path, run=self)
        if file_path.suffix == ".toml" and file_path.resolve() in self._rule_files:
            return RulesFile.from_parent(parent, path=file_path, run=self)
        return None

    @staticmethod
    def _within(path: Path, roots: Sequence[Path]) -> bool:
        return any(path.resolve().is_relative_to(root) for root in roots)


class GoldenFile(pytest.File):
    """An input of samples: a text, a page, or a JSONL file."""

    def __init__(self, *, run: Collection, **given: Any) -> None:
        super().__init__(**given)
        self.run = run

    def collect(self) -> Iterator[pytest.Item]:
        if _is_alone(self.path):
            yield GoldenItem.from_parent(self, name="golden", run=self.run, found=InputError(display(self.path), "has no input beside it"))
            return
        for found in file_samples(self.path):
            yield GoldenItem.from_parent(self, name=_name(found), run=self.run, found=found)


class CleanerItem(pytest.Item):
    """A test whose failure is a message alone."""

    def failure(self, *lines: str) -> CheckError:
        """The failure that says this, with paths as they are seen from where pytest was started."""
        return CheckError("\n".join(lines).replace(f"{self.config.invocation_params.dir}{os.sep}", ""))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, CheckError) else super().repr_failure(excinfo, style)


class GoldenItem(CleanerItem):
    """One sample; or what is wrong with one, as a test that fails."""

    def __init__(self, *, run: Collection, found: Found, **given: Any) -> None:
        super().__init__(**given)
        self.run, self.found = run, found

    def runtest(self) -> None:
        """Raises CheckError, and writes goldens under the options of pytest-regressions: --force-regen fails, --regen-all does not."""
        if isinstance(self.found, InputError):
            raise self.failure(str(self.found))
        if isinstance(self.found, Stale):
            raise self.failure(f"{display(self.found.golden)}: no record has this id; delete it, or run `cleaner golden update`")
        try:
            outcome = self.run.judge.outcome(self.found)
        except InputError as error:
            raise self.failure(str(error)) from None
        if outcome.right:
            return
        place = display(self.found.golden)
        if self.config.getoption("regen_all", False):
            write_goldens([outcome])
        elif self.config.getoption("force_regen", False):
            write_goldens([outcome])
            raise self.failure(*outcome_lines(outcome), "Files differ and --force-regen set, regenerating file at:", f"- {place}")
        else:
            mend = f"if that is right: pytest --force-regen, or cleaner golden update {display(self.found.input)}"
            raise self.failure(*outcome_lines(outcome), mend)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.nodeid


class RulesFile(pytest.File):
    """A file of rules."""

    def __init__(self, *, run: Collection, **given: Any) -> None:
        super().__init__(**given)
        self.run = run

    def collect(self) -> Iterator[pytest.Item]:
        for rule, examples in read_rules([self.path]):
            yield RuleItem.from_parent(self, name=rule.id, run=self.run, rule=rule, examples=examples)


class RuleItem(CleanerItem):
    """One rule with all its examples."""

    def __init__(self, *, run: Collection, rule: Rule, examples: Examples, **given: Any) -> None:
        super().__init__(**given)
        self.run, self.rule, self.examples = run, rule, examples

    def runtest(self) -> None:
        """Raises CheckError with every example that does not hold."""
        findings = list(check_examples([(self.rule, self.examples)], self.run.cleaner))
        if findings:
            line = (self.reportinfo()[1] or 0) + 1
            raise self.failure(*(f"{display(self.path)}:{line}: rule {f.rule}: {f.key}: {f.problem}" for f in findings))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The line that gives the rule its id."""
        pattern = re.compile(rf"""^\s*["']?id["']?\s*=\s*["']{re.escape(self.rule.id)}["']""")
        lines = self.path.read_text("utf-8").splitlines()
        return self.path, next((number for number, line in enumerate(lines) if pattern.match(line)), None), self.name


def _is_alone(path: Path) -> bool:
    """Whether a file is a golden without an input."""
    return path.name == GOLDEN and not inputs(path.parent)


def _name(found: Found) -> str:
    """The name of a test, by which it can be picked out: no `::` in it."""
    if isinstance(found, Sample):
        return found.golden.stem if found.golden.parent.suffix == EXPECTED else "golden"
    return f"stale {found.golden.stem}" if isinstance(found, Stale) else f"unreadable {Path(found.name).name}".replace("::", ":")
