"""What neighbours and the headline say of a block."""

from __future__ import annotations

from functools import partial

import pytest
from counting import steps
from smallrules import SMALL, one, ruleset

from cleaner import Cleaner
from cleaner.context import _headline
from cleaner.model import Evidence
from cleaner.reach import LIST_BLOCKS
from cleaner.survey import survey

P = "The river rose at night and took the old bridge with it, two witnesses said on Monday in the town."
H = "Ten dead as flood sweeps through hill town"
LINKS = ["Who built the old dam upriver", "Five ways to keep your cellar dry", "Mayor walks out of budget meeting"]
CLEANER = Cleaner(ruleset(SMALL))


def removed(*lines: str, title: str | None = None, cleaner: Cleaner = CLEANER) -> list[str]:
    return [v.block.text for v in cleaner.clean("\n".join(lines), title=title).removed]


def reasons(*lines: str, title: str | None = None) -> dict[str, str]:
    """Line and the context rule that spoke of it."""
    verdicts = CLEANER.clean("\n".join(lines), title=title).verdicts
    return {v.block.text: e.rule for v in verdicts for e in v.evidence if e.rule.startswith("context-")}


# Lists under a header


def test_a_list_ends_where_prose_resumes() -> None:
    assert removed(P, "Related articles", *LINKS, P, P) == ["Related articles", *LINKS[:2]]


def test_the_line_above_prose_is_the_next_subheading() -> None:
    assert "What happens next" not in removed(P, "Related articles", *LINKS, "What happens next", P, P)


def test_a_list_at_the_end_goes_whole() -> None:
    assert removed(P, P, "Related articles", *LINKS) == ["Related articles", *LINKS]


def test_a_single_long_link_goes() -> None:
    assert removed(P, "Related articles", H, P) == ["Related articles", H]


def test_a_question_of_an_interview_is_no_link_however_long() -> None:
    asked = ["Where did you learn to build such a bridge?", "And who paid for the first of them?", "Would you do all of it again today?"]
    text = [line for question in asked for line in (question, P)]
    assert removed(P, *text[:4], "Related articles", *text[4:]) == ["Related articles"]
    assert removed(P, P, P, "Related articles", *text[4:]) == ["Related articles", asked[2]]


def test_a_line_that_ends_in_a_comma_heads_no_list() -> None:
    assert not set(LINKS) & set(removed(P, P, "related articles,", *LINKS))


def test_a_list_in_another_language() -> None:
    assert removed(P, P, "Mehr zum Thema", "- Wer baute den Damm", "- Zehn Tote bei Flut") == [
        "Mehr zum Thema",
        "- Wer baute den Damm",
        "- Zehn Tote bei Flut",
    ]


def test_removed_prose_does_not_end_a_list() -> None:
    promo = "Read more: how the dam was built, who paid for it, and why nobody looked at its walls for sixty years."
    assert removed(P, P, "Related articles", LINKS[0], promo, LINKS[1]) == ["Related articles", LINKS[0], promo, LINKS[1]]


def test_a_header_reaches_only_so_far() -> None:
    """The header speaks of twenty lines; once it is gone nothing is left to reach further in the next pass."""
    many = [f"Link number {n} to a story" for n in range(LIST_BLOCKS + 5)]
    verdicts = CLEANER.clean("\n".join([P, P, "Related articles", *many])).verdicts
    assert [v.block.text for v in verdicts if "context-list" in v.rules] == many[:LIST_BLOCKS]


def test_the_quote_is_the_header() -> None:
    text = "\n".join([P, P, "Related articles", *LINKS])
    verdict = CLEANER.clean(text).removed[1]
    (evidence,) = verdict.evidence
    assert (evidence.rule, evidence.label, evidence.note) == ("context-list", "promo", "under en-promo-list")
    assert text[evidence.start : evidence.end] == "Related articles"


# The rest


def test_the_rest_goes_in_the_tail() -> None:
    assert removed(P, P, P, "Comments", "Nice story", "I was there, and it was worse than you say, much worse, believe me.") == [
        "Comments", "Nice story", "I was there, and it was worse than you say, much worse, believe me.",
    ]  # fmt: skip


def test_the_rest_stays_in_the_middle() -> None:
    rules = Cleaner(ruleset(one('when.whole = ["comments"]', more='reach = "rest"')))
    assert removed(P, "Comments", P, P, P, P, P, P, cleaner=rules) == ["Comments"]


