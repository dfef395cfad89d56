"""Results as bytes: the workers write pieces that can be put one behind the other, and the end makes one file of them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from cleaner.batch.formats import COMPRESSIONS
from cleaner.batch.records import Chunk, Record

_SUFFIXES = {
    **{f"{end}{packed}": ("jsonl", packed) for end in (".jsonl", ".ndjson", ".json") for packed in ("", *COMPRESSIONS)},
    ".parquet": ("parquet", ""),
}  # fmt: skip


class Target(NamedTuple):
    """How results are written."""

    kind: str
    compression: str
    drop: frozenset[str] = frozenset()
    """Columns of the input that are left out."""

    @property
    def needs(self) -> list[str]:
        """The optional modules that it takes."""
        return [*(["pyarrow.parquet"] if self.kind == "parquet" else []), *(["zstandard"] if self.compression == ".zst" else [])]


class Row(NamedTuple):
    """One record with the columns that cleaning adds."""

    record: Record
    added: dict[str, Any]


class Writer(Protocol):
    """A module of this folder."""

    def unfit(self, row: Row) -> str | None:
        """Why the format cannot hold a row; None when it can."""

    def encode(self, rows: Sequence[Row], target: Target) -> bytes:
        """One piece of output."""

    def blank(self, chunk: Chunk, added: Sequence[str], target: Target) -> bytes:
        """A piece of output without rows: what is known of a chunk's columns, and those that cleaning adds."""

    def finish(self, pieces: Path, whole: Path, target: Target) -> Path:
        """The file that holds all pieces: they themselves, or one that is written to `whole`."""


def target_of(name: str, drop: frozenset[str]) -> Target | None:
    """What the name of an output asks for; None when it tells no format."""
    found = next((target for end, target in _SUFFIXES.items() if name.lower().endswith(end)), None)
    return Target(*found, drop) if found else None


def suffixes() -> list[str]:
    """All ends of file names that can be written."""
    return list(_SUFFIXES)


def writer_of(target: Target) -> Writer:
    """The writer of a format."""
    return cast(Writer, importlib.import_module(f"cleaner.batch.writers.{target.kind}"))
