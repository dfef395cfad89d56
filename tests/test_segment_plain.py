"""Plain text into blocks, with exact spans."""

from __future__ import annotations

import textwrap

import pytest
from documents import STORY, texts
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, RuleSet
from cleaner.model import Block
from cleaner.segment.plain import segment
from cleaner.text import BLANK

NO_RULES = Cleaner(RuleSet([]))
LONG = STORY[0], STORY[4], STORY[7], STORY[8]


def lines_of(text: str) -> list[str]:
    return [block.text for block in segment(text)]


@pytest.mark.parametrize(
    "end",
    ["\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\x0c", "\x0b", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\n\r", " \n\t\n "],
    ids=repr,
)
def test_line_ends(end: str) -> None:
    text = end.join(["One.", "Two words", "Three."])
    assert lines_of(text) == ["One.", "Two words", "Three."]
    assert lines_of(text + end) == lines_of(end + text) == ["One.", "Two words", "Three."]


def test_mixed_line_ends() -> None:
    assert lines_of("a\r\nb\rc\nd\x0ce\u2028f") == list("abcdef")


@pytest.mark.parametrize(
    "space", ["", " ", "\t", "\u00a0", "\u3000", "\u2009", "\ufeff", "\u200b", "\u00ad", "\u200e", " \ufeff\u200b\t "], ids=repr
)
def test_outer_space_is_no_part_of_a_block(space: str) -> None:
    text = f"{space}One two.{space}\n{space}Three.{space}"
    assert lines_of(text) == ["One two.", "Three."]
    assert [(b.start, b.end) for b in segment(text)] == [(len(space), len(space) + 8), (3 * len(space) + 9, 3 * len(space) + 15)]


def test_inner_space_is_kept() -> None:
    """A block is the caller's own text: nothing inside it changes."""
    assert lines_of("One\u00a0two\t three \u200b four") == ["One\u00a0two\t three \u200b four"]


@pytest.mark.parametrize("text", ["", " ", "\n", "\r\n\r\n", "\ufeff", "\u200b\n\u00ad", "\t\x0c\n"])
def test_no_text_no_blocks(text: str) -> None:
    assert segment(text) == []


@given(texts())
def test_blocks_are_exact(text: str) -> None:
    position = 0
    for block in segment(text):
        assert text[block.start : block.end] == block.text
        assert block.text == block.text.strip(BLANK) != ""
        assert not text[position : block.start].strip(BLANK), "only blanks lie between blocks"
        for low, high in block.spans:
            assert text[low:high] == text[low:high].strip(BLANK) != ""
            assert len(text[low:high].splitlines()) == 1
        position = block.end
    assert not text[position:].strip(BLANK)


@given(texts(st.sampled_from(STORY)))
def test_restore(text: str) -> None:
    assert NO_RULES.clean(text).restore() == text


def wrapped(*paragraphs: str, width: int = 72, end: str = "\n", indent: str = "") -> str:
    return (end * 2).join(end.join(textwrap.wrap(p, width, initial_indent=indent, break_long_words=False)) for p in paragraphs)


TWO = f"{STORY[0]} {STORY[4]} {STORY[0]}", f"{STORY[7]} {STORY[8]} {STORY[7]}"


@pytest.mark.parametrize("width", [50, 60, 66, 72, 80, 99])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
def test_hard_wrapped_paragraphs_are_one_block(width: int, end: str) -> None:
    text = wrapped(*TWO, width=width, end=end)
    blocks = segment(text)
    assert [" ".join(text[low:high] for low, high in block.spans) for block in blocks] == list(TWO)
    assert NO_RULES.clean(text).body == "\n".join(TWO)
    assert NO_RULES.clean(text).restore() == text


def test_indented_wrapped_paragraphs() -> None:
    assert len(segment(wrapped(*TWO, indent="    "))) == 2


def test_a_block_of_several_lines_quotes_its_source() -> None:
    text = wrapped(*TWO)
    first = segment(text)[0]
    assert first.text == text[: text.index("\n\n")]
    assert len(first.spans) == first.text.count("\n") + 1
    assert first == Block(first.text, 0, len(first.text), first.lines)


def test_headings_and_lists_in_wrapped_text_stay_alone() -> None:
    story, lists = wrapped(*TWO), "- flour\n- butter\n- salt\n\n1. Chop the onions.\n2. Fry them.\n\n* * *"
    text = f"Ten dead in flood\n\n{story}\n\n{lists}\n\n{story}"
    blocks = [block.text for block in segment(text)]
    assert blocks[0] == "Ten dead in flood"
    assert blocks[3:9] == ["- flour", "- butter", "- salt", "1. Chop the onions.", "2. Fry them.", "* * *"]
    assert len(blocks) == 11


def test_long_list_items_in_wrapped_text_begin_blocks() -> None:
    item = "- The river rose at night and took the bridge with it, they all said."
    assert lines_of(f"{wrapped(*TWO)}\n\n" + "\n".join([item] * 3))[2:] == [item] * 3


def test_lines_of_one_width_without_blank_lines_are_not_joined() -> None:
    """No blank line anywhere: each line is a paragraph, however even they are."""
    line = "The river rose at night and took the old bridge with it, they said."
    assert len(segment("\n".join([line] * 8))) == 8


def test_paragraphs_with_single_line_breaks_are_not_joined() -> None:
    """Paragraphs of uneven length, one a line, with a blank line here and there, as extractors leave them."""
    text = "Short one here.\nA somewhat longer line of story than the one above it.\n\nMiddle sized line of it.\nEnd.\n\nOne more."
    assert len(segment(text)) == 5


def test_poem_is_not_joined() -> None:
    first = "The river rose, the river fell,\nand no one heard the drowning bell\nthat rang\nin the old town."
    second = "By morning all was mud and wood,\nand where the bridge had been,\nwe stood."
    text = f"{first}\n\n{second}"
    assert len(segment(text)) == 7


def test_many_short_lines_are_not_joined() -> None:
    assert len(segment("a\nb\n\nc\nd\n\ne\nf")) == 6


@pytest.mark.parametrize("mark", ["-", "*", "•", "·", "‣", "►", "▪"])
def test_bullets_are_blocks(mark: str) -> None:
    assert lines_of(f"List:\n{mark} one\n{mark} two") == ["List:", f"{mark} one", f"{mark} two"]
