"""Which parts of a page's blocks stand in elements that somebody asked for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from cleaner.model import Span

Marks = dict[str, list[Span]]
"""The parts of a block that stand in marked elements, by mark."""


class Trace:
    """The marked elements of one page, and where they begin and end in the text of a walk; lives as long as the walk.

    The walk calls `enter` and `leave` with the texts that it has gathered for the present block, and `flush` where the block ends.
    """

    def __init__(self, found: Iterable[tuple[str, Iterable[Any]]]) -> None:
        self._elements: dict[Any, list[str]] = {}
        self._texts: dict[tuple[Any, bool], list[str]] = {}
        for name, nodes in found:
            for node in nodes:
                if not isinstance(node, str):
                    self._elements.setdefault(node, []).append(name)
                elif node.is_text or node.is_tail:  # type: ignore[attr-defined]
                    self._texts.setdefault((node.getparent(), node.is_tail), []).append(name)  # type: ignore[attr-defined]
        self._open: list[tuple[Any, int]] = []
        self._runs: list[tuple[str, int, int]] = []
        self._pieces = self._length = 0

    def enter(self, element: Any, gathered: list[str]) -> None:
        """An element begins; its first text is not gathered yet."""
        if element in self._elements:
            self._open.append((element, self._so_far(gathered)))
        self._text(element, element.text, gathered, tail=False)

    def leave(self, element: Any, gathered: list[str]) -> None:
        """An element ends; the text behind it is not gathered yet."""
        if self._open and self._open[-1][0] is element:
            self._run(self._elements[element], self._open.pop()[1], self._so_far(gathered))
        self._text(element, element.tail, gathered, tail=True)

    def flush(self, raw: str, shown: str) -> Marks:
        """The marks of the block that ends here: its texts as gathered, and as shown with white space folded, which the spans count in."""
        for number, (element, start) in enumerate(self._open):
            self._run(self._elements[element], start, len(raw))
            self._open[number] = element, 0
        self._pieces = self._length = 0
        if not self._runs:
            return {}
        solid = list(accumulate((not char.isspace() for char in raw), initial=0))
        places = [i for i, char in enumerate(shown) if not char.isspace()]
        out: Marks = {}
        for name, start, end in self._runs:
            first, last = solid[start], solid[end]
            if first < last <= len(places):
                out.setdefault(name, []).append((places[first], places[last - 1] + 1))
        self._runs.clear()
        return out

    def _text(self, element: Any, text: str | None, gathered: list[str], *, tail: bool) -> None:
        names = self._texts.get((element, tail)) if text else None
        if names and text:
            start = self._so_far(gathered)
            self._run(names, start, start + len(text))

    def _so_far(self, gathered: list[str]) -> int:
        """Characters gathered for the present block; each text is counted once, or a block of many elements would take ages."""
        self._length += sum(map(len, gathered[self._pieces :]))
        self._pieces = len(gathered)
        return self._length

    def _run(self, names: list[str], start: int, end: int) -> None:
        self._runs += [(name, start, end) for name in names]


def covers(spans: Iterable[Span], text: str) -> bool:
    """Whether all letters and digits of a text stand inside these spans."""
    position = 0
    for start, end in sorted(spans):
        if any(map(str.isalnum, text[position:start])):
            return False
        position = max(position, end)
    return not any(map(str.isalnum, text[position:]))
