"""The caller's wish to keep some furniture, as one more piece of evidence on a verdict.

It is a view on a finished result: what the rules said stays on record, and no other block is judged differently for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cleaner.decide import CONTENT, decide
from cleaner.model import Evidence, Span, Verdict

WISH = "context-keep"
"""The rule id of this evidence."""
_NOTE = "kept on request"
_ALL_CUT = "context-nothing-left"


def keep(verdict: Verdict, labels: Collection[str]) -> Verdict:
    """The verdict when furniture of these labels stays: a removed block comes back whole, a cut quote stays where it was.

    A block that went because all of it was cut gets back the quotes of these labels only. A repeat of the headline, label
    `headline`, comes back as part of the body.
    """
    block, evidence = verdict.block, verdict.evidence
    removers = {e.rule for e in evidence if e.effect in ("drop", "hint")}
    if verdict.kept or removers == {_ALL_CUT}:
        quotes = [e for e in evidence if e.effect == "cut" and e.label in labels and (not verdict.kept or _overlaps(e, verdict.cuts))]
        wishes = [Evidence(WISH, "body" if verdict.kept else e.label, "keep", e.start, e.end, _NOTE) for e in quotes]
    elif verdict.label in labels:
        wishes = [Evidence(WISH, "body" if verdict.label in CONTENT else verdict.label, "keep", block.start, block.end, _NOTE)]
    else:
        wishes = []
    return _judged(verdict, (*evidence, *wishes)) if wishes else verdict


def undo(verdict: Verdict) -> Verdict:
    """The verdict as the rules gave it, without the caller's wish."""
    if not verdict.evidence:
        return verdict
    evidence = tuple(e for e in verdict.evidence if e.rule != WISH)
    return _judged(verdict, evidence) if len(evidence) < len(verdict.evidence) else verdict


def _overlaps(evidence: Evidence, cuts: Iterable[Span]) -> bool:
    return any(evidence.start < end and start < evidence.end for start, end in cuts)


def _judged(verdict: Verdict, evidence: tuple[Evidence, ...]) -> Verdict:
    decision = decide(evidence)
    return Verdict(verdict.block, decision.label, decision.kept, tuple(sorted(evidence)), decision.cuts)
