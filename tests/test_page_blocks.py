"""Blocks of a page: the path of each, preformatted text, limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from cleaner import clean_html
from cleaner.model import Block
from cleaner.segment import page as page_module
from cleaner.segment.limits import MAX_BYTES, MAX_DEPTH, PageError
from cleaner.segment.page import Page, page_blocks, parse
from cleaner.segment.trace import Trace

SAMPLES = Path(__file__).parent.parent / "samples"


def blocks(markup: str) -> list[Block]:
    return page_blocks(parse(markup)).blocks


def path(block: Block) -> str:
    assert block.element is not None
    return block.element.path


def test_paths_are_readable() -> None:
    found = blocks("<body><nav>Menu</nav><article><h1>A</h1><p>B<p>C<br>D<br><br>E<ul><li>F<ul><li>G</ul></ul></article>")
    assert [(path(b), b.text) for b in found] == [
        ("/html/body/nav", "Menu"), ("/html/body/article/h1", "A"), ("/html/body/article/p[1]", "B"),
        ("/html/body/article/p[2]", "C"), ("/html/body/article/p[2]#2", "D"), ("/html/body/article/p[2]#3", "E"),
        ("/html/body/article/ul/li", "F"), ("/html/body/article/ul/li/ul/li", "G"),
    ]  # fmt: skip


ODD = """<body><p>One<p>Two <b>three<br>four</b><div>x<div>y</div>z</div><o:p>five</o:p><p#a[2]>six</p#a[2]>
<script>var a = 1</script><table><tr><td>7<td>8<tr><td>9</table><div hidden>no</div><div>ten</div>"""


def test_paths_are_unique_and_lead_to_their_element() -> None:
    tree = parse(ODD)
    found = page_blocks(tree).blocks
    assert len({path(b) for b in found}) == len(found)
    for block in found:
        way = path(block).partition("#")[0]
        if ":" in way or "_" in way:  # names that XPath takes for something else
            continue
        assert len(tree.xpath(way)) == 1, way
        (element,) = tree.xpath(way)
        assert re.sub(r"\s+", "", block.text) in re.sub(r"\s+", "", etree.tostring(element, method="text", encoding="unicode"))


@pytest.mark.parametrize(
    "page", [ODD, *(path.read_text(encoding="utf-8", errors="replace") for path in sorted(SAMPLES.glob("html-*/input.html")))]
)
def test_a_walk_that_marks_elements_sees_the_same_blocks(page: str) -> None:
    """Without a trace the walk takes short cuts for space and for elements inside a line."""
    assert page_blocks(parse(page), Trace([])).blocks == page_blocks(parse(page)).blocks


def test_preformatted_text_keeps_its_lines() -> None:
    page = page_blocks(parse("<p>Look:</p><pre>\n\n  def f():\r\n\treturn <b>1</b>\n\n  f()  \n\n</pre><p>Done.</p>"))
    code = page.blocks[1]
    assert code.element is not None
    assert code.element.kind == "pre"
    assert page.text == "Look:\n  def f():\n    return 1\n\n  f()  \nDone."
    assert code.text == "def f():\n    return 1\n\n  f()"
    assert [page.text[low:high] for low, high in code.lines] == ["def f():", "return 1", "f()"]
    _check_spans(page)


def _check_spans(page: Page) -> None:
    position = 0
    for block in page.blocks:
        assert page.text[block.start : block.end] == block.text
        assert not page.text[position : block.start].strip()
        position = block.end
    assert not page.text[position:].strip()


def test_a_page_that_is_nested_too_deep_is_refused() -> None:
    assert blocks("<div>" * (MAX_DEPTH - 10) + "deep")[0].text == "deep"
    with pytest.raises(PageError, match=f"deeper than {MAX_DEPTH}"):
        clean_html("<div>" * (MAX_DEPTH + 10) + "deep")


def test_a_page_that_is_too_large_is_refused() -> None:
    with pytest.raises(PageError, match=f"larger than {MAX_BYTES >> 20} MiB"):
        parse("x" * (MAX_BYTES + 1))


def test_a_page_whose_paths_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_module, "MAX_WEIGHT", 100_000)
    deep = "<div>" * 1000
    assert len(blocks(f"{deep}<p>a</p>")) == 1
    with pytest.raises(PageError, match="nested too deep, too often"):
        blocks(deep + "<p>a</p>" * 20)


@pytest.mark.parametrize("end", ["</body></html>", "</html>", "</body></HTML >", "</html></html>"])
def test_what_follows_an_early_end_of_the_page_is_read(end: str) -> None:
    """As browsers do; a template closed the page in its header."""
    assert [block.text for block in page_blocks(parse(f"<html><body><p>Menu</p>{end}<div><p>Story</p></div></body></html>")).blocks] == [
        "Menu",
        "Story",
    ]


ROOT = "<template shadowrootmode=open>"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<x-a><template shadowrootmode='open'><p>One</p><slot></slot><p>Three</p></template><p>Two</p></x-a>", ["One", "Two", "Three"]),
        ("<x-a><template shadowrootmode=closed><slot name=b>Old</slot><slot></slot></template><i slot=b>New</i></x-a>", ["New"]),
        ("<x-a><template shadowrootmode=open><slot>Else</slot></template></x-a>", ["Else"]),
        (
            "<x-a><template shadowrootmode=open>A<x-b><template shadowrootmode=open>B<slot></slot></template>C</x-b></template></x-a>",
            ["A", "B", "C"],
        ),
        (f"<x-a>{ROOT}<x-b>{ROOT}<p>1</p><slot></slot></template><p>2</p></x-b><slot></slot></template><p>3</p></x-a>", ["1", "2", "3"]),
        ("<x-a><template shadowrootmode=open>A</template><template shadowrootmode=open>B</template></x-a>", ["A"]),
        ("<x-a><template><p>Not shown</p></template></x-a><p hidden>Nor this</p>", []),
        ("<p hidden='until-found'>Folded</p>", ["Folded"]),
    ],
)
def test_a_reader_sees_shadow_roots_and_what_can_be_unfolded(markup: str, lines: list[str]) -> None:
    assert [block.text for block in page_blocks(parse(f"<body>{markup}</body>")).blocks] == lines


LONG = "The river rose at night and took the old bridge with it, the mayor of Varn said on Monday, and nobody was hurt."
PANEL = f"<p>{LONG}</p>"


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        (f"<a role='button' aria-controls='x a'>Who</a><div id='a' style='display:none'>{PANEL}</div>", True),
        (f"<button aria-controls='a'>Who</button><p>Else</p><div id='a' aria-hidden='true' hidden>{PANEL}</div>", True),
        (f"<h3><button aria-expanded='false'>Who</button></h3><div hidden>{PANEL}</div>", True),
        (f"<button aria-expanded='false'>Who</button><div hidden><div>{PANEL}</div></div>", True),
        (f"<h3>Who</h3><div hidden>{PANEL}</div>", False),
        (f"<button aria-expanded='false'>Who</button><p>Else</p><div hidden>{PANEL}</div>", False),
        (f"<button aria-controls='b'>Who</button><div id='a' hidden>{PANEL}</div>", False),
        (f"<nav><button aria-controls='a'>Who</button><div id='a' hidden>{PANEL}</div></nav>", False),
        (f"<button aria-controls='a'>Who</button><div id='a' hidden><p>{LONG[:60]}</p></div>", False),  # as menus do
        (f"<button aria-controls='a'>Who</button><div hidden><div id='a'>{PANEL}</div></div>", False),
    ],
)
def test_a_section_that_a_button_unfolds_is_read_when_it_holds_a_paragraph(markup: str, shown: bool) -> None:
    blocks = page_blocks(parse(f"<body><main>{markup}<p>End</p></main></body>")).blocks
    assert any(block.text.startswith(LONG[:50]) for block in blocks) is shown
    assert blocks[-1].text == "End"
