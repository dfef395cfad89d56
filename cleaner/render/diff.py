"""What cleaning takes out of a text, as a diff: a line a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleaner import spans
from cleaner.document import Document
from cleaner.model import Verdict
from cleaner.render.colour import BOLD, CYAN, DIM, GREEN, RED, paint, plain

CONTEXT = 2
"""Kept blocks shown above and below what changed."""


def to_diff(document: Document, *, name: str, colour: bool = False) -> str:
    """The removed and shortened blocks with their neighbours; an empty text when nothing changed.

    A hunk begins with the line of the input, or the element of the page, that it starts at; behind each block that changes
    stand its label and rules.
    """
    changed = [i for i, verdict in enumerate(document.verdicts) if _changed(verdict)]
    if not changed:
        return ""
    lines = [paint(f"--- {plain(name)}", BOLD, colour=colour), paint(f"+++ {plain(name)}, cleaned", BOLD, colour=colour)]
    line, position = 1, 0
    for low, high in _hunks(changed, len(document.verdicts)):
        hunk = document.verdicts[low:high]
        line += _breaks(document.source[position : hunk[0].block.start])
        position = hunk[0].block.start
        element = hunk[0].block.element
        lines.append(paint(f"@@ {plain(element.path) if element else f'line {line}'} @@", CYAN, colour=colour))
        for verdict in hunk:
            lines += _shown(document, verdict, colour=colour)
    return "\n".join(lines) + "\n"


def _changed(verdict: Verdict) -> bool:
    return not verdict.kept or bool(verdict.cuts)


def _hunks(changed: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """Runs of blocks that hold all changes and their context, end exclusive."""
    low, high = max(0, changed[0] - CONTEXT), changed[0] + 1 + CONTEXT
    for i in changed[1:]:
        if i - CONTEXT > high:
            yield low, min(high, count)
            low = i - CONTEXT
        high = i + 1 + CONTEXT
    yield low, min(high, count)


def _breaks(text: str) -> int:
    return len(f"{text}|".splitlines()) - 1


def _reason(verdict: Verdict) -> str:
    """The labels and rules that decided: what cut a kept block, what removed another."""
    effects = ("cut",) if verdict.kept else ("drop", "hint", "cut")
    speakers = [e for e in verdict.evidence if e.effect in effects]
    label = verdict.label if not verdict.kept else ", ".join(dict.fromkeys(e.label for e in speakers))
    return f"   [{label}: {', '.join(dict.fromkeys(e.rule for e in speakers))}]"


def _shown(document: Document, verdict: Verdict, *, colour: bool) -> list[str]:
    whole = plain(spans.join(document.source, verdict.block.spans))
    if not _changed(verdict):
        return [f" {whole}"]
    gone = [paint(f"-{whole}", RED, colour=colour) + paint(_reason(verdict), DIM, colour=colour)]
    return [*gone, paint(f"+{plain(document.kept_text(verdict))}", GREEN, colour=colour)] if verdict.kept else gone
