"""Strings are found alike by looking them up, as the first texts of a process are, and by the automata that later texts are read with."""

from __future__ import annotations

from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from cleaner import Cleaner, load_rules
from cleaner.index import MUCH, Anywhere
from cleaner.ruleset.plan import EDGE
from cleaner.ruleset.tables import Parts, anywhere

SAMPLES = Path(__file__).parent.parent / "samples"
letters = st.text("ab é画", min_size=1, max_size=6)
marked = st.tuples(st.sampled_from(("", EDGE)), letters, st.sampled_from(("", EDGE))).map("".join)
tables = st.dictionaries(marked, st.integers(0, 9), max_size=8)


@given(tables, tables, st.lists(st.text("ab é画", max_size=30), max_size=4), st.lists(st.booleans(), min_size=4, max_size=4))
@example({"abc": 1, "abcde": 2}, {}, ["xabc"], [False] * 4)
@example({"ab": 1, f"{EDGE}ab": 2}, {f"ab{EDGE}": 3}, ["ab", "bab aba"], [True, False, True, True])
def test_both_ways_find_the_same(long: dict[str, int], short: dict[str, int], texts: list[str], flags: list[bool]) -> None:
    """The automata read only parts of few words for the strings of `short`; of others the caller has no use for what is found of them."""
    parts = Parts()
    strings, place = anywhere(long, short, parts)
    few = [number for number, flag in zip(range(len(texts)), flags, strict=False) if flag]
    quick, thorough = (Anywhere(strings, place, memoryview(parts.written())) for _ in range(2))
    list(thorough.of(["x" * MUCH], []))
    expected = [
        (i, owners) for i, text in enumerate(texts) for string, owners in [*long.items(), *short.items()] for _ in stands(string, text)
    ]
    assert sorted(set(quick.of(texts, few))) == sorted(set(expected))
    assert set(thorough.of(texts, few)) <= set(expected)
    assert {found for found in expected if found[0] in few} <= set(thorough.of(texts, few))
    assert {(i, owners) for i, text in enumerate(texts) for string, owners in long.items() for _ in stands(string, text)} <= set(
        thorough.of(texts, few)
    )


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
