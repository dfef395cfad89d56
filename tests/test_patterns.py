"""Regexes of rule files: placeholders, boundaries, Unicode classes, and the literal that opens the gate."""

from __future__ import annotations

import unicodedata

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from cleaner.line import Haystack, composed, meets
from cleaner.ruleset.expand import PLACEHOLDERS, re2_source
from cleaner.ruleset.gates import Gates
from cleaner.ruleset.patterns import PatternError, checked
from cleaner.ruleset.plan import BEGIN, EDGE, FIGURE
from cleaner.text import fold, is_word_char, straighten


def quote(pattern: str, text: str) -> str | None:
    """The words that the pattern quotes in a text."""
    match = re2.search(re2_source(checked(pattern)), straighten(text))
    return None if match is None else text[slice(*match.span(1))]


PLACED = [
    ("by {name}", "Story by Jane Doe, in Paris", "by Jane Doe"),
    ("by {name}", "By JANE DOE", "By JANE DOE"),
    ("by {name}", "by Ludwig van der Berg and others", "by Ludwig van der Berg"),
    ("by {name}", "by J. R. Roe", "by J. R. Roe"),
    ("by {name}", "by Conor O’Brien", "by Conor O’Brien"),
    ("by {name}", "by Élodie Gâteau-Žižek", "by Élodie Gâteau-Žižek"),
    ("by {name}", "by the mayor", None),
    ("by {name}", "by Monday the river", None),
    ("фото {name}", "Фото Ивана Петрова", "Фото Ивана Петрова"),
    ("φωτο {name}", "Φωτο Άννα Νίκου", "Φωτο Άννα Νίκου"),
    ("by {names}$", "By Jane Doe, Max Roe and Ann Poe", "By Jane Doe, Max Roe and Ann Poe"),
    ("von {names}$", "Von Jörg Müller und Änne Weiß", "Von Jörg Müller und Änne Weiß"),
    ("foto: {caps}", "Foto: AFP", "Foto: AFP"),
    ("foto: {caps}", "Foto: Hafen", None),
    ("photo {cap}", "photo Getty", "photo Getty"),
    ("photo {cap}", "photo getty", None),
    ("published {date}", "Published 3 May 2024, 14:05", "Published 3 May 2024"),
    ("published {date}", "Published May 3, 2024", "Published May 3, 2024"),
    ("published {date}", "Published 03.05.2024", "Published 03.05.2024"),
    ("published {date}", "Published 2024-05-03", "Published 2024-05-03"),
    ("publicado {date}", "Publicado 3 de mayo de 2024", "Publicado 3 de mayo de 2024"),
    ("発行 {date}", "発行 2024年5月3日", "発行 2024年5月3日"),
    ("published {date}", "Published in 2024", None),
    ("at {time}", "at 14:05", "at 14:05"),
    ("at {time}", "at 2.30 p.m.", "at 2.30 p.m."),
    ("at {time}", "at 2 pm", "at 2 pm"),
    ("um {time}", "um 14 Uhr", "um 14 Uhr"),
    ("mail {email}", "mail jane.doe@news.example.com now", "mail jane.doe@news.example.com"),
    ("mail {email}", "mail jane at example", None),
    ("at {url}", "at https://example.com/a?b=c", "at https://example.com/a?b=c"),
    ("at {url}", "at www.example.com", "at www.example.com"),
    ("at {url}", "at example.co.uk/x", "at example.co.uk/x"),
    ("on {handle}", "on @daily_planet", "on @daily_planet"),
    ("has {n} comments", "Has 1,234 comments", "Has 1,234 comments"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "text", "found"), PLACED)
def test_placeholders(pattern: str, text: str, found: str | None) -> None:
    assert quote(pattern, text) == found


def test_each_placeholder_is_tested() -> None:
    assert {name for name in PLACEHOLDERS if any(f"{{{name}}}" in pattern for pattern, _, _ in PLACED)} == set(PLACEHOLDERS)


