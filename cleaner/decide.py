"""Evidence into a verdict: the whole policy.

Any `keep`: the block is kept. Else any `drop`: removed. Else two `hint`s with different quotes: removed. Else kept.
From a kept block, `cut` quotes are taken out, but for those a `keep` quote overlaps. A kept block is `body` unless evidence
gives it another label of the story, or a `keep` names the furniture that it protects.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleaner.model import Evidence, Span

CONTENT = ("headline", "standfirst", "subheading", "body")
"""Labels of the story; every other label is furniture."""


class Decision(NamedTuple):
    label: str
    kept: bool
    cuts: tuple[Span, ...] = ()


KEPT = Decision("body", kept=True)


def decide(evidence: Iterable[Evidence]) -> Decision:
    """The decision that follows from the evidence on one block, whatever its order."""
    ordered = sorted(evidence)
    keeps = [e for e in ordered if e.effect == "keep"]
    drops = [e for e in ordered if e.effect == "drop"]
    hints = [e for e in ordered if e.effect == "hint" and e.label not in CONTENT]
    if not keeps:
        if drops:
            return Decision(_label(drops), kept=False)
        if len({(e.start, e.end) for e in hints}) > 1:
            return Decision(_label(hints), kept=False)
    stories = [e.label for e in ordered if e.label in CONTENT[:3] and e.effect in ("keep", "hint")]
    cuts = [(e.start, e.end) for e in ordered if e.effect == "cut" and not any(k.start < e.end and e.start < k.end for k in keeps)]
    furniture = (e.label for e in keeps if e.label not in CONTENT)
    return Decision(next(furniture, min(stories, key=CONTENT.index, default="body")), kept=True, cuts=_merged(cuts))


def _label(winners: list[Evidence]) -> str:
    """The label of the evidence that says most: the block's own words before its neighbours', those before what a page names its element,
    then the longest quote."""
    return min(winners, key=lambda e: (e.rule.startswith("context-"), e.note != "", e.start - e.end, e.label)).label


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)
