"""WARC: the pages among the responses of a web archive, through fastwarc. The main process finds them, the workers unpack them."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any, NamedTuple

from cleaner.batch.fields import Fields
from cleaner.batch.files import InputError
from cleaner.batch.formats import DAMAGED, need, open_stream
from cleaner.batch.records import CHUNK_BYTES, Broken, Chunk, Entry, Item, Place, Record, Skipped
from cleaner.segment.decode import DecodeError, decode

LONGEST = 32 << 20
"""A larger response is not read into memory."""
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


def sample(entry: Entry, encoding: str | None) -> list[dict[str, Any]]:
    """The columns that every response has. Raises InputError for what is no web archive."""
    with open_stream(entry.path, entry.format.compression if entry.format.compression == ".zst" else "") as stream:
        try:
            next(iter(need("fastwarc.warc").ArchiveIterator(stream.file, parse_http=False)), None)
        except DAMAGED as error:
            raise InputError(entry.name, f"is not WARC: {error}") from None
    return [{"id": "", "url": "", "date": ""}]


def chunks(entry: Entry, fields: Fields, encoding: str | None) -> Iterator[Chunk]:
    """Responses, about CHUNK_BYTES of them at a time, also those that are skipped, without their content."""
    block: list[_Response | Skipped | Broken] = []
    size = 0
    with open_stream(entry.path, entry.format.compression if entry.format.compression == ".zst" else "") as stream:
        try:
            for response in _responses(stream.file, entry.name):
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


def _responses(file: Any, name: str) -> Iterator[_Response | Skipped | Broken]:
    warc = need("fastwarc.warc")
    for number, record in enumerate(warc.ArchiveIterator(file, record_types=warc.WarcRecordType.response, parse_http=True), 1):
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
            yield _Response(number, columns, kind, record.http_charset, transfer, content, record.reader.read())


def _item(response: _Response, place: Place) -> Item:
    columns = response.columns
    try:
        payload = _unpacked(response)
        known = (None, None, columns["url"], columns["id"], columns)
        if response.kind == "text":
            return Record(place, decode(payload, response.charset).text, *known[1:])
        page = payload.decode(response.charset, "replace") if response.charset else payload
    except (OSError, DecodeError) as error:
        return Broken(place, str(error), columns["id"], columns)
    except LookupError:  # a charset that nobody knows: the page itself may declare another
        page = payload
    return Record(place, None, page, *known[2:])


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
