"""Kills a run before each line of the code that writes, takes it up again, and compares: a process of its own, forked each time.

Called with a stride, the output's name, the side file's name and the arguments of `cleaner`; an undisturbed run has left its output as
`expected` and its side file as `expected.failed`. Prints how many lines there were. Python tells a tracer before it goes to a line:
there the process ends as `kill -9` ends it. With a stride of 7 only every seventh line is tried.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pyarrow.parquet  # noqa: F401 - here, since each fork would have to load it anew

import cleaner.batch.writers.jsonl
import cleaner.batch.writers.parquet
import cleaner.cli.run  # noqa: F401
from cleaner.batch.readers import csvfile, lines
from cleaner.cli import main

SMALL_CHUNK = 500
"""Bytes, so that small inputs have several chunks."""
TRACED = ("batch/journal.py", "batch/write.py", "batch/runner.py")
WRITERS = {"begin", "add", "pieces", "publish", "remove", "run", "replacing", "_opened", "_rename", "_locked"}
"""Functions of these files."""


def forked(arguments: list[str], kill_at: int = 0) -> int:
    """Run the command in a fork, which dies at a step when that is not 0. Returns its exit code; minus the signal that ended it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seen = 0

    def step(frame: FrameType, event: str, _: object) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.endswith(TRACED) or frame.f_code.co_name not in WRITERS:
            return None
        if event == "line":
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    sys.settrace(step)
    try:
        main(arguments, standalone_mode=False)
    except SystemExit as end:
        os._exit(int(end.code or 0))
    os._exit(0)


def check(out: Path, failed: Path, what: str) -> None:
    """End with a message when the outputs are not as expected."""
    if out.read_bytes() != Path("expected").read_bytes():
        sys.exit(f"{what}: the output differs")
    if failed.read_bytes() != Path("expected.failed").read_bytes():
        sys.exit(f"{what}: the side file differs")
    if Path(f"{out}.partial").exists():
        sys.exit(f"{what}: the work folder is left")


def every_step(stride: int, out: Path, failed: Path, arguments: list[str]) -> int:
    """Kill at one step after the other, until a run comes to its end before that step."""
    step = 0
    while True:
        step += stride
        for path in (out, failed):
            path.unlink(missing_ok=True)
        if forked(arguments, step) != -signal.SIGKILL:
            check(out, failed, "undisturbed")
            return step - 1
        if out.exists() and out.read_bytes() != Path("expected").read_bytes():
            sys.exit(f"killed at step {step}: there is a part of an output")
        if step % 3 == 0:  # some are killed once more on their way
            forked(arguments, step // 2)
        forked(arguments)
        check(out, failed, f"killed at step {step}")


if __name__ == "__main__":
    for reader in (lines, csvfile):
        reader.CHUNK_BYTES = SMALL_CHUNK
    print(every_step(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4:]))
