"""Examples that share an article: whatever is wrong with a rule is found as if each of them were run alone."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from smallrules import HEAD

from cleaner import Cleaner, load_rules
from cleaner.rulecheck import check_files
from cleaner.ruleset.load import read_rules
from cleaner.screen import doubtful

TODAY = datetime.date(2026, 1, 1)


def rule(name: str, starts: str, *, more: str = "", hits: str = "", misses: str = "") -> str:
    """A sound rule, but for what is changed."""
    hits = hits or f'["{starts.title()} Who built the dam?", "{starts.title()} Ten dead in flood"]'
    misses = misses or f'["{starts.rstrip(":").title()} the minister had nothing to say of the dam."]'
    return (
        f'[[rule]]\nid = "en-promo-{name}"\neffect = "drop"\nwhy = "A test."\nwhen.starts = ["{starts}"]\n'
        f"{more}\nhits = {hits}\nmisses = {misses}\n"
    )


SOUND = (rule("read", "read more:"), rule("also", "also read:"), rule("see", "see also:", more='when.zone = ["tail"]'))


def doubts_and_findings(tmp_path: Path, *rules: str) -> tuple[set[str], list[str]]:
    file = tmp_path / "mine.toml"
    file.write_text(HEAD + "".join(rules), "utf8")
    whole = Cleaner(load_rules(file))
    doubts = doubtful(read_rules([file]), whole, {plan.id: plan for plan in whole.rules})
    return doubts, [f"{f.rule.removeprefix('en-promo-')}: {f.key}: {f.problem}" for f in check_files([file], whole, TODAY).findings]


def test_sound_rules_are_not_run_one_by_one(tmp_path: Path) -> None:
    assert doubts_and_findings(tmp_path, *SOUND) == (set(), [])


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (rule("next", "up next:", hits='["Up next: The dam", "Next up: The flood"]'), "next: hits: 'Next up: The flood' is not hit"),
        (
            rule("next", "up next:", misses='["Read more: he told the pupils, and they read."]'),
            "next: misses: 'Read more: he told the pupils, and they read.' is removed by en-promo-read",
        ),
        (
            rule("next", "read more: up next", hits='["Read more: up next, the dam"]', misses='["Read on, she said, and he read."]'),
            "next: when: is shadowed: en-promo-read hits all of its examples; merge the two, or show what only this one hits",
        ),
        (
            rule(
                "next",
                "read",
                more='label = "legal"\nwhen.max_words = 4',
                hits='["Read more: The dam"]',
                misses='["Read it, he told the men."]',
            ),
            "next: hits: 'Read more: The dam' is labelled promo by en-promo-read",
        ),
        (
            rule(
                "next",
                "up next",
                more='reach = "list"',
                hits='["""\\n> Up next\\n\\nHe went home on Monday, and slept.\\n\\n> The dam"""]',
                misses='["Up, next to the dam, he slept."]',
            ),
            "next: hits: 'The dam' is not hit",
        ),
        (
            rule("next", "up next", misses='["""\\nThe minister left.\\n\\nUp next came the mayor."""]'),
            "next: misses: 'Up next came the mayor.' is removed by en-promo-next",
        ),
        (rule("next", "next:", more='todo_hits = ["Next: The dam"]'), "next: todo_hits: 'Next: The dam' is hit by now; move it to hits"),
    ],
)
def test_a_fault_is_found_among_sound_rules(tmp_path: Path, bad: str, says: str) -> None:
    doubts, findings = doubts_and_findings(tmp_path, *SOUND, bad)
    assert findings == [says]
    assert "en-promo-next" in doubts


def test_a_rule_that_takes_the_story_is_in_doubt(tmp_path: Path) -> None:
    doubts, _ = doubts_and_findings(tmp_path, *SOUND, rule("council", "the council", misses='["The mayor left."]'))
    assert "en-promo-council" in doubts
