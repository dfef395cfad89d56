"""Markdown and leftover HTML: read as a person sees it, judged as text, given back with its markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import run
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import check_explained, check_nothing_lost

import cleaner
from cleaner import Cleaner, Document
from cleaner.markup import cut_spans
from cleaner.segment.inline import Pair, take_apart
from cleaner.segment.markdown import read_markup
from cleaner.segment.plain import segment
from cleaner.segment.signs import is_markup
from cleaner.text import LINE_ENDS

CLEANER = Cleaner()
STORY = "The ferry crossed the Varn on Monday for the first time since 1984, with the mayor at the rail."


def clean(text: str) -> Document:
    return CLEANER.clean(text, markup="markdown")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("**bold** and *slanted* and __bold__ and _slanted_ and ~~gone~~", "bold and slanted and bold and slanted and gone"),
        ("***both*** `code` ``more `code` here``", "both code more code here"),
        ("snake_case_name and 5 * 3 * 2 and 2*3", "snake_case_name and 5 * 3 * 2 and 2*3"),
        ("a * that closes nothing, **nor this", "a * that closes nothing, **nor this"),
        ("[the mayor](https://x.example/m) spoke", "the mayor spoke"),
        ('[the mayor](https://x.example/m_(varn) "title") spoke', "the mayor spoke"),
        ("[the **old** mayor][1] and [another][] spoke", "the old mayor and another spoke"),
        ("he [sic] said […] and [x] too", "he [sic] said […] and [x] too"),
        ("![a picture](x.jpg) beside words", " beside words"),
        ("[![a picture](x.jpg) The mayor](y)", " The mayor"),
        (r"\*no\* emphasis \[here\]", "*no* emphasis [here]"),
        ("<https://x.example> and <ida@x.example>", "https://x.example and ida@x.example"),
        ("Q&amp;A &#8211; &ldquo;yes&rdquo;&nbsp;&hellip; AT&T &c.", "Q&A – “yes” … AT&T &c."),
        ("a <em>b</em> <span class='x'>c</span><!-- d -->e 3 < 4 > 2", "a b ce 3 < 4 > 2"),
        ("a note[^1] here", "a note here"),
    ],
)
def test_what_a_reader_sees_of_a_line(source: str, seen: str) -> None:
    inner = take_apart(source, 0, len(source))
    assert "".join(piece.text for piece in inner.pieces) == seen
    for piece in inner.pieces:
        assert piece.text == source[piece.start : piece.end] or piece.end - piece.start != len(piece.text) or piece.text == " "


def kinds(source: str) -> list[tuple[str, str]]:
    return [(block.element.kind, block.text) for block in read_markup(source).blocks if block.element]


def test_lines_and_their_kinds() -> None:
    source = (
        "# One #\n\nTwo\n===\n\nThree\n---\n\n- four\n  - five\n1. six\n\n> seven\n> eight\n\n| a | b |\n|---|:-:|\n| c | d |\n\n"
        "```py\nx = 1\n\ny = 2\n```\n\n***\n\nlast *words\nof* it"
    )
    assert kinds(source) == [
        ("h1", "One"), ("h1", "Two"), ("h2", "Three"), ("li", "- four"), ("li", "- five"), ("li", "1. six"), ("quote", "seven"),
        ("quote", "eight"), ("cell", "a | b"), ("cell", "c | d"), ("pre", "x = 1 y = 2"), ("other", "***"),
        ("p", "last words"), ("p", "of it"),
    ]  # fmt: skip


def test_a_fence_without_an_end_is_text() -> None:
    assert [text for _, text in kinds(f"```\n{STORY}")] == ["```", STORY]


def test_link_share_is_that_of_the_letters() -> None:
    blocks = read_markup(f"[Sport](/s) [News](/n)\n\n{STORY}\n\n[half](/h) four").blocks
    assert [block.element and round(block.element.link_share, 1) for block in blocks] == [1.0, 0.0, 0.5]


TEXT = """\
---
title: 'Old ferry returns'
---
[Home](/) > [Regions](/r)

# Old **ferry** returns to the Varn after forty years

