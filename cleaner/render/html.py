"""A document as a page of its own: HTML5 with nothing but the story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from cleaner.document import Document
from cleaner.metadata import Metadata
from cleaner.render.facts import about, day
from cleaner.render.outline import Node, outline

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.6 Georgia, serif; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 0.25rem solid gray; }
pre { overflow-x: auto; font-size: 0.9rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid gray; padding: 0.25rem 0.5rem; text-align: left; }
.byline { color: gray; }
"""
_TAGS = {"li": "li", "quote": "blockquote", "ul": "ul", "ol": "ol", "table": "table", "row": "tr", "cell": "td", "head": "th"}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ud800-\udfff]|[\ufffe\uffff]")
"""What an HTML document must not hold; U+FFFD stands for it."""


def to_html(document: Document, *, body_only: bool = False) -> str:
    """One self-contained page: headline, a line of facts, the body with its subheadings, lists, quotes, tables and code.

    All text is escaped; nothing is loaded, no script. `body_only` leaves headline and facts out of what is seen.
    """
    metadata = document.metadata
    language = f" lang={quoteattr(metadata.language)}" if metadata.language else ""
    heading = "" if body_only else _heading(document.headline or metadata.title, metadata)
    body = "\n".join(_block(node) for node in outline(document))
    return f"""<!DOCTYPE html>
<html{language}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{_text(" ".join((metadata.title or document.headline or metadata.url or "Untitled").split()))}</title>
{_declared(metadata)}<style>{STYLE}</style>
</head>
<body dir="auto">
<article>
{heading}{body}
</article>
</body>
</html>
"""


def _heading(title: str, metadata: Metadata) -> str:
    facts = about(metadata)
    date = day(metadata.published)
    shown = [f'<time datetime="{date}">{date}</time>' if fact == date else _text(fact) for fact in facts]
    line = f'<p class="byline">{" · ".join(shown)}</p>\n' if shown else ""
    headline = f"<h1>{'<br>'.join(map(_text, title.splitlines()))}</h1>\n" if title else ""
    return f"<header>\n{headline}{line}</header>\n" if headline or line else ""


def _declared(metadata: Metadata) -> str:
    """The metadata for machines."""
    values: Iterable[tuple[str, str, str]] = (
        ("name", "author", metadata.byline), ("name", "description", metadata.description), ("name", "keywords", ", ".join(metadata.tags)),
        ("property", "og:site_name", metadata.site_name), ("property", "article:published_time", metadata.published),
        ("property", "article:modified_time", metadata.updated), ("property", "article:section", metadata.section),
    )  # fmt: skip
    lines = [f'<meta {key}="{name}" content={_attribute(value)}>\n' for key, name, value in values if value]
    if metadata.url.lower().startswith(("http://", "https://")):
        lines.append(f'<link rel="canonical" href={_attribute(metadata.url.replace(" ", "%20"))}>\n')
    return "".join(lines)


def _block(node: Node) -> str:
    if node.kind == "heading":
        return f"<h{node.level}>{_text(node.text)}</h{node.level}>"
    if node.kind == "text":
        return f"<p>{_text(node.text)}</p>"
    if node.kind == "code":
        return f"<pre><code>{_text(node.text)}</code></pre>"
    tag = _TAGS[node.kind]
    if node.kind in ("cell", "head"):
        return f"<{tag}>{_text(node.text)}</{tag}>"
    if node.kind == "li" and node.children[0].kind == "text":  # the text of an item needs no paragraph of its own
        rest = "".join(f"\n{_block(child)}" for child in node.children[1:])
        return f"<li>{_text(node.children[0].text)}{rest}</li>"
    if node.kind == "row":
        return f"<tr>{''.join(map(_block, node.children))}</tr>"
    inner = "\n".join(map(_block, node.children))
    return f"<{tag}>\n{inner}\n</{tag}>"


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", " ".join(text.split())))
