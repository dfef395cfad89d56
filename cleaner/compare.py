"""Two cleanings of one text, by different rules: which blocks fare differently, and in which direction."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from cleaner.document import Document
from cleaner.model import Verdict

Direction = Literal["removed", "kept", "cut", "label"]
"""Kept before and removed now; removed before and kept now; kept both times with other cuts; removed both times under other labels."""
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)


class Change(NamedTuple):
    """A block that fares differently."""

    direction: Direction
    before: Verdict
    now: Verdict


def compare(before: Document, now: Document) -> dict[int, Change]:
    """The blocks that fare differently, by their number. Another rule alone, with the same outcome, is no change.

    Raises ValueError when the documents are not of the same text.
    """
    if [v.block for v in before.verdicts] != [v.block for v in now.verdicts] or before.source != now.source:
        message = "only two documents of the same text can be compared"
        raise ValueError(message)
    pairs = enumerate(zip(before.verdicts, now.verdicts, strict=True))
    return {i: Change(direction, *pair) for i, pair in pairs if (direction := _direction(*pair))}


def _direction(before: Verdict, now: Verdict) -> Direction | None:
    if before.kept != now.kept:
        return "kept" if now.kept else "removed"
    if before.cuts != now.cuts:
        return "cut"
    return "label" if not now.kept and before.label != now.label else None
