"""`make bench-headlines`: how often the headline that cleaning finds is the title that the benchmark gives its page.

For each set and kind of text: pages, those for which a headline is found, and those where it is right: the same letters as the title, or
one lies within the other, as with the name of a site behind it.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from typing import Any, NamedTuple

from benchmarks import data
from cleaner import Cleaner
from cleaner.headline import letters

KINDS = ("trafilatura", "resiliparse", "page", "html")
LEAST = 12
"""Letters that the shorter of two must have to count as the longer one cut off."""
PAGES_AT_ONCE = 16


class Found(NamedTuple):
    """What one page gave."""

    id: str
    title: str
    headline: str

    @property
    def right(self) -> bool:
        ours, theirs = letters(self.headline), letters(self.title)
        shorter, longer = sorted((ours, theirs), key=len)
        return ours == theirs or (len(shorter) > LEAST and shorter in longer)


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each set and kind of text; 0 also when there are no data, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.headlines", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=KINDS, action="append", help="only texts of this kind; may be given more than once")
    parser.add_argument("--wrong", action="store_true", help="print the headlines that are wrong, with the page's title")
    options = parser.parse_args(arguments)
    try:
        titled = {name: [page for page in data.records(name) if page["gold_title"]] for name in data.sets()}
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    print(f"{'set/input':<24}{'pages':>7}{'found':>7}{'right':>7}")
    with ProcessPoolExecutor() as pool:
        for name, pages in titled.items():
            for kind in options.kind or KINDS:
                every = list(pool.map(partial(_found, kind), pages, chunksize=PAGES_AT_ONCE))
                found = [page for page in every if page.headline]
                print(f"{f'{name}/{kind}':<24}{len(every):>7}{len(found):>7}{sum(page.right for page in found):>7}")
                for page in found if options.wrong else ():
                    if not page.right:
                        print(f"    {page.id}: {page.headline!r}, not {page.title!r}")
    return 0


@cache
def _cleaner() -> Cleaner:
    """One for each process."""
    return Cleaner()


def _found(kind: str, page: dict[str, Any]) -> Found:
    cleaner = _cleaner()
    document = cleaner.clean_html(page["html"], url=page["url"]) if kind == "html" else cleaner.clean(page["text"][kind])
    return Found(page["id"], page["gold_title"], document.headline)


if __name__ == "__main__":
    sys.exit(main())
