"""`make bench-pagetext`: what a byte of a whole page's text costs beside a byte of what trafilatura left of it, and where the time goes.

One core, one run: both kinds of text take turns, each shows the median of its rounds. Texts of whole pages are menus for the most part,
and a short line is asked more of than a paragraph of the same size. Shares are of a further round under Python's profiler, which makes
steps of many small calls look dearer than they are.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks import data
from cleaner import Cleaner

KINDS = ("trafilatura", "page")
ROUNDS = 3
AT_MOST = 3
"""How many times as long a byte of a page is meant to take."""
STEPS = {
    ("engine.py", "scan"): "rules on words",
    ("engine.py", "locate"): "rules on places",
    ("context.py", "context"): "context, with the zone",
    ("zone.py", "story_zone"): "of that the zone",
    ("survey.py", "survey"): "survey",
    ("plain.py", "segment"): "segmentation",
}
"""Functions whose time is shown, by module and name."""


class Pace(NamedTuple):
    """What the texts of one kind took."""

    kind: str
    size: int
    """In bytes of UTF-8."""
    lines: int
    seconds: float

    @property
    def per_byte(self) -> float:
        """Microseconds."""
        return 1e6 * self.seconds / self.size


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also when there are no data, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pagetext", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", help="only the pages of this set (default: of each set, and of all)")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds to take the median of (default: {ROUNDS})")
    options = parser.parse_args(arguments)
    try:
        names = [options.set] if options.set else data.sets()
        pages = {name: list(data.records(name))[:: options.every] for name in names}
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    cleaner = Cleaner()
    print(f"median of {options.rounds} rounds, one core")
    measured = []
    for name, own in pages.items():
        texts = {kind: [page["text"][kind] for page in own] for kind in KINDS}
        measured.append(measure(cleaner, texts, options.rounds))
        show(f"{name}, {len(own)} pages", measured[-1])
        for kind in KINDS:
            print(f"  {kind:12}", ", ".join(f"{step} {share:.0%}" for step, share in shares(cleaner, texts[kind]).items()))
    if len(measured) > 1:
        show("all pages", [whole(kinds) for kinds in zip(*measured, strict=True)])
    return 0


def show(title: str, paces: Sequence[Pace]) -> None:
    """Print what was measured."""
    article, page = paces
    print(title)
    for pace in paces:
        print(f"  {pace.kind:12} {pace.size / 1e6:6.2f} MB  {pace.size / pace.lines:5.0f} bytes a line  {pace.per_byte:6.2f} µs a byte")
    print(f"  a byte of a page takes {page.per_byte / article.per_byte:.1f} times as long (meant to be at most {AT_MOST})")
    print(f"  a line of a page takes {page.seconds / page.lines / (article.seconds / article.lines):.2f} times as long")


def whole(paces: Sequence[Pace]) -> Pace:
    """The pace of several sets together."""
    return Pace(paces[0].kind, *(sum(values) for values in list(zip(*paces, strict=True))[1:]))


def measure(cleaner: Cleaner, texts: dict[str, list[str]], rounds: int) -> list[Pace]:
    """The pace of each kind of text. What is built on first use is built before."""
    times: dict[str, list[float]] = {kind: [] for kind in texts}
    for own in texts.values():
        clean_all(cleaner, own)
    for _ in range(rounds):
        for kind, own in texts.items():
            start = time.process_time()
            clean_all(cleaner, own)
            times[kind].append(time.process_time() - start)
    return [
        Pace(kind, sum(len(text.encode()) for text in own), sum(text.count("\n") + 1 for text in own), statistics.median(times[kind]))
        for kind, own in texts.items()
    ]


def clean_all(cleaner: Cleaner, texts: list[str]) -> None:
    """Cleaning, with every object that a caller may read."""
    for text in texts:
        doc = cleaner.clean(text)
        _ = doc.verdicts, doc.body


def shares(cleaner: Cleaner, texts: list[str]) -> dict[str, float]:
    """The share of the time that each step takes, with what it calls."""
    profile = cProfile.Profile()
    profile.runcall(clean_all, cleaner, texts)
    entries = [entry for entry in profile.getstats() if not isinstance(entry.code, str)]
    whole = next(entry.totaltime for entry in entries if entry.code is clean_all.__code__)
    found = dict.fromkeys(STEPS.values(), 0.0)
    for entry in entries:
        step = STEPS.get((Path(entry.code.co_filename).name, entry.code.co_name))
        if step:
            found[step] += entry.totaltime / whole
    return found


if __name__ == "__main__":
    sys.exit(main())
