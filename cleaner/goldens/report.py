"""Moved blocks for a reader: where each stands, what became of it, and by which rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from cleaner.batch.files import display
from cleaner.goldens.compare import Move
from cleaner.goldens.judge import Outcome
from cleaner.render.colour import BOLD, DIM, GREEN, RED, paint, plain
from cleaner.render.tsv import Row, parse_tsv

WIDTH = 160
"""Longer blocks are shortened at their end."""


def outcome_lines(outcome: Outcome, *, colour: bool = False) -> Iterator[str]:
    """What is wrong with one sample; nothing when all is as expected."""
    place = display(outcome.sample.golden)
    if outcome.missing:
        rows = parse_tsv(outcome.tsv)
        removed = sum(row.sign == "-" for row in rows)
        yield paint(f"{plain(place)}: is missing ({_count(len(rows), 'block')}, {removed:,} removed)", BOLD, colour=colour)
    elif outcome.broken:
        yield paint(f"{plain(place)}: {outcome.broken}", BOLD, colour=colour)
    for move in outcome.moves:
        yield paint(f"{plain(place)}:{move.line}: {_change(move)}", BOLD, colour=colour)
        code = RED if move.new is None or move.new.sign == "-" else GREEN
        yield "    " + paint(_shortened(move.text), code, colour=colour)
        yield from (paint(f"    {line}", DIM, colour=colour) for line in _speakers(move))


def rule_lines(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """For each rule that moved a block: how many, in how many samples, and which way. The busiest first."""
    fell_silent: Counter[str] = Counter()
    spoke: Counter[str] = Counter()
    otherwise: Counter[str] = Counter()
    samples: Counter[str] = Counter()
    for outcome in outcomes:
        for move in outcome.moves:
            fell_silent.update(move.gone)
            spoke.update(move.came)
            if not move.gone and not move.came:
                otherwise.update(move.movers)
        samples.update({rule for move in outcome.moves for rule in move.movers})
    ways = (("no longer speaks of", fell_silent), ("now speaks of", spoke), ("decides otherwise on", otherwise))
    total = fell_silent + spoke + otherwise
    for rule in sorted(total, key=lambda rule: (-total[rule], rule)):
        said = ", ".join(f"{way} {_count(counts[rule], 'block')}" for way, counts in ways if counts[rule])
        yield f"  {rule}: {said}, in {_count(samples[rule], 'sample')}"


def _change(move: Move) -> str:
    """What became of the block, in a few words."""
    old, new = move.old, move.new
    if old is None:
        return f"a block that the golden lacks: {_state(new)}"
    if new is None:
        return f"a block that is not there any more (it was {_state(old)})"
    if _state(old) != _state(new):
        return f"was {_state(old)}, is {_state(new)}"
    if old.cuts != new.cuts:
        return f"was {_state(old)}, and still is, but loses {_lost(new)} instead of {_lost(old)}"
    return f"{_state(new)} as before, but by other rules"


def _speakers(move: Move) -> Iterator[str]:
    """The rules behind a change."""
    if move.old and move.new and (move.gone or move.came):
        for said, rules in (("no longer speaks", move.gone), ("now speaks", move.came)):
            if rules:
                yield f"{said}: {', '.join(rules)}"
    elif speakers := (move.new or move.old or Row("", "", (), "")).rules:
        yield f"by: {', '.join(speakers)}"


def _state(row: Row | None) -> str:
    if row is None:
        return "absent"
    if row.sign == "-":
        return f"removed as {row.label}"
    label = "" if row.label == "body" else f" as {row.label}"
    return f"{'kept' if row.sign == '+' else 'kept, with a part cut out'}{label}"


def _lost(row: Row) -> str:
    return " and ".join(f"“{_shortened(row.text[low:high])}”" for low, high in row.cuts)


def _shortened(text: str) -> str:
    line = plain(" ".join(text.split()))
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
