"""Blocks made of several spans: their text, and the way from an offset in it back to the input."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from cleaner.model import Span
from cleaner.text import BLANK, INVISIBLE


def join(source: str, spans: tuple[Span, ...]) -> str:
    """The words of the spans, one space where the input had white space between two of them.

    >>> join("he said. READ: x. She", ((0, 8), (18, 21)))
    'he said. She'
    """
    if len(spans) == 1:
        return source[spans[0][0] : spans[0][1]]
    parts = [source[spans[0][0] : spans[0][1]]]
    for before, (start, end) in pairwise(spans):
        parts.append(_separator(source, before[1], start) + source[start:end])
    return "".join(parts)


def to_source(source: str, spans: tuple[Span, ...], quotes: list[Span]) -> list[Span]:
    """Offsets in `join(source, spans)`, any number of them, as spans of the input.

    >>> to_source("he said. READ: x. She", ((0, 8), (18, 21)), [(9, 12)])
    [(18, 21)]
    """
    first = spans[0][0]
    if len(spans) == 1:
        return [(first + start, first + end) for start, end in quotes]
    begins = [0]
    for number, (low, high) in enumerate(spans[:-1]):
        begins.append(begins[-1] + high - low + len(_separator(source, high, spans[number + 1][0])))
    out = []
    for start, end in quotes:
        i, j = bisect_right(begins, start) - 1, max(bisect_left(begins, end) - 1, 0)
        out.append((min(spans[i][0] + start - begins[i], spans[i][1]), min(spans[j][0] + end - begins[j], spans[j][1])))
    return out


def without(source: str, spans: tuple[Span, ...], cuts: tuple[Span, ...]) -> tuple[Span, ...]:
    """The spans with pieces taken out, each without outer white space, empty ones gone; both in order, cuts not overlapping.

    >>> without("he said. READ: x. She", ((0, 21),), ((9, 17),))
    ((0, 8), (18, 21))
    """
    pieces: list[Span] = []
    k = 0
    for low, high in spans:
        position = low
        while k < len(cuts) and cuts[k][1] <= low:
            k += 1
        j = k
        while j < len(cuts) and cuts[j][0] < high:
            pieces.append((position, cuts[j][0]))
            position = max(position, cuts[j][1])
            j += 1
        k = max(k, j - 1)
        pieces.append((position, high))
    return tuple(_stripped(source, start, end) for start, end in pieces if start < end and source[start:end].strip(BLANK))


def _stripped(source: str, start: int, end: int) -> Span:
    piece = source[start:end]
    start += len(piece) - len(piece.lstrip(BLANK))
    return start, start + len(piece.strip(BLANK))


def _separator(source: str, end: int, start: int) -> str:
    r"""A space when either span touches white space in the gap between them; what no reader sees may stand between.

    >>> _separator("at\ufeff\n\ufeffnight", 2, 5), _separator("he said READ: xand left", 7, 15), _separator("up\u00addate", 2, 3)
    (' ', ' ', '')
    """
    gap = source[end:start].strip(INVISIBLE)
    return " " if gap[:1].isspace() or gap[-1:].isspace() else ""
