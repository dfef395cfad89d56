"""What a cleaned text is made of: blocks, evidence, verdicts.

Spans are offsets in characters into the caller's own string, end exclusive. Everything here is immutable.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Effect = Literal["drop", "cut", "hint", "keep"]
Span = tuple[int, int]


class Element(NamedTuple):
    """Where a block of a page comes from."""

    path: str
    """Where the element stands in the page, e.g. ``/html/body/article/p[3]``; ``#2`` behind it is the second run of its own text.

    Unique in its page, empty in Markdown; a number is left out where an element has no sibling of its name. Without the ``#2`` it is an
    XPath."""
    kind: str
    """Tag kind: p, li, h1 … h6, quote, cell, caption, pre or other."""
    tokens: frozenset[str]
    """Whole class, id, role, aria and itemprop words of the element and its ancestors, lower case; of a heading not its id, which repeats
    its text."""
    link_share: float
    """Share of the block's letters that stand inside links, 0 to 1."""
    selected: frozenset[str] = frozenset()
    """The selectors of site rules, as XPath, whose elements hold the whole block."""
    framing: frozenset[str] = frozenset()
    """Those of the tokens under which much of the page's story stands: they name the page, and `when.token` does not hear them."""

    @property
    def is_heading(self) -> bool:
        """Whether it is one of h1 to h6."""
        return self.kind[:1] == "h" and self.kind[1:].isdigit()


class Block(NamedTuple):
    """A line or paragraph of the input."""

    text: str
    """The input between start and end, as it was: a hard-wrapped paragraph still has its line breaks."""
    start: int
    end: int
    lines: tuple[Span, ...] = ()
    """The spans of a hard-wrapped paragraph's lines; empty for a block of one line."""
    element: Element | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that hold the block's words: its lines, or the one span it has."""
        return self.lines or ((self.start, self.end),)


class Evidence(NamedTuple):
    """What one rule says of one block, and the words that prove it."""

    rule: str
    label: str
    effect: Effect
    start: int
    """Where the quote begins in the input. It may lie in another block, such as the header of a list."""
    end: int
    note: str = ""
    """The numbers that decided, for evidence that counts or compares; empty for a plain quote."""


class Verdict(NamedTuple):
    """What became of a block, and why."""

    block: Block
    label: str
    kept: bool
    evidence: tuple[Evidence, ...] = ()
    """All evidence, also what lost."""
    cuts: tuple[Span, ...] = ()
    """Spans removed from inside a kept block, in order, not overlapping."""

    @property
    def rules(self) -> tuple[str, ...]:
        """Ids of the rules that spoke, in order, each once."""
        return tuple(dict.fromkeys(e.rule for e in self.evidence))


class Told(NamedTuple):
    """What a page says of its story to machines, or an extractor of the page; empty where it says nothing."""

    title: str = ""
    byline: str = ""
    published: str = ""
    updated: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    site_name: str = ""
    language: str = ""
    url: str = ""
    description: str = ""


class Caution(NamedTuple):
    """Something to look at before trusting the result; what `Document.warnings` holds."""

    code: str
    """``lost-all``, ``lost-much``, ``no-text``; of pages ``unasked`` and ``read-as``; with site files ``native-ad`` and ``site-file``."""
    message: str


class PageSource(NamedTuple):
    """The page that a document was made of."""

    markup: str
    url: str | None
    """Its address as the caller gave it."""
    engine: str
    """``full`` or ``fast``; only ``full`` hears trafilatura."""
    sited: Told = Told()
    """What a site file finds of title, author and date."""
    cautions: tuple[Caution, ...] = ()
    """What a site file warns of."""
