"""A block in the forms that rules read: what is looked for in it, and what is confirmed on it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from cleaner.model import Span
from cleaner.ruleset.plan import BEGIN, END, FIGURE
from cleaner.ruleset.tables import Needs
from cleaner.text import DECORATION, encodable, letters_alike, lower, straighten

_DECORATED = frozenset(DECORATION)
_FIGURES = re.compile("[0-9]+")


class Haystack:
    """A folded and composed block, in which further strings are looked for."""

    __slots__ = ("_figures", "_marked", "part")

    def __init__(self, part: str) -> None:
        self.part = part
        self._marked = ""
        self._figures = -1

    @property
    def marked(self) -> str:
        """The block with marks for its beginning and its end."""
        if not self._marked:
            self._marked = f"{BEGIN}{self.part}{END}"
        return self._marked

    @property
    def figures(self) -> int:
        """How many runs of figures it holds."""
        if self._figures < 0:
            self._figures = len(_FIGURES.findall(self.part))
        return self._figures


def meets(needs: Needs, block: Haystack) -> bool:
    """Whether the block holds a string of each set. The strings of a set are all of one kind: they begin a block, end it, tell how
    many figures it holds, or may stand anywhere."""
    for strings in needs:
        first = strings[0]
        if first[0] == BEGIN:
            if not block.marked.startswith(strings):
                return False
        elif first[0] == FIGURE:
            if block.figures < len(first):
                return False
        elif first[-1] == END:
            if not block.marked.endswith(strings):
                return False
        else:
            text = block.part
            for string in strings:
                if string in text:
                    break
            else:
                return False
    return True


class Forms(NamedTuple):
    """The blocks of one text in the forms that rules read; lists run parallel."""

    cores: list[str]
    """Straightened, without leading decoration."""
    folded: list[str]
    parts: list[str]
    """Folded and composed."""
    skipped: dict[int, int]
    """How much decoration was skipped, by block, where any was."""


def forms(texts: list[str]) -> Forms:
    """The blocks with these texts in all forms."""
    cores, skipped = _cores(texts)
    document = encodable(straighten("\n".join(cores)))
    folded = lower(document).split("\n")
    return Forms(document.split("\n"), folded, folded if document.isascii() else list(map(composed, folded)), skipped)


def _cores(texts: list[str]) -> tuple[list[str], dict[int, int]]:
    """The texts without their leading decoration, and how much was skipped where any was."""
    cores, skipped = texts.copy(), {}
    for i, text in enumerate(texts):
        if text[0] in _DECORATED:
            core = text.lstrip(DECORATION) or text
            cores[i], skipped[i] = core, len(text) - len(core)
    return cores, skipped


@cache
def _other_figures() -> re.Pattern[str]:
    """Figures of other scripts. Such a class takes a millisecond to compile, and texts in ASCII do without it."""
    return re.compile("[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19]")


def composed(part: str) -> str:
    """The form in which rules are looked for: accents as single characters, figures of any script as 0 to 9.

    Only which block holds a string matters here, not where, so the length may change.
    """
    if part.isascii():
        return part
    if _other_figures().search(part):
        part = _other_figures().sub(lambda match: str(unicodedata.decimal(match[0])), part)
    return part if unicodedata.is_normalized("NFC", part) else letters_alike(unicodedata.normalize("NFC", part))


class Line(Haystack):
    """A block's core in the forms that conditions read; those that few conditions read are made when first needed."""

    __slots__ = ("_encoded", "core", "folded")

    def __init__(self, core: str, folded: str, part: str) -> None:
        super().__init__(part)
        self.core, self.folded = core, folded
        self._encoded: bytes | None = None

    @property
    def encoded(self) -> bytes:
        if self._encoded is None:
            self._encoded = self.core.encode()
        return self._encoded

    def span(self, start: int, end: int) -> Span:
        """A span of the bytes as one of the text."""
        if len(self.encoded) == len(self.core):
            return start, end
        before = len(self.encoded[:start].decode())
        return before, before + len(self.encoded[start:end].decode())
