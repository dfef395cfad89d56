"""Folding, counting words, shapes."""

from __future__ import annotations

import unicodedata

import pytest
from documents import texts
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import (
    BLANK,
    CLOSERS,
    DECORATION,
    INVISIBLE,
    SHAPES,
    closes,
    count_words,
    fold,
    is_wide,
    is_word_char,
    lower,
    shape,
    straighten,
)


@given(st.one_of(texts(), st.text()))
def test_folding_never_changes_length(text: str) -> None:
    assert len(straighten(text)) == len(lower(text)) == len(fold(text)) == len(text)


def test_every_character_folds_to_one() -> None:
    for start in range(0, 0x110000, 256):
        chars = [chr(code) for code in range(start, start + 256)]
        assert len(fold("".join(chars))) == 256, f"U+{start:04X} and what follows"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(), max_size=4))
def test_folding_knows_no_neighbours(parts: list[str]) -> None:
    """Final sigma would break this: a document is folded in one piece, and its blocks must come out as if folded alone."""
    assert fold("\n".join(parts)) == "\n".join(map(fold, parts))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“Don’t” – she — said", '"don\'t" - she - said'),
        ("„Wort“ «mot» ‚x‘", '"wort" "mot" ‚x\''),
        ("İSTANBUL ıĞDIR", "istanbul iğdir"),
        ("ΤΕΛΟΣ τέλος", "τελοσ τέλοσ"),
        ("ПРЕЗИДЕНТ", "президент"),
        ("STRASSE Straße", "strasse straße"),
        ("READ\u00a0MORE\tNOW", "read more now"),
        ("写真：AP｜（共同）", "写真:ap|(共同)"),
        ("A\u0308", "a\u0308"),
        ("إقرأ آلة", "اقرا اله"),
        ("كتابي على", "کتابی علی"),
        ("می\u200cشود", "می شود"),
        ("ד״ר ג׳ורג׳ בן־גל", "ד\"ר ג'ורג' בן-גל"),
        ("\u0958\u093f\u0932\u093e", "\u0915\u093f\u0932\u093e"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("char", ["a", "Z", "9", "_", "é", "ß", "я", "ع", "ש", "中", "ひ", "한", "\u0301", "\u0308", "ก"])
def test_word_characters(char: str) -> None:
    assert is_word_char(char)


@pytest.mark.parametrize("char", [*" -.,:;!?'\"’“()[]/|•©€$%&+*#\u200b\u00a0\n", "→", "📷", "、", "。"])
def test_no_word_characters(char: str) -> None:
    assert not is_word_char(char)


@pytest.mark.parametrize(
    ("char", "wide"), [("中", True), ("の", True), ("カ", True), ("ก", True), ("한", False), ("a", False), ("я", False), ("。", False)]
)
def test_scripts_without_spaces(char: str, wide: bool) -> None:
    assert is_wide(char) is wide
    assert count_words(7 * char) == (3 if wide else 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0), ("one", 1), ("Ten dead in flood", 4), ("don't", 1), ("無断転載を禁じます", 4), ("関連", 1), ("東京 大阪", 2),
        ("市議会は火曜日、橋の修理についての決定を延期した", 11), ("서울 시의회는 화요일", 3), ("Donaudampfschifffahrtsgesellschaft", 1),
    ],
)  # fmt: skip
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("He left.", True),
        ("He left", False),
        ("Did he?", True),
        ("He left.”", True),
        ("(He left.)", True),
        ("He left…", True),
        ("去了。", True),
        ('"', False),
        ("", False),
        ("He left:", False),
        ("**He left.**", True),
        ("He left) ", False),
    ],
)
def test_closes(text: str, closed: bool) -> None:
    assert closes(text) is closed


TWENTY = " ".join(["word"] * 20)
SHAPED = [
    ("* * *", "separator"),
    ("—", "separator"),
    ("©", "separator"),
    (">", "separator"),
    ("https://example.com/a", "url"),
    ("news@example.com", "url"),
    ("@dailyplanet", "url"),
    ("example.co.uk", "url"),
    ("3 May 2024", "date"),
    ("Updated 14:05", "date"),
    ("03.05.2024", "date"),
    ("2024年5月3日", "date"),
    ("He was born in 1921.", "sentence"),
    ("one two three four five six seven 2024", "date"),
    ("one two three four five six seven eight 2024", "headline"),
    ("1. Home", "numbered"),
    ("12) Home and garden", "numbered"),
    ("1. Chop the onions finely.", "numbered-prose"),
    ("3.5 million people", "short"),
    ("- Sport", "bullet"),
    ("• Sport and more", "bullet"),
    ("- 200 g of flour and salt.", "bullet-prose"),
    ("-Sport", "short"),
    ("Read more:", "label"),
    ("one two three four five six seven eight:", "label"),
    ("one two three four five six seven eight nine:", "headline"),
    ("TEN DEAD IN FLOOD", "caps"),
    ("WORLD", "short"),
    ("World", "short"),
    ("one two three", "short"),
    ("one two three four", "headline"),
    ("Ten dead in flood", "headline"),
    (TWENTY, "headline"),
    (f"{TWENTY} word", "prose"),
    (f"{TWENTY} word.", "prose"),
    ("Why did nobody warn them?", "question"),
    ("He left!", "question"),
    ("He left.", "sentence"),
    ("one two three four five six seven eight nine ten eleven twelve.", "sentence"),
    ("one two three four five six seven eight nine ten eleven twelve thirteen.", "prose"),
    ("“He left.”", "sentence"),
    ("Ten dead in flood...", "headline"),
    ("関連記事", "short"),
    ("市議会は火曜日、橋の修理を延期した。", "sentence"),
    ("Credits: the film", "short"),
]


@pytest.mark.parametrize(("text", "name"), SHAPED)
def test_shape(text: str, name: str) -> None:
    assert SHAPES[shape(text, count_words(text))] == name


def test_each_shape_is_tested() -> None:
    assert {name for _, name in SHAPED} == set(SHAPES.values())


@given(texts())
def test_every_line_has_a_shape(text: str) -> None:
    for line in map(str.strip, text.splitlines()):
        if line:
            assert shape(line, count_words(line)) in SHAPES


def test_what_is_skipped_holds_no_word() -> None:
    """Decoration and closers are skipped before rules look, so a letter among them would be lost to every rule."""
    for char in DECORATION + CLOSERS + BLANK + INVISIBLE:
        assert not char.isalnum(), char
        assert len(char) == 1
    assert all(unicodedata.category(char) == "Cf" for char in INVISIBLE)


def test_blank_is_all_white_space() -> None:
    """`str.strip()` and `strip(BLANK)` must agree, or spans would depend on a zero-width character elsewhere in the text."""
    assert {chr(code) for code in range(0x110000) if chr(code).isspace()} <= set(BLANK)
