"""The strings that a rule set looks for, sorted by where they are looked for; plain values, so that a cache can hold them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.ruleset.plan import BEGIN, EDGE, END, NEAR_END, Plan

SHORT_WORDS = 40
"""Rules bounded to so many words are looked for in blocks of so many words; most characters of a text stand in longer ones."""
KEY = 3
"""Letters by which a string at a block's end is found."""

Owners = list[tuple[int, int]]
"""Rules by number, each with the entries of its condition that a string speaks for, as bits."""
AtEnd = tuple[dict[str, Owners], dict[str, tuple[int, ...]]]
"""The owners of strings at one end of a block, and for the first or last letters of these strings the lengths they have."""
Within = tuple[list[str], list[tuple[Owners, bool, bool]]]
"""Strings that may stand anywhere, and for each its owners and whether a word must begin and end with it."""


class Tables(NamedTuple):
    """What some rules of a set look for."""

    whole: dict[str, Owners]
    """Strings that a block is, closing punctuation aside."""
    begin: AtEnd
    end: AtEnd
    near: AtEnd
    """Strings at the end, closing punctuation aside."""
    long: Within
    short: Within
    """Those of rules for short blocks only."""


def tables(plans: Iterable[tuple[int, Plan]]) -> Tables:
    """The tables of these rules, which know each other by number."""
    found: dict[str, dict[str, Owners]] = {"whole": {}, "begin": {}, "end": {}, "near": {}, "long": {}, "short": {}}
    for number, plan in plans:
        inner = "short" if plan.when.max_words <= SHORT_WORDS else "long"
        for entry, way in enumerate(plan.ways):
            for literal in way:
                table, string = _place(literal, inner)
                found[table].setdefault(string, []).append((number, 1 << entry))
    return Tables(
        found["whole"], _at_end(found["begin"], last=False), _at_end(found["end"], last=True), _at_end(found["near"], last=True),
        _within(found["long"]), _within(found["short"]),
    )  # fmt: skip


def _place(literal: str, inner: str) -> tuple[str, str]:
    """The table that a string belongs to, and the string without its marks for the place."""
    if literal[0] == BEGIN:
        return ("whole", literal[1:-1]) if literal[-1] == NEAR_END else ("begin", literal[1:])
    if literal[-1] == END:
        return "end", literal[:-1]
    return ("near", literal[:-1]) if literal[-1] == NEAR_END else (inner, literal)


def _at_end(strings: dict[str, Owners], *, last: bool) -> AtEnd:
    lengths: dict[str, set[int]] = {}
    for string in strings:
        lengths.setdefault(string[-KEY:] if last else string[:KEY], set()).add(len(string))
    return strings, {key: tuple(sorted(found)) for key, found in lengths.items()}


def _within(strings: dict[str, Owners]) -> Within:
    return [string.strip(EDGE) for string in strings], [(owners, s[0] == EDGE, s[-1] == EDGE) for s, owners in strings.items()]
