"""Progress of a run and what it came to, on standard error: drawn by rich on a terminal, as plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import Any

from cleaner.batch.runner import Outcome, Progress

EVERY = 10.0
"""Seconds between two plain lines of progress."""
TOP = 10
"""Rules that the summary names."""


class Display:
    """Shows progress. Use it as a context, so that the terminal is left in order."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet or sys.stderr is None
        self._live: Any = None
        self._task: Any = None
        self._begun = self._said = time.monotonic()
        self._before: int | None = None

    def __enter__(self) -> Display:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Take the bar away, for what is said next."""
        if self._live is not None:
            self._live.stop()
            self._live = None

    def update(self, progress: Progress) -> None:
        """Show how far the run is."""
        if self._quiet:
            return
        if self._before is None:  # what an earlier run did says nothing about the speed of this one
            self._before = 0 if progress.resumed == 0 else progress.tally.bytes
        if sys.stderr.isatty():
            self._draw(progress)
        elif time.monotonic() - self._said >= EVERY:
            self._said = time.monotonic()
            sys.stderr.write(f"cleaner: {self._words(progress)}\n")
            sys.stderr.flush()

    def _words(self, progress: Progress) -> str:
        elapsed = max(time.monotonic() - self._begun, 1e-6)
        rate = (progress.tally.bytes - (self._before or 0)) / elapsed / 1e6
        words = f"{progress.tally.documents:,} documents, {rate:.2f} MB/s"
        if progress.tally.failed:
            words += f", {progress.tally.failed:,} failed"
        done = progress.read - progress.resumed
        if progress.total and done:
            left = elapsed * (progress.total - progress.read) / done
            words += f", {100 * progress.read / progress.total:.0f} %, {duration(left)} left"
        return words

    def _draw(self, progress: Progress) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        if self._live is None:
            # Drawn from this thread alone: one more would have to be stopped before a worker dies of Ctrl-C.
            columns = (BarColumn(bar_width=None), TextColumn("{task.fields[words]}"))
            self._live = Bar(*columns, console=Console(stderr=True), auto_refresh=False, transient=True, expand=True)
            self._live.start()
            self._task = self._live.add_task("", total=progress.total or None, words="")
        self._live.update(self._task, completed=progress.read, words=self._words(progress), refresh=True)


def show_summary(outcome: Outcome) -> None:
    """The table at the end, on standard error."""
    if sys.stderr is None:
        return
    if not sys.stderr.isatty():
        width = max(len(name) for name, _ in summary(outcome))
        sys.stderr.writelines(f"{name:{width}}  {value}\n" for name, value in summary(outcome))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False)
    for name, value in summary(outcome):
        table.add_row(Text(name), Text(value))
    Console(stderr=True).print(table)


def summary(outcome: Outcome) -> list[tuple[str, str]]:
    """What a run came to, by name."""
    tally = outcome.tally
    lines = [
        ("documents", f"{tally.documents:,}"),
        ("failed", f"{tally.failed:,}" + (f", see {outcome.failed}" if outcome.failed else "")),
        *([("skipped", _counts(tally.skipped.items()))] if tally.skipped else []),
        ("read", f"{tally.bytes / 1e6:,.2f} MB in {duration(outcome.seconds)}, {rate(outcome):.2f} MB/s"),
        ("removed", f"{100 * tally.share:.1f} % of the characters"),
        ("labels", _counts(tally.labels.items())),
        ("top rules", _counts(tally.rules.items())),
        ("warnings", _counts(tally.warnings.items())),
    ]
    return [(name, value) for name, value in lines if value]


def statistics(outcome: Outcome) -> dict[str, Any]:
    """The same in full, for --stats."""
    tally = outcome.tally
    more = {
        "mb_per_second": round(rate(outcome), 3), "removed_share": round(tally.share, 6), "seconds": round(outcome.seconds, 3),
        "failed_file": str(outcome.failed) if outcome.failed else None,
    }  # fmt: skip
    return {**tally.to_dict(), **more}


def rate(outcome: Outcome) -> float:
    """Megabytes of text or HTML a second."""
    return outcome.tally.bytes / 1e6 / outcome.seconds if outcome.seconds else 0.0


def duration(seconds: float) -> str:
    """A time for people.

    >>> duration(8.25), duration(3700)
    ('8.2 s', '1 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def _counts(pairs: Iterable[tuple[str, int]]) -> str:
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    more = [f"… {len(ordered) - TOP} more"] if len(ordered) > TOP else []
    return ", ".join([*(f"{name} {count:,}" for name, count in ordered[:TOP]), *more])