WORDS = [
    ("foto", "Foto"),
    ("фото", "Фото"),
    ("φωτογραφία", "Φωτογραφία"),
    ("straße", "Straße"),
    ("über", "Über"),
    ("über", unicodedata.normalize("NFD", "Über")),
    ("información", unicodedata.normalize("NFD", "Información")),
    ("写真", "写真"),
    ("사진", "사진"),
    ("צילום", "צילום"),
    ("صورة", "صورة"),
    ("fotoğraf", "Fotoğraf"),
]
LETTERS = ["a", "z", "é", "ß", "ä", "ø", "ż", "я", "є", "ω", "ς", "ğ", "ı", "İ", "ع", "ש", "한", "7", "_"]


@pytest.mark.parametrize(("pattern", "word"), WORDS)
def test_words_stand_alone(pattern: str, word: str) -> None:
    for text in (word, f"({word})", f"“{word}”", f"a {word}, b", f"{word}: x", f"x\u00a0{word}"):
        assert quote(pattern, text) == word, text
    if pattern == "写真":
        assert quote(pattern, "報道写真集") == "写真", "no boundaries where words have no gaps"
        return
    for letter in LETTERS:
        assert quote(pattern, f"{letter}{word}") is None, f"{letter} before"
        assert quote(pattern, f"{word}{letter}") is None, f"{letter} after"


def test_combining_accents_go_on_a_word() -> None:
    """Without marks among the word characters, "cafe" would be found in a decomposed "café"."""
    assert quote("cafe", "cafe\u0301 noir") is None
    assert quote("café", "cafe\u0301 noir") == "cafe\u0301"


EDGES = [
    ("^foto", "Foto: x", True),
    ("^foto", "Ein Foto", False),
    ("foto$", "Ein Foto", True),
    ("foto$", "Foto ab", False),
    ("^foto$", "Foto", True),
    ("foto:", "Foto:x", True),
    (r"\(foto", "ein(Foto", True),
    (r"foto\)", "(Fotos)", False),
    ("fotos?", "Fotos", True),
    ("fotos?", "Fotosatz", False),
    ("(?:foto|bild):", "Vogelbild: x", False),
    ("(foto|bild):", "Bild: x", True),
    ("foto.*", "Fotosatz", True),
    (r"foto\W", "Foto, x", True),
    (r"\d+ fotos", "12 Fotos", True),
    ("[.!?] foto", "Ende. Foto da", True),
    ("[a-zäö]+ foto", "schön Foto", True),
]


@pytest.mark.parametrize(("pattern", "text", "found"), EDGES)
def test_boundaries_where_words_may_end(pattern: str, text: str, found: bool) -> None:
    assert (quote(pattern, text) is not None) is found


