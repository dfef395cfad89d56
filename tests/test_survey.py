"""Zones: where the head ends and the tail begins."""

from __future__ import annotations

import pytest
from documents import texts
from hypothesis import given

from cleaner.segment.plain import segment
from cleaner.survey import LONG_WORDS, TAIL_BLOCKS, survey, zone_bits

P = "The river rose at night and took the old bridge with it, two witnesses said on Monday."
T = "Nobody had warned them."


def zones(lines: list[str]) -> list[str]:
    """For each line the first letters of the zones that hold it."""
    return ["".join(zone[0] for zone in ("head", "story", "tail") if bits & zone_bits([zone])) for bits in survey(lines).zones()]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([], []),
        ([P], ["s"]),
        ([P, P], ["s", "s"]),
        (["Sport", "Ten dead in flood", P], ["h", "h", "s"]),
        (["Sport", "Ten dead in flood"], ["h", "h"]),
        ([P, P, "Sport"], ["s", "s", "st"]),
        ([P, P, *["Sport"] * 6], ["s", "s", *["st"] * 6]),
        ([P] * 7, ["s", "s", "st", "st", "st", "st", "st"]),
        ([P] * 9, [*["s"] * 4, *["st"] * 5]),
        ([*[P] * 9, *["Sport"] * 9], [*["s"] * 7, *["st"] * 11]),
    ],
)
def test_zones(lines: list[str], expected: list[str]) -> None:
    assert zones(lines) == expected


def test_short_sentences_may_open_the_story() -> None:
    assert zones(["Sport", T, P, P]) == ["h", "s", "s", "s"]


def test_prose_needs_words() -> None:
    """Fourteen words are no proof of story, fifteen are."""
    assert LONG_WORDS == 15
    fifteen = " ".join(["word"] * 15) + "."
    fourteen = " ".join(["word"] * 14) + "."
    assert survey([fourteen, fourteen, fourteen, *["x y"] * 9]).tail == 7
    assert survey([fifteen, fifteen, fifteen, *["x y"] * 9]).tail == 2


@given(texts())
def test_zones_are_in_order(text: str) -> None:
    lines = [" ".join(block.text.split()) or block.text for block in segment(text)]
    facts = survey(lines)
    assert len(facts.texts) == len(facts.words) == len(facts.shapes) == len(facts.elements) == len(lines)
    found = zones(lines)
    assert len(found) == len(lines)
    assert all(found), "each block lies in a zone"
    assert found == sorted(found, key=["h", "s", "st"].index)
    assert TAIL_BLOCKS == 5
