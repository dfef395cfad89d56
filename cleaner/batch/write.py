"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes the place of `path` once the block ends well; else nothing is left behind.

    A link is followed, an existing file keeps its permissions. What is no regular file, such as /dev/null or a named pipe, is
    written to as it is: to put a file in its place would destroy it.
    Raises OSError when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            yield file
        return
    temporary = target.with_name(f".{target.name[:50]}.{os.getpid()}.tmp")  # 50 characters take 200 bytes at most, of 255
    try:
        file = temporary.open("xb")
    except OSError as error:
        error.filename = str(path)  # what was asked for
        raise
    except BaseException:  # Ctrl-C is heard once the file is made
        temporary.unlink(missing_ok=True)
        raise
    try:
        with file:
            yield file
        if target.exists():
            temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
