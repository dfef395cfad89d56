"""Scores of many records as figures: of all, of each language, source and label. Pure functions.

By lines: of what was dropped, the share that is furniture (precision); of the furniture, the share that was dropped (recall). For one
label: of the lines that got it, the share that should; of those that should, the share that did. Lines without a label of their own
in the gold count nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from cleaner.evaluate.measure import Line, Score

DIGITS = 3


class Figures(NamedTuple):
    """Shares from 0 to 1; None where nothing defines them."""

    number: int
    """Records, or lines."""
    precision: float | None
    recall: float | None
    f1: float | None
    exact: float | None
    """The share of records with no fault at all."""
    lost: int | None = None
    """Lines of the story that were dropped."""


Row = Mapping[str, Figures]
"""`words` and `lines`, each where there is gold for it."""


class Table(NamedTuple):
    """Figures of all records, and of their parts."""

    all: Row
    lang: dict[str, Row]
    source: dict[str, Row]
    label: dict[str, Row]


def table(scores: Sequence[Score], furniture: Collection[str]) -> Table:
    """The figures of some scores; `furniture` are the labels of what should go."""
    langs, sources = _parts(scores, lambda score: score.gold.lang), _parts(scores, lambda score: score.gold.source)
    labels = sorted({label for score in scores for line in score.lines for label in (line.wanted, line.got)})
    return Table(
        _row(scores, furniture),
        {name: _row(part, furniture) for name, part in langs.items()},
        {name: _row(part, furniture) for name, part in sources.items()},
        {label: {"lines": _of_label(scores, label)} for label in labels},
    )


def rows(figures: Table) -> dict[str, Row]:
    """All rows by name: all, lang de, source wire, label promo."""
    parts = {f"{part} {name}": row for part in ("lang", "source", "label") for name, row in getattr(figures, part).items()}
    return {"all": figures.all, **parts}


def to_dict(figures: Table) -> dict[str, object]:
    """Plain dicts, ready for JSON."""

    def plain(row: Row) -> dict[str, object]:
        return {kind: {key: value for key, value in own._asdict().items() if value is not None} for kind, own in row.items()}

    parts = {part: {name: plain(row) for name, row in getattr(figures, part).items()} for part in ("lang", "source", "label")}
    return {"all": plain(figures.all), **parts}


def _parts(scores: Iterable[Score], key: Callable[[Score], str | None]) -> dict[str, list[Score]]:
    """The scores by what the key gives, the largest part first; those for which it gives nothing are in none."""
    out: dict[str, list[Score]] = {}
    for score in scores:
        name = key(score)
        if name is not None:
            out.setdefault(name, []).append(score)
    return dict(sorted(out.items(), key=lambda item: (-len(item[1]), item[0])))


def _row(scores: Sequence[Score], furniture: Collection[str]) -> Row:
    row: dict[str, Figures] = {}
    bodies = [score for score in scores if score.exact is not None]
    if bodies:
        precision = _mean(score.precision for score in bodies)
        recall = _mean(score.recall for score in bodies)
        row["words"] = Figures(len(bodies), precision, recall, _f1(precision, recall), mean(bool(score.exact) for score in bodies))
    labelled = [score for score in scores if score.lines]
    if labelled:
        row["lines"] = _of_lines(labelled, furniture)
    return row


def _of_lines(scores: Sequence[Score], furniture: Collection[str]) -> Figures:
    lines = [line for score in scores for line in score.lines]
    true = sum(line.dropped and line.wanted in furniture for line in lines)
    dropped = sum(line.dropped for line in lines)
    wanted = sum(line.wanted in furniture for line in lines)
    exact = mean(all(line.dropped == (line.wanted in furniture) for line in score.lines) for score in scores)
    return Figures(len(lines), _share(true, dropped), _share(true, wanted), _share(2 * true, dropped + wanted), exact, dropped - true)


def _of_label(scores: Sequence[Score], label: str) -> Figures:
    def about(line: Line) -> bool:
        return label in (line.wanted, line.got)

    lines = [line for score in scores for line in score.lines if about(line)]
    true = sum(line.wanted == line.got for line in lines)
    got, wanted = sum(line.got == label for line in lines), sum(line.wanted == label for line in lines)
    concerned = [score for score in scores if any(map(about, score.lines))]
    exact = mean(all(line.wanted == line.got for line in score.lines if about(line)) for score in concerned)
    return Figures(wanted, _share(true, got), _share(true, wanted), _share(2 * true, got + wanted), exact)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    """Their harmonic mean; 0 when one is 0, and None when one is not defined."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
