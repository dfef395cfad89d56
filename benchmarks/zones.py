"""`python -m benchmarks.zones`: what each constant of cleaner/zone.py is worth on whole pages as text.

Each constant is halved and doubled, alone, and all pages are cleaned again; what counts is how F1 moves. A constant whose change
moves nothing could go; one where a change helps is set wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Any, NamedTuple

import cleaner
from benchmarks import data
from cleaner import text, zone

FACTORS = (0.5, 2.0)


class Trial(NamedTuple):
    """One constant, or one entry of one, times a factor."""

    constant: str
    entry: str
    factor: float

    @property
    def name(self) -> str:
        return f"{self.constant}[{self.entry}]" if self.entry else self.constant


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each constant; 0 also when there are no data, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.zones", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", default="fundus-dev", help="the set whose pages to clean (default: fundus-dev)")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    options = parser.parse_args(arguments)
    try:
        pages = [(page["gold"], page["text"]["page"]) for page in data.records(options.set)][: options.limit]
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    found = list(trials())
    with ProcessPoolExecutor() as pool:
        base = pool.submit(f1, pages, None).result()
        print(f"{options.set}/page, {len(pages)} pages: F1 {base:.4f}\n{'constant':22}{'is':>7}{'halved':>10}{'doubled':>10}")
        scores = pool.map(f1, [pages] * len(found), found)
        for trial, score in zip(found, scores, strict=True):
            if trial.factor == FACTORS[0]:
                print(f"{trial.name:22}{current(trial):7g}", end="")
            print(f"{score - base:+10.4f}", end="" if trial.factor != FACTORS[-1] else "\n", flush=True)
    return 0


def trials() -> Iterator[Trial]:
    """Every number among the module's own constants, with each factor."""
    for name, value in vars(zone).items():
        if not name.isupper() or hasattr(text, name):
            continue
        entries = list(value) if isinstance(value, dict) else [""] if isinstance(value, int | float) else []
        yield from (Trial(name, entry, factor) for entry in entries for factor in FACTORS)


def current(trial: Trial) -> Any:
    """The number as the module has it."""
    value: Any = getattr(zone, trial.constant)
    return value[trial.entry] if trial.entry else value


def f1(pages: list[tuple[str, str]], trial: Trial | None) -> float:
    """F1 of these pages by the scorer's own measure, one constant changed for as long as it takes."""
    if trial is None:
        return _f1(pages)
    before, number = getattr(zone, trial.constant), current(trial)
    changed = type(number)(number * trial.factor)
    setattr(zone, trial.constant, {**before, trial.entry: changed} if trial.entry else changed)
    try:
        return _f1(pages)
    finally:
        setattr(zone, trial.constant, before)


def _f1(pages: list[tuple[str, str]]) -> float:
    return float(data.scorer().summary([(gold, cleaner.clean(source).body) for gold, source in pages])["f1"])


if __name__ == "__main__":
    sys.exit(main())
