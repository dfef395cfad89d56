"""Which blocks of a page may be story at all: those a witness vouches for, and paragraphs that stand among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cleaner.model import Block

RESCUE_WORDS = 8
"""A paragraph that the extractor missed must have so many words to be rescued."""
RESCUE_LINKS = 0.4
"""… and no greater share of its letters inside links."""
COMPANY = 3
"""… and so many paragraphs that are vouched for beside it in the same container."""
APART = frozenset({"aside", "figcaption", "figure", "nav", "footer", "form", "dialog", "button", "comments", "comment"})
"""Elements, roles and class words under which nothing is rescued."""


def inside(blocks: Sequence[Block], vouched: frozenset[int]) -> frozenset[int]:
    """The blocks that may be story: the vouched ones, and what stands with them.

    A missed paragraph, subheading, quote or list item is rescued when it lies between the first and the last vouched block of
    its container, of which there must be `COMPANY`: extractors drop single paragraphs for their classes or their links.
    """
    containers: Counter[str] = Counter()
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for i in sorted(vouched):
        for place in _places(blocks[i]):
            containers[place] += 1
            first.setdefault(place, i)
            last[place] = i
    rescued = set()
    for i, block in enumerate(blocks):
        if i in vouched or not _rescuable(block):
            continue
        if any(containers[place] >= COMPANY and first[place] < i < last[place] for place in _places(block)):
            rescued.add(i)
    return vouched | rescued


def _rescuable(block: Block) -> bool:
    element = block.element
    if element is None or element.link_share > RESCUE_LINKS or not element.tokens.isdisjoint(APART):
        return False
    return element.kind in ("p", "quote") and len(block.text.split()) >= RESCUE_WORDS


def _places(block: Block) -> tuple[str, ...]:
    """The block's container, and the container of containers where each paragraph has a wrapper of its own."""
    if block.element is None:
        return ()
    parts = block.element.path.split("/")
    tag = parts[-1].partition("[")[0]
    return f"{'/'.join(parts[:-1])} {tag}", f"{'/'.join(parts[:-2])} {parts[-2].partition('[')[0] if len(parts) > 1 else ''}/{tag}"
