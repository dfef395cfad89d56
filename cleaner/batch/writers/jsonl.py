"""JSON lines, plain or packed. A record that came as JSON keeps its own bytes: ours are appended to its object."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaner.batch.formats import need
from cleaner.batch.records import Chunk
from cleaner.batch.writers import Row, Target

GZIP_LEVEL = 6
ZSTD_LEVEL = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


def unfit(row: Row) -> str | None:
    """Every record fits."""
    return None


def encode(rows: Sequence[Row], target: Target) -> bytes:
    """A line for each record; packed as a member of its own, so that pieces can stand one behind the other."""
    data = b"".join(_line(row, target.drop) for row in rows)
    if target.compression == ".gz":
        return gzip.compress(data, GZIP_LEVEL, mtime=0)
    packed: bytes = need("zstandard").ZstdCompressor(level=ZSTD_LEVEL).compress(data) if target.compression == ".zst" else data
    return packed


def blank(chunk: Chunk, added: Sequence[str], target: Target) -> bytes:
    """Nothing: JSON names its columns in each row."""
    return b""


def finish(pieces: Path, whole: Path, target: Target) -> Path:
    """The pieces as they are; for zstd all in one frame, since many readers stop at the end of the first."""
    if target.compression == ".zst":
        zstandard = need("zstandard")
        with pieces.open("rb") as source, whole.open("wb") as file:
            reader = zstandard.ZstdDecompressor().stream_reader(source, read_across_frames=True)
            zstandard.ZstdCompressor(level=ZSTD_LEVEL).copy_stream(reader, file)
        return whole
    if target.compression == ".gz" and not pieces.stat().st_size:
        whole.write_bytes(gzip.compress(b"", mtime=0))  # nothing at all is no gzip file
        return whole
    return pieces


def to_json(value: Any) -> bytes:
    """JSON on one line, in UTF-8. A lone surrogate, which no file can hold, is written as its escape; dates and the like as text."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8")


def _line(row: Row, drop: frozenset[str]) -> bytes:
    record, added = row
    if record.raw is not None and not drop:
        return record.raw[:-1].rstrip() + b", " + to_json(added)[1:] + b"\n"
    columns: Mapping[str, Any] = record.columns if isinstance(record.columns, dict) else record.columns.to_dict()
    kept = {name: value for name, value in columns.items() if name not in drop}
    return to_json({**kept, **added}) + b"\n"


def _plain(value: Any) -> Any:
    """What JSON lacks: bytes in base64, all else as text."""
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)
