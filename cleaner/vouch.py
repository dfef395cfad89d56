"""Which blocks of a page may be story at all: those a witness vouches for, and paragraphs that stand among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleaner.container import APART, BESIDE, COMMENTS, FURNITURE, around
from cleaner.headline import letters, reads
from cleaner.model import Block, Element
from cleaner.segment.witness import Testimony, word_runs
from cleaner.standfirst import standfirst
from cleaner.text import closes, count_words

RESCUE_WORDS = 8
"""A paragraph that the extractor missed must have so many words to be rescued."""
RESCUE_LINKS = 0.4
"""… and no greater share of its letters inside links."""
SHORT_KINDS = frozenset({"h2", "h3", "h4", "li", "cell"})
"""Headings, list items and cells are rescued whatever their length."""
COMPANY = 3
"""… and so many paragraphs that are vouched for beside it in the same container."""
PROSE_WORDS = 20
"""A vouched block of so many words is the story's own prose."""
AGREE = 0.5
"""Share of the larger account of the story that the witnesses and the markup must have in common; else the larger one is followed."""
SURE = 0.6
"""Share of the witnesses' words from which on the markup, holding so many of them, may also rule out what lies outside it."""
FRAMED_LINKS = 0.5
"""What the markup frames and no witness names is story when a smaller share of its letters is in links, …"""
FRAMED_KINDS = frozenset({"p", "li", "cell", "quote", "pre", "h2", "h3", "h4", "h5", "h6"})
"""… and is of such a kind: a bare `div` is furniture more often."""
HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
"""… unless under a header, where only these are: each entry of a live blog has one."""
BOXES = frozenset({"callout", "admonition"})
"""… but for sentences in what is named a box of the story, …"""
PARAGRAPHS = 3
"""… and where the page frames so many of prose under one path, its numbers aside: then it writes its paragraphs so."""
_DETAILS = re.compile(r".*/details(?:\[\d+\])?(?=/)")
_SUMMARY = re.compile(r"/details(?:\[\d+\])?/summary(?=[/#]|$)")
_NUMBERS = re.compile(r"\[\d+\]|#\d+$")
REPEATED_WORDS = 12
"""A block of so many words that stood there before is a copy for another width of the screen, and so are shorter ones between two
such copies, …"""
REPEATING = frozenset({"li", "cell"})
"""… unless it is of such a kind and both are children of one element: a copy comes with all that is around it."""

QUESTION_WORDS = 30
"""A longer question is a paragraph."""
QUOTE_WORDS = 5
"""A quotation of so many words that the story tells in its own paragraphs too is a pull quote."""


def story(blocks: Sequence[Block], testimony: Testimony, framed: frozenset[int]) -> frozenset[int]:
    """The blocks that may be story: what the witnesses and the markup (`framed`) say of them, and the headline.

    None when neither says anything.
    """
    vouched = _written(blocks, testimony.extractor | testimony.declared)
    inner = _settled(blocks, inside(blocks, vouched) if vouched else frozenset(), testimony, framed)
    inner |= _questions(blocks, inner)
    inner |= standfirst(blocks, inner, testimony.described, testimony.title)
    return _below(blocks, _once(blocks, inner) | headline(blocks, testimony.title, inner), testimony.title) if inner else inner


def _written(blocks: Sequence[Block], vouched: frozenset[int]) -> frozenset[int]:
    """The vouched blocks without what readers wrote below: an extractor may take a hundred comments for the story."""
    readers = COMMENTS - around(blocks, vouched) if vouched else COMMENTS
    return frozenset(i for i in vouched if readers.isdisjoint(_tokens(blocks[i])))


def _below(blocks: Sequence[Block], inner: frozenset[int], title: str) -> frozenset[int]:
    """The story without what stands above its headline, where that is a heading above its prose: the site's name and motto."""
    key = letters(title)
    prose = next((i for i in sorted(inner) if _prose(blocks[i])), 0) if key else 0
    heads = (i for i in inner if i < prose and (element := blocks[i].element) is not None and element.is_heading)
    head = max((i for i in heads if reads(blocks[i].text, key)), default=0)
    return frozenset(i for i in inner if i >= head)


