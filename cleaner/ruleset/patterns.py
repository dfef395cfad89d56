"""Regexes of rule files, looked into: whether RE2 may have them, and where words begin and end."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from cleaner.ruleset.expand import PLACEHOLDERS, SETS
from cleaner.text import NUKTA, is_wide, is_word_char, letters_alike

_SHADOWS = {
    "n": r"(?:\d+)",
    "time": r"(?:\d+[ .:a-z]*)",
    "date": r"(?:(?:\d+|\w+\W\d+)\W\d+\w?)",
    "email": r"(?:\w+@\w+)",
    "handle": r"(?:@\w+)",
}
"""Placeholders as the standard library may read them: what they need is what counts, a figure or an at sign, and what they may end
with: a time not only with a figure ("6 a.m."), nor a date ("5月3日"), or a pattern tied to the block's end would ask for one there."""

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_COMMON_TOKENS = r"\\p\{\w+\}|\\.|\(\?[a-z-]*:?|\{[a-z]+\}|[\[\]()]|[^\x00-\x7f]"
_TOKENS, _TURKISH_TOKENS = re.compile(_COMMON_TOKENS), re.compile(_COMMON_TOKENS + "|[iı]")
_CLASS = re.compile(r"\\[pP]\{\^?\w+\}|\\[pP]\w")


class PatternError(ValueError):
    """A regex that a rule may not hold."""


def spelled(pattern: str) -> str:
    """The pattern in the spelling of straightened and composed text: plain letters, and the dot of Hindi as one that may be left out.

    >>> spelled("\u0623") == "\u0627", spelled("\u0922\u093c") == "\u0922\u093c?"
    (True, True)
    """
    return letters_alike(pattern).replace(NUKTA, NUKTA + "?") if not pattern.isascii() else pattern


def checked(pattern: str, *, turkish: bool = False) -> str:
    """The pattern in the form that `expand.re2_source` reads: two marks for its boundaries, then the pattern itself.

    In it groups are silent, Unicode classes single letters, and composed letters also match their decomposed form; in Turkish patterns
    i, ı and İ are one letter, as they are in folded text.
    Raises PatternError for an unknown placeholder and for what RE2 cannot do in linear time.

    >>> checked("©.*"), checked("photo by {name}")
    ('--©.*', 'bbphoto by {name}')
    """
    if re.search(r"\\[bB]", pattern):
        raise PatternError(r"\b and \B know ASCII only; leave them out, boundaries are added")
    if re.search(r"\(\?[=!<P]", pattern) or re.search(r"\\[1-9]", pattern):
        raise PatternError("look-around, named groups and back-references are not linear; use unless or a second condition")
    if re.search(r"\[[^\]]*\\[WD]", pattern):
        raise PatternError(r"\W or \D inside a class has no Unicode form; write the class out")
    tree = parsed(pattern)
    return f"{'b' if wordy(tree, 0) else '-'}{'b' if wordy(tree, -1) else '-'}{_ready(pattern.replace(NUKTA, NUKTA + '?'), turkish)}"


def _ready(pattern: str, turkish: bool) -> str:
    inside = False

    def token(match: re.Match[str]) -> str:
        nonlocal inside
        text = match[0]
        if text in SETS:
            return SETS[text] if inside else f"(?-i:[{SETS[text]}])"
        if text in ("\\W", "\\D"):
            return f"(?-i:[^{SETS[text.lower()]}])"
        if text == "[":
            inside = True
        elif text == "]":
            inside = False
        elif text == "(" and not inside:
            return "(?:"  # group 1 is the quote, so an author's groups must not count
        elif len(text) == 1 and not inside:
            return _letter(text, turkish)
        return letters_alike(text) if inside else text

    return (_TURKISH_TOKENS if turkish else _TOKENS).sub(token, pattern)


def _letter(char: str, turkish: bool) -> str:
    if turkish and char in "iı":
        return "[iıİ]"
    if char < "\x80" or "\uac00" <= char <= "\ud7a3" or "\u3040" <= char <= "\u30ff":
        return char
    plain, parts = letters_alike(char), unicodedata.normalize("NFD", char)
    return f"(?:{plain}|{letters_alike(parts)})" if parts != char else plain


@lru_cache(maxsize=64)
def parsed(pattern: str) -> Any:
    """The pattern as the standard library parses it: placeholders and Unicode classes become classes of their kind."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise PatternError(f"{{{name}}} is no placeholder; known are {', '.join(f'{{{n}}}' for n in PLACEHOLDERS)}")
    shadow = _CLASS.sub(r"\\w", _PLACEHOLDER.sub(lambda match: _SHADOWS.get(match[1], r"(?:\w+)"), spelled(pattern)))
    try:
        return sre_parser.parse(shadow)
    except (re.error, OverflowError) as error:
        raise PatternError(str(error)) from None


def wordy(tree: Sequence[Any], edge: int) -> bool:
    """Whether a match may have a word character at this edge (0 first, -1 last), so that a boundary belongs there."""
    for op, arg in tree if edge == 0 else reversed(list(tree)):
        if op is sre.AT:
            return False
        if op is sre.LITERAL:
            return is_word_char(chr(arg)) and not is_wide(chr(arg))
        if op is sre.SUBPATTERN:
            return wordy(arg[-1], edge)
        if op is sre.BRANCH:
            return any(wordy(branch, edge) for branch in arg[1])
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            if wordy(arg[2], edge):
                return True
            if arg[0] > 0:
                return False
            continue
        if op is sre.IN:
            return any(_class_wordy(member) for member in arg)
        return op is not sre.ANY
    return False


def _class_wordy(member: tuple[Any, Any]) -> bool:
    """Whether this member of a character class lets a word character in."""
    op, arg = member
    if op is sre.LITERAL:
        return is_word_char(chr(arg)) and not is_wide(chr(arg))
    if op is sre.RANGE:
        return is_word_char(chr(arg[0])) and not is_wide(chr(arg[0]))
    return op is sre.CATEGORY and arg in (sre.CATEGORY_WORD, sre.CATEGORY_DIGIT)
