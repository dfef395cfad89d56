"""What reads as a headline, and what repeats one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cleaner.text import fold, letter_runs

MIN_WORDS, MAX_WORDS = 4, 20
TRUNCATED_CHARS = 12
"""A cut-off copy must share so many characters with the headline."""
_SITE_NAME = re.compile(r" [|\-:·»] .{2,40}$")
_DATELINE = re.compile(r"【[^】]*(?:[=＝]|時事|共同)[^】]*】|\[[^\]]*ロイター\]|[^()]{2,40} \([A-Z][\w/ ]{1,20}\) ?[-–—]")


def is_candidate(text: str, shape: str, words: int) -> bool:
    """Whether a line could be a headline, going by its form alone; one that opens with a dateline is story, cut off at a link, and one that
    opens with a bar is a row of a table.

    >>> is_candidate("Ten dead in flood", "h", 4)
    True
    """
    if shape not in "hqc" or not MIN_WORDS <= words <= MAX_WORDS or text[-1] in ",;:" or text[0] == "|":
        return False
    return _DATELINE.match(text) is None


def likeness(text: str, theirs: str, words: int) -> str | None:
    """How a block repeats the headline, of which `theirs` are the letters: same, with-site, with-kicker, truncated, or None.

    >>> likeness("Ten dead in flood | The Daily", letters("Ten dead in flood"), 7)
    'with-site'
    >>> likeness("7. Ten dead in flo...", letters("Ten dead in flood"), 5)
    'truncated'
    """
    cut_off = text.endswith(("...", "…"))
    if words > 2 * MAX_WORDS or (len(text) < len(theirs) and not cut_off) or not theirs:
        return None
    if not cut_off and _edge(text) != theirs[0] and _edge(reversed(text)) != theirs[-1]:
        return None  # most lines, for a tenth of the price of folding them
    ours = letters(text)
    if not ours:
        return None
    if ours == theirs:
        return "same"
    if len(theirs) >= TRUNCATED_CHARS and ours.startswith(theirs) and _SITE_NAME.search(fold(text)):
        return "with-site"
    if len(theirs) >= TRUNCATED_CHARS and ours.endswith(theirs) and len(ours) - len(theirs) <= len(theirs) and text[-1] not in ".!":
        return "with-kicker"
    if cut_off:
        start = letters(re.sub(r"^\d{1,2}[.)]\s+", "", text.rstrip(". …")))
        if len(start) >= TRUNCATED_CHARS and theirs.startswith(start):
            return "truncated"
    return None


def letters(text: str) -> str:
    """The letters and digits of a text, folded: what two renderings of one line share.

    >>> letters("Ten dead – in flood!")
    'tendeadinflood'
    """
    return "".join(letter_runs(fold(text)))


def reads(text: str, theirs: str) -> bool:
    """Whether these are the letters of a text; most texts are told by their first.

    >>> reads("Ten dead – in flood!", "tendeadinflood")
    True
    """
    return _edge(text) == theirs[:1] and letters(text) == theirs


def _edge(chars: Iterable[str]) -> str:
    """The first letter or digit, folded."""
    return fold(next(filter(str.isalnum, chars), ""))
