"""How far a header reaches: the list below it, the box that it opens in a page, the rest of the text, the name above it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cleaner.listing import is_entry
from cleaner.model import Evidence
from cleaner.survey import Facts

LIST_SHAPES = "xudnbcshql"
"""Shapes that may stand in a list under a header such as "Related articles"; anything else ends it."""
BULLET_SHAPES = "xudnb"
"""A list that begins with a bullet or a number ends with the last of them: what follows without one is the story's again."""
LIST_BLOCKS = 20
"""A header reaches no further than this."""
BOX_DEPTH, BOX_BLOCKS, BODY_DEPTH = 6, 60, 2
"""How many elements around a header are looked at as its box, how many blocks a box may hold, and the depth of the page's body."""
CARD_LINK, CARD_LINES = 0.5, 3
"""Share of a block's letters in links from which on it is the link of a card, and the blocks that a card may have beside it."""
ASKED = 3
"""So many questions right above a sentence make a text an interview or a list of questions and answers: they head what follows."""


class Header(NamedTuple):
    """A removed block whose rule reaches beyond it."""

    block: int
    reach: str
    evidence: Evidence


def reached(facts: Facts, header: Header, gone: Mapping[int, str]) -> list[int]:
    """The blocks below a header that belong to it."""
    first = header.block + 1
    if header.reach == "above":
        return [header.block - 1] if _names_above(facts, header.block) else []
    if header.reach == "rest":
        return list(range(first, len(facts.texts)))
    last = first
    while last < len(facts.texts) and last - first < LIST_BLOCKS and (_listed(facts, last) or last in gone):
        last += 1
    if facts.shapes[first : first + 1] in ("b", "n"):
        while facts.shapes[last - 1] not in BULLET_SHAPES and last - 1 not in gone:
            last -= 1
    ends_in_prose = last < len(facts.texts) and not _listed(facts, last)
    items = list(range(first, last))
    if (
        ends_in_prose
        and items
        and facts.shapes[items[-1]] in "shcql"
        and items[-1] not in gone
        and (len(items) > 1 or facts.words[items[-1]] <= 6 or (facts.shapes[items[-1]] == "q" and _asks(facts, gone)))
    ):
        items.pop()  # a line right above prose is more often the next subheading than the last link
    return items if len(items) >= len(box := _box(facts, header.block)) else box


def _box(facts: Facts, head: int) -> list[int]:
    """The other blocks of the widest element of a page that begins with the header and holds links throughout: cards with standfirsts
    are prose, but the markup says which list they belong to."""
    box: list[int] = []
    element = facts.elements[head]
    path = element.path if element else ""
    for _ in range(BOX_DEPTH):
        path = path.rpartition("/")[0]
        if path.count("/") <= BODY_DEPTH or _within(facts, head - 1, path):
            break
        end = head + 1
        while end - head <= BOX_BLOCKS and _within(facts, end, path):
            end += 1
        if end - head > BOX_BLOCKS or not _linked(facts, range(head + 1, end)):
            break
        box = list(range(head + 1, end))
    return box


def _within(facts: Facts, i: int, path: str) -> bool:
    """Whether block i stands inside the element with this path."""
    element = facts.elements[i] if 0 <= i < len(facts.elements) else None
    return element is not None and element.path.startswith(path + "/")


def _linked(facts: Facts, blocks: range) -> bool:
    """Whether a link stands among every few of these blocks, so that they may be a list of links with a line or two about each."""
    since = 0
    for i in blocks:
        element = facts.elements[i]
        since = 0 if element is not None and element.link_share >= CARD_LINK else since + 1
        if since > CARD_LINES:
            return False
    return True


def _names_above(facts: Facts, i: int) -> bool:
    """Whether the line above block i, at either end of the story but not the text's first, is nothing but a name."""
    return i > 1 and not facts.first_prose + 1 < i - 1 < facts.tail and is_name(facts, i - 1)


def is_name(facts: Facts, i: int) -> bool:
    """Whether a line is nothing but a name."""
    if facts.shapes[i] not in "shc":
        return False
    parts = facts.texts[i].split()
    if not 2 <= len(parts) <= 4:
        return False
    first, *middle, last = parts
    capitals = first[0].isupper() and last[0].isupper() and all(word[0].isupper() or len(word) <= 3 for word in middle)
    return capitals and all(letter.isalpha() or letter in " .'’-" for letter in facts.texts[i])


def _listed(facts: Facts, i: int) -> bool:
    """Whether a block may stand in a list of links."""
    return facts.shapes[i] in LIST_SHAPES and not is_entry(facts.texts[i])


def _asks(facts: Facts, gone: Mapping[int, str]) -> bool:
    """Whether the text goes by questions and answers."""
    asked = re.finditer("q(?=[tp])", facts.shapes)
    return sum(match.start() not in gone for match in asked) >= ASKED
