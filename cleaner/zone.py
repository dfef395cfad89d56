"""Where the story lies in a text that holds more than the story: the best-scoring run of blocks.

Prose adds its words, everything else costs; the run with the highest sum is the story, with whatever interrupts it. The
starting point is the maximum-subsequence view of content extraction (Pasternack and Roth, 2009), on lines instead of tokens.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from cleaner.survey import Facts

PROSE_CAP = 60
"""Words beyond which a paragraph counts no more, so that one long disclaimer does not outweigh a story."""
LONELY = 0.5
"""Share of its words that a paragraph counts for when neither neighbour is prose: teasers alternate, stories do not."""
COST = {"p": 0.0, "t": 0.0, "q": 2.0, "B": 0.0, "N": 0.0, "h": 6.0, "l": 3.0, "b": 6.0, "n": 6.0, "s": 8.0, "c": 6.0, "d": 10.0, "u": 8.0, "x": 2.0}
"""What a block of each other shape costs."""
FURNITURE_COST = 6.0
"""What a block costs that a rule removes."""
MIN_OUTSIDE = 12
"""A text with fewer lines of chrome outside the best run is taken for a story whole."""
CHROME = "sbnclduhx"


class Zone(NamedTuple):
    """The story as a run of blocks, end exclusive."""

    start: int
    end: int
    score: float
    outside: int
    """Blocks of chrome before and after it."""


def story_zone(facts: Facts, gone: Collection[int]) -> Zone | None:
    """The zone of the story; None when the text shows too little chrome around it for a cut."""
    count = len(facts.texts)
    best = Zone(0, 0, 0.0, 0)
    start, total = 0, 0.0
    for i in range(count):
        if total <= 0:
            start, total = i, 0.0
        total += _score(facts, i, gone)
        if total > best.score:
            best = Zone(start, i + 1, total, 0)
    outside = sum(1 for i in (*range(best.start), *range(best.end, count)) if facts.shapes[i] in CHROME and i not in gone)
    return best._replace(outside=outside) if best.end and outside >= MIN_OUTSIDE else None


def _score(facts: Facts, i: int, gone: Collection[int]) -> float:
    if i in gone:
        return -FURNITURE_COST
    shape = facts.shapes[i]
    cost = COST[shape]
    if cost:
        return -cost
    words = min(facts.words[i], PROSE_CAP)
    around = facts.shapes[max(0, i - 1) : i] + facts.shapes[i + 1 : i + 2]
    return words if any(s in "ptBN" for s in around) else words * LONELY
