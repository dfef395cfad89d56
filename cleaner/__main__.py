"""The command, as a script and as `python -m cleaner`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command and end the process with its exit code."""
    gc.disable()  # a process that cleans one text ends before it has rubbish worth looking for
    try:
        if sys.stderr is None:  # else click says on standard output what is wrong
            sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
        _run()
    except (OSError, KeyboardInterrupt) as error:
        from cleaner.cli import exit_code

        sys.exit(exit_code(error))


def _run() -> None:
    """The short way where it will do, else the command. Imports stand here, for they are what Ctrl-C meets first."""
    from cleaner.short import ready_stdout, story

    text = story(sys.argv[1:]) if sys.stdout is not None else None
    if text is not None:
        ready_stdout()
        sys.stdout.write(text)
        sys.stdout.flush()
        gc.freeze()  # nor is it worth looking for at the end
        return
    gc.enable()
    from cleaner.cli import main as command

    command(prog_name="cleaner")


if __name__ == "__main__":
    main()
