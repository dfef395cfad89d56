"""Is a rule good? What can be said without running it: its name, its near-misses, how easily it fires."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cleaner.ruleset.gates import Gates
from cleaner.ruleset.schema import Conditions, Examples, Rule
from cleaner.text import fold, is_wide

FEW_WORDS = 3
"""A phrase of fewer words stands in too many sentences to prove anything alone."""
_WORDS, _WORDS_OF_PATTERN = re.compile(r"\w+"), re.compile(r"[^\W\d_]{2,}")
_NARROWING = (
    "starts",
    "ends",
    "whole",
    "min_words",
    "max_words",
    "zone",
    "shape",
    "run",
    "kind",
    "token",
    "min_link_share",
    "max_link_share",
    "css",
    "xpath",
)


class Finding(NamedTuple):
    """Something wrong with a rule."""

    file: str
    rule: str
    key: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: rule {self.rule}: {self.key}: {self.problem}"


def lint_rules(rules: Iterable[tuple[Rule, Examples]], today: datetime.date) -> Iterator[Finding]:
    """Findings on each rule; `today` decides which site rules have expired."""
    for rule, examples in rules:
        for key, problem in (*_name(rule), *_conditions(rule), *_nearness(rule, examples)):
            yield Finding(rule.file, rule.id, key, problem)
        if rule.expires and datetime.date.fromisoformat(rule.expires) < today:
            yield Finding(
                rule.file, rule.id, "[file] expires", f"expired on {rule.expires}; look at the site again, then renew or delete the file"
            )


def _name(rule: Rule) -> Iterator[tuple[str, str]]:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", rule.id):
        yield "id", "must be lower-case words with hyphens between them"
    if rule.hosts or not rule.file.startswith("rules/"):
        return
    prefix = f"{rule.lang}-keep-" if rule.effect == "keep" else f"{rule.lang}-{rule.label.replace('_', '-')}-"
    if not rule.id.startswith(prefix):
        yield "id", f"must begin with {prefix!r}, so that a report can be read without the file"


def _conditions(rule: Rule) -> Iterator[tuple[str, str]]:
    when = rule.when
    if rule.reach == "rest" and "tail" not in when.zone:
        yield "reach", 'rest takes all that follows, so it needs when.zone = ["tail"]'
    if (
        rule.effect in ("drop", "cut")
        and when.phrase
        and not any(getattr(when, key) for key in _NARROWING)
        and not when.regex
        and rule.unless == Conditions()
    ):
        for phrase in when.phrase:
            if len(phrase.split()) < FEW_WORDS and not any(map(is_wide, phrase)):
                yield "when.phrase", f"{phrase!r} has under {FEW_WORDS} words and no second condition beside it, such as max_words or shape"
                break
    for key in ("whole", "starts", "ends", "phrase", "regex"):
        entries: tuple[str, ...] = getattr(when, key)
        forms = entries if key == "regex" else _folded(entries)
        known, seen = set(forms), set[str]()
        for entry, form in zip(entries, forms, strict=True):
            if form in seen:
                yield f"when.{key}", f"{entry!r} stands twice"
            seen.add(form)
            if key in ("starts", "phrase") and not known.isdisjoint(form[: gap.start()] for gap in re.finditer(" ", form)):
                yield f"when.{key}", f"{entry!r} is covered by a shorter entry"


def _folded(entries: tuple[str, ...]) -> list[str]:
    """Each entry folded; one call for all takes a fraction of the time."""
    joined = "\n".join(entries)
    return fold(joined).split("\n") if joined.count("\n") == len(entries) - 1 else list(map(fold, entries))


def _nearness(rule: Rule, examples: Examples) -> Iterator[tuple[str, str]]:
    """A near-miss shares a word with what the rule looks for, or with one of its hits."""
    when = rule.when
    if when.run or (when.shape and not when.has_text):
        return
    far = list(examples.misses)
    for words in _vocabulary(rule, examples):
        far = [miss for miss in far if not _is_near(miss, words)]
        if not far:
            return
    for miss in far:
        yield "misses", f"{miss[:60]!r} shares no word with the rule; write the nearest innocent sentence"


def _vocabulary(rule: Rule, examples: Examples) -> Iterator[set[str]]:
    """The words of a rule, those first that take least time to find."""
    when = rule.when
    yield set(_WORDS.findall(fold("\n".join(examples.hits))))
    yield set(_WORDS.findall(fold("\n".join((*when.whole, *when.starts, *when.ends, *when.phrase)))))
    yield set(_WORDS_OF_PATTERN.findall(fold("\n".join(when.regex))))
    for pattern in when.regex:  # a gate has optional letters written out, and takes a while
        yield {word for literal in Gates(pattern).gate() for word in _WORDS.findall(literal)}


def _is_near(miss: str, ours: set[str]) -> bool:
    folded = fold(miss)
    return not ours.isdisjoint(_WORDS.findall(folded)) or any(
        word[:2] in folded for word in ours if len(word) > 1 and any(map(is_wide, word))
    )
