"""Pages that a benchmark writes its figures into, between two marks."""

from __future__ import annotations

from pathlib import Path

END = "<!-- end of figures -->"


def between(page: Path, begin: str, figures: str) -> str:
    """The page's text with these lines between the mark and `END`. Raises ValueError when one of the two is missing."""
    before, mark, rest = page.read_text("utf8").partition(begin)
    _, end, after = rest.partition(END)
    if not mark or not end:
        message = f"{page} lacks its marks; put {begin} and {END} where the figures belong"
        raise ValueError(message)
    return f"{before}{begin}\n{figures}{end}{after}"
