"""The comments of readers below a story."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from counting import steps
from smallrules import SMALL, one, ruleset

from cleaner import Cleaner
from cleaner.survey import survey
from cleaner.thread import thread

CLEANER = Cleaner(ruleset(SMALL + "".join((
    one(r"when.regex = ['^\\d+ comments$']".replace("\\\\", "\\") + "\nwhen.max_words = 5", id="en-count", more='label = "comments"'),
    one(r"when.regex = ['^letters: \\d+$']".replace("\\\\", "\\") + '\nwhen.max_words = 5\nwhen.zone = ["story", "tail"]', id="en-number",
        more='label = "comments"\nreach = "rest"'),
    one('when.whole = ["reply", "leave a comment", "tell us yours in the comments"]', id="en-button", more='label = "comments"'),
))))  # fmt: skip
P = "The river rose at night and took the old bridge with it, two witnesses said on Monday, and the town woke to boats in the square."
STORY = [P.replace("Monday", day) for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")]
REMARK = "I saw the very same thing in the spring of that year, and nobody on the council would hear a word of it then."


def kept(*lines: str) -> list[str]:
    return [v.block.text for v in CLEANER.clean("\n".join(lines)).verdicts if v.kept]


def test_items_between_a_count_and_the_form_are_comments() -> None:
    thread = ["3 comments", "1. Oruna says", REMARK, "Regards", "2. Oren says", REMARK, "• Oruna says", REMARK, "Leave a comment"]
    assert kept(*STORY, *thread) == STORY
    labels = {v.block.text: v.label for v in CLEANER.clean("\n".join((*STORY, *thread))).removed}
    assert set(labels.values()) == {"comments"}


def test_what_a_button_returns_with_are_comments() -> None:
    assert kept(*STORY, "2 comments", "Oruna", REMARK, "Reply", "Oren", REMARK, REMARK, "Reply", "Oruna", REMARK, "Reply") == STORY


def test_what_an_age_returns_with_are_comments_up_to_the_last_age() -> None:
    thread = ["3 comments", "Oruna", "1 year ago", REMARK, "Oren", "1 year ago", REMARK, "Oruna", "1 year ago"]
    assert kept(*STORY, *thread) == STORY


@pytest.mark.parametrize(
    "lines",
    [
        ["3 comments", *STORY, "Leave a comment"],  # a counter under the headline
        [*STORY, "3 comments", *STORY, "Leave a comment"],  # nothing of it is a thread
        [*STORY, "Reply", "• the bridge of 1911", REMARK, "Reply", *STORY, "Reply"],  # a button at every entry
        [*STORY, "3 comments", "Oruna Takele", P, "Oruna Takele", P, "Oruna Takele", P],  # an interview goes on
        [*STORY, "3 comments", "1. The bridge", *STORY, "2. The square", *STORY],  # nothing about comments ends it
        [*STORY, "Tell us yours in the comments", "1. The bridge", *STORY, "2. The square", *STORY, "Leave a comment"],  # a list of tips
    ],
)
def test_a_story_between_lines_about_comments_stays(lines: list[str]) -> None:
    assert kept(*lines) == [line for line in lines if "comment" not in line and line != "Reply"]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([*STORY, "Letters: 3", REMARK, REMARK], STORY),
        ([*STORY, "Letters: 3", *STORY, "Letters: 4", *STORY], STORY * 2),
        ([*STORY, "Letters: 3", *STORY, "Letters: 4", *STORY, "Letters: 5", *STORY], STORY * 4),  # each on one thing of three
        ([*STORY[:3], "Letters: 3", *STORY[3:], *STORY], STORY * 2),  # a counter in a story that has hardly begun
    ],
)
def test_below_the_number_of_comments_no_story_goes_on(lines: list[str], left: list[str]) -> None:
    assert kept(*lines) == left


def test_a_thread_has_a_story_above_it() -> None:
    assert kept(P, "3 comments", "1. Oruna says", REMARK, "Leave a comment") == [P, "1. Oruna says", REMARK]


def test_many_headings_cost_no_more_than_their_number() -> None:
    """Counted in steps, not seconds: each heading asks for what returns below it, to the end of the text."""

    def look(count: int) -> Callable[[], range]:
        texts = [f"{i} comments" for i in range(count)]
        return partial(thread, survey(texts), dict.fromkeys(range(count), "comments"))

    assert look(200)() == range(0)
    assert steps(look(400)) <= 2.1 * steps(look(200))
