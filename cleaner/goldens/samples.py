"""Samples on disk: a folder with an input and its golden, or a JSONL file with a golden for each record.

news/flood/input.txt      a text, or input.html, a page; golden: news/flood/expected.tsv; settings: news/flood/sample.toml
news/wire.jsonl           a sample a line: id, text or html, url, title; goldens: news/wire.expected/<id>.tsv
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cleaner.batch.files import InputError, Source, display
from cleaner.batch.jsonl import Record, content, identity, read_records
from cleaner.batch.kinds import kind_by_name
from cleaner.config import ENGINES

STEM, GOLDEN, SETTINGS = "input", "expected.tsv", "sample.toml"
RECORDS, EXPECTED = ".jsonl", ".expected"
MAX_NAME = 180
"""Longest name of a golden in bytes, before its ending; file systems take 255."""

_UNSAFE = re.compile(r'[%/\\:*?"<>|\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|^\.')


class SampleSettings(NamedTuple):
    """What is known of a sample besides its text: the keys of sample.toml; a record has `url` and `title` alone."""

    url: str | None = None
    title: str | None = None
    langs: tuple[str, ...] = ()
    """When not empty: only rules of these languages, and those for any."""
    encoding: str | None = None
    engine: str | None = None
    """For pages: `full` hears trafilatura as a witness, `fast` does not; None for what holds for all."""


class Sample(NamedTuple):
    """One input with its golden."""

    name: str
    """What messages call it: its folder, or file and id of a record."""
    input: Path
    golden: Path
    kind: str
    """What it is read as; see `batch.kinds`."""
    text: str | None
    """What a record holds; None when the input is a file of its own."""
    settings: SampleSettings
    slug: str
    """Its folder's name, or the id of its record."""


class Stale(NamedTuple):
    """A golden whose record is gone."""

    golden: Path


Found = Sample | Stale | InputError


def find_samples(paths: Iterable[Path]) -> Iterator[Found]:
    """The samples of folders, searched through in the order of names, of JSONL files, and of inputs; and what is wrong with others."""
    for path in paths:
        if path.is_dir():
            count = 0
            for found in _in_folder(path):
                count += 1
                yield found
            if not count:
                yield InputError(display(path), f"holds no sample (a folder with {STEM}.txt or {STEM}.html, or a {RECORDS} file)")
        elif path.suffix.lower() == RECORDS and path.is_file():
            yield from file_samples(path)
        elif is_input(path) and path.suffix.lower() != RECORDS and path.is_file():
            yield from _folder_sample(path.parent)
        else:
            problem = "is no sample; name a folder, an input or a .jsonl file" if path.exists() else "no such file or folder"
            yield InputError(display(path), problem)


def is_input(path: Path) -> bool:
    """Whether a file is the input of samples, going by its name."""
    return path.suffix.lower() == RECORDS or (path.stem == STEM and kind_by_name(path) is not None)


def file_samples(file: Path) -> Iterator[Found]:
    """The sample that an input stands for, or those of a JSONL file."""
    yield from _record_samples(file) if file.suffix.lower() == RECORDS else _folder_sample(file.parent)


def inputs(folder: Path) -> list[Path]:
    """The inputs in a folder: one, where it is a sample."""
    return sorted(path for path in folder.glob(f"{STEM}.*") if kind_by_name(path) and path.is_file())


def golden_name(record_id: str) -> str:
    """The name of a record's golden: its id, with characters that a file's name cannot hold as %XX, and cut where it is long.

    >>> golden_name("https://a.example/b")
    'https%3A%2F%2Fa.example%2Fb.tsv'
    """
    name = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass")), record_id)
    if len(name.encode()) > MAX_NAME:
        digest = hashlib.sha256(record_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        name = name.encode()[: MAX_NAME - 17].decode("utf-8", "ignore") + f"-{digest}"
    return f"{name}.tsv"


def read_settings(file: Path) -> SampleSettings:
    """The settings of a sample.toml. Raises InputError for TOML that cannot be read, an unknown key, a value of the wrong kind."""
    name = display(file)
    try:
        data = tomllib.loads(file.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(name, f"cannot be read: {error}") from None
    for key, value in data.items():
        if key not in SampleSettings._fields:
            raise InputError(name, f"{key}: unknown key; known are {', '.join(SampleSettings._fields)}")
        if key == "langs":
            if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
                raise InputError(name, 'langs: must be a list of texts such as ["en", "de"]')
        elif not isinstance(value, str):
            raise InputError(name, f"{key}: must be a text in quotes")
    if data.get("engine", ENGINES[0]) not in ENGINES:
        raise InputError(name, f"engine: must be one of {', '.join(ENGINES)}, not {data['engine']!r}")
    return SampleSettings(**{**data, "langs": tuple(data.get("langs", ()))})


def _in_folder(folder: Path) -> Iterator[Found]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield InputError(display(folder), f"cannot be read: {error.strerror or error}")
        return
    if inputs(folder):
        yield from _folder_sample(folder)
        return
    if folder / GOLDEN in entries:
        yield InputError(display(folder), f"holds {GOLDEN} but no {STEM}.txt or {STEM}.html")
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            if not (path.suffix == EXPECTED and path.with_suffix(RECORDS) in entries):
                yield from _in_folder(path)
        elif path.suffix.lower() == RECORDS and path.is_file():
            yield from _record_samples(path)


def _folder_sample(folder: Path) -> Iterator[Found]:
    file, *others = inputs(folder)
    if others:
        yield InputError(display(folder), f"holds {' and '.join(path.name for path in (file, *others))}; a sample has one input")
        return
    try:
        settings = read_settings(folder / SETTINGS) if (folder / SETTINGS).is_file() else SampleSettings()
    except InputError as error:
        yield error
        return
    slug = folder.name or folder.resolve().name
    yield Sample(display(folder), file, folder / GOLDEN, kind_by_name(file) or "text", None, settings, slug)


def _record_samples(file: Path) -> Iterator[Found]:
    name, goldens = display(file), file.with_suffix(EXPECTED)
    claimed: dict[str, str] = {}
    whole = True
    for record in read_records(Source(name, file, Path(file.name))):
        try:
            yield _record_sample(record, file, claimed)
        except InputError as error:
            whole = False
            yield error
    if not claimed and whole:
        yield InputError(name, "holds no record")
    if whole and goldens.is_dir():
        yield from (Stale(path) for path in sorted(goldens.glob("*.tsv")) if _key(path.name) not in claimed)


def _record_sample(record: Record | InputError, file: Path, claimed: dict[str, str]) -> Sample:
    """The sample of a record; its golden's name is put down as claimed. Raises InputError."""
    if isinstance(record, InputError):
        raise record
    record_id = identity(record)
    if not record_id:
        raise InputError(record.name, "id: missing; a sample's golden is found by it")
    golden = golden_name(record_id)
    first = claimed.setdefault(_key(golden), record.name)
    if first != record.name:
        raise InputError(record.name, f"id: {record_id!r} is taken by {first}; ids must differ, and by more than capitals")
    kind, text = content(record)
    given: dict[str, Any] = {key: record.text(key) for key in ("url", "title")}
    place = f"{display(file)}: {record_id}"
    return Sample(place, file, file.with_suffix(EXPECTED) / golden, kind, text, SampleSettings(**given), record_id)


def _key(name: str) -> str:
    """What two names share that some file systems take for the same."""
    return unicodedata.normalize("NFC", name).casefold()
