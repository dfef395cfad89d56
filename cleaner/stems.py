"""The words of a text as stems, by which two texts are known to tell of the same."""

from __future__ import annotations

import re
from itertools import pairwise

from cleaner.text import fold, is_wide

STEM_LETTERS = 5
_WORD = re.compile(r"\w{4,}")


def shared(text: str, story: set[str]) -> float:
    """The share of a line's words that the story has too, 0 to 1; `story` are its stems."""
    own = stems(text)
    return len(own & story) / len(own) if own else 0.0


def stems(text: str) -> set[str]:
    """The beginnings of a text's longer words; pairs of letters where it is in a script of syllables.

    >>> sorted(stems("The ministers of finance"))
    ['finan', 'minis']
    """
    folded = fold(text)
    if not folded.isascii():
        syllables = set(filter(_is_syllable, set(folded)))
        pairs = {first + second for first, second in pairwise(folded) if first in syllables and second in syllables} if syllables else None
        if pairs:
            return pairs
    return {word[:STEM_LETTERS] for word in _WORD.findall(folded)}


def _is_syllable(char: str) -> bool:
    """Whether a letter is a syllable or more, as in Chinese, Japanese, Korean and Thai."""
    return is_wide(char) or "\uac00" <= char <= "\ud7a3"