def _questions(blocks: Sequence[Block], inner: frozenset[int]) -> frozenset[int]:
    """The questions above answers that are story: what a reader clicks to unfold them, and what stands right above in the same element."""
    if not inner:
        return inner
    answered = {_unfolded(blocks[i]) for i in inner}
    clicked = {i for i, block in enumerate(blocks) if _SUMMARY.search(_path(block)) and _unfolded(block) in answered}
    apart = (FURNITURE | BESIDE | APART) - around(blocks, inner)
    asked = {i - 1 for i in inner if i - 1 > min(inner) and i - 1 not in inner and _asks(blocks[i - 1], blocks[i], apart)}
    return frozenset(clicked | asked)


def _asks(question: Block, answer: Block, apart: frozenset[str]) -> bool:
    """Whether a block is a question, and the next one stands in the same element and is long enough to answer it."""
    element = question.element
    return (
        element is not None
        and question.text[-1] in "?？؟"
        and question.text.count(" ") < QUESTION_WORDS
        and element.link_share < FRAMED_LINKS
        and apart.isdisjoint(element.tokens)
        and _path(answer).startswith(element.path.partition("#")[0].rpartition("/")[0] + "/")
        and count_words(answer.text) >= RESCUE_WORDS
    )


def _unfolded(block: Block) -> str | None:
    """The path of the innermost `details` around a block."""
    found = _DETAILS.match(_path(block))
    return None if found is None else found[0]


def _path(block: Block) -> str:
    return block.element.path if block.element is not None else ""


def headline(blocks: Sequence[Block], title: str, inner: frozenset[int]) -> frozenset[int]:
    """The block that holds the page's headline: an h1 before others, and the last one above the story before earlier ones."""
    key = letters(title)
    fitting = range(len(key), 2 * len(title) + 1) if key else ()
    found = [i for i, block in enumerate(blocks) if len(block.text) in fitting and reads(block.text, key)]
    if not found or not inner.isdisjoint(found):
        return frozenset()
    first = min(inner)
    return frozenset({max(found, key=lambda i: (_kind(blocks[i]) == "h1", i < first, i if i < first else -i))})


def _settled(blocks: Sequence[Block], vouched: frozenset[int], testimony: Testimony, framed: frozenset[int]) -> frozenset[int]:
    """One account of the story out of two."""
    words = {i: count_words(blocks[i].text) for i in framed | vouched}
    ours, theirs, common = (sum(words[i] for i in account) for account in (framed, vouched, framed & vouched))
    if not vouched or common < AGREE * max(ours, theirs):
        return framed if ours > theirs else vouched
    named = testimony.extractor | testimony.declared
    first, last = min(named), max(named)
    added = frozenset(i for i in framed - vouched if first < i < last and _plain(blocks[i])) | _written_bare(blocks, framed)
    if common < SURE * theirs:
        return vouched | added
    both = (vouched & framed) | added
    beyond = frozenset(i for i in vouched - framed if i in testimony.described or _kind(blocks[i]) == "h1")
    inner = both | beyond
    return inner | _leads(blocks, vouched - framed, inner | headline(blocks, testimony.title, inner)) if inner else inner


def _written_bare(blocks: Sequence[Block], framed: frozenset[int]) -> frozenset[int]:
    """Framed prose without an element of its own, where the page writes paragraphs so."""
    bare: dict[str, list[int]] = {}
    for i in sorted(framed):
        block = blocks[i]
        element = block.element
        if element is not None and element.kind == "other" and element.link_share < FRAMED_LINKS and _prose(block):
            bare.setdefault(_NUMBERS.sub("", element.path), []).append(i)
    return frozenset(i for found in bare.values() if len(found) >= PARAGRAPHS for i in found)


def _leads(blocks: Sequence[Block], beyond: frozenset[int], inner: frozenset[int]) -> frozenset[int]:
    """Vouched prose outside the frame, between the headline and the story's end, that is named nothing of what stands beside a story."""
    apart = (FURNITURE | BESIDE) - around(blocks, inner)
    within = range(min(inner) + 1, max(inner))
    return frozenset(i for i in beyond if i in within and _prose(blocks[i]) and apart.isdisjoint(_tokens(blocks[i])))