CATEGORIES = ("Lu", "Ll", "Lt", "Lo", "Mn", "Mc", "Nd")
SCRIPTS = {
    "Latin": (0x41, 0x24F),
    "Latin additional": (0x1E00, 0x1EFF),
    "Greek": (0x386, 0x3CE),
    "Cyrillic": (0x400, 0x52F),
    "Arabic": (0x620, 0x64A),
    "Hebrew": (0x5D0, 0x5EA),
    "Armenian": (0x531, 0x586),
    "Devanagari": (0x905, 0x939),
    "Thai": (0xE01, 0xE2E),
    "Hiragana": (0x3041, 0x3096),
    "Katakana": (0x30A1, 0x30FA),
    "Hangul": (0xAC00, 0xD7A3),
    "Chinese": (0x4E00, 0x9FA5),
    "combining marks": (0x300, 0x36F),
    "digits": (0x30, 0x39),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_word_class_agrees_with_the_text_functions(script: str) -> None:
    r"""`\w` of a regex and `is_word_char` of the literals see the same words."""
    word = re2.compile(re2_source(checked(r"^\w$")))
    low, high = SCRIPTS[script]
    letters = [chr(code) for code in range(low, high + 1) if unicodedata.category(chr(code)) in CATEGORIES]
    assert letters
    assert [char for char in letters if (word.search(char) is not None) is not is_word_char(char)] == []


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^اقرأ أيضا", "إقرأ أيضا، يا بني", "اقرا ایضا"),
        ("^بیشتر بخوانید", "بيشتر بخوانيد: پل", "بیشتر بخوانید"),
        ("^عکس ?ها$", "عکس\u200cها", "عکس ها"),
        ("^यह भी पढ़ें", "यह भी पढें।", "यह भी पढें"),
        ("^यह भी पढ\u093cें", "यह भी \u092a\u095dें", "यह भी पढें"),
        ("^أضف إلى", unicodedata.normalize("NFD", "أضف إلى"), unicodedata.normalize("NFD", "أضف إلی")),
        ("^זמן קריאה - ד'", "זמן קריאה ־ ד׳", "זמן קריאה - ד'"),
    ],
)
def test_letters_that_are_written_in_more_ways_than_one(pattern: str, text: str, found: str) -> None:
    assert straighten(quote(pattern, text) or "") == found
    gate = Gates(pattern).gate()
    assert any(string.strip(BEGIN + EDGE) in composed(fold(text)) for string in gate), gate


def test_marks_of_print_are_no_word() -> None:
    word = re2.compile(re2_source(checked(r"^\w$")))
    for char in " .,:;!?'\"()[]{}<>/|\\-–—…©®™°«»“”„‘’•·→►▶€$£%&*+=#@~^`、。！？：（）「」・📷،؛؟۔।॥\u00a0\u200b":
        assert word.search(char) is None, char
        assert not is_word_char(char), char


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("©.*", {"©"}),
        ("photo by {name}", {"photo by "}),
        ("(?:photo|image) by", {"photo by", "image by"}),
        ("[Pp]hoto", {"photo"}),
        (r"\d+ comments", {" comments"}),
        ("^read", {"\nread"}),
        ("read$", {"read\n"}),
        ("(?:abc)+", {"abc"}),
        ("写真", {"写真"}),
        (r"\d -- \d+ ago", {" ago", " -- "}),
        ("İstanbul", {"istanbul"}),
        ("“x y”", {'"x y"'}),
    ],
)
def test_gates(pattern: str, literals: set[str]) -> None:
    """The gate is rare; where it is another than the plainest, it is at least a part or an extension of it."""
    found = Gates(pattern).gate()
    assert found
    bare = [literal.strip(EDGE) for literal in found]
    assert all(any(literal in plain or plain in literal for plain in literals) for literal in bare), found


@pytest.mark.parametrize("pattern", ["(?:foo|a)", "{name}", ".*", r"\w+", "(?:abc)?", "(?:abc)*", "a.b"])
def test_patterns_without_a_rare_literal(pattern: str) -> None:
    assert not Gates(pattern).gate()


def test_gates_know_where_words_end() -> None:
    """A boundary of the pattern is one of the literal, or every `lap` would be offered to a rule for `ap`."""
    assert Gates("photo").gate() == (f"{EDGE}photo{EDGE}",)
    assert Gates("photo by {cap}").gate() == (f"{EDGE}photo by ",)
    assert Gates("写真").gate() == ("写真",)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"^{name}\s?[/|]\s?{cap}$", {"/", "|"}),
        ("{n} ?/ ?{n}", {"/", FIGURE * 2}),
        (r"^{date},? ?{time}$", {FIGURE * 2}),
        (r"^{date}, {time}$", {", ", FIGURE * 3}),
        (r"\d{1,2}\d", {FIGURE}),
        (r"\d\w*\d", {FIGURE}),
        (r"(?:\d+ may|may) {cap}", {"may"}),
        ("{name}", set()),
    ],
)
def test_needs(pattern: str, expected: set[str]) -> None:
    """What a short block must hold before a pattern without a rare literal is tried; figures that may touch are one run."""
    assert {string for strings in Gates(pattern).needs(6) for string in strings} == expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^updated {time}\.?$", "Updated 6:00 a.m."),
        (r"^stand {time}\.?$", "Stand 14 Uhr"),
        (r"^発行 ?{date}。?$", "発行 2024年5月3日"),
    ],
)
def test_what_may_follow_a_figure_at_the_end(pattern: str, text: str) -> None:
    """A time may end in letters and a full stop, and so the block need not end in a figure."""
    assert quote(pattern, text)
    assert meets(Gates(pattern).needs(6), Haystack(composed(fold(text))))


