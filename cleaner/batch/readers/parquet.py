"""Parquet: read batch by batch in the main process and handed on as Arrow, so that every column keeps its type."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from cleaner.batch.fields import FieldError, Fields, choose, identity, pick
from cleaner.batch.files import InputError
from cleaner.batch.formats import need
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record

SAMPLE = 20
MOST_ROWS = 4096
_BUFFER = 1 << 20


class BatchRow(NamedTuple):
    """One row of an Arrow batch."""

    batch: Any
    at: int

    def to_dict(self) -> dict[str, Any]:
        """Its values, as Python has them."""
        return {name: values(column)[0] for name, column in _columns(self.batch.slice(self.at, 1))}


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The first rows, with "" for null in the first where no text is found in them; without rows none.

    Raises InputError for what is no Parquet.
    """
    types = need("pyarrow").types
    with _opened(entry) as file:
        batch = next(file.iter_batches(SAMPLE), None)
        rows = [] if batch is None else [BatchRow(batch, at).to_dict() for at in range(batch.num_rows)]
        try:
            choose(rows, Fields(), entry.name)
        except FieldError:  # texts that are null in these rows are known by their type
            texts = [field.name for field in file.schema_arrow if types.is_string(field.type) or types.is_large_string(field.type)]
            rows[0].update({name: "" for name in texts if rows[0][name] is None})
        return rows


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Batches of about CHUNK_BYTES. Of a file without rows there is one empty batch, for its columns."""
    arrow = need("pyarrow")
    with _opened(entry) as file:
        total = sum(file.metadata.row_group(n).total_byte_size for n in range(file.metadata.num_row_groups))
        rows = file.metadata.num_rows
        size = max(1, min(MOST_ROWS, CHUNK_BYTES * rows // max(total, 1)))
        first = 0
        for batch in file.iter_batches(size):
            first += batch.num_rows
            yield Chunk("parquet", entry.name, (first - batch.num_rows, _packed(arrow, batch)), fields, entry.size * first // rows)
        if not rows:
            empty = arrow.RecordBatch.from_pylist([], schema=file.schema_arrow)
            yield Chunk("parquet", entry.name, (0, _packed(arrow, empty)), fields, entry.size)


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The rows of a batch."""
    first, packed = chunk.data
    batch = unpacked(packed)
    tops = {name if name in batch.schema.names else name.partition(".")[0] for name in chunk.fields if name}
    used = {name: values(column) for name, column in _columns(batch) if name in tops}
    garbled = _garbled(batch)
    for index in range(batch.num_rows):
        row, place = BatchRow(batch, index), Place(chunk.name, "row", first + index + 1)
        columns = {name: column[index] for name, column in used.items()}
        try:
            if index in garbled:
                raise FieldError(f"field {garbled[index]!r} holds text that is not UTF-8")
            yield Record(place, *pick(columns, chunk.fields), row)
        except FieldError as error:
            yield Broken(place, str(error), identity(columns, chunk.fields), row.to_dict())


def values(column: Any) -> list[Any]:
    """The values of an Arrow column as Python has them; those that it has not as text."""
    try:
        cells: list[Any] = column.to_pylist()
    except (ValueError, OverflowError):
        return [_value(cell) for cell in column]
    return cells


def _value(cell: Any) -> Any:
    """A value; as text what Python has no room for: the year 292277, nanoseconds where pandas is not installed, bytes called a text."""
    types = need("pyarrow").types
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        if types.is_string(cell.type) or types.is_large_string(cell.type):
            return cell.as_buffer().to_pybytes().decode("utf-8", "backslashreplace")
    except (ValueError, OverflowError):
        if types.is_temporal(cell.type):
            return cell.cast("string").as_py()
    if types.is_dictionary(cell.type):
        return _value(cell.value)
    if types.is_struct(cell.type):
        return {name: _value(cell[name]) for name in cell}
    return values(cell.values)  # of a list, or the pairs of a map


def _garbled(batch: Any) -> dict[int, str]:
    """The rows that hold text which is not UTF-8, each with the name of the column."""
    found = {}
    for name, column in _columns(batch):
        try:
            column.validate(full=True)
        except need("pyarrow").ArrowInvalid:
            for at, cell in enumerate(column):
                try:
                    cell.as_py()
                except UnicodeDecodeError:
                    found[at] = name
                except (ValueError, OverflowError):
                    pass
    return found


def _columns(batch: Any) -> Iterator[tuple[str, Any]]:
    return zip(batch.schema.names, batch.columns, strict=True)


def unpacked(packed: bytes) -> Any:
    """The batch in a stream of Arrow messages."""
    return need("pyarrow.ipc").open_stream(packed).read_next_batch()


def _packed(arrow: Any, batch: Any) -> bytes:
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


@contextmanager
def _opened(entry: Entry) -> Iterator[Any]:
    """The file, read in small pieces: `pre_buffer` would hold a whole row group."""
    arrow = need("pyarrow")
    try:
        file = need("pyarrow.parquet").ParquetFile(entry.path, pre_buffer=False, buffer_size=_BUFFER)
    except arrow.ArrowInvalid as error:
        raise InputError(entry.name, f"is not Parquet: {error}") from None
    with file:
        doubled = [name for name in file.schema_arrow.names if file.schema_arrow.names.count(name) > 1]
        if doubled:
            raise InputError(entry.name, f"two columns are called {doubled[0]!r}")
        try:
            yield file
        except arrow.ArrowException as error:
            raise OSError(f"damaged Parquet data: {error}") from None
