"""Documents as HTML and Markdown: the structure of the page, valid, every text as it was."""

from __future__ import annotations

import re

import html5lib
import pytest
from documents import texts
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from smallrules import HEAD, SMALL, parse
from webpage import PAGE, STORY, TITLE

from cleaner import Block, Cleaner, Document, RuleSet, Verdict, clean_html
from cleaner.model import Element
from cleaner.render.html import to_html
from cleaner.render.markdown import escaped, to_markdown
from cleaner.ruleset.compile import compile_rule

P = "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning."
RICH = f"""<html lang="de"><head><title>Flood | Varn Courier</title><meta name="author" content='Ida "&" <Holm>'>
<meta property="og:site_name" content="Varn Courier"><meta property="article:published_time" content="2024-05-03T14:05:00Z">
<link rel="canonical" href="https://varn.example/flood?a=1&amp;b=2"></head><body><article><h1>Bridge &lt;lost&gt; in flood at Varn</h1>
<p>{P}</p><p>{P} Twice.</p><h3>What *now*?</h3><h4>Deeper</h4>
<ul><li>One<li>Two<ul><li>Inner</ul><li><p>Three a<p>Three b</ul><ol><li>First<li>Second</ol><ol><li>Another list</ol>
<blockquote><p>“We waited,” she said.<p>“Long.”</blockquote>
<table><tr><th>Year<th>A|B<tr><td>1984<td><tr><td>1985<td>6</table>
<table><tr><td><p>{P} In a table.<p>{P} Also.<p>{P} And so.<td>Right</table>
<pre>
def f():
    return `1` &lt; 2 ```

    # end
</pre><dl><dt>Term<dd>Meaning</dl><p>1. Not a list<p># Not a heading<p>a<br>b</p><p>{P} The end.</p></article></body></html>"""


@pytest.fixture(scope="module")
def rich() -> Document:
    return clean_html(RICH, engine="fast")


def check_valid(page: str) -> None:
    """No parse error, nothing loaded, one h1 at most, no empty attribute."""
    html5lib.HTMLParser(strict=True).parse(page)
    tree = lxml_html.document_fromstring(page)
    assert not tree.xpath("//script | //img | //iframe | //*[@src] | //link[@rel='stylesheet']")
    assert len(tree.xpath("//h1")) <= 1
    assert tree.findtext(".//title", "").strip()
    for item in tree.iter("li"):
        assert item.getparent().tag in ("ul", "ol")
    for lists in tree.iter("ul", "ol"):
        assert {child.tag for child in lists} == {"li"}
        assert not (lists.text or "").strip()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_html_has_the_structure_of_the_page(rich: Document) -> None:
    page = to_html(rich)
    check_valid(page)
    for piece in (
        '<html lang="de">', "<title>Bridge &lt;lost&gt; in flood at Varn</title>", "<h1>Bridge &lt;lost&gt; in flood at Varn</h1>",
        """<meta name="author" content='Ida "&amp;" &lt;Holm&gt;'>""", '<link rel="canonical" href="https://varn.example/flood?a=1&amp;b=2">',
        '<p class="byline">Ida "&amp;" &lt;Holm&gt; · <time datetime="2024-05-03">2024-05-03</time> · Varn Courier</p>',
        "<h2>What *now*?</h2>\n<h3>Deeper</h3>", "<li>Two\n<ul>\n<li>Inner</li>\n</ul></li>\n<li>Three a\n<p>Three b</p></li>",
        "</ol>\n<ol>\n<li>Another list</li>", "<blockquote>\n<p>“We waited,” she said.</p>\n<p>“Long.”</p>\n</blockquote>",
        "<tr><th>Year</th><th>A|B</th></tr>\n<tr><td>1984</td><td></td></tr>\n<tr><td>1985</td><td>6</td></tr>",
        f"<p>{P} Also.</p>\n<p>{P} And so.</p>\n<p>Right</p>",
        "<pre><code>def f():\n    return `1` &lt; 2 ```\n\n    # end</code></pre>", "<li>Term</li>\n<li>Meaning</li>",
    ):  # fmt: skip
        assert piece in page


def test_markdown_has_the_structure_of_the_page(rich: Document) -> None:
    text = to_markdown(rich)
    for piece in (
        "# Bridge \\<lost> in flood at Varn\n\n*Ida \"&\" \\<Holm> · 2024-05-03 · Varn Courier*\n\nThe river",
        "## What \\*now\\*?\n\n### Deeper",
        "- One\n- Two\n  - Inner\n- Three a\n\n  Three b\n\n1. First\n2. Second\n\n1) Another list",
        "> “We waited,” she said.\n>\n> “Long.”",
        "| Year | A\\|B |\n| --- | --- |\n| 1984 |  |\n| 1985 | 6 |", "````\ndef f():\n    return `1` < 2 ```\n\n    # end\n````",
        "1\\. Not a list\n\n\\# Not a heading\n\na\n\nb",
    ):  # fmt: skip
        assert piece in text


