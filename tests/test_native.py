"""The compiled index finds what the index in Python finds, in every text."""

from __future__ import annotations

import math
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from documents import texts
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, RuleSet, load_rules
from cleaner.engine import Engine
from cleaner.native import Finder, built, gates
from cleaner.ruleset.tables import Wanted
from cleaner.segment.plain import segment
from cleaner.survey import Facts, survey

pytestmark = pytest.mark.skipif(not built(), reason="the package was built without a compiler for C++17")

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*/input.txt"))
SYLLABLES = range(0x3400, 0xD7A4)
"""Han, Yi and Hangul: thousands of letters that are alike."""
SOME = 40
"""One in so many of them is tried."""
AT_ONCE = 500


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


@pytest.fixture(scope="module")
def both(rules: RuleSet) -> list[tuple[Finder, Finder]]:
    """What removes and what keeps, each compiled and in Python."""
    return [tuple(Finder(wanted, rules.tables, rules.plans, letters) for letters in (0, math.inf)) for wanted in kinds(rules)]  # type: ignore[misc]


@pytest.fixture(scope="module")
def strings(rules: RuleSet) -> list[str]:
    """What the shipped rules look for, and need."""
    found = {string for plan in rules.plans for way in plan.ways for string in way}
    found |= {string for plan in rules.plans for sets in plan.needs for needs in sets for string in needs}
    return sorted(string.strip("\n\r\b\0") for string in found)


def kinds(rules: RuleSet) -> tuple[Wanted, Wanted]:
    return rules.tables.removing, rules.tables.keeping


def facts_of(text: str) -> Facts:
    return survey([" ".join(block.text.split("\n")) for block in segment(text)])


def check(both: list[tuple[Finder, Finder]], facts: Facts) -> None:
    for compiled, python in both:
        assert sorted(compiled.offers(facts), key=block) == sorted(python.offers(facts), key=block)


def block(offer: tuple[int, str, str, str, int, dict[int, int]]) -> int:
    return offer[0]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_samples(both: list[tuple[Finder, Finder]], path: Path) -> None:
    check(both, facts_of(path.read_bytes().decode("utf8", "replace")))


@given(data=st.data())
def test_lines_made_of_what_rules_look_for(both: list[tuple[Finder, Finder]], strings: list[str], data: st.DataObject) -> None:
    piece = (
        st.sampled_from(strings)
        | st.sampled_from((" ", ".", "x", "12", "\u0661", "e\u0301", "“", "\u200b", "© ", "画", "\ud800"))
        | st.text(max_size=3)
    )
    lines = data.draw(st.lists(st.lists(piece, max_size=6).map("".join), max_size=6))
    check(both, facts_of("\n".join(lines)))


@given(texts())
def test_any_text(both: list[tuple[Finder, Finder]], text: str) -> None:
    check(both, facts_of(text))


def test_every_letter_is_folded_and_composed_alike(both: list[tuple[Finder, Finder]]) -> None:
    codes = (code for code in range(sys.maxunicode + 1) if code not in SYLLABLES or code % SOME == 0)
    known = [chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Cc", "Cn", "Co", "Zl", "Zp")]
    for first in range(0, len(known), AT_ONCE):
        letters = known[first : first + AT_ONCE]
        for after in ("", "\u0301\u0308", "\u3099"):
            check(both, survey([f"By 1{letter}{unicodedata.normalize('NFD', letter)}{letter}{after}" for letter in letters]))


def test_verdicts_are_the_same(rules: RuleSet) -> None:
    compiled, python = Cleaner(rules), Cleaner(rules)
    compiled.engine, python.engine = (Engine(rules, python_letters=letters) for letters in (0, math.inf))
    for path in SAMPLES:
        text = path.read_bytes().decode("utf8", "replace")
        assert compiled.clean(text).to_dict() == python.clean(text).to_dict()


def test_threads_may_share_it(rules: RuleSet) -> None:
    index = gates(rules.tables.removing, rules.tables, rules.plans)
    given_ = [facts_of(path.read_bytes().decode("utf8", "replace")) for path in SAMPLES] * 4
    alone = [index.offers(facts.texts, facts.words, facts.shapes) for facts in given_]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda facts: index.offers(facts.texts, facts.words, facts.shapes), given_)) == alone


@pytest.mark.parametrize(
    ("texts_", "words", "shapes", "error"),
    [
        (["a", "b"], [1], "ss", IndexError),
        (["a"], [1], "", IndexError),
        ([b"a"], [1], "s", TypeError),
        (["a"], ["1"], "s", TypeError),
        (("a",), [1], "s", TypeError),
    ],
)
def test_what_is_wrong_is_told(rules: RuleSet, texts_: list[str], words: list[int], shapes: str, error: type[Exception]) -> None:
    index = gates(rules.tables.keeping, rules.tables, rules.plans)
    with pytest.raises(error):
        index.offers(texts_, words, shapes)
    assert index.offers(["Nobody was hurt."], [3], "t") == []
