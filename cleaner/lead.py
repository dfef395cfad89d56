"""The headline and the standfirst above the story zone, parted from it by bylines, dates, pictures and buttons.

Menus stand there too; what tells them apart is that headline and standfirst are made of the story's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cleaner.headline import MIN_WORDS, is_candidate
from cleaner.stems import shared, stems
from cleaner.survey import Facts
from cleaner.text import closes
from cleaner.zone import Zone

HEADLINE_WITHIN = 22
"""How many blocks above the zone the headline may stand."""
HEADLINE_WORDS = 26
"""A line of so many words that does not end like a sentence may be a headline."""
HEADLINE_SHARE, HEADLINE_STEMS = 0.4, 2
"""A line of which the story has this share of words, and so many of them, may be the headline."""
FULL_STEMS, HEADLINE_SLACK = 5, 0.25
"""It weighs its share, and less where the story has fewer words of it than so many: a menu's entries have two or three. The headline is the
first that weighs no more than this less than the heaviest."""
OUTLINE = "o "
"""How text browsers begin an entry of a list in a list in a list."""
FEW_LINES, FULL_WORDS, FULL_SHARE = 6, 6, 0.25
"""So few lines above the story, from the text's first on, are no menu: the first of them that reads as a headline, has so many words and
this share of them from the story is the headline, for captions stand below it and share more. The site's slogan shares none."""
STANDFIRST_WITHIN, STANDFIRST_WORDS, STANDFIRST_SHARE = 8, 8, 0.2
"""How many blocks below the headline a standfirst is looked for; a sentence there with fewer words, or of other words than the story's, is
a label or an offer."""
LEAD_WITHIN, LEAD_WORDS, LEAD_SHARE = 3, 16, 0.65
"""The same for a standfirst that does not end like a sentence; captions do so too, but stand lower."""
STORY_BLOCKS = 40
"""So many blocks of the story tell its words."""
_LETTERS = re.compile(r"[^\W\d_]+")


class Lead(NamedTuple):
    """Blocks above the zone that belong to the story."""

    headline: int | None
    standfirst: int | None


def lead_above(facts: Facts, zone: Zone, gone: Mapping[int, str]) -> Lead:
    """The headline above the zone, below the breadcrumb where one stands there, and the standfirst between the two."""
    story = story_stems(facts, zone.start, zone.end)
    path = max((i for i in range(zone.start) if gone.get(i) == "breadcrumb"), default=-1)
    headline = _headline(facts, zone, gone, story, path + 1)
    if headline is None and path >= 0:
        headline = _headline(facts, zone, gone, story, 0)
    return Lead(headline, None if headline is None else _standfirst(facts, headline, zone, gone, story))


def _headline(facts: Facts, zone: Zone, gone: Mapping[int, str], story: set[str], first: int) -> int | None:
    """From block `first` on the first line in the story's words, where few are left the first full one with some of them; where none has
    enough of them, the line right above the story that reads as a headline."""
    above = [i for i in range(max(first, zone.start - HEADLINE_WITHIN), zone.start) if i not in gone]
    weights = {i: own for i in above if _may_head(facts, i) and (own := weight(facts.texts[i], story))}
    least = max(weights.values(), default=0.0) - HEADLINE_SLACK
    found = [next((i for i, own in weights.items() if own >= least), None)]
    if zone.start <= HEADLINE_WITHIN and len(above) <= FEW_LINES:
        full = (i for i in above if facts.words[i] >= FULL_WORDS and _may_head(facts, i) and shared(facts.texts[i], story) >= FULL_SHARE)
        found.append(next(full, None))
    known = [i for i in found if i is not None]
    if known:
        return min(known)
    if above and (_is_candidate(facts, above[-1]) or (above[-1] == 0 and names_a_year(facts, 0))):
        return above[-1]
    return None


def reads_as_headline(facts: Facts, i: int) -> bool:
    """Whether a line could be the headline of what follows: by its form, or as one that names a year by its words, which dates lack."""
    if not names_a_year(facts, i):
        return _is_candidate(facts, i)
    return weight(facts.texts[i], story_stems(facts, i + 1)) > 0


def story_stems(facts: Facts, start: int, end: int | None = None) -> set[str]:
    """The words of a story that starts at a block, as stems."""
    stop = start + STORY_BLOCKS
    return stems(" ".join(facts.texts[start : stop if end is None else min(end, stop)]))


def names_a_year(facts: Facts, i: int) -> bool:
    """Whether a line could be a short headline that names a year, and so has the shape of a date."""
    return facts.shapes[i] == "d" and len(_LETTERS.findall(facts.texts[i])) >= MIN_WORDS


def _is_candidate(facts: Facts, i: int) -> bool:
    return is_candidate(facts.texts[i], facts.shapes[i], facts.words[i])


def _may_head(facts: Facts, i: int) -> bool:
    """Whether a line that has the story's words may be its headline."""
    if facts.texts[i].startswith(OUTLINE):
        return False
    if _is_candidate(facts, i) or names_a_year(facts, i):
        return True
    return facts.shapes[i] == "p" and MIN_WORDS <= facts.words[i] <= HEADLINE_WORDS and not closes(facts.texts[i])


def _standfirst(facts: Facts, headline: int, zone: Zone, gone: Mapping[int, str], story: set[str]) -> int | None:
    """The first sentence below the headline, or what says so much in the story's own words that it needs no full stop."""
    for i in range(headline + 1, min(zone.start, headline + 1 + STANDFIRST_WITHIN)):
        if facts.shapes[i] not in "pt" or i in gone:
            continue
        share = shared(facts.texts[i], story)
        if closes(facts.texts[i]):
            return i if facts.words[i] >= STANDFIRST_WORDS and share >= STANDFIRST_SHARE else None
        return i if i <= headline + LEAD_WITHIN and facts.words[i] >= LEAD_WORDS and share >= LEAD_SHARE else None
    return None


def weight(text: str, story: set[str]) -> float:
    """How much speaks for a line as the headline of a story with these stems, 0 to 1."""
    own = stems(text)
    common = len(own & story)
    if common < HEADLINE_STEMS or common < HEADLINE_SHARE * len(own):
        return 0.0
    return common / len(own) * min(1.0, common / FULL_STEMS)
