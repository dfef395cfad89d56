"""The cleaned text itself."""

from __future__ import annotations

from cleaner.document import Document


def to_text(document: Document, *, body_only: bool = False, plain: bool = False) -> str:
    """Headline and body, one block a line, each line ended; an empty text when nothing is left. `plain` takes the marks of Markdown out."""
    text = document.plain(headline=not body_only) if plain else document.body if body_only else document.text
    return f"{text}\n" if text else ""
