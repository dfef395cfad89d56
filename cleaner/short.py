"""The short way of `cleaner clean FILE`, for a text that asks for nothing else.

To load what reads command lines takes twice as long as to start Python. What this way writes is what `cli.clean` writes; whatever is out
of the common it leaves to that, before anything is written.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from cleaner.batch.kinds import Origin, kind_of, read_document
from cleaner.config import ConfigError, Settings, find_config
from cleaner.pipeline import Cleaner
from cleaner.render.text import to_text
from cleaner.ruleset.errors import RuleError
from cleaner.segment.decode import DecodeError

MOST = 100_000
"""Bytes of a file that goes this way: it is cleaned once more where something has to be said of it."""


def story(arguments: Sequence[str]) -> str | None:
    """What `cleaner` writes when it is called with these arguments; None where that takes more than reading one text.

    So it is with options and other commands, a settings file, pages of HTML, and all that something is said of on standard error.
    """
    if len(arguments) != 2 or arguments[0] != "clean" or arguments[1].startswith("-"):
        return None
    path = Path(arguments[1])
    try:
        if not path.is_file() or path.stat().st_size > MOST or find_config(Path.cwd()):
            return None
        data = path.read_bytes()
        if kind_of(data, path) == "html":
            return None
        reading = read_document(Cleaner(), data, path, Settings(), Origin())
    except (OSError, ConfigError, RuleError, DecodeError):
        return None  # it comes again on the long way, which says what it is
    return None if reading.notes or reading.document.warnings else to_text(reading.document)


def ready_stdout() -> bool:
    """Make standard output ready for any text, and say whether it is a terminal.

    Files and pipes get UTF-8, whatever the locale; a terminal gets its own encoding, with `?` for what that lacks.
    """
    terminal = sys.stdout.isatty()
    if isinstance(sys.stdout, TextIOWrapper):
        if terminal:
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    return terminal
