"""The strings that a rule set looks for, sorted by where they are looked for; plain values, so that a cache can hold them."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.ruleset.plan import BEGIN, EDGE, END, NEAR_END, Plan

SHORT_WORDS = 40
"""Rules bounded to so many words are looked for in blocks of so many words; most characters of a text stand in longer ones."""
MARSHAL_VERSION = 4
"""Every Python from 3.4 on reads it, so a wheel built by one is read by all."""
KEY = 3
"""Letters by which a string at a block's end is found."""

Owners = list[tuple[int, int]]
"""Rules by number, each with the entries of its condition that a string speaks for, as bits."""
Bounds = list[tuple[int, int, str]]
"""For each rule the least and most words of a block and the shapes it may have."""
Bucket = tuple[tuple[int, ...], dict[str, int]]
"""The owners of some strings, and before them the lengths that these strings have."""
Buckets = dict[str, "Bucket | bytes"]
"""Strings at one end of a block, by their first or last letters; as bytes until a block has the letters."""
Within = tuple[list[str], list[int]]
"""Strings that may stand anywhere, and for each four times its owners, with LEFT and RIGHT added where a word must begin or end with it."""
LEFT, RIGHT = 1, 2
Needs = tuple[tuple[str, ...], ...]
"""Sets of strings; a block must hold a string of each."""
Loose = list[tuple[tuple[str, ...], list[tuple[int, int, Needs]]]]
"""Entries of rules that have no rare string, by the first set of strings that they need, each with the other sets."""


class Wanted(NamedTuple):
    """What some rules of a set look for. Owners stand as their place among all owners."""

    whole: Buckets
    """Strings that a block is, closing punctuation aside."""
    begin: Buckets
    end: Buckets
    near: Buckets
    """Strings at the end, closing punctuation aside."""
    long: Within
    short: Within
    """Those of rules for short blocks only."""
    loose: Loose


class Tables(NamedTuple):
    """What a set of rules looks for, and what is asked of a block before a rule is read. Rules are numbered in the order of their ids."""

    bounds: Bounds
    structural: list[int]
    """The rules of places and shapes, which look for no string."""
    owners: list[Owners]
    removing: Wanted
    keeping: Wanted


def tables(plans: Sequence[Plan]) -> Tables:
    """The tables of these rules, which know each other by their place."""
    owners: dict[tuple[tuple[int, int], ...], int] = {}
    numbered = list(enumerate(plans))
    removing, keeping = (
        _wanted([(number, plan) for number, plan in numbered if (plan.effect == "keep") == keep], owners) for keep in (False, True)
    )
    return Tables(
        [(plan.when.min_words, plan.when.max_words, plan.when.shape) for plan in plans],
        [number for number, plan in numbered if not plan.gate], list(map(list, owners)), removing, keeping,
    )  # fmt: skip


def _wanted(plans: Iterable[tuple[int, Plan]], owners: dict[tuple[tuple[int, int], ...], int]) -> Wanted:
    found: dict[str, dict[str, list[tuple[int, int]]]] = {"whole": {}, "begin": {}, "end": {}, "near": {}, "long": {}, "short": {}}
    loose: dict[tuple[str, ...], list[tuple[int, int, Needs]]] = {}
    for number, plan in plans:
        inner = "short" if plan.when.max_words <= SHORT_WORDS else "long"
        for entry, way in enumerate(plan.ways):
            for literal in way:
                table, string = _place(literal, inner)
                found[table].setdefault(string, []).append((number, 1 << entry))
            if not way:
                first, *others = plan.needs[entry] or ((),)
                loose.setdefault(first, []).append((number, 1 << entry, tuple(others)))
    placed = {
        table: {string: owners.setdefault(tuple(own), len(owners)) for string, own in strings.items()} for table, strings in found.items()
    }
    return Wanted(
        _buckets(placed["whole"], last=False), _buckets(placed["begin"], last=False),
        _buckets(placed["end"], last=True), _buckets(placed["near"], last=True),
        _within(placed["long"]), _within(placed["short"]), list(loose.items()),
    )  # fmt: skip


def _place(literal: str, inner: str) -> tuple[str, str]:
    """The table that a string belongs to, and the string without its marks for the place."""
    if literal[0] == BEGIN:
        return ("whole", literal[1:-1]) if literal[-1] == NEAR_END else ("begin", literal[1:])
    if literal[-1] == END:
        return "end", literal[:-1]
    return ("near", literal[:-1]) if literal[-1] == NEAR_END else (inner, literal)


def _buckets(strings: dict[str, int], *, last: bool) -> Buckets:
    found: dict[str, dict[str, int]] = {}
    for string, owners in strings.items():
        found.setdefault(string[-KEY:] if last else string[:KEY], {})[string] = owners
    return {key: (tuple(sorted(set(map(len, own)))), own) for key, own in found.items()}


def packed(wanted: Wanted) -> tuple[Any, ...]:
    """What `wanted` holds as plain values, the buckets as bytes: few of them are ever opened."""
    closed = [{key: _closed(own) for key, own in buckets.items()} for buckets in wanted[:4]]
    return (*closed, *wanted[4:])


def _closed(own: Bucket | bytes) -> bytes:
    return own if isinstance(own, bytes) else marshal.dumps(own, MARSHAL_VERSION)


def bucket(buckets: Buckets, key: str) -> Bucket | None:
    """The bucket of these letters, opened for good."""
    own = buckets.get(key)
    if isinstance(own, bytes):
        opened: Bucket = marshal.loads(own)
        own = buckets[key] = opened
    return own


def _within(strings: dict[str, int]) -> Within:
    marked = [4 * owners + LEFT * (s[0] == EDGE) + RIGHT * (s[-1] == EDGE) for s, owners in strings.items()]
    return [string.strip(EDGE) for string in strings], marked
