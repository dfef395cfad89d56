"""Files, folders and standard input as sources of bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

STDIN = "-"


class InputError(Exception):
    """An input that cannot be had; the message names it and says why."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(name, problem)  # both, or it could not be handed on by another process
        self.name, self.problem = name, problem

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}"


class Source(NamedTuple):
    """One input."""

    name: str
    """What messages call it."""
    path: Path | None
    """None for standard input."""
    place: Path
    """Where its output lies in an output folder: its path below the folder that was named, else its own name."""


def find(paths: Iterable[str], suffixes: Collection[str], skip: Path | None = None) -> Iterator[Source | InputError]:
    """The sources that paths stand for, each once, folders in the order of their names; and what could not be had.

    A file that is named is taken whatever its name; in a folder, files with one of these suffixes are, but for hidden ones
    and those below `skip`, the folder that outputs go to.
    """
    seen: set[str] = set()
    for path in paths:
        found = [Source("standard input", None, Path("stdin.txt"))] if path == STDIN else _named(Path(path), suffixes, skip)
        for source in found:
            key = os.path.realpath(source.path) if isinstance(source, Source) and source.path else source.name
            if key not in seen:
                seen.add(key)
                yield source


def read(source: Source) -> bytes:
    """The bytes of a source. Raises InputError when they cannot be read."""
    if source.path is None:
        if sys.stdin is None:
            raise InputError(source.name, "is closed")
        return sys.stdin.buffer.read()
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise InputError(source.name, _reason(error)) from None


def display(path: Path) -> str:
    """A path as it can be printed anywhere, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def is_folder(path: str | Path) -> bool:
    """Whether a path leads to a folder; `Path.is_dir` raises where that cannot be told, as for a name that is too long."""
    return os.path.isdir(path)  # noqa: PTH112


def _named(path: Path, suffixes: Collection[str], skip: Path | None) -> Iterator[Source | InputError]:
    if not is_folder(path):
        yield Source(display(path), path, Path(path.name))
        return
    found = 0
    for entry in _walk(path, skip.resolve() if skip else None):
        if isinstance(entry, InputError):
            found += 1
            yield entry
        elif entry.name.lower().endswith(tuple(suffixes)):
            found += 1
            yield Source(display(entry), entry, entry.relative_to(path))
    if not found:
        yield InputError(display(path), f"holds no text (no file that ends in {', '.join(sorted(suffixes))}); name the files themselves")


def _walk(folder: Path, skip: Path | None) -> Iterator[Path | InputError]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield InputError(display(folder), _reason(error))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            if path.resolve() != skip:
                yield from _walk(path, skip)
            continue
        try:
            if entry.is_file():
                yield path
        except OSError as error:  # a link that leads to itself, or into a folder that cannot be read
            yield InputError(display(path), _reason(error))


def _reason(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
