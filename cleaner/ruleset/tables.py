"""The strings that a rule set looks for, sorted by where they are looked for; plain values, so that a cache can hold them."""

from __future__ import annotations

import marshal
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.ruleset.plan import BEGIN, EDGE, END, NEAR_END, Plan

TIERS = (18, 40)
"""Rules bounded to so many words are looked for in blocks of so many words; most characters of a text stand in longer ones."""
MARSHAL_VERSION = 4
"""Every Python from 3.4 on reads it, so a wheel built by one is read by all."""
KEY = 3
"""Letters by which a string at a block's end is found …"""
INNER_KEY = 4
"""… and one that may stand anywhere: with fewer letters, most places of a text would have to be looked at."""

Own = list[tuple[int, int]]
"""Rules by number, each with the entries of its condition that a string speaks for, as bits."""
Owners = tuple[int, int, str, Own]
"""The rules that a string speaks for, and before them the least and most words and the shapes of the blocks that any of them may be
tried on; no shapes where one of them asks for none."""
Bounds = list[tuple[int, int, str]]
"""For each rule the least and most words of a block and the shapes it may have."""
Strings = dict[str, int]
"""Where the strings that begin, or end, with the same few letters lie among the parts of the tables, by these letters."""
Bucket = tuple[tuple[int, ...], dict[str, Any]]
"""Such strings with what is to be known of them, and before them the lengths that they have. For strings at an end of a block that is
the place of their owners among the parts; for others a tuple of such places, shifted by MARKS bits for LEFT and RIGHT, set where a
word must begin or end with the string."""
LEFT, RIGHT, MARKS = 1, 2, 2
Automata = tuple[tuple[str, list[int]], ...]
"""The strings of the rules of each of TIERS, and last of all others, joined by line breaks, with their marked owners."""
Needs = tuple[tuple[str, ...], ...]
"""Sets of strings; a block must hold a string of each."""
Loose = list[tuple[tuple[str, ...], list[tuple[int, int, Needs]]]]
"""Entries of rules that have no rare string, by the first set of strings that they need, each with the other sets."""


class Wanted(NamedTuple):
    """What some rules of a set look for."""

    whole: Strings
    """Strings that a block is, closing punctuation aside."""
    begin: Strings
    end: Strings
    near: Strings
    """Strings at the end, closing punctuation aside."""
    anywhere: Strings
    automata: int
    """The place of the strings that may stand anywhere, all together, as `Automata` of them are built."""
    loose: Loose


class Tables(NamedTuple):
    """What a set of rules looks for, and what is asked of a block before a rule is read. Rules are numbered in the order of their ids."""

    parts: bytes | memoryview
    """Buckets and owners, each as `marshal` writes it: a process opens few of them."""
    bounds: Bounds
    structural: list[int]
    """The rules of places and shapes, which look for no string."""
    removing: Wanted
    keeping: Wanted


def tables(plans: Sequence[Plan]) -> Tables:
    """The tables of these rules, which know each other by their place."""
    bounds = [(plan.when.min_words, plan.when.max_words, plan.when.shape) for plan in plans]
    parts = Parts()
    numbered = list(enumerate(plans))
    removing, keeping = (
        _wanted([(number, plan) for number, plan in numbered if (plan.effect == "keep") == keep], bounds, parts) for keep in (False, True)
    )
    return Tables(
        parts.written(), bounds, [number for number, plan in numbered if not plan.gate], removing, keeping,
    )  # fmt: skip


class Parts:
    """Values written one after the other, each to be read by itself; equal owners are written once."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._owners: dict[tuple[tuple[int, int], ...], int] = {}

    def add(self, value: Any) -> int:
        """The place of the value."""
        place = len(self._written)
        self._written += marshal.dumps(value, MARSHAL_VERSION)
        return place

    def owners(self, own: Own, bounds: Bounds) -> int:
        """The place of the owners that these rules are; `bounds` are of all rules."""
        key = tuple(own)
        if key not in self._owners:
            low, high, letters = zip(*(bounds[number] for number, _ in own), strict=True)
            shapes = "".join(sorted(set("".join(letters)))) if all(letters) else ""
            self._owners[key] = self.add((min(low), max(high), shapes, own))
        return self._owners[key]

    def written(self) -> bytes:
        return bytes(self._written)


def part(parts: memoryview, place: int) -> Any:
    """The value at a place of `parts`."""
    return marshal.loads(parts[place:])


def _wanted(plans: Iterable[tuple[int, Plan]], bounds: Bounds, parts: Parts) -> Wanted:
    found: dict[str, dict[str, Own]] = {"whole": {}, "begin": {}, "end": {}, "near": {}}
    inner: list[dict[str, Own]] = [{} for _ in (*TIERS, None)]
    loose: dict[tuple[str, ...], list[tuple[int, int, Needs]]] = {}
    for number, plan in plans:
        tier = bisect_left(TIERS, plan.when.max_words)
        for entry, way in enumerate(plan.ways):
            for literal in way:
                table, string = _place(literal)
                (found[table] if table else inner[tier]).setdefault(string, []).append((number, 1 << entry))
            if not way:
                first, *others = plan.needs[entry] or ((),)
                loose.setdefault(first, []).append((number, 1 << entry, tuple(others)))
    placed = {table: {string: parts.owners(own, bounds) for string, own in strings.items()} for table, strings in found.items()}
    whole, begin = (_buckets(placed[table], parts, KEY) for table in ("whole", "begin"))
    end, near = (_buckets(placed[table], parts, -KEY) for table in ("end", "near"))
    tiers = [{string: parts.owners(own, bounds) for string, own in strings.items()} for strings in inner]
    return Wanted(whole, begin, end, near, *anywhere(tiers, parts), list(loose.items()))


def _place(literal: str) -> tuple[str, str]:
    """The table that a string for one end of a block belongs to, empty for others, and the string without its marks for the place."""
    if literal[0] == BEGIN:
        return ("whole", literal[1:-1]) if literal[-1] == NEAR_END else ("begin", literal[1:])
    if literal[-1] == END:
        return "end", literal[:-1]
    return ("near", literal[:-1]) if literal[-1] == NEAR_END else ("", literal)


def anywhere(tiers: Iterable[Mapping[str, int]], parts: Parts) -> tuple[Strings, int]:
    """Strings that may stand anywhere, with their owners, and the place of all, which are given by TIERS and last without a bound."""
    found: dict[str, tuple[int, ...]] = {}
    automata = []
    for strings in tiers:
        bare = [string.strip(EDGE) for string in strings]
        marks = [owners << MARKS | LEFT * (s[0] == EDGE) | RIGHT * (s[-1] == EDGE) for s, owners in strings.items()]
        own = [(string, mark) for string, mark in zip(bare, marks, strict=True) if _possible(string)]
        automata.append(("\n".join(string for string, _ in own), [mark for _, mark in own]))
        for string, mark in own:
            found[string] = (*found.get(string, ()), mark)
    return _buckets(found, parts, INNER_KEY), parts.add(tuple(automata))


def _possible(string: str) -> bool:
    """Whether a block may hold it; line breaks set strings apart, for none does."""
    return "\n" not in string


def _buckets(strings: Mapping[str, Any], parts: Parts, size: int) -> Strings:
    """The strings by their first letters, or by their last ones where `size` is negative."""
    found: dict[str, dict[str, Any]] = {}
    for string, known in strings.items():
        if _possible(string):
            found.setdefault(string[size:] if size < 0 else string[:size], {})[string] = known
    return {key: parts.add((tuple(sorted(set(map(len, own)))), own)) for key, own in found.items()}
