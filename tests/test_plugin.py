"""The pytest plugin: samples and rules as tests of somebody's project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commandline import P1, PROMO, STORY, TEXT, run, write_rules
from smallrules import HEAD, SMALL, one

pytest_plugins = ["pytester"]
INI = "[pytest]\n"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with rules, two samples, one of which has a promo, and a test of its own."""
    place = pytester.path
    write_rules(place)
    (place / "cleaner.toml").write_text('rules = ["small.toml"]\ndefault_rules = false\n', "utf8")
    (place / "pytest.ini").write_text(INI, "utf8")
    (place / "tests").mkdir()
    (place / "tests" / "test_own.py").write_text("def test_own():\n    pass\n", "utf8")
    for name, text in (("a", STORY), ("clean", TEXT)):
        (place / f"{name}.txt").write_text(text, "utf8")
        assert run("golden", "add", "samples", f"{name}.txt").exit_code == 0
    return pytester


def without_promos(project: pytest.Pytester) -> None:
    (project.path / "small.toml").write_text(HEAD + SMALL.replace('["read more:"', '["xyzzy:"').replace("READ MORE", "XYZZY"), "utf8")


def ids(project: pytest.Pytester, *args: str) -> list[str]:
    """The tests that pytest collects."""
    result = project.runpytest_inprocess("--collect-only", "-q", *args)
    return [line for line in result.outlines if "::" in line]


A, CLEAN, OWN = "samples/a/input.txt::golden", "samples/clean/input.txt::golden", "tests/test_own.py::test_own"


def test_a_test_for_each_sample(project: pytest.Pytester) -> None:
    assert ids(project, "--cleaner-goldens", "samples") == [A, CLEAN, OWN]
    assert ids(project) == [OWN]
    project.runpytest_inprocess("--cleaner-goldens", "samples").assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["tests", "--cleaner-goldens", "samples"], [OWN, A, CLEAN]),
        (["--cleaner-goldens=samples", "tests/test_own.py"], [OWN, A, CLEAN]),
        (["samples/a", "--cleaner-goldens", "samples"], [A]),
        ([A, "--cleaner-goldens", "samples"], [A]),
        ([".", "--cleaner-goldens", "samples"], [A, CLEAN, OWN]),
        (["--cleaner-goldens", "samples/clean"], [CLEAN, OWN]),
        (["--cleaner-goldens", "samples/clean", "--cleaner-goldens", "samples/a"], [A, CLEAN, OWN]),
        (["--cleaner-goldens", "samples", "--ignore", "samples/a"], [CLEAN, OWN]),
        (["--cleaner-goldens", "samples", "-k", "clean"], [CLEAN]),
    ],
)
def test_what_is_collected(project: pytest.Pytester, args: list[str], expected: list[str]) -> None:
    assert ids(project, *args) == expected


def test_settings_of_pytest(project: pytest.Pytester) -> None:
    (project.path / "pytest.ini").write_text(f"{INI}testpaths = tests\ncleaner_goldens = samples\n", "utf8")
    assert ids(project) == [OWN, A, CLEAN]
    assert ids(project, "tests/test_own.py") == [OWN], "who names a file runs that file"
    assert ids(project, "samples/clean") == [CLEAN]


def test_folders_that_pytest_passes_by_are_looked_into(project: pytest.Pytester) -> None:
    (project.path / "samples" / "a").rename(project.path / "samples" / "build")
    assert ids(project, "--cleaner-goldens", "samples") == ["samples/build/input.txt::golden", CLEAN, OWN]


@pytest.mark.parametrize("args", [[], ["-n", "2"]])
def test_a_failure_names_rule_sample_and_line(project: pytest.Pytester, args: list[str]) -> None:
    without_promos(project)
    result = project.runpytest_inprocess("--cleaner-goldens", "samples", *args)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines([
        "samples/a/expected.tsv:3: was removed as promo, is kept",
        f"    {PROMO}",
        "    no longer speaks: en-promo-cut, en-promo-read",
        "if that is right: pytest --force-regen, or cleaner golden update samples/a/input.txt",
        f"FAILED {A}*",
    ])  # fmt: skip
    assert "Traceback" not in result.stdout.str()


def test_force_regen_writes_and_fails_once(project: pytest.Pytester) -> None:
    golden = project.path / "samples" / "a" / "expected.tsv"
    without_promos(project)
    before = golden.read_bytes()
    project.runpytest_inprocess("--cleaner-goldens", "samples").assert_outcomes(passed=2, failed=1)
    assert golden.read_bytes() == before
    result = project.runpytest_inprocess("--cleaner-goldens", "samples", "--force-regen")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(
        ["samples/a/expected.tsv:3: *", "Files differ and --force-regen set, regenerating file at:", "- samples/a/*"]
    )
    assert golden.read_bytes() != before
    project.runpytest_inprocess("--cleaner-goldens", "samples").assert_outcomes(passed=3)


def test_regen_all_writes_and_passes(project: pytest.Pytester) -> None:
    without_promos(project)
    (project.path / "samples" / "clean" / "expected.tsv").unlink()
    project.runpytest_inprocess("--cleaner-goldens", "samples").assert_outcomes(passed=1, failed=2)
    project.runpytest_inprocess("--cleaner-goldens", "samples", "--regen-all").assert_outcomes(passed=3)
    project.runpytest_inprocess("--cleaner-goldens", "samples").assert_outcomes(passed=3)


