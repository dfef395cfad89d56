"""A rule into its matcher's plan: folded literals, RE2 sources, and the gate that one pass over the text looks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple

from cleaner.ruleset.patterns import GATE_LENGTH, PatternError, frequency, gate, to_re2
from cleaner.ruleset.schema import Conditions, Rule, RuleError
from cleaner.text import CLOSERS, DECORATION, SHAPES, fold

COMPILER = 6
"""Raised when the compiled form changes, so that cached forms of an older compiler are not read."""
NEAR_END = "\r"
"""Closes a literal that counts only at the end of a block, closing punctuation aside."""
LOOSE_WORDS = 25
"""A rule without a literal to look for must bound its blocks to so many words, or it would be tried on every paragraph."""

MAX_REPEAT = 30
"""How often `+` and `*` in a run may repeat."""

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
    literals: tuple[str, ...]
    """What the one pass looks for; a line feed stands for the beginning or end of a block."""
    loose: tuple[str, ...] | None
    """Set when a regex has nothing rare to look for: short blocks that hold one of these are tried; all of them when it is empty."""

    @property
    def structural(self) -> bool:
        """Whether the rule looks at places and shapes alone."""
        return not self.literals and self.loose is None


def compile_rule(rule: Rule) -> Plan:
    """The plan of a rule.

    Raises RuleError for a pattern that RE2 refuses and for a rule that would have to be tried on every paragraph.
    """
    when, unless = _check(rule.when, rule, "when"), _check(rule.unless, rule, "unless")
    literals, loose = _gate(rule, when)
    return Plan(
        rule.id, rule.label, rule.effect, rule.reach, rule.lang, rule.hosts, when,
        unless if rule.unless != Conditions() else None, literals, loose,
    )  # fmt: skip


def plan_from_json(values: list[Any]) -> Plan:
    """The plan that `json.dumps(plan)` wrote."""
    values = [*values]
    for place in (5, 8, 9):
        values[place] = None if values[place] is None else tuple(values[place])
    for place in (6, 7):
        if values[place] is not None:
            values[place] = Check(*(tuple(v) if isinstance(v, list) else v for v in values[place]))
    return Plan(*values)


def _check(raw: Conditions, rule: Rule, side: str) -> Check:
    sources = []
    for pattern in raw.regex:
        try:
            sources.append(to_re2(pattern, turkish=rule.lang == "tr"))
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
    """The run with its repeats bounded: a search that may read on to the end of the text from every block is not linear."""
    bounded = re.sub(r"[+*]", lambda m: f"{{{int(m[0] == '+')},{MAX_REPEAT}}}", run or "")
    if bounded:
        try:
            _accepted_by_re2(bounded)
        except PatternError as error:
            raise RuleError(rule.file, rule.id, f"{side}.run", f"{run!r}: {error}") from None
    return bounded


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


def _gate(rule: Rule, when: Check) -> tuple[tuple[str, ...], tuple[str, ...] | None]:
    """The literals of the rarest text condition, and what its short blocks must hold where a regex has no rare literal."""
    choices: list[tuple[str, ...]] = []
    for key in ("whole", "starts", "ends", "phrase"):
        literals: tuple[str, ...] = getattr(when, key)
        if key in ("whole", "starts"):
            literals = tuple("\n" + literal[:GATE_LENGTH] for literal in literals)
        else:
            literals = tuple(literal[-GATE_LENGTH:] + (NEAR_END if key == "ends" else "") for literal in literals)
        if literals:
            choices.append(tuple(dict.fromkeys(literals)))
    gates = [gate(pattern) for pattern in rule.when.regex]
    rare = tuple(dict.fromkeys(v for g in gates if g.rare for literal in g.literals for v in (literal, unicodedata.normalize("NFD", literal))))
    if rare and all(g.rare for g in gates):
        choices.append(rare)
    if choices:
        return min(choices, key=frequency), None
    if not gates:
        return (), None
    if when.max_words > LOOSE_WORDS:
        raise RuleError(
            rule.file, rule.id, "when.regex",
            f"holds no literal of three characters that every match needs; add one, another text condition, or when.max_words <= {LOOSE_WORDS}",
        )  # fmt: skip
    weak = [g.literals for g in gates if not g.rare]
    return rare, tuple(dict.fromkeys(literal for literals in weak for literal in literals)) if all(weak) else ()
