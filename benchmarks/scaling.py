"""What cleaning costs on one core, and what that makes for a hundred million pages; `--update` writes the table of docs/scaling.md.

Processor time, so that other work on the machine counts little: the least of some rounds over the texts and pages of the
benchmark. What engines add is wall time, the same texts through each with one worker: once as many and four times as many, so
that starting does not count. Engines that are not installed are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks import data
from benchmarks.marks import between
from cleaner import Cleaner, load_rules

PAGES = 100_000_000
"""What the costs are counted up to."""
CORES = (16, 64, 512)
"""Sizes of machines and clusters that the table names."""
TEXT_ROUNDS = 3
HTML_ROUNDS = 2
EACH = 10
"""Every so many pages of the benchmark are measured as HTML, which takes long."""
WARM_UP = 50
DOC = data.ROOT / "docs" / "scaling.md"
BEGIN = "<!-- figures: written by `python -m benchmarks.scaling --update` -->"
_START = "import time; t = time.process_time(); import cleaner; cleaner.Cleaner().clean('x'); print(time.process_time() - t)"


class Cost(NamedTuple):
    """Of one kind of record."""

    name: str
    records: int
    size: float
    """Kilobytes of a record, on average."""
    seconds: float
    """Of one core, for a record, on average."""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print, or write; 0 also when there are no data to measure on, which is said."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scaling", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--update", action="store_true", help="write the table into docs/scaling.md")
    parser.add_argument("--engines", action="store_true", help="also what `cleaner run`, datatrove and Spark add to cleaning itself")
    options = parser.parse_args(arguments)
    try:
        figures = table(costs(), start_seconds())
        if options.engines:
            figures += engine_table(texts())
    except data.MissingDataError as absent:
        print(absent, file=sys.stderr)
        return 0
    print(figures)
    if options.update:
        DOC.write_text(between(DOC, BEGIN, figures), "utf8")
    return 0


def costs() -> list[Cost]:
    """The cost of a text and of a page, without trafilatura and with it. Raises MissingDataError."""
    cleaner = Cleaner(load_rules())
    pages = [page["html"] for name in data.sets() for page in data.records(name)][::EACH]
    return [
        measured("text", texts(), cleaner.clean, TEXT_ROUNDS),
        measured('page, `html="fast"`', pages, lambda page: cleaner.clean_html(page, engine="fast"), HTML_ROUNDS),
        measured("page, `html=True`", pages, cleaner.clean_html, HTML_ROUNDS),
    ]


def texts() -> list[str]:
    """What trafilatura left of the benchmark's pages. Raises MissingDataError."""
    return [text for name in data.sets() for page in data.records(name) if (text := page["text"]["trafilatura"])]


def measured(name: str, records: list[str], clean: Callable[[str], object], rounds: int) -> Cost:
    """The cost of these records, by the quickest of some rounds."""
    for record in records[:WARM_UP]:
        clean(record)
    times = []
    for _ in range(rounds):
        start = time.process_time()
        for record in records:
            clean(record)
        times.append(time.process_time() - start)
    size = sum(len(record.encode("utf-8", "surrogatepass")) for record in records) / 1000
    return Cost(name, len(records), size / len(records), min(times) / len(records))


def start_seconds() -> float:
    """Processor time of a worker's start: import, rules, the first text; the least of three."""
    command = [sys.executable, "-c", _START]
    return min(float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=data.ROOT).stdout) for _ in range(3))