def test_records_are_tests(project: pytest.Pytester) -> None:
    lines = [{"id": "a::b", "text": STORY}, {"id": "ü/x", "text": TEXT}]
    (project.path / "samples" / "wire.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf8")
    args = ["--cleaner-goldens", "samples/wire.jsonl", "samples/wire.jsonl"]
    project.runpytest_inprocess(*args, "--regen-all").assert_outcomes(passed=2)
    assert ids(project, *args) == ["samples/wire.jsonl::a%3A%3Ab", "samples/wire.jsonl::ü%2Fx"]
    without_promos(project)
    result = project.runpytest_inprocess(*args)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["samples/wire.expected/a%3A%3Ab.tsv:3: was removed as promo, is kept"])
    (project.path / "samples" / "wire.jsonl").write_text(json.dumps(lines[1]), "utf8")
    result = project.runpytest_inprocess(*args)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*wire.expected/a%3A%3Ab.tsv: no record has this id*"])
    (project.path / "samples" / "wire.jsonl").write_text(json.dumps(lines[1]) + "\n{\n", "utf8")
    result = project.runpytest_inprocess(*args)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["samples/wire.jsonl:2: is not JSON*"])


def test_what_cannot_be_read_is_a_test_that_fails(project: pytest.Pytester) -> None:
    samples = project.path / "samples"
    (samples / "clean" / "input.txt").rename(samples / "clean" / "in.txt")
    (samples / "a" / "input.html").write_text(P1, "utf8")
    (samples / "binary").mkdir()
    (samples / "binary" / "input.txt").write_bytes(b"\x00")
    result = project.runpytest_inprocess("samples", "--cleaner-goldens", "samples")
    result.stdout.fnmatch_lines([
        "samples/a: holds input.html and input.txt; a sample has one input",
        "samples/binary/input.txt: is binary*",
        "samples/clean/expected.tsv: has no input beside it",
    ])  # fmt: skip


def test_a_test_for_each_rule(project: pytest.Pytester) -> None:
    rules = project.path / "mine" / "rules.toml"
    rules.parent.mkdir()
    good = one('when.starts = ["tide table:"]', id="en-promo-tide").replace('["a"]', '["Tide table: the week"]')
    bad = one('when.starts = ["ferry times:"]', id="en-promo-ferry").replace('["a"]', '["Ferries: the week"]')
    rules.write_text(HEAD + good + bad, "utf8")
    assert ids(project, "--cleaner-rules", "mine") == ["mine/rules.toml::en-promo-tide", "mine/rules.toml::en-promo-ferry", OWN]
    result = project.runpytest_inprocess("--cleaner-rules", "mine")
    result.assert_outcomes(passed=2, failed=1)
    line = (HEAD + good + bad).splitlines().index('id = "en-promo-ferry"') + 1
    result.stdout.fnmatch_lines([f"mine/rules.toml:{line}: rule en-promo-ferry: hits: 'Ferries: the week' is not hit"])
    (project.path / "pytest.ini").write_text(f"{INI}cleaner_rules = mine small.toml\n", "utf8")
    assert len(ids(project)) == 3 + SMALL.count("[[rule]]")


def test_rules_of_the_option_hold_for_samples_too(project: pytest.Pytester) -> None:
    (project.path / "cleaner.toml").write_text("default_rules = false\n", "utf8")
    args = ["--cleaner-rules", "small.toml", "--cleaner-goldens", "samples"]
    result = project.runpytest_inprocess(*args, "samples")
    assert result.parseoutcomes()["passed"] >= 2
    without_promos(project)
    assert f"FAILED {A}" in project.runpytest_inprocess(*args, "samples").stdout.str()


@pytest.mark.parametrize(
    ("args", "file", "text", "words"),
    [
        (["--cleaner-goldens", "nowhere"], "x", "", "no such file or folder: *nowhere"),
        (["--cleaner-goldens", "samples"], "small.toml", "[file]\nlabel = 3", "*small.toml: *"),
        (["--cleaner-goldens", "samples"], "cleaner.toml", "ruels = []", "*cleaner.toml: ruels: unknown key*"),
        (["--cleaner-goldens", "samples"], "cleaner.toml", "default_rules = false", "*leaves no rule at all*"),
    ],
)
def test_wrong_use_is_one_message(project: pytest.Pytester, args: list[str], file: str, text: str, words: str) -> None:
    (project.path / file).write_text(text, "utf8")
    result = project.runpytest_inprocess(*args)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: *{words}"])
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


UNUSED = """
import sys

def test_nothing_of_cleaner_was_imported():
    assert [name for name in sys.modules if name.partition(".")[0] == "cleaner"] == []
    assert "pytest_regressions" not in sys.modules
    assert "pytest_cleaner.plugin" in sys.modules
"""


def test_a_run_that_does_not_use_it_imports_nothing(project: pytest.Pytester) -> None:
    (project.path / "tests" / "test_own.py").write_text(UNUSED, "utf8")
    (project.path / "pytest.ini").write_text(f"{INI}cleaner_goldens = samples\n", "utf8")
    args = ["-p", "no:regressions", "-p", "no:xdist"]
    project.runpytest_subprocess(*args, "tests/test_own.py").assert_outcomes(passed=1)
    project.runpytest_subprocess(*args).assert_outcomes(passed=2, failed=1)


def test_works_without_pytest_regressions(project: pytest.Pytester) -> None:
    without_promos(project)
    project.runpytest_subprocess("-p", "no:regressions", "samples", "--cleaner-goldens", "samples").assert_outcomes(passed=1, failed=1)
    assert Path(project.path / "samples/a/expected.tsv").read_text("utf8").count("promo") == 3
