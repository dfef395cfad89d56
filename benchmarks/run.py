"""`make bench-run`: what `cleaner run` costs beside `clean()` alone, what a second worker brings, and how much memory each process takes.

Times are those of whole processes, in turns, the median of several rounds; CPU time as well as time on the clock, for on a shared
machine the latter is moved by the neighbours. Memory is the peak of each process while stories made on the spot come through a pipe.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.made import json_lines

MEANT_COST, MEANT_GAIN, MEANT_MEMORY = 1.6, 1.7, 200
PADDING = 40_000
"""Beside 5 KB of text."""
ALONE = """
import json, sys
from cleaner import Cleaner
cleaner = Cleaner()
for line in open(sys.argv[1], encoding="utf8"):
    doc = cleaner.clean(json.loads(line)["text"])
    doc.verdicts, doc.body
"""


class Cost(NamedTuple):
    """What a process took, in seconds."""

    clock: float
    processor: float


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__, formatter_class=raw)
    parser.add_argument("--size", type=float, default=50, help="megabytes for the times (default: 50; 0 to leave them out)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds to take the median of (default: 3)")
    parser.add_argument("--memory", type=float, default=200, help="megabytes for the memory (default: 200; 0 to leave it out)")
    parser.add_argument(
        "--padding", type=int, default=PADDING, help=f"characters of a column that is passed through (default: {PADDING:,})"
    )
    parser.add_argument("--jobs", type=int, default=2, help="workers while memory is measured (default: 2)")
    parser.add_argument("--format", default="jsonl", help="how the output ends while memory is measured (default: jsonl)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        if options.size:
            times(Path(folder), int(options.size * 1_000_000), options.rounds)
        if options.memory:
            memory(Path(folder), options)
    return 0


def times(place: Path, size: int, rounds: int) -> None:
    """The times of `clean()` alone, and of runs with one and two workers."""
    source = place / "in.jsonl"
    with source.open("wb") as file:
        file.writelines(json_lines(size))
    contestants = {
        "clean() alone": [sys.executable, "-c", ALONE, str(source)],
        "cleaner run -j 1": [*run_command(place / "1.jsonl", 1), str(source)],
        "cleaner run -j 2": [*run_command(place / "2.jsonl", 2), str(source)],
    }
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, command in contestants.items():
            costs[name].append(cost(command))
    print(f"median of {rounds} rounds, {size / 1e6:.0f} MB")
    middle = {name: Cost(*(statistics.median(values) for values in zip(*taken, strict=True))) for name, taken in costs.items()}
    for name, taken in middle.items():
        print(f"{name:20} {taken.clock:8.1f} s on the clock {taken.processor:8.1f} s of CPU {size / 1e6 / taken.clock:8.2f} MB/s")
    alone, one, two = middle.values()
    overhead = (
        f"{one.processor / alone.processor:.2f} times the CPU time of clean() alone, {one.clock / alone.clock:.2f} times on the clock"
    )
    print(f"one worker takes {overhead} (meant: at most {MEANT_COST})")
    print(f"two workers are {one.clock / two.clock:.2f} times as fast as one (meant: at least {MEANT_GAIN}, on two free cores)")


def run_command(out: Path, jobs: int) -> list[str]:
    """The command of a run, but for its input."""
    return [sys.executable, "-m", "cleaner", "run", "-o", str(out), "-j", str(jobs), "-q"]


def cost(command: list[str]) -> Cost:
    """What a command and its children take."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True)
    clock, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def memory(place: Path, options: argparse.Namespace) -> None:
    """The peak of each process of a run; the input is made while it is read."""
    size, ending = int(options.memory * 1_000_000), options.format
    process = subprocess.Popen([*run_command(place / f"out.{ending}", options.jobs), "-"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    peaks: dict[int, float] = {}
    began = time.monotonic()
    for number, line in enumerate(json_lines(size, padding=options.padding)):
        process.stdin.write(line)
        if number % 20 == 0:
            observe(process.pid, peaks)
    process.stdin.close()
    while process.poll() is None:
        observe(process.pid, peaks)
        time.sleep(0.1)
    seconds = time.monotonic() - began
    main_process = peaks.pop(process.pid)
    workers = ", ".join(f"{peak:.0f}" for peak in peaks.values()) or "none"
    written = (place / f"out.{ending}").stat().st_size
    print(
        f"{size / 1e6:,.0f} MB in through a pipe, {written / 1e6:,.0f} MB of {ending} out, {seconds:.0f} s, exit code {process.returncode}"
    )
    print(f"peak memory in MB: main process {main_process:.0f}; workers {workers} (meant: each under {MEANT_MEMORY})")


def observe(pid: int, peaks: dict[int, float]) -> None:
    """Note the peaks of a process and of those it has started, in MB, as Linux tells them."""
    for one in [pid, *children(pid)]:
        try:
            status = Path(f"/proc/{one}/status").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        lines = [line for line in status.splitlines() if line.startswith("VmHWM")]
        if lines:
            peaks[one] = max(peaks.get(one, 0), int(lines[0].split()[1]) * 1024 / 1e6)


def children(pid: int) -> list[int]:
    """The processes that a process has started, but for the one that only watches over what they share."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in listed if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]
    except (FileNotFoundError, ProcessLookupError):
        return []


if __name__ == "__main__":
    sys.exit(main())
