"""The policy, as a table."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.decide import CONTENT, decide
from cleaner.model import Effect, Evidence
from cleaner.ruleset.files import read_labels


def said(effect: Effect, start: int = 0, end: int = 9, label: str = "promo", rule: str = "en-a") -> Evidence:
    return Evidence(rule, label, effect, start, end)


KEEP, DROP, HINT, CUT = said("keep", label="body", rule="en-keep"), said("drop"), said("hint"), said("cut", 5, 9)
OTHER_HINT = said("hint", 3, 7, rule="en-b")
TABLE = [
    ([], True, "body", ()),
    ([DROP], False, "promo", ()),
    ([KEEP], True, "body", ()),
    ([KEEP, DROP], True, "body", ()),
    ([KEEP, DROP, HINT, OTHER_HINT], True, "body", ()),
    ([HINT], True, "body", ()),
    ([HINT, said("hint", rule="en-b")], True, "body", ()),  # the same quote twice is one sign, not two
    ([HINT, OTHER_HINT], False, "promo", ()),
    ([HINT, DROP], False, "promo", ()),
    ([DROP, Evidence("any-a", "byline", "drop", 0, 12, "in what the page names byline")], False, "promo", ()),  # words name it first
    ([CUT], True, "body", ((5, 9),)),
    ([CUT, DROP], False, "promo", ()),
    ([CUT, said("cut", 8, 12, rule="en-b")], True, "body", ((5, 12),)),
    ([CUT, said("cut", 9, 12, rule="en-b")], True, "body", ((5, 12),)),
    ([CUT, said("cut", 11, 12, rule="en-b")], True, "body", ((5, 9), (11, 12))),
    ([CUT, said("keep", 0, 5, "body", "en-keep")], True, "body", ((5, 9),)),
    ([CUT, said("keep", 0, 6, "body", "en-keep")], True, "body", ()),
    ([CUT, HINT], True, "body", ((5, 9),)),
    ([said("keep", label="headline", rule="context-headline")], True, "headline", ()),
    ([said("keep", label="headline", rule="context-headline"), said("keep", label="standfirst", rule="x")], True, "headline", ()),
    ([said("keep", label="subheading", rule="x"), KEEP], True, "subheading", ()),
    ([said("hint", label="standfirst", rule="x")], True, "standfirst", ()),
    (
        [said("hint", label="standfirst", rule="x"), said("hint", 3, 7, "subheading", "y")],
        True,
        "standfirst",
        (),
    ),  # hints of story labels never remove
    ([said("hint", label="standfirst", rule="x"), OTHER_HINT], True, "standfirst", ()),
    ([said("drop", 0, 4, "promo"), said("drop", 0, 9, "legal", "z")], False, "legal", ()),  # the longest quote names the block
    (
        [said("drop", 0, 4, "promo"), said("drop", 0, 9, "legal", "context-list")],
        False,
        "promo",
        (),
    ),  # its own words before its neighbours'
]


@pytest.mark.parametrize(("evidence", "kept", "label", "cuts"), TABLE)
def test_policy(evidence: list[Evidence], kept: bool, label: str, cuts: tuple[tuple[int, int], ...]) -> None:
    for order in itertools.permutations(evidence):
        assert decide(order) == (label, kept, cuts)


evidences = st.lists(
    st.builds(
        Evidence,
        st.sampled_from(("en-a", "en-b", "context-list")),
        st.sampled_from(("promo", "legal", "body", "headline")),
        st.sampled_from(("drop", "cut", "hint", "keep")),
        st.integers(0, 8),
        st.integers(9, 12),
    ),
    max_size=6,
)


@given(evidences)
def test_order_and_repetition_decide_nothing(evidence: list[Evidence]) -> None:
    assert decide([*reversed(evidence), *evidence]) == decide(evidence)


@given(evidences)
def test_keep_always_wins(evidence: list[Evidence]) -> None:
    assert decide([*evidence, KEEP]).kept


@given(evidences)
def test_cuts_are_apart_and_in_order(evidence: list[Evidence]) -> None:
    cuts = decide(evidence).cuts
    assert all(before[1] < after[0] for before, after in itertools.pairwise(cuts))


def test_content_labels_are_those_of_the_list() -> None:
    assert set(CONTENT) == set(read_labels()["content"])
