"""Documents as the compact values that a review page carries; `review.js` is their reader.

Offsets count UTF-16 units, as JavaScript does. What would be repeated thousands of times, such as rules and labels, stands once in a
table and is named by its place there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.compare import DIRECTIONS, Change, compare
from cleaner.document import Document
from cleaner.model import Evidence, Verdict

CONTEXT_WHY = {
    "context-above-headline": "Stands above the headline, which has more of the story's words.",
    "context-above": "A name above the job that a rule removed.",
    "context-author": "A name above the blurb about its bearer that a rule removed.",
    "context-headline": "The headline of the story, which stays.",
    "context-headline-repeated": "Repeats the headline.",
    "context-headline-truncated": "The headline once more, cut off, as breadcrumbs show it.",
    "context-keep": "Kept on request, whatever the rules said.",
    "context-kicker": "A word or two above the headline.",
    "context-list": "Belongs to the list under a header that a rule removed.",
    "context-nothing-left": "Rules cut all of it.",
    "context-outside-story": "Lies outside the run of blocks that make up the story.",
    "context-rest": "Follows a line that a rule takes for the end of the story.",
    "context-same-list": "Stands in a list whose other items were removed.",
    "context-signed": "A name that stands in a byline which was removed.",
    "context-thread": "Stands below the heading of the readers' comments, above the last line that a rule removed as one about them.",
}
_SHOWN = ("title", "url", "description")
"""Facts that the page shows elsewhere, or that say nothing of what was removed."""
_CONTEXT, _OTHER_CONTEXT = "context-", "Said by the neighbours of the block or by the headline, not by a rule."


class Entry(NamedTuple):
    """One document to review."""

    name: str
    document: Document
    url: str | None = None
    title: str | None = None
    """Its headline, where the text itself has none."""
    before: Document | None = None
    """The same text by the other rules, where two sets of rules are compared."""


class RuleNote(NamedTuple):
    """What a reader is told of a rule."""

    why: str
    lang: str = ""
    file: str = ""


class Tables:
    """Places of what is named by number. Filled while documents are written; `claims` are rule, label, effect and note of evidence."""

    def __init__(self) -> None:
        self.labels: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.claims: dict[tuple[int, int, str, str], int] = {}

    def label(self, name: str) -> int:
        return self.labels.setdefault(name, len(self.labels))

    def claim(self, evidence: Evidence) -> int:
        rule = self.rules.setdefault(evidence.rule, len(self.rules))
        return self.claims.setdefault((rule, self.label(evidence.label), evidence.effect, evidence.note), len(self.claims))


def page_data(
    entries: Iterable[Entry],
    *,
    labels: Mapping[str, Mapping[str, str]],
    rules: Callable[[Iterable[str]], Mapping[str, RuleNote]],
    against: bool = False,
) -> dict[str, Any]:
    """Everything the page shows, as plain lists, dicts, texts and numbers.

    `labels` are those of `read_labels`; `rules` gives the notes of rules by their ids and is asked once, for those that spoke.
    """
    tables = Tables()
    documents = [_document(entry, tables) for entry in entries]
    about = {name: text for group in labels.values() for name, text in group.items()}
    notes = rules(tables.rules)
    return {
        "against": against,
        "directions": DIRECTIONS if against else (),
        "documents": documents,
        "labels": [(name, about.get(name, "")) for name in tables.labels],
        "order": [tables.labels[name] for name in about if name in tables.labels],
        "rules": [_rule(name, notes) for name in tables.rules],
        "claims": list(tables.claims),
    }


def _rule(name: str, notes: Mapping[str, RuleNote]) -> RuleNote | tuple[str, ...]:
    if name.startswith(_CONTEXT):
        return (name, CONTEXT_WHY.get(name, _OTHER_CONTEXT), "", "")
    return (name, *notes.get(name, RuleNote("")))


def _document(entry: Entry, tables: Tables) -> dict[str, Any]:
    """One document; what is empty is left out."""
    document = entry.document
    changes = compare(entry.before, document) if entry.before else {}
    facts = {key: value for key, value in document.metadata._asdict().items() if value and key not in _SHOWN}
    whole = {
        "name": entry.name,
        "url": entry.url,
        "title": document.headline or entry.title,
        "source": document.source,
        "facts": [(key, ", ".join(value) if isinstance(value, tuple) else value) for key, value in facts.items()],
        "warnings": list(document.warnings),
        "words": (sum(len(v.block.text.split()) for v in document.verdicts), len(document.text.split())),
        "blocks": _blocks(document, changes, tables),
    }
    return {key: value for key, value in whole.items() if value}


def _blocks(document: Document, changes: Mapping[int, Change], tables: Tables) -> list[list[Any]]:
    """A list for each block: the gap before it, its length, then, unless it is plain story, its outcome, direction and former outcome."""
    place = _units(document.source)
    out, position = [], 0
    for i, verdict in enumerate(document.verdicts):
        start, end = place(verdict.block.start), place(verdict.block.end)
        row: list[Any] = [start - position, end - start]
        change = changes.get(i)
        if change or not verdict.kept or verdict.evidence or verdict.label != "body":
            row += _outcome(verdict, place, tables)
        if change:
            row += [DIRECTIONS.index(change.direction), _outcome(change.before, place, tables)]
        out.append(row)
        position = end
    return out


def _outcome(verdict: Verdict, place: Callable[[int], int], tables: Tables) -> list[Any]:
    """Kept or not, label, cuts as a flat list of offsets in the block, evidence.

    Evidence is a claim, and unless it quotes the whole block, an offset in the block, which may lie outside it, and a length.
    """
    block = verdict.block
    start = place(block.start)
    cuts = [place(edge) - start for cut in verdict.cuts for edge in cut]

    def proof(e: Evidence) -> list[int]:
        whole = (e.start, e.end) == (block.start, block.end)
        return [tables.claim(e)] if whole else [tables.claim(e), place(e.start) - start, place(e.end) - place(e.start)]

    evidence = [proof(e) for e in verdict.evidence]
    return [int(verdict.kept), tables.label(verdict.label), cuts, evidence]


def _units(source: str) -> Callable[[int], int]:
    """From offsets in characters to offsets in UTF-16 units.

    >>> [_units("a\\U0001f600b")(place) for place in (0, 1, 2, 3)]
    [0, 1, 3, 4]
    """
    wide = [i for i, char in enumerate(source) if char > "\uffff"] if max(source, default="") > "\uffff" else []
    return (lambda place: place + bisect_left(wide, place)) if wide else (lambda place: place)
