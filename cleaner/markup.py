"""Cleaning text with markup: rules, context and policy see what a reader sees; verdicts, quotes and cuts are of the source."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from cleaner.decide import decide
from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.model import Block, Evidence, Span, Verdict
from cleaner.segment.inline import Pair
from cleaner.segment.markdown import Markup, Row, Wordless, read_markup
from cleaner.settle import Text, settle

_ALONE = {
    "front": ("context-front-matter", "navigation", "about the text, not of it"),
    "image": ("context-image", "caption", "pictures and no words"),
    "reference": ("context-reference", "navigation", "a link target that nothing kept refers to"),
    "tag": ("context-tag", "navigation", "markup and no words"),
}


def clean_markup(engine: Engine, digest: str, source: str, *, hosts: frozenset[str], title: str | None) -> Document:
    """The document of a text with markup; a title in front matter counts as given where the caller gives none."""
    markup = read_markup(source)
    verdicts = settle(engine, Text(markup.text, markup.blocks, title or markup.title or None, hosts))
    seen = [_of_source(source, markup, rows, verdict) for rows, verdict in zip(markup.rows, verdicts, strict=True)]
    return Document(source, tuple(_with_wordless(source, seen, markup)), digest, form="markup")


def _of_source(source: str, markup: Markup, rows: list[Row], verdict: Verdict) -> Verdict:
    """A verdict on what a reader sees as one on the source."""
    block = _block(source, rows, verdict.block)
    evidence = tuple(sorted(e for one in verdict.evidence for e in _evidence(markup, verdict.block, block, one)))
    decision = decide(evidence)
    return Verdict(block, decision.label, decision.kept, evidence, decision.cuts)


def _block(source: str, rows: list[Row], seen: Block) -> Block:
    spans = []
    for number, row in enumerate(rows):
        low, high = row.source
        low += row.prefix if number else 0
        piece = source[low:high]
        indented = number == 0 and row.kind in ("li", "pre")
        spans.append((low if indented else low + len(piece) - len(piece.lstrip()), low + len(piece.rstrip())))
    start, end = spans[0][0], spans[-1][1]
    return Block(source[start:end], start, end, tuple(spans) if len(spans) > 1 else (), seen.element)


def _evidence(markup: Markup, seen: Block, block: Block, evidence: Evidence) -> Iterator[Evidence]:
    """The same evidence with its quote in the source: a whole block with its markup, a cut without half a pair of marks."""
    if (evidence.start, evidence.end) == (seen.start, seen.end):
        yield evidence._replace(start=block.start, end=block.end)
        return
    start, end = markup.chart.start(evidence.start), markup.chart.end(evidence.end)
    if evidence.effect != "cut":
        yield evidence._replace(start=start, end=end)
        return
    for low, high in cut_spans(markup.pairs, (start, end), (block.start, block.end)):
        yield evidence._replace(start=low, end=high)


def cut_spans(pairs: list[Pair], cut: Span, block: Span) -> list[Span]:
    """The spans to cut so that marks stay in pairs: pairs around nothing else go too, a mark whose partner stays, stays.

    >>> cut_spans([Pair((0, 2), (7, 9), False)], (2, 7), (0, 20))
    [(0, 9)]
    >>> cut_spans([Pair((4, 6), (12, 14), False)], (0, 9), (0, 20))
    [(0, 4), (6, 9)]
    """
    start, end = cut
    first = bisect_left(pairs, ((block[0], 0),))
    own = [pair for pair in pairs[first : bisect_left(pairs, ((block[1], 0),))] if pair.closing[1] <= block[1]]
    for pair in sorted(own, key=lambda pair: pair.opening[1] - pair.closing[0], reverse=True):  # the innermost pair first
        if start <= pair.opening[1] and pair.closing[0] <= end:
            start, end = min(start, pair.opening[0]), max(end, pair.closing[1])
    halved = [pair for pair in own if not (start <= pair.opening[0] and pair.closing[1] <= end)]
    stay = [mark for pair in halved for mark in (pair.opening, pair.closing) if start < mark[1] and mark[0] < end]
    edges = [start, *(edge for mark in sorted(stay) for edge in mark), end]
    return [(low, high) for low, high in zip(edges[::2], edges[1::2], strict=True) if low < high]


def _with_wordless(source: str, seen: list[Verdict], markup: Markup) -> list[Verdict]:
    """All verdicts in order, with those on source that a reader sees no words of."""
    used = {name for rows, verdict in zip(markup.rows, seen, strict=True) if verdict.kept for row in rows for name in row.references}
    alone = [_wordless(source, one, used) for one in markup.wordless]
    return sorted([*seen, *alone], key=lambda verdict: verdict.block.start)


def _wordless(source: str, one: Wordless, used: set[str]) -> Verdict:
    block = Block(source[one.start : one.end], one.start, one.end)
    if one.part == "reference" and one.name in used:
        return Verdict(block, "body", kept=True)
    rule, label, note = _ALONE[one.part]
    return Verdict(block, label, False, (Evidence(rule, label, "drop", one.start, one.end, note),))
