"""A page into blocks: what a reader sees, in order, each block with the element it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from cleaner.model import Block, Element
from cleaner.text import BLANK

MAX_BYTES = 64 << 20
"""Largest page that is read."""
MAX_DEPTH = 2000
"""Deepest nesting of elements that is read; browsers stop at 512."""

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav noframes ol optgroup p pre section summary table tbody td tfoot th thead tr
    ul br""".split()  # noqa: SIM905
)
_SKIPPED = frozenset(
    """script style template svg math canvas object embed applet audio video iframe map select option textarea input head title meta link
    rp rt colgroup datalist""".split()  # noqa: SIM905
)
_KINDS = {
    "p": "p", "li": "li", "dd": "li", "dt": "li", "blockquote": "quote", "q": "quote", "td": "cell", "th": "cell", "figcaption": "caption",
    "caption": "caption", "pre": "pre", "h1": "h1", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h5", "h6": "h6",
}  # fmt: skip
_ROLE_TOKENS = frozenset("nav aside footer header article main figure figcaption form dialog button address time".split())  # noqa: SIM905
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_WORD = re.compile(r"[^\W_]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class PageError(ValueError):
    """A page that cannot be read; the message says why."""


class Page(NamedTuple):
    """A page as text: its blocks' texts joined by line feeds, which the blocks' spans count in."""

    text: str
    blocks: list[Block]


class _Frame(NamedTuple):
    path: str
    kind: str
    tokens: frozenset[str]
    linked: bool


def parse(source: str | bytes) -> Any:
    """The tree of a page, without network, entities or scripts.

    Raises PageError for a page over 64 MiB or without any element.
    """
    if len(source) > MAX_BYTES:
        raise PageError(f"the page is larger than {MAX_BYTES >> 20} MiB; cut it up or raise the limit at the caller")
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    data = source.encode("utf-8", "replace") if isinstance(source, str) else source
    try:
        tree = lxml_html.document_fromstring(data.replace(b"\x00", b"") or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise PageError(f"no HTML could be read: {error}") from None
    return tree


def page_blocks(tree: Any) -> Page:
    """The blocks of a parsed page: reader-visible text, white space folded as a browser does."""
    blocks: list[Block] = []
    parts: list[str] = []
    position = 0
    seen_noscript: set[str] = set()
    for text, linked, frame, in_noscript in _runs(tree):
        if in_noscript:
            key = "".join(_WORD.findall(text))
            if not key or key in seen_noscript:
                continue
        seen_noscript.add("".join(_WORD.findall(text)))
        letters = sum(map(str.isalnum, text))
        element = Element(frame.path, frame.kind, frame.tokens, min(1.0, linked / letters) if letters else 0.0)
        blocks.append(Block(text, position, position + len(text), (), element))
        parts.append(text)
        position += len(text) + 1
    return Page("\n".join(parts), blocks)


def _runs(tree: Any) -> Iterator[tuple[str, int, _Frame, bool]]:
    """Runs of text between block boundaries: the text, its letters inside links, its frame, whether a script would replace it."""
    walk = _Walk()
    skipping: Any = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                walk.add(element.tail)
        elif event == "start" and (not isinstance(tag, str) or tag in _SKIPPED or _hidden(element)):
            skipping = element
        else:
            if tag in _BLOCKS:
                yield from walk.flush()
            if event == "start":
                walk.enter(element, tag)
            else:
                walk.leave(element, tag)
    yield from walk.flush()


class _Walk:
    """The text gathered since the last block boundary, and the elements it stands in; lives as long as one walk of a tree."""

    def __init__(self) -> None:
        self.frames = [_Frame("", "other", frozenset(), linked=False)]
        self.counters: list[dict[str, int]] = [{}]
        self.buffer: list[str] = []
        self.linked = self.noscript = 0

    def enter(self, element: Any, tag: str) -> None:
        if len(self.frames) > MAX_DEPTH:
            message = f"elements are nested deeper than {MAX_DEPTH}; the page is broken or hostile"
            raise PageError(message)
        number = self.counters[-1].get(tag, 0) + 1
        self.counters[-1][tag] = number
        self.counters.append({})
        self.frames.append(_frame(self.frames[-1], element, tag, number))
        self.noscript += tag == "noscript"
        self.add(element.text)

    def leave(self, element: Any, tag: str) -> None:
        self.noscript -= tag == "noscript"
        self.frames.pop()
        self.counters.pop()
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.buffer.append(text)
            if self.frames[-1].linked:
                self.linked += sum(map(str.isalnum, text))

    def flush(self) -> Iterator[tuple[str, int, _Frame, bool]]:
        text = _SPACE.sub(" ", "".join(self.buffer)).strip()
        linked, self.linked = self.linked, 0
        self.buffer.clear()
        if text.strip(BLANK):
            yield text, linked, self.frames[-1], self.noscript > 0


def _frame(parent: _Frame, element: Any, tag: str, number: int) -> _Frame:
    own = [element.get(name) for name in ("class", "id", "role", "itemprop", "aria-label", "data-testid")]
    tokens = parent.tokens
    if any(own) or tag in _ROLE_TOKENS:
        words = {word for value in own if value for word in value.lower().split()}
        words.update(part for word in list(words) for part in _WORD.findall(word))
        if tag in _ROLE_TOKENS:
            words.add(tag)
        tokens = tokens | words
    kind = _KINDS.get(tag, "other" if tag in _BLOCKS and tag not in ("br", "div", "span") else parent.kind)
    return _Frame(f"{parent.path}/{tag}[{number}]", kind, tokens, parent.linked or tag == "a")


def _hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style) and _HIDDEN.search(style) is not None
