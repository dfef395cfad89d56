"""Every example of every shipped rule, one test a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from smallrules import HEAD, ruleset

from cleaner import Cleaner, RuleSet, load_rules, rulecheck
from cleaner.ruleset.files import read_labels, read_rules, rule_files, rules_dir
from cleaner.ruleset.schema import Examples, Rule, parse_file

FILES = rule_files(rules_dir())


@pytest.fixture(scope="session")
def whole() -> Cleaner:
    """All rules; a cleaner of them takes longer to build than a file takes to check."""
    return Cleaner()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(rules_dir()).as_posix())
def test_examples(file: Path, whole: Cleaner) -> None:
    assert [str(finding) for finding in rulecheck.check_examples(read_rules([file]), whole)] == []


def test_every_label_has_rules() -> None:
    """All furniture labels in English; and the set is as large as it was promised to be."""
    english = load_rules().only(langs="en")
    assert {plan.label for plan in english} >= set(read_labels()["furniture"])
    assert sum(plan.lang == "en" for plan in english) >= 120


def checked(raw: dict[str, object]) -> list[str]:
    """What the check says of one rule of its own."""
    good = {
        "id": "en-promo-x",
        "effect": "drop",
        "why": "A test.",
        "when": {"starts": ["read more:"]},
        "hits": ["Read more: x"],
        "misses": ["Read more books, he said."],
    }
    head = {"label": "promo", "lang": "en", "about": "A test."}
    rules = parse_file({"file": head, "rule": [good | raw]}, "test.toml", ["promo", "body"])[1]
    return [str(finding) for finding in rulecheck.check_examples(rules, Cleaner(compiled(rules)))]


def compiled(rules: list[tuple[Rule, Examples]]) -> RuleSet:
    from cleaner.ruleset.compile import compile_rule

    return RuleSet([compile_rule(rule) for rule, _ in rules])


BAD = [
    ({"hits": ["See also: x"]}, "hits: 'See also: x' is not hit"),
    ({"misses": ["Read more: x"]}, "misses: 'Read more: x' is removed by en-promo-x"),
    ({"hits": ["He left.\n\n> Read more: x\n\nRead more: y"]}, "hits: 'Read more: y' is hit too, but not marked with '> '"),
    ({"hits": ["He left.\n\n> Read more: x\n\n> He came."]}, "hits: 'He came.' is not hit"),
    ({"todo_hits": ["Read more: y"]}, "todo_hits: 'Read more: y' is hit by now; move it to hits"),
    ({"todo_misses": ["Read on."]}, "todo_misses: 'Read on.' survives by now; move it to misses"),
    ({"effect": "keep", "misses": ["Read more: promo"]}, "misses: 'Read more: promo' is furniture, yet protected"),
    (
        {"when": {"starts": ["read more:"], "zone": ["head"]}, "hits": ["He left and went.\n\n> Read more: x"]},
        "hits: 'Read more: x' is not hit",
    ),
]


@pytest.mark.parametrize(("raw", "says"), BAD, ids=[says[:40] for _, says in BAD])
def test_the_check_finds_what_is_wrong(raw: dict[str, object], says: str) -> None:
    assert checked(raw) == [f"test.toml: rule en-promo-x: {says}"]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"when": {"starts": ["read more:"], "zone": ["head"]}},
        {"when": {"starts": ["read more:"], "zone": ["tail"]}},
        {"effect": "cut", "when": {"regex": ["read more: [^.]*$"]}, "hits": ["He left. Read more: x"]},
        {
            "when": {"whole": ["related"]},
            "reach": "list",
            "hits": ["He left.\n\n> Related\n\n> Ten dead in flood\n\n> Who built the dam"],
            "misses": ["Related stories were told."],
        },
        {"todo_hits": ["See also: y"], "todo_misses": ["Read more: z"]},
        {"effect": "keep", "misses": ["Also read: x"]},
    ],
)
def test_the_check_is_content_with_what_is_right(raw: dict[str, object]) -> None:
    assert checked(raw) == []


def test_small_rules_are_rules() -> None:
    """The rules that the other tests use stay within the schema."""
    from smallrules import SMALL

    assert len(ruleset(SMALL, HEAD)) == SMALL.count("[[rule]]")
