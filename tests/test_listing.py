"""Lists that are a story's own: what speaks for and against each of many things, not the columns of a menu."""

from __future__ import annotations

import pytest
from wholepage import MENU, STORY

from cleaner import Cleaner
from cleaner.listing import AMOUNTS_WITHIN, HEADS, headed_lists, near_amounts
from cleaner.survey import PROSE, Facts, survey

CLEANER = Cleaner()
BOATS = ["The Heron", "The Osprey", "The Tern", "The Plover", "The Curlew", "The Avocet"]


def review(boat: str) -> list[str]:
    return [
        boat,
        f"{boat} took us from Varn to the mill in nine minutes, and its deck was dry when we came to the pier.",
        "For it",
        "• Room for two bicycles and a pram",
        "• A warm cabin",
        "Against",
        "• The whistle wakes the whole valley",
        "• No lights",
    ]


def test_reviews_with_lists_of_their_own_belong_to_the_story() -> None:
    reviews = [line for boat in BOATS for line in review(boat)]
    body = CLEANER.clean("\n".join([*MENU, *STORY, *reviews, *MENU[::-1]])).text.split("\n")
    assert body == [*STORY, *reviews[: len(body) - len(STORY)]]
    assert set(reviews) - set(body) <= set(review(BOATS[-1])[2:]), "at the most the lists below the last paragraph"


def told(lines: list[str]) -> tuple[Facts, list[bool]]:
    facts = survey(lines)
    return facts, [letter in PROSE for letter in facts.shapes]


@pytest.mark.parametrize("count", [HEADS - 1, HEADS])
def test_a_line_heads_lists_of_the_story_when_it_stands_often_enough(count: int) -> None:
    lines = [line for boat in BOATS[:count] for line in review(boat)]
    listed = headed_lists(*told(lines), {})
    assert sorted(lines[i] for i in listed) == sorted(line for boat in BOATS[:count] for line in review(boat)[2:]) * (count == HEADS)


def test_columns_of_a_menu_have_no_prose_in_between() -> None:
    columns = ["Boats", "• Ferries", "• Yachts", "See all", "• Prices", "• Dates"] * HEADS
    assert not headed_lists(*told([*STORY, *columns, *STORY]), {})


def test_what_rules_remove_heads_no_list_and_ends_one() -> None:
    lines = [line for boat in BOATS for line in review(boat)]
    removed = {lines.index("For it"): "promo", lines.index("• No lights"): "promo"}
    assert headed_lists(*told(lines), {}) - headed_lists(*told(lines), removed) == {2, 3, 4, 7}


def test_what_stands_by_amounts_is_part_of_their_list() -> None:
    lines = ["Boats", "Ferries", "Varn", "Salt", "6 leeks", "3 eggs", "20 cl of cream", "Pepper", *MENU[:4]]
    facts = survey(lines)
    assert near_amounts(facts, len(lines), {}) == set(range(4 - AMOUNTS_WITHIN, 7 + AMOUNTS_WITHIN))
    assert near_amounts(facts, 7, {}) == set(range(4 - AMOUNTS_WITHIN, 7))
    assert not near_amounts(facts, 6, {})
    assert not near_amounts(facts, len(lines), {5: "promo"})
