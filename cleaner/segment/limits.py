"""How large and how entangled a page may be; what lies above is refused with one clear message, never read in part."""

from __future__ import annotations

MAX_BYTES = 64 << 20
"""Largest page that is read, in bytes or characters."""
MAX_DEPTH = 2000
"""Deepest nesting of elements that is read: browsers stop at 512, libxml2 drops what lies deeper than 2048."""
MAX_WEIGHT = 1 << 29
"""Bytes, about, that the paths and class words of all blocks may take: text nested deep or under thousands of class words, a
hundred thousand times over, would fill the memory. Real pages take less than a hundredth of it."""


class PageError(ValueError):
    """A page that cannot be read; the message says why."""
