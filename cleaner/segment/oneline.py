"""One-line texts: a block that is far too long for a paragraph, into sentences, so that rules can tell them apart."""

from __future__ import annotations

from cleaner.model import Block
from cleaner.text import count_words

ALONE_WORDS, LONG_WORDS = 100, 500
"""A text of one line is taken apart from so many words on; a line among others, from so many: paragraphs of novels have 300."""
MIN_SENTENCES = 5
"""A line of fewer sentences is a paragraph."""


def take_apart(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, those that are far too long as one block a sentence; the same list when there are none."""
    limit = ALONE_WORDS if len(blocks) == 1 else LONG_WORDS
    if all(len(block.text) < 2 * limit for block in blocks):
        return blocks
    from cleaner.segment.sentences import sentences  # most texts have no such block, and its patterns take a while to load

    out: list[Block] = []
    for block in blocks:
        if block.lines or count_words(block.text) < limit:
            out.append(block)
            continue
        spans = sentences(text, block.start, block.end)
        out += [Block(text[low:high], low, high) for low, high in spans] if len(spans) >= MIN_SENTENCES else [block]
    return out if len(out) > len(blocks) else blocks


def apart_when_alone(text: str, blocks: list[Block], story: list[Block]) -> list[Block]:
    """All blocks, the one of the story into sentences when it is one that `take_apart` would not leave whole by itself.

    Else cleaning that story again would look at sentences that nobody has looked at.
    """
    if len(blocks) < 2 or len(story) != 1:
        return blocks
    apart = take_apart(text, story)
    if apart is story:
        return blocks
    at = blocks.index(story[0])
    return [*blocks[:at], *apart, *blocks[at + 1 :]]
