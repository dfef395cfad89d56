"""Examples that are looked at together: whatever is wrong with a rule is found as if each of them were run alone."""

from __future__ import annotations

import datetime
from itertools import chain
from pathlib import Path

import pytest
from smallrules import HEAD, one, parse

from cleaner import Cleaner, RuleSet, load_rules, rulecheck
from cleaner.cases import HEADLINE, NEUTRAL
from cleaner.reach import LIST_SHAPES
from cleaner.rulecheck import check_files
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.files import read_rules
from cleaner.screen import doubtful
from cleaner.segment.plain import segment
from cleaner.survey import survey

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


KINDS = "".join((
    one('when.starts = ["read more:"]', id="read", more='reach = "list"'),
    one('when.starts = ["read on"]\nwhen.max_words = 6', id="on"),
    one('when.starts = ["also read:"]\nwhen.zone = ["head"]', id="also"),
    one('when.starts = ["see also:"]\nwhen.zone = ["tail"]', id="see"),
    one('when.starts = ["up next:"]\nunless.zone = ["head"]', id="next"),
    one('when.regex = ["photo by [a-z]+"]', id="cut", effect="cut", more='label = "credit"'),
    one('when.starts = ["sign up"]', id="sign", effect="hint", more='label = "newsletter"'),
    one('when.phrase = ["newsletter"]', id="letter", effect="hint", more='label = "newsletter"'),
    one('when.starts = ["read more: he told"]', id="told", effect="keep", more='label = "body"'),
    one('when.starts = ["read on"]\nwhen.zone = ["tail"]', id="tail", effect="keep"),
    one('when.whole = ["comments"]\nwhen.zone = ["tail"]', id="rest", more='label = "comments"\nreach = "rest"'),
    one('when.whole = ["comments"]\nwhen.zone = ["story", "tail"]', id="talk", more='label = "comments"\nreach = "rest"'),
    one('when.token = ["teaser"]', id="item"),
    one('when.phrase = ["until noon"]\nwhen.zone = ["head"]', id="noon", effect="keep"),
    one('when.run = "(nx)+n"\nwhen.zone = ["head"]', id="crumbs", more='label = "breadcrumb"'),
    one('when.shape = ["separator"]', id="line", more='label = "navigation"'),
    one('when.phrase = ["by the bridge"]\nwhen.max_words = 9', id="bridge", more='label = "legal"'),
))  # fmt: skip
"""A rule of each kind."""
LINES = (
    "Read more: Who built the dam?", "READ MORE: he told the men of the dam", "Read on", "Read on below, he said.", "Also read: The dam",
    "See also: Ten dead in flood", "Up next: The dam", "Who? Photo by Jane", "Photo by Jane", "Sign up to the newsletter", "Sign up",
    "Varn read more", "Comments", "* * *", "1. Home", "Home", "Down by the bridge", "Read more: the bridge", "Council", HEADLINE,
    "The council sat until noon and talked of the dam, the ferry, the mill and the money that nobody in the town could find.",
    "# Read more: [x](https://varn.example/a) and [y](https://varn.example/b)", "- Read more: The dam", "Read more:\u2028the dam",
    "The minister left.\n\n> Read more: Who built the dam?", "The minister left.\n\nRead more: The dam", "> Read on\n\n> Read on",
    "> Read more:\n\n> The dam\n\nThe minister left by the bridge at noon, and nobody saw him off.", "Read more: The dam. " * 130,
    "Comments photo by Jane", "[Read more](https://varn.example/a): [The dam](https://varn.example/b)", "\u200bRead more: The dam",
    "<article><p>The minister left by the bridge at noon, and nobody saw him off.</p><p class='teaser'>He went home</p></article>",
)  # fmt: skip


def test_where_there_is_no_doubt_there_is_nothing_to_find() -> None:
    """Any line as an example of any rule, among all rules: each finding of the check of one by one is of a rule in doubt."""
    rules = parse(KINDS) + parse(one('when.starts = ["varn read more"]', id="site"), HEAD + 'hosts = ["varn.example"]\n')
    whole = Cleaner(RuleSet([compile_rule(rule) for rule, _ in rules]))
    plans = {plan.id: plan for plan in whole.rules}
    found = clear = 0
    for tested, own in rules:
        for line in LINES:
            for examples in (own._replace(hits=(line,), misses=()), own._replace(hits=(), misses=(line,))):
                alone = [(tested, examples)]
                findings = [*rulecheck.check_examples(alone, whole), *rulecheck._crossed(tested, examples, whole, plans)]
                doubts = doubtful(alone, whole, plans)
                assert doubts or not findings, (findings, examples)
                found, clear = found + bool(findings), clear + (not doubts)
    assert found > 200
    assert clear > 100


def test_a_rule_of_shapes_that_takes_the_story_is_in_doubt(tmp_path: Path) -> None:
    prose = "The dam was built by forty men from the next valley, who came back each spring until the last stone lay where it lies."
    bad = rule("prose", "x", hits=f'["{prose}"]').replace('when.starts = ["x"]', 'when.shape = ["prose"]\nwhen.zone = ["tail"]')
    doubts, findings = doubts_and_findings(tmp_path, *SOUND, bad)
    assert "en-promo-prose" in doubts
    assert findings == [f"prose: hits: {min(NEUTRAL[-4:])[:87] + '…'!r} is hit too, but not marked with '> '"]


def test_the_neutral_article_says_nothing() -> None:
    """No header reaches into its paragraphs, and each is a block of its own."""
    assert not set(survey(list(NEUTRAL)).shapes) & set(LIST_SHAPES)
    assert [block.text for block in segment("\n\n".join(chain([HEADLINE], NEUTRAL)))] == [HEADLINE, *NEUTRAL]


def test_an_unmarked_example_of_several_lines_must_be_hit(tmp_path: Path) -> None:
    bad = rule("next", "up next:", hits='["Up next: The dam", """\nThe minister left.\n\nNext up: the mayor."""]')
    doubts, findings = doubts_and_findings(tmp_path, *SOUND, bad)
    assert doubts == {"en-promo-next"}
    assert findings == ["next: hits: 'The minister left.' is not hit"]
