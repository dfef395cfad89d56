"""Markup inside lines taken apart: what a reader sees, where each piece of it stands in the source, and which marks belong together.

Markdown's links, images, emphasis, code and escapes (CommonMark 0.31, sections 2.4 and 6), and the HTML tags and character
references that text feeds leave behind. Nothing is invented: what pairs with nothing stays as it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from cleaner.model import Span
from cleaner.text import LINE_ENDS

BAR = re.compile(r"[ \t]*\|[ \t]*")
"""Between two cells of a table row."""
_TOKEN = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
  | (?P<comment><!--.{0,4000}?-->)
  | <(?P<auto>https?://[^<>\s]{1,2000}|[^<>\s@]{1,100}@[^<>\s@]{1,200})>
  | (?P<tag></?[a-zA-Z][a-zA-Z0-9]{0,15}(?:[\s/][^<>]{0,2000})?>)
  | (?P<entity>&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6});)
  | (?P<note>\[\^[^\]\s]{1,40}\](?!:))
  | (?P<open>!?\[)
  | (?P<close>\](?:\([^()\n]{0,1000}(?:\([^()\n]{0,1000}\)[^()\n]{0,1000})?\)|\[[^\[\]\n]{0,200}\])?)
  | (?P<run>\*{1,3}|_{1,3}|~~|`{1,3})
    """,
    re.VERBOSE | re.DOTALL,
)
_LINE_END = re.compile(f"[{LINE_ENDS}]")
_LINES = re.compile(f"\r\n|[{LINE_ENDS}]|[^{LINE_ENDS}]+")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_NAMES = (
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table td th tr ul"
)
BLOCK_TAGS = frozenset(_NAMES.split())
"""Tags that end a line."""
_MAX_OPEN = 50
"""Marks that may be open at once; more are no markup, and looking through them would cost too much."""


class Piece(NamedTuple):
    """A piece of what a reader sees, and the span it comes from: the same characters, or something that stands for them."""

    text: str
    start: int
    end: int


class Pair(NamedTuple):
    """An opening and a closing mark around words."""

    opening: Span
    closing: Span
    link: bool


class Inline(NamedTuple):
    """A stretch of source, taken apart."""

    pieces: list[Piece]
    pairs: list[Pair]
    images: int
    references: frozenset[str]
    """Lower-case names of link targets that stand elsewhere."""


class _Open(NamedTuple):
    mark: str
    start: int
    end: int
    piece: int
    """How many pieces stood before it."""


def take_apart(source: str, start: int, end: int) -> Inline:
    """The pieces, pairs and images of source[start:end].

    >>> "".join(piece.text for piece in take_apart("**Read** [more](x) &amp; on", 0, 27).pieces)
    'Read more & on'
    """
    state = _State(source, start)
    for match in _TOKEN.finditer(source, start, end):
        if match.start() >= state.position:
            state.take(match, end)
    state.literal(end)
    return state.result()


