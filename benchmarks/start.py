"""`make bench-start`: what starting costs. `cleaner clean FILE` against `python -c pass`, user and system time, medians of ten."""

from __future__ import annotations

import compileall
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import cleaner

RUNS = 10
AT_MOST = 10
"""How many times `python -c pass` the command is meant to take."""
FILE = Path(__file__).parent.parent / "samples" / "breadcrumb-over-lines" / "input.txt"
HEAVY = ("lxml", "bs4", "trafilatura", "rich")
_LOADED = f"import sys, cleaner; cleaner.clean('Ten dead in flood'); print([m for m in {HEAVY!r} if m in sys.modules])"


def main() -> int:
    """Print both times and their ratio, and whether importing loads what it must not; 1 when it does."""
    script = Path(sys.executable).with_name("cleaner")
    command = [str(script)] if script.exists() else [sys.executable, "-m", "cleaner"]
    nothing, clean = [sys.executable, "-c", "pass"], [*command, "clean", str(FILE)]
    compileall.compile_dir(Path(cleaner.__file__).parent, quiet=1)  # as an installer does, also where PYTHONDONTWRITEBYTECODE is set
    seconds(nothing)
    seconds(clean)  # fills the cache of compiled rules
    pairs = [(seconds(nothing), seconds(clean)) for _ in range(RUNS)]
    base, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"python -c pass      {1000 * base:6.0f} ms   user and system, median of {RUNS}")
    print(f"cleaner clean FILE  {1000 * ours:6.0f} ms   {ours / base:.1f} times as long (meant to be at most {AT_MOST})")
    loaded = subprocess.run([sys.executable, "-c", _LOADED], check=True, capture_output=True, text=True).stdout.strip()
    print(f"loaded by `import cleaner` and cleaning a text, of {', '.join(HEAVY)}: {'none' if loaded == '[]' else loaded}")
    return int(loaded != "[]")


def seconds(command: list[str]) -> float:
    """User and system time of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
