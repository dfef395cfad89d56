"""Who vouches for a block of a page: what an extractor keeps, and what the page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.model import Block
from cleaner.text import fold

MIN_INSIDE = 24
"""Letters from which on a block counts as vouched for when it stands inside a witness's line."""
MIN_RUNS, SHARED = 5, 0.6
"""A block is vouched for as well when it has so many runs of four words and this share of them is in the witness's text."""
_DESCRIPTIONS = frozenset({"description", "og:description", "twitter:description"})
_STANDFIRST = frozenset(
    """standfirst subtitle subheadline subhead subheading dek deck lede lead intro introtext excerpt abstract description
    alternativeheadline chapo chapeau bajada entradilla sottotitolo occhiello ingress preamble manchet vorspann anleser
    teasertext""".split()  # noqa: SIM905
)
"""Class, id and itemprop words by which pages name their standfirst, in the languages of the rule packs."""
_LETTERS = re.compile(r"[^\W_]+")


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


def testify(tree: Any, blocks: list[Block], extracted: str) -> Testimony:
    """The testimony on the blocks of a parsed page; `extracted` is the extractor's text."""
    nodes = list(_linked_data(tree))
    declared = "\n".join(str(node.get("articleBody") or "") for node in nodes)
    descriptions = [str(node.get("description") or "") for node in nodes if "articleBody" in node or "headline" in node]
    descriptions += [
        _content(meta) for meta in tree.iter("meta") if (meta.get("property") or meta.get("name") or "").lower() in _DESCRIPTIONS
    ]
    named = frozenset(i for i, block in enumerate(blocks) if block.element and not block.element.tokens.isdisjoint(_STANDFIRST))
    return Testimony(
        _matched(blocks, extracted), _matched(blocks, declared), _matched(blocks, "\n".join(descriptions)) | named, _title(tree)
    )


def letters(text: str) -> str:
    """The letters and digits of a text, folded: what two renderings of one paragraph share."""
    return "".join(_LETTERS.findall(fold(text)))


def _matched(blocks: list[Block], text: str) -> frozenset[int]:
    lines = {key for key in map(letters, text.splitlines()) if key}
    whole = "\n".join(lines)
    lines.update(key for line in text.splitlines() if "|" in line for key in map(letters, line.split("|")) if key)  # rows of tables
    runs = _runs_of_words(text)
    found = set()
    for i, block in enumerate(blocks):
        key = letters(block.text)
        if not key:
            continue
        if key in lines or (len(key) >= MIN_INSIDE and key in whole):
            found.add(i)
            continue
        own = _runs_of_words(block.text)
        if len(own) >= MIN_RUNS and len(own & runs) >= SHARED * len(own):
            found.add(i)
    return frozenset(found)


def _runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = _LETTERS.findall(fold(text))
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


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


def _title(tree: Any) -> str:
    headings = [" ".join("".join(h.itertext()).split()) for h in tree.iter("h1")]
    headings = [h for h in headings if h]
    declared = [_content(m) for m in tree.iter("meta") if (m.get("property") or m.get("name")) in ("og:title", "twitter:title")]
    if len(headings) == 1:
        return headings[0]
    for heading in headings:
        if any(
            (letters(heading) and letters(heading) in letters(title)) or (letters(title) and letters(title) in letters(heading))
            for title in declared
        ):
            return heading
    return headings[0] if headings else (declared[0].strip() if declared else "")
