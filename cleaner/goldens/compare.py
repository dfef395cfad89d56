"""What a document's blocks were expected to be and what became of them, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from cleaner.render.tsv import Row, parse_tsv

Numbered = tuple[int, Row]


class Move(NamedTuple):
    """A block that is not what the golden says of it."""

    line: int
    """In the golden; for a block that the golden lacks, the line it would stand on."""
    old: Row | None
    """None: the golden lacks the block."""
    new: Row | None
    """None: the document lacks the block."""

    @property
    def gone(self) -> tuple[str, ...]:
        """Rules that spoke of the block and no longer do."""
        return _without(self.old, self.new)

    @property
    def came(self) -> tuple[str, ...]:
        """Rules that speak of the block and did not before."""
        return _without(self.new, self.old)

    @property
    def movers(self) -> tuple[str, ...]:
        """The rules that moved the block: those that fell silent or began to speak, else all that speak of it."""
        return (*self.gone, *self.came) or (self.new.rules if self.new else ())

    @property
    def text(self) -> str:
        """The block's words."""
        row = self.new or self.old
        return row.text if row else ""


def moves(golden: str, rows: Sequence[Row]) -> list[Move]:
    """Every block that is not as the golden says, in order. Raises TsvError for a golden that cannot be read.

    Blocks are paired by their text: in order where the texts are the same, else by difflib's longest matching runs.
    """
    expected = list(_numbered(golden))
    old_texts, new_texts = [row.text for _, row in expected], [row.text for row in rows]
    if old_texts == new_texts:
        return [Move(line, old, new) for (line, old), new in zip(expected, rows, strict=True) if old != new]
    out: list[Move] = []
    for tag, low, high, new_low, new_high in SequenceMatcher(None, old_texts, new_texts, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = zip(expected[low:high], rows[new_low:new_high], strict=True)
            out += [Move(line, old, new) for (line, old), new in pairs if old != new]
        else:
            out += [Move(line, old, None) for line, old in expected[low:high]]
            place = expected[low][0] if low < len(expected) else len(expected) + 1
            out += [Move(place, None, new) for new in rows[new_low:new_high]]
    return out


def _numbered(golden: str) -> Iterator[Numbered]:
    """The rows of a golden with their lines. Raises TsvError."""
    numbers = [number for number, line in enumerate(golden.replace("\r\n", "\n").split("\n"), 1) if line]
    return zip(numbers, parse_tsv(golden), strict=True)


def _without(row: Row | None, other: Row | None) -> tuple[str, ...]:
    return tuple(rule for rule in (row.rules if row else ()) if not other or rule not in other.rules)
