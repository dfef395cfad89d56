"""Every block with what became of it and why, for a reader."""

from __future__ import annotations

from cleaner import spans
from cleaner.document import Document
from cleaner.model import Evidence, Verdict
from cleaner.render.colour import BOLD, DIM, GREEN, RED, YELLOW, paint, plain

QUOTE_CHARS = 80
"""Longer quotes are shortened in the middle."""
_LABEL_WIDTH = 12


def to_explained(document: Document, *, name: str, colour: bool = False) -> str:
    """A head line, then each block: sign, label and text, and below it each piece of evidence with the words that prove it.

    `+` is kept, `-` removed, `~` kept with something cut out, which stands in `[-` `-]`. A block of a page has its element path below it.
    """
    cut = sum(1 for v in document.verdicts if v.cuts)
    counts = f"{len(document.verdicts)} blocks, {len(document.removed)} removed, {cut} shortened"
    lines = [paint(f"{plain(name)}: {counts} (rules {document.rules_digest})", BOLD, colour=colour)]
    if zone := _zone(document):
        lines.append(paint(zone, DIM, colour=colour))
    for verdict in document.verdicts:
        sign, code = ("-", RED) if not verdict.kept else ("~", YELLOW) if verdict.cuts else ("+", GREEN)
        lines.append(paint(f"{sign} {verdict.label:{_LABEL_WIDTH}}", code, colour=colour) + _words(document, verdict))
        if verdict.block.element is not None and verdict.block.element.path:  # Markdown has kinds of lines and no tree
            lines.append(paint(f"  {'':{_LABEL_WIDTH}}at {plain(verdict.block.element.path)}", DIM, colour=colour))
        lines += [paint(f"  {'':{_LABEL_WIDTH}}{_reason(document, e)}", DIM, colour=colour) for e in verdict.evidence]
    lines += [paint(f"! {caution.code}: {caution.message}", RED, colour=colour) for caution in document.warnings]
    return "\n".join(lines) + "\n"


def _zone(document: Document) -> str:
    """Where the story was found in a whole page, and why its ends are where they are; empty for an article."""
    outside = [(n, e.note) for n, v in enumerate(document.verdicts, 1) for e in v.evidence if e.rule == "context-outside-story"]
    above = [found for found in outside if found[1].startswith("above")]
    below = [found for found in outside if found[1].startswith("below")]
    parts = [f"begins behind block {above[-1][0]} ({above[-1][1]})"] if above else []
    parts += [f"ends before block {below[0][0]} ({below[0][1]})"] if below else []
    return f"story zone: {'; '.join(parts)}" if parts else ""


def _words(document: Document, verdict: Verdict) -> str:
    """The block on one line, cuts marked."""
    if not verdict.cuts:
        return plain(spans.join(document.source, verdict.block.spans))
    pieces, position = [], verdict.block.start
    for start, end in verdict.cuts:
        pieces += [document.source[position:start], "[-", document.source[start:end], "-]"]
        position = end
    return plain(" ".join("".join([*pieces, document.source[position : verdict.block.end]]).split()))


def _reason(document: Document, evidence: Evidence) -> str:
    quote = plain(" ".join(document.source[evidence.start : evidence.end].split()))
    if len(quote) > QUOTE_CHARS:
        quote = f"{quote[: QUOTE_CHARS // 2]} … {quote[-QUOTE_CHARS // 3 :]}"
    note = f" ({evidence.note})" if evidence.note else ""
    return f"{evidence.rule}: {evidence.effect} {evidence.label} “{quote}”{note}"
