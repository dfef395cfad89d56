"""The small project of docs/regression-suites.md: it is what the page shows, it holds, and a broken rule is found out."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest
from commandline import run

from cleaner.render.tsv import parse_tsv

pytest_plugins = ["pytester"]
DOCS = Path(__file__).parent.parent / "docs"
PROJECT = DOCS / "regression-project"
GOLDENS = sorted(path.relative_to(PROJECT) for path in PROJECT.rglob("*.tsv"))
FILES = sorted(PROJECT.glob("rules/*.toml"))
RULES = {rule["id"]: file.relative_to(PROJECT) for file in FILES for rule in tomllib.loads(file.read_text("utf8"))["rule"]}


@pytest.fixture
def copy(pytester: pytest.Pytester) -> pytest.Pytester:
    """The project in a folder of its own, which is the current one."""
    shutil.copytree(PROJECT, pytester.path, dirs_exist_ok=True)
    return pytester


def broken(text: str, rule: str) -> str:
    """A file of rules in which this rule looks for something else."""
    head, mark, rest = text.partition(f'id     = "{rule}"')
    assert mark
    return head + mark + re.sub(r"(when\.\w+\s*=) \[.*?\]$", r'\1 ["xyzzy plugh"]', rest, count=1, flags=re.MULTILINE)


def uses(golden: Path, rule: str) -> list[int]:
    """The lines of a golden on which a rule speaks."""
    return [number for number, row in enumerate(parse_tsv((PROJECT / golden).read_text("utf8")), 1) if rule in row.rules]


def its_test(golden: Path) -> str:
    """The test that compares a golden."""
    if golden.parent.suffix == ".expected":
        return f"{golden.parent.with_suffix('.jsonl')}::{golden.stem}"
    (file,) = (PROJECT / golden).parent.glob("input.*")
    return f"{file.relative_to(PROJECT)}::golden"


def test_the_project_holds(copy: pytest.Pytester) -> None:
    assert run("golden", "check", "samples").stdout == f"{len(GOLDENS)} samples, all as expected\n"
    assert run("rules", "check", "rules").exit_code == 0


def test_every_rule_is_used_and_not_by_all() -> None:
    for rule in RULES:
        assert 0 < sum(bool(uses(golden, rule)) for golden in GOLDENS) < len(GOLDENS)


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_fails_the_goldens_that_use_it(copy: pytest.Pytester, rule: str) -> None:
    file = copy.path / RULES[rule]
    before = file.read_text("utf8")
    file.write_text(broken(before, rule), "utf8")
    assert file.read_text("utf8") != before
    result = copy.runpytest_inprocess("-n0")
    failed = {line.split(" - ")[0].removeprefix("FAILED ") for line in result.outlines if line.startswith("FAILED ")}
    expected = {golden: uses(golden, rule) for golden in GOLDENS if uses(golden, rule)}
    assert failed == {*map(its_test, expected), f"{RULES[rule]}::{rule}"}
    shown = result.stdout.str()
    told = run("golden", "check", "samples").stdout
    for golden, lines in expected.items():
        for line in lines:
            place = re.escape(f"{golden}:{line}: ")
            for said in (shown, told):
                assert re.search(rf"^{place}.*\n.*\n    no longer speaks: {rule}$", said, re.MULTILINE), said
    assert f"  {rule}: no longer speaks of {sum(map(len, expected.values()))} block" in told
    assert f"{len(expected)} of {len(GOLDENS)} samples differ" in told


def test_the_page_shows_the_files() -> None:
    page = DOCS / "regression-suites.md"
    if not page.exists():
        pytest.skip("the page is no part of the wheel")
    shown = dict(re.findall(r"^`([^`\n]+)`(?:[^`\n]*)\n\n```\w*\n(.*?)^```$", page.read_text("utf8"), re.MULTILINE | re.DOTALL))
    files = {path.relative_to(PROJECT).as_posix() for path in PROJECT.rglob("*") if path.is_file() and "_cache" not in str(path)}
    untold = {name for name in files - set(shown) if not name.endswith(("NOTE.md", ".tsv"))}
    assert not untold, "a file that the page does not show"
    for name, text in shown.items():
        assert (PROJECT / name).read_text("utf8") == text, name


def test_the_page_shows_what_a_broken_rule_does(copy: pytest.Pytester) -> None:
    page = DOCS / "regression-suites.md"
    if not page.exists():
        pytest.skip("the page is no part of the wheel")
    (shown,) = re.findall(r"^```text difference\n(.*?)^```$", page.read_text("utf8"), re.MULTILINE | re.DOTALL)
    file = copy.path / "rules" / "varn.toml"
    file.write_text(broken(file.read_text("utf8"), "en-promo-varn-tide-table"), "utf8")
    assert run("golden", "check", "samples").stdout == shown


def test_the_continuous_check_runs_what_is_tested_here() -> None:
    lines = (PROJECT / ".github" / "workflows" / "samples.yml").read_text("utf8").splitlines()
    commands = [line.partition("- run: ")[2] for line in lines if "- run: " in line]
    assert commands == ["pip install '.[test]'", "cleaner rules check rules", "pytest"]
