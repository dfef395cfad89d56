"""`make demo`: every sample, as `cleaner explain` shows it; before that one text, and what `cleaner clean` leaves of it."""

from __future__ import annotations

import signal
import sys
from contextlib import chdir
from pathlib import Path

from cleaner.cli import main as cleaner

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST = "breadcrumb-over-lines"


def main() -> int:
    """Show the samples; 0 when the command ended well, or with 3 where a sample is made to lose all its words."""
    if hasattr(signal, "SIGPIPE"):  # `make demo | head` ends quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    first = SAMPLES / FIRST / "input.txt"
    _show(f"A text as an extractor left it: {_name(first)}", first.read_text("utf8"))
    _show(f"$ cleaner clean {_name(first)}")
    codes = [_run("clean", first)]
    for file in sorted(SAMPLES.glob("*/input.*")):
        _show(f"$ cleaner explain {_name(file)}", (file.parent / "NOTE.md").read_text("utf8"))
        codes.append(_run("explain", file))
    return max((code for code in codes if code != 3), default=0)


def _run(command: str, file: Path) -> int:
    """The command itself, in this process; its exit code."""
    with chdir(SAMPLES.parent):
        code = cleaner([command, _name(file)], standalone_mode=False)
    sys.stderr.flush()
    return int(code or 0)


def _show(title: str, text: str = "") -> None:
    print(f"\n== {title}\n{text}", flush=True)


def _name(path: Path) -> str:
    return path.relative_to(SAMPLES.parent).as_posix()


if __name__ == "__main__":
    sys.exit(main())
