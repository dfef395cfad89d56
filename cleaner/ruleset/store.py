"""Compiled rules as bytes: in the wheel, in the user's cache, on the way to other processes."""

from __future__ import annotations

import marshal
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, overload

from cleaner.ruleset.plan import COMPILER, Plan, plain_values, plan_from_values
from cleaner.ruleset.tables import MARSHAL_VERSION, Bounds, Loose, Parts, Tables, Wanted, part

CACHE_VARIABLE = "CLEANER_CACHE_DIR"
GRACE = 3600
"""Seconds by which a rule file may be younger than the compiled form beside it: an installer writes both, in any order."""

SETTLED = 3_000_000_000
"""Nanoseconds after which the time of a file's next change is another one; FAT counts in steps of two seconds."""
ROOM = 1 << 28
"""Bytes that a folder of the cache may hold: some ten thousand rule files, or thirty sets together with the shipped rules."""
_STAMPS = "stamps"
Stamps = list[tuple[str, int, int, int]]
"""Rule files: name, size, and in nanoseconds the times when the content and when anything of the file was changed last."""
_SIZE = 8
"""Bytes of a size."""


class StoredPlans(Sequence[Plan]):
    """Plans as bytes until they are asked for: a text needs few of the rules, and a process is to start quickly."""

    def __init__(self, parts: memoryview, places: list[int]) -> None:
        self._parts, self._places = parts, places
        self._known: dict[int, Plan] = {}

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> Plan: ...
    @overload
    def __getitem__(self, number: slice) -> list[Plan]: ...
    def __getitem__(self, number: int | slice) -> Plan | list[Plan]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self._places)))]
        plan = self._known.get(number)
        if plan is None:
            plan = self._known[number] = self._opened(number)
        return plan

    def __iter__(self) -> Iterator[Plan]:
        """All in order. They are not held: to go through them is to read each once, and together they take some 15 MB."""
        return (self._known.get(number) or self._opened(number) for number in range(len(self)))

    def _opened(self, number: int) -> Plan:
        return plan_from_values(part(self._parts, self._places[number]))


class Stored(NamedTuple):
    """The compiled form of some rules, in the order of their ids."""

    plans: StoredPlans
    digest: str
    tables: Tables | None


def to_bytes(digest: str, plans: Sequence[Plan], tables: Tables | None) -> bytes:
    """The compiled form as bytes that `from_bytes` reads: the size of what it reads at once, that, and the parts that it leaves closed."""
    parts = Parts()
    places = [parts.add(plain_values(plan)) for plan in plans]
    own = parts.written()
    plain = tables and (tables.bounds, tables.structural, _plain(tables.removing), _plain(tables.keeping))
    head = marshal.dumps((digest, places, len(own), plain), MARSHAL_VERSION)
    return b"".join((len(head).to_bytes(_SIZE, "little"), head, own, tables.parts if tables else b""))


def from_bytes(payload: bytes | memoryview) -> Stored:
    """The compiled form that `to_bytes` wrote; its sender must be known, for marshal does not guard against made-up bytes."""
    view = memoryview(payload)
    begin = _SIZE + int.from_bytes(view[:_SIZE], "little")
    digest, places, size, plain = marshal.loads(view[_SIZE:begin])
    plans, parts = StoredPlans(view[begin : begin + size], places), view[begin + size :]
    return Stored(plans, digest, plain and _tables(parts, *plain))


def _tables(parts: memoryview, bounds: Bounds, structural: list[int], removing: Any, keeping: Any) -> Tables:
    return Tables(parts, bounds, structural, _wanted(*removing), _wanted(*keeping))


def _plain(wanted: Wanted) -> tuple[list[tuple[str, list[int]]], int, Loose]:
    """What is wanted, the keys of each table in one string: splitting it takes a third of the time that marshal takes for them."""
    return [("\n".join(strings), list(strings.values())) for strings in wanted[:-2]], wanted.automata, wanted.loose


def _wanted(tables: list[tuple[str, list[int]]], automata: int, loose: Loose) -> Wanted:
    # No keys at all split into one.
    whole, begin, end, near, anywhere = (dict(zip(keys.split("\n"), places, strict=False)) for keys, places in tables)
    return Wanted(whole, begin, end, near, anywhere, automata, loose)


