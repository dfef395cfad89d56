"""Markdown, and text with HTML left in it, into what a reader sees and where in the source it stands.

The lines are those of CommonMark 0.31 (sections 4 and 5) as converters write them, with tables and front matter; `segment.plain` makes
blocks of what a reader sees, so a hard-wrapped paragraph is one block here too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import Literal, NamedTuple

from cleaner.model import Block, Element, Span
from cleaner.segment.inline import BAR, BLOCK_TAGS, Chart, Pair, Piece, cells, split_lines, take_apart
from cleaner.segment.plain import join_wrapped, segment
from cleaner.text import BLANK, LINE_ENDS

SET_APART = 0.2
"""With so many blank lines for each line, paragraphs are set apart, as Markdown wants them; else each line is one, as in a body
that has been cleaned already and must stay as it is."""
FRONT_LINES = 200
"""Front matter is no longer than this."""
Part = Literal["front", "reference", "image", "tag"]
"""Source without words for a reader: front matter, the target of a link, pictures, markup alone."""

_BLANK_LINE = re.compile(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?=[\r\n])")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[^`]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+(?=\S)")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*$")
_REFERENCE = re.compile(r" {0,3}\[(\^?[^\]\n]{1,200})\]:[ \t]*\S")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BREAKING = re.compile(rf"\s*</?(?:{'|'.join(sorted(BLOCK_TAGS))})(?![\w-])", re.IGNORECASE)
_CLOSED = re.compile(rf"</(?:{'|'.join(sorted(BLOCK_TAGS))})\s?>$", re.IGNORECASE)
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE | re.IGNORECASE)


class Wordless(NamedTuple):
    """Source that a reader sees no words of."""

    part: Part
    start: int
    end: int
    name: str = ""
    """The lower-case name of a link target."""


class Row(NamedTuple):
    """A line that a reader sees, and the source that it comes from."""

    start: int
    """Offset in what a reader sees."""
    source: Span
    kind: str
    prefix: int
    """Characters before the words that are no text of the line: `> `, `## `, indentation."""
    references: frozenset[str]


class Markup(NamedTuple):
    """A text with markup, read."""

    text: str
    """What a reader sees."""
    blocks: list[Block]
    """Its blocks; their spans count in `text`."""
    rows: list[list[Row]]
    """The rows of each block."""
    chart: Chart
    pairs: list[Pair]
    wordless: list[Wordless]
    title: str
    """The title that front matter gives."""


def read_markup(source: str) -> Markup:
    """A text with markup as blocks of what a reader sees."""
    reader = _Reader.over(source)
    chart = Chart(reader.pieces)
    text = "".join(piece.text for piece in reader.pieces)
    linked = _linked(reader.pieces, reader.pairs)
    begins = [row.start for row in reader.rows]
    blocks, rows = [], []
    lines = segment(text)
    if len(_BLANK_LINE.findall(source)) >= SET_APART * len(lines):
        lines = join_wrapped(_paragraphs(lines, reader.rows, begins, source), text)
    for block in lines:
        own = reader.rows[bisect_right(begins, block.start) - 1 : bisect_left(begins, block.end)]
        letters = sum(map(str.isalnum, block.text))
        share = (linked[block.end] - linked[block.start]) / letters if letters else 0.0
        blocks.append(block._replace(element=Element("", own[0].kind, frozenset(), min(share, 1.0))))
        rows.append(own)
    return Markup(text, blocks, rows, chart, sorted(reader.pairs), reader.wordless, reader.title)


def _paragraphs(blocks: list[Block], rows: list[Row], begins: list[int], source: str) -> list[list[Block]]:
    """The blocks of each paragraph: rows whose source meets at a line break that is no hard one (CommonMark, section 6.7)."""
    out: list[list[Block]] = []
    end = -1
    for block in blocks:
        first, last = rows[bisect_right(begins, block.start) - 1], rows[bisect_left(begins, block.end) - 1]
        if first.source[0] == end and _wraps(source, end):
            out[-1].append(block)
        else:
            out.append([block])
        end = last.source[1] if last.kind in ("p", "quote") else -1
    return out


def _wraps(source: str, end: int) -> bool:
    """Whether a paragraph goes on behind this place: a line break that is no hard one, and no tag beside it that ends a line."""
    if source[end : end + 1] not in ("\r", "\n") or source.endswith(("  ", "\\"), 0, end):
        return False
    return not _BREAKING.match(source, end) and not _CLOSED.search(source, max(0, end - 16), end)


def plain(source: str) -> str:
    """What a reader sees of a block with markup, on one line."""
    return " ".join("".join(piece.text for piece in _Reader.over(source).pieces).split())


def _linked(pieces: list[Piece], pairs: list[Pair]) -> list[int]:
    """For each offset in what a reader sees, how many letters before it stand inside links."""
    links = iter(sorted((pair.opening[1], pair.closing[0]) for pair in pairs if pair.link))
    low, high = next(links, (0, 0))
    count, counts = 0, [0]
    for piece in pieces:
        while high and high <= piece.start:
            low, high = next(links, (0, 0))
        inside = low <= piece.start and piece.end <= high
        for char in piece.text:
            count += inside and char.isalnum()
            counts.append(count)
    return counts


class _Reader:
    """One walk over the lines of a source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: list[Span] = []
        position = 0
        for line in source.splitlines(keepends=True):
            self.lines.append((position, position + len(line.rstrip(LINE_ENDS))))
            position += len(line)
        self.pieces: list[Piece] = []
        self.rows: list[Row] = []
        self.pairs: list[Pair] = []
        self.wordless: list[Wordless] = []
        self.seen = 0
        self.title = ""

    @classmethod
    def over(cls, source: str) -> _Reader:
        """A reader that has read all of a source."""
        reader = cls(source)
        i = reader._front()
        while i < len(reader.lines):
            i = reader._line(i)
        return reader

    def _text(self, i: int) -> str:
        return self.source[self.lines[i][0] : self.lines[i][1]]

    def _front(self) -> int:
        """Past front matter between two lines of `---`."""
        if not self.lines or self._text(0).rstrip() != "---":
            return 0
        for i in range(1, min(len(self.lines), FRONT_LINES)):
            if self._text(i).rstrip() in ("---", "..."):
                start, end = self.lines[0][0], self.lines[i][1]
                inside = self.source[self.lines[1][0] : self.lines[i][0]]
                if ":" not in inside:
                    return 0
                found = _TITLE.search(inside)
                self.title = found[1].strip("\"'") if found else ""
                self.wordless.append(Wordless("front", start, end))
                return i + 1
        return 0

    def _line(self, i: int) -> int:
        """Read what begins on line i; the number of the line behind it."""
        (start, end), text = self.lines[i], self._text(i)
        if not text.strip(BLANK):
            self._see([Piece("\n", start, end)])
            return i + 1
        if fence := _FENCE.match(text):
            past = self._fenced(i, fence[1])
            if past:
                return past
        if reference := _REFERENCE.match(text):
            self.wordless.append(Wordless("reference", start, end, reference[1].strip().lower()))
            return i + 1
        below = bool(i and self.rows and self.rows[-1].source[1] == self.lines[i - 1][1])  # right below a line of words
        if below and self.rows[-1].kind == "p" and _UNDERLINE.match(text):
            self.rows[-1] = self.rows[-1]._replace(source=(self.rows[-1].source[0], end), kind="h1" if "=" in text else "h2")
            return i + 1
        if "|" in text and _DELIMITER.match(text):
            if below:
                self.rows[-1] = self.rows[-1]._replace(source=(self.rows[-1].source[0], end))
            else:
                self.wordless.append(Wordless("tag", start, end))
            return i + 1
        if _RULE.match(text):
            self._row(start, end, "other", 0, words=False)
            return i + 1
        return self._words(i)

    def _words(self, i: int) -> int:
        """A heading, list item, quoted line, table row, or a paragraph to its end."""
        (start, end), text = self.lines[i], self._text(i)
        kind, prefix = "p", 0
        if quote := _QUOTE.match(text):
            kind, prefix = "quote", quote.end()
        rest = text[prefix:]
        if heading := _HEADING.match(rest):
            kind, prefix = f"h{len(heading[1])}", prefix + heading.end()
            closing = _CLOSING.search(text, prefix)
            self._row(start, end, kind, prefix, until=start + closing.start() if closing else end)
            return i + 1
        if _ITEM.match(rest):
            self._row(start, end, "li" if kind == "p" else kind, prefix)
            return i + 1
        if rest.lstrip().startswith("|"):
            self._row(start, end, "cell", prefix)
            return i + 1
        last = i
        while kind == "p" and last + 1 < len(self.lines) and self._goes_on(last + 1):
            last += 1
        self._row(start, self.lines[last][1], kind, prefix)
        return last + 1

    def _goes_on(self, i: int) -> bool:
        text = self._text(i)
        return bool(text.strip()) and not any(
            pattern.match(text) for pattern in (_FENCE, _HEADING, _QUOTE, _ITEM, _RULE, _REFERENCE, _UNDERLINE, _DELIMITER, BAR)
        )

    def _fenced(self, i: int, mark: str) -> int:
        """Past a block of code, which is one row; 0 when it has no end."""
        for k in range(i + 1, len(self.lines)):
            if self._text(k).strip().startswith(mark) and not self._text(k).strip().strip(mark[0]):
                start, end = self.lines[i][0], self.lines[k][1]
                pieces: list[Piece] = []
                for low, high in self.lines[i + 1 : k]:
                    if self.source[low:high].strip():
                        pieces += [Piece(self.source[low:high], low, high), Piece(" ", high, high)]
                if pieces:
                    self.rows.append(Row(self.seen, (start, end), "pre", 0, frozenset()))
                    self._see([*pieces, Piece("\n", end, end)])
                else:
                    self.wordless.append(Wordless("tag", start, end))
                return k + 1
        return 0

    def _row(self, start: int, end: int, kind: str, prefix: int, *, until: int | None = None, words: bool = True) -> None:
        """One stretch of source that a reader sees, several rows where it has several lines."""
        until = end if until is None else until
        if not words:
            self.rows.append(Row(self.seen, (start, end), kind, prefix, frozenset()))
            self._see([Piece(self.source[start:end], start, end), Piece("\n", end, end)])
            return
        inner = take_apart(self.source, start + prefix, until)
        self.pairs += inner.pairs
        pieces = split_lines(inner.pieces)
        if kind == "cell":
            pieces = cells(pieces)
        if not "".join(piece.text for piece in pieces).strip(BLANK):
            self.wordless.append(Wordless("image" if inner.images else "tag", start, end))
            return
        self._rows_of(pieces, (start, end), kind, prefix, inner.references)

    def _rows_of(self, pieces: list[Piece], source: Span, kind: str, prefix: int, references: frozenset[str]) -> None:
        """A row for each line of the pieces; tags between two lines belong to the earlier."""
        groups: list[list[Piece]] = [[]]
        for piece in pieces:
            groups[-1].append(piece)
            if piece.text == "\n":
                groups.append([])
        groups = [group for group in groups if "".join(piece.text for piece in group).strip(BLANK)]
        low = source[0]
        for number, group in enumerate(groups):
            high = source[1] if number == len(groups) - 1 else group[-1].start
            if number < len(groups) - 1 and self.source[group[-1].start : group[-1].end].startswith("</"):
                high = group[-1].end
            self.rows.append(Row(self.seen, (low, high), kind, prefix if number == 0 else 0, references))
            self._see(group if group[-1].text == "\n" else [*group, Piece("\n", high, high)])
            low = high

    def _see(self, pieces: list[Piece]) -> None:
        self.pieces += pieces
        self.seen += sum(len(piece.text) for piece in pieces)
