"""What pages declare of their stories, and what comes of it in the metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import clean_html
from cleaner.model import PageSource
from cleaner.segment.about import declared, frames, heard

PROSE = "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning."


def source(head: str, *, body: str = "", lang: str = "", url: str | None = None, engine: str = "fast") -> PageSource:
    return PageSource(f"<html{lang}><head>{head}</head><body>{body}</body></html>", url, engine)


def linked(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


ARTICLE: dict[str, Any] = {
    "@type": "NewsArticle", "headline": "Bridge &amp; ferry", "datePublished": "2024-05-03T14:05:00+02:00", "dateModified": "2024-05-04",
    "author": [{"@type": "Person", "name": "Ida Holm"}, {"@type": "Person", "name": "Jens Lind"}], "articleSection": ["Region", "Varn"],
    "publisher": {"@type": "Organization", "name": "Varn Courier"}, "keywords": "bridge, ferry; river", "inLanguage": "en",
    "mainEntityOfPage": {"@id": "https://varn.example/bridge"}, "description": "No way across.",
}  # fmt: skip
METAS = """<meta property="og:title" content="From OpenGraph"><meta name="author" content="Somebody">
<meta property="og:site_name" content="Courier"><meta property="article:published_time" content="2020-01-01">
<meta property="article:tag" content="a"><meta property="article:tag" content="b">"""


def test_linked_data_goes_before_meta_elements() -> None:
    told = declared(source(METAS + linked(ARTICLE)))
    assert told._asdict() == {
        "title": "Bridge & ferry", "byline": "Ida Holm, Jens Lind", "published": "2024-05-03T14:05:00+02:00", "updated": "2024-05-04",
        "section": "Region", "tags": ("bridge", "ferry", "river"), "site_name": "Varn Courier", "language": "en",
        "url": "https://varn.example/bridge", "description": "No way across.",
    }  # fmt: skip
    told = declared(source(METAS))
    assert (told.title, told.byline, told.published, told.site_name, told.tags) == (
        "From OpenGraph", "Somebody", "2020-01-01", "Courier", ("a", "b"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "byline"),
    [
        ({"@graph": [{"@type": "WebPage"}, {**ARTICLE, "author": {"@id": "#p"}}, {"@type": "Person", "@id": "#p", "name": "Ida"}]}, "Ida"),
        ([{"@type": "BreadcrumbList"}, {**ARTICLE, "author": "Ida Holm"}], "Ida Holm"),
        ({**ARTICLE, "author": {"@type": "Organization", "name": "Varn Courier"}}, ""),
        ({**ARTICLE, "author": ["https://varn.example/ida", {"name": "Ida"}]}, "Ida"),
        ({**ARTICLE, "author": None}, ""),
        ({**ARTICLE, "@type": ["Article", "NewsArticle"], "author": [[1], {"name": {"a": 1}}, "Ida"]}, "Ida"),
    ],
)  # fmt: skip
def test_authors(data: Any, byline: str) -> None:
    assert declared(source(linked(data))).byline == byline


@pytest.mark.parametrize(
    "script", ["{", "[]", "null", "1", '"x"', "[[{}]]", '{"@type": 3}', '{"@type": "Article", "headline": {"a": [1]}}', "[" * 5000]
)
def test_broken_linked_data_say_nothing(script: str) -> None:
    told = declared(source(f'<script type="application/ld+json">{script}</script><title>The title</title>'))
    assert told.title == "The title"
    assert told.byline == ""


@pytest.mark.parametrize(
    ("lang", "head", "language"),
    [
        (' lang="pt_BR"', "", "pt-BR"), (' lang="de"', '<meta property="og:locale" content="en_GB">', "de"),
        ("", '<meta property="og:locale" content="en_GB">', "en-GB"),
        (' lang="&quot;><script>"', "", ""), ("", '<meta http-equiv="content-language" content="sv, en">', "sv"),
    ],
)  # fmt: skip
def test_language(lang: str, head: str, language: str) -> None:
    assert declared(source(head, lang=lang)).language == language


@pytest.mark.parametrize(
    ("head", "url", "address"),
    [
        ('<link rel="canonical" href="/a?x=1&amp;y=2">', "https://varn.example/b", "https://varn.example/a?x=1&y=2"),
        ('<link rel="canonical" href="/a">', None, ""),
        ('<link rel="CANONICAL alternate" href="https://varn.example/a">', None, "https://varn.example/a"),
        ('<link rel="canonical" href="javascript:alert(1)">', None, ""),
        ('<link rel="canonical" href="http://[bad">', "https://varn.example/b", "https://varn.example/b"),
        ('<meta property="og:url" content="https://varn.example/og">', "https://varn.example/b", "https://varn.example/og"),
        ("", "https://varn.example/b", "https://varn.example/b"),
    ],
)  # fmt: skip
def test_address(head: str, url: str | None, address: str) -> None:
    assert declared(source(head, url=url)).url == address


def test_only_the_full_engine_hears_the_extractor() -> None:
    body = f"<article><h1>Bridge lost in flood</h1><p>{PROSE}</p><p>{PROSE} Twice.</p></article>"
    head = "<title>Bridge lost in flood | Varn Courier</title>"
    assert heard(source(head, body=body, engine="fast")).title == ""
    assert heard(source(head, body=body, engine="full")).title == "Bridge lost in flood"
    assert heard(PageSource("", None, "full")).title == ""


def test_frames_in_order() -> None:
    assert frames(PageSource("<frameset><frame src=a><frameset><frame src=b><frame></frameset><frame src=a></frameset>", None, "fast")) == (
        "a",
        "b",
    )


def test_metadata_of_a_whole_page() -> None:
    """What the page declares, what was removed from it, and the headline that is seen."""
    page = Path(__file__).parent.parent / "samples" / "html-wordpress" / "input.html"
    found = clean_html(page.read_bytes(), engine="fast").metadata
    assert (found.title, found.byline, found.published, found.section, found.site_name, found.language) == (
        "Ferry timetable cut in half for the winter", "Ida Holm", "2024-10-18T07:12:44+00:00", "Transport", "Varn Valley Echo", "en-GB",
    )  # fmt: skip
    assert found.url == "https://echo.example/2024/10/ferry-timetable-cut/"
    assert "ferry" in " ".join(found.tags)


def test_what_is_removed_tells_where_the_page_declares_nothing() -> None:
    markup = f"<article><h1>Bridge lost in flood at Varn</h1><p>By Ida Holm</p><p>{PROSE}</p><p>{PROSE} Twice.</p></article>"
    assert clean_html(markup, engine="fast").metadata.byline == "Ida Holm"
    declared_too = f'<meta name="author" content="Jens Lind">{markup}'
    assert clean_html(declared_too, engine="fast").metadata.byline == "Jens Lind"
