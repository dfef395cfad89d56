"""The standfirst of a page: what stands between its headline and its first paragraph and says what the story says.

Extractors drop it, for it stands outside the container of the paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.container import APART, BESIDE, FURNITURE, around
from cleaner.headline import letters
from cleaner.model import Block, Element
from cleaner.stems import shared, stems
from cleaner.text import closes

PROSE_WORDS = 20
"""The first block of the story with so many words is its first paragraph."""
WITHIN, WORDS, MOST = 12, 5, 90
"""Blocks above the first paragraph among which a standfirst is looked for where the page has no h1; its words, from and to."""
LINKS = 0.4
"""The greatest share of its letters inside links."""
TELLING_WITHIN, TELLING_WORDS, TELLING_SHARE = 4, 12, 0.5
"""One that the page does not describe itself with stands so many blocks below the h1, has so many words, and the story has this share of
them, …"""
TELLING_KINDS = frozenset({"p", "h2", "other"})
"""… and is of such a kind."""
STORY_BLOCKS = 40
"""So many blocks of the story tell its words."""


def standfirst(blocks: Sequence[Block], inner: frozenset[int], described: frozenset[int], title: str) -> frozenset[int]:
    """The blocks above the story (`inner`) that are its standfirst: the page describes itself with them, or they tell what the story tells.

    `described` are all blocks that stand in the page's descriptions of itself, `title` its headline.
    """
    first = next((i for i in sorted(inner) if len(blocks[i].text.split()) >= PROSE_WORDS), None)
    if first is None:
        return frozenset()
    headings = [i for i in range(first) if (element := blocks[i].element) is not None and element.kind == "h1"]
    start = headings[-1] + 1 if headings else max(0, first - WITHIN)
    named = described | (_telling(blocks, inner, range(start, first)[:TELLING_WITHIN], first, title) if headings else frozenset())
    apart = APART - around(blocks, inner)
    texts: set[str] = {blocks[i].text for i in inner}
    found = []
    for i in range(start, first):
        text = blocks[i].text
        if i in named and WORDS <= len(text.split()) <= MOST and _plain(blocks[i].element, apart) and text not in texts:
            found.append(i)
            texts.add(text)
    return frozenset(found)


def _plain(element: Element | None, apart: frozenset[str]) -> bool:
    return element is not None and element.kind != "caption" and element.link_share <= LINKS and apart.isdisjoint(element.tokens)


def _telling(blocks: Sequence[Block], inner: frozenset[int], places: range, first: int, title: str) -> frozenset[int]:
    """The sentences in these places, in the article element of the `first` paragraph, with the story's words, not just the headline's."""
    story = stems(" ".join(blocks[i].text for i in sorted(inner)[:STORY_BLOCKS]))
    article, key = _article(blocks[first].element), letters(title)
    apart = (FURNITURE | BESIDE) - around(blocks, inner)

    def tells(text: str) -> bool:
        if len(text.split()) < TELLING_WORDS or not closes(text) or (key and key in letters(text)):
            return False
        return shared(text, story) >= TELLING_SHARE

    return frozenset(
        i
        for i in (places if article else ())
        if (element := blocks[i].element) is not None
        and element.kind in TELLING_KINDS
        and element.path.startswith(article)
        and apart.isdisjoint(element.tokens)
        and tells(blocks[i].text)
    )


def _article(element: Element | None) -> str:
    """The path of the innermost article around an element, with a slash; empty where there is none."""
    steps = element.path.split("/") if element is not None else []
    articles = [k for k, step in enumerate(steps) if step.partition("[")[0] == "article"]
    return "/".join(steps[: articles[-1] + 1]) + "/" if articles else ""
