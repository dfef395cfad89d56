"""`make bench-markdown`: F1 of cleaned Markdown, made of the benchmark's pages with markdownify, beside that of the raw Markdown.

Both are scored as a reader sees them, without marks and addresses, by the scorer's own measure.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from benchmarks import data

UNSEEN = ("script", "style", "noscript", "template", "svg", "head", "iframe")
"""Elements that hold no text of the page; markdownify writes out what is in them."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also when there are no data or no markdownify, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.markdown", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", default="fundus-dev", help="the set whose pages to clean (default: fundus-dev)")
    parser.add_argument("--limit", type=int, help="only the first N pages")
    parser.add_argument("--worst", type=int, default=0, help="also list the N worst pages")
    options = parser.parse_args(arguments)
    try:
        import markdownify  # noqa: F401

        pages = list(data.records(options.set))[: options.limit]
    except (ImportError, data.MissingDataError) as absent:
        print(f"left out: {absent}", file=sys.stderr)
        return 0
    with ProcessPoolExecutor() as pool:
        results = list(pool.map(one, pages, chunksize=8))
    scorer = data.scorer()
    golds = [page["gold"] for page in pages]
    print(f"{options.set}, {len(pages)} pages as Markdown")
    for name, texts in (("raw", [raw for raw, _ in results]), ("cleaned", [story for _, story in results])):
        figures = scorer.summary(list(zip(golds, texts, strict=True)))
        print(f"{name:8} F1 {figures['f1']:.3f}  P {figures['p']:.3f}  R {figures['r']:.3f}  exact {figures['exact']:.3f}")
    overlaps = [(scorer.overlap(gold, story), page["id"]) for gold, (_, story), page in zip(golds, results, pages, strict=True)]
    for (precision, recall), name in sorted(overlaps, key=lambda entry: sum(value or 0.0 for value in entry[0]))[: options.worst]:
        print(f"  P {precision or 0:.2f}  R {recall or 0:.2f}  {name}")
    return 0


def one(page: dict[str, Any]) -> tuple[str, str]:
    """The page's Markdown as a reader sees it, and the story in it."""
    import cleaner
    from cleaner.segment.markdown import read_markup

    source = to_markdown(page["html"])
    return read_markup(source).text, cleaner.clean(source, markup="markdown").plain(headline=False)


def to_markdown(html: str) -> str:
    """A page of HTML as markdownify writes it."""
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    page = BeautifulSoup(html, "lxml")
    for element in page(UNSEEN):
        element.decompose()
    return str(MarkdownConverter(heading_style="atx").convert_soup(page))


if __name__ == "__main__":
    sys.exit(main())
