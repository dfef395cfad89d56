"""The benchmark data beside the repository: where they are, and their texts."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parent.parent
VARIABLE = "CLEANER_SHARED"


class MissingDataError(Exception):
    """The benchmark data are not there; the message says where they were looked for."""


def bench() -> Path:
    """The folder of the benchmark: under that of the environment, else `../shared` from the repository. Raises MissingDataError."""
    folder = Path(os.environ.get(VARIABLE) or ROOT.parent / "shared") / "bench"
    if not (folder / "score.py").is_file():
        message = f"skipped: {folder} holds no benchmark; set {VARIABLE} to the folder that has bench/score.py and bench/data in it"
        raise MissingDataError(message)
    return folder


def data_file(name: str) -> Path:
    """The file of one set."""
    return bench() / "data" / f"{name}.jsonl.gz"


def sets() -> list[str]:
    """The names of all sets."""
    return sorted(path.name.removesuffix(".jsonl.gz") for path in (bench() / "data").glob("*.jsonl.gz"))


def digest(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def records(name: str) -> Iterator[dict[str, Any]]:
    """The pages of one set."""
    with gzip.open(data_file(name), "rt", encoding="utf8") as file:
        yield from map(json.loads, file)


def scorer() -> ModuleType:
    """score.py as a module, so that figures made here are figures of its own functions."""
    spec = importlib.util.spec_from_file_location("score", bench() / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
