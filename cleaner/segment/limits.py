"""How large and how entangled a page may be; what lies above is refused with one clear message, never read in part."""

from __future__ import annotations

MAX_BYTES = 64 << 20
"""Largest page that is read, in bytes or characters."""
MAX_DEPTH = 2000
"""Deepest nesting of elements that is read: browsers stop at 512, libxml2 drops what lies deeper than 2048."""
MAX_WEIGHT = 1 << 29
"""Bytes, about, that the paths and class words of all blocks may take: text nested deep or under thousands of class words, a
hundred thousand times over, would fill the memory. Real pages take less than a hundredth of it."""

MAX_ASKED = 20_000
"""Most elements of a page that an extractor is asked about, those aside that it would take out unread. On paragraphs with much marked-up
text in them trafilatura's time grows with their square: 4 s for 25,000 elements, 16 s for 50,000. Real pages have less than 5,000."""


class PageError(ValueError):
    """A page that cannot be read; the message says why."""
