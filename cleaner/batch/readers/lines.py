"""JSON lines: a file that lies open is read by the workers, each its range of bytes; a packed one, or a stream, in order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from cleaner.batch.fields import FieldError, Fields, identity, kind, pick
from cleaner.batch.files import InputError
from cleaner.batch.formats import DAMAGED, open_stream, until_damage, utf16
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record, Skipped

LONGEST = 32 << 20
"""A longer line is not read into memory."""
SHOWN = 2000
"""So many bytes of it are repeated where it is reported; other broken lines are repeated whole."""
SAMPLE = 100
_MARK = b"\xef\xbb\xbf"


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The objects among the first lines. Raises InputError when these are something else."""
    with open_stream(entry.path, entry.format.compression) as stream:
        first = until_damage(_head(stream.file), SAMPLE)
    return sample_of(first, entry.name, encoding)


def sample_of(lines: list[bytes], name: str, encoding: str | None) -> list[dict[str, Any]]:
    """The objects among some lines. Raises InputError when there are lines and none is an object."""
    found = [_item(line, Place(name, "line", number), Fields(), encoding) for number, line in enumerate(lines, 1)]
    objects = [item.columns for item in found if isinstance(item, Record)]
    errors = [item.error for item in found if isinstance(item, Broken)]
    if errors and not objects:
        if hint := utf16(lines[0]):
            raise InputError(name, f"is not UTF-8; {hint}")
        raise InputError(name, f"none of the first {len(lines)} lines is a record; line 1: {errors[0]}")
    return objects


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Ranges of bytes, or blocks of whole lines."""
    if entry.path is not None and not entry.format.compression:
        for start in range(0, max(entry.size, 1), CHUNK_BYTES):  # of an empty file one empty chunk, for the columns of the output
            end = min(start + CHUNK_BYTES, entry.size)
            yield Chunk("lines", entry.name, (str(entry.path), start, end), fields, end)
        return
    with open_stream(entry.path, entry.format.compression) as stream:
        yield from blocks(stream.file, entry.name, fields, stream.read)


def standard_input(entry: Entry, choose: Callable[[list[dict[str, Any]]], Fields], encoding: str | None) -> Iterator[Chunk]:
    """What comes in, in blocks; the first lines are read to choose the fields by. Raises InputError when they are no records."""
    with open_stream(None, "") as stream:
        first = list(_head(stream.file))
        fields = choose(sample_of(first, entry.name, encoding))
        yield Chunk("lines", entry.name, b"".join(first), fields, 0)
        yield from blocks(stream.file, entry.name, fields, stream.read)


def blocks(file: BinaryIO, name: str, fields: Fields, read: Callable[[], int]) -> Iterator[Chunk]:
    """A stream in blocks of whole lines. What could be read before the data turn out damaged is given first."""
    block: list[bytes] = []
    size = 0
    try:
        for line in _lines(file):
            block.append(line)
            size += len(line)
            if size >= CHUNK_BYTES:
                yield Chunk("lines", name, b"".join(block), fields, read())
                block, size = [], 0
    except DAMAGED:
        if block:
            yield Chunk("lines", name, b"".join(block), fields, read())
        raise
    yield Chunk("lines", name, b"".join(block), fields, read())


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The lines of a chunk, counted from 1."""
    lines = _lines(BytesIO(chunk.data)) if isinstance(chunk.data, bytes) else _range(*chunk.data)
    for number, line in enumerate(lines, 1):
        yield _item(line, Place(chunk.name, "line", number), chunk.fields, encoding)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, each ended. Of one that is too long the beginning is given, longer than LONGEST still."""
    while line := file.readline(LONGEST + 1):
        if not line.endswith(b"\n"):
            _skip_line(file)
            line += b"\n"
        yield line


def _head(file: BinaryIO) -> Iterator[bytes]:
    """The first lines: SAMPLE of them, or fewer that make a chunk, for lines can be long."""
    size = 0
    for line in islice(_lines(file), SAMPLE):
        yield line
        size += len(line)
        if size >= CHUNK_BYTES:
            return


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(1 << 16)) and not rest.endswith(b"\n"):
        pass


def _range(path: str, start: int, end: int) -> Iterator[bytes]:
    """The lines that begin in a range of bytes. Raises EOFError when the file has become shorter."""
    with Path(path).open("rb") as file:
        if start:
            file.seek(start - 1)
            _skip_line(file)
        while file.tell() < end:
            line = next(_lines(file), None)
            if line is None:
                raise EOFError(f"the file ends at byte {file.tell()}; it has become shorter while it was read")
            yield line


def _item(line: bytes, place: Place, fields: Fields, encoding: str | None) -> Item:
    if len(line) > LONGEST:
        return Broken(place, f"is longer than {LONGEST >> 20} MiB", None, _shown(line[:SHOWN]))
    raw = line.removeprefix(_MARK).strip()
    if not raw:
        return Skipped(place)
    if encoding is not None:
        try:
            raw = raw.decode(encoding).encode("utf-8")
        except UnicodeError as error:
            return Broken(place, f"is not {encoding}: {error}", None, _shown(raw))
    try:
        columns = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Broken(place, f"is not UTF-8 at byte {error.start} of the line; --encoding reads others", None, _shown(raw))
    except json.JSONDecodeError as error:
        return Broken(place, f"is not JSON at character {error.colno} of the line: {error.msg}", None, _shown(raw))
    except (ValueError, RecursionError) as error:  # a number of too many digits, brackets too deep
        return Broken(place, f"is not JSON: {error}", None, _shown(raw))
    if not isinstance(columns, dict):
        hint = "; is this one JSON array instead of JSON lines? `jq -c '.[]'` makes lines of it" if isinstance(columns, list) else ""
        return Broken(place, f"is {kind(columns)}, not an object{hint}", None, _shown(raw))
    if not (fields.text or fields.html):
        return Record(place, None, None, None, None, columns)
    try:
        picked = pick(columns, fields)
    except FieldError as error:
        return Broken(place, str(error), identity(columns, fields), columns)
    return Record(place, *picked, columns, raw=raw)


def _shown(raw: bytes) -> str:
    """A line that may hold anything, as text that tells which bytes it was."""
    return raw.decode("utf-8", "backslashreplace")
