"""Inputs into documents: what `clean` and `explain` do alike."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click

from cleaner.batch.files import STDIN, InputError, Source, find, read
from cleaner.batch.kinds import SUFFIXES, Origin, read_document
from cleaner.choice import kept_labels
from cleaner.cli.notes import Notes
from cleaner.cli.options import cleaner_of, settings_of
from cleaner.config import Settings
from cleaner.document import Document
from cleaner.pipeline import Cleaner
from cleaner.segment.decode import DecodeError
from cleaner.segment.limits import PageError
from cleaner.short import ready_stdout

LOSSES = ("lost-all", "lost-much")
"""Warnings of a document that make the command end with 3."""
SITE_FILE = "site-file"
"""The warning that names a line of a site file, the same for all pages of the site."""


class Result(NamedTuple):
    """One input, cleaned."""

    source: Source
    document: Document
    encoding: str
    kind: str
    """What it was read as; see `batch.kinds`."""

    @property
    def lost(self) -> bool:
        """Whether so much is gone that somebody should look."""
        return any(caution.code in LOSSES for caution in self.document.warnings)


class Job(NamedTuple):
    """One run over many inputs."""

    settings: Settings
    sources: list[Source]
    cleaner: Cleaner
    origin: Origin
    notes: Notes


def prepare(paths: tuple[str, ...], options: dict[str, Any], skip: Path | None = None, suffixes: Collection[str] = SUFFIXES) -> Job:
    """The job that a command line asks for; what could not be found is said at once.

    Raises UsageError, RuleError and ConfigError before anything is read or written.
    """
    notes = Notes(quiet=options["quiet"], verbose=options["verbose"])
    settings, file = settings_of(options)
    if file:
        notes.detail(str(file), "settings read")
    if not paths:
        if sys.stdin is not None and sys.stdin.isatty():
            raise click.UsageError("nothing to read: name files or folders, or - for what you type (end with Ctrl-D)")
        paths = (STDIN,)
    cleaner = cleaner_of(settings)
    found = list(find(paths, suffixes, skip))
    for entry in found:
        if isinstance(entry, InputError):
            notes.problem(entry.name, entry.problem)
    sources = [entry for entry in found if isinstance(entry, Source)]
    if options["title"] and len(sources) > 1:
        raise click.UsageError(f"--title is the headline of one text, but there are {len(sources)} inputs")
    return Job(settings, sources, cleaner, Origin(options["url"], options["title"]), notes)


def results(job: Job) -> Iterator[Result]:
    """What came of each input that could be read, one at a time; the others are named on standard error."""
    kept = kept_labels(job.settings)
    for number, source in enumerate(job.sources, 1):
        try:
            reading = read_document(job.cleaner, read(source), source.place if source.path else Path(), job.settings, job.origin)
        except InputError as error:
            job.notes.problem(error.name, error.problem)
        except (DecodeError, PageError) as error:
            job.notes.problem(source.name, str(error))
        else:
            document = reading.document.keeping(kept) if kept else reading.document
            result = Result(source, document, reading.encoding, reading.kind)
            report(result, job, reading.notes)
            yield result
        job.notes.progress(number, len(job.sources))


def report(result: Result, job: Job, remarks: Iterable[str]) -> None:
    """Say what a person should know of one result: remarks of its reader, its warnings, and with -v what was removed."""
    name, document, notes = result.source.name, result.document, job.notes
    for remark in remarks:
        notes.note(name, remark)
    for caution in document.warnings:
        if caution.code in LOSSES:
            notes.problem(name, f"{caution.message} ({caution.code}); `cleaner explain` shows why")
        elif caution.code == SITE_FILE:
            notes.once(caution.message)
        else:
            notes.note(name, caution.message)
    labels: dict[str, int] = {}
    for verdict in document.removed:
        labels[verdict.label] = labels.get(verdict.label, 0) + 1
    shortened = sum(1 for verdict in document.verdicts if verdict.cuts)
    counts = ", ".join(f"{label} {count}" for label, count in sorted(labels.items(), key=lambda item: (-item[1], item[0])))
    removed = f"{len(document.removed)} removed{f' ({counts})' if counts else ''}"
    notes.detail(name, f"{len(document.verdicts)} blocks, {removed}, {shortened} shortened")


def stdout_ready() -> bool:
    """Make standard output ready for any text, and say whether it is a terminal. Raises UsageError when it is closed."""
    if sys.stdout is None:
        raise click.UsageError("standard output is closed; send it somewhere, such as with > FILE")
    return ready_stdout()