class _State:
    """One walk over a stretch of source."""

    def __init__(self, source: str, start: int) -> None:
        self.source, self.position = source, start
        self.pieces: list[Piece | None] = []
        self.open: list[_Open] = []
        self.pairs: list[Pair] = []
        self.images = 0
        self.references: set[str] = set()

    def result(self) -> Inline:
        return Inline([p for p in self.pieces if p and p.text], self.pairs, self.images, frozenset(self.references))

    def literal(self, until: int) -> None:
        """What stands before a token is seen as it is."""
        if until > self.position:
            self.pieces.append(Piece(self.source[self.position : until], self.position, until))
        self.position = max(self.position, until)

    def take(self, match: re.Match[str], end: int) -> None:
        low, high = match.span()
        self.literal(low)
        kind, words = match.lastgroup, match.group()
        if kind == "escape":
            self.pieces.append(Piece(words[1], low, high))
        elif kind == "auto":
            self.pieces.append(Piece(match["auto"], low + 1, high - 1))
            self.pairs.append(Pair((low, low + 1), (high - 1, high), link=True))
        elif kind == "entity":
            self.pieces.append(Piece(_unescaped(words), low, high))
        elif kind == "tag":
            self._tag(words, low, high)
        elif kind == "open":
            self._opens(words, low, high)
        elif kind == "close":
            self._closes_link(words, low, high)
        elif kind == "run":
            self._run(words, low, high, end)
        self.position = high

    def _opens(self, mark: str, low: int, high: int) -> None:
        """A mark that may turn out to be none: it is a piece until it is closed."""
        if len(self.open) >= _MAX_OPEN:
            del self.open[: _MAX_OPEN // 2]
        self.open.append(_Open(mark, low, high, len(self.pieces)))
        self.pieces.append(Piece(self.source[low:high], low, high))

    def _closes(self, opened: _Open, low: int, high: int, *, link: bool) -> None:
        self.pieces[opened.piece] = None
        self.pairs.append(Pair((opened.start, opened.end), (low, high), link))

    def _closes_link(self, words: str, low: int, high: int) -> None:
        place = next((k for k in range(len(self.open) - 1, -1, -1) if self.open[k].mark in ("[", "![")), None)
        if place is None or len(words) == 1:
            if place is not None:
                del self.open[place:]
            self.pieces.append(Piece(words[0], low, low + 1))
            if len(words) > 1:
                self.pieces.append(Piece(words[1:], low + 1, high))
            return
        opened = self.open[place]
        del self.open[place:]
        if words[1] == "[":
            self.references.add((words[2:-1] or self.source[opened.end : low]).strip().lower())
        if opened.mark == "![":
            self.images += 1
            self.pieces[opened.piece :] = [None]  # what stands for a picture is not read with the text
            self.pairs.append(Pair((opened.start, high), (high, high), link=False))
        else:
            self._closes(opened, low, high, link=True)

    def _tag(self, words: str, low: int, high: int) -> None:
        match = _TAG_NAME.match(words)
        name = match[1].lower() if match else ""
        if name in BLOCK_TAGS:
            self.open.clear()
            self.pieces.append(Piece("\n", low, high))
        elif name == "img":
            self.images += 1
        elif words[1] == "/":
            place = next((k for k in range(len(self.open) - 1, -1, -1) if self.open[k].mark == name), None)
            if place is not None:
                self._closes(self.open[place], low, high, link=name == "a")
                del self.open[place:]
        elif not words.endswith("/>"):
            self._opens(name, low, high)
            self.pieces[-1] = None

    def _run(self, mark: str, low: int, high: int, end: int) -> None:
        """Emphasis and code: a mark opens before a word and closes behind one; inside a word an underscore is a letter."""
        before = self.source[low - 1] if low and self.source[low - 1] != "\n" else " "
        behind = self.source[high] if high < end else " "
        inside = mark[0] == "_" and before.isalnum() and behind.isalnum()
        place = next((k for k in range(len(self.open) - 1, -1, -1) if self.open[k].mark == mark), None)
        if place is not None and not before.isspace() and not inside:
            self._closes(self.open[place], low, high, link=False)
            del self.open[place:]
        elif not behind.isspace() and not inside and not (mark[0] == "_" and before.isalnum()):
            self._opens(mark, low, high)
        else:
            self.pieces.append(Piece(mark, low, high))


def _unescaped(entity: str) -> str:
    from html import unescape

    seen = unescape(entity)
    return " " if seen.isspace() or not seen else seen


class Chart:
    """The way from offsets in what a reader sees to offsets in the source."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.begins: list[int] = []
        position = 0
        for piece in pieces:
            self.begins.append(position)
            position += len(piece.text)

    def start(self, offset: int) -> int:
        """Where the character at this offset begins in the source."""
        k = bisect_right(self.begins, offset) - 1
        piece = self.pieces[k]
        return piece.start + offset - self.begins[k] if piece.end - piece.start == len(piece.text) else piece.start

    def end(self, offset: int) -> int:
        """Where the character before this offset ends in the source."""
        k = bisect_right(self.begins, offset - 1) - 1
        piece = self.pieces[k]
        return piece.start + offset - self.begins[k] if piece.end - piece.start == len(piece.text) else piece.end


def split_lines(pieces: list[Piece]) -> list[Piece]:
    """Line breaks as pieces of their own."""
    out: list[Piece] = []
    for piece in pieces:
        if piece.text == "\n" or not _LINE_END.search(piece.text) or piece.end - piece.start != len(piece.text):
            out.append(piece)
            continue
        for match in _LINES.finditer(piece.text):
            low, high = piece.start + match.start(), piece.start + match.end()
            out.append(Piece("\n" if match.group()[0] in LINE_ENDS else match.group(), low, high))
    return out


def cells(pieces: list[Piece]) -> list[Piece]:
    """A table row without the bars at its ends."""
    while pieces and pieces[0].text.strip() in ("", "|"):
        pieces = pieces[1:]
    while pieces and pieces[-1].text.strip() in ("", "|"):
        pieces = pieces[:-1]
    if pieces and pieces[0].end - pieces[0].start == len(pieces[0].text):
        bar = BAR.match(pieces[0].text)
        first = pieces[0]
        pieces = [Piece(first.text[bar.end() :], first.start + bar.end(), first.end) if bar else first, *pieces[1:]]
    last = pieces[-1] if pieces else None
    if last and last.end - last.start == len(last.text) and last.text.rstrip().endswith("|"):
        kept = last.text.rstrip()[:-1]
        pieces = [*pieces[:-1], Piece(kept, last.start, last.start + len(kept))]
    return pieces
