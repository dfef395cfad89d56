"""Data sets that tests make for `cleaner run`: the same records in every format."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

ADDED = ["headline", "body", "metadata", "removed", "warnings", "rules_version", "rules_digest"]


def text(number: int) -> str:
    """A story with one line to remove, different for each number."""
    return f"The river rose {number} times at night and took the bridge.\nRead more: Who built dam {number}?\nNobody was hurt, “they” said."


def body(number: int) -> str:
    """What is left of it."""
    return f"The river rose {number} times at night and took the bridge.\nNobody was hurt, “they” said."


def records(count: int = 5) -> list[dict[str, Any]]:
    """So many records."""
    return [{"id": n, "url": f"https://varn.example/{n}", "text": text(n)} for n in range(count)]


def lines(rows: list[dict[str, Any]]) -> bytes:
    """Records as JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """Records as a file of the format that its name tells."""
    if path.name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist(rows), path)
        return path
    if ".csv" in path.name:
        sheet = io.StringIO(newline="")
        writer = csv.DictWriter(sheet, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        data = sheet.getvalue().encode()
    else:
        data = lines(rows)
    if path.name.endswith(".gz"):
        data = gzip.compress(data)
    elif path.name.endswith(".zst"):  # two frames, as appending makes them
        data = zstandard.ZstdCompressor().compress(data[:100]) + zstandard.ZstdCompressor().compress(data[100:])
    path.write_bytes(data)
    return path


def read(path: Path) -> list[dict[str, Any]]:
    """The records of an output."""
    if path.name.endswith(".parquet"):
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    data = path.read_bytes()
    if path.name.endswith(".gz"):
        data = gzip.decompress(data)
    elif path.name.endswith(".zst"):  # the reader that stops behind the first frame
        data = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)).read()
    return [json.loads(line) for line in data.decode().split("\n") if line]


def failures(out: Path) -> list[dict[str, Any]]:
    """What the side file of an output holds."""
    return [json.loads(line) for line in out.with_name(f"{out.name}.failed.jsonl").read_text("utf8").splitlines()]


def response(url: str, payload: bytes, *headers: str, status: int = 200) -> bytes:
    """One response of a web archive."""
    head = "\r\n".join([f"HTTP/1.1 {status} OK", *(headers or ("Content-Type: text/html",)), "", ""])
    http = head.encode() + payload
    named = [
        "WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", f"WARC-Record-ID: <urn:uuid:{url[-12:]}>",
        "WARC-Date: 2024-05-03T14:05:00Z", "Content-Type: application/http; msgtype=response", f"Content-Length: {len(http)}", "", "",
    ]  # fmt: skip
    return "\r\n".join(named).encode() + http + b"\r\n\r\n"