def test_a_protected_header_reaches_nothing() -> None:
    """A kept header before a removed one does not take its place."""
    rules = Cleaner(
        ruleset(
            one('when.starts = ["comments"]', more='reach = "rest"')
            + one('when.whole = ["comments welcome"]', id="en-keep", effect="keep", more='label = "body"')
        )
    )
    assert removed(P, P, "Comments welcome", "Nice story", cleaner=rules) == []
    assert removed(P, P, "Comments welcome", "Nice story", "Comments", "Nice try", cleaner=rules) == ["Comments", "Nice try"]


def test_a_header_before_the_tail_does_not_hide_one_in_it() -> None:
    rules = Cleaner(ruleset(one('when.whole = ["comments"]', more='reach = "rest"')))
    assert removed(P, "Comments", P, P, P, P, P, P, "Comments", "Nice story", cleaner=rules) == ["Comments", "Comments", "Nice story"]


# The headline


@pytest.mark.parametrize(
    ("lines", "headline"),
    [
        ([H, P], H),
        (["Why did nobody warn the town?", P], "Why did nobody warn the town?"),
        (["World", H, P], H),
        ([H], ""),
        ([P, P], ""),
        (["World", P], ""),
        ([H + ".", P], ""),
        ([H, "Second line that may be one", P], ""),
        (["1. Home", ">", "2. World", H, P], H),
    ],
)
def test_headline_by_form(lines: list[str], headline: str) -> None:
    assert CLEANER.clean("\n".join(lines)).headline == headline


def test_a_kicker_above_the_headline() -> None:
    assert reasons("World", H, P) == {"World": "context-kicker", H: "context-headline"}
    assert CLEANER.clean("\n".join(["World", H, P])).metadata.section == "World"


def test_repeats_of_the_headline() -> None:
    doc = CLEANER.clean("\n".join([H, P, H, P, f"{H} | Daily Planet"]))
    assert doc.body == f"{P}\n{P}"
    assert [v.rules for v in doc.removed] == [("context-headline-repeated",)] * 2
    assert doc.headline == H


def test_a_list_of_bullets_ends_with_the_last_of_them() -> None:
    links = ["- Mill to be sold to the Dahl family", "- Ferry fares rise again in June"]
    assert removed(H, P, P, "Related articles", *links, "Step two", "Now look for the cracks", P) == ["Related articles", *links]
    among = [links[0], "Economy", links[1]]
    assert removed(H, P, P, "Related articles", *among, P) == ["Related articles", *among]


def test_a_subheading_in_the_words_of_the_headline_stays() -> None:
    doc = CLEANER.clean("\n".join([H, P, P.replace("the", "a"), H, P]))
    assert doc.body.split("\n")[2] == H
    assert removed(H, P, P.replace("the", "a"), H) == [H]  # no paragraph below it
    assert removed(H, P, H, P) == [H]  # too near the top


def test_a_line_that_ends_in_the_headlines_words_stays_in_the_story() -> None:
    assert removed(H, P, f"What we know: {H}", P) == []
    assert removed(H, f"Politics: {H}", P, title=H) == [f"Politics: {H}"]


def test_a_known_title_in_the_text() -> None:
    assert reasons("Some first line of text", H, P, title=H)[H] == "context-headline"
    assert CLEANER.clean("\n".join(["Some first line of text", H, P]), title=f" {H} ").headline == H


def test_a_truncated_headline_ends_a_breadcrumb() -> None:
    assert removed("Ten Dead As Flood Sweeps...", P, P, title=H) == ["Ten Dead As Flood Sweeps..."]
    assert removed("Ten Dead As Flood Sweeps...", H, P, P) == []  # by form alone two lines compete, and neither is told from the other
    assert removed(P, "Ten Dead As Flood Sweeps...", P, P, title="Another story altogether") == []


def test_a_paragraph_that_begins_with_the_headline_stays() -> None:
    story = f"{H}, officials said on Monday, and the water was still rising when night fell."
    assert removed(H, story, P) == []


def test_a_title_that_is_not_in_the_text_removes_nothing() -> None:
    assert removed(P, "A quiet day on the river", P, title="Something else entirely happened today") == []


def test_blank_titles_are_none() -> None:
    for title in ("", "   ", None):
        assert CLEANER.clean(f"{H}\n{P}", title=title).headline == H


