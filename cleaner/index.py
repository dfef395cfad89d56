"""Which rules are worth trying on which block: one pass over the folded text, and a look at each block's two ends.

Strings that count only where a block begins or ends stand in dictionaries and cost a few look-ups a block; the others are found
by Aho-Corasick over the whole text. Most strings of the rule packs are of the first kind, so the automaton stays small.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate

import ahocorasick_rs

from cleaner.ruleset.plan import BEGIN, END, FIGURE, LOOSE_WORDS
from cleaner.ruleset.tables import KEY, LEFT, RIGHT, SHORT_WORDS, Buckets, Needs, Owners, Tables, Wanted, Within, bucket
from cleaner.survey import Facts
from cleaner.text import CLOSERS

MAX_CLOSERS = 8
"""Closing punctuation that may follow what `ends` looks for, in characters."""
_FIGURES, _OTHER_FIGURES = re.compile("[0-9]+"), re.compile("[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]")

Found = dict[int, dict[int, int]]
"""For blocks the rules worth trying, with the entries worth trying."""


class _Ends:
    """Strings that stand at one end of a block."""

    def __init__(self, buckets: Buckets, *, at_end: bool) -> None:
        self._buckets, self._at_end = buckets, at_end
        self._sizes = sorted(set(map(len, buckets)))

    def of(self, text: str) -> list[int]:
        """The owners of each string that the text begins, or ends, with."""
        found = []
        at_end = self._at_end
        for size in self._sizes:
            own = bucket(self._buckets, text[-size:] if at_end else text[:size])
            if own is not None:
                lengths, strings = own
                for length in lengths:
                    string = text[-length:] if at_end else text[:length]
                    if string in strings:
                        found.append(strings[string])
        return found


class _Within:
    """Strings that may stand anywhere, in one automaton."""

    def __init__(self, table: Within) -> None:
        strings, self._owners = table
        self._automaton = ahocorasick_rs.AhoCorasick(strings) if strings else None

    def of(self, parts: list[str]) -> Iterable[tuple[int, int]]:
        """Parts with the owners of each string they hold."""
        if self._automaton is None or not parts:
            return
        text = "\n".join(parts)
        begins = list(accumulate((len(part) + 1 for part in parts), initial=0))
        size, owners_of = len(text), self._owners
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            owners = owners_of[pattern]
            if (owners & LEFT and start and _is_letter(text[start - 1])) or (owners & RIGHT and end < size and _is_letter(text[end])):
                continue
            yield bisect_right(begins, start) - 1, owners >> 2


class Index:
    """What some rules look for. It holds nothing of any text."""

    def __init__(self, wanted: Wanted, tables: Tables) -> None:
        """`wanted` are those among the tables that keep, or the others."""
        self._bounds, self._owners, self._whole = tables.bounds, tables.owners, wanted.whole
        self._begin, self._end = _Ends(wanted.begin, at_end=False), _Ends(wanted.end, at_end=True)
        self._near = _Ends(wanted.near, at_end=True)
        self._long, self._short = _Within(wanted.long), _Within(wanted.short)
        self._loose = wanted.loose

    def candidates(self, parts: list[str], facts: Facts) -> Found:
        """The rules worth trying on each of these blocks, folded and composed."""
        found: Found = {}
        words, shapes, offer, owners_of = facts.words, facts.shapes, self._offer, self._owners
        for i, part in enumerate(parts):
            for owners in self._at_ends(part):
                offer(found, i, words[i], shapes[i], owners_of[owners])
        for i, owners in self._long.of(parts):
            offer(found, i, words[i], shapes[i], owners_of[owners])
        short = [i for i, count in enumerate(words) if count <= SHORT_WORDS]
        for k, owners in self._short.of([parts[i] for i in short]):
            i = short[k]
            offer(found, i, words[i], shapes[i], owners_of[owners])
        if self._loose:
            for i in short:
                if words[i] <= LOOSE_WORDS:
                    offer(found, i, words[i], shapes[i], self._loosely(parts[i]))
        return found

    def _offer(self, found: Found, i: int, count: int, letter: str, owners: Owners) -> None:
        """Note the rules that a block is neither too long nor too short nor of the wrong shape for."""
        bounds = self._bounds
        for number, entries in owners:
            low, high, letters = bounds[number]
            if low <= count <= high and (not letters or letter in letters):
                own = found.get(i)
                if own is None:
                    found[i] = {number: entries}
                else:
                    own[number] = own.get(number, 0) | entries

    def _at_ends(self, part: str) -> list[int]:
        """The owners of strings that stand where the block begins or ends, or that it is."""
        found = self._begin.of(part) + self._end.of(part)
        bare = part.rstrip(CLOSERS) or part
        if len(part) - len(bare) < MAX_CLOSERS:
            found += self._near.of(bare)
        whole = bucket(self._whole, bare[:KEY])
        if whole is not None and bare in whole[1]:
            found.append(whole[1][bare])
        return found

    def _loosely(self, part: str) -> Owners:
        """The entries without a rare string that a short block may meet all the same."""
        text = haystack(part)
        found: Owners = []
        for first, entries in self._loose:
            if first:
                for string in first:
                    if string in text:
                        break
                else:
                    continue
            found += [(number, entry) for number, entry, needs in entries if not needs or meets(needs, text)]
        return found


def haystack(part: str) -> str:
    """The text in which further strings are looked for: its ends are marked, and each run of figures that it holds is told behind it."""
    return f"{BEGIN}{part}{END}{FIGURE * len(_FIGURES.findall(part))}"


def meets(needs: Needs, text: str) -> bool:
    """Whether the text holds a string of each set."""
    for strings in needs:
        if strings[0][0] == BEGIN:
            if not text.startswith(strings):
                return False
            continue
        for string in strings:
            if string in text:
                break
        else:
            return False
    return True


def composed(part: str) -> str:
    """The form in which rules are looked for: accents as single characters, figures of any script as 0 to 9.

    Only which block holds a string matters here, not where, so the length may change.
    """
    if part.isascii():
        return part
    if _OTHER_FIGURES.search(part):
        part = _OTHER_FIGURES.sub(lambda match: str(unicodedata.decimal(match[0])), part)
    return part if unicodedata.is_normalized("NFC", part) else unicodedata.normalize("NFC", part)


def _is_letter(char: str) -> bool:
    """Whether a word certainly goes on; what lies beyond these scripts is left to the confirmation."""
    return char.isalpha() and char < "\u2000"