def _prose(block: Block) -> bool:
    return len(block.text.split()) >= PROSE_WORDS and closes(block.text)


def _plain(block: Block) -> bool:
    element = block.element
    if element is None or element.link_share >= FRAMED_LINKS:
        return False
    if element.kind == "other":
        return not BOXES.isdisjoint(element.tokens) and closes(block.text)
    way = element.path
    return element.kind in FRAMED_KINDS and (
        element.kind in HEADINGS or "/header" not in way[max(way.rfind("/main"), way.rfind("/article")) :]
    )


def _once(blocks: Sequence[Block], inner: frozenset[int]) -> frozenset[int]:
    """Without the copies of long blocks that pages hold for another width of the screen, and without pull quotes."""
    seen: dict[str, str] = {}
    copies: set[int] = set()
    short: list[int] = []
    copied = False
    for i in sorted(inner):
        text, place = blocks[i].text, _place(blocks[i])
        again = text in seen and not (place and seen[text] == place)
        if count_words(text) >= REPEATED_WORDS:
            copies.update(short if again and copied else (), (i,) if again else ())
            short.clear()
            copied = again
        elif again:
            short.append(i)
        seen[text] = place
    quotes = {i for i in inner if _quoted(blocks[i]) and count_words(blocks[i].text) >= QUOTE_WORDS}
    if quotes:
        told = word_runs("\n".join(blocks[i].text for i in sorted(inner - quotes)))
        copies.update(i for i in quotes if word_runs(blocks[i].text) <= told)
    return inner - copies


def _place(block: Block) -> str:
    """The path of the list or row in which an item or cell has an element of its own; empty for other blocks.

    What repeats in one such place is told twice, as in a plan of exercises.
    """
    element = block.element
    return "" if element is None or element.kind not in REPEATING or "#" in element.path else element.path.rpartition("/")[0]


def _quoted(block: Block) -> bool:
    return block.element is not None and "/blockquote" in block.element.path


def inside(blocks: Sequence[Block], vouched: frozenset[int]) -> frozenset[int]:
    """The vouched blocks and what stands with them.

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
    apart = APART - around(blocks, vouched)
    for i, block in enumerate(blocks):
        if i in vouched or not _rescuable(block, apart):
            continue
        if any(containers[place] >= COMPANY and first[place] < i < last[place] for place in _places(block)):
            rescued.add(i)
    rescued.update(i for i in range(1, len(blocks)) if i not in vouched and i - 1 in vouched and _signs(blocks[i], blocks[i - 1]))
    return vouched | rescued


def _signs(block: Block, quoted: Block) -> bool:
    """Whether a block is the footer of the quotation that the one before it stands in: it says who is quoted."""
    quotation, footer, _ = _path(block).rpartition("/footer")
    return footer != "" and quotation.rpartition("/")[2].startswith("blockquote") and _path(quoted).startswith(f"{quotation}/")


def _unlinked(element: Element, apart: frozenset[str]) -> bool:
    return element.link_share <= RESCUE_LINKS and element.tokens.isdisjoint(apart)


def _kind(block: Block) -> str:
    return block.element.kind if block.element is not None else "other"


def _tokens(block: Block) -> frozenset[str]:
    return block.element.tokens if block.element is not None else frozenset()


def _rescuable(block: Block, apart: frozenset[str]) -> bool:
    element = block.element
    if element is None or not _unlinked(element, apart):
        return False
    if element.kind in SHORT_KINDS:
        return True
    return element.kind in ("p", "quote") and len(block.text.split()) >= RESCUE_WORDS


def _places(block: Block) -> tuple[str, ...]:
    """The block's container, and the container of containers where each paragraph has a wrapper of its own."""
    if block.element is None:
        return ()
    parts = block.element.path.split("/")
    tag = _name(parts[-1])
    return f"{'/'.join(parts[:-1])} {tag}", f"{'/'.join(parts[:-2])} {_name(parts[-2]) if len(parts) > 1 else ''}/{tag}"


def _name(step: str) -> str:
    """The element's name in a step of a path: p in `p[3]#2`."""
    return step.partition("#")[0].partition("[")[0]
