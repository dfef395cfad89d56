"""How far a header reaches in a page."""

from __future__ import annotations

from cleaner.model import Evidence
from cleaner.reach import Header, reached
from cleaner.segment.page import page_blocks, parse
from cleaner.survey import survey

STORY = "<p>The river rose at night and took the old bridge with it, the mayor of Varn said on Monday morning to the crowd.</p>"
DEK = "<p>Repairs will take eleven months, and nobody in the town hall could say who would pay for them in the end.</p>"
CARD = f"<div><h3><a href='/x'>Who built the old dam upriver</a></h3>{DEK}<p><a href='/a'>Ida Holm</a></p></div>"


def under(markup: str, header: str = "Related articles") -> list[str]:
    """The beginnings of the blocks that a list header in this page reaches."""
    blocks = page_blocks(parse(f"<html><body>{markup}</body></html>")).blocks
    texts = [block.text for block in blocks]
    head = texts.index(header)
    facts = survey(texts, [block.element for block in blocks])
    found = reached(facts, Header(head, "list", Evidence("r", "promo", "drop", 0, 1, "")), {head: "promo"})
    return [texts[i][:10] for i in found]


def test_cards_with_standfirsts_belong_to_the_header_that_opens_their_box() -> None:
    page = f"<article>{STORY}<section><div><h2>Related articles</h2><div>{CARD}{CARD}</div></div></section></article>"
    assert under(page) == ["Who built ", "Repairs wi", "Ida Holm"] * 2


def test_a_box_that_goes_on_with_the_story_is_none() -> None:
    page = f"<article><div><h2>Related articles</h2>{CARD}{STORY * 4}</div></article>"
    assert under(page) == []


def test_a_header_below_the_story_reaches_no_story() -> None:
    page = f"<article>{STORY}<h2>Related articles</h2>{CARD}{CARD}</article>"
    assert under(page) == []


def test_the_box_is_no_more_than_what_the_header_opens() -> None:
    page = f"<article>{STORY}<section><h2>Related articles</h2>{CARD}</section>{CARD}{STORY}</article>"
    assert under(page) == ["Who built ", "Repairs wi", "Ida Holm"]