def cache_dir() -> Path:
    """The user's cache folder."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base) / "article-cleaner" if base else Path.home() / ".cache" / "article-cleaner"


def read(path: Path, key: str) -> Stored | None:
    """The compiled form that a file holds; None when there is none, it is of other rules, or its checksum is not its own."""
    payload = read_payload(path, key)
    return None if payload is None else from_bytes(payload)


def read_payload(path: Path, key: str) -> memoryview | None:
    """What `write` wrote to a file; None when there is none, its key is another, or its checksum is not its own."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    end = content.find(b"\n")
    payload = memoryview(content)[end + 1 :]
    return payload if content[: max(end, 0)] == _head(key, payload) else None


def write(path: Path, key: str, payload: bytes) -> None:
    """Write under a temporary name and rename, so that a reader sees a whole file or none; a cache nobody may write is no error."""
    _put(path, _head(key, payload) + b"\n" + payload)


def tidy(folder: str) -> None:
    """Of a folder of the cache that holds more than ROOM, take away what was written longest ago."""
    from contextlib import suppress

    left = ROOM
    with suppress(OSError), os.scandir(cache_dir() / folder) as entries:  # another process tidies too, or nobody may
        files = [(entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries]
        for _, size, name in sorted(files, reverse=True):
            left -= size
            if left < 0:
                Path(name).unlink(missing_ok=True)


def _put(path: Path, content: bytes) -> None:
    import tempfile

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.stem)
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)


def listing_key(folder: Path, compiled: Path) -> str | None:
    """A key for the names and sizes of the rule files in a folder; None when one was changed after the compiled form was written.

    Reading all files to know that nobody changed them takes longer than reading the rules themselves.
    """
    try:
        latest = compiled.stat().st_mtime_ns + GRACE * 1_000_000_000
    except OSError:
        return None
    listing = _listing(folder, "")
    if any(changed > latest for _, _, changed, _ in listing):
        return None
    return names_key([(name, size) for name, size, _, _ in listing])


def stamps(folder: Path) -> Stamps:
    """What tells whether the rule files in a folder are the same as before, without reading them."""
    return sorted(_listing(folder, ""))


def recall(folder: Path, seen: Stamps) -> str | None:
    """The key that was remembered for files with these stamps; see `remember`."""
    try:
        content = (cache_dir() / _STAMPS).read_bytes()
    except OSError:
        return None
    key, _, own = content.partition(b"\n")
    return key.decode("ascii", "replace") if own == _stamped(folder, seen) else None


def remember(folder: Path, seen: Stamps, key: str) -> None:
    """Note the key of the files whose content was read after these stamps were taken.

    Who changes a file changes its stamp, for no program can set the time of its last change back; but two changes at once, as the
    clock of the file system counts, leave one stamp. So nothing is noted of files that are younger than SETTLED.
    """
    from time import time_ns

    if all(max(modified, changed) + SETTLED < time_ns() for _, _, modified, changed in seen):
        _put(cache_dir() / _STAMPS, key.encode() + b"\n" + _stamped(folder, seen))


def _stamped(folder: Path, seen: Stamps) -> bytes:
    return repr((COMPILER, str(folder), seen)).encode()


def names_key(files: Sequence[tuple[str, int]]) -> str:
    """The key of files with these names, relative to the folder of the rules, and these sizes."""
    text = "\n".join(f"{name} {size}" for name, size in sorted(files))
    return f"{COMPILER}-{zlib.crc32(text.encode()):08x}-{len(files)}"


def _listing(folder: str | Path, prefix: str) -> Stamps:
    found: Stamps = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                found += _listing(entry.path, f"{prefix}{entry.name}/")
            elif entry.name.endswith(".toml"):
                status = entry.stat()
                found.append((prefix + entry.name, status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return found


def _head(key: str, payload: bytes | memoryview) -> bytes:
    return f"{key} {zlib.crc32(payload):08x} {len(payload)}".encode()
