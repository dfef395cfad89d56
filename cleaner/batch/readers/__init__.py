"""Inputs as records: one module a format, loaded when it is met. Each is a `records.Reader`."""

from __future__ import annotations

import importlib
from typing import cast

from cleaner.batch.records import Reader

_MODULES = {
    "lines": "lines",
    "csv": "csvfile",
    "parquet": "parquet",
    "warc": "warc",
    "document": "folder",
    "damage": "damage",
}


def reader_of(kind: str) -> Reader:
    """The reader of a kind of input."""
    return cast(Reader, importlib.import_module(f"cleaner.batch.readers.{_MODULES[kind]}"))
