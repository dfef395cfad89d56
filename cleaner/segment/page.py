"""A page into blocks: what a reader sees, in order, each block with the element it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree
from lxml import html as lxml_html

from cleaner.model import Block, Element, Span
from cleaner.segment.limits import MAX_BYTES, MAX_DEPTH, MAX_WEIGHT, PageError
from cleaner.segment.trace import Marks, Trace, covers
from cleaner.text import BLANK

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
_NO_NAME = re.compile(r"[^\w.:-]")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class Page(NamedTuple):
    """A page as text: its blocks' texts joined by line feeds, which the blocks' spans count in."""

    text: str
    blocks: list[Block]
    marks: list[Marks]
    """For each block what of it stands in traced elements; spans count in the page's text."""


class _Frame(NamedTuple):
    """An element that the walk is in, as far as it concerns the text in it."""

    parent: _Frame | None
    tag: str
    number: int
    siblings: dict[str, int]
    """How many elements of each name its parent holds; complete when the walk is over."""
    depth: int
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


def page_blocks(tree: Any, trace: Trace | None = None) -> Page:
    """The blocks of a parsed page: reader-visible text, white space folded as a browser does; and what of them `trace` marks."""
    found = list(_visible(tree, trace))  # paths are known when the whole tree is: a number is left out where there is no sibling
    blocks: list[Block] = []
    marked: list[Marks] = []
    position = 0
    runs: dict[str, int] = {}
    for text, linked, frame, marks in found:
        letters = sum(map(str.isalnum, text))
        path = _path(frame)
        number = runs[path] = runs.get(path, 0) + 1
        unique = path if number == 1 else f"{path}#{number}"
        selected = frozenset(name for name, spans in marks.items() if covers(spans, text)) if marks else frozenset()
        element = Element(unique, frame.kind, frame.tokens, min(1.0, linked / letters) if letters else 0.0, selected)
        blocks.append(_block(text, position, element))
        marked.append({name: [(position + start, position + end) for start, end in spans] for name, spans in marks.items()})
        position += len(text) + 1
    return Page("\n".join(text for text, _, _, _ in found), blocks, marked)


def _visible(tree: Any, trace: Trace | None) -> Iterator[tuple[str, int, _Frame, Marks]]:
    """The runs of text that become blocks: what a `noscript` repeats is left out. Raises PageError above `MAX_WEIGHT`."""
    weight = 0
    seen: set[str] = set()
    for text, linked, frame, in_noscript, marks in _runs(tree, trace):
        key = "".join(_WORD.findall(text))
        if in_noscript and (not key or key in seen):
            continue
        seen.add(key)
        weight += 8 * frame.depth + 32 * len(frame.tokens)
        if weight > MAX_WEIGHT:
            raise PageError("its text is nested too deep, too often, or under too many class words; the page is broken or hostile")
        yield text, linked, frame, marks


def _path(frame: _Frame) -> str:
    """The path of the block element that the text stands in, as `Element.path` defines it, but for the number of the run."""
    steps = []
    at: _Frame | None = frame
    while at is not None and at.tag not in _BLOCKS:
        at = at.parent
    while at is not None and at.tag:
        name = _NO_NAME.sub("_", at.tag)
        steps.append(f"{name}[{at.number}]" if at.siblings[at.tag] > 1 else name)
        at = at.parent
    return "/" + "/".join(reversed(steps))


def _block(text: str, position: int, element: Element) -> Block:
    """The block of a run of text that begins at a position; preformatted text keeps its lines."""
    if "\n" not in text:
        return Block(text, position, position + len(text), (), element)
    lines: list[Span] = []
    for line in text.split("\n"):
        core = line.strip(BLANK)
        if core:
            start = position + line.index(core)
            lines.append((start, start + len(core)))
        position += len(line) + 1
    start, end = lines[0][0], lines[-1][1]
    begin = position - len(text) - 1
    return Block(text[start - begin : end - begin], start, end, tuple(lines), element)


def _runs(tree: Any, trace: Trace | None) -> Iterator[tuple[str, int, _Frame, bool, Marks]]:
    """Runs of text between block boundaries: the text, its letters inside links, its frame, whether a script would replace it, marks."""
    walk = _Walk(trace)
    skipping: Any = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if skipping is not None:
            if event == "end" and element is skipping:
                skipping = None
                walk.add(element.tail)
        elif event == "start" and (not isinstance(tag, str) or tag in _SKIPPED or _hidden(element)):
            skipping = element
            walk.count(tag)
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

    def __init__(self, trace: Trace | None) -> None:
        self.trace = trace
        self.frames = [_Frame(None, "", 1, {}, 0, "other", frozenset(), linked=False)]
        self.counters: list[dict[str, int]] = [{}]
        self.buffer: list[str] = []
        self.linked = self.noscript = 0

    def enter(self, element: Any, tag: str) -> None:
        if len(self.frames) > MAX_DEPTH:
            raise PageError(f"its elements are nested deeper than {MAX_DEPTH}; the page is broken or hostile")
        self.count(tag)
        self.frames.append(_frame(self.frames[-1], element, tag, self.counters[-1]))
        self.counters.append({})
        self.noscript += tag == "noscript"
        if self.trace is not None:
            self.trace.enter(element, self.buffer)
        self.add(element.text)

    def count(self, tag: Any) -> None:
        """One more element of this name, seen or not: numbers are those of XPath."""
        siblings = self.counters[-1]
        siblings[tag] = siblings.get(tag, 0) + 1

    def leave(self, element: Any, tag: str) -> None:
        self.noscript -= tag == "noscript"
        self.frames.pop()
        self.counters.pop()
        if self.trace is not None:
            self.trace.leave(element, self.buffer)
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        if text:
            self.buffer.append(text)
            if self.frames[-1].linked:
                self.linked += sum(map(str.isalnum, text))

    def flush(self) -> Iterator[tuple[str, int, _Frame, bool, Marks]]:
        raw = "".join(self.buffer)
        text = _preformatted(raw) if self.frames[-1].kind == "pre" else _SPACE.sub(" ", raw).strip()
        marks = {} if self.trace is None else self.trace.flush(raw, text)
        linked, self.linked = self.linked, 0
        self.buffer.clear()
        if text.strip(BLANK):
            yield text, linked, self.frames[-1], self.noscript > 0, marks


def _preformatted(text: str) -> str:
    """Text of a `pre`: its own lines and their indentation, without blank lines around it."""
    lines = text.expandtabs(4).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = [i for i, line in enumerate(lines) if line.strip(BLANK)]
    return "\n".join(lines[shown[0] : shown[-1] + 1]) if shown else ""


def _frame(parent: _Frame, element: Any, tag: str, siblings: dict[str, int]) -> _Frame:
    own = [element.get(name) for name in ("class", "id", "role", "itemprop", "aria-label", "data-testid")]
    tokens = parent.tokens
    if any(own) or tag in _ROLE_TOKENS:
        words = {word for value in own if value for word in value.lower().split()}
        words.update(part for word in list(words) for part in _WORD.findall(word))
        if tag in _ROLE_TOKENS:
            words.add(tag)
        tokens = tokens | words
    kind = _KINDS.get(tag, "other" if tag in _BLOCKS and tag not in ("br", "div", "span") else parent.kind)
    return _Frame(parent, tag, siblings[tag], siblings, parent.depth + 1, kind, tokens, parent.linked or tag == "a")


def _hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style) and _HIDDEN.search(style) is not None
