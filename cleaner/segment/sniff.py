"""Whether a text is a page of HTML, going by what it holds."""

from __future__ import annotations

import re

SNIFFED = 1 << 16
"""Characters, or bytes, that are looked at."""
DENSITY = 200
"""A text that does not begin with a tag is a page when it has a tag in so many characters …"""
CLOSED = 3
"""… and so many paragraphs or boxes that are closed."""

_TAGS = (
    "a|abbr|address|article|aside|b|blockquote|body|br|button|center|cite|code|dd|div|dl|dt|em|figcaption|figure|font|footer|form|frame|"
    "frameset|h[1-6]|head|header|hr|html|i|iframe|img|input|label|li|link|main|meta|nav|noscript|ol|option|p|picture|pre|q|s|script|section|"
    "small|span|strong|style|sub|sup|table|tbody|td|template|th|thead|time|title|tr|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!doctype\s+html", re.IGNORECASE)
_WHOLE = re.compile(
    r"[\s\ufeff]*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,5000}-->\s*)*<(?:!doctype\s+html|html|head|body|frameset)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS = re.compile(r"[\s\ufeff]*(?:<!--(?:(?!-->).){0,5000}-->\s*)*<", re.DOTALL)
_CLOSES = re.compile(r"</(?:p|div|li|td|h[1-6]|article|section|blockquote)\s*>", re.IGNORECASE)


def is_whole_page(text: str) -> bool:
    """Whether a text begins as a page does, and as nothing else.

    >>> is_whole_page("\\n<!-- saved --><!DOCTYPE html><title>x</title>"), is_whole_page("<p>a</p>")
    (True, False)
    """
    return _WHOLE.match(text, 0, SNIFFED) is not None


def is_page(text: str) -> bool:
    """Whether a text is a page, or a piece of one: it begins with a tag and closes some, or is full of tags.

    >>> is_page("<p>One.</p>\\n<p>Two.</p>"), is_page("Write <p> before a paragraph.")
    (True, False)
    """
    if is_whole_page(text):
        return True
    head = text[:SNIFFED]
    tags = sum(1 for _ in _TAG.finditer(head))
    begins = _BEGINS.match(head)
    if begins and _TAG.match(head, begins.end() - 1):
        return tags >= 2
    return tags * DENSITY >= len(head) and sum(1 for _ in _CLOSES.finditer(head)) >= CLOSED


def has_tags(text: str) -> bool:
    """Whether there is any tag of HTML in a text.

    >>> has_tags("a < b and b > c"), has_tags("a<br>b")
    (False, True)
    """
    return _TAG.search(text) is not None


def preview(data: bytes) -> str:
    """The first bytes as characters, near enough to find tags in: all encodings of pages have ASCII in common, but for UTF-16's NULs."""
    return (
        data[: 2 * SNIFFED]
        .removeprefix(b"\xef\xbb\xbf")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .replace(b"\x00", b"")
        .decode("latin-1")
    )
