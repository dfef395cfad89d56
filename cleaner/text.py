"""Pure functions on strings: folding, stripping, counting words, the shape of a line."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# One character for one character, or spans would shift. `str.replace` per mark is 20 times as fast as `str.translate`.
_MARKS = (
    ("\u2019", "'"), ("\u2018", "'"), ("\u201b", "'"), ("\u2032", "'"), ("\u02bc", "'"), ("\u00b4", "'"),
    ("\u201c", '"'), ("\u201d", '"'), ("\u201e", '"'), ("\u201f", '"'), ("\u00ab", '"'), ("\u00bb", '"'), ("\u2033", '"'),
    ("\u2013", "-"), ("\u2014", "-"), ("\u2010", "-"), ("\u2011", "-"), ("\u2012", "-"), ("\u2015", "-"), ("\u2212", "-"),
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2002", " "), ("\u2003", " "), ("\u3000", " "), ("\t", " "),
    ("\uff1a", ":"), ("\uff5c", "|"), ("\uff08", "("), ("\uff09", ")"),
    ("\u05f3", "'"), ("\u05f4", '"'), ("\u05be", "-"),
)  # fmt: skip
_LETTERS = (
    ("\u200c", " "),
    ("\u0622", "\u0627"), ("\u0623", "\u0627"), ("\u0625", "\u0627"), ("\u0671", "\u0627"), ("\u0629", "\u0647"),
    ("\u0649", "\u06cc"), ("\u064a", "\u06cc"), ("\u0643", "\u06a9"),
    ("\u0958", "\u0915"), ("\u0959", "\u0916"), ("\u095a", "\u0917"), ("\u095b", "\u091c"), ("\u095c", "\u0921"),
    ("\u095d", "\u0922"), ("\u095e", "\u092b"), ("\u095f", "\u092f"),
)  # fmt: skip
"""What one writer puts for another: half spaces, alef with or without its hamza, Arabic and Persian yeh and kaf, dots of Hindi."""
ALIKE = _MARKS + _LETTERS
"""All that `straighten` puts in place of others."""
HAMZAS = frozenset("\u0653\u0654\u0655")
"""What stands over or under an alef, as characters of their own."""
NUKTA = "\u093c"
"""The dot of Hindi as a character of its own, which many leave out."""

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_OUTER = " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"  # noqa: E501
BLANK = _OUTER + INVISIBLE

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Each ends a line, as `\\r\\n` does: what `str.splitlines` knows."""

DECORATION = BLANK + "-–—―‒*•·‣▪▫◦●○■□▶►▸▹»›>→➔➜➤⇒↳⮕#|+~_([{<【［（📩📰🔴📺⚡🚨👉👇⬇✉🔗🎧🎥✅❗❌⏩📌📍🔔💬🗞\ufe0f"
"""What `starts`, `whole` and `regex` skip at the beginning of a block."""
CLOSERS = BLANK + ".:;,!?…،؛؟۔।॥»›>→➔➜➤⇒*_|)]}】］）-–—\"'”’“«🔴👇⬇👉\ufe0f"
"""What `ends` and `whole` skip at the end of a block."""

_BULLETS = "-*•·‣▪▫◦●○■–—>»►▸+"
_TERMINAL = ".!?…。！？؟।։"
_QUOTES_AND_BRACKETS = "\"'”’»“«)]）」』*_ "
_LIST_NUMBER = re.compile(r"^\d{1,3}[.)](?=\s|$)")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}:\d\d|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d年")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\S+|@\w[\w.]*|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|co\.uk|de|fr|it|es|info)(?:/\S*)?"
)

SHAPES = {
    "x": "separator", "u": "url", "d": "date", "n": "numbered", "N": "numbered-prose", "b": "bullet", "B": "bullet-prose",
    "l": "label", "c": "caps", "s": "short", "q": "question", "h": "headline", "t": "sentence", "p": "prose",
}  # fmt: skip
"""Every shape letter and its name; docs/writing-rules.md defines them."""

SHORT_WORDS, SENTENCE_WORDS, HEADLINE_WORDS, LABEL_WORDS = 3, 12, 20, 8


def straighten(text: str) -> str:
    """Quotes, dashes and spaces in their plain form, and letters of other scripts in their usual one; case kept, length kept.

    >>> straighten("“Don’t” – she")
    '"Don\\'t" - she'
    """
    if text.isascii():
        return text.replace("\t", " ")
    for mark, plain in _MARKS:
        text = text.replace(mark, plain)
    return letters_alike(text)


def letters_alike(text: str) -> str:
    """Arabic and Devanagari letters that are written in more ways than one in their plain form, length kept.

    >>> letters_alike("إقرأ علي") == letters_alike("اقرا على")
    True
    """
    for letter, plain in _LETTERS:
        text = text.replace(letter, plain)
    return text