![The ferry](https://x.example/f.jpg)

By [Ida Holm](https://x.example/ida)

The ferry crossed the Varn on Monday for the first time since 1984, with the [mayor](https://x.example/m) at the rail.

**Read more:** [Who will pay for the bridge?](https://x.example/b)

> "We waited long enough," said Marta Holm, who runs the inn above the landing. **READ ALSO: [Ten walks along the river](https://x.example/w)**

| Way | Price |
|---|---|
| One way | two crowns |

- Tickets cost two crowns, as they did *then*, said the [operator][1] of the old ferry.
  - Children travel free on Sundays, but for the last boat of the day.

[1]: https://x.example/op
[2]: https://x.example/unused
"""
KEPT = """\
# Old **ferry** returns to the Varn after forty years

The ferry crossed the Varn on Monday for the first time since 1984, with the [mayor](https://x.example/m) at the rail.

> "We waited long enough," said Marta Holm, who runs the inn above the landing.

| Way | Price |
|---|---|
| One way | two crowns |

- Tickets cost two crowns, as they did *then*, said the [operator][1] of the old ferry.
  - Children travel free on Sundays, but for the last boat of the day.

[1]: https://x.example/op"""
PLAIN = """\
Old ferry returns to the Varn after forty years
The ferry crossed the Varn on Monday for the first time since 1984, with the mayor at the rail.
"We waited long enough," said Marta Holm, who runs the inn above the landing.
Way | Price
One way | two crowns
- Tickets cost two crowns, as they did then, said the operator of the old ferry.
- Children travel free on Sundays, but for the last boat of the day."""


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=repr)
def test_what_is_kept_keeps_its_markup(end: str) -> None:
    doc = clean(TEXT.replace("\n", end))
    check_nothing_lost(TEXT.replace("\n", end), doc)
    check_explained(TEXT.replace("\n", end), doc, CLEANER)
    assert doc.text.replace("\r\n", "\n") == KEPT
    assert doc.plain() == PLAIN
    assert doc.plain(headline=False) == PLAIN.split("\n", 1)[1]
    assert doc.metadata.byline == "Ida Holm"
    assert doc.metadata.title == "Old ferry returns to the Varn after forty years"


def test_quotes_are_offsets_into_the_source() -> None:
    doc = clean(TEXT)
    quotes = {TEXT[e.start : e.end] for v in doc.removed for e in v.evidence if e.rule == "en-promo-read-more-label"}
    assert quotes == {"**Read more:** [Who will pay for the bridge?](https://x.example/b)"}, "a whole block with its marks"
    cut = next(v for v in doc.verdicts if v.cuts)
    assert [TEXT[low:high] for low, high in cut.cuts] == ["**READ ALSO: [Ten walks along the river](https://x.example/w)**"]


def test_cleaned_markdown_stays_as_it_is() -> None:
    assert clean(KEPT).text == KEPT


def test_markdown_is_found_out() -> None:
    assert is_markup(TEXT)
    assert cleaner.clean(TEXT).text == KEPT
    assert cleaner.clean(TEXT, markup="none").form == "lines"


@pytest.mark.parametrize("text", ["", STORY, f"# {STORY}", "#varn #ferry", "a [sic] & b; <3", "[1] see below\n[2] see above", "R&amp;D"])
def test_text_without_markup_is_text(text: str) -> None:
    assert not is_markup(text)


def test_an_unknown_markup_is_an_error() -> None:
    with pytest.raises(ValueError, match="auto, markdown, none"):
        cleaner.clean("x", markup="html")


def test_pictures_stay_on_request() -> None:
    assert "![The ferry](https://x.example/f.jpg)" in clean(TEXT).keeping("caption").body


FEED = (
    "<p>The river rose at night &amp; took the bridge.</p><p>Nobody was hurt, the mayor said on Monday.</p>\n"
    '<p>The post <a href="https://x.example/p">Ten dead in flood</a> appeared first on <a href="https://x.example">The Varn Post</a>.</p>'
)


def test_html_left_in_a_feed() -> None:
    doc = cleaner.clean(FEED)
    assert doc.restore() == FEED
    assert doc.plain() == "The river rose at night & took the bridge.\nNobody was hurt, the mayor said on Monday."
    assert [v.label for v in doc.removed] == ["legal"]


def test_marks_stay_in_pairs() -> None:
    link = Pair((0, 1), (5, 9), link=True)
    assert cut_spans([link], (1, 5), (0, 20)) == [(0, 9)]
    assert cut_spans([link], (3, 12), (0, 20)) == [(3, 5), (9, 12)]
    assert cut_spans([link, Pair((12, 14), (18, 20), link=False)], (0, 16), (0, 20)) == [(0, 12), (14, 16)]
    assert cut_spans([link], (10, 15), (0, 20)) == [(10, 15)]


MARKS = [
    "**",
    "*",
    "_",
    "`",
    "[",
    "](x)",
    "][y]",
    "![",
    "> ",
    "# ",
    "- ",
    "| ",
    "\n",
    "\n\n",
    "```\n",
    "---\n",
    "===\n",
    "<b>",
    "</b>",
    "<p>",
]
MARKS += ["</p>", "<!--", "-->", "&amp;", "\\", "[y]: z\n", "|---|\n", " ", "Read more:", "By Ida Holm", STORY, "word", "\r\n", "\u200b"]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from((*MARKS, *LINE_ENDS)), max_size=30).map("".join))
def test_promises_hold_of_any_markup(text: str) -> None:
    doc = clean(text)
    check_nothing_lost(text, doc)
    check_explained(text, doc, CLEANER)
    assert all(doc.plain().split("\n")) or not doc.plain()


@pytest.mark.parametrize("end", LINE_ENDS)
def test_lines_end_where_they_end_in_plain_text(end: str) -> None:
    """A file with page breaks or Unicode's line ends is read as a text without marks would be, and comes back as it was."""
    text = f"{STORY}{end}# Second{end}{end}- third{end}fourth{end}```{end}code{end}more{end}```{end}"
    doc = clean(text)
    check_nothing_lost(text, doc)
    assert [v.block.text.strip() for v in doc.verdicts][:4] == [STORY, "# Second", "- third", "fourth"]
    bare = f"{STORY}{end}{end}One.{end}Two.{end}"
    assert [b.text for b in read_markup(bare).blocks] == [b.text for b in segment(bare)]


def test_a_tag_around_nothing_that_is_seen_is_accounted_for() -> None:
    text = f"<b>\u200b\n\n{STORY}"
    check_nothing_lost(text, clean(text))


def test_time_is_linear_in_marks() -> None:
    """Each mark is looked at a bounded number of times, also where nothing is ever closed."""
    for mark in ("[", "*a ", "![", "<a", "_a ", "`a ", "&amp", "](", "> ", "<!--"):
        take_apart(mark * 20_000, 0, 20_000 * len(mark))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_bytes(TEXT.encode())
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    return tmp_path


@pytest.mark.parametrize("args", [["a.md"], ["a.txt"], ["a.txt", "--input-format", "markdown"], ["a.md", "--format", "markdown"]])
def test_markdown_on_the_command_line(place: Path, args: list[str]) -> None:
    assert run("clean", *args).stdout == f"{KEPT}\n"


def test_plain_takes_the_marks_out(place: Path) -> None:
    assert run("clean", "a.md", "--plain").stdout == f"{PLAIN}\n"
    assert run("clean", "a.md", "--plain", "--body-only").stdout == PLAIN.split("\n", 1)[1] + "\n"
    assert "---" in run("clean", "a.md", "--input-format", "text", "--plain").stdout, "read as text it has no marks"


def test_markdown_in_place_keeps_line_ends(place: Path) -> None:
    (place / "a.md").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert run("clean", "a.md", "--in-place").exit_code == 0
    assert (place / "a.md").read_bytes() == f"{KEPT}\n".replace("\n", "\r\n").encode()


def test_explain_shows_the_source(place: Path) -> None:
    out = run("explain", "a.md").stdout
    assert "[-**READ ALSO: [Ten walks along the river](https://x.example/w)**-]" in out
    assert "context-image: drop caption" in out


WRAPPED = (
    "The ferry crossed the Varn on Monday for the first time since\n1984, with the mayor at the rail and a band on\nthe *bank* above it."
)


def test_a_line_break_inside_a_paragraph_parts_no_blocks() -> None:
    source = f"# Old ferry returns to the Varn\n\n{WRAPPED}\n\nIt costs two crowns, as it did then.\n"
    doc = cleaner.clean(source, markup="markdown")
    assert [verdict.block.text for verdict in doc.verdicts][1] == WRAPPED
    assert len(doc.verdicts[1].block.lines) == WRAPPED.count("\n") + 1
    assert doc.restore() == source


def test_a_tag_that_ends_a_line_ends_a_paragraph() -> None:
    first = "The river rose at night and took the old stone bridge and the ferry\nhouse with it, two witnesses said on Monday."
    second = "Nobody was hurt, as far as the mayor knew when he spoke to the men at\nthe harbour in the evening, for it was late."
    blocks = read_markup(f"<div>{first}</div>\n{second}\n\n## Later\n\nMore rain.").blocks
    assert [block.text for block in blocks] == [first, second, "Later", "More rain."]
    blocks = read_markup(f"{first}\n<p>{second}\n\n## Later\n\nMore rain.").blocks
    assert [block.text for block in blocks] == [first, second, "Later", "More rain."]
    blocks = read_markup(f"{first}\n{second}\n\n## Later\n\nMore rain.").blocks
    assert [block.text for block in blocks] == [f"{first}\n{second}", "Later", "More rain."]


def test_lines_that_no_blank_line_sets_apart_stay_lines() -> None:
    """A body has one block a line, code among them; cleaned again it must not run together."""
    source = "# Old ferry returns\nThe ferry crossed the Varn on Monday with\nthe mayor at the rail and a band on\nthe *bank* above it."
    assert len(cleaner.clean(source, markup="markdown").verdicts) == 4


@pytest.mark.parametrize("mark", ["  ", "\\", "."], ids=["spaces", "backslash", "full stop"])
def test_a_hard_break_and_the_end_of_a_sentence_part_lines(mark: str) -> None:
    first = "The ferry crossed the Varn on Monday for the first time" + mark
    doc = cleaner.clean(f"{first}\nand nobody had believed in it.\n\nIt costs two crowns.", markup="markdown")
    assert len(doc.verdicts) == 3
