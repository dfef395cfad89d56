"""`make kill-test`: one run of `cleaner run`, killed again and again at random moments, must end with the output of an undisturbed run.

Most kills come a random time after one more chunk is written, the others a random time after the start. Every second one takes the
workers with it, the others leave them to notice. A run that gets to its end before it is killed is compared, and the next kill meets a
new one. The rules for any language alone are used, for the sake of time. Ends with 1 when an output differs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.made import json_lines
from cleaner.ruleset.files import rules_dir

AT_WORK = 0.8
"""The share of kills that wait for a chunk."""
LONGEST = 1.5
"""Seconds to wait then."""


def main(arguments: list[str] | None = None) -> int:
    """Kill and compare; 0 when all outputs were the same."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kill", description=__doc__, formatter_class=raw)
    parser.add_argument("--kills", type=int, default=30, help="how often to kill (default: 30)")
    parser.add_argument("--size", type=float, default=40, help="megabytes of input (default: 40)")
    parser.add_argument("--jobs", type=int, default=2, help="workers (default: 2)")
    parser.add_argument("--format", default="jsonl", help="how the output ends: jsonl, jsonl.gz, jsonl.zst, parquet (default: jsonl)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments (default: 1)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return kill_test(Path(folder), options)


def kill_test(place: Path, options: argparse.Namespace) -> int:
    """The test itself, in an empty folder."""
    source, out = place / "in.jsonl", place / f"out.{options.format}"
    with source.open("wb") as file:
        for number, line in enumerate(json_lines(int(options.size * 1_000_000))):
            file.write(line if number % 100 else line + b'{"broken": \n')
    command = [sys.executable, "-m", "cleaner", "run", str(source), "-o", str(out), "-j", str(options.jobs), "-q"]
    command += ["--no-default-rules", "--rules", str(rules_dir() / "any")]
    began = time.monotonic()
    undisturbed(command)
    print(f"an undisturbed run takes {time.monotonic() - began:.1f} s")
    expected = digests(out)
    clear(out)
    chance = random.Random(options.seed)
    kills = ends = same = 0
    chunks: list[int] = []
    while kills < options.kills:
        if killed(command, out, chance, whole_group=bool(kills % 2)):
            kills += 1
            chunks.append(written(out))
            if out.exists() and digests(out)[0] != expected[0]:
                return complain("there was a part of an output")
            continue
        ends += 1
        same += digests(out) == expected
        clear(out)
    undisturbed(command)
    ends, same = ends + 1, same + (digests(out) == expected)
    print(f"chunks written when it was killed: {', '.join(map(str, chunks))}")
    print(f"{kills} kills, {ends} times at the end, {same} times with the output and the side file of the undisturbed run")
    return 0 if same == ends and not out.with_name(f"{out.name}.partial").exists() else complain("an output differs")


def killed(command: list[str], out: Path, chance: random.Random, *, whole_group: bool) -> bool:
    """Start a run and kill it; False when it had come to its end."""
    before = written(out)
    process = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
    if chance.random() < AT_WORK:
        while process.poll() is None and written(out) <= before:
            time.sleep(0.02)
    try:
        process.wait(chance.uniform(0, LONGEST))
    except subprocess.TimeoutExpired:
        if whole_group:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
        return True
    return False


def written(out: Path) -> int:
    """How many chunks an unfinished run has written."""
    try:
        chunks: int = json.loads((out.with_name(f"{out.name}.partial") / "state.json").read_bytes())["chunks"]
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return chunks


def undisturbed(command: list[str]) -> None:
    """A run to its end; its exit code is 3, for some records are broken on purpose."""
    code = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
    if code != 3:
        sys.exit(f"the run ended with {code}")


def digests(out: Path) -> list[str]:
    """What an output and its side file hold."""
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in (out, out.with_name(f"{out.name}.failed.jsonl"))]


def clear(out: Path) -> None:
    """Remove an output."""
    for path in (out, out.with_name(f"{out.name}.failed.jsonl")):
        path.unlink()


def complain(problem: str) -> int:
    """Say what is wrong."""
    print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
