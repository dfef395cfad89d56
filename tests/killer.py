"""Kills a run at each step it makes on disk, takes it up again, and compares: a process of its own, forked for each step.

Called with the output's name, the side file's name and the arguments of `cleaner`; an undisturbed run has left its output as
`expected` and its side file as `expected.failed`. Prints how many steps there were. Python announces each opening, renaming, removing
and cutting off of a file to its audit hooks before it happens: there the process ends as `kill -9` ends it.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pyarrow.parquet  # noqa: F401 - here, since each fork would have to load it anew

import cleaner.batch.writers.jsonl
import cleaner.batch.writers.parquet
import cleaner.cli.run
from cleaner.batch.readers import csvfile, lines
from cleaner.cli import main

SMALL_CHUNK = 500
"""Bytes, so that small inputs have several chunks."""
STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "shutil.rmtree"}


def forked(arguments: list[str], kill_at: int = 0) -> int:
    """Run the command in a fork, which dies at a step when that is not 0. Returns its exit code; minus the signal that ended it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seen = 0

    def step(event: str, details: tuple[object, ...]) -> None:
        nonlocal seen
        if event in STEPS and "out." in str(details[0]):
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
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


def every_step(out: Path, failed: Path, arguments: list[str]) -> int:
    """Kill at step 1, 2, 3 …, until a run comes to its end before that step."""
    step = 0
    while True:
        step += 1
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
    print(every_step(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
