r"""How near a cleaned text comes to its gold, by words and by lines. Pure functions.

Words are those of the article extraction benchmark (github.com/scrapinghub/article-extraction-benchmark, evaluate.py): `\w+`; what
is compared are shingles of four words in a row, each as often as it occurs. Precision is the share of the cleaned text's
shingles that the gold has, recall the share of the gold's shingles that the cleaned text has; both are averaged over the
records where they are defined, and F1 is made of these two means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.document import Document
from cleaner.evaluate.gold import Gold
from cleaner.model import Verdict

SHINGLE = 4
_WORD = re.compile(r"\w+")


class UnknownLineError(ValueError):
    """A labelled line that the text does not hold; the message names its place among the labels."""


class Line(NamedTuple):
    """What should become of a line, and what became of it."""

    wanted: str
    """The label that it should get."""
    got: str
    """The label of its block, or of what cut it out."""
    dropped: bool


class Score(NamedTuple):
    """One record, measured."""

    gold: Gold
    precision: float | None = None
    """None where the cleaned text has no words, or the record no body."""
    recall: float | None = None
    exact: bool | None = None
    """Whether the words are the gold's, none more, none fewer; None without a body."""
    lines: tuple[Line, ...] = ()


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def shingles(tokens: Sequence[str]) -> Counter[tuple[str, ...]]:
    """Runs of four words, each as often as it occurs; of a shorter text the one run that it is."""
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1))) if tokens else Counter()


def measure(gold: Gold, document: Document, *, with_headline: bool) -> Score:
    """A record beside its cleaned text. Raises UnknownLineError."""
    lines = tuple(decisions(document, gold.labels))
    if gold.body is None:
        return Score(gold, lines=lines)
    wanted, got = words(gold.body), words(document.text if with_headline else document.body)
    wanted_runs, got_runs = shingles(wanted), shingles(got)
    common = (wanted_runs & got_runs).total()
    precision = common / got_runs.total() if got_runs else None
    return Score(gold, precision, common / wanted_runs.total() if wanted_runs else None, wanted == got, lines)


def decisions(document: Document, labels: Iterable[tuple[str, str]]) -> Iterator[Line]:
    """What became of each labelled line, found in the blocks by its words, in order. Raises UnknownLineError."""
    blocks = [_spaced(verdict.block.text) for verdict in document.verdicts]
    position = 0
    for number, (line, label) in enumerate(labels):
        wanted = _spaced(line)
        found = _find(wanted, blocks, position)
        if found is None:
            message = f"labels[{number}]: {line[:80]!r} is no line of the text; `cleaner explain` shows its lines"
            raise UnknownLineError(message)
        position = found
        verdict = document.verdicts[found]
        dropped = not verdict.kept or _is_cut(document, verdict, wanted)
        yield Line(label, _cut_label(document, verdict, wanted) if dropped and verdict.kept else verdict.label, dropped)


def _find(line: str, blocks: Sequence[str], start: int) -> int | None:
    """The block that is this line, else one that holds it; those from `start` on first."""
    order = [*range(start, len(blocks)), *range(start)]
    whole = next((i for i in order if blocks[i] == line), None)
    return whole if whole is not None else next((i for i in order if line in blocks[i]), None)


def _is_cut(document: Document, verdict: Verdict, line: str) -> bool:
    """Whether less than half of a line's words are left of it in its block."""
    if not verdict.cuts:
        return False
    left = _spaced(document.kept_text(verdict))
    wanted = Counter(line.split())
    return line not in left and 2 * (wanted & Counter(left.split())).total() < wanted.total()


def _cut_label(document: Document, verdict: Verdict, line: str) -> str:
    """The label of the cut that shares most words with a line."""
    cuts = [e for e in verdict.evidence if e.effect == "cut"]
    wanted = Counter(line.split())
    return max(cuts, key=lambda e: (wanted & Counter(document.source[e.start : e.end].split())).total()).label


def _spaced(text: str) -> str:
    return " ".join(text.split())
