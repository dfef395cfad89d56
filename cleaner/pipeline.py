"""Wiring: source → blocks → facts → evidence → verdicts → Document. The steps themselves live in their own modules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.ftr.folder import SiteConfig
from cleaner.hosts import hosts_of
from cleaner.ruleset.load import RuleSet, load_rules
from cleaner.ruleset.packed import pack, unpack
from cleaner.segment.oneline import apart_when_alone, take_apart
from cleaner.segment.plain import segment
from cleaner.segment.signs import is_markup
from cleaner.settle import Text, settle

MARKUPS = ("auto", "markdown", "none")


class Cleaner:
    """Cleans any number of texts with one set of rules. Immutable, safe to share between threads, picklable."""

    __slots__ = ("engine", "rules", "site_config")

    def __init__(self, rules: RuleSet | None = None, site_config: SiteConfig | None = None) -> None:
        if rules is not None and not isinstance(rules, RuleSet):
            raise TypeError(f"rules must be a RuleSet, as load_rules gives it, not {type(rules).__name__}")
        self.rules = load_rules() if rules is None else rules
        self.site_config = site_config
        """Site files that are heard on the pages of their sites."""
        self.engine = Engine(self.rules)

    def __reduce__(self) -> tuple[Callable[[bytes, SiteConfig | None], Cleaner], tuple[bytes, SiteConfig | None]]:
        return _unpacked, (pack(self.rules), self.site_config)

    def clean(self, text: str, *, url: str | None = None, title: str | None = None, markup: str = "auto") -> Document:
        """The document of one text.

        `url` lets the rules of its site speak; `title` is the headline where the caller knows it. `markup` says whether the text is
        `"markdown"`, also for HTML tags and character references left in it, or `"none"`; `"auto"` finds out.
        Raises TypeError when one of these is not a str (decode bytes first, see `cleaner.decode`), ValueError for an unknown `markup`.
        """
        if not isinstance(text, str):
            raise TypeError(f"clean() takes a str, not {type(text).__name__}; decode bytes with cleaner.decode first")
        _check_names(url, title)
        if markup not in MARKUPS:
            raise ValueError(f"markup must be one of {', '.join(MARKUPS)}, not {markup!r}")
        title = (title or "").strip() or None
        if markup == "markdown" or (markup == "auto" and is_markup(text)):
            from cleaner.markup import clean_markup

            return clean_markup(self.engine, self.rules.digest, text, hosts=hosts_of(url), title=title)
        lines = segment(text)
        given = Text(text, take_apart(text, lines), title, hosts_of(url))
        verdicts = settle(self.engine, given)
        blocks = apart_when_alone(text, given.blocks, [v.block for v in verdicts if v.kept and v.label != "headline"])
        if blocks is not given.blocks:
            verdicts = settle(self.engine, given._replace(blocks=blocks))
        return Document(text, tuple(verdicts), self.rules.digest, form="lines" if blocks is lines else "sentences")

    def clean_html(self, html: str | bytes, *, url: str | None = None, title: str | None = None, engine: str = "full") -> Document:
        """The document of one page; see `cleaner.clean_html`."""
        from cleaner.pages import clean_page

        if not isinstance(html, str | bytes):
            raise TypeError(f"clean_html() takes a str or bytes, not {type(html).__name__}")
        _check_names(url, title)
        return clean_page(self.engine, self.rules, html, url=url, title=title, witness=engine, site_config=self.site_config)

    def clean_many(self, texts: Iterable[str]) -> Iterator[Document]:
        """The documents of many texts, in order, one at a time."""
        return map(self.clean, texts)


def clean(text: str, *, url: str | None = None, title: str | None = None, rules: RuleSet | None = None, markup: str = "auto") -> Document:
    """The document of one text, by the shipped rules or the given ones; `markup` is `"markdown"`, `"none"` or, to find out, `"auto"`.

    >>> clean("Ten dead in flood\\nThe river rose at night and took the bridge with it.\\nRead more: Who built the dam?").body
    'The river rose at night and took the bridge with it.'
    """
    return _cleaner(rules).clean(text, url=url, title=title, markup=markup)


def clean_html(
    html: str | bytes,
    *,
    url: str | None = None,
    title: str | None = None,
    rules: RuleSet | None = None,
    engine: str = "full",
    site_config: SiteConfig | None = None,
) -> Document:
    """The document of one page of HTML, by the shipped rules or the given ones.

    Spans count in the page's reader-visible text, which is the document's `source`. `engine="full"` hears trafilatura as a
    witness, `"fast"` does without it. `site_config` (see `load_site_config`) is heard on the pages of its sites.
    Raises PageError for a page that cannot be read, DecodeError for bytes that are none, TypeError for what is neither str nor bytes.
    """
    return _cleaner(rules, site_config).clean_html(html, url=url, title=title, engine=engine)


def clean_many(texts: Iterable[str], *, rules: RuleSet | None = None) -> Iterator[Document]:
    """The documents of many texts, in order, one at a time."""
    return _cleaner(rules).clean_many(texts)


def _check_names(url: object, title: object) -> None:
    """Raise TypeError for an address or a headline that is neither a str nor None, such as a missing value of a data frame."""
    for name, value in (("url", url), ("title", title)):
        if value is not None and not isinstance(value, str):
            raise TypeError(f"{name} must be a str or None, not {type(value).__name__}")


@lru_cache(maxsize=8)
def _cleaner(rules: RuleSet | None, site_config: SiteConfig | None = None) -> Cleaner:
    """Ready cleaners, for building one takes longer than cleaning a text; a cleaner holds no state of any text."""
    return Cleaner(rules, site_config)


@lru_cache(maxsize=8)
def _unpacked(packed: bytes, site_config: SiteConfig | None) -> Cleaner:
    """The cleaner of a pickle: one for all pickles of the same rules that reach this process, as the tasks of a job do."""
    return Cleaner(unpack(packed), site_config)
