"""`python -m benchmarks.oneline`: what of the furniture goes when the lines of each text are joined by spaces, beside the text in lines.

Lines of the original are counted, by the scorer's own measure: furniture that is gone, and story that is lost.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from benchmarks import data

KIND = "trafilatura"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; 0 also when there are no data, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.oneline", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", default="fundus-dev", help="the set whose texts to clean (default: fundus-dev)")
    options = parser.parse_args(arguments)
    try:
        pages = list(data.records(options.set))
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    with ProcessPoolExecutor() as pool:
        counts = list(pool.map(one, pages, chunksize=8))
    furniture, story = sum(c["furniture"] for c in counts), sum(c["story"] for c in counts)
    print(f"{options.set}/{KIND}, {len(pages)} texts, {furniture} lines of furniture, {story} of story")
    for way in ("lines", "one line"):
        gone, lost = sum(c[way][0] for c in counts), sum(c[way][1] for c in counts)
        print(f"{way:9} drop recall {gone / max(1, furniture):.3f}   lost {lost} ({lost / max(1, story):.2%})")
    return 0


def one(page: dict[str, Any]) -> dict[str, Any]:
    """The counts of one text: furniture and story lines, and of each way how many of both are gone."""
    import cleaner

    scorer = data.scorer()
    text = page["text"][KIND]
    labelled = scorer.label_lines(text, page["gold"])
    out: dict[str, Any] = {"furniture": sum(not body for _, body in labelled), "story": sum(body for _, body in labelled)}
    for way, source in (("lines", text), ("one line", " ".join(text.split()))):
        words = scorer.words(cleaner.clean(source).body)
        flat, shingles = f" {' '.join(words)} ", set(scorer.shingles(words))
        gone = [body for line, body in labelled if not _kept(scorer, line, flat, shingles)]
        out[way] = (gone.count(False), gone.count(True))
    return out


def _kept(scorer: Any, line: str, flat: str, shingles: set[Any]) -> bool:
    words = scorer.words(line)
    own = set(scorer.shingles(words)) if len(words) > 7 else set()
    return f" {' '.join(words)} " in flat or (bool(own) and len(own & shingles) / len(own) >= 0.5)


if __name__ == "__main__":
    sys.exit(main())
