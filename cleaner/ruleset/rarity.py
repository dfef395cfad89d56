"""How rare a string is in news: what makes it worth looking for in every text."""

from __future__ import annotations

from collections.abc import Iterable
from math import prod

from cleaner.ruleset.plan import BEGIN, EDGE, END, FIGURE, NEAR_END
from cleaner.text import is_wide

MIN_LITERAL, MIN_WIDE_LITERAL = 3, 2
_RARE_MARKS = frozenset("©ⓒ📷📸@")


class _Shares(dict[str, float]):
    def __missing__(self, char: str) -> float:
        if char >= "\u3400":  # thousands of letters share the texts of a few languages
            return 0.0005
        return 0.004 if char > "\u036f" or not char.isalpha() else 0.015  # most texts are in Latin letters


# Shares of letters in running news text, averaged over the languages of the rule packs and rounded.
_COMMON = _Shares({
    " ": 0.16, BEGIN: 0.01, NEAR_END: 0.01, EDGE: 0.25, "e": 0.11, "a": 0.075, "i": 0.07, "n": 0.07, "t": 0.07, "r": 0.06, "o": 0.065,
    "s": 0.06, "l": 0.042, "d": 0.04, "u": 0.035, "h": 0.035, "c": 0.03, "m": 0.026, "p": 0.021, "g": 0.02, "b": 0.015, "f": 0.016,
    "v": 0.012, "w": 0.013, "k": 0.012, "y": 0.014, "z": 0.006, "j": 0.004, "x": 0.003, "q": 0.002, ".": 0.011, ",": 0.011, "-": 0.004,
    "'": 0.004, '"': 0.006, ":": 0.0015, "(": 0.0015, ")": 0.0015, "/": 0.0005, "|": 0.0003, "@": 0.0002, "©": 0.0001, FIGURE: 0.005,
})  # fmt: skip
_FUNCTION_WORDS = frozenset(
    """
a an and are as at be but by for from has have he in is it its not of on or she so that the they this to was we who will with you
auf aus bei das dem den der des die ein eine er es für hat ich im ist mit nicht sich sie so und von was wer wie wir zu
au avec ce dans de des du elle en est et il la le les mais ne ou par pas pour qui sur un une
al che como con da del della di do e el em i las los na no non o os para per por que se si su um uma una y
""".split()  # noqa: SIM905
)
FUNCTION_WORD = 0.004
"""How often a word of these stands in a text, per character, at the least: far more often than its letters alone would have it."""


def long_enough(literal: str) -> bool:
    """Whether a literal is rare enough for the one pass over the text."""
    plain = literal.strip(EDGE)
    bare = plain.strip(" ")
    if len(bare) >= MIN_WIDE_LITERAL and (len(plain) >= MIN_LITERAL or any(is_wide(char) or _is_syllable(char) for char in bare)):
        return True
    return not _RARE_MARKS.isdisjoint(bare)


def _is_syllable(char: str) -> bool:
    """A letter of Hangul is one."""
    return "\uac00" <= char <= "\ud7a3"


def frequency(literals: Iterable[str]) -> float:
    """How often one of these stands in a text, per character, going by how often their letters do in news of many languages.

    >>> frequency(["the "]) > frequency(["getty"]) and frequency(["\\nby "]) < frequency(["by "])
    True
    """
    total = 0.0
    for literal in literals:
        product = prod([_COMMON[char] for char in literal])
        if literal[-1] == END and literal[-2:-1] in (".", "!", "?", '"', ")"):
            product *= 50  # that is how blocks end
        elif literal.strip(" " + EDGE) in _FUNCTION_WORDS:
            product = max(product, FUNCTION_WORD)
        total += product
    return total
