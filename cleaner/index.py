"""Which rules are worth trying on which block: one pass over the folded text, and a look at each block's two ends.

Strings that count only where a block begins or ends stand in dictionaries and cost a few look-ups a block; the others are found
by Aho-Corasick over the whole text. Most strings of the rule packs are of the first kind, so the automaton stays small.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress, count

from cleaner.line import Haystack, forms, meets
from cleaner.ruleset.plan import LOOSE_WORDS, Plan
from cleaner.ruleset.tables import (
    INNER_KEY,
    KEY,
    LEFT,
    MARKS,
    RIGHT,
    TIERS,
    Automata,
    Bounds,
    Bucket,
    Needs,
    Own,
    Owners,
    Strings,
    Tables,
    Wanted,
    part,
)
from cleaner.survey import Facts
from cleaner.text import CLOSERS

MAX_CLOSERS = 8
"""Closing punctuation that may follow what `ends` looks for, in characters."""
MUCH = 16_000
"""Letters that a process looks up before it builds the automaton."""

Match = tuple[int, int, int]
"""A string that stands in a text: its place in a list of marked owners, where it starts and where it ends."""
Found = tuple[list[int], list[Match]]
"""Marked owners, and the matches of their strings."""
Offer = tuple[int, str, str, str, int, dict[int, int]]
"""A block on which rules are worth trying: its core, folded, composed, how much was skipped, and the rules with their entries as bits."""
Offered = dict[int, dict[int, int]]
"""For blocks the rules worth trying, with the entries worth trying."""


class _Owners(dict[int, Owners]):
    """The owners of strings by their place, opened when first asked for."""

    def __init__(self, parts: memoryview) -> None:
        super().__init__()
        self._parts = parts

    def __missing__(self, place: int) -> Owners:
        own: Owners = part(self._parts, place)
        self[place] = own
        return own


class _Buckets:
    """Strings by their first, or last, letters; opened when a text first has these letters."""

    def __init__(self, strings: Strings, parts: memoryview) -> None:
        self.keys, self._parts = strings, parts
        self._opened: dict[str, Bucket] = {}

    def of(self, key: str) -> Bucket:
        """The strings with these letters, which are one of `keys`."""
        own = self._opened.get(key)
        if own is None:
            own = self._opened[key] = part(self._parts, self.keys[key])
        return own


class _Ends:
    """Strings that stand at one end of a block."""

    def __init__(self, strings: Strings, parts: memoryview, *, at_end: bool) -> None:
        self._buckets, self._at_end = _Buckets(strings, parts), at_end
        self._sizes = sorted(set(map(len, strings)))

    def of(self, texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
        """The texts, by number, with the owners of each string that they begin, or end, with."""
        at_end, buckets, keys = self._at_end, self._buckets, self._buckets.keys
        for size in self._sizes:
            keyed = [(i, text, text[-size:] if at_end else text[:size]) for i, text in texts]
            for i, text, key in keyed:
                if key in keys:
                    lengths, strings = buckets.of(key)
                    for length in lengths:
                        string = text[-length:] if at_end else text[:length]
                        if string in strings:
                            yield i, strings[string]


class Anywhere:
    """Strings that may stand anywhere.

    Automata find them in a fraction of the time that a look at each letter of the text takes; but to build them takes as long as
    to look at MUCH letters, and many a process sees fewer.
    """

    def __init__(self, strings: Strings, automata: int, parts: memoryview) -> None:
        self._buckets, self._parts, self._place = _Buckets(strings, parts), parts, automata
        self._tiny = [key for key in strings if len(key) < INNER_KEY]
        self._read = 0
        self._automata: list[_Automaton] | None = None

    def of(self, parts: list[str], words: list[int]) -> Iterator[tuple[int, int]]:
        """Parts, by number, with the owners of each string they hold; strings of rules for few words are found in parts of few `words`."""
        text = "\n".join(parts)
        self._read += len(text)
        if self._read < MUCH:
            yield from _owned(*self.looked_up(text), text, parts, range(len(parts)))
            return
        if self._automata is None:
            every: Automata = part(self._parts, self._place)
            self._automata = [_Automaton(*tier) for tier in every]
        for most, automaton in zip(TIERS, self._automata, strict=False):
            few = [i for i, count in enumerate(words) if count <= most]
            chosen = [parts[i] for i in few]
            inner = "\n".join(chosen)
            yield from _owned(*automaton.of(inner), inner, chosen, few)
        yield from _owned(*self._automata[-1].of(text), text, parts, range(len(parts)))

    def looked_up(self, text: str) -> Found:
        """Every string that stands in the text."""
        buckets, size = self._buckets, len(text)
        keys = map("".join, zip(*(text[k:] for k in range(INNER_KEY)), strict=False))
        places = [(start, INNER_KEY) for start in compress(count(), map(buckets.keys.__contains__, keys))]
        places += ((start, len(key)) for key in self._tiny for start in _places(key, text))
        marks: list[int] = []
        matches: list[Match] = []
        for start, letters in places:
            lengths, strings = buckets.of(text[start : start + letters])
            for length in lengths:
                end = start + length
                for mark in strings.get(text[start:end], ()) if end <= size else ():
                    matches.append((len(marks), start, end))
                    marks.append(mark)
        return marks, matches


class _Automaton:
    """Strings that may stand anywhere, in one automaton."""

    def __init__(self, joined: str, marks: list[int]) -> None:
        import ahocorasick_rs

        self._marks = marks
        self._automaton = ahocorasick_rs.AhoCorasick(joined.split("\n") if marks else [])

    def of(self, text: str) -> Found:
        """Every one of the strings that stands in the text."""
        return self._marks, self._automaton.find_matches_as_indexes(text, overlapping=True)


def _owned(marks: list[int], matches: list[Match], text: str, parts: list[str], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The parts that a text is joined of, by number, with the owners of each string that was found where no word goes on beyond it."""
    begins = list(accumulate((len(part) + 1 for part in parts), initial=0))
    size = len(text)
    for match, start, end in matches:
        mark = marks[match]
        if (mark & LEFT and start and _is_letter(text[start - 1])) or (mark & RIGHT and end < size and _is_letter(text[end])):
            continue
        yield numbers[bisect_right(begins, start) - 1], mark >> MARKS


