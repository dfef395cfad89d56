"""Addresses into hosts, for rules that speak on some sites only."""

from __future__ import annotations


def hosts_of(url: str | None) -> frozenset[str]:
    """The host of an address and the domains above it, for site rules.

    >>> sorted(hosts_of("https://www.news.example.com/a"))
    ['com', 'example.com', 'news.example.com', 'www.news.example.com']
    """
    if not url:
        return frozenset()
    from urllib.parse import urlsplit

    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    parts = host.split(".")
    return frozenset(".".join(parts[n:]) for n in range(len(parts)))
