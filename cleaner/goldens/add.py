"""New samples: a folder each, whole or not at all, with the golden that today's rules give."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.files import InputError, Source, display, read
from cleaner.batch.jsonl import Record, content, identity, records
from cleaner.batch.kinds import KINDS, kind_by_name, kind_of
from cleaner.batch.write import replacing
from cleaner.goldens.judge import Judge, Outcome
from cleaner.goldens.samples import GOLDEN, RECORDS, SETTINGS, STEM, Sample, SampleSettings

MAX_SLUG = 80
"""Longest name of a sample's folder, in characters, when it is made from a file's name or an id."""
NAMELESS = ("input", "index")
"""Names of files that say nothing of what they hold; the folder's name is taken instead."""
NOTE = "NOTE.md"


class Draft(NamedTuple):
    """A sample to be."""

    origin: str
    """What messages call it."""
    slug: str
    suffix: str
    """How its input will end, which says what it is read as."""
    data: bytes
    settings: SampleSettings


def drafts(source: Source, settings: SampleSettings, *, kind: str | None, name: str | None) -> Iterator[Draft | InputError]:
    """The samples to be made of one input: one, or one for each record of JSONL, and what is wrong with others.

    `kind` is what it is read as, or jsonl; None goes by name and content. `name` is the wish for the sample's folder.
    Raises InputError when the input cannot be read.
    """
    data = read(source)
    if kind is None and source.path and source.path.suffix.lower() == RECORDS:
        kind = "jsonl"
    if kind != "jsonl":
        place = source.path or Path()
        kind = kind or kind_of(data, place)
        own = place.resolve().parent.name if source.path and place.stem in NAMELESS else place.stem
        suffix = place.suffix.lower() if kind_by_name(place) == kind else KINDS[kind].suffixes[0]
        yield Draft(source.name, slug_of(name or own, source.name), suffix, data, settings)
        return
    for record in records(data.split(b"\n"), source.name):
        try:
            yield _of_record(record, settings)
        except InputError as error:
            yield error


def slug_of(name: str, origin: str) -> str:
    """A name that a folder can have: small letters and digits of any script, parted by hyphens. Raises InputError when none is left.

    >>> slug_of("Été à Paris (2).txt", "x")
    'été-à-paris-2-txt'
    """
    slug = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", name).lower()).strip("-")[:MAX_SLUG].strip("-")
    if not slug:
        raise InputError(origin, "gives no name for its sample; name it with --name")
    return slug


def add(folder: Path, draft: Draft, judge: Judge, note: str | None) -> Outcome:
    """Make the sample, in a folder of its own below `folder`. Raises InputError when it is there already or cannot be read."""
    place = folder / draft.slug
    if place.exists():
        raise InputError(draft.origin, f"{display(place)} exists; choose another name with --name, or see `cleaner golden update`")
    making = folder / f".{draft.slug}.tmp"
    try:
        making.mkdir(parents=True)
        file = making / f"{STEM}{draft.suffix}"
        file.write_bytes(draft.data)
        kind = kind_by_name(file) or "text"
        outcome = judge.outcome(Sample(draft.origin, file, making / GOLDEN, kind, None, draft.settings, draft.slug))
        (making / GOLDEN).write_bytes(outcome.tsv.encode())
        if settings := settings_toml(draft.settings):
            (making / SETTINGS).write_bytes(settings.encode("utf-8", "replace"))
        if note:
            (making / NOTE).write_bytes(f"{note.strip()}\n".encode("utf-8", "replace"))
        making.rename(place)
    except InputError as error:
        raise InputError(draft.origin, error.problem) from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return outcome


def settings_toml(settings: SampleSettings) -> str:
    """The text of a sample.toml; empty when nothing is set."""
    given = {key: value for key, value in settings._asdict().items() if value != SampleSettings._field_defaults[key]}
    return "".join(f"{key} = {_toml(value)}\n" for key, value in given.items())


def write_goldens(outcomes: Iterable[Outcome]) -> None:
    """Write the golden of each sample anew. Raises OSError."""
    for outcome in outcomes:
        outcome.sample.golden.parent.mkdir(exist_ok=True)
        with replacing(outcome.sample.golden) as file:
            file.write(outcome.tsv.encode())


def _of_record(record: Record | InputError, settings: SampleSettings) -> Draft:
    if isinstance(record, InputError):
        raise record
    record_id = identity(record)
    if not record_id:
        raise InputError(record.name, "id: missing; it names the sample")
    kind, text = content(record)
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InputError(record.name, f"{kind}: holds half a character at {error.start}, which no file can") from None
    url, title = record.text("url"), record.text("title")
    own = settings._replace(url=url or settings.url, title=title or settings.title, encoding="utf-8")
    return Draft(record.name, slug_of(record_id, record.name), KINDS[kind].suffixes[0], data, own)


def _toml(value: str | tuple[str, ...]) -> str:
    """A text or a list of texts; a JSON string is a TOML string, but for one control character."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
