"""Labelled texts and pages from JSONL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from cleaner.batch.files import InputError, Source
from cleaner.batch.jsonl import Record, content, identity, read_records

TOLD = 3
"""So many errors are told of a file that holds nothing else: it may be no JSONL at all."""


class Gold(NamedTuple):
    """One labelled text or page."""

    name: str
    """What messages call it: file, line, and id where it has one."""
    kind: str
    """`text` or `html`."""
    text: str
    body: str | None
    """What should be left."""
    labels: tuple[tuple[str, str], ...]
    """Lines of the text, in its order, each with the label that it should get."""
    lang: str | None
    source: str | None
    url: str | None
    title: str | None


def read_gold(sources: Iterable[Source], labels: Collection[str]) -> Iterator[Gold | InputError]:
    """The records of JSONL files; and for each that cannot be used an error that names line and key.

    `labels` are those that a line may have.
    """
    for source in sources:
        errors, good = [], False
        for record in read_records(source):
            try:
                gold = _gold(record, labels)
            except InputError as error:
                errors.append(error)
            else:
                good = True
                yield gold
        yield from errors[: None if good else TOLD]
        if not good:
            further = f"; {len(errors):,} lines are wrong" if len(errors) > TOLD else ""
            yield InputError(source.name, f"holds no record that can be used{further}")


def _gold(record: Record | InputError, known: Collection[str]) -> Gold:
    if isinstance(record, InputError):
        raise record
    kind, text = content(record)
    record_id = identity(record)
    body, labels = record.text("body"), tuple(_labels(record, known))
    if body is None and not labels:
        raise InputError(record.name, "body: missing; a record holds `body`, `labels` or both")
    name = f"{record.name} ({record_id})" if record_id else record.name
    return Gold(name, kind, text, body, labels, _group(record, "lang"), _group(record, "source"), record.text("url"), record.text("title"))


def _group(record: Record, key: str) -> str | None:
    """What figures are shown and kept by. Raises InputError for half a character, which no file of floors can hold."""
    value = record.text(key)
    if value is not None and any("\ud800" <= char <= "\udfff" for char in value):
        raise InputError(record.name, f"{key}: holds half a character (a lone surrogate such as \\ud83d)")
    return value


def _labels(record: Record, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """The labelled lines. Raises InputError for what is no pair of a line and a label."""
    entries = record.data.get("labels")
    if entries is None:
        return
    if not isinstance(entries, list):
        raise InputError(record.name, 'labels: must be a list of pairs such as ["By Ida Holm", "byline"]')
    for number, entry in enumerate(entries):
        if not isinstance(entry, list) or len(entry) != 2 or not all(isinstance(part, str) and part.strip() for part in entry):
            raise InputError(record.name, f'labels[{number}]: must be a pair such as ["By Ida Holm", "byline"]')
        if entry[1] not in known:
            raise InputError(record.name, f"labels[{number}]: {entry[1]!r} is no label; known are {', '.join(known)}")
        yield entry[0], entry[1]
