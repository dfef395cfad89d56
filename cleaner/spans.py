"""Blocks made of several spans: their text, and the way from an offset in it back to the input."""

from __future__ import annotations

from cleaner.model import Span
from cleaner.text import BLANK


def join(source: str, spans: tuple[Span, ...]) -> str:
    """The words of the spans, one space where the input had white space between two of them.

    >>> join("he said. READ: x. She", ((0, 8), (18, 21)))
    'he said. She'
    """
    if len(spans) == 1:
        return source[spans[0][0] : spans[0][1]]
    parts = [source[spans[0][0] : spans[0][1]]]
    for before, (start, end) in zip(spans, spans[1:], strict=False):
        parts.append(_separator(source, before[1], start) + source[start:end])
    return "".join(parts)


def to_source(source: str, spans: tuple[Span, ...], start: int, end: int) -> Span:
    """Offsets in `join(source, spans)` as a span of the input.

    >>> to_source("he said. READ: x. She", ((0, 8), (18, 21)), 9, 12)
    (18, 21)
    """
    if len(spans) == 1:
        return spans[0][0] + start, spans[0][0] + end
    starts, ends = [], []
    position = 0
    for number, (low, high) in enumerate(spans):
        if number:
            position += len(_separator(source, spans[number - 1][1], low))
        if position <= start <= position + high - low:
            starts.append(low + start - position)
        if position <= end <= position + high - low:
            ends.append(low + end - position)
        position += high - low
    return (starts[-1] if starts else spans[0][0]), (ends[0] if ends else spans[-1][1])


def without(source: str, spans: tuple[Span, ...], cut: Span) -> tuple[Span, ...]:
    """The spans with a piece taken out, each without outer white space, empty ones gone.

    >>> without("he said. READ: x. She", ((0, 21),), (9, 17))
    ((0, 8), (18, 21))
    """
    pieces = []
    for low, high in spans:
        for start, end in ((low, min(high, cut[0])), (max(low, cut[1]), high)):
            piece = source[start:end]
            if start < end and piece.strip(BLANK):
                start += len(piece) - len(piece.lstrip(BLANK))
                pieces.append((start, start + len(piece.strip(BLANK))))
    return tuple(pieces)


def _separator(source: str, end: int, start: int) -> str:
    """A space when either span touches white space in the gap between them."""
    return " " if source[end : end + 1].isspace() or source[start - 1 : start].isspace() else ""
