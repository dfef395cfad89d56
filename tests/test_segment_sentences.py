"""One-line texts: sentences where a line is far too long, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import Cleaner
from cleaner.segment.oneline import ALONE_WORDS, LONG_WORDS, take_apart
from cleaner.segment.plain import segment
from cleaner.segment.sentences import sentences

CLEANER = Cleaner()
STORY = [
    "The ferry crossed the Varn on Monday for the first time since 1984, with the mayor at the rail and a brass band on the bank.",
    "Nobody on the eastern bank had believed that it would ever come back, least of all the two brothers who had built it.",
    "It carries forty people and three carts, as it did when their grandfather stood at the wheel in the years of the flood.",
    "The brass band played until the rain began, and then it played under the roof of the inn above the landing stage.",
    "In the summer it will go every half hour from six in the morning, and in winter as often as the ice allows.",
    "The council has put aside enough money for two years, and hopes that visitors will pay for all the years after that.",
]
PROMO = "Read more: Who will pay for the bridge?"


def split(text: str) -> list[str]:
    return [text[low:high] for low, high in sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "whole",
    [
        "Dr. J. R. Holm of the U.S. Navy met Mr. Lind on Feb. 3.",
        "It cost 3.5 million, i.e. more than No. 4 did.",
        "Am 3. Mai kam Prof. Holm, z. B. mit Frau Dr. Lind, ans Ufer.",
        "“Stop!” he said.",
        "The site varn.example is down, wrote v.2 of it.",
        "He waited... and waited… and left.",
        "A dash - like this - is no list.",
    ],
)
def test_no_end_of_a_sentence(whole: str) -> None:
    assert split(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He came. She left! Who stayed? Nobody.", ["He came.", "She left!", "Who stayed?", "Nobody."]),
        ('"He came." "She left." (Both did.) Then 40 came.', ['"He came."', '"She left."', "(Both did.)", "Then 40 came."]),
        ("川が氾濫した。橋が流された。けが人はいない。", ["川が氾濫した。", "橋が流された。", "けが人はいない。"]),
        ("「橋はもうない。」と町長は言った。", ["「橋はもうない。」", "と町長は言った。"]),
        ("فاض النهر ليلا؟ سقط الجسر القديم.", ["فاض النهر ليلا؟", "سقط الجسر القديم."]),
        ("Река вышла из берегов. Мост рухнул в 5 утра.", ["Река вышла из берегов.", "Мост рухнул в 5 утра."]),
        ("Our list - First item - Second item - Third item", ["Our list", "- First item", "- Second item", "- Third item"]),
        ("He came. MORE: Ten walks MORE ON THIS : Two inns", ["He came.", "MORE: Ten walks", "MORE ON THIS : Two inns"]),
        ("She left at last © 2024 Varn Post", ["She left at last", "© 2024 Varn Post"]),
    ],
)
def test_ends_of_sentences(text: str, parts: list[str]) -> None:
    assert split(text) == parts


def test_a_text_on_one_line_is_judged_sentence_by_sentence() -> None:
    text = " ".join([*STORY[:3], PROMO, *STORY[3:], "© 2024 Varn Valley Press. All rights reserved."])
    doc = CLEANER.clean(text)
    assert doc.form == "sentences"
    assert doc.body == " ".join(STORY)
    assert [v.label for v in doc.removed] == ["promo", "legal", "legal"]
    assert doc.restore() == text


def test_lines_around_a_long_line_stay_lines() -> None:
    long = " ".join(STORY * 5)
    assert len(long.split()) > LONG_WORDS
    text = f"{STORY[0]}\n{long} {PROMO} {STORY[1]}\n{STORY[2]}"
    assert CLEANER.clean(text).body == f"{STORY[0]}\n{long} {STORY[1]}\n{STORY[2]}"


@pytest.mark.parametrize(
    "text",
    [
        " ".join(STORY[:3]),
        f"{' '.join(STORY * 3)}\n{STORY[0]}",
        "word " * 600,
        "",
    ],
    ids=["short", "a long paragraph", "one sentence", "empty"],
)
def test_paragraphs_stay_whole(text: str) -> None:
    blocks = segment(text)
    assert take_apart(text, blocks) is blocks


def test_the_limits() -> None:
    """A line alone is taken apart from ALONE_WORDS words on."""
    words = "Nobody came to see it. " * (ALONE_WORDS // 5)
    assert len(take_apart(words, segment(words))) == ALONE_WORDS // 5
    assert len(take_apart(words[23:], segment(words[23:]))) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*STORY, PROMO, "- Item", "A. B.", "3. Mai", "。", "!", "  ", "MORE: x"]), max_size=30).map(" ".join))
def test_spans_are_exact(text: str) -> None:
    parts = sentences(text, 0, len(text))
    assert "".join(text.split()) == "".join("".join(text[low:high].split()) for low, high in parts)
    doc = cleaner.clean(text)
    assert doc.restore() == text
