"""A run from its inputs to its output: taken up where it was broken off, one worker or many, the result always the same."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.batch.fields import FieldError, Fields, choose
from cleaner.batch.files import InputError, find
from cleaner.batch.formats import DAMAGED, Format, format_of, input_suffixes, need, needs
from cleaner.batch.journal import WHOLE, Journal, State, failed_path, partial_path
from cleaner.batch.labour import Orders
from cleaner.batch.pool import results
from cleaner.batch.readers import reader_of
from cleaner.batch.readers.damage import damaged
from cleaner.batch.readers.folder import groups
from cleaner.batch.readers.lines import standard_input
from cleaner.batch.records import Broken, Chunk, Entry
from cleaner.batch.tally import Tally
from cleaner.batch.writers import writer_of
from cleaner.batch.writers.jsonl import to_json
from cleaner.render.columns import COLUMNS

MANIFEST = 1
"""Of its form: one of another number is not taken up."""
DOCUMENT = "document"
"""The format of files that are one document each."""


class Job(NamedTuple):
    """What to run."""

    paths: tuple[str, ...]
    out: Path
    orders: Orders
    fields: Fields
    jobs: int = 1
    restart: bool = False


class Progress(NamedTuple):
    """How far a run is."""

    tally: Tally
    read: int
    """Bytes of the inputs on disk that are done …"""
    total: int
    """… out of so many; 0 when nobody knows, as on standard input."""
    resumed: int
    """Bytes that an earlier run had done."""


class Outcome(NamedTuple):
    """What came of a run."""

    tally: Tally
    seconds: float
    """Of this run and those it took up."""
    failed: Path | None
    """The side file, when there is one."""


class Watch(NamedTuple):
    """Whom to tell what happens."""

    note: Callable[[str, str], None]
    """About whom, and what."""
    progress: Callable[[Progress], None]


def run(job: Job, watch: Watch) -> Outcome:
    """Clean all records of the inputs into the output.

    Raises InputError for an input that cannot be read or holds nothing of its format, FieldError when no field fits one,
    MissingExtraError for a format whose package is not installed, LockedError while another run writes the same output,
    WorkerDiedError when a worker is lost. What was done till then is kept for the next run of the same job.
    """
    total, manifest = survey(job, watch)
    with Journal(job.out) as journal:
        changed = journal.begin(manifest, restart=job.restart)
        if changed:
            watch.note(str(job.out), f"an unfinished run was there, but {changed}: beginning afresh")
        elif changed == "":
            watch.note(str(job.out), f"going on after {journal.state.tally['documents']:,} documents of an unfinished run")
        if not journal.state.whole:
            _work(job, journal, total, watch)
        pieces = journal.pieces()
        target = job.orders.target
        whole = writer_of(target).finish(pieces, journal.folder / WHOLE, target) if pieces else None
        journal.publish(whole)
        tally = Tally.from_dict(journal.state.tally)
        journal.remove()
    return Outcome(tally, journal.state.seconds, failed_path(job.out) if tally.failed else None)


def survey(job: Job, watch: Watch) -> tuple[int, dict[str, Any] | None]:
    """The bytes of all inputs, and what a run is known by; None for one that reads standard input.

    Everything that can be wrong with the inputs as a whole is found here, before the first record is cleaned. One that is damaged from
    its beginning is told in its place later, if there are others.
    """
    for module in job.orders.target.needs:
        need(module)
    digest, total, count, standard, said = hashlib.sha256(), 0, 0, False, ""
    unread: list[InputError] = []
    for entry in entries(job):
        for module in needs(entry.format):
            need(module)
        total, count, standard = total + entry.size, count + 1, standard or entry.path is None
        if entry.path is not None:
            digest.update(json.dumps([entry.name, os.path.abspath(entry.path), entry.size, entry.modified]).encode())  # noqa: PTH100
            try:
                sample = reader_of(entry.format.kind).sample(entry, job.orders.settings.encoding)
            except DAMAGED as error:
                unread.append(InputError(entry.name, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
                continue
            fields = _described(_fields(entry, job, sample))
            if fields not in ("", said):
                watch.note(entry.name, fields)
                said = fields
    if unread and len(unread) == count:
        raise unread[0]
    options = [*job.fields, *_plain(job.orders)]
    manifest = {"form": MANIFEST, "inputs": [count, total, digest.hexdigest()], "options": options, "rules": job.orders.rules.digest}
    return (0, None) if standard else (total, json.loads(json.dumps(manifest)))


def entries(job: Job) -> Iterator[Entry]:
    """The inputs, folders in the order of their names. The output and what belongs to it is none.

    Raises InputError for what is missing or of a format that is not read.
    """
    own = {path.resolve() for path in (job.out, failed_path(job.out))}
    for source in find(job.paths, input_suffixes(), partial_path(job.out)):
        if isinstance(source, InputError):
            raise source
        if source.path is None:
            yield Entry(source.name, None, Format("lines"))
            continue
        if source.path.resolve() in own and str(source.path) not in job.paths:
            continue
        form = format_of(source.path.name)
        if form is None:
            raise InputError(source.name, f"its name tells no format that is read: {', '.join(input_suffixes())}")
        try:
            status = source.path.stat()
        except OSError as error:
            raise InputError(source.name, f"cannot be read: {error.strerror}") from None
        if stat.S_ISFIFO(status.st_mode):  # it can be read once, and samples are taken before the records are read
            raise InputError(source.name, "is a named pipe; name `-` as the input and let it come in on standard input")
        yield Entry(source.name, source.path, form, status.st_size, status.st_mtime_ns)


def _work(job: Job, journal: Journal, total: int, watch: Watch) -> None:
    """Clean what is not done yet, and write it chunk by chunk."""
    state, begun, before = journal.state, time.monotonic(), journal.state.seconds
    tally = Tally.from_dict(state.tally)
    chunks = _chunks(job)
    resumed = max((chunk.read for chunk in islice(chunks, state.chunks)), default=0)
    with closing(results(chunks, job.orders, job.jobs)) as stream:
        for chunk, done in stream:
            lines = state.lines if chunk.name == state.input else 0
            failed = b"".join(_side_line(broken, lines) for broken in done.broken)
            tally.add(done.tally)
            state = State(state.chunks + 1, input=chunk.name, lines=lines + done.units, seconds=before + time.monotonic() - begun)
            state.tally = tally.to_dict()
            journal.add(done.data, failed, state)
            watch.progress(Progress(tally, chunk.read, total, resumed))


def _chunks(job: Job) -> Iterator[Chunk]:
    """All inputs in pieces, the same at every run; `read` counts from the first byte of the first."""
    before = 0
    for single, group in groupby(entries(job), key=lambda entry: entry.format.kind == DOCUMENT):
        if single:
            for chunk in groups(group):
                before += chunk.read
                yield chunk._replace(read=before)
            continue
        for entry in group:
            for chunk in _read(entry, job):
                yield chunk._replace(read=before + chunk.read)
            before += entry.size


def _read(entry: Entry, job: Job) -> Iterator[Chunk]:
    """One input in pieces; where it is damaged, a chunk that says so takes the place of the rest."""
    try:
        if entry.path is None:
            yield from standard_input(entry, partial(_fields, entry, job), job.orders.settings.encoding)
        else:
            reader, encoding = reader_of(entry.format.kind), job.orders.settings.encoding
            yield from reader.chunks(entry, _fields(entry, job, reader.sample(entry, encoding)), encoding)
    except DAMAGED as error:
        yield damaged(entry, error)


def _fields(entry: Entry, job: Job, sample: list[dict[str, Any]]) -> Fields:
    """The fields of an input. Raises FieldError when none fits, or when the output would have two columns of a name."""
    if entry.format.kind == DOCUMENT:
        fields = Fields()
    elif entry.format.kind == "warc":
        fields = Fields(url="url", id="id")
    else:
        fields = choose(sample, job.fields, entry.name)
    added = {job.orders.prefix + name for name in COLUMNS}
    clash = [name for name in dict.fromkeys(key for columns in sample for key in columns) if name in added - job.orders.target.drop]
    if clash:
        names, verb = ", ".join(clash), "are columns" if len(clash) > 1 else "is a column"
        hint = f"call the added ones otherwise with --prefix cleaned_, or leave the input's own out with --drop-fields {','.join(clash)}"
        raise FieldError(f"{entry.name}: {names} {verb} of the input and of the output; {hint}")
    return fields


def _described(fields: Fields) -> str:
    parts = (("text", fields.text), ("page", fields.html), ("address", fields.url), ("id", fields.id))
    return ", ".join(f"{what} from {field!r}" for what, field in parts if field)


def _plain(orders: Orders) -> list[Any]:
    """The orders but for the rules, as plain values that tell one run from another."""
    target, how = orders.target, orders.settings
    rest = (orders.version, orders.prefix, how.engine, how.encoding, how.input_format)
    return [target.kind, target.compression, sorted(target.drop), sorted(orders.keep), *rest]


def _side_line(broken: Broken, lines: int) -> bytes:
    """A line of the side file."""
    place = broken.place
    entry: dict[str, Any] = {"input": place.name}
    if place.unit:
        entry[place.unit] = lines + place.number
    if broken.id is not None:
        entry["id"] = broken.id
    entry["error"] = broken.error
    if broken.record is not None:
        entry["record"] = broken.record
    return to_json(entry) + b"\n"
