"""Who vouches for a block of a page: what an extractor keeps, and what the page says of itself."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise, repeat
from typing import Any, NamedTuple

from cleaner.model import Block
from cleaner.segment.titled import title_of
from cleaner.text import fold, letter_runs

SHARED = 0.6
"""A block is vouched for when such a share of its words stands in runs of four words that the witness has as well."""
SHORT_WORDS = 12
"""… or when it has fewer words and is a line of the witness, between the first and the last block that it vouches for."""
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})
_STANDFIRST = frozenset(
    """standfirst subtitle subheadline subhead subheading dek deck lede lead intro introtext excerpt abstract description
    alternativeheadline chapo chapeau bajada entradilla sottotitolo occhiello ingress preamble manchet vorspann anleser
    teasertext""".split()  # noqa: SIM905
)
"""Class, id and itemprop words by which pages name their standfirst, in the languages of the rule packs."""


class Testimony(NamedTuple):
    """What the witnesses say of a page."""

    extractor: frozenset[int]
    """Blocks that the extractor keeps."""
    declared: frozenset[int]
    """Blocks that stand in the articleBody which the page declares for machines (JSON-LD)."""
    described: frozenset[int]
    """Blocks that stand in the description which the page gives of itself, or are named a standfirst by class, id or itemprop."""
    title: str
    """The headline as the page declares it; empty when it does not."""
    unasked: bool = False
    """Whether the page was too large to ask the extractor."""


def testify(tree: Any, blocks: list[Block], extract: Callable[[Any], str | None]) -> Testimony:
    """The testimony on the blocks of a parsed page; `extract` gives the extractor's text, None where it could not be asked. It comes
    last, for it may take the tree apart."""
    nodes = list(_linked_data(tree))
    declared = "\n".join(str(node.get("articleBody") or "") for node in nodes)
    descriptions = [str(node.get("description") or "") for node in nodes if "articleBody" in node or "headline" in node]
    descriptions += [
        _content(meta) for meta in tree.iter("meta") if (meta.get("property") or meta.get("name") or "").lower() in _DESCRIPTIONS
    ]
    headlines = [value for node in nodes if isinstance(value := node.get("headline"), str)]
    words = [block.element.tokens if block.element else frozenset() for block in blocks]
    named = frozenset(i for i, own in enumerate(words) if not own.isdisjoint(_STANDFIRST) and "caption" not in own)  # of the lead's picture
    spoken = _Spoken(blocks)
    title = title_of(tree, headlines, spoken.letters)
    text = extract(tree)
    kept, told, described = spoken.heard(text or "", declared, "\n".join(descriptions))
    return Testimony(kept, told, described | named, title, text is None)


def word_runs(text: str) -> set[tuple[str, str, str, str]]:
    """Every four words that stand in a row, folded."""
    return set(_fours(letter_runs(fold(text))))


class _Spoken:
    """The words of a page in order, and where each block's begin."""

    def __init__(self, blocks: list[Block]) -> None:
        self.words: list[str] = []
        self.begins = [0]
        position = 0
        folded = fold("\n".join([block.text for block in blocks]))  # at once: folding has a price for each text
        for block in blocks:
            end = position + len(block.text)
            self.words += letter_runs(folded[position:end])
            self.begins.append(len(self.words))
            position = end + 1

    def letters(self) -> set[str]:
        """The letters of each block, as `headline.letters` gives them."""
        return {"".join(self.words[start:end]) for start, end in pairwise(self.begins)}

    def heard(self, *texts: str) -> list[frozenset[int]]:
        """For each witness the blocks that its text holds. Its lines need not be the page's: words are compared, four in a row.

        A run may reach from one block into the next; so a line of one word counts where it stood between the same neighbours.
        """
        folded = list(map(fold, texts))
        theirs: dict[tuple[str, str, str, str], int] = {}
        for k, text in enumerate(folded):
            for run in set(_fours([word for line in text.splitlines() for word in letter_runs(line)])):
                theirs[run] = theirs.get(run, 0) | 1 << k
        # One look at each word of the page for all witnesses: a bit for each that has the run which the word begins.
        begins = bytes(map(theirs.get, _fours(self.words), repeat(0)))
        return [self._held(text, begins.translate(bytes(code >> k & 1 for code in range(256)))) for k, text in enumerate(folded)]

    def _held(self, folded: str, runs: bytes) -> frozenset[int]:
        """The blocks that a text holds, with a 1 for each word of the page that begins one of its runs."""
        if not folded:
            return frozenset()
        covered, begins = self._covered(runs), self.begins
        # A witness speaks of one stretch of the page: the menus before and behind it are not counted through.
        low, high = bisect_right(begins, covered.find(1)) - 1, bisect_right(begins, covered.rfind(1))
        spans = list(pairwise(begins[max(0, low) : high + 1]))
        found = {i for i, (start, end) in enumerate(spans, low) if end > start and covered.count(1, start, end) >= SHARED * (end - start)}
        first, last = (min(found), max(found)) if found else (0, len(begins) - 2)
        short = [i for i in range(first, last + 1) if i not in found and 0 < begins[i + 1] - begins[i] < SHORT_WORDS]
        if short:
            parts = {part for line in folded.splitlines() for part in (line, *line.split("|")) if part.count(" ") < 2 * SHORT_WORDS}
            lines = {tuple(letter_runs(part)) for part in parts}
            found.update(i for i in short if tuple(self.words[begins[i] : begins[i + 1]]) in lines)
        return frozenset(found)

    def _covered(self, runs: bytes) -> bytes:
        """A 1 for each word of the page in one of these runs of four: a word begins a run, or one of the three before it does."""
        begins = int.from_bytes(runs, "little")
        return (begins | begins << 8 | begins << 16 | begins << 24).to_bytes(len(self.words) + 4, "little")


def _fours(words: list[str]) -> Iterator[tuple[str, str, str, str]]:
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD; scripts that are no JSON say nothing."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            data = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        stack = [data]
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack.extend(node)
            elif isinstance(node, dict):
                yield node
                stack.extend(value for value in node.values() if isinstance(value, list | dict))


def _content(meta: Any) -> str:
    return meta.get("content") or ""
