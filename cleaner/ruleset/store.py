"""Compiled rules as bytes: in the wheel, in the user's cache, on the way to other processes."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, overload

from cleaner.ruleset.plan import COMPILER, Plan, plain_values, plan_from_values
from cleaner.ruleset.tables import MARSHAL_VERSION, Bounds, Owners, Tables, Wanted, packed

CACHE_VARIABLE = "CLEANER_CACHE_DIR"
GRACE = 3600
"""Seconds by which a rule file may be younger than the compiled form beside it: an installer writes both, in any order."""


class StoredPlans(Sequence[Plan]):
    """Plans as bytes until they are asked for: a text needs few of the rules, and a process is to start quickly."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts
        self._known: dict[int, Plan] = {}

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, number: int) -> Plan: ...
    @overload
    def __getitem__(self, number: slice) -> list[Plan]: ...
    def __getitem__(self, number: int | slice) -> Plan | list[Plan]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self._parts)))]
        plan = self._known.get(number)
        if plan is None:
            plan = self._known[number] = plan_from_values(marshal.loads(self._parts[number]))
        return plan


class Stored(NamedTuple):
    """The compiled form of some rules, in the order of their ids."""

    plans: StoredPlans
    digest: str
    tables: Tables | None


def to_bytes(digest: str, plans: Sequence[Plan], tables: Tables | None) -> bytes:
    """The compiled form as bytes that `from_bytes` reads."""
    parts = [marshal.dumps(plain_values(plan), MARSHAL_VERSION) for plan in plans]
    plain: Any = tables and (tables.bounds, tables.structural, tables.owners, packed(tables.removing), packed(tables.keeping))
    return marshal.dumps((digest, parts, plain), MARSHAL_VERSION)


def from_bytes(payload: bytes) -> Stored:
    """The compiled form that `to_bytes` wrote; its sender must be known, for marshal does not guard against made-up bytes."""
    digest, parts, plain = marshal.loads(payload)
    return Stored(StoredPlans(parts), digest, plain and _tables(*plain))


def _tables(bounds: Bounds, structural: list[int], owners: list[Owners], removing: Any, keeping: Any) -> Tables:
    return Tables(bounds, structural, owners, Wanted(*removing), Wanted(*keeping))


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