parts = st.sampled_from(
    [
        "[.,]",
        "[ab]",
        "(?:the )?",
        "(?:a|the) ",
        "(?-i:READ)",
        r"\W",
        "read",
        "more",
        " ",
        "[a-z]",
        "[Rr]ead",
        "(?:read|more|x)",
        "(?:more )?",
        "(?:read)+",
        r"\w+",
        r"\d*",
        ".",
        "é",
        "ß",
        "写真",
        "{name}",
        "{n}",
        "{date}",
        "{time}",
        r"\d{1,2}",
        r"\s?",
        "[/|]",
        "(?:read|more){2,3}",
        r"(?:\d+|x) ?",
        ": ",
        "(foto|bild)",
        "^",
        "$",
        "-",
    ]
)


@given(
    st.lists(parts, min_size=1, max_size=5).map("".join),
    st.lists(
        st.sampled_from(
            [
                "read",
                "Read",
                "MORE",
                " ",
                "x",
                "7",
                "42",
                "٧",
                "/",
                "3.5.2024",
                "12:30",
                "May 3, 2024",
                "2024年5月3日",
                "6 a.m.",
                ".",
                "é",
                "É",
                "ß",
                "写真",
                "Jane Doe",
                ": ",
                "foto",
                "Bild",
                "-",
            ]
        ),
        max_size=8,
    ).map("".join),
)
def test_every_match_passes_the_gate(pattern: str, text: str) -> None:
    """Else the one pass over the text would never offer the block to its rule."""
    try:
        source = re2_source(checked(pattern))
    except PatternError:
        return
    match = re2.search(source, straighten(text))
    if match is None:
        return
    part = composed(fold(text))
    literals = Gates(pattern).gate()
    assert not literals or any(literal.strip(EDGE) in f"\n{part}\n" for literal in literals), f"{pattern!r}, {text!r}: none of {literals}"
    for words in (4, 40):
        assert meets(Gates(pattern).needs(words, literals), Haystack(part)), (
            f"{pattern!r}, {text!r}: not {Gates(pattern).needs(words, literals)}"
        )
        assert meets(Gates(pattern).needs(words), Haystack(part)), f"{pattern!r}, {text!r}: not {Gates(pattern).needs(words)}"


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        (r"\bfoto", r"\\b"),
        ("(?=foto)", "look-around"),
        ("(?<!a)foto", "look-around"),
        (r"(a)\1", "back-reference"),
        ("(?P<n>a)", "named groups"),
        ("{nam}", "no placeholder"),
        ("(foto", "unterminated|missing"),
        ("foto)", "unbalanced|parenthes"),
        ("[a", "unterminated"),
        (r"[\W]", "no Unicode form"),
        ("*a", "nothing to repeat"),
    ],
)
def test_refused_patterns(pattern: str, says: str) -> None:
    with pytest.raises(PatternError, match=says):
        re2_source(checked(pattern))


def test_groups_of_authors_do_not_count() -> None:
    """Group 1 is the quote; an author's own group must not take its place."""
    assert quote("(foto|bild): (x)", "Bild: x") == "Bild: x"


def test_quotes_are_exact_in_odd_text() -> None:
    text = "👨‍👩‍👧 “Foto: A. Müller/dpa” — İstanbul"
    assert quote("foto: {cap} {cap}/dpa", text) == "Foto: A. Müller/dpa"
