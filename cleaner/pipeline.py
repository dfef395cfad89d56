"""Wiring: source → blocks → facts → evidence → verdicts → Document. The steps themselves live in their own modules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.ruleset.load import RuleSet, load_rules
from cleaner.segment.plain import segment
from cleaner.settle import Text, settle


class Cleaner:
    """Cleans any number of texts with one set of rules. Immutable, safe to share between threads, picklable."""

    __slots__ = ("_engine", "rules")

    def __init__(self, rules: RuleSet | None = None) -> None:
        self.rules = load_rules() if rules is None else rules
        self._engine = Engine(self.rules)

    def __reduce__(self) -> tuple[type[Cleaner], tuple[RuleSet]]:
        return Cleaner, (self.rules,)

    def clean(self, text: str, *, url: str | None = None, title: str | None = None) -> Document:
        """The document of one text.

        `url` lets the rules of its site speak; `title` is the headline where the caller knows it.
        Raises TypeError when text is not a str (decode bytes first, see `cleaner.decode`).
        """
        if not isinstance(text, str):
            raise TypeError(f"clean() takes a str, not {type(text).__name__}; decode bytes with cleaner.decode first")
        verdicts = settle(self._engine, Text(text, segment(text), (title or "").strip() or None, hosts_of(url)))
        return Document(text, tuple(verdicts), self.rules.digest)

    def clean_many(self, texts: Iterable[str]) -> Iterator[Document]:
        """The documents of many texts, in order, one at a time."""
        return map(self.clean, texts)


def clean(text: str, *, url: str | None = None, title: str | None = None, rules: RuleSet | None = None) -> Document:
    """The document of one text, by the shipped rules or the given ones.

    >>> clean("Ten dead in flood\\nThe river rose at night and took the bridge with it.\\nRead more: Who built the dam?").body
    'The river rose at night and took the bridge with it.'
    """
    return _cleaner(rules).clean(text, url=url, title=title)


def clean_many(texts: Iterable[str], *, rules: RuleSet | None = None) -> Iterator[Document]:
    """The documents of many texts, in order, one at a time."""
    return _cleaner(rules).clean_many(texts)


@lru_cache(maxsize=8)
def _cleaner(rules: RuleSet | None) -> Cleaner:
    """Ready cleaners, for building one takes longer than cleaning a text; a cleaner holds no state of any text."""
    return Cleaner(rules)


def hosts_of(url: str | None) -> frozenset[str]:
    """The host of an address and the domains above it, for site rules.

    >>> sorted(hosts_of("https://www.news.example.com/a"))
    ['com', 'example.com', 'news.example.com', 'www.news.example.com']
    """
    if not url:
        return frozenset()
    host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    parts = host.split(".")
    return frozenset(".".join(parts[n:]) for n in range(len(parts)))
