"""WARC: the pages among the responses of a web archive, through fastwarc. The main process finds them, the workers unpack them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from cleaner.batch.fields import Fields
from cleaner.batch.files import InputError
from cleaner.batch.formats import DAMAGED, need, open_stream
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record, Skipped
from cleaner.segment.charset import decode_page
from cleaner.segment.decode import DecodeError, decode

LONGEST = 32 << 20
"""A larger response is not read into memory."""
_END = b"\r\n\r\n"
"""What every record ends with."""
_SHORT = "the archive ends too early"
_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}


class _Response(NamedTuple):
    number: int
    """Which response of the archive it is, from 1."""
    columns: dict[str, Any]
    kind: str
    charset: str | None
    transfer: str
    """The HTTP headers Transfer-Encoding and Content-Encoding."""
    content: str
    payload: bytes


class _Source:
    """A stream that seems to end where it is damaged, so that the records before that place are not lost in a buffer."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._place = 0
        self.error: Exception | None = None

    def read(self, size: int) -> bytes:
        try:
            piece: bytes = self._file.read1(size)
        except DAMAGED as error:
            self.error = error
            return b""
        self._place += len(piece)
        return piece

    def tell(self) -> int:
        """fastwarc asks for it at every record."""
        return self._place


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The columns that every response has. Raises InputError for what is no web archive."""
    with open_stream(entry.path, entry.format.compression) as stream:
        source = _Source(stream.file)
        try:
            first = next(iter(need("fastwarc.warc").ArchiveIterator(source, parse_http=False)), None)
        except DAMAGED as error:
            raise InputError(entry.name, f"is not WARC: {error}") from None
        if first is None and source.error:
            raise source.error
    return [{"id": "", "url": "", "date": ""}]


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Responses, about CHUNK_BYTES of them at a time, also those that are skipped, without their content."""
    block: list[_Response | Skipped | Broken] = []
    size = 0
    with open_stream(entry.path, entry.format.compression) as stream:
        try:
            for response in _responses(stream.file, entry):
                block.append(response)
                size += len(response.payload) if isinstance(response, _Response) else 0
                if size >= CHUNK_BYTES:
                    yield Chunk("warc", entry.name, block, fields, stream.read())
                    block, size = [], 0
        except DAMAGED:
            yield Chunk("warc", entry.name, block, fields, stream.read())
            raise
        yield Chunk("warc", entry.name, block, fields, stream.read())


def items(chunk: Chunk, encoding: str | None) -> Iterator[Item]:
    """The pages of a chunk, unpacked."""
    for response in chunk.data:
        yield _item(response, Place(chunk.name, "response", response.number)) if isinstance(response, _Response) else response


def _responses(file: Any, entry: Entry) -> Iterator[_Response | Skipped | Broken]:
    """All responses. Raises OSError or EOFError where the archive is damaged or was cut off.

    fastwarc itself takes one that was cut off for one that ends. Unpacking is left to Python, which notices; of a plain file the
    end is looked at.
    """
    warc, name, source = need("fastwarc.warc"), entry.name, _Source(file)
    for number, record in enumerate(warc.ArchiveIterator(source, record_types=warc.WarcRecordType.response, parse_http=True), 1):
        place = Place(name, "response", number)
        address = record.headers.get("WARC-Target-URI")
        date = record.record_date
        columns = {"id": record.record_id, "url": address and address.strip("<>"), "date": date and date.isoformat()}
        headers = record.http_headers
        status = headers.status_code if headers is not None else None
        kind = _KINDS.get((record.http_content_type or "text/html").lower())
        if status is not None and not 200 <= status < 300:
            yield Skipped(place, f"HTTP status {status}")
        elif kind is None:
            yield Skipped(place, f"content type {record.http_content_type}")
        elif record.content_length > LONGEST:
            yield Broken(place, f"is longer than {LONGEST >> 20} MiB", columns["id"], columns)
        else:
            transfer = (headers.get("Transfer-Encoding") or "") if headers is not None else ""
            content = (headers.get("Content-Encoding") or "") if headers is not None else ""
            payload = record.reader.read()
            if len(payload) < record.content_length:
                raise EOFError(_SHORT)
            yield _Response(number, columns, kind, record.http_charset, transfer, content, payload)
    if source.error:
        raise source.error
    if entry.path is not None and not entry.format.compression and entry.size:
        with entry.path.open("rb") as end:
            end.seek(-min(len(_END), entry.size), os.SEEK_END)
            if end.read() != _END:
                raise EOFError(_SHORT)


def _item(response: _Response, place: Place) -> Item:
    columns = response.columns
    try:
        payload = _unpacked(response)
        text, doubt = (_text if response.kind == "text" else _page)(payload, response.charset)
    except (OSError, DecodeError) as error:
        return Broken(place, str(error), columns["id"], columns)
    as_text, as_page = (text, None) if response.kind == "text" else (None, text)
    return Record(place, as_text, as_page, columns["url"], columns["id"], columns, notes=(doubt,) if doubt else ())


def _page(payload: bytes, charset: str | None) -> tuple[str, str]:
    """The markup, and what is doubtful about its encoding."""
    found = decode_page(payload, header=charset)
    return found.text, found.doubt


def _text(payload: bytes, charset: str | None) -> tuple[str, str]:
    """The text, and what is doubtful about its encoding. Raises DecodeError for what is none."""
    try:
        if charset is not None:
            return decode(payload, charset).text, ""
        said = "declares no charset"
    except DecodeError:
        said = f"declares {charset}, which it is not"
    text, encoding = decode(payload)
    return text, "" if charset is None and encoding == "utf-8" else f"{said}; read as {encoding}"


def _unpacked(response: _Response) -> bytes:
    """The payload without its HTTP encodings. Raises OSError when it is damaged.

    fastwarc undoes them too while it reads an archive, but then one bad response ends the whole archive: hence one at a time.
    """
    transfer, content, payload = response.transfer, response.content, response.payload
    if "gzip" in content.lower() and not payload.startswith(b"\x1f\x8b") and "chunked" not in transfer.lower():
        content = ""  # the crawler has unpacked it and left the header
    if not transfer and not content:
        return payload
    http = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {transfer}\r\nContent-Encoding: {content}\r\n\r\n".encode("latin-1", "replace") + payload
    head = "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
    record = f"{head}Content-Length: {len(http)}\r\n\r\n".encode() + http + b"\r\n\r\n"
    unpacked: bytes = next(iter(need("fastwarc.warc").ArchiveIterator(BytesIO(record), auto_decode="all"))).reader.read()
    return unpacked
