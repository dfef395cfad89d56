r"""Verdicts as lines of four tab-separated columns: the form of golden files.

`+` kept, `-` removed, `~` kept with something cut out; the label; rule ids joined by commas; the block as it was in the input,
on one line: backslash, tab, line break and other characters that would break the line are written as escapes (`\\`, `\t`,
`\n`, `\r`, `\x0c`, `\u2028`), and what was cut stands between `\[` and `\]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import Document
from cleaner.model import Span, Verdict

SIGNS = ("+", "-", "~")
_NAMED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNSAFE = re.compile("[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_ESCAPE = re.compile(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.?)", re.DOTALL)


class Row(NamedTuple):
    """One block of a document, as one line shows it."""

    sign: str
    label: str
    rules: tuple[str, ...]
    text: str
    cuts: tuple[Span, ...] = ()
    """What was cut, as offsets in the text."""


class TsvError(ValueError):
    """A line that is no row; the message names its number."""


def to_tsv(document: Document) -> str:
    """The rows of a document, a line each, each line ended."""
    return "".join(format_row(row) for row in rows(document))


def rows(document: Document) -> Iterator[Row]:
    """A row for each verdict, in order."""
    return map(_row, document.verdicts)


def format_row(row: Row) -> str:
    r"""One line.

    >>> format_row(Row("~", "body", ("en-promo-cut",), "He left. READ: x", ((9, 16),)))
    '~\tbody\ten-promo-cut\tHe left. \\[READ: x\\]\n'
    """
    pieces, position = [], 0
    for start, end in row.cuts:
        pieces += [_escaped(row.text[position:start]), "\\[", _escaped(row.text[start:end]), "\\]"]
        position = end
    pieces.append(_escaped(row.text[position:]))
    return "\t".join((row.sign, row.label, ",".join(row.rules), "".join(pieces))) + "\n"


def parse_tsv(text: str) -> list[Row]:
    """The rows that lines stand for; empty lines are skipped.

    Raises TsvError for a line that `to_tsv` would not have written.
    """
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), 1)
    return [_parsed(line, number) for number, line in lines if line]


def _row(verdict: Verdict) -> Row:
    start = verdict.block.start
    sign = "-" if not verdict.kept else "~" if verdict.cuts else "+"
    return Row(sign, verdict.label, verdict.rules, verdict.block.text, tuple((low - start, high - start) for low, high in verdict.cuts))


def _escaped(text: str) -> str:
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    return _NAMED.get(char) or (f"\\x{ord(char):02x}" if char <= "\xff" else f"\\u{ord(char):04x}")


def _parsed(line: str, number: int) -> Row:
    columns = line.split("\t")
    if len(columns) != 4:
        raise TsvError(f"line {number}: {len(columns)} columns instead of 4 (sign, label, rules, text), parted by tabs")
    sign, label, rules, escaped = columns
    if sign not in SIGNS:
        raise TsvError(f"line {number}: begins with {sign!r} instead of one of {' '.join(SIGNS)}")
    text, cuts, position, open_at = "", [], 0, None
    for match in _ESCAPE.finditer(escaped):
        text += escaped[position : match.start()]
        position, name = match.end(), match[1]
        if name == "[" and open_at is None:
            open_at = len(text)
        elif name == "]" and open_at is not None:
            cuts.append((open_at, len(text)))
            open_at = None
        elif name in ("\\", "t", "n", "r"):
            text += {"t": "\t", "n": "\n", "r": "\r"}.get(name, name)
        elif len(name) > 1:
            text += chr(int(name[1:], 16))
        else:
            raise TsvError(f"line {number}: \\{name} is no escape, or stands in the wrong place")
    if open_at is not None:
        raise TsvError(f"line {number}: \\[ without its \\]")
    return Row(sign, label, tuple(rules.split(",")) if rules else (), text + escaped[position:], tuple(cuts))
