"""Does a rule hold on one block? The conditions that need nothing but the block, each with the span that proves it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property
from typing import Any

from cleaner.index import MAX_CLOSERS
from cleaner.line import Line, meets
from cleaner.model import Element, Span
from cleaner.ruleset.expand import re2_source
from cleaner.ruleset.plan import Check, Plan
from cleaner.survey import HEAD, STORY, TAIL, Facts, zone_bits
from cleaner.text import CLOSERS, is_wide, is_word_char

RE2_MEMORY = 32 << 20
"""Bytes that one pattern's automaton may take before RE2 falls back to its slower one."""

_NO_MAXIMUM = Check().max_words

Compiled = Callable[[str], Any]
"""Makes a regex of a plan ready."""


class Rule:
    """A plan ready to run. Its regexes are compiled when first needed, for one text needs few of them."""

    def __init__(self, plan: Plan, compiled: Compiled | None = None) -> None:
        """`compiled` makes its regexes ready in place of `compile_re2`."""
        self.plan, self.hosts = plan, plan.hosts
        self._compiled = compiled or compile_re2
        when = plan.when
        self.regex_alone = not (when.phrase or when.ends or when.starts or when.whole)
        self.asks_element = bool(when.kind or when.token or when.css or when.xpath or when.min_link_share > 0 or when.max_link_share < 1)
        """Whether it asks where on a page a block stands."""
        self.places = bool(when.zone or when.run)
        """Whether it asks for a place in the text."""
        self.zones = zone_bits(when.zone) or HEAD | STORY | TAIL
        """Where it may hold."""
        self.vetoed = zone_bits(plan.unless.zone) if plan.unless else 0
        self._regexes: dict[str, Any] = {}

    def regex(self, checked: str) -> Any:
        """One of its regexes, compiled."""
        known = self._regexes.get(checked)
        if known is None:
            known = self._regexes[checked] = self._compiled(checked)
        return known

    @cached_property
    def whole(self) -> frozenset[str]:
        return frozenset(self.plan.when.whole)

    @cached_property
    def tokens(self) -> frozenset[str]:
        return frozenset(self.plan.when.token)

    @cached_property
    def when_run(self) -> Any:
        return compile_run(self.plan.when.run) if self.plan.when.run else None

    @cached_property
    def unless_run(self) -> Any:
        return compile_run(self.plan.unless.run) if self.plan.unless and self.plan.unless.run else None


def holds(rule: Rule, facts: Facts, i: int, line: Line, entries: int) -> Span | None:
    """The quote, as a span of the block's core, when all but the place holds; else None.

    Words and shape have been looked at; `entries` are those of the rule's gate that the block may meet (`index.narrowed`), as bits.
    """
    if rule.asks_element and not element_holds(rule, facts, i):
        return None
    when, unless = rule.plan.when, rule.plan.unless
    span: Span | None = (0, len(line.folded))
    if not rule.regex_alone:
        span = _literals_hold(rule, line.folded, entries)
    if span and when.regex:
        span = None
        for entry in _worth(rule, line, entries):
            match = rule.regex(when.regex[entry]).search(line.encoded)
            if match is not None:
                span = line.span(*match.span(1))
                break
    if span is None or (unless is not None and _vetoes(unless, rule, facts, i, line)):
        return None
    return span


def _literals_hold(rule: Rule, folded: str, entries: int) -> Span | None:
    """The span of the strictest condition of literals, when all of them hold."""
    when = rule.plan.when
    span: Span | None = (0, len(folded))
    if when.phrase:
        span = find_phrase(folded, _chosen(when.phrase, entries) if rule.plan.gate == "phrase" else when.phrase)
    if span and when.ends:
        span = find_end(folded, when.ends)
    if span and when.starts:
        span = find_start(folded, when.starts)
    if span and when.whole:
        span = find_whole(folded, rule.whole)
    return span


def all_quotes(rule: Rule, line: Line, first: Span, entries: int) -> list[Span]:
    """Every place where a rule that holds may cut: all matches of its regexes, or of its phrases, or the one literal that was found."""
    plan = rule.plan
    if plan.when.regex:
        worth = (rule.regex(plan.when.regex[entry]) for entry in _worth(rule, line, entries))
        matches = (match for regex in worth for match in regex.finditer(line.encoded))
        return list(dict.fromkeys(line.span(*match.span(1)) for match in matches))
    phrases = _chosen(plan.when.phrase, entries) if plan.gate == "phrase" else plan.when.phrase
    if phrases and first == find_phrase(line.folded, phrases):
        return list(_phrases(line.folded, phrases))
    return [first]


def _chosen(literals: tuple[str, ...], entries: int) -> tuple[str, ...]:
    """The literals that the bits name."""
    return literals if entries < 0 else tuple(literals[k] for k in _numbers(entries))


def _numbers(bits: int) -> list[int]:
    """The places of the bits that are set, from the lowest.

    >>> _numbers(0b1011)
    [0, 1, 3]
    """
    if not bits & (bits - 1):
        return [bits.bit_length() - 1] if bits else []
    out = []
    while bits:
        lowest = bits & -bits
        out.append(lowest.bit_length() - 1)
        bits ^= lowest
    return out


def _worth(rule: Rule, line: Line, entries: int) -> Iterable[int]:
    """The regexes that the block may match: those of the bits, or where the gate is another all whose strings it holds."""
    if rule.plan.gate == "regex" and entries >= 0:
        return _numbers(entries)
    return [k for k, own in enumerate(rule.plan.needs) if not own or meets(own, line)]


