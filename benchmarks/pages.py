"""`make bench-pages`: how well and how fast pages are read, beside trafilatura and resiliparse on the same pages in the same run.

One core. All contestants read a page in turn, so what else the machine does falls on all of them; times are of the process. F1 is
that of score.py. `--every N` takes one page in N of each set.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks import data
from cleaner import Cleaner

WARM_UP = 5
"""Pages of each set that are read before the clock starts: rules and parsers load on first use."""
NAMES = {"trafilatura": "trafilatura", "resiliparse": "resiliparse", "full": "clean_html()", "fast": 'clean_html(engine="fast")'}
MEANT = {"full": "at most 1.3", "fast": "at most 0.33"}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also when there are no data to measure on, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read one page in N (default: all)")
    options = parser.parse_args(arguments)
    try:
        sets = {name: list(data.records(name))[:: max(1, options.every)] for name in data.sets()}
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    field = contestants()
    measured = []
    for name, pages in sets.items():
        measured.append(measure(field, pages))
        report(name, pages, measured[-1])
    together = {name: [result[name] for result in measured] for name in field}
    pages = [page for own in sets.values() for page in own]
    report("all", pages, {name: (sum(s for s, _ in own), [t for _, texts in own for t in texts]) for name, own in together.items()})
    return 0


def contestants() -> dict[str, Callable[[str], str]]:
    """What is measured: page in, story out. resiliparse only where it is installed."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    cleaner = Cleaner()
    field: dict[str, Callable[[str], str]] = {
        "trafilatura": lambda html: trafilatura.extract(html, include_comments=False) or "",
        "full": lambda html: cleaner.clean_html(html).body,
        "fast": lambda html: cleaner.clean_html(html, engine="fast").body,
    }
    try:
        from resiliparse.extract.html2text import extract_plain_text
    except ImportError as error:
        print(f"resiliparse is left out: {error}", file=sys.stderr)
    else:
        field["resiliparse"] = lambda html: str(extract_plain_text(html, main_content=True))
    return field


def measure(field: dict[str, Callable[[str], str]], pages: list[dict[str, Any]]) -> dict[str, tuple[float, list[str]]]:
    """Seconds and texts of each contestant."""
    for page in pages[:WARM_UP]:
        for read in field.values():
            read(page["html"])
    seconds = dict.fromkeys(field, 0.0)
    texts: dict[str, list[str]] = {name: [] for name in field}
    for page in pages:
        for name, read in field.items():
            start = time.process_time()
            texts[name].append(read(page["html"]))
            seconds[name] += time.process_time() - start
    return {name: (seconds[name], texts[name]) for name in field}


def report(name: str, pages: list[dict[str, Any]], results: dict[str, tuple[float, list[str]]]) -> None:
    """Print the figures of one set."""
    score = data.scorer()
    print(f"{name}, {len(pages)} pages, one core")
    print(f"{'':30}{'F1':>7}{'P':>7}{'R':>7}{'exact':>7}{'ms/page':>9}  of trafilatura's time")
    for contestant, (seconds, texts) in results.items():
        f = score.summary([(page["gold"], text) for page, text in zip(pages, texts, strict=True)])
        meant = f" (meant: {MEANT[contestant]})" if contestant in MEANT else ""
        ratio = seconds / results["trafilatura"][0]
        print(
            f"{NAMES[contestant]:30}{f['f1']:7.3f}{f['p']:7.3f}{f['r']:7.3f}{f['exact']:7.3f}{1000 * seconds / len(pages):9.1f}  "
            f"{ratio:.2f}{meant}",
            flush=True,
        )


if __name__ == "__main__":
    sys.exit(main())
