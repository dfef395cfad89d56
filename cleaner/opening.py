"""The headline of a text that begins with its article: its first line, or one below kickers, a breadcrumb or the site's own words."""

from __future__ import annotations

from cleaner.headline import letters, likeness
from cleaner.lead import names_a_year, reads_as_headline, story_stems, weight
from cleaner.survey import PROSE, Facts

PROSE_WITHIN = 4
"""A first line is a headline only when prose follows within so many blocks."""
OUTWEIGHED, OUTWEIGHING = 0.5, 0.4
"""A line above another that could be the headline is a section or a banner, when it weighs less than this share of what the lower one
weighs, and that weighs at least so much (see `lead.weight`)."""
OUTWEIGHING_WORDS = 12
"""Longer lines below a headline are standfirsts, which have more of the story's words than it has."""
ABOVE = 12
"""So many lines may stand above the headline; a text of which more are short is a list."""
SHORT_WORDS = 4
"""A line in capitals, a numbered or a bulleted one with so many words may be a kicker or a step of a breadcrumb."""


class _Stories:
    """What follows each line, as stems, made when first needed."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._below: dict[int, set[str]] = {}

    def weight(self, i: int, above: int) -> float:
        """How much speaks for a line as the headline of what follows another."""
        if above not in self._below:
            self._below[above] = story_stems(self.facts, above + 1)
        return weight(self.facts.texts[i], self._below[above])


def opening(facts: Facts) -> int | None:
    """The place of the headline in a text that begins with one; all above it is kickers, steps of a breadcrumb and the site's own words.

    What follows must not lead in its turn, or cleaning the body would take another headline off it. A line that stands twice
    counts once, and what reads like the headline does not count: such repeats leave with it.
    """
    chain, end = _chain(facts)
    stories = _Stories(facts)
    leading: list[int | None] = [None] * (len(chain) + 2)  # the place in the chain of what leads the text from each of its lines
    for start in range(len(chain) - 1, -1, -1):
        line = start if reads_as_headline(facts, chain[start]) else start + 1
        if line < len(chain) and reads_as_headline(facts, chain[line]) and _prose_below(facts, chain[line]):
            lower = _lower(facts, chain, leading, line)
            if lower is None:
                leading[start] = line
            elif _outweighs(stories, chain[lower], chain[line]) and facts.texts[chain[line]] not in facts.texts[chain[lower] : end]:
                leading[start] = lower
        elif line > start:
            lower = leading[line]
            if lower is not None and lower - start <= ABOVE and stories.weight(chain[lower], chain[lower]) >= OUTWEIGHING:
                leading[start] = lower
    return None if leading[0] is None else chain[leading[0]]


def _chain(facts: Facts) -> tuple[list[int], int]:
    """The lines at the top that read as headlines or are as short as kickers, each once, and where the first other block stands."""
    chain: list[int] = []
    seen: set[str] = set()
    for i in range(len(facts.texts)):
        if not _is_short(facts, i) and not reads_as_headline(facts, i):
            return chain, i
        if facts.texts[i] not in seen:
            chain.append(i)
            seen.add(facts.texts[i])
    return chain, len(facts.texts)


def _is_short(facts: Facts, i: int) -> bool:
    """Whether a line says as little as a kicker, a date or a step of a breadcrumb."""
    letter = facts.shapes[i]
    return letter in "sxu" or (letter == "d" and not names_a_year(facts, i)) or (letter in "cnb" and facts.words[i] <= SHORT_WORDS)


def _lower(facts: Facts, chain: list[int], leading: list[int | None], line: int) -> int | None:
    """What leads the text below a line of the chain once that is its headline and what repeats it has left."""
    key, below = letters(facts.texts[chain[line]]), line + 1

    def repeats(k: int) -> bool:
        return likeness(facts.texts[chain[k]], key, facts.words[chain[k]]) is not None

    while below < len(chain) and repeats(below):
        below += 1
    lower = leading[below]
    while lower is not None and repeats(lower):
        lower = leading[lower + 1]
    return lower


def _outweighs(stories: _Stories, lower: int, upper: int) -> bool:
    """Whether the lower of two lines is so much more in the words of what follows that the upper one is no headline."""
    if stories.facts.words[lower] > OUTWEIGHING_WORDS:
        return False
    own = stories.weight(lower, lower)
    return own >= OUTWEIGHING and stories.weight(upper, lower) < OUTWEIGHED * own


def _prose_below(facts: Facts, i: int) -> bool:
    return any(letter in PROSE for letter in facts.shapes[i + 1 : i + 1 + PROSE_WITHIN])
