"""A rule into its matcher's plan: folded literals, RE2 sources, and the gate that one pass over the text looks for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleaner.ruleset.patterns import PatternError, rarity, required_literals, to_re2
from cleaner.ruleset.schema import Conditions, Rule, RuleError
from cleaner.text import CLOSERS, DECORATION, SHAPES, fold

COMPILER = 1
"""Raised when the compiled form changes, so that cached forms of an older compiler are not read."""
LOOSE_WORDS = 25
"""A rule without a literal to look for must bound its blocks to so many words, or it would be tried on every paragraph."""

_LETTERS = {name: letter for letter, name in SHAPES.items()}


class Check(NamedTuple):
    """Conditions made ready for a machine: folded, with every variant written out; a list means any of these."""

    whole: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    min_words: int = 0
    max_words: int = 1_000_000_000
    zone: tuple[str, ...] = ()
    shape: str = ""
    run: str = ""
    kind: tuple[str, ...] = ()
    token: tuple[str, ...] = ()
    min_link_share: float = 0.0
    max_link_share: float = 1.0


class Plan(NamedTuple):
    """One rule as the engine reads it."""

    id: str
    label: str
    effect: str
    reach: str
    lang: str
    hosts: tuple[str, ...]
    when: Check
    unless: Check | None
    gate: str
    """The condition whose literals open the gate: whole, starts, ends, phrase, regex; `loose` or `place` when there is none."""
    literals: tuple[str, ...]


def compile_rule(rule: Rule) -> Plan:
    """The plan of a rule.

    Raises RuleError for a pattern that RE2 refuses and for a rule that would have to be tried on every paragraph.
    """
    when, unless = _check(rule.when, rule, "when"), _check(rule.unless, rule, "unless")
    gate, literals = _gate(rule, when)
    return Plan(
        rule.id, rule.label, rule.effect, rule.reach, rule.lang, rule.hosts, when,
        unless if rule.unless != Conditions() else None, gate, literals,
    )  # fmt: skip


def plan_from_json(values: list[Any]) -> Plan:
    """The plan that `json.dumps(plan)` wrote."""
    values = [*values]
    values[5], values[9] = tuple(values[5]), tuple(values[9])
    for place in (6, 7):
        if values[place] is not None:
            values[place] = Check(*(tuple(v) if isinstance(v, list) else v for v in values[place]))
    return Plan(*values)


def _check(raw: Conditions, rule: Rule, side: str) -> Check:
    sources = []
    for pattern in raw.regex:
        try:
            sources.append(to_re2(pattern))
            _accepted_by_re2(sources[-1])
        except PatternError as error:
            raise RuleError(rule.file, rule.id, f"{side}.regex", f"{pattern!r}: {error}") from None
    default = Check()
    return Check(
        _variants(raw.whole, DECORATION, CLOSERS), _variants(raw.starts, DECORATION), _variants(raw.ends, closers=CLOSERS),
        _variants(raw.phrase), tuple(sources),
        default.min_words if raw.min_words is None else raw.min_words,
        default.max_words if raw.max_words is None else raw.max_words,
        raw.zone, "".join(_LETTERS[name] for name in raw.shape), _run(raw.run, rule, side), raw.kind, tuple(t.lower() for t in raw.token),
        default.min_link_share if raw.min_link_share is None else raw.min_link_share,
        default.max_link_share if raw.max_link_share is None else raw.max_link_share,
    )  # fmt: skip


def _run(run: str | None, rule: Rule, side: str) -> str:
    if run:
        try:
            _accepted_by_re2(run)
        except PatternError as error:
            raise RuleError(rule.file, rule.id, f"{side}.run", f"{run!r}: {error}") from None
    return run or ""


def _accepted_by_re2(source: str) -> None:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(source, options)
    except re2.error as error:
        reason = error.args[0].decode() if error.args and isinstance(error.args[0], bytes) else str(error)
        raise PatternError(f"RE2 refuses it: {reason}") from None


def _variants(entries: Iterable[str], decoration: str = "", closers: str = "") -> tuple[str, ...]:
    """Folded, composed and decomposed, ß also as ss: text comes in all of these forms and spans must stay exact.

    What the engine skips at the edges of a block is taken off the literal too, or the two would never meet.
    """
    out: dict[str, None] = {}
    for entry in entries:
        folded = fold(unicodedata.normalize("NFC", " ".join(entry.split())))
        folded = (folded.lstrip(decoration) if decoration else folded) or folded
        folded = (folded.rstrip(closers) if closers else folded) or folded
        for form in (folded, folded.replace("ß", "ss")):
            out[form] = None
            out[unicodedata.normalize("NFD", form)] = None
    return tuple(out)


def _gate(rule: Rule, when: Check) -> tuple[str, tuple[str, ...]]:
    """The text condition whose literals are rarest, and those literals."""
    choices: list[tuple[float, str, tuple[str, ...]]] = []
    for bonus, key in ((8.0, "whole"), (6.0, "starts"), (2.0, "ends"), (0.0, "phrase")):
        literals: tuple[str, ...] = getattr(when, key)
        if literals:
            choices.append((bonus + min(map(rarity, literals)), key, literals))
    needed = [required_literals(pattern) for pattern in rule.when.regex]
    if needed and all(needed):
        merged = tuple(dict.fromkeys(variant for literals in needed for literal in literals for variant in _loose_variants(literal)))
        choices.append((min(map(rarity, merged)), "regex", merged))
    if choices:
        _, gate, literals = max(choices)
        return gate, literals
    if when.regex:
        if when.max_words > LOOSE_WORDS:
            raise RuleError(
                rule.file, rule.id, "when.regex",
                f"holds no literal of three characters that every match needs; add one, another text condition, or when.max_words <= {LOOSE_WORDS}",
            )  # fmt: skip
        return "loose", ()
    return "place", ()


def _loose_variants(literal: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((literal, unicodedata.normalize("NFD", literal))))
