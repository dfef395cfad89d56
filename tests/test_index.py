"""Strings are found alike by looking them up, as the first texts of a process are, and by the automata that later texts are read with."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import Cleaner, load_rules
from cleaner.index import MUCH, Anywhere
from cleaner.ruleset.plan import EDGE
from cleaner.ruleset.tables import TIERS, Parts, anywhere

SAMPLES = Path(__file__).parent.parent / "samples"
letters = st.text("ab é画", min_size=1, max_size=6)
marked = st.tuples(st.sampled_from(("", EDGE)), letters, st.sampled_from(("", EDGE))).map("".join)
tables = st.dictionaries(marked, st.integers(0, 9), max_size=8)


@given(st.tuples(tables, tables, tables), st.lists(st.tuples(st.text("ab é画", max_size=30), st.integers(0, 50)), max_size=4))
@example(({}, {}, {"abc": 1, "abcde": 2}), [("xabc", 9)])
@example(({f"ab{EDGE}": 3}, {"b": 4}, {"ab": 1, f"{EDGE}ab": 2}), [("ab", TIERS[0]), ("bab aba", TIERS[0] + 1), ("ab", TIERS[1])])
def test_both_ways_find_the_same(tiers: tuple[dict[str, int], ...], texts: list[tuple[str, int]]) -> None:
    """The automata read only parts of few words for the strings of rules for few; of others the caller has no use for what is found."""
    parts = Parts()
    strings, place = anywhere(tiers, parts)
    quick, thorough = (Anywhere(strings, place, memoryview(parts.written())) for _ in range(2))
    list(thorough.of(["x" * MUCH], [0]))
    read, words = [text for text, _ in texts], [count for _, count in texts]
    bounds = (*TIERS, max(words, default=0))
    every = [
        (i, owners, words[i] <= most)
        for i, text in enumerate(read) for most, tier in zip(bounds, tiers, strict=True) for string, owners in tier.items()
        for _ in stands(string, text)
    ]  # fmt: skip
    assert set(quick.of(read, words)) == {(i, owners) for i, owners, _ in every}
    assert {(i, owners) for i, owners, wanted in every if wanted} <= set(thorough.of(read, words)) <= set(quick.of(read, words))


def stands(string: str, text: str) -> list[int]:
    """Where a string stands in a text, one place after the other."""
    bare = string.strip(EDGE)
    return [
        at for at in range(len(text)) if text.startswith(bare, at)
        and not (string[0] == EDGE and at and goes_on(text[at - 1]))
        and not (string[-1] == EDGE and at + len(bare) < len(text) and goes_on(text[at + len(bare)]))
    ]  # fmt: skip


def goes_on(char: str) -> bool:
    return char.isalpha() and char < "\u2000"


def test_a_cleaner_that_has_read_much_says_what_a_new_one_says() -> None:
    rules = load_rules()
    used = Cleaner(rules)
    used.clean("The river rose at night and took the bridge with it. " * (MUCH // 50))
    for path in SAMPLES.glob("*/input.txt"):
        text = path.read_bytes().decode("utf8", "replace")
        assert used.clean(text).to_dict() == Cleaner(rules).clean(text).to_dict()
