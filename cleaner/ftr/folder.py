"""Folders of site files, and which of them are for a page."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cleaner.hosts import host_of

if TYPE_CHECKING:
    from cleaner.ftr.format import Problem, SiteFile

SUFFIX = ".txt"
GLOBAL = "global"
"""The name of the file that is for every page."""
MAX_BYTES = 1 << 20
"""Largest site file that is read; the largest of the public ones has 20 kB."""


class SiteConfigError(ValueError):
    """A folder of site files, or one such file, that cannot be used; the message names it and says why."""


class SiteConfig:
    """Site files in the format of FiveFilters (ftr-site-config). Immutable, safe to share, picklable.

    A file is for the pages of the host that it is named after: `example.com.txt` for example.com and www.example.com,
    `.example.com.txt` for all other hosts below it, `global.txt` besides for every page.
    """

    __slots__ = ("__dict__", "texts")

    def __init__(self, texts: Mapping[str, tuple[str, str]]) -> None:
        self.texts: Mapping[str, tuple[str, str]] = MappingProxyType(dict(sorted(texts.items())))
        """By file name: what messages call the file, and its text."""

    def __reduce__(self) -> tuple[type[SiteConfig], tuple[dict[str, tuple[str, str]]]]:
        return SiteConfig, (dict(self.texts),)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SiteConfig) and self.texts == other.texts

    def __hash__(self) -> int:
        return hash(self.digest)

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        return f"<SiteConfig of {len(self)} files>"

    @cached_property
    def digest(self) -> str:
        """Names the files by their content."""
        import hashlib

        return hashlib.sha256(repr([(name, text) for name, (_, text) in self.texts.items()]).encode("utf-8", "replace")).hexdigest()[:16]

    def files_for(self, url: str | None) -> tuple[SiteFile, ...]:
        """The files that are for a page, in the order of their weight: the one of its site, if any, then the global one.

        A site's `autodetect_on_failure: no` leaves the global file out, as the format has it.
        """
        name = next((name for name in _names(url) if name in self.texts), None)
        own = self._parsed(name) if name else None
        if own is not None and own.flag("autodetect_on_failure") is False:
            return (own,)
        everywhere = self._parsed(GLOBAL + SUFFIX) if GLOBAL + SUFFIX in self.texts else None
        return tuple(file for file in (own, everywhere) if file is not None)

    def problems(self) -> Iterator[Problem]:
        """What cannot be meant in any of the files, with file and line. Reads them all: two seconds for two thousand."""
        for file in self.files():
            yield from file.problems

    def files(self) -> Iterator[SiteFile]:
        """Every file, read, in the order of their names."""
        return map(self._parsed, self.texts)

    def _parsed(self, name: str) -> SiteFile:
        from cleaner.ftr.format import parse

        shown, text = self.texts[name]
        return parse(text, shown, name.removesuffix(SUFFIX).removeprefix("."))


def load_site_config(*paths: str | os.PathLike[str]) -> SiteConfig:
    """The site files of these folders, and single files; of two for the same host the later one counts.

    The files are read now, and understood when a page of their site comes; `SiteConfig.problems` lists what is wrong in them.
    Raises SiteConfigError for a path that is empty or missing, cannot be read or holds no site file.
    """
    texts: dict[str, tuple[str, str]] = {}
    if "" in paths:  # Path would take it for the current folder
        raise SiteConfigError("a path is empty; name a site file, or a folder of them")
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.name.endswith(SUFFIX) and file.is_file())
            if not found:
                raise SiteConfigError(f"{path}: holds no site file; they are called after their host, such as example.com{SUFFIX}")
        elif path.name.endswith(SUFFIX) or not path.exists():
            found = [path]
        else:
            raise SiteConfigError(f"{path}: is no site file; they are called after their host, such as example.com{SUFFIX}")
        texts.update((file.name.lower(), (str(file), _text(file))) for file in found)
    return SiteConfig(texts)


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise SiteConfigError(f"{file}: cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise SiteConfigError(f"{file}: is larger than {MAX_BYTES >> 20} MiB, too large for a site file")
    if b"\x00" in data:
        raise SiteConfigError(f"{file}: is no text; a site file holds lines of `directive: value`")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("windows-1252", "replace")


def _names(url: str | None) -> Iterator[str]:
    """The file names that a page's file may have, the nearest first."""
    host = host_of(url).removeprefix("www.")
    if host:
        yield host + SUFFIX
    while "." in host:
        _, _, host = host.partition(".")
        yield f".{host}{SUFFIX}"
