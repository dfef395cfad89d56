"""Blocks into facts: what each block is, before any rule speaks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.model import Element
from cleaner.text import count_words, shape

PROSE = "ptNB"
LONG_WORDS = 15
"""A prose block of so many words is certainly prose; the tail is measured from the last such blocks."""
TAIL_BLOCKS = 5
TITLE_LINES = 2
"""Lines of a text without any prose that count as its head."""

HEAD, STORY, TAIL = 1, 2, 4


class Facts(NamedTuple):
    """What the blocks of one text are. Lists run parallel to the blocks."""

    texts: list[str]
    """The blocks' words: lines of a wrapped paragraph joined, outer space gone."""
    words: list[int]
    shapes: str
    """One shape letter a block; see `text.SHAPES`."""
    elements: list[Element | None]
    first_prose: int
    """Index of the first prose block; the number of blocks when there is none."""
    tail: int
    """Index of the first block of the tail."""

    def only(self, blocks: list[int]) -> Facts:
        """The facts of a text that holds these blocks alone."""
        shapes = "".join([self.shapes[i] for i in blocks])
        return place([self.texts[i] for i in blocks], [self.words[i] for i in blocks], shapes, [self.elements[i] for i in blocks])

    def zones(self) -> list[int]:
        """The zones of each block as bits; story and tail overlap."""
        head, tail = self.first_prose, max(self.first_prose, self.tail)
        return [HEAD] * head + [STORY] * (tail - head) + [STORY | TAIL] * (len(self.texts) - tail)


def zone_bits(names: Iterable[str]) -> int:
    """Zones as bits.

    >>> zone_bits(["head", "tail"])
    5
    """
    return sum({"head": HEAD, "story": STORY, "tail": TAIL}[name] for name in set(names))


def survey(texts: list[str], elements: list[Element | None] | None = None) -> Facts:
    """The facts of a text's blocks."""
    words = [count_words(text) for text in texts]
    shapes = "".join(map(shape, texts, words))
    return place(texts, words, shapes, elements or [None] * len(texts))


def place(texts: list[str], words: list[int], shapes: str, elements: list[Element | None]) -> Facts:
    """The facts when words and shapes are known already."""
    count = len(texts)
    if not any(letter in PROSE for letter in shapes):  # no story: what stands below the first lines is as good as a tail
        return Facts(texts, words, shapes, elements, min(TITLE_LINES, count), min(TITLE_LINES, count))
    solid = [i for i, letter in enumerate(shapes) if letter == "p" and words[i] >= LONG_WORDS]
    prose = solid[0] if solid else next((i for i, letter in enumerate(shapes) if letter in PROSE), count)
    short = next((i for i, letter in enumerate(shapes) if letter in "pt"), count)
    first = min(prose, short) if solid and short >= solid[0] - 1 else prose
    after_second = solid[1] + 1 if len(solid) > 1 else first + 1
    tail = max(after_second, min(solid[-2] if len(solid) > 1 else count, count - TAIL_BLOCKS))
    return Facts(texts, words, shapes, elements, first, tail)
