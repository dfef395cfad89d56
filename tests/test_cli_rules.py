"""`cleaner rules`: list, show, check, labels, new."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import run, write_rules

from cleaner.cli.rules import skeleton
from cleaner.ruleset.files import read_labels

GOOD = """[file]
label = "promo"
lang = "en"
about = "A test."

[[rule]]
id = "acme-promo-more"
effect = "drop"
why = "A label and a colon."
when.starts = ["acme more:"]
unless.max_words = 2
hits = ["Acme more: Who built the dam?"]
misses = ["Acme more than doubled its sales, the company said on Monday."]
"""


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(GOOD, "utf8")
    return tmp_path / "mine.toml"


def check(*args: str) -> tuple[int, str, str]:
    result = run("rules", "check", *args, "--no-default-rules")
    return result.exit_code, result.stdout, result.stderr


def test_check_counts_what_holds(mine: Path) -> None:
    assert check("mine.toml") == (0, "1 rule, 2 examples: all hold\n", "")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('hits = ["Acme more: W', 'hits = ["Acme less: W', "hits"),
        ('"Acme more than doubled', '"Acme more: it doubled', "misses"),
        ('id = "acme-promo-more"', 'id = "Acme_more"', "id"),
        ("misses = [", 'todo_hits = ["Acme more: The flood"]\nmisses = [', "todo_hits"),
    ],
)
def test_check_prints_a_finding_a_line_and_ends_with_1(mine: Path, old: str, new: str, key: str) -> None:
    mine.write_text(GOOD.replace(old, new), "utf8")
    code, stdout, stderr = check("mine.toml")
    assert (code, stderr) == (1, "")
    *findings, total = stdout.splitlines()
    assert len(findings) == 1
    assert findings[0].startswith("mine.toml: rule ")
    assert f": {key}: " in findings[0]
    assert total.endswith("examples: 1 finding")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("effect =", "effcet =", "effcet"),
        ("misses", "near_misses", "near_misses"),
        ('misses = ["Acme more than doubled its sales, the company said on Monday."]', "", "misses"),
        ("unless.max_words = 2", "when.min_words = 9\nwhen.max_words = 2", "when.min_words"),
        ('when.starts = ["acme more:"]', "when.regex = ['(a)\\1 acme']", "when.regex"),
        ("[[rule]]", GOOD[GOOD.index("[[rule]]") :] + "\n[[rule]]", "id"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_line_and_ends_with_2(mine: Path, old: str, new: str, key: str) -> None:
    mine.write_text(GOOD.replace(old, new, 1), "utf8")
    code, stdout, stderr = check("mine.toml")
    assert (code, stdout) == (2, "")
    assert stderr.count("\n") == 1
    assert stderr.startswith("cleaner: mine.toml: rule acme-promo-more: ")
    assert f" {key}: " in stderr


def test_a_missing_rule_file_is_named(mine: Path) -> None:
    code, _, stderr = check("missing.toml")
    assert code == 2
    assert "missing.toml" in stderr


def test_misses_must_survive_further_rules_of_the_settings_file(mine: Path) -> None:
    Path("other.toml").write_text(
        GOOD.replace("acme-promo-more", "acme-promo-other").replace('["acme more:"]', '["acme more than"]'), "utf8"
    )
    Path("cleaner.toml").write_text('default_rules = false\nrules = ["mine.toml", "other.toml"]\n', "utf8")
    result = run("rules", "check")
    assert result.exit_code == 1
    assert "removed by acme-promo-other" in result.stdout


def test_list_is_a_line_a_rule(mine: Path, tmp_path: Path) -> None:
    file = write_rules(tmp_path)
    lines = run("rules", "list", "mine.toml", str(file)).stdout.splitlines()
    assert lines[0] == "acme-promo-more\tdrop\tpromo\ten\tmine.toml"
    assert len(lines) == 13
    assert [
        line.split("\t")[0] for line in run("rules", "list", str(file), "--effect", "cut", "--label", "credit").stdout.splitlines()
    ] == ["en-credit-cut"]
    assert run("rules", "list", str(file), "--lang", "de").stdout == ""
    wrong = run("rules", "list", str(file), "--label", "credits")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "there is no label 'credits'; known are body, headline, " in wrong.stderr


def test_show_prints_the_whole_rule(mine: Path) -> None:
    Path("cleaner.toml").write_text("default_rules = false\n", "utf8")
    shown = run("rules", "show", "acme-promo-more", "--rules", "mine.toml").stdout
    for part in (
        "mine.toml",
        "A label and a colon.",
        "when.starts",
        "acme more:",
        "unless.max_words",
        "Who built the dam?",
        "doubled its sales",
    ):
        assert part in shown


@pytest.mark.parametrize(
    ("rule", "word"), [("acme-promo-mroe", "acme-promo-more"), ("context-list", "neighbouring"), ("zzz", "rules list")]
)
def test_show_helps_when_there_is_no_such_rule(mine: Path, rule: str, word: str) -> None:
    Path("cleaner.toml").write_text('default_rules = false\nrules = ["mine.toml"]\n', "utf8")
    result = run("rules", "show", rule)
    assert result.exit_code == 2
    assert word in result.stderr


def test_labels_are_all_there() -> None:
    shown = run("rules", "labels").stdout
    for group in read_labels().values():
        for label, sentence in group.items():
            assert label in shown
            assert sentence in shown


@pytest.mark.parametrize("label", sorted(read_labels()["furniture"]))
def test_a_new_file_holds_as_it_is(mine: Path, label: str) -> None:
    result = run("rules", "new", "new.toml", "--label", label, "--lang", "de")
    assert result.exit_code == 0
    assert "new.toml" in result.stderr
    assert check("new.toml") == (0, "1 rule, 3 examples: all hold\n", "")


def test_new_prints_when_no_file_is_named() -> None:
    assert run("rules", "new", "--label", "credit").stdout == skeleton("credit", "en")


@pytest.mark.parametrize("args", [["mine.toml"], ["nowhere/x.toml"], ["x.toml", "--label", "body"], ["x.toml", "--lang", "EN"]])
def test_new_never_overwrites_and_says_what_is_wrong(mine: Path, args: list[str]) -> None:
    result = run("rules", "new", *args)
    assert result.exit_code == 2
    assert mine.read_text("utf8") == GOOD
    assert not Path("x.toml").exists()
