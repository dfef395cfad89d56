"""The work folder of a run, `OUT.partial`: its lock, what it works on, the output so far, and how much of that is sound.

After each chunk the output is written first and the state, with the length that is sound, second and in one step. So whatever
moment a run is killed at, the next one cuts off what came after the last state and goes on behind it. When all is in, the files are
renamed; each step of that can be done again.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from cleaner.batch.tally import Tally
from cleaner.batch.write import replacing

OUTPUT, FAILED, STATE, MANIFEST, LOCK, WHOLE = "output", "failed", "state.json", "manifest.json", "lock", "whole"


class LockedError(Exception):
    """Another run writes the same output, or something else stands where its work folder would."""


@dataclass
class State:
    """How far a run has come."""

    chunks: int = 0
    """Worked off and written."""
    output: int = 0
    """Bytes of output that are sound."""
    failed: int = 0
    """Bytes of the side file that are sound."""
    input: str = ""
    """The name of the input that is being read …"""
    lines: int = 0
    """… and how many of its lines are done."""
    seconds: float = 0.0
    """That all runs together took."""
    whole: bool = False
    """Whether everything is done, but perhaps not renamed yet."""
    tally: dict[str, Any] = field(default_factory=lambda: Tally().to_dict())


class Journal:
    """The work folder. Use it as a context: it is locked so long."""

    def __init__(self, out: Path) -> None:
        self.target = Path(os.path.realpath(out))
        self.failed_target = failed_path(self.target)
        self.folder = partial_path(self.target)
        self.state = State()
        self._lock = -1
        self._output: BinaryIO | None = None
        self._failed: BinaryIO | None = None

    def __enter__(self) -> Journal:
        _not_somebodys(self.folder)
        self._lock = _locked(self.folder)
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
        os.close(self._lock)

    def begin(self, manifest: dict[str, Any] | None, *, restart: bool) -> str | None:
        """Take up a run that was broken off, or begin one. `manifest` says what the run works on; None is never taken up.

        Returns the name of what has changed since, when a run was there that cannot be taken up; an empty text when one is taken up.
        """
        before = _read(self.folder / MANIFEST)
        state = _read(self.folder / STATE)
        same = before is not None and state is not None and before == manifest and not restart
        if same and state is not None and self._sound(State(**state)):
            self.state = State(**state)
            self._open("r+b")
            return ""
        for name in (STATE, MANIFEST, OUTPUT, FAILED, WHOLE):  # the state first: without it the rest is nothing
            (self.folder / name).unlink(missing_ok=True)
        _put(self.folder / MANIFEST, manifest)
        self.state = State()
        self._open("wb")
        self._save()
        if before is None and state is None:
            return None
        return "--restart was said" if restart else _changed(before, manifest) or "its files are damaged"

    def add(self, data: bytes, failed: bytes, state: State) -> None:
        """Write a piece, and the state that holds after it; its lengths are filled in here."""
        assert self._output is not None
        assert self._failed is not None
        self._output.write(data)
        self._output.flush()
        self._failed.write(failed)
        self._failed.flush()
        state.output = self.state.output + len(data)
        state.failed = self.state.failed + len(failed)
        self.state = state
        self._save()

    def close(self) -> None:
        """Close what is open."""
        for file in (self._output, self._failed):
            if file is not None:
                file.close()

    def pieces(self) -> Path | None:
        """The output, all in; None when it has its final name already."""
        self.close()
        if not self.state.whole:
            self.state.whole = True
            self._save()
        file = self.folder / OUTPUT
        return file if file.exists() else None

    def publish(self, whole: Path | None) -> None:
        """Give the results their final names, and remove the work folder."""
        failed = self.folder / FAILED
        if not self.state.failed:
            self.failed_target.unlink(missing_ok=True)
        elif failed.exists():
            _rename(failed, self.failed_target)
        if whole is not None:
            _rename(whole, self.target)
            (self.folder / OUTPUT).unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove the work folder, the state last but the lock: a run that is killed here has nothing left to do but this."""
        for name in (OUTPUT, FAILED, WHOLE, MANIFEST, STATE, LOCK):
            (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder)

    def _sound(self, state: State) -> bool:
        """Whether the files hold what the state says: after a loss of power they may not."""
        if state.whole:
            return True
        sizes = [file.stat().st_size if (file := self.folder / name).exists() else -1 for name in (OUTPUT, FAILED)]
        return sizes[0] >= state.output and sizes[1] >= state.failed

    def _open(self, mode: str) -> None:
        if self.state.whole:
            return
        self._output = _opened(self.folder / OUTPUT, mode, self.state.output)
        self._failed = _opened(self.folder / FAILED, mode, self.state.failed)

    def _save(self) -> None:
        _put(self.folder / STATE, asdict(self.state))


def failed_path(out: Path) -> Path:
    """The side file of an output."""
    return out.with_name(f"{out.name}.failed.jsonl")


def partial_path(out: Path) -> Path:
    """The work folder of an output."""
    return out.with_name(f"{out.name}.partial")


def _changed(before: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
    """What is different, in words."""
    if now is None:
        return "standard input cannot be read twice"
    before = before or {}
    return " and ".join(f"the {name} changed" for name in now if before.get(name) != now[name])


def _opened(path: Path, mode: str, size: int) -> BinaryIO:
    """A file of which so many bytes are sound; what comes after them is cut off."""
    file = cast(BinaryIO, path.open(mode))
    file.truncate(size)
    file.seek(size)
    return file


def _read(file: Path) -> dict[str, Any] | None:
    try:
        values = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def _put(file: Path, values: Any) -> None:
    with replacing(file) as out:
        out.write(json.dumps(values).encode("utf-8"))


def _rename(file: Path, target: Path) -> None:
    """Put a file in the place of another, whose permissions it takes over."""
    if target.exists():
        file.chmod(target.stat().st_mode & 0o7777)
    file.replace(target)


def _not_somebodys(folder: Path) -> None:
    """Raise LockedError for what no run has made: a work folder is removed in the end, with all that it holds."""
    own = {OUTPUT, FAILED, STATE, MANIFEST, LOCK, WHOLE}
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:  # not there yet, or no more: a run that ended just now removed it
        return
    except NotADirectoryError:
        names = [folder.name]
    others = [name for name in names if name not in own and not (name[0] == "." and name.endswith(".tmp"))]
    if others:
        message = f"{folder} is where the run would work, but it is none of its own ({others[0]}); move it away, or choose another -o"
        raise LockedError(message)


def _locked(folder: Path) -> int:
    """A lock that ends with the process, however it ends. Raises LockedError when another run has it."""
    try:
        import fcntl
    except ImportError:
        raise LockedError("runs need the file locks of Linux and macOS, which this system lacks") from None
    while True:
        folder.mkdir(exist_ok=True)
        try:
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
        except FileNotFoundError:  # a run that ended just now has removed the folder
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise LockedError(f"{folder.with_suffix('')}: another run writes it just now; wait for it, or choose another -o") from None
        try:
            if os.path.samestat(os.fstat(handle), (folder / LOCK).stat()):
                return handle
        except FileNotFoundError:
            pass
        os.close(handle)
