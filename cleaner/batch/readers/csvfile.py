"""CSV: parsed in the main process, since a quoted text may hold line breaks and so no byte of the file tells where a row begins."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, NamedTuple

from cleaner.batch.fields import FieldError, Fields, identity, pick
from cleaner.batch.files import InputError
from cleaner.batch.formats import DAMAGED, open_stream, until_damage, utf16
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record

LONGEST = 32 << 20
"""Characters of the longest line and the longest value that are read: a quote that is never closed would else swallow the file."""
SAMPLE = 20
DELIMITERS = ",;\t|"


class _Row(NamedTuple):
    line: int
    """Where it begins, from 1."""
    values: list[str]
    error: str
    raw: str


class _Table(NamedTuple):
    read: Callable[[], int]
    """How many bytes of the file on disk have been read."""
    header: list[str]
    rows: Iterator[_Row]


class _Lines:
    """The lines of a file, one at a time; those since the last row began are at hand, for a row that turns out broken."""

    def __init__(self, file: TextIOWrapper) -> None:
        self._file = file
        self.taken: list[str] = []
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._file.readline(LONGEST)
        if not line:
            raise StopIteration
        self.taken.append(line)
        self.count += 1
        if len(line) == LONGEST and not line.endswith("\n"):  # handed on as it is, its first part would pass for a whole row
            while (rest := self._file.readline(LONGEST)) and not rest.endswith("\n"):
                pass
            raise csv.Error(f"the line is longer than {LONGEST:,} characters")
        return line


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The first rows. Raises InputError for a file without usable names of columns."""
    with _opened(entry, encoding) as table:
        rows = until_damage(table.rows, SAMPLE)
        return [dict(zip(table.header, row.values, strict=False)) for row in rows if len(row.values) == len(table.header)]


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Parsed rows, about CHUNK_BYTES of characters at a time. What was read before the data turn out damaged is given first."""
    with _opened(entry, encoding) as (read, header, rows):
        block: list[_Row] = []
        size = 0
        try:
            for row in rows:
                block.append(row)
                size += sum(map(len, row.values)) + len(row.raw)
                if size >= CHUNK_BYTES:
                    yield Chunk("csv", entry.name, (header, block), fields, read())
                    block, size = [], 0
        except DAMAGED:
            yield Chunk("csv", entry.name, (header, block), fields, read())
            raise
        yield Chunk("csv", entry.name, (header, block), fields, read())


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The rows of a chunk, each by the line it begins in."""
    header, rows = chunk.data
    for row in rows:
        yield _item(row, header, chunk)


def _item(row: _Row, header: list[str], chunk: Chunk) -> Item:
    place = Place(chunk.name, "line", row.line)
    if row.error:
        return Broken(place, f"is not CSV: {row.error}", None, row.raw)
    if len(row.values) != len(header):
        return Broken(place, f"has {len(row.values)} columns where the first line names {len(header)}", None, row.values)
    columns = dict(zip(header, row.values, strict=True))
    try:
        "".join(row.values).encode("utf-8")
    except UnicodeEncodeError:  # the bytes that are no text stand in it as lone surrogates
        return Broken(place, "is not UTF-8; name the encoding with --encoding", identity(columns, chunk.fields), columns)
    try:
        return Record(place, *pick(columns, chunk.fields), columns)
    except FieldError as error:
        return Broken(place, str(error), identity(columns, chunk.fields), columns)


@contextmanager
def _opened(entry: Entry, encoding: str | None) -> Iterator[_Table]:
    """A file of CSV, its first line read."""
    with open_stream(entry.path, entry.format.compression) as stream:
        file = TextIOWrapper(stream.file, encoding or "utf-8-sig", errors="surrogateescape", newline="")
        first = file.readline(LONGEST)
        delimiter = "\t" if ".tsv" in entry.name.lower()[-8:] else max(DELIMITERS, key=first.count)
        try:
            header = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error as error:
            raise InputError(entry.name, f"the first line must name the columns: {error}") from None
        try:
            first.encode("utf-8")
        except UnicodeEncodeError:  # as in rows
            hint = utf16(first.encode("utf-8", "surrogateescape")) or "--encoding reads others"
            raise InputError(entry.name, f"the first line, which names the columns, is not {encoding or 'UTF-8'}; {hint}") from None
        doubled = [name for name in header if header.count(name) > 1]
        if doubled:
            raise InputError(entry.name, f"two columns are called {doubled[0]!r}; the first line must name the columns, each once")
        yield _Table(stream.read, header, _rows(_Lines(file), delimiter))
        file.detach()  # else it would close the stream once it is forgotten


def _rows(lines: _Lines, delimiter: str) -> Iterator[_Row]:
    """The rows, broken ones too. The first line of the file is gone already."""
    csv.field_size_limit(min(LONGEST, sys.maxsize))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begins = lines.count + 2
        lines.taken.clear()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Row(begins, [], str(error), "".join(lines.taken))
        else:
            if values:
                yield _Row(begins, values, "", "")
