"""Files that are one document each: texts and pages, found in folders or named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cleaner.batch.fields import Fields
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record

MOST_FILES = 256
FIELD = "file"
"""The column that names the file. What it holds stays where it is."""


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The one column there is."""
    return [{FIELD: entry.name}]


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """One file."""
    yield from groups([entry])


def groups(entries: Iterable[Entry]) -> Iterator[Chunk]:
    """Files that follow each other, about CHUNK_BYTES of them at a time."""
    group: list[tuple[str, str]] = []
    size = 0
    for entry in entries:
        group.append((entry.name, str(entry.path)))
        size += entry.size
        if size >= CHUNK_BYTES or len(group) >= MOST_FILES:
            yield Chunk("document", group[0][0], group, Fields(), size)
            group, size = [], 0
    if group:
        yield Chunk("document", group[0][0], group, Fields(), size)


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The files of a group, read one by one."""
    for name, path in chunk.data:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            yield Broken(Place(name), f"cannot be read: {error.strerror or error}", name)
        else:
            yield Record(Place(name), None, None, None, name, {FIELD: name}, data)