def test_body_only_shows_no_headline(rich: Document) -> None:
    assert "<h1>" not in to_html(rich, body_only=True)
    assert "byline" not in to_html(rich, body_only=True).split("</style>")[1]
    assert to_markdown(rich, body_only=True).startswith(P)


def test_both_say_what_the_text_says(rich: Document) -> None:
    page = lxml_html.document_fromstring(to_html(rich, body_only=True))
    assert squeezed("".join(page.find(".//article").itertext())) == squeezed(rich.body)
    assert squeezed(shown(to_markdown(rich, body_only=True))) == squeezed(rich.body)


def test_the_page_made_is_read_back_the_same() -> None:
    for markup in (RICH.replace("A|B", "Losses"), PAGE.replace("</h1>", "</h1><p>By Ida Holm</p>")):
        document = clean_html(markup)
        again = clean_html(to_html(document))
        assert again.headline == document.headline
        assert again.body == document.body
        assert again.metadata == document.metadata
        assert clean_html(to_html(document, body_only=True), engine="fast").body == document.body


def test_an_empty_document_is_an_empty_page() -> None:
    document = small().clean("")
    check_valid(to_html(document))
    assert to_markdown(document) == ""


MARKDOWN = MarkdownIt("commonmark").enable("table")


def shown(markdown: str) -> str:
    """The text that a reader sees."""
    return "".join(etree.fromstring(f"<div>{MARKDOWN.render(markdown)}</div>").itertext())


SIGNS = st.text("ab1 #*_`~<>[]()!&;:.+-=|\\\"'/{}$^\t", max_size=30)


@given(SIGNS)
@example("#")
@example("C# ##")
def test_markdown_shows_each_text_as_it_was(text: str) -> None:
    line = " ".join(text.split())
    rendered = MARKDOWN.render(escaped(line))
    assert rendered == (f"<p>{lxml_escaped(line)}</p>\n" if line else "")
    heading = to_markdown(document_of([(line or "a", "/html/body/h2", "h2")]))
    assert MARKDOWN.render(heading) == f"<h2>{lxml_escaped(line or 'a')}</h2>\n"


def lxml_escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


STEPS = ("ul", "ol", "li", "blockquote", "table", "tr", "td[1]", "td[3]", "th", "pre", "div", "dl", "dt", "li[2]", "tr[2]", "tr[3]", "p")
PLACES = st.lists(st.sampled_from(STEPS), max_size=6).map(lambda steps: "/".join(("/html/body", *steps)))
KINDS = st.sampled_from(["p", "li", "h2", "h4", "quote", "cell", "pre", "other", "caption"])


def document_of(blocks: list[tuple[str, str, str]]) -> Document:
    """A document of kept blocks: text, path and kind of each."""
    verdicts, position = [], 0
    for text, path, kind in blocks:
        block = Block(text, position, position + len(text), (), Element(path, kind, frozenset(), 0.0))
        verdicts.append(Verdict(block, "body", kept=True))
        position += len(text) + 1
    return Document("\n".join(text for text, _, _ in blocks), tuple(verdicts))


@given(st.lists(st.tuples(st.sampled_from(["One.", "- Two", "3. Three", "<b>", "x | y", "# z"]), PLACES, KINDS), max_size=12))
def test_any_nesting_is_valid_and_loses_nothing(blocks: list[tuple[str, str, str]]) -> None:
    document = document_of(blocks)
    page = to_html(document)
    check_valid(page)
    article = lxml_html.document_fromstring(page).find(".//article")
    assert squeezed("".join(article.itertext())) == squeezed(document.body)
    assert squeezed(shown(to_markdown(document))) == squeezed(document.body)


def small() -> Cleaner:
    return Cleaner(RuleSet([compile_rule(rule) for rule, _ in parse(SMALL, head=HEAD)]))


SMALL_CLEANER = small()


@given(texts())
def test_texts_become_paragraphs(text: str) -> None:
    document = SMALL_CLEANER.clean(text)
    check_valid(to_html(document))
    kept = [v for v in document.verdicts if v.kept and v.label != "headline"]
    assert to_html(document, body_only=True).count("<p>") == len(kept)


def test_texts_have_their_headline_and_byline() -> None:
    document = small().clean(f"{TITLE}\n\n{STORY[0]}\n\nRead more: Who built it?\n\n{STORY[1]}")
    assert to_markdown(document) == f"# {TITLE}\n\n{STORY[0]}\n\n{STORY[1]}\n"
    assert f"<h1>{TITLE}</h1>" in to_html(document)


def test_a_wide_or_deep_table_stays_small() -> None:
    cells = [(f"c{i}", f"/html/body/table/tr[{i}]/td[{i}]", "cell") for i in range(1, 400)]
    assert len(to_html(document_of(cells))) < 40_000
    deep = [(f"c{i}", "/html/body" + "/ul/li" * i, "li") for i in range(1, 900, 50)]
    check_valid(to_html(document_of(deep)))