def table(lines: Iterable[Cost], start: float) -> str:
    """The costs as Markdown, and what they make for PAGES records.

    >>> print(table([Cost("text", 8, 3.0, 0.0018)], 0.5))
    | record | measured on | average size | a record | a core, an hour | 100 million | on 16 cores | on 64 cores | on 512 cores |
    |---|---:|---:|---:|---:|---:|---:|---:|---:|
    | text | 8 | 3 kB | 1.80 ms | 2,000,000 | 50 core-hours | 3.1 h | 47 min | 6 min |
    <BLANKLINE>
    A worker process starts in 0.5 s (import, compiled rules, first text).
    <BLANKLINE>
    """
    head = ("record", "measured on", "average size", "a record", "a core, an hour", f"{PAGES // 1_000_000} million")
    rows = ["| " + " | ".join([*head, *(f"on {cores} cores" for cores in CORES)]) + " |", "|---|" + "---:|" * (len(head) + len(CORES) - 1)]
    for name, records, size, seconds in lines:
        hours = PAGES * seconds / 3600
        cells = [name, str(records), f"{size:.0f} kB", f"{1000 * seconds:.2f} ms", f"{3600 / seconds:,.0f}", f"{hours:,.0f} core-hours"]
        rows.append("| " + " | ".join([*cells, *(duration(hours / cores) for cores in CORES)]) + " |")
    return "\n".join([*rows, "", f"A worker process starts in {start:.1f} s (import, compiled rules, first text).", ""])


def duration(hours: float) -> str:
    """Hours in the unit that suits them.

    >>> duration(0.25), duration(5.5), duration(120)
    ('15 min', '5.5 h', '5.0 days')
    """
    if hours < 1:
        return f"{60 * hours:.0f} min"
    return f"{hours:.1f} h" if hours < 72 else f"{hours / 24:.1f} days"


def engine_table(records: list[str]) -> str:
    """What engines add, as Markdown: wall time of a record with one worker, beside that of the library in the same run."""
    library = marginal(_by_library, records)
    rows = [
        "",
        "| engine, one worker | a record | beside the library |",
        "|---|---:|---:|",
        f"| the library | {1000 * library:.2f} ms | 1.00 |",
    ]
    for name, run in (("`cleaner run -j 1`", _by_run), ("datatrove, one task", _by_datatrove), ("Spark, `local[1]`", _by_spark)):
        try:
            seconds = marginal(run, records)
        except ImportError as absent:
            print(f"{name} is left out: {absent}", file=sys.stderr)
            continue
        rows.append(f"| {name} | {1000 * seconds:.2f} ms | {seconds / library:.2f} |")
    return "\n".join([*rows, ""])


def marginal(run: Callable[[Path, Path], None], records: list[str]) -> float:
    """Seconds for one record more: four times as many records against once as many."""
    took = []
    for times in (1, 4):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "in" / "texts.jsonl"
            source.parent.mkdir()
            lines = (json.dumps({"id": str(n), "url": None, "text": text}) + "\n" for n, text in enumerate(records * times))
            source.write_text("".join(lines), "utf8")
            start = time.perf_counter()
            run(source, Path(folder) / "out")
            took.append(time.perf_counter() - start)
    return (took[1] - took[0]) / (3 * len(records))


def _by_library(source: Path, target: Path) -> None:
    cleaner = Cleaner(load_rules())
    with source.open(encoding="utf8") as lines, target.open("w", encoding="utf8") as out:
        for line in lines:
            out.write(json.dumps(cleaner.clean(json.loads(line)["text"]).body) + "\n")


def _by_run(source: Path, target: Path) -> None:
    command = [sys.executable, "-m", "cleaner", "run", str(source), "-o", f"{target}.jsonl", "-j", "1", "-q"]
    subprocess.run(command, check=True, cwd=data.ROOT)


def _by_datatrove(source: Path, target: Path) -> None:
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from cleaner.integrations.datatrove import ArticleCleaner

    steps = [JsonlReader(str(source.parent)), ArticleCleaner(), JsonlWriter(str(target))]
    LocalPipelineExecutor(steps, tasks=1, logging_dir=f"{target}-logs").run()


def _by_spark(source: Path, target: Path) -> None:
    from pyspark.sql import SparkSession

    from cleaner.integrations.spark import clean_column

    os.environ["PYSPARK_PYTHON"] = sys.executable
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        frame = spark.read.schema("id string, url string, text string").json(str(source))
        clean_column(frame, "text", url="url").select("id", "cleaned.*").write.json(str(target))
    finally:
        spark.stop()


ENGINES = {"`cleaner run -j 1`": _by_run, "datatrove, one task": _by_datatrove, "Spark, `local[1]`": _by_spark}

if __name__ == "__main__":
    sys.exit(main())
