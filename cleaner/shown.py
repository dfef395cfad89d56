"""What the document of an example shows of a rule."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.cases import NEUTRAL
from cleaner.document import Document
from cleaner.model import Verdict
from cleaner.ruleset.plan import Plan
from cleaner.ruleset.schema import Rule


def touched(document: Document, rule: Rule) -> frozenset[str]:
    """The blocks of a text that this rule, or the context of its header, speaks of."""
    wanted = {rule.id, "context-nothing-left"} if rule.reach == "block" else {rule.id, "context-nothing-left", f"context-{rule.reach}"}
    return frozenset(v.block.text for v in document.verdicts if wanted.intersection(v.rules))


def loss(document: Document) -> str | None:
    """Which block of an innocent example was removed, and by what."""
    for verdict in document.verdicts:
        if verdict.block.text in NEUTRAL:
            continue
        if not verdict.kept or verdict.cuts:
            by = ", ".join(e.rule for e in verdict.evidence if e.effect != "keep")
            return f"{short(verdict.block.text)} is {'cut' if verdict.kept else 'removed'} by {by}"
    return None


def misnamed(verdict: Verdict, rule: Rule) -> bool:
    """Whether a hit of the rule goes under another label."""
    return not verdict.kept and verdict.label != rule.label


def rules_alike(verdict: Verdict, rule: Rule, plans: Mapping[str, Plan]) -> set[str]:
    """The rules alike that speak of a block of this one's."""
    return {e.rule for e in verdict.evidence if e.rule != rule.id and _alike(plans.get(e.rule), rule)}


def _alike(plan: Plan | None, rule: Rule) -> bool:
    """Whether a plan does the work of the rule: its label and effect, in its language or any."""
    return plan is not None and (plan.label, plan.effect) == (rule.label, rule.effect) and plan.lang in (rule.lang, "any")


def short(text: str) -> str:
    """An example as a message names it."""
    line = " / ".join(part.strip() for part in text.strip().splitlines() if part.strip())
    return repr(line if len(line) <= 90 else line[:87] + "…")
