"""The slow way to match: each rule on each block, one condition after the other, with no automaton and no gate.

It shares with the engine only the folding, the shapes and the RE2 source of a regex; these have tests of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import re2

from cleaner.model import Element, Span
from cleaner.ruleset.expand import re2_source
from cleaner.ruleset.patterns import checked
from cleaner.ruleset.schema import Conditions, Rule
from cleaner.survey import Facts
from cleaner.text import CLOSERS, DECORATION, HAMZAS, NUKTA, SHAPES, fold, is_wide, is_word_char, straighten

Hit = tuple[int, str, int, int]
"""Block, rule id, and the quote as offsets in the block's text."""


def hits(rules: Iterable[Rule], facts: Facts, hosts: frozenset[str] = frozenset()) -> set[Hit]:
    """All that the rules say of the blocks by their own words and their place."""
    found: set[Hit] = set()
    for rule in rules:
        if rule.hosts and hosts.isdisjoint(rule.hosts):
            continue
        for i, text in enumerate(facts.texts):
            core = text.lstrip(DECORATION) or text
            quote = _when(rule.when, facts, i, core)
            if quote is None or _unless(rule.unless, facts, i, core):
                continue
            skipped = len(text) - len(core)
            if not rule.when.has_text:
                found.add((i, rule.id, 0, len(text)))
            elif rule.effect == "cut" and rule.when.regex:
                matches = (match.span(1) for pattern in rule.when.regex for match in _compiled(pattern).finditer(straighten(core)))
                found.update((i, rule.id, start + skipped if start else 0, end + skipped) for start, end in matches)
            else:  # what is cut off the beginning takes its bullet or opening bracket with it
                found.add((i, rule.id, quote[0] + skipped if quote[0] or rule.effect != "cut" else 0, quote[1] + skipped))
    return found


@cache
def _compiled(pattern: str) -> Any:
    return re2.compile(re2_source(checked(pattern)))


def _when(when: Conditions, facts: Facts, i: int, core: str) -> Span | None:
    """The quote when every condition holds: that of the regex, else of the strictest literal condition."""
    place = (
        (when.min_words is None or facts.words[i] >= when.min_words)
        and (when.max_words is None or facts.words[i] <= when.max_words)
        and (not when.zone or any(_in_zone(facts, i, zone) for zone in when.zone))
        and (not when.shape or SHAPES[facts.shapes[i]] in when.shape)
        and (when.run is None or _in_run(when.run, facts.shapes, i))
        and all(_element(key, getattr(when, key), facts.elements[i]) for key in ELEMENT_KEYS if getattr(when, key) not in (None, ()))
    )
    if not place:
        return None
    quote: Span | None = (0, len(core))
    for key in ("phrase", "ends", "starts", "whole", "regex"):
        entries = getattr(when, key)
        if entries:
            quote = text_quote(key, entries, core)
            if quote is None:
                return None
    return quote


def _unless(unless: Conditions, facts: Facts, i: int, core: str) -> bool:
    """Whether any condition vetoes."""
    return (
        (unless.min_words is not None and unless.min_words > 0 and facts.words[i] >= unless.min_words)
        or (unless.max_words is not None and facts.words[i] <= unless.max_words)
        or any(_in_zone(facts, i, zone) for zone in unless.zone)
        or SHAPES[facts.shapes[i]] in unless.shape
        or (unless.run is not None and _in_run(unless.run, facts.shapes, i))
        or any(_element(key, getattr(unless, key), facts.elements[i]) for key in ELEMENT_KEYS if getattr(unless, key) not in (None, ()))
        or any(text_quote(key, getattr(unless, key), core) is not None for key in ("phrase", "ends", "starts", "whole", "regex"))
    )


ELEMENT_KEYS = ("kind", "token", "min_link_share", "max_link_share")


def _element(key: str, wanted: tuple[str, ...] | float, element: Element | None) -> bool:
    if element is None:
        return False
    if isinstance(wanted, float):
        return element.link_share >= wanted if key == "min_link_share" else element.link_share <= wanted
    if key == "kind":
        return ("h" if re.fullmatch(r"h\d?", element.kind) else element.kind) in wanted
    return any(token.lower() in element.tokens for token in wanted)


def _in_zone(facts: Facts, i: int, zone: str) -> bool:
    return {"head": i < facts.first_prose, "story": i >= facts.first_prose, "tail": i >= max(facts.tail, facts.first_prose)}[zone]


def _in_run(run: str, shapes: str, i: int) -> bool:
    return any(match.start() <= i < match.end() for match in re.finditer(run, shapes))


def text_quote(key: str, entries: tuple[str, ...], core: str) -> Span | None:
    """Where one of the entries proves the condition."""
    if key == "regex":
        for pattern in entries:
            match = _compiled(pattern).search(straighten(core))
            if match is not None:
                span: Span = match.span(1)
                return span
        return None
    folded = fold(core)
    bare = folded.rstrip(CLOSERS)
    spans = []
    for literal in {variant for entry in entries for variant in _variants(key, entry)}:
        for start in range(len(folded) if literal in folded else 0):
            end = start + len(literal)
            if folded[start:end] != literal:
                continue
            if key == "whole":
                holds = start == 0 and end == len(bare or folded)
            else:
                holds = (key != "starts" or start == 0) and (key != "ends" or end == len(bare)) and _alone(folded, start, end)
            if holds:
                spans.append((start, end))
    return min(spans, key=lambda span: (span[0], -span[1]), default=None)


def _alone(text: str, start: int, end: int) -> bool:
    """No word goes on across either edge."""
    left = start > 0 and is_word_char(text[start - 1]) and is_word_char(text[start]) and not is_wide(text[start])
    right = end < len(text) and is_word_char(text[end - 1]) and is_word_char(text[end]) and not is_wide(text[end - 1])
    return not left and not right


def _variants(key: str, entry: str) -> set[str]:
    composed = unicodedata.normalize("NFC", " ".join(entry.split()))
    apart = unicodedata.normalize("NFD", composed)
    out = set()
    for source in (composed, composed if HAMZAS.isdisjoint(apart) else apart):
        literal = fold(source)
        if key in ("whole", "starts"):
            literal = literal.lstrip(DECORATION) or literal
        if key in ("whole", "ends"):
            literal = literal.rstrip(CLOSERS) or literal
        for spelled in (literal, literal.replace("ß", "ss"), literal.replace(NUKTA, "")):
            out |= {spelled, fold(unicodedata.normalize("NFD", spelled))}
    return out
