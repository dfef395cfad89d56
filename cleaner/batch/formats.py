"""What the name of a file says about its format; streams through compression; and the packages that some formats need."""

from __future__ import annotations

import codecs
import errno
import gzip
import importlib
import io
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, NamedTuple, TypeVar, cast

from cleaner.batch import kinds

COMPRESSIONS = (".gz", ".zst")
SUFFIXES = {
    "lines": (".jsonl", ".ndjson", ".jsonlines", ".json"), "csv": (".csv", ".tsv"), "parquet": (".parquet", ".pq"), "warc": (".warc",),
    "document": kinds.SUFFIXES,
}  # fmt: skip
_PACKED = ("lines", "csv", "warc")
"""Formats that are also read with `.gz` or `.zst` behind their name."""
EXTRAS = {"pyarrow": "parquet", "fastwarc": "warc", "zstandard": "zst"}
"""The package that each optional module comes with, as an extra of this one."""
DAMAGED = (OSError, EOFError, zlib.error)
"""What reading a damaged file raises."""
_PIECE = 1 << 15
Item = TypeVar("Item")


class MissingExtraError(Exception):
    """An optional package is not installed; the message says how to get it."""


def utf16(start: bytes) -> str:
    """What to say of bytes that begin with the mark of UTF-16; nothing of others."""
    hint = "it looks like UTF-16; `iconv -f UTF-16 -t UTF-8 FILE` makes UTF-8 of it"
    return hint if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""


class Format(NamedTuple):
    kind: str
    """A key of SUFFIXES."""
    compression: str = ""
    """`.gz`, `.zst` or nothing."""


def format_of(name: str) -> Format | None:
    """The format that a file's name tells; None when it tells none.

    >>> format_of("news.JSONL.gz")
    Format(kind='lines', compression='.gz')
    """
    lower = name.lower()
    packed = next((end for end in COMPRESSIONS if lower.endswith(end)), "")
    bare = lower.removesuffix(packed)
    kind = next((kind for kind, ends in SUFFIXES.items() if bare.endswith(ends)), None)
    return Format(kind, packed) if kind and (not packed or kind in _PACKED) else None


def input_suffixes() -> list[str]:
    """All ends of file names that are read."""
    return [end + packed for kind, ends in SUFFIXES.items() for end in ends for packed in ("", *(COMPRESSIONS if kind in _PACKED else ()))]


def need(module: str) -> ModuleType:
    """An optional module. Raises MissingExtraError with the command that installs it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        extra = EXTRAS[module.partition(".")[0]]
        message = f"this needs {module.partition('.')[0]}, which is not installed: pip install 'article-cleaner[{extra}]' ({error})"
        raise MissingExtraError(message) from None


def needs(format: Format) -> list[str]:  # noqa: A002
    """The optional modules that a format needs."""
    own = {"parquet": ["pyarrow"], "warc": ["fastwarc"]}.get(format.kind, [])
    return [*own, *(["zstandard"] if format.compression == ".zst" else [])]


class Stream(NamedTuple):
    """The bytes of a file without its compression."""

    file: BinaryIO
    read: Callable[[], int]
    """How many bytes of the file on disk have been read."""


@contextmanager
def open_stream(path: Path | None, compression: str) -> Iterator[Stream]:
    """A file, or standard input for None, to read from.

    Reading raises one of DAMAGED when the file cannot be read, or when compressed data are broken or end too early.
    """
    if path is None:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "is closed", "standard input")
        yield Stream(sys.stdin.buffer, lambda: 0)
        return
    with path.open("rb") as raw:
        if compression == ".gz":
            yield Stream(cast(BinaryIO, gzip.GzipFile(fileobj=raw)), raw.tell)
        elif compression == ".zst":
            yield Stream(cast(BinaryIO, io.BufferedReader(_Unpacked(raw), _PIECE)), raw.tell)
        else:
            yield Stream(raw, raw.tell)


def until_damage(items: Iterable[Item], count: int) -> list[Item]:
    """The first items, or those before the place where reading fails. Raises what reading raises when there are none."""
    taken: list[Item] = []
    try:
        taken.extend(islice(items, count))
    except DAMAGED:
        if not taken:
            raise
    return taken


class _Unpacked(io.RawIOBase):
    """What zstd frames hold, one frame after the other.

    The package's own reader stops at the first frame unless told, and takes a file that was cut off for one that ends.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._new = need("zstandard").ZstdDecompressor(max_window_size=1 << 31).decompressobj
        self._raw, self._frame, self._rest, self._ready = raw, None, b"", memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            if not self._more():
                return 0
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _more(self) -> bool:
        """Unpack a piece; False at the end."""
        piece = self._rest or self._raw.read(_PIECE)
        self._rest = b""
        if not piece:
            if self._frame is not None:
                raise EOFError("the compressed data end too early")
            return False
        frame = self._frame or self._new()
        try:
            self._ready = memoryview(frame.decompress(piece))
        except need("zstandard").ZstdError as error:
            raise OSError(f"damaged zstd data: {error}") from None
        self._frame = None if frame.eof else frame
        self._rest = frame.unused_data
        return True
