"""What a page says of its story to machines: JSON-LD, OpenGraph and other `meta` elements; and what trafilatura makes of it."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from cleaner.model import PageSource, Told
from cleaner.segment.page import parse

MAX_NODES = 20_000
"""Objects of a page's JSON-LD that are looked at."""
MAX_CHARS = 1000
"""Longer values are no metadata."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
_SPLIT_TAGS = re.compile(r"\s*[,;]\s*")
_NO_NAME = re.compile(r"https?://|www\.|@")
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "citation_title"),
    "byline": ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "citation_author", "byl"),
    "published": (
        "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "dc.date", "dc.date.issued", "dcterms.created",
        "parsely-pub-date", "sailthru.date", "citation_publication_date",
    ),
    "updated": ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified"),
    "section": ("article:section", "articlesection", "parsely-section", "section"),
    "site_name": ("og:site_name", "application-name", "publisher", "dc.publisher"),
    "language": ("og:locale", "content-language", "language", "dc.language", "inlanguage"),
    "url": ("og:url",),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
}  # fmt: skip
"""Names (`property`, `name`, `itemprop`, `http-equiv`) of meta elements, the better first."""
_META_TAGS = ("article:tag", "news_keywords", "parsely-tags", "keywords")


def declared(page: PageSource) -> Told:
    """What the page declares: JSON-LD of its article first, then its `meta` elements, `link`s and `time`s."""
    tree = parse(page.markup)
    metas = _metas(tree)
    data = _from_linked_data(tree)
    picked = {name: data.get(name) or _pick(metas, names) for name, names in _META.items()}
    if _NO_NAME.search(picked["byline"]):
        picked["byline"] = next((value for name in _META["byline"] for value in metas.get(name, ()) if not _NO_NAME.search(value)), "")
    if not picked["title"]:
        picked["title"] = _clean(next((element.text for element in tree.iter("title") if element.text), ""))
    picked["language"] = _language(tree.get("lang") or tree.get("xml:lang") or picked["language"])
    canonical = next((link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None)
    picked["url"] = _address(canonical, page.url) or _address(picked["url"], page.url) or (page.url or "")
    return Told(**picked, tags=data.get("tags") or _tags([value for name in _META_TAGS for value in metas.get(name, ())]))


def heard(page: PageSource) -> Told:
    """What trafilatura makes of the page, for engine `full`; nothing for `fast`, and where trafilatura fails."""
    if page.engine != "full":
        return Told()
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract_metadata(page.markup, default_url=page.url, extensive=False)
    if found is None:
        return Told()
    return Told(
        title=found.title or "", byline=(found.author or "").replace("; ", ", "), published=found.date or "",
        section=next(iter(found.categories or ()), ""), tags=tuple(found.tags or ()), site_name=found.sitename or "",
        language=found.language or "", url=found.url or "", description=found.description or "",
    )  # fmt: skip


def frames(page: PageSource) -> tuple[str, ...]:
    """The addresses of the pages that a frameset shows, in order."""
    return tuple(dict.fromkeys(frame.get("src") for frame in parse(page.markup).iter("frame") if frame.get("src")))


def _metas(tree: Any) -> dict[str, list[str]]:
    """The values of all meta elements, and of elements that are marked as dates, by lower-case name."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta", "time"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        value = _clean(element.get("content") or element.get("datetime"))
        if name and value:
            found.setdefault(name.strip().lower(), []).append(value)
    return found


def _pick(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _clean(value: Any) -> str:
    """A text on one line, character references resolved; an empty one for what is no text or too long."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or len(value) > MAX_CHARS:
        return ""
    return " ".join(html.unescape(value).split())


def _language(value: str) -> str:
    match = _LANGUAGE.match(value.strip())
    return match[0].replace("_", "-") if match else ""


def _address(value: str | None, base: str | None) -> str:
    try:
        address = urljoin(base or "", value.strip()) if value and value.strip() else ""
    except ValueError:
        return ""
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= MAX_CHARS else ""


def _tags(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag for value in values for tag in _SPLIT_TAGS.split(value) if tag))


def _from_linked_data(tree: Any) -> dict[str, Any]:
    nodes = list(_nodes(tree))
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    articles = [node for node in nodes if any(kind.endswith(("Article", "Posting", "Report")) for kind in _kinds(node))]
    if not articles:
        return {}
    article = next((node for node in articles if "headline" in node or "articleBody" in node), articles[0])
    authors = [named.get(author.get("@id"), author) if isinstance(author, dict) else author for author in _listed(article.get("author"))]
    people = [author for author in authors if not isinstance(author, dict) or "Organization" not in " ".join(_kinds(author))]
    names = [_name(author) for author in people]
    publisher = article.get("publisher")
    publisher = named.get(publisher.get("@id"), publisher) if isinstance(publisher, dict) else publisher
    main = article.get("mainEntityOfPage")
    return {
        "title": _clean(article.get("headline")),
        "byline": ", ".join(dict.fromkeys(name for name in names if name and not _NO_NAME.search(name))),
        "published": _clean(article.get("datePublished")),
        "updated": _clean(article.get("dateModified")),
        "section": next((name for name in map(_clean, _listed(article.get("articleSection"))) if name), ""),
        "site_name": _name(publisher),
        "language": _clean(_name(article.get("inLanguage"))),
        "url": _clean(main.get("@id") if isinstance(main, dict) else main) or _clean(article.get("url")),
        "description": _clean(article.get("description")),
        "tags": _tags([tag for tag in map(_clean, _listed(article.get("keywords"))) if tag]),
    }


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD, outer before inner, in order; scripts that are no JSON say nothing."""
    count = 0
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or not script.text:
            continue
        try:
            level: list[Any] = [json.loads(script.text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while level and count < MAX_NODES:
            inner: list[Any] = []
            for node in level:
                if isinstance(node, dict):
                    count += 1
                    yield node
                    inner.extend(node.values())
                elif isinstance(node, list):
                    inner.extend(node)
            level = inner


def _kinds(node: dict[str, Any]) -> list[str]:
    return [kind for kind in _listed(node.get("@type")) if isinstance(kind, str)]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    name = value.get("name") if isinstance(value, dict) else value
    return _clean(name) if isinstance(name, str) else ""
