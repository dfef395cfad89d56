"""What a worker does: a chunk in, the bytes of its output back, with what failed and what was counted."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

from cleaner.batch.formats import DAMAGED
from cleaner.batch.kinds import Origin, read_document
from cleaner.batch.readers import reader_of
from cleaner.batch.records import Broken, Chunk, Item, Place, Record
from cleaner.batch.tally import Tally
from cleaner.batch.writers import Row, Target, writer_of
from cleaner.config import Settings
from cleaner.document import Document
from cleaner.pipeline import Cleaner
from cleaner.render.columns import COLUMNS, to_columns
from cleaner.ruleset.load import RuleSet


class Orders(NamedTuple):
    """Everything a worker has to know, once."""

    rules: RuleSet
    version: str
    """Of the package."""
    target: Target
    keep: frozenset[str] = frozenset()
    """Labels of furniture that stay."""
    settings: Settings = Settings()
    """How inputs are read: encoding, engine, input format."""
    prefix: str = ""
    """What the names of the added columns begin with."""


class Done(NamedTuple):
    """A chunk, worked off."""

    data: bytes
    broken: list[Broken]
    tally: Tally
    units: int
    """Lines it held, where the places of its records count from its own beginning."""


class Labour:
    """Works off chunks. One a process: it holds the engine."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._cleaner = Cleaner(orders.rules)
        self._writer = writer_of(orders.target)
        self._added = [orders.prefix + name for name in COLUMNS]

    def __call__(self, chunk: Chunk) -> Done:
        target = self._orders.target
        rows: list[Row] = []
        broken: list[Broken] = []
        tally = Tally()
        number = 0
        for item in _items(chunk, self._orders.settings.encoding):
            number = item.place.number
            made = self._row(item, tally) if isinstance(item, Record) else item
            if isinstance(made, Row):
                rows.append(made)
            elif isinstance(made, Broken):
                broken.append(made)
                tally.failed += 1
            elif made.reason:
                tally.skipped[made.reason] += 1
        data = self._writer.encode(rows, target) if rows else self._writer.blank(chunk, self._added, target)
        return Done(data, broken, tally, number if chunk.reader == "lines" else 0)

    def _document(self, record: Record) -> tuple[Document, tuple[str, ...]]:
        """The document of a record, and what is to be said about how it was read."""
        if record.file is not None:
            reading = read_document(self._cleaner, record.file, PurePath(record.place.name), self._orders.settings, Origin())
            return reading.document, reading.notes
        if record.html is not None:
            return self._cleaner.clean_html(record.html, url=record.url, engine=self._orders.settings.engine), record.notes
        return self._cleaner.clean(record.text or "", url=record.url), record.notes

    def _row(self, record: Record, tally: Tally) -> Row | Broken:
        orders = self._orders
        try:
            document, notes = self._document(record)
            if orders.keep:
                document = document.keeping(orders.keep)
            columns = to_columns(document, orders.version)
            columns["warnings"] += [{"code": "read-as", "message": note} for note in notes]
        except Exception as error:  # whatever one page does to a parser, the others still come out, and this is reported
            return _broken(record, _described(error))
        added = {f"{orders.prefix}{name}": value for name, value in columns.items()}
        row = Row(record, added)
        clash = [name for name in added if name in _names(record) and name not in orders.target.drop]
        problem = f"has a field {clash[0]!r} of its own, as the output does; choose a --prefix" if clash else self._writer.unfit(row)
        if problem:
            return _broken(record, problem)
        tally.count(document, columns["removed"], _size(record))
        tally.warnings.update(warning["code"] for warning in columns["warnings"])
        return row


def _items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """What a chunk holds; one broken record for the rest of it, when its file cannot be read any more."""
    place = Place(chunk.name)
    try:
        for item in reader_of(chunk.reader).items(chunk, encoding):
            place = item.place
            yield item
    except DAMAGED as error:
        yield Broken(place._replace(unit="line", number=place.number + 1), f"cannot be read from here on: {error}")


def _names(record: Record) -> Any:
    return record.columns if isinstance(record.columns, dict) else record.columns.batch.schema.names


def _broken(record: Record, problem: str) -> Broken:
    columns = record.columns if isinstance(record.columns, dict) else record.columns.to_dict()
    return Broken(record.place, problem, record.id, columns)


def _described(error: Exception) -> str:
    """Our own errors by their message; others by kind and place as well, for they should not be."""
    if type(error).__module__.startswith("cleaner."):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({last.filename.rpartition('/')[2]}, line {last.lineno})"


def _size(record: Record) -> int:
    source = next((source for source in (record.file, record.html, record.text) if source is not None), "")
    return len(source) if isinstance(source, bytes) else len(source.encode("utf-8", "surrogatepass"))
