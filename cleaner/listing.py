"""Lists that are a story's own, though menus look like them: ingredients, checklists, timelines, what speaks for and against each thing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from cleaner.survey import Facts

_AMOUNT = re.compile(r"(?:[-•*·] ?)?(?:\d+(?:[.,/]\d+)?|[½¼¾⅓⅔]) ?(?![A-Z])[^\W\d_].*|\D{1,40}\d+(?:[.,/]\d+)? ?(?![A-Z])[^\W\d_]{0,4}\.?")
AMOUNTS, AMOUNTS_WITHIN = 3, 3
"""Short lines of an amount each, as a list of ingredients has; so many of them above a story are no menu, nor are lines so near to one."""
_ENTRY = re.compile(r"[☐☑☒✅✓✔✗✘❌] ?\w|(?:19|20)\d\d ?: \w")
_ITEMS = "bnBN"
_HEADED = re.compile(f"s(?=[{_ITEMS}])")
HEADS = 3
"""A short line that heads a list so often, with prose in between, is a part of the story."""


def is_entry(text: str) -> bool:
    """Whether a line is the item of a checklist or the entry of a timeline; neither is a line of a menu or of a list of links.

    >>> is_entry("✓ Rope"), is_entry("1954: The bridge falls"), is_entry("• Rope")
    (True, True, False)
    """
    return _ENTRY.match(text) is not None


def near_amounts(facts: Facts, end: int, gone: Mapping[int, str]) -> frozenset[int]:
    """The blocks above `end` that are a list of amounts or stand by one; `gone` are the blocks that rules remove."""
    amounts = [i for i in range(end) if i not in gone and facts.shapes[i] in "sbnh" and _AMOUNT.fullmatch(facts.texts[i])]
    if len(amounts) < AMOUNTS:
        return frozenset()
    return frozenset(near for i in amounts for near in range(i - AMOUNTS_WITHIN, min(i + AMOUNTS_WITHIN + 1, end)))


def headed_lists(facts: Facts, prose: Sequence[bool], gone: Mapping[int, str]) -> frozenset[int]:
    """Lists with the short line above each, where the same line heads one again and again: "Pros", "Cons", "Highlights".

    `prose` tells which blocks are prose. Between two such lists some must stand, or they are the columns of a menu.
    """
    heads: dict[str, list[int]] = {}
    for match in _HEADED.finditer(facts.shapes):
        if match.start() not in gone:
            heads.setdefault(facts.texts[match.start()], []).append(match.start())
    above = list(accumulate(prose, initial=0))  # how much prose stands above each block
    found: set[int] = set()
    for own in heads.values():
        if len(own) >= HEADS and all(above[upper] < above[lower] for upper, lower in pairwise(own)):
            for i in own:
                end = i + 1
                while end < len(prose) and facts.shapes[end] in _ITEMS and end not in gone:
                    end += 1
                found.update(range(i, end))
    return frozenset(found)
