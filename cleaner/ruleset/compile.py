"""A rule into its matcher's plan: folded literals, RE2 sources, and the gate that one pass over the text looks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.expand import re2_source
from cleaner.ruleset.patterns import GATE_LENGTH, PatternError, checked, frequency, gate
from cleaner.ruleset.plan import LOOSE_WORDS, NEAR_END, Check, Plan
from cleaner.ruleset.schema import Conditions, Rule
from cleaner.text import CLOSERS, DECORATION, SHAPES, fold

MAX_REPEAT = 30
"""How often `+` and `*` in a run may repeat."""

_LETTERS = {name: letter for letter, name in SHAPES.items()}


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


def _check(raw: Conditions, rule: Rule, side: str) -> Check:
    sources = []
    for pattern in raw.regex:
        try:
            sources.append(checked(pattern))
            _accepted_by_re2(re2_source(sources[-1]))
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
        _xpaths(raw.css, "css", rule, side), _xpaths(raw.xpath, "xpath", rule, side),
    )  # fmt: skip


def _xpaths(selectors: tuple[str, ...], key: str, rule: Rule, side: str) -> tuple[str, ...]:
    """Selectors as XPath; lxml is loaded where a rule has any."""
    if not selectors:
        return ()
    from cleaner.segment.select import SelectorError, checked_xpath, css_xpath

    out = []
    for selector in selectors:
        try:
            out.append(css_xpath(selector) if key == "css" else checked_xpath(selector, nodes=True))
        except SelectorError as error:
            raise RuleError(rule.file, rule.id, f"{side}.{key}", f"{selector!r}: {error}") from None
    return tuple(out)


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
        literals = tuple(dict.fromkeys(unicodedata.normalize("NFC", literal) for literal in getattr(when, key)))
        if key in ("whole", "starts"):
            literals = tuple("\n" + literal[:GATE_LENGTH] for literal in literals)
        else:
            literals = tuple(literal[-GATE_LENGTH:] + (NEAR_END if key == "ends" else "") for literal in literals)
        if literals:
            choices.append(tuple(dict.fromkeys(literals)))
    gates = [gate(pattern) for pattern in rule.when.regex]
    rare = tuple(dict.fromkeys(literal for g in gates if g.rare for literal in g.literals))
    if rare and all(g.rare for g in gates):
        choices.append(rare)
    if choices:
        return min(choices, key=frequency), None
    if not gates:
        return (), None
    if when.max_words > LOOSE_WORDS:
        raise RuleError(
            rule.file, rule.id, "when.regex",
            "holds no literal of three characters that every match needs;"
            f" add one, another text condition, or when.max_words <= {LOOSE_WORDS}",
        )  # fmt: skip
    weak = [g.literals for g in gates if not g.rare]
    return rare, tuple(dict.fromkeys(literal for literals in weak for literal in literals)) if all(weak) else ()
