"""The index once more, compiled: what `index.Index` finds, found in a fifth of the time (`native/gates.h`).

Where the package was built without a compiler there is no `_native`, and Python does all of it; what is found is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from cleaner.index import MAX_CLOSERS, Index, Offer
from cleaner.line import composed
from cleaner.ruleset.plan import LOOSE_WORDS, Plan
from cleaner.ruleset.tables import LEFT, MARKS, RIGHT, TIERS, Automata, Own, Strings, Tables, Wanted, part
from cleaner.survey import Facts
from cleaner.text import ALIKE, CLOSERS, DECORATION

if TYPE_CHECKING:
    from cleaner import _native

FORM = 1
"""Raised, here and there, with what is given to the compiled part, so that one left over from other sources is not used."""
PYTHON_LETTERS = 300_000
"""Letters that a process reads before the compiled index is made ready, which takes as long as to read so many in Python."""


class Finder:
    """An index that goes over to the compiled form when a process has read so much that it pays."""

    def __init__(self, wanted: Wanted, tables: Tables, plans: Sequence[Plan], python_letters: float = PYTHON_LETTERS) -> None:
        """`wanted` are those among the tables that keep, or the others; the tables are of these plans."""
        self._wanted, self._tables, self._plans = wanted, tables, plans
        self._index = Index(wanted, tables, plans)
        self._left = python_letters
        self._gates: _native.Gates | None = None

    def offers(self, facts: Facts) -> list[Offer]:
        """The rules worth trying on each of these blocks."""
        if self._gates is None:
            self._left -= sum(map(len, facts.texts))
            if self._left > 0 or not built():
                return self._index.offers(facts)
            self._gates = gates(self._wanted, self._tables, self._plans)
        return self._gates.offers(facts.texts, facts.words, facts.shapes)


@cache
def built() -> bool:
    """Whether there is a compiled part. Asking loads it, and few processes need it."""
    try:
        from cleaner import _native
    except ImportError:  # built where there was no compiler
        return False
    return _native.FORM == FORM


def gates(wanted: Wanted, tables: Tables, plans: Sequence[Plan]) -> _native.Gates:
    """The compiled form of what some rules look for, where it is `built`."""
    from cleaner import _native

    parts = memoryview(tables.parts)
    owners = _Owners(parts)
    automata: Automata = part(parts, wanted.automata)
    anywhere = [
        (string, tier, mark & (LEFT | RIGHT), owners.number(mark >> MARKS))
        for tier, (joined, marks) in enumerate(automata)
        for string, mark in zip(joined.split("\n"), marks, strict=False)
    ]
    loose = [
        (number, _entry(bits), ((first,) if first else ()) + needs) for first, entries in wanted.loose for number, bits, needs in entries
    ]
    ends = {name: list(_strings(getattr(wanted, name), parts, owners)) for name in ("whole", "begin", "end", "near")}
    return _native.Gates(
        {
            **ends, "anywhere": anywhere, "loose": loose, "owners": owners.all, "bounds": tables.bounds,
            "needs": [(plan.gate == "regex", plan.needs) for plan in plans], "tiers": TIERS, "loose_words": LOOSE_WORDS,
            "closers": CLOSERS, "closers_room": MAX_CLOSERS, "decoration": DECORATION, "alike": ALIKE, "composed": composed,
        }
    )  # fmt: skip


class _Owners:
    """Owners of strings, numbered in the order in which they are asked for."""

    def __init__(self, parts: memoryview) -> None:
        self.all: list[tuple[int, int, str, Own]] = []
        self._parts = parts
        self._numbers: dict[int, int] = {}

    def number(self, place: int) -> int:
        """The number of the owners at this place."""
        known = self._numbers.get(place)
        if known is None:
            known = self._numbers[place] = len(self.all)
            least, most, shapes, own = part(self._parts, place)
            self.all.append((least, most, shapes, [(rule, _entry(bits)) for rule, bits in own]))
        return known


def _strings(strings: Strings, parts: memoryview, owners: _Owners) -> Iterator[tuple[str, int]]:
    """The strings of one table, with the number of their owners."""
    for place in strings.values():
        for string, own in part(parts, place)[1].items():
            yield string, owners.number(own)


def _entry(bits: int) -> int:
    """The number of the one entry that the bits name."""
    return bits.bit_length() - 1
