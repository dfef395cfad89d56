"""What is said on standard error, and the exit code that follows from it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from cleaner.render.colour import plain

BAD_INPUT = 3
MANY = 10
"""From so many inputs on, progress is shown on a terminal."""


def tell(message: str) -> None:
    """One line on standard error. Where that cannot be written there is no place left to say so: the exit code still tells."""
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"cleaner: {plain(message)}\n")
            sys.stderr.flush()
        except OSError:
            silence(sys.stderr)


def silence(stream: TextIO | None) -> None:
    """Let nothing that is still in the buffer of a stream raise once more at the end."""
    if stream is not None:
        try:
            number = stream.fileno()
        except OSError:
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


class Notes:
    """One run's messages. Problems are always said; notes unless quiet; details when verbose."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self._quiet, self._verbose = quiet, verbose
        self._line_open = False
        self._told: set[str] = set()
        self.code = 0

    def problem(self, name: str, message: str) -> None:
        """Something is wrong with one input; the run goes on and ends with exit code 3."""
        self.code = BAD_INPUT
        self._say(f"{name}: {message}")

    def note(self, name: str, message: str) -> None:
        if not self._quiet:
            self._say(f"{name}: {message}")

    def once(self, message: str) -> None:
        """A note on something that all inputs share."""
        if not self._quiet and message not in self._told:
            self._told.add(message)
            self._say(message)

    def detail(self, name: str, message: str) -> None:
        if self._verbose:
            self._say(f"{name}: {message}")

    def progress(self, done: int, total: int) -> None:
        """How far the run is, on a line that is written over; only on a terminal that shows nothing else."""
        if total < MANY or self._quiet or self._verbose or sys.stderr is None or not sys.stderr.isatty():
            return
        if sys.stdout is not None and sys.stdout.isatty():
            return
        sys.stderr.write(f"\r\x1b[K{done:,} of {total:,}")
        self._line_open = True
        if done == total:
            self.end_line()
        sys.stderr.flush()

    def end_line(self) -> None:
        """Take the line of progress away."""
        if self._line_open:
            sys.stderr.write("\r\x1b[K")
            self._line_open = False

    def _say(self, message: str) -> None:
        if sys.stderr is not None:
            self.end_line()
            tell(message)
