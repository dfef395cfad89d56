"""A document as columns of a table: what a pipeline keeps of it beside its own columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cleaner.decide import CONTENT
from cleaner.document import Document
from cleaner.model import Verdict

COLUMNS = ("headline", "body", "metadata", "removed", "warnings", "rules_version", "rules_digest")


class Removal(NamedTuple):
    """One piece that was taken out: a whole block, or a quote cut from inside one."""

    label: str
    rule: str
    """The rule that decided; the rules, joined by commas, where it took several."""
    start: int
    """Where it begins in `Document.source`, in characters."""
    end: int


def to_columns(document: Document, version: str) -> dict[str, Any]:
    """The values of COLUMNS, as plain dicts, lists and texts; `version` is that of the package, which ships the rules.

    Removals have their text too: of a page, the visible text that their places count in is no column.
    """
    return {
        "headline": document.headline,
        "body": document.body,
        "metadata": document.metadata.to_dict(),
        "removed": [{**removal._asdict(), "text": document.source[removal.start : removal.end]} for removal in removals(document)],
        "warnings": [caution._asdict() for caution in document.warnings],
        "rules_version": version,
        "rules_digest": document.rules_digest,
    }


def removals(document: Document) -> Iterator[Removal]:
    """Everything that was taken out of a document, in order."""
    for verdict in document.verdicts:
        if not verdict.kept:
            yield Removal(verdict.label, _deciders(verdict), verdict.block.start, verdict.block.end)
        elif verdict.cuts:
            yield from _cuts(verdict)


def _deciders(verdict: Verdict) -> str:
    """The rules that removed a block: of the drops that of its label, as `decide` names it, else all hints."""
    drops = [e for e in verdict.evidence if e.effect == "drop"]
    if drops:
        own = [e for e in drops if e.label == verdict.label]
        return min(own or drops, key=lambda e: (e.rule.startswith("context-"), e.start - e.end, e.rule)).rule
    return ",".join(sorted({e.rule for e in verdict.evidence if e.effect == "hint" and e.label not in CONTENT}))


def _cuts(verdict: Verdict) -> Iterator[Removal]:
    for start, end in verdict.cuts:
        inside = [e for e in verdict.evidence if e.effect == "cut" and start <= e.start and e.end <= end]
        yield Removal(inside[0].label, ",".join(dict.fromkeys(e.rule for e in inside)), start, end)