def _phrases(folded: str, literals: tuple[str, ...]) -> Iterator[Span]:
    for literal in literals:
        start = folded.find(literal)
        while start >= 0:
            end = start + len(literal)
            if _opened(folded, literal, start) and _closed(folded, literal, end):
                yield start, end
            start = folded.find(literal, end)


def _vetoes(unless: Check, rule: Rule, facts: Facts, i: int, line: Line) -> bool:
    words, folded = facts.words[i], line.folded
    return (
        0 < unless.min_words <= words
        or words <= unless.max_words < _NO_MAXIMUM
        or (bool(unless.shape) and facts.shapes[i] in unless.shape)
        or (bool(unless.whole) and find_whole(folded, unless.whole) is not None)
        or (bool(unless.starts) and find_start(folded, unless.starts) is not None)
        or (bool(unless.ends) and find_end(folded, unless.ends) is not None)
        or (bool(unless.phrase) and find_phrase(folded, unless.phrase) is not None)
        or (bool(unless.regex) and _regex_vetoes(unless, rule, line))
        or _element_vetoes(unless, facts.elements[i])
    )


def _regex_vetoes(unless: Check, rule: Rule, line: Line) -> bool:
    for checked, needs in zip(unless.regex, rule.plan.veto_needs, strict=True):
        if (not needs or meets(needs, line)) and rule.regex(checked).search(line.encoded) is not None:
            return True
    return False


def _element_vetoes(unless: Check, element: Element | None) -> bool:
    if element is None:
        return False
    return (
        _kind(element) in unless.kind
        or not element.tokens.isdisjoint(unless.token)
        or not element.selected.isdisjoint(unless.css + unless.xpath)
        or 0 < unless.min_link_share <= element.link_share
        or element.link_share <= unless.max_link_share < 1
    )


def _kind(element: Element) -> str:
    return "h" if element.is_heading else element.kind


def element_holds(rule: Rule, facts: Facts, i: int) -> bool:
    """Whether the block stands where on a page the rule asks it to; no block of a plain text does."""
    if not rule.asks_element:
        return True
    check = rule.plan.when
    element = facts.elements[i]
    if element is None:
        return False
    return (
        (not check.kind or _kind(element) in check.kind)
        and (not check.token or _named(rule, element))
        and (not check.css or not element.selected.isdisjoint(check.css))
        and (not check.xpath or not element.selected.isdisjoint(check.xpath))
        and check.min_link_share <= element.link_share <= check.max_link_share
    )


def _named(rule: Rule, element: Element) -> bool:
    """Whether the element has one of the rule's words, and that word does not name the page. An h1 is the page's own."""
    words = rule.tokens
    return (
        element.kind != "h1"
        and not element.tokens.isdisjoint(words)
        and (not element.framing or not words.isdisjoint(element.tokens - element.framing))
    )


def find_whole(folded: str, literals: Container[str]) -> Span | None:
    """The block is one of these, closing punctuation aside."""
    bare = folded.rstrip(CLOSERS) or folded
    return (0, len(bare)) if bare in literals else None


def find_start(folded: str, literals: tuple[str, ...]) -> Span | None:
    """The block begins with one of these, whole words; the longest that does."""
    if not folded.startswith(literals):
        return None
    lengths = [len(lit) for lit in literals if folded.startswith(lit) and _closed(folded, lit, len(lit))]
    return (0, max(lengths)) if lengths else None


def find_end(folded: str, literals: tuple[str, ...]) -> Span | None:
    """The block ends with one of these, whole words, closing punctuation aside; the longest that does."""
    bare = folded.rstrip(CLOSERS)
    if len(folded) - len(bare) >= MAX_CLOSERS or not bare.endswith(literals):
        return None
    starts = [len(bare) - len(lit) for lit in literals if bare.endswith(lit) and _opened(bare, lit, len(bare) - len(lit))]
    return (min(starts), len(bare)) if starts else None


def find_phrase(folded: str, literals: tuple[str, ...]) -> Span | None:
    """One of these stands in the block, whole words; the first place, the longest there."""
    best: Span | None = None
    for literal in literals:
        start = folded.find(literal)
        while start >= 0:
            end = start + len(literal)
            if _opened(folded, literal, start) and _closed(folded, literal, end):
                if best is None or (start, -end) < (best[0], -best[1]):
                    best = (start, end)
                break
            start = folded.find(literal, start + 1)
    return best


def _opened(text: str, literal: str, start: int) -> bool:
    """No word goes on into the literal from the left."""
    return start == 0 or not is_word_char(literal[0]) or is_wide(literal[0]) or not is_word_char(text[start - 1])


def _closed(text: str, literal: str, end: int) -> bool:
    """No word goes on from the literal to the right."""
    return end >= len(text) or not is_word_char(literal[-1]) or is_wide(literal[-1]) or not is_word_char(text[end])


def compile_re2(checked: str) -> Any:
    """RE2 for a pattern that the rule compiler has accepted."""
    return compile_run(re2_source(checked))


def compile_run(source: str) -> Any:
    """RE2 for a plain source; it reads UTF-8 bytes, five times as fast as through str."""
    import re2

    options = re2.Options()
    options.log_errors = False  # RE2 writes to stderr when its automaton outgrows max_mem, though it stays correct and linear
    options.max_mem = RE2_MEMORY
    return re2.compile(source.encode(), options)
