"""Where an input could not be read on: one broken record that says so, in its place among the others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.batch.fields import Fields
from cleaner.batch.records import Broken, Chunk, Entry, Item, Place


def damaged(entry: Entry, error: Exception) -> Chunk:
    """The chunk that stands for the rest of an input."""
    return Chunk("damage", entry.name, (entry.format.kind == "lines", str(error) or type(error).__name__), Fields(), entry.size)


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """Nothing."""
    return []


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Nothing."""
    yield from ()


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The one broken record; where lines are counted, it is the line after the last that could be read."""
    counted, message = chunk.data
    yield Broken(Place(chunk.name, "line", 1) if counted else Place(chunk.name), f"cannot be read from here on: {message}")
