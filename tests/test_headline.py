"""What repeats a headline, and what could be one."""

from __future__ import annotations

import pytest

from cleaner.headline import MAX_WORDS, MIN_WORDS, is_candidate, letters, likeness
from cleaner.text import count_words, shape

TITLE = "Outgoing harbour chief mobilizes allies for one last vote"


@pytest.mark.parametrize(
    ("line", "like"),
    [
        (TITLE, "same"),
        (TITLE.upper(), "same"),
        (f"“{TITLE}”", "same"),
        (f"  {TITLE}.", "same"),
        (TITLE.replace(" ", "\u00a0"), "same"),
        (f"{TITLE} | The Daily Planet", "with-site"),
        (f"{TITLE} - example.com", "with-site"),
        (f"{TITLE} — Planet", "with-site"),
        (f"Politics: {TITLE}", "with-kicker"),
        (f"Watch | {TITLE}", "with-kicker"),
        ("Outgoing harbour chief mobilizes...", "truncated"),
        ("Outgoing harbour chief mobil…", "truncated"),
        ("13. Outgoing Harbour Chief Mobilizes...", "truncated"),
        ("Outgoing...", None),
        ("Outgoing harbour chief mobilizes", None),
        ("Outgoing harbour chief demobilizes...", None),
        ("The outgoing harbour chief mobilizes allies for one last vote, which nobody had expected from him.", None),
        (f"{TITLE} which nobody expected", None),
        ("A quiet day on the river", None),
        ("* * *", None),
        ("", None),
    ],
)
def test_likeness(line: str, like: str | None) -> None:
    assert likeness(line, letters(TITLE), count_words(line)) == like


@pytest.mark.parametrize("title", ["", "* * *", "Vote"])
def test_short_titles_prove_little(title: str) -> None:
    assert likeness("Vote | The Daily Planet", letters(title), 5) is None
    assert likeness("Votes are c...", letters(title), 3) is None


def test_a_paragraph_is_no_headline() -> None:
    assert likeness(" ".join(["word"] * (2 * MAX_WORDS + 1)), "word" * (2 * MAX_WORDS + 1), 2 * MAX_WORDS + 1) is None


@pytest.mark.parametrize(
    ("line", "may"),
    [
        (" ".join(["word"] * (MIN_WORDS - 1)), False),
        (" ".join(["word"] * MIN_WORDS), True),
        (" ".join(["word"] * MAX_WORDS), True),
        (" ".join(["word"] * (MAX_WORDS + 1)), False),
        ("Ten dead in flood,", False),
        ("Ten dead in flood;", False),
        ("Ten dead in flood.", False),
        ("Who built the dam?", True),
        ("TEN DEAD IN FLOOD", True),
        ("- Ten dead in flood", False),
        ("VARN (AP) — The ferry of the old", False),
        ("【ヴァルン＝北見一郎】港の渡し船の", False),
        ("【速報】港の渡し船が再開", True),
        ("Ferry (AP) sails on", True),
        ("1. Ten dead in flood", False),
    ],
)
def test_candidates(line: str, may: bool) -> None:
    assert is_candidate(line, shape(line, count_words(line)), count_words(line)) is may
