"""A rule into its matcher's plan: folded literals, RE2 sources, and the gate that one pass over the text looks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from cleaner.ruleset.errors import RuleError
from cleaner.ruleset.expand import re2_source
from cleaner.ruleset.gates import GATE_LENGTH, Gates
from cleaner.ruleset.patterns import PatternError, checked
from cleaner.ruleset.plan import BEGIN, EDGE, LOOSE_WORDS, NEAR_END, Check, Plan
from cleaner.ruleset.rarity import frequency
from cleaner.ruleset.schema import Conditions, Rule
from cleaner.text import CLOSERS, DECORATION, HAMZAS, NUKTA, SHAPES, fold, is_wide, is_word_char

MAX_REPEAT = 30
"""How often `+` and `*` in a run may repeat."""

_LETTERS = {name: letter for letter, name in SHAPES.items()}


def compile_rule(rule: Rule) -> Plan:
    """The plan of a rule.

    Raises RuleError for a pattern that RE2 refuses and for a rule that would have to be tried on every paragraph.
    """
    when, unless = _check(rule.when, rule, "when"), _check(rule.unless, rule, "unless")
    regexes = [Gates(pattern) for pattern in rule.when.regex]
    key, ways = _ways(rule, when, regexes)
    passed = ways if key == "regex" else ((),) * len(regexes)
    needed = tuple(regex.needs(when.max_words, beside) for regex, beside in zip(regexes, passed, strict=True))
    return Plan(
        rule.id, rule.label, rule.effect, rule.reach, rule.lang, rule.hosts, when,
        unless if rule.unless != Conditions() else None, key, ways, needed,
        tuple(Gates(pattern).needs() for pattern in rule.unless.regex),
    )  # fmt: skip


def _check(raw: Conditions, rule: Rule, side: str) -> Check:
    sources = []
    for pattern in raw.regex:
        try:
            sources.append(checked(pattern, turkish=rule.lang == "tr"))
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
    """Folded, composed and decomposed, ß also as ss, Hindi also without its dots: texts come in all these forms and spans stay exact.

    What the engine skips at the edges of a block is taken off the literal too, or the two would never meet.
    """
    out: dict[str, None] = {}
    for source in _sources(entries):
        folded = fold(source)
        folded = (folded.lstrip(decoration) if decoration else folded) or folded
        folded = (folded.rstrip(closers) if closers else folded) or folded
        for form in (folded, folded.replace("ß", "ss"), folded.replace(NUKTA, "")):
            out[form] = None
            out[fold(unicodedata.normalize("NFD", form))] = None
    return tuple(out)


def _sources(entries: Iterable[str]) -> Iterator[str]:
    """The entries composed; those with an alef that folding parts from its hamza also decomposed, for there it cannot."""
    for entry in entries:
        composed = unicodedata.normalize("NFC", " ".join(entry.split()))
        yield composed
        apart = unicodedata.normalize("NFD", composed)
        if not HAMZAS.isdisjoint(apart):
            yield apart


Ways = tuple[tuple[str, ...], ...]


def _ways(rule: Rule, when: Check, regexes: list[Gates]) -> tuple[str, Ways]:
    """The rarest text condition, and for each of its entries the strings that are looked for."""
    choices: dict[str, Ways] = {}
    if when.whole:
        choices["whole"] = (tuple(dict.fromkeys(BEGIN + _composed(literal) + NEAR_END for literal in when.whole)),)
    if when.starts:
        choices["starts"] = (tuple(dict.fromkeys(BEGIN + _composed(literal)[:GATE_LENGTH] for literal in when.starts)),)
    if when.ends:
        choices["ends"] = (tuple(dict.fromkeys(_composed(literal)[-GATE_LENGTH:] + NEAR_END for literal in when.ends)),)
    if when.phrase:
        choices["phrase"] = tuple((_phrase_gate(_composed(literal)),) for literal in when.phrase)
    gates = [regex.gate() for regex in regexes]
    if gates and all(gates):
        choices["regex"] = tuple(gates)
    if choices:
        return min(choices.items(), key=lambda item: frequency(string for way in item[1] for string in way))
    if not regexes:
        return "", ()
    if when.max_words > LOOSE_WORDS:
        raise RuleError(
            rule.file, rule.id, "when.regex",
            "holds no literal of three characters that every match needs;"
            f" add one, another text condition, or when.max_words <= {LOOSE_WORDS}",
        )  # fmt: skip
    return "regex", tuple(found or regex.faint_gate() for found, regex in zip(gates, regexes, strict=True))


def _composed(literal: str) -> str:
    return unicodedata.normalize("NFC", literal)


def _phrase_gate(literal: str) -> str:
    """The end of a phrase, with marks where a word begins or ends with it."""
    end = literal[-GATE_LENGTH:]
    left = EDGE if len(end) == len(literal) and _bounded(end[0]) else ""
    return left + end + (EDGE if _bounded(end[-1]) else "")


def _bounded(char: str) -> bool:
    return is_word_char(char) and not is_wide(char)
