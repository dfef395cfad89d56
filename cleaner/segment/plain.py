"""Plain text into blocks: lines, or paragraphs where a text file was wrapped by hand."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.model import Block, Span
from cleaner.text import BLANK, INVISIBLE, closes

WRAP_MIN, WRAP_MAX = 40, 100
"""Widths, in characters, between which a text file may have been wrapped by hand."""
WRAP_SHARE, WRAP_LINES = 0.8, 3
"""A text is wrapped when this share of the lines inside its paragraphs is full, and there are at least so many of them."""

_LISTED = re.compile(r"(?:[-*•·‣►▪+]|\d{1,3}[.)])\s")


def segment(text: str) -> list[Block]:
    """The blocks of a text, in order, none blank.

    A block is a line without its outer white space and zero-width characters. Where blank lines part the paragraphs and the
    lines inside them are filled up to one width, as in 72-column text files, a paragraph is one block.

    >>> [b.text for b in segment("One.\\r\\n\\r\\n  Two.\\x0c\\ufeffThree")]
    ['One.', 'Two.', 'Three']
    """
    blocks: list[Block] = []
    gaps: list[int] = []
    sizes: list[int] = []  # with the indentation, by which the first line of a paragraph may be short
    hidden = not text.isascii() and any(char in text for char in INVISIBLE)
    position = 0
    for line in text.splitlines(keepends=True):
        core = line.strip(BLANK) if hidden else line.strip()
        if core:
            start = position + line.index(core[0])
            blocks.append(Block(core, start, start + len(core)))
            sizes.append(start - position + len(core))
        else:
            gaps.append(len(blocks))
        position += len(line)
    if gaps and len(gaps) < len(blocks) and any(len(block.text) >= WRAP_MIN for block in blocks):
        return _unwrapped(blocks, sizes, set(gaps), text)
    return blocks


def _unwrapped(blocks: list[Block], sizes: list[int], gaps: set[int], text: str) -> list[Block]:
    """Join the lines of hard-wrapped paragraphs; `gaps` holds the indexes of blocks that follow a blank line."""
    inner = [i for i in range(len(blocks) - 1) if i + 1 not in gaps and sizes[i] <= WRAP_MAX and not _LISTED.match(blocks[i + 1].text)]
    if len(inner) < WRAP_LINES:
        return blocks
    width = max(sizes[i] for i in inner)
    full = {i for i in inner if sizes[i] + 1 + len(blocks[i + 1].text.split(maxsplit=1)[0]) > width}
    if width < WRAP_MIN or len(full) < max(WRAP_LINES, WRAP_SHARE * len(inner)):
        return blocks
    joined: list[list[Block]] = []
    for i, block in enumerate(blocks):
        if i and i - 1 in full:
            joined[-1].append(block)
        else:
            joined.append([block])
    return [_paragraph(lines, text) for lines in joined]


def join_wrapped(paragraphs: list[list[Block]], text: str) -> list[Block]:
    """The blocks of paragraphs whose lines are known to belong together, one block each where a line goes on in lower case on the next."""
    out: list[Block] = []
    for lines in paragraphs:
        wrapped = any(len(a.text) >= WRAP_MIN and not closes(a.text) and b.text[0].islower() for a, b in pairwise(lines))
        out += [_paragraph(lines, text)] if wrapped else lines
    return out


def _paragraph(lines: list[Block], text: str) -> Block:
    if len(lines) == 1:
        return lines[0]
    spans: tuple[Span, ...] = tuple(span for line in lines for span in line.spans)
    start, end = spans[0][0], spans[-1][1]
    return Block(text[start:end], start, end, spans)
