"""The command, as a script and as `python -m cleaner`."""

from __future__ import annotations

import gc
import sys

from cleaner.short import ready_stdout, story


def main() -> None:
    """Run the command and end the process with its exit code."""
    gc.disable()  # a process that cleans one text ends before it has rubbish worth looking for
    try:
        text = story(sys.argv[1:]) if sys.stdout is not None else None
        if text is not None:
            ready_stdout()
            sys.stdout.write(text)
            sys.stdout.flush()
            gc.freeze()  # nor is it worth looking for at the end
            return
    except (OSError, KeyboardInterrupt) as error:
        from cleaner.cli import exit_code

        sys.exit(exit_code(error))
    gc.enable()
    from cleaner.cli import main as command

    command(prog_name="cleaner")


if __name__ == "__main__":
    main()
