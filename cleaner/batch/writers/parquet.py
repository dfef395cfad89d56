"""Parquet: the workers write Arrow messages, whose types are settled only when all are known.

Columns of JSON or CSV have the types that Arrow infers; those of Parquet keep theirs. Where the records of a run do not agree on a
type (a number here, a text there), or no type holds all values as they are, the column becomes a text that holds each value as JSON.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

from cleaner.batch.formats import need
from cleaner.batch.readers.parquet import BatchRow, unpacked, values
from cleaner.batch.records import Chunk
from cleaner.batch.writers import Row, Target
from cleaner.batch.writers.jsonl import to_json
from cleaner.render.columns import COLUMNS
from cleaner.render.row import Row as Columns
from cleaner.render.row import typed

GROUP_BYTES = 32 << 20
"""Of Arrow data that make a row group."""
DEEPEST = 50
"""Levels of lists and objects that a column may have; Arrow messages hold some 60."""
_LENGTH = struct.Struct("<Q")
_AS_JSON = {b"cleaner": b"json"}
"""Marks a column of one piece whose values are JSON already."""
_SURROGATE = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def unfit(row: Row) -> str | None:
    """Half characters, which JSON can write as `\\ud83d` and Parquet cannot."""
    if row.record.raw is None or b"\\u" not in row.record.raw:
        return None
    try:
        to_json_strict(row.record.columns)
    except UnicodeEncodeError:
        return "holds half a character (a lone surrogate such as \\ud83d), which Parquet cannot hold"
    return None


def to_json_strict(value: Any) -> bytes:
    """JSON in UTF-8. Raises UnicodeEncodeError for a lone surrogate."""
    import json

    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def encode(rows: Sequence[Row], target: Target) -> bytes:
    """The rows as a stream of Arrow messages, behind its length."""
    arrow = need("pyarrow")
    if not rows:
        return b""
    fields, columns = zip(*_own(arrow, rows, target), *_added(arrow, rows), strict=True)
    return _piece(arrow, arrow.Table.from_arrays(columns, schema=arrow.schema(fields)))


def blank(chunk: Chunk, added: Sequence[str], target: Target) -> bytes:
    """The columns of Parquet and ours, so that a file without rows has the same as others."""
    arrow = need("pyarrow")
    own = unpacked(chunk.data[1]).schema if chunk.reader == "parquet" else ()
    fields = [field.with_metadata(None) for field in own if field.name not in target.drop]
    return _piece(arrow, arrow.schema([*fields, *zip(added, _kinds(), strict=True)]).empty_table())


def _piece(arrow: Any, table: Any) -> bytes:
    sink = arrow.BufferOutputStream()
    options = arrow.ipc.IpcWriteOptions(compression="lz4")
    with arrow.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    data: bytes = sink.getvalue().to_pybytes()
    return _LENGTH.pack(len(data)) + data


def finish(pieces: Path, whole: Path, target: Target) -> Path:
    """One Parquet file of all pieces, their columns brought to common types."""
    arrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    with pieces.open("rb") as file:
        schema = _common(arrow, (stream.schema for stream in _streams(arrow, file)))
        file.seek(0)
        schema = _held(arrow, _streams(arrow, file), schema)
        file.seek(0)
        with parquet.ParquetWriter(whole, schema, compression="zstd") as writer:
            group: list[Any] = []
            for stream in _streams(arrow, file):
                group.append(_conformed(arrow, stream.read_all(), schema))
                if sum(table.nbytes for table in group) >= GROUP_BYTES:
                    writer.write_table(arrow.concat_tables(group))
                    group = []
            if group:
                writer.write_table(arrow.concat_tables(group))
    return whole


def _own(arrow: Any, rows: Sequence[Row], target: Target) -> Iterator[tuple[Any, Any]]:
    """The columns of the input, each with its field."""
    if isinstance(rows[0].record.columns, BatchRow):
        batch = rows[0].record.columns.batch.take(arrow.array([row.record.columns.at for row in rows]))
        for field, column in zip(batch.schema, batch.columns, strict=True):
            if field.name not in target.drop:
                yield field.with_metadata(None), column
        return
    names = dict.fromkeys(name for row in rows for name in row.record.columns if name not in target.drop)
    for name in names:
        values = [row.record.columns.get(name) for row in rows]
        column = _inferred(arrow, values)
        if column is None:
            yield arrow.field(name, arrow.string(), metadata=_AS_JSON), arrow.array([_as_json(value) for value in values], arrow.string())
        else:
            yield arrow.field(name, column.type), column


def _inferred(arrow: Any, values: list[Any]) -> Any:
    """The values as an array; None when they have no type in common, or one that Parquet cannot hold."""
    try:
        column = arrow.array(values)
    except (arrow.ArrowException, OverflowError, ValueError, TypeError):
        return None
    return None if _cannot_be_held(arrow, column.type, DEEPEST) else column


def _cannot_be_held(arrow: Any, kind: Any, levels: int) -> bool:
    """Whether a type has an object without keys in it, or more levels than these."""
    if arrow.types.is_struct(kind):
        inner = [kind.field(n).type for n in range(kind.num_fields)]
    elif arrow.types.is_list(kind):
        inner = [kind.value_type]
    else:
        return False
    return not levels or not inner or any(_cannot_be_held(arrow, part, levels - 1) for part in inner)


def _as_json(value: Any) -> str | None:
    return None if value is None else to_json(value).decode("utf-8")


def _added(arrow: Any, rows: Sequence[Row]) -> Iterator[tuple[Any, Any]]:
    """The columns that cleaning adds, by their fixed types; their names may begin with a prefix."""
    for name, kind in zip(rows[0].added, _kinds(), strict=True):
        yield arrow.field(name, kind), arrow.array([row.added[name] for row in rows], kind)


@lru_cache(maxsize=1)
def _kinds() -> list[Any]:
    """The types of the columns that cleaning adds."""
    arrow = need("pyarrow")
    scalars = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    kinds = get_type_hints(Columns)
    return [typed(kinds[name], scalars=scalars, many=arrow.list_, struct=arrow.struct) for name in COLUMNS]


def _streams(arrow: Any, file: BinaryIO) -> Iterator[Any]:
    """The pieces of a file, each open as a stream of Arrow messages."""
    while head := file.read(_LENGTH.size):
        yield arrow.ipc.open_stream(file.read(*_LENGTH.unpack(head)))


def _common(arrow: Any, schemas: Iterator[Any]) -> Any:
    """The schema that all pieces can be brought to: columns of the input in the order they turn up, ours last."""
    seen: dict[str, list[Any]] = {}
    last: list[str] = []
    for schema in schemas:
        last = schema.names[-len(COLUMNS) :]
        for field in schema:
            kinds = seen.setdefault(field.name, [])
            if field not in kinds or not any(field.equals(kind, check_metadata=True) for kind in kinds):
                kinds.append(field)
    ordered = [name for name in seen if name not in last] + last
    return arrow.schema([_agreed(arrow, name, seen[name]) for name in ordered])


def _agreed(arrow: Any, name: str, fields: list[Any]) -> Any:
    if not any(field.metadata == _AS_JSON for field in fields):
        try:
            return arrow.unify_schemas([arrow.schema([field]) for field in fields], promote_options="permissive").field(name)
        except (arrow.ArrowInvalid, arrow.ArrowTypeError):
            pass
    return arrow.field(name, arrow.string(), metadata=_AS_JSON)


def _held(arrow: Any, streams: Iterator[Any], schema: Any) -> Any:
    """The schema with JSON for each column whose type does not hold all values: a float no large integer, for one."""
    for stream in streams:
        changed = [field for field in schema if field.metadata != _AS_JSON and field.name in stream.schema.names]
        changed = [field for field in changed if stream.schema.field(field.name).type != field.type]
        if not changed:
            continue
        table = stream.read_all()
        for field in changed:
            try:
                _retyped(arrow, table.column(field.name), field.type)
            except (arrow.ArrowException, OverflowError, ValueError, TypeError):
                schema = schema.set(schema.get_field_index(field.name), arrow.field(field.name, arrow.string(), metadata=_AS_JSON))
    return schema


def _retyped(arrow: Any, column: Any, kind: Any) -> Any:
    """A column as another type. Raises what Arrow raises for a value that the type does not hold exactly."""
    return arrow.array(column.to_pylist(), kind)


def _conformed(arrow: Any, table: Any, schema: Any) -> Any:
    """A piece with the common types: what it lacks is null."""
    columns = []
    for field in schema:
        if field.name not in table.schema.names:
            columns.append(arrow.nulls(table.num_rows, field.type))
            continue
        own, column = table.schema.field(field.name), table.column(field.name)
        if field.metadata == _AS_JSON and own.metadata != _AS_JSON:
            column = arrow.array([_as_json(value) for value in values(column)], arrow.string())
        elif own.type != field.type:
            column = _retyped(arrow, column, field.type)
        columns.append(column)
    return arrow.Table.from_arrays(columns, schema=schema)
