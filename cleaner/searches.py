"""What regexes found in examples, remembered from check to check: most of a check's time goes into making regexes ready.

A search depends on nothing but the pattern, the line and the code that reads them, so what is remembered of one stays true
whatever happens to other rules.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from cleaner import confirm
from cleaner.confirm import compile_re2
from cleaner.model import Span
from cleaner.ruleset import expand, store

Known = dict[str, dict[bytes, "Span | None"]]
"""For patterns what they found in lines."""


class Searches:
    """What regexes found, in this check and in those that a file remembers."""

    def __init__(self) -> None:
        self._known: Known = {}
        self._used: Known = {}
        self._key = _key()

    def compiled(self, checked: str) -> Regex:
        """The regex of a plan; see `confirm.Compiled`."""
        return Regex(self, checked)

    def begin(self, path: Path) -> None:
        """Remember what a file holds."""
        self._used = {}
        payload = store.read_payload(path, self._key)
        for checked, found in (marshal.loads(payload) if payload else {}).items():
            self._known.setdefault(checked, {}).update(found)

    def end(self, path: Path) -> None:
        """Write what was asked for since `begin`, and nothing else, to the file."""
        store.write(path, self._key, marshal.dumps(self._used))

    def found(self, checked: str, text: bytes, regex: Regex) -> Span | None:
        """The quote that a regex finds in a line."""
        known = self._known.setdefault(checked, {})
        if text not in known:
            match = regex.ready.search(text)
            known[text] = None if match is None else match.span(1)
        span = self._used.setdefault(checked, {})[text] = known[text]
        return span


class Regex:
    """A regex that is made ready when it has to search a line that nobody remembers."""

    def __init__(self, searches: Searches, checked: str) -> None:
        self._searches, self._checked = searches, checked

    @cached_property
    def ready(self) -> Any:
        """The regex itself."""
        return compile_re2(self._checked)

    def search(self, text: bytes) -> Found | None:
        """As RE2 answers."""
        span = self._searches.found(self._checked, text, self)
        return None if span is None else Found(span)

    def finditer(self, text: bytes) -> Iterator[Any]:
        """As RE2 answers; rules that cut ask for it, after a search."""
        found: Iterator[Any] = self.ready.finditer(text)
        return found


class Found:
    """What is asked of a match: the span of its quote."""

    def __init__(self, span: Span) -> None:
        self._span = span

    def span(self, group: int) -> Span:
        """The quote, which is group 1."""
        if group != 1:
            raise IndexError(group)
        return self._span


def _key() -> str:
    """Names the code that reads patterns and lines."""
    import re2

    library = sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in Path(re2.__file__).parent.glob("*.*"))
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in (confirm, expand))
    return hashlib.sha256(code + str(library).encode()).hexdigest()[:32]