def test_repeats_of_the_headline_are_looked_at_once() -> None:
    """Each repeat asks how far the story is; counting the prose above it each time would be quadratic. Counted in steps, not seconds."""

    def look(repeats: int) -> partial[list[tuple[int, Evidence]]]:
        facts = survey([P] * 3 + [H] * repeats)
        return partial(_headline, facts, [(0, 1)] * len(facts.texts), set(), H, True)

    assert len(look(200)()) == 200
    assert steps(look(400)) <= 2.1 * steps(look(200))


def test_a_line_that_leads_once_repeats_of_the_headline_are_gone_is_no_reason_to_take_another() -> None:
    """Else cleaning the body would take a second headline off it."""
    text = f"Ten dead in flood\nTen dead in flood | Varn Post\nRegions of the valley and river\n{P}"
    body = CLEANER.clean(text).body
    assert CLEANER.clean(body).body == body


# The name above a job


def test_a_name_goes_with_the_job_below_it() -> None:
    assert removed(H, "Oruna O’Shea-Lind", "Staff reporter", P, P) == ["Oruna O’Shea-Lind", "Staff reporter"]
    assert removed(H, P, "Oren van Dahl", "Staff reporter", P, P, P, P) == ["Oren van Dahl", "Staff reporter"]  # below the standfirst


@pytest.mark.parametrize("line", ["What happens next", "Apollo 11", "Who is she?", "Oruna", "Oruna Takele:"])
def test_a_line_that_is_no_name_stays_above_a_job(line: str) -> None:
    assert removed(H, line, "Staff reporter", P, P) == ["Staff reporter"]


def test_a_name_stays_that_is_the_first_line_or_stands_in_the_story() -> None:
    assert removed("Oruna Takele", "Staff reporter", P, P) == ["Staff reporter"]
    assert removed(H, P, P, P, "Oruna Takele", "Staff reporter", P, P, P, P, P, P) == ["Staff reporter"]


# The name above a blurb


BLURB = "Oruna Takele is a reporter for the Varn Post who has written on rivers and roads since the second flood."
BOXES = Cleaner(ruleset(SMALL + one('when.phrase = ["is a reporter for"]', id="en-blurb", more='label = "author_bio"')))


def test_a_name_goes_with_the_blurb_that_begins_with_it() -> None:
    assert removed(H, P, P, "Oruna Takele", BLURB, cleaner=BOXES) == ["Oruna Takele", BLURB]
    assert removed(H, P, P, "Oruna Takele", BLURB, "Oren van Dahl", BLURB, cleaner=BOXES) == ["Oruna Takele", BLURB, BLURB]


@pytest.mark.parametrize("line", ["Oren van Dahl", "What happens next", "Oruna", P])
def test_a_line_that_is_not_the_name_in_the_blurb_stays(line: str) -> None:
    assert removed(H, P, P, line, BLURB, cleaner=BOXES) == [BLURB]


def test_a_name_that_is_the_first_line_is_the_headline_of_the_blurb() -> None:
    assert removed("Oruna Takele", BLURB, P, P, cleaner=BOXES) == [BLURB]


# Names that a byline holds


SIGNED = Cleaner(ruleset(SMALL + one('when.starts = ["by oruna takele"]\nwhen.max_words = 8', id="en-by", more='label = "byline"')))
BYLINE = "By Oruna Takele and Oren van Dahl"


@pytest.mark.parametrize("name", ["Oruna Takele", "OREN VAN DAHL"])
def test_a_name_goes_that_stands_in_a_removed_byline(name: str) -> None:
    assert removed(H, BYLINE, P, P, P, name, cleaner=SIGNED) == [BYLINE, name]


@pytest.mark.parametrize("name", ["Oruna", "Una Takele", "Oren van Dahlen", "Oruna Takele wept"])
def test_another_name_than_the_byline_stays(name: str) -> None:
    assert removed(H, BYLINE, P, P, name, P, cleaner=SIGNED) == [BYLINE]


def test_a_line_of_several_words_without_a_space_is_no_name() -> None:
    assert removed(H, BYLINE, P, P, "東京新聞編集部", P, cleaner=SIGNED) == [BYLINE]


def test_a_name_that_comes_again_and_again_says_who_speaks() -> None:
    assert removed(H, BYLINE, P, *["Oruna Takele", P] * 2, cleaner=SIGNED) == [BYLINE]


def test_a_name_without_a_byline_stays() -> None:
    assert removed(H, P, P, P, "Oruna Takele", P, cleaner=SIGNED) == []
