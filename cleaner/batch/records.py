"""What runs through a batch: chunks of an input on the way to a worker, records inside it, and the results back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cleaner.batch.fields import Fields
from cleaner.batch.formats import Format

CHUNK_BYTES = 1 << 20
"""How much of an input a worker gets at a time. Smaller chunks cost more to hand over; larger ones hold more in memory and lose
more work when a run is killed. Output does not depend on it, but for the members of .gz."""


class Entry(NamedTuple):
    """One input."""

    name: str
    """What messages call it."""
    path: Path | None
    """None for standard input."""
    format: Format
    size: int = 0
    """Bytes on disk."""
    modified: int = 0
    """Nanoseconds, as the file system tells."""


class Chunk(NamedTuple):
    """A piece of an input, ready to be sent to another process."""

    reader: str
    """The reader that understands the data."""
    name: str
    data: Any
    fields: Fields
    read: int
    """Bytes of the input on disk up to the end of this chunk, for the progress bar."""


class Place(NamedTuple):
    """Where a record stands."""

    name: str
    unit: str = ""
    """What the number counts: line, row or record; empty where the input is one record."""
    number: int = 0


class Record(NamedTuple):
    """One record that can be cleaned: a text or a page, and the input's columns."""

    place: Place
    text: str | None
    html: str | bytes | None
    url: str | None
    id: str | None
    columns: Any
    """A dict, or a row of an Arrow batch (see `readers.parquet.BatchRow`)."""
    file: bytes | None = None
    """What a file holds that is a document by itself, of whatever kind."""
    raw: bytes | None = None
    """The columns as a JSON object, where that is how they came."""
    notes: tuple[str, ...] = ()
    """What is to be said about how it was read."""


class Broken(NamedTuple):
    """A record that cannot be cleaned, and why."""

    place: Place
    error: str
    id: str | None = None
    record: Any = None
    """What is known of it, fit for JSON."""


class Skipped(NamedTuple):
    """What is no record: an empty line, or a response that is no page."""

    place: Place
    reason: str = ""
    """Counted under this name, unless it is empty."""


Item = Record | Broken | Skipped


class Reader(Protocol):
    """A module under `readers`."""

    def sample(self, entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
        """The columns of the first records. Raises InputError when it holds none of its format."""

    def chunks(self, entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
        """The input in pieces, always the same. Runs in the main process and cleans nothing."""

    def items(self, chunk: Chunk, encoding: str | None) -> Iterator[Item]:
        """What a chunk holds, in order. Runs in the worker."""
