"""The data that lie beside the repository, where they do."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

VARIABLE = "CLEANER_SHARED"


def shared(*parts: str) -> Path:
    """A path in the shared folder: that of the environment, else `../shared` from the repository. Skips the test when it is absent."""
    base = Path(os.environ.get(VARIABLE) or Path(__file__).parent.parent.parent / "shared")
    path = base.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{path} is absent; set {VARIABLE} to the folder that holds {'/'.join(parts)}")
    return path


@cache
def pages(name: str, kind: str) -> tuple[tuple[str, str], ...]:
    """Id and text of each page of a benchmark set, as one extractor left it."""
    return tuple(_pages(shared("bench", "data", f"{name}.jsonl.gz"), kind))


def _pages(path: Path, kind: str) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf8") as file:
        for line in file:
            page = json.loads(line)
            yield page["id"], page["text"][kind]
