"""JSONL: one JSON object a line, UTF-8, read as it is needed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cleaner.batch.files import InputError, Source
from cleaner.batch.formats import DAMAGED, MissingExtraError, format_of, open_stream

_KINDS = {
    dict: "an object", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number", type(None): "null",
}  # fmt: skip


class Record(NamedTuple):
    """One object, and where it stands."""

    name: str
    """What messages call it: file and line, such as news.jsonl:12."""
    line: int
    data: dict[str, Any]

    def text(self, key: str) -> str | None:
        """The text under a key; None when there is none or it is null. Raises InputError for anything else."""
        value = self.data.get(key)
        if value is not None and not isinstance(value, str):
            raise InputError(self.name, f"{key}: must be a text in quotes, not {_kind(value)}")
        return value


def records(lines: Iterable[bytes], name: str) -> Iterator[Record | InputError]:
    """The object of each line that is not empty, and an error for each line that is none; the others are still read."""
    for number, line in enumerate(lines, 1):
        place = f"{name}:{number}"
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
            data = json.loads(text) if text else {}
        except UnicodeDecodeError as error:
            yield InputError(place, f"is not UTF-8 at byte {error.start} of the line; JSONL is UTF-8")
            continue
        except (json.JSONDecodeError, RecursionError) as error:
            yield InputError(place, f"is not JSON: {error}; each line must hold one whole object")
            continue
        if not isinstance(data, dict):
            yield InputError(place, f'holds {_kind(data)} instead of an object such as {{"id": "a", "text": "…"}}')
        elif text:
            yield Record(place, number, data)


def read_records(source: Source) -> Iterator[Record | InputError]:
    """The records of a file, also one packed by gzip or zstd, or of standard input; and what is wrong with others."""
    form = format_of(source.place.name)
    try:
        with open_stream(source.path, form.compression if form and source.path else "") as stream:
            yield from records(stream.file, source.name)
    except MissingExtraError as error:
        yield InputError(source.name, str(error))
    except DAMAGED as error:
        yield InputError(source.name, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def content(record: Record) -> tuple[str, str]:
    """The kind of a record, text or html, and what it holds. Raises InputError unless exactly one of the two is there."""
    found = [(kind, value) for kind in ("text", "html") if (value := record.text(kind)) is not None]
    if not found:
        raise InputError(record.name, "text: missing; a record holds `text` or `html`")
    if len(found) > 1:
        raise InputError(record.name, "html: stands beside text; a record holds one of the two")
    return found[0]


def identity(record: Record) -> str | None:
    """The `id` of a record, a number as its digits; None when it has none. Raises InputError for anything else."""
    value = record.data.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return record.text("id")


def _kind(value: Any) -> str:
    return _KINDS[type(value)]
