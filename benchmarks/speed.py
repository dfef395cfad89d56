"""`make bench-speed`: how fast `clean()` is, with all its objects, beside the least that any line cleaner must do and beside datatrove.

One core, one run: the contestants take turns, and each shows the median of its rounds. The texts are what extractors left of the
benchmark's pages, repeated to the wanted size. The default C4 filter is a hundred times slower, so it gets a sample of the texts.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import cycle
from typing import Any, NamedTuple

from benchmarks import data
from cleaner import Cleaner, RuleSet, load_rules
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.schema import Conditions, Rule

KINDS = ("trafilatura", "resiliparse")
ROUNDS = 5
SLOW_SHARE = 20
"""The default C4 filter reads one text in so many."""
WARM_UP = 300
"""Texts that are cleaned before the clock starts."""
MORE_RULES = 1000
WORDS = re.findall(
    r"\w+",
    """
follow our channel download the app join free daily morning evening briefing latest headlines explore full coverage watch live stream
listen podcast discover more from newsroom support independent journalism become member today gift this article unlock offer vote poll
""",
)
"""What the further rules are made of: words that occur in news and in its furniture, so that their literals are met in the texts."""


class Contestant(NamedTuple):
    """What is measured, and the texts it gets."""

    name: str
    work: Callable[[list[str]], None]
    texts: list[str]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also when there are no data to measure on, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=float, default=20, help="megabytes of text (default: 20)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"rounds to take the median of (default: {ROUNDS})")
    options = parser.parse_args(arguments)
    try:
        texts = corpus(int(options.size * 1_000_000))
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rules = load_rules()
    field = [
        Contestant("floor", strip_lines, texts),
        Contestant("clean", partial(clean_all, Cleaner(rules)), texts),
        Contestant("more", partial(clean_all, Cleaner(rules + further_rules(MORE_RULES))), texts),
        *datatrove_filters(texts),
    ]
    report(measure(field, options.rounds), len(rules), options.rounds)
    return 0


def corpus(size: int) -> list[str]:
    """Extractor texts of all sets, again and again, until so many bytes are reached. Raises MissingDataError."""
    all_texts = [page["text"][kind] for name in data.sets() for page in data.records(name) for kind in KINDS]
    out: list[str] = []
    total = 0
    for text in cycle(filter(None, all_texts)):
        if total >= size:
            break
        out.append(text)
        total += len(text.encode())
    return out


def strip_lines(texts: Iterable[str]) -> None:
    """The floor: what every line cleaner must do at the least."""
    for text in texts:
        [line.strip() for line in text.split("\n")]


def clean_all(cleaner: Cleaner, texts: Iterable[str]) -> None:
    """Cleaning, with every object that a caller may read."""
    for text in texts:
        doc = cleaner.clean(text)
        _ = doc.verdicts, doc.body


def further_rules(count: int) -> RuleSet:
    """So many rules with literals of three words, as a pack for one more language would bring."""
    chance = random.Random(1)
    literals: dict[str, None] = {}
    while len(literals) < count:
        literals[" ".join(chance.sample(WORDS, 3))] = None
    ways = (
        Conditions(max_words=30)._replace(starts=(x,)) if n % 2 else Conditions(max_words=30)._replace(phrase=(x,))
        for n, x in enumerate(literals)
    )
    return RuleSet(
        compile_rule(Rule(f"bench-{n}", "promo", "drop", "", when, Conditions(), "block", "en", (), None, "bench"))
        for n, when in enumerate(ways)
    )


def datatrove_filters(texts: list[str]) -> list[Contestant]:
    """C4's filter with its defaults, and its line rules without counting sentences; nothing when datatrove cannot run here."""
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import C4QualityFilter

        C4QualityFilter().filter(Document(text="The river rose at night.", id=""))  # looks for its sentence splitter only now
    except ImportError as error:
        print(f"datatrove is left out: {error}", file=sys.stderr)
        return []

    def run(quality: Any, own: list[str]) -> None:
        for text in own:
            quality.filter(Document(text=text, id=""))

    lines_alone = C4QualityFilter(min_num_sentences=-1, filter_curly_bracket=False, filter_lorem_ipsum=False)
    return [
        Contestant("c4", partial(run, C4QualityFilter()), texts[::SLOW_SHARE]),
        Contestant("c4-lines", partial(run, lines_alone), texts),
    ]


def measure(field: Iterable[Contestant], rounds: int) -> dict[str, float]:
    """Megabytes a second of each contestant, by the median of its rounds. What is built on first use is built before."""
    field = list(field)
    times: dict[str, list[float]] = {one.name: [] for one in field}
    for one in field:
        one.work(one.texts[:WARM_UP])
    for _ in range(rounds):
        for one in field:
            start = time.perf_counter()
            one.work(one.texts)
            times[one.name].append(time.perf_counter() - start)
    return {one.name: sum(len(t.encode()) for t in one.texts) / statistics.median(times[one.name]) / 1e6 for one in field}


def report(speeds: dict[str, float], rules: int, rounds: int) -> None:
    """Print speeds and ratios."""
    names = {
        "floor": "[line.strip() for line in text.split('\\n')]", "clean": f"clean(), {rules} rules, all objects",
        "more": f"clean(), {MORE_RULES} literal rules more", "c4": f"datatrove C4QualityFilter (1 text in {SLOW_SHARE})",
        "c4-lines": "datatrove C4QualityFilter, line rules alone",
    }  # fmt: skip
    print(f"median of {rounds} rounds, one core")
    for name, speed in speeds.items():
        print(f"{names[name]:50} {speed:9.2f} MB/s")
    clean = speeds["clean"]
    print(f"clean() takes {speeds['floor'] / clean:.1f} times as long as the floor (meant: at most 25)")
    print(f"{MORE_RULES} more rules cost {clean / speeds['more'] - 1:+.0%} (meant: at most +20%)")
    if "c4" in speeds:
        print(f"clean() is {clean / speeds['c4']:.1f} times as fast as C4's defaults (meant: at least 30)")
        print(f"clean() is {clean / speeds['c4-lines']:.2f} times as fast as C4's line rules alone (meant: at least 1)")


if __name__ == "__main__":
    sys.exit(main())
