"""What a rule may say: the closed set of keys, and one clear error for everything else."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleaner.model import Effect
from cleaner.ruleset.errors import RuleError
from cleaner.text import SHAPES

EFFECTS = ("drop", "cut", "hint", "keep")
REACHES = ("block", "above", "list", "rest")
ZONES = ("head", "story", "tail")
KINDS = ("p", "li", "h", "quote", "cell", "caption", "pre", "other")
TEXT_KEYS = ("whole", "starts", "ends", "phrase", "regex")
SELECTOR_KEYS = ("css", "xpath")
FILE_KEYS = {"label", "lang", "about", "hosts", "expires"}
RULE_KEYS = {"id", "effect", "why", "when", "unless", "reach", "label", "hits", "misses", "todo_hits", "todo_misses"}
MAX_LITERAL = 200
"""Longest literal a rule may hold, in characters; longer ones are story, not furniture."""


class Conditions(NamedTuple):
    """What a block must be like: `when` needs all that is set, `unless` any."""

    whole: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    min_words: int | None = None
    max_words: int | None = None
    zone: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    run: str | None = None
    kind: tuple[str, ...] = ()
    token: tuple[str, ...] = ()
    min_link_share: float | None = None
    max_link_share: float | None = None
    css: tuple[str, ...] = ()
    xpath: tuple[str, ...] = ()

    @property
    def has_text(self) -> bool:
        return bool(self.whole or self.starts or self.ends or self.phrase or self.regex)


class Rule(NamedTuple):
    """One rule as its author wrote it; see docs/writing-rules.md for the keys."""

    id: str
    label: str
    effect: Effect
    why: str
    when: Conditions
    unless: Conditions
    reach: str
    lang: str
    hosts: tuple[str, ...]
    expires: str | None
    file: str


class Examples(NamedTuple):
    """The tests that a rule carries."""

    hits: tuple[str, ...]
    misses: tuple[str, ...]
    todo_hits: tuple[str, ...] = ()
    todo_misses: tuple[str, ...] = ()


def parse_file(data: dict[str, Any], file: str, labels: Iterable[str]) -> tuple[dict[str, Any], list[tuple[Rule, Examples]]]:
    """The head and the rules of one parsed TOML file.

    Raises RuleError for an unknown, missing or mistyped key.
    """
    unknown = set(data) - {"file", "rule"}
    if unknown:
        raise RuleError(file, None, min(unknown), "unknown table; a rule file holds [file] and [[rule]]")
    head = data.get("file")
    if not isinstance(head, dict):
        raise RuleError(file, None, "[file]", "missing; begin the file with [file], label, lang and about")
    for key in sorted(set(head) - FILE_KEYS):
        raise RuleError(file, None, f"[file] {key}", f"unknown key; known are {', '.join(sorted(FILE_KEYS))}")
    for key in ("lang", "about"):
        _string(head.get(key), file, None, f"[file] {key}")
    expires = head.get("expires")
    if expires is not None and not isinstance(expires, datetime.date):
        raise RuleError(file, None, "[file] expires", "must be a date such as 2027-06-30, without quotes")
    rules = data.get("rule")
    if not isinstance(rules, list) or not rules:
        raise RuleError(file, None, "[[rule]]", "missing; a rule file holds at least one [[rule]]")
    known = tuple(labels)
    return head, [_parse_rule(raw, head, file, known, number) for number, raw in enumerate(rules, 1)]


def _parse_rule(raw: Any, head: dict[str, Any], file: str, labels: tuple[str, ...], number: int) -> tuple[Rule, Examples]:
    rule_id = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(rule_id, str) or not rule_id:
        raise RuleError(file, f"number {number}", "id", "missing; give each rule an id such as en-promo-read-more")
    for key in sorted(set(raw) - RULE_KEYS):
        raise RuleError(file, rule_id, key, f"unknown key; known are {', '.join(sorted(RULE_KEYS))}")
    effect, reach, label = raw.get("effect"), raw.get("reach", "block"), raw.get("label", head.get("label"))
    if effect not in EFFECTS:
        raise RuleError(file, rule_id, "effect", f"must be one of {', '.join(EFFECTS)}, not {effect!r}")
    if reach not in REACHES:
        raise RuleError(file, rule_id, "reach", f"must be one of {', '.join(REACHES)}, not {reach!r}")
    if label not in labels:
        raise RuleError(file, rule_id, "label", f"{label!r} is not in rules/labels.toml; see `cleaner rules labels`")
    when = _conditions(raw.get("when"), file, rule_id, "when")
    unless = _conditions(raw.get("unless", {}), file, rule_id, "unless")
    if when == Conditions():
        raise RuleError(file, rule_id, "when", "missing; a rule needs at least one condition")
    examples = Examples(*(_strings(raw.get(key, []), file, rule_id, key) for key in ("hits", "misses", "todo_hits", "todo_misses")))
    for key in ("hits", "misses"):
        if not getattr(examples, key):
            raise RuleError(file, rule_id, key, "missing; every rule shows what it hits and its nearest innocent sentence")
    _satisfiable(when, file, rule_id)
    for side, conditions in (("when", when), ("unless", unless)):
        for key in SELECTOR_KEYS:
            if getattr(conditions, key) and not head.get("hosts"):
                raise RuleError(file, rule_id, f"{side}.{key}", "names the markup of one site; give the file hosts = [...] under [file]")
    return Rule(
        rule_id, label, effect, _string(raw.get("why"), file, rule_id, "why"), when, unless, reach, head["lang"],
        _strings(head.get("hosts", []), file, None, "[file] hosts"), str(head["expires"]) if "expires" in head else None, file,
    ), examples  # fmt: skip


def _conditions(raw: Any, file: str, rule: str, side: str) -> Conditions:
    if not isinstance(raw, dict):
        raise RuleError(file, rule, side, f'missing; write conditions such as {side}.starts = ["read more:"]')
    values: dict[str, Any] = {}
    for key, value in raw.items():
        where = f"{side}.{key}"
        if key not in Conditions._fields:
            raise RuleError(file, rule, where, f"unknown condition; known are {', '.join(Conditions._fields)}")
        if key in ("min_words", "max_words"):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise RuleError(file, rule, where, "must be a whole number, 0 or more")
            values[key] = value
        elif key in ("min_link_share", "max_link_share"):
            if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= 1:
                raise RuleError(file, rule, where, "must be a number from 0 to 1")
            values[key] = float(value)
        elif key == "run":
            values[key] = _run(value, file, rule, where)
        else:
            values[key] = _entries(key, value, file, rule, where)
    return Conditions(**values)


def _entries(key: str, value: Any, file: str, rule: str, where: str) -> tuple[str, ...]:
    entries = _strings([value] if isinstance(value, str) else value, file, rule, where)
    if not entries:
        raise RuleError(file, rule, where, "is empty, so it can never hold; list at least one entry or leave the key out")
    closed = {"zone": ZONES, "kind": KINDS, "shape": tuple(SHAPES.values())}.get(key)
    for entry in entries:
        if closed and entry not in closed:
            raise RuleError(file, rule, where, f"{entry!r} is not one of {', '.join(closed)}")
        if not entry.strip():
            raise RuleError(file, rule, where, "holds an empty entry, which would match everything")
        if key in TEXT_KEYS and key != "regex" and len(entry) > MAX_LITERAL:
            raise RuleError(file, rule, where, f"an entry is longer than {MAX_LITERAL} characters; quote the part that proves it")
    return entries


def _run(value: Any, file: str, rule: str, where: str) -> str:
    text = _string(value, file, rule, where)
    strange = sorted(set(text) - set(SHAPES) - set("()[]|+*?{},0123456789^$:."))
    if strange:
        raise RuleError(file, rule, where, f"{strange[0]!r} is no shape letter; known are {' '.join(SHAPES)}")
    return text


def _satisfiable(when: Conditions, file: str, rule: str) -> None:
    low, high = when.min_words, when.max_words
    if low is not None and high is not None and low > high:
        raise RuleError(file, rule, "when.min_words", f"{low} is more than when.max_words = {high}, so no block can match")
    if when.min_link_share is not None and when.max_link_share is not None and when.min_link_share > when.max_link_share:
        raise RuleError(file, rule, "when.min_link_share", "is more than when.max_link_share, so no block can match")
    for key in ("whole", "starts", "ends", "phrase"):
        entries = getattr(when, key)
        if high is not None and entries and min(len(e.split()) for e in entries) > high:
            raise RuleError(file, rule, f"when.{key}", f"every entry has more words than when.max_words = {high}, so no block can match")


def _string(value: Any, file: str, rule: str | None, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RuleError(file, rule, key, "must be a text in quotes" if value is not None else "missing")
    return value


def _strings(value: Any, file: str, rule: str | None, key: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise RuleError(file, rule, key, 'must be a list of texts such as ["read more:", "see also:"]')
    return tuple(value)
