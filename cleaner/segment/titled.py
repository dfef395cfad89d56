"""The headline of a page, as its markup tells it: its h1, what it declares to machines, the title of its window."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from cleaner.headline import letters

_TITLES = frozenset({"og:title", "twitter:title"})
MIN_TITLE = 8
"""Letters from which on an h1 that is part of a declared title is the headline; the site's name is part of many."""
SAME_START = 20
"""An h1 and a declared title that begin with the same so many letters are one headline in two lengths."""
_PARTS = re.compile(r"\s+[-–—|·•»:]+\s+|:\s+")
"""What parts a headline from the name of its site in the title of a window."""
_ROOT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|home|default)\.\w{2,5})?", re.IGNORECASE)
"""The path of a site's first page, also of that in one language."""


def title_of(tree: Any, headlines: list[str], shown: Callable[[], set[str]]) -> str:
    """The page's headline: the h1 that it also declares, else what it declares and shows, else its only h1, else what it declares.

    `headlines` are those that its JSON-LD gives, `shown` the letters of what stands on the page. An h1 that leads to the site's first
    page is the site's name. A page without another one may show its headline in the title of its window, or in what it declares, beside
    that name.
    """
    lines = [(text, _leads_home(h)) for h in tree.iter("h1") if letters(text := _line(h))]
    headings = [text for text, home in lines if not home]
    declared = headlines + [m.get("content") or "" for m in tree.iter("meta") if (m.get("property") or m.get("name")) in _TITLES]
    keys = [key for key in map(letters, declared) if key]
    for heading in headings:
        own = letters(heading)
        if any(own in key or key in own or own[:SAME_START] == key[:SAME_START] for key in keys) and (len(own) >= MIN_TITLE or own in keys):
            return heading
    named = [] if headings else declared if keys else [title.text for title in tree.iter("title") if title.text][:1]
    parts = sorted((part.strip() for title in named for part in _PARTS.split(title)), key=len, reverse=True)
    texts = shown() - {letters(text) for text, home in lines if home} if keys or named else set()
    found = next((title for title in (*declared, *named, *parts) if letters(title) in texts), "")
    if found or len(headings) == 1 or not keys:
        return " ".join(found.split()) or (headings[0] if headings else "")
    return next(" ".join(title.split()) for title in declared if letters(title))


def _line(element: Any) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def _leads_home(heading: Any) -> bool:
    """Whether a heading is nothing but a link to the first page of a site."""
    links = [*heading.iterancestors("a"), *(link for link in heading.iter("a") if letters(_line(link)) == letters(_line(heading)))]
    return any(_is_root(link.get("href") or "") for link in links)


def _is_root(address: str) -> bool:
    """Whether an address is that of a site's first page.

    >>> [_is_root(a) for a in ("/", "https://example.com", "/en/", "index.html", "#top", "/news/bridge", "https://example.com/?p=3")]
    [True, True, True, True, False, False, False]
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if not (parts.netloc or parts.path) or parts.query or parts.scheme not in ("", "http", "https"):
        return False
    return _ROOT.fullmatch(parts.path) is not None