class Index:
    """What some rules look for. It holds nothing of any text."""

    def __init__(self, wanted: Wanted, tables: Tables, plans: Sequence[Plan]) -> None:
        """`wanted` are those among the tables that keep, or the others; the tables are of these plans."""
        parts = memoryview(tables.parts)
        self._plans = plans
        self._bounds, self._owners = tables.bounds, _Owners(parts)
        self._whole = _Buckets(wanted.whole, parts)
        self._begin, self._end = _Ends(wanted.begin, parts, at_end=False), _Ends(wanted.end, parts, at_end=True)
        self._near = _Ends(wanted.near, parts, at_end=True)
        self._anywhere = Anywhere(wanted.anywhere, wanted.automata, parts)
        self._loose = wanted.loose

    def offers(self, facts: Facts) -> list[Offer]:
        """The rules worth trying on each of these blocks."""
        made = forms(facts.texts)
        offered = self._narrowed(self._gated(made.parts, facts), made.parts)
        return [(i, made.cores[i], made.folded[i], made.parts[i], made.skipped.get(i, 0), rules) for i, rules in offered.items()]

    def _narrowed(self, offered: Offered, parts: list[str]) -> Offered:
        """What of the offered may hold, going by the further strings that entries need."""
        out: Offered = {}
        for i, rules in offered.items():
            block = Haystack(parts[i])
            left = {}
            for number, entries in rules.items():
                plan = self._plans[number]
                if plan.gate == "regex":
                    worth = narrowed(plan.needs, block, entries)
                else:
                    worth = entries if not plan.needs or any(meets(needs, block) for needs in plan.needs) else 0
                if worth:
                    left[number] = worth
            if left:
                out[i] = left
        return out

    def _gated(self, parts: list[str], facts: Facts) -> Offered:
        """The rules of which a string stands in a block, and that its words and shape admit."""
        found: Offered = {}
        words, shapes, bounds, owners = facts.words, facts.shapes, self._bounds, self._owners
        for i, place in chain(self._at_ends(parts), self._anywhere.of(parts, words)):
            count, letter = words[i], shapes[i]
            least, most, letters, rules = owners[place]
            if least <= count <= most and (not letters or letter in letters):
                _offer(found, i, count, letter, rules, bounds)
        if self._loose:
            for i, count in enumerate(words):
                if count <= LOOSE_WORDS:
                    _offer(found, i, count, shapes[i], self._loosely(parts[i]), bounds)
        return found

    def _at_ends(self, parts: list[str]) -> Iterator[tuple[int, int]]:
        """Blocks with the owners of each string that they begin or end with, or are."""
        numbered = list(enumerate(parts))
        yield from self._begin.of(numbered)
        yield from self._end.of(numbered)
        bare = [(i, text.rstrip(CLOSERS) or text) for i, text in numbered]
        yield from self._near.of([(i, text) for i, text in bare if len(parts[i]) - len(text) < MAX_CLOSERS])
        whole = self._whole
        for i, text in bare:
            if text[:KEY] in whole.keys:
                strings = whole.of(text[:KEY])[1]
                if text in strings:
                    yield i, strings[text]

    def _loosely(self, part: str) -> Own:
        """The entries without a rare string that a short block may meet all the same."""
        block = Haystack(part)
        found: Own = []
        for first, entries in self._loose:
            if not first or meets((first,), block):
                found += [(number, entry) for number, entry, needs in entries if not needs or meets(needs, block)]
        return found


def _offer(found: Offered, i: int, count: int, letter: str, rules: Own, bounds: Bounds) -> None:
    """Note the rules that a block is neither too long nor too short nor of the wrong shape for."""
    for number, entries in rules:
        low, high, letters = bounds[number]
        if low <= count <= high and (not letters or letter in letters):
            own = found.get(i)
            if own is None:
                found[i] = {number: entries}
            else:
                own[number] = own.get(number, 0) | entries


def narrowed(needs: Sequence[Needs], block: Haystack, entries: int) -> int:
    """Of the entries of a rule's gate, as bits, those that the block may meet, going by the further strings they need."""
    left = entries
    while left:
        lowest = left & -left
        own = needs[lowest.bit_length() - 1]
        if own and not meets(own, block):
            entries ^= lowest
        left ^= lowest
    return entries


def _places(string: str, text: str) -> Iterator[int]:
    """Where the string stands in the text."""
    start = text.find(string)
    while start >= 0:
        yield start
        start = text.find(string, start + 1)


def _is_letter(char: str) -> bool:
    """Whether a word certainly goes on; what lies beyond these scripts is left to the confirmation."""
    return char.isalpha() and char < "\u2000"
