"""Addresses into hosts, for rules that speak on some sites only."""

from __future__ import annotations

SECOND_LEVEL = 3
"""Longest name of a country's second level: co, com, gov, edu."""


def host_of(url: str | None) -> str:
    """The host of an address, in lower case; empty for what is no address.

    >>> host_of("https://WWW.Example.com:8080/a"), host_of("example.com/a"), host_of("http://[x")
    ('www.example.com', 'example.com', '')
    """
    if not url:
        return ""
    from urllib.parse import urlsplit

    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def hosts_of(url: str | None) -> frozenset[str]:
    """The host of an address and the domains above it, for site rules.

    >>> sorted(hosts_of("https://www.news.example.com/a"))
    ['com', 'example.com', 'news.example.com', 'www.news.example.com']
    """
    host = host_of(url)
    parts = host.split(".") if host else []
    return frozenset(".".join(parts[n:]) for n in range(len(parts)))


def site_of(host: str) -> str:
    """The domain that a site registers, about: the last two labels, three under a country's second level such as co.uk.

    >>> site_of("www.news.example.com"), site_of("blog.example.co.uk"), site_of("example.de"), site_of("localhost")
    ('example.com', 'example.co.uk', 'example.de', 'localhost')
    """
    parts = host.split(".")
    second_level = len(parts) > 2 and len(parts[-1]) == 2 and len(parts[-2]) <= SECOND_LEVEL
    return ".".join(parts[-3 if second_level else -2 :])
