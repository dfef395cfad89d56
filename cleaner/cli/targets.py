"""Where results go: standard output, one file, a tree of files, or back where they came from. No input is overwritten by the way."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from cleaner.batch.files import Source, display
from cleaner.batch.kinds import kind_by_name
from cleaner.batch.write import replacing
from cleaner.cli.notes import Notes
from cleaner.cli.work import Result
from cleaner.render.text import to_text

ELSEWHERE = "choose another place, or say --in-place"
Render = Callable[[Result], str]


class Frame(NamedTuple):
    """What stands around and between the results in one stream."""

    before: str = ""
    between: str = ""
    after: str = ""


class Stream:
    """Results one after the other; empty ones leave no gap."""

    def __init__(self, write: Callable[[str], object], render: Render, frame: Frame) -> None:
        self._write, self._render, self._frame = write, render, frame
        self._begun = False

    def add(self, result: Result) -> None:
        text = self._render(result)
        if text:
            self._write((self._frame.between if self._begun else self._frame.before) + text)
            self._begun = True

    def end(self) -> None:
        if self._begun:
            self._write(self._frame.after)


class Tree:
    """Each result in a file of its own. What cannot be written is said, and the others are."""

    def __init__(self, targets: dict[Source, Path], render: Render, notes: Notes) -> None:
        self._targets, self._render, self._notes = targets, render, notes

    def add(self, result: Result) -> None:
        target = self._targets[result.source]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _put(target, self._render(result).encode("utf-8", "replace"))
        except OSError as error:
            self._notes.problem(display(target), f"cannot be written: {error.strerror or error}")


class Over:
    """Each result over its own input, in that file's encoding and line ends, where something was removed.

    A text that lost nearly all its words, or that was read with damage, is left as it was, and so is a page.
    """

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def add(self, result: Result) -> None:
        if result.kind == "html":
            self._notes.problem(result.source.name, "is a page of HTML; left as it was (--in-place writes texts, use --output-dir)")
            return
        source = result.document.source
        text = to_text(result.document)
        if "\r\n" in source:
            text = text.replace("\r\n", "\n").replace("\n", "\r\n")
        if result.lost or result.source.path is None:
            self._notes.note(result.source.name, "left as it was")
        elif result.encoding.endswith("(damaged)"):
            self._notes.problem(result.source.name, "holds bytes that are no UTF-8; left as it was (name its encoding with --encoding)")
        elif result.document.removed or any(verdict.cuts for verdict in result.document.verdicts):
            try:
                _put(result.source.path, _marked(text.encode(result.encoding), result.source.path))
            except (OSError, UnicodeError) as error:
                self._notes.problem(result.source.name, f"cannot be written: {getattr(error, 'strerror', None) or error}; left as it was")


Sink = Stream | Tree | Over
"""Takes results, one at a time."""


@contextmanager
def onto_stdout(render: Render, frame: Frame) -> Iterator[Sink]:
    """Results on standard output."""
    stream = Stream(sys.stdout.write, render, frame)
    yield stream
    stream.end()


@contextmanager
def into_file(path: Path, render: Render, frame: Frame) -> Iterator[Sink]:
    """Results in one file, which appears when all are in."""
    with replacing(path) as file:
        stream = Stream(lambda text: file.write(text.encode("utf-8", "replace")), render, frame)
        yield stream
        stream.end()


def check_file(path: Path, sources: Iterable[Source], remedy: str = ELSEWHERE) -> None:
    """Raise UsageError when results cannot or must not go to this file."""
    if path.is_dir():
        raise click.UsageError(f"-o {display(path)} is a folder; name a file, or use --output-dir")
    if not path.parent.is_dir():
        raise click.UsageError(f"-o {display(path)}: there is no folder {display(path.parent)}")
    _not_an_input([path], sources, "-o", remedy)


def tree_targets(folder: Path, sources: Iterable[Source], suffix: str) -> dict[Source, Path]:
    """The file that each result goes to: a text without a suffix of its format keeps its name, one that came of a page ends in .txt.

    Raises UsageError when two would share one, or one is an input.
    """
    if folder.exists() and not folder.is_dir():
        raise click.UsageError(f"--output-dir {display(folder)} is no folder")
    targets: dict[Source, Path] = {}
    owners: dict[Path, Source] = {}
    for source in sources:
        ending = suffix or (".txt" if kind_by_name(source.place) == "html" else "")
        target = folder / (source.place.with_suffix(ending) if ending else source.place)
        if target in owners:
            other = owners[target]
            apart = source.path and other.path and source.path.parent != other.path.parent
            remedy = "name the folder that holds them instead" if apart else "rename one, or clean each with an --output-dir of its own"
            raise click.UsageError(f"{other.name} and {source.name} would both be written to {display(target)}; {remedy}")
        owners[target], targets[source] = source, target
    _not_an_input(owners, targets, "--output-dir", ELSEWHERE)
    return targets


def check_in_place(sources: Iterable[Source], format: str, *, body_only: bool) -> None:  # noqa: A002
    """Raise UsageError for what cannot be written over an input."""
    if format != "text" or body_only:
        raise click.UsageError("--in-place writes texts with their headline; use --output-dir for other forms")
    if any(source.path is None for source in sources):
        raise click.UsageError("--in-place needs files; standard input cannot be written to")


def _not_an_input(targets: Iterable[Path], sources: Iterable[Source], option: str, remedy: str) -> None:
    """Compares what the paths lead to, so that links do not hide an input."""
    inputs = {identity: source for source in sources if source.path and (identity := _identity(source.path))}
    for target in targets:
        source = inputs.get(_identity(target) or (0, 0))
        if source:
            raise click.UsageError(f"{option} would overwrite the input {source.name}; {remedy}")


def _identity(path: Path) -> tuple[int, int] | None:
    """What a path leads to; None when there is nothing, or nothing a result could destroy."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_dev, status.st_ino) if path.is_file() else None


def _marked(data: bytes, old: Path) -> bytes:
    """The bytes, behind the byte order mark of UTF-8 when the file that they replace begins with it."""
    with old.open("rb") as file:
        mark = file.read(len(BOM_UTF8))
    return BOM_UTF8 + data if mark == BOM_UTF8 and not data.startswith(BOM_UTF8) else data


def _put(target: Path, data: bytes) -> None:
    with replacing(target) as file:
        file.write(data)
