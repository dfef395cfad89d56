"""The headline at the top of a text that begins with its article, and what stands above it there."""

from __future__ import annotations

from functools import partial
from itertools import product

import pytest
from counting import steps

from cleaner import Cleaner, RuleSet
from cleaner.opening import ABOVE, OUTWEIGHING_WORDS, opening
from cleaner.survey import survey

STORY = [
    "The old ferry crossed the Varn on Monday for the first time in nine years, with the mayor at the rail and a brass band on the bank.",
    "Two brothers built the ferry in their barn, and nobody on the eastern bank had thought that it would ever return.",
]
HEADLINE = "Brass band greets the old ferry"
SECTION = "Lakes, Rivers & Leisure"
BANNER = "Subscribe now and save up to half"
LINES = [HEADLINE, SECTION, BANNER, "Ferry", "Mayor and brothers watch the band from the eastern bank", "What the barn hid"]


def top(*lines: str) -> int | None:
    return opening(survey([*lines, *STORY]))


def test_the_first_line_is_the_headline() -> None:
    assert top(HEADLINE) == 0
    assert top("Ferry", HEADLINE) == 1
    assert opening(survey(STORY)) is None


@pytest.mark.parametrize("upper", [SECTION, BANNER])
def test_a_line_with_none_of_the_storys_words_stands_above_the_headline(upper: str) -> None:
    assert top(upper, HEADLINE) == 1
    assert top("Home", upper, HEADLINE) == 2
    assert top(upper, "Ferry", HEADLINE) == 2


@pytest.mark.parametrize(
    "above", [["2. Home", "3. Rivers"], ["Home", "Rivers", "3 May 2024"], ["RIVER DIARY", "Ferries"], ["*", "news.example.org"]]
)
def test_short_lines_stand_above_a_headline_in_the_storys_words(above: list[str]) -> None:
    assert top(*above, HEADLINE) == 2 + (len(above) > 2)
    assert top(*above, "What nobody had thought of") is None


def test_labels_and_paragraphs_above_a_line_tell_that_it_is_a_subheading() -> None:
    assert top("Ferry", "In short:", HEADLINE) is None
    assert top(*STORY, HEADLINE) is None


def test_below_a_long_list_of_short_lines_is_no_headline() -> None:
    words = [f"Pier{i}" for i in range(ABOVE + 1)]
    assert top(*words[:-1], HEADLINE) == ABOVE
    assert top(*words, HEADLINE) is None


def test_two_lines_in_the_storys_words_are_not_told_apart() -> None:
    assert top(HEADLINE, "Mayor and brothers watch the band from the eastern bank") is None


def test_a_line_in_other_words_below_the_headline_takes_nothing_off_it() -> None:
    assert top(HEADLINE, SECTION) is None


def test_a_long_line_below_the_headline_is_a_standfirst() -> None:
    lower = "Brass band, mayor and brothers greet the old ferry on the Varn"
    assert len(lower.split()) == OUTWEIGHING_WORDS
    assert top(BANNER, lower) == 1
    assert top(BANNER, lower + " again") is None


def test_repeats_of_the_headline_leave_with_it() -> None:
    assert top(HEADLINE, "3 May 2024", HEADLINE + " | Varn Post") == 0
    assert top(BANNER, HEADLINE, BANNER) is None  # the banner would lead what is left


def test_a_row_of_a_table_is_no_headline() -> None:
    assert top("| Barn | Ferry | Band | Mayor |") is None


def test_what_follows_the_headline_does_not_lead_in_its_turn() -> None:
    for lines in product(LINES, repeat=4):
        found = top(*lines)
        if found is not None:
            rest = [line for line in lines[found + 1 :] if line != lines[found]]
            assert top(*rest) is None, lines


def test_cleaning_the_body_changes_nothing_and_each_line_above_is_explained() -> None:
    cleaner = Cleaner(RuleSet(()))
    for lines in product([*LINES, "2. Home", "3 May 2024"], repeat=3):
        document = cleaner.clean("\n".join([*lines, *STORY]))
        assert cleaner.clean(document.body).body == document.body
    document = cleaner.clean("\n".join([BANNER, "Ferry", HEADLINE, *STORY]))
    assert document.headline == HEADLINE
    assert [(v.label, v.rules) for v in document.removed] == [("navigation", ("context-above-headline",)), ("kicker", ("context-kicker",))]


def test_the_headline_is_looked_for_once() -> None:
    """Each short line asks what leads the text below it; to weigh that each time would be quadratic. Counted in steps, not seconds."""

    def look(lines: int) -> partial[int | None]:
        return partial(top, *(f"Pier{i}" for i in range(lines)), HEADLINE)

    assert steps(look(800)) <= 2.2 * steps(look(400))
