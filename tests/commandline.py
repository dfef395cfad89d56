"""The command, run inside the test or as a process, with a small set of rules of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result
from smallrules import HEAD, SMALL

from cleaner.cli import main

P1 = "The river rose at night and took the old bridge with it, two witnesses said on Monday, when the rain had stopped at last."
P2 = "Nobody was hurt, but the forty families on the eastern bank will have to take the long way round until the early summer."
PROMO = "Read more: Who built the dam?"
STORY = f"Ten dead in flood near old bridge\n\n{P1}\n\n{PROMO}\n\n{P2} (Photo by J. Doe)\n"
TEXT = f"Ten dead in flood near old bridge\n{P1}\n{P2}\n"
"""What is left of STORY."""
BODY = f"{P1}\n{P2}\n"


def write_rules(folder: Path) -> Path:
    """The small rules as a file."""
    file = folder / "small.toml"
    file.write_text(HEAD + SMALL, "utf8")
    return file


def small(folder: Path) -> list[str]:
    """The options that make the small rules the only ones."""
    return ["--no-default-rules", "--rules", str(write_rules(folder))]


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    """The command inside the test; what it did not expect is raised."""
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, catch_exceptions=False)


def start(*args: str | Path, cwd: Path, env: dict[str, str] | None = None, **streams: int | None) -> subprocess.Popen[bytes]:
    """The command as a process of its own."""
    command = [sys.executable, "-m", "cleaner", *map(str, args)]
    return subprocess.Popen(command, cwd=cwd, env={**os.environ, **(env or {})}, **streams)  # type: ignore[arg-type]
