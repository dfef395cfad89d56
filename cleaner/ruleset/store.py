"""Compiled rules as bytes: in the wheel, in the user's cache, on the way to other processes."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cleaner.ruleset.plan import COMPILER, Plan, plain_values, plan_from_values
from cleaner.ruleset.tables import Tables

MARSHAL_VERSION = 4
"""Every Python from 3.4 on reads it, so a wheel built by one is read by all."""
CACHE_VARIABLE = "CLEANER_CACHE_DIR"
GRACE = 3600
"""Seconds by which a rule file may be younger than the compiled form beside it: an installer writes both, in any order."""


class Stored(NamedTuple):
    """The compiled form of some rules, in the order of their ids."""

    plans: list[Plan]
    digest: str
    tables: tuple[Tables, Tables] | None


def to_bytes(digest: str, plans: Sequence[Plan], tables: tuple[Tables, Tables] | None) -> bytes:
    """The compiled form as bytes that `from_bytes` reads."""
    plain = None if tables is None else [tuple(table) for table in tables]
    return marshal.dumps((digest, [plain_values(plan) for plan in plans], plain), MARSHAL_VERSION)


def from_bytes(payload: bytes) -> Stored:
    """The compiled form that `to_bytes` wrote; its sender must be known, for marshal does not guard against made-up bytes."""
    digest, plans, plain = marshal.loads(payload)
    tables = None if plain is None else (Tables(*plain[0]), Tables(*plain[1]))
    return Stored([plan_from_values(values) for values in plans], digest, tables)


def cache_dir() -> Path:
    """The user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "article-cleaner" if base else Path.home() / ".cache" / "article-cleaner"


def read(path: Path, key: str) -> Stored | None:
    """What a file holds; None when there is none, it is of other rules, or its checksum is not its own."""
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return from_bytes(payload) if head == _head(key, payload) else None


def write(path: Path, key: str, payload: bytes) -> None:
    """Write under a temporary name and rename, so that a reader sees a whole file or none; a cache nobody may write is no error."""
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(key, payload) + b"\n" + payload)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)


def listing_key(folder: Path, compiled: Path) -> str | None:
    """A key for the names and sizes of the rule files in a folder; None when one was changed after the compiled form was written.

    Reading all files to know that nobody changed them takes longer than reading the rules themselves.
    """
    try:
        latest = compiled.stat().st_mtime + GRACE
    except OSError:
        return None
    listing = _listing(folder, "")
    if any(changed > latest for _, _, changed in listing):
        return None
    return names_key([(name, size) for name, size, _ in listing])


def names_key(files: Sequence[tuple[str, int]]) -> str:
    """The key of files with these names, relative to the folder of the rules, and these sizes."""
    text = "\n".join(f"{name} {size}" for name, size in sorted(files))
    return f"{COMPILER}-{zlib.crc32(text.encode()):08x}-{len(files)}"


def _listing(folder: str | Path, prefix: str) -> list[tuple[str, int, float]]:
    found: list[tuple[str, int, float]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                found += _listing(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith(".toml"):
                status = entry.stat()
                found.append((prefix + entry.name, status.st_size, status.st_mtime))
    return found


def _head(key: str, payload: bytes) -> bytes:
    return f"{key} {zlib.crc32(payload):08x} {len(payload)}".encode()
