"""Does a rule hold on one block? The conditions that need nothing but the block, each with the span that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.model import Element, Span
from cleaner.ruleset.expand import re2_source
from cleaner.ruleset.plan import Check
from cleaner.survey import Facts
from cleaner.text import CLOSERS, is_wide, is_word_char

if TYPE_CHECKING:
    from cleaner.engine import Rule

RE2_MEMORY = 32 << 20
"""Bytes that one pattern's automaton may take before RE2 falls back to its slower one."""

MAX_CLOSERS = 8
"""Closing punctuation that may follow what `ends` looks for, in characters."""

_NO_MAXIMUM = Check().max_words


class Line:
    """A block's core in the forms that conditions read; the bytes for RE2 are made when first needed."""

    def __init__(self, core: str, folded: str) -> None:
        self.core, self.folded = core, folded

    @cached_property
    def encoded(self) -> bytes:
        return self.core.encode()

    def span(self, start: int, end: int) -> Span:
        """A span of the bytes as one of the text."""
        if len(self.encoded) == len(self.core):
            return start, end
        before = len(self.encoded[:start].decode())
        return before, before + len(self.encoded[start:end].decode())


def holds(rule: Rule, facts: Facts, i: int, line: Line) -> Span | None:
    """The quote, as a span of the block's core, when all but the place holds; else None."""
    folded = line.folded
    when, unless = rule.plan.when, rule.plan.unless
    if not when.min_words <= facts.words[i] <= when.max_words or (when.shape and facts.shapes[i] not in when.shape):
        return None
    if not _element_holds(when, facts, i):
        return None
    span: Span | None = (0, len(folded))
    for literals, find in ((when.phrase, find_phrase), (when.ends, find_end), (when.starts, find_start), (when.whole, find_whole)):
        if literals:
            span = find(folded, literals)
            if span is None:
                return None
    if when.regex:
        span = _search(rule.when_regex, line)
        if span is None:
            return None
    if unless is not None and _vetoes(unless, rule.unless_regex, facts, i, line):
        return None
    return span


def all_quotes(rule: Rule, line: Line, first: Span) -> list[Span]:
    """Every place where a rule that holds may cut: all matches of its regexes, or of its phrases, or the one literal that was found."""
    if rule.plan.when.regex:
        return list(dict.fromkeys(line.span(*match.span(1)) for regex in rule.when_regex for match in regex.finditer(line.encoded)))
    if rule.plan.when.phrase and first == find_phrase(line.folded, rule.plan.when.phrase):
        return list(_phrases(line.folded, rule.plan.when.phrase))
    return [first]


def _phrases(folded: str, literals: tuple[str, ...]) -> Iterator[Span]:
    for literal in literals:
        start = folded.find(literal)
        while start >= 0:
            end = start + len(literal)
            if _opened(folded, literal, start) and _closed(folded, literal, end):
                yield start, end
            start = folded.find(literal, end)


def _vetoes(unless: Check, regexes: list[Any], facts: Facts, i: int, line: Line) -> bool:
    words, folded = facts.words[i], line.folded
    return (
        0 < unless.min_words <= words
        or words <= unless.max_words < _NO_MAXIMUM
        or (bool(unless.shape) and facts.shapes[i] in unless.shape)
        or (bool(unless.whole) and find_whole(folded, unless.whole) is not None)
        or (bool(unless.starts) and find_start(folded, unless.starts) is not None)
        or (bool(unless.ends) and find_end(folded, unless.ends) is not None)
        or (bool(unless.phrase) and find_phrase(folded, unless.phrase) is not None)
        or (bool(regexes) and _search(regexes, line) is not None)
        or _element_vetoes(unless, facts.elements[i])
    )


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
    return "h" if element.kind[:1] == "h" and element.kind[1:].isdigit() else element.kind


def _element_holds(check: Check, facts: Facts, i: int) -> bool:
    if not (check.kind or check.token or check.css or check.xpath or check.min_link_share > 0 or check.max_link_share < 1):
        return True
    element = facts.elements[i]
    if element is None:
        return False
    return (
        (not check.kind or _kind(element) in check.kind)
        and (not check.token or not element.tokens.isdisjoint(check.token))
        and (not check.css or not element.selected.isdisjoint(check.css))
        and (not check.xpath or not element.selected.isdisjoint(check.xpath))
        and check.min_link_share <= element.link_share <= check.max_link_share
    )


def find_whole(folded: str, literals: tuple[str, ...]) -> Span | None:
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


def compile_re2(checked: str, *, turkish: bool = False) -> Any:
    """RE2 for a pattern that the rule compiler has accepted."""
    return compile_run(re2_source(checked, turkish=turkish))


def compile_run(source: str) -> Any:
    """RE2 for a plain source; it reads UTF-8 bytes, five times as fast as through str."""
    import re2

    options = re2.Options()
    options.log_errors = False  # RE2 writes to stderr when its automaton outgrows max_mem, though it stays correct and linear
    options.max_mem = RE2_MEMORY
    return re2.compile(source.encode(), options)


def _search(regexes: list[Any], line: Line) -> Span | None:
    """The quote of the first pattern that matches."""
    for regex in regexes:
        match = regex.search(line.encoded)
        if match is not None:
            return line.span(*match.span(1))
    return None