def encodable(text: str) -> str:
    """The text with U+FFFD for half a surrogate pair, as broken JSON leaves it: that has no UTF-8 form, which matchers and parsers read."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def lower(text: str) -> str:
    """Lower case of the same length: İ and ı become i, ς becomes σ.

    >>> lower("İSTANBUL Iğdır ΤΕΛΟΣ")
    'istanbul iğdir τελοσ'
    """
    if text.isascii():
        return text.lower()
    return text.replace("\u0130", "i").lower().replace("ı", "i").replace("ς", "σ")


def fold(text: str) -> str:
    """The form in which text and rules meet: straightened, lower case, same length."""
    return lower(straighten(text))


def is_word_char(char: str) -> bool:
    """Letters, digits, combining marks and the underscore make words.

    >>> [is_word_char(c) for c in "aé\\u0301_-"]
    [True, True, True, True, False]
    """
    return char.isalnum() or char == "_" or (char > "\x7f" and unicodedata.category(char)[0] == "M")


def is_wide(char: str) -> bool:
    """True for scripts written without spaces: Chinese, Japanese, Thai."""
    return char > "\u0dff" and (
        "\u4e00" <= char <= "\u9fff" or "\u3040" <= char <= "\u30ff" or char <= "\u0e7f" or "\u3400" <= char <= "\u4dbf"
        or "\uf900" <= char <= "\ufaff"
    )  # fmt: skip


_LETTER_RUN = re.compile(r"[^\W_]+")
_GAPS = {code: " " for code in range(128) if not chr(code).isalnum()}
"""What stands between words in ASCII; splitting there takes a tenth of the regex's time."""


@cache
def _wide() -> re.Pattern[str]:
    """What `is_wide` says, as a pattern. So large a class takes 10 ms to compile, and few texts need it."""
    return re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


def count_words(text: str) -> int:
    """Words between spaces; two letters of Chinese, Japanese or Thai count as one.

    >>> count_words("Ten dead in flood"), count_words("無断転載を禁じます"), count_words("")
    (4, 4, 0)
    """
    if not text:
        return 0
    words = text.count(" ") + 1
    if len(text) > 6 * words and not text.isascii():
        wide = len(_wide().findall(text))
        if wide > 1:
            return words - 1 + max(1, wide // 2)
    return words


def letter_runs(text: str) -> list[str]:
    """The words of a text as runs of letters and digits.

    >>> letter_runs("Ten_dead – in 2024's flood!"), letter_runs("Été, 2 crues")
    (['Ten', 'dead', 'in', '2024', 's', 'flood'], ['Été', '2', 'crues'])
    """
    return text.translate(_GAPS).split() if text.isascii() else _LETTER_RUN.findall(text)


def closes(text: str) -> bool:
    """True when the text ends like a sentence, closing quotes and brackets aside.

    >>> closes('He left.”'), closes("Ten dead in flood"), closes("Done (at last).")
    (True, False, True)
    """
    last = text[-1:]
    if last in _TERMINAL:
        return last != ""
    if last in _QUOTES_AND_BRACKETS:
        return text.rstrip(_QUOTES_AND_BRACKETS)[-1:] in _TERMINAL and text.rstrip(_QUOTES_AND_BRACKETS) != ""
    return False


def shape(text: str, words: int) -> str:
    """The shape letter of a stripped line of `words` words (see `SHAPES`).

    >>> [shape(t, count_words(t)) for t in ("Ten dead in flood", "- Sport", "* * *", "Read more:", "3 May 2024")]
    ['h', 'b', 'x', 'l', 'd']
    """
    first = text[0]
    if words > HEADLINE_WORDS and first.isalpha():
        return "p"
    if words <= 6 and not any(map(str.isalnum, _LIST_NUMBER.sub("", text) if first.isdigit() else text)):
        return "x"
    closed = closes(text) and text[-3:] != "..." and text[-1] != "…"
    if words <= 3 and (":" in text or "." in text or "@" in text) and _ADDRESS.fullmatch(text):
        return "u"
    if words <= LABEL_WORDS and not closed and _DATE.search(text):
        return "d" if first not in _BULLETS or text[1:2] != " " else "b"
    ended = closed or words > HEADLINE_WORDS
    if first.isdigit() and _NUMBERED.match(text):
        return "N" if ended else "n"
    if first in _BULLETS and text[1:2] in (" ", "\u00a0", "\t"):
        return "B" if ended else "b"
    if words > HEADLINE_WORDS:
        return "p"
    if words <= LABEL_WORDS and text[-1] in ":：":
        return "l"
    if closed:
        if text.rstrip(_QUOTES_AND_BRACKETS)[-1] in "?!？！؟":
            return "q"
        return "t" if words <= SENTENCE_WORDS else "p"
    if words >= 2 and text.isupper():
        return "c"
    return "s" if words <= SHORT_WORDS else "h"
