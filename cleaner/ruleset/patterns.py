"""Regexes of rule files into RE2: placeholders, Unicode classes and word boundaries written out, and the literal each match must hold."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.text import fold, is_wide, is_word_char

# Word characters as a few wide ranges: RE2 turns \p{L} into thousands of instructions, and a pattern with five of them
# leaves its fast automaton. The ranges agree with `text.is_word_char` on the letters that news is written in (tested).
_WORD = (
    r"0-9A-Z_a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1FFF}\x{2C00}-\x{2DFF}\x{2E80}-\x{2FFF}"
    r"\x{3005}-\x{3007}\x{3031}-\x{FE0F}\x{FE20}-\x{FE2F}\x{FE70}-\x{FEFE}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{FF66}-\x{FFDC}\x{20000}-\x{3FFFF}"
)
_UPPER = r"A-Z\x{C0}-\x{D6}\x{D8}-\x{DE}\x{100}-\x{24F}\x{386}-\x{3AB}\x{400}-\x{42F}\x{460}-\x{52F}\x{531}-\x{556}\x{10A0}-\x{10CD}\x{1E00}-\x{1EFF}"
_LETTER = r"A-Za-z\x{C0}-\x{1FFF}"
_CAP = rf"(?:[dDlLO]')?[{_UPPER}][{_LETTER}'.\-]*"
_PARTICLE = r"(?:d[aeiou]|del|della|dos|das|der|den|van|von|zu|zum|bin|ibn|bint|al|el|la|le|af|av|ter|ten|y|e|and)"
_NAME = rf"(?-i:{_CAP}(?: (?:{_PARTICLE} ){{0,2}}{_CAP}){{1,3}})"
_AND = r"(?:, (?:and |und |et |y )?| and | und | et | y | e | en | och | og | i | и | та | ve | & ?| ?/ ?| ?\| )"
_URL = r"(?:https?://[^ ]+|www\.[^ ]+|[a-z0-9\-]+(?:\.[a-z0-9\-]+)*\.[a-z]{2,6}(?:/[^ ]*)?)"
PLACEHOLDERS = {
    "name": _NAME,
    "names": rf"{_NAME}(?:{_AND}{_NAME})*",
    "caps": rf"(?-i:[{_UPPER}][{_UPPER}0-9.\-]+)",
    "cap": rf"(?-i:{_CAP})",
    "date": r"(?:\d{1,4}[./\-] ?\d{1,2}[./\-] ?\d{2,4}|\d{1,2}(?:st|nd|rd|th|[.ºª]|er)? (?:de |of )?[A-Za-z\x{C0}-\x{1FFF}]{3,12}\.?,?(?: de| del)? \d{4}"
    r"|[A-Za-z\x{C0}-\x{1FFF}]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])",
    "time": r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: uhr)?|\d{1,2} ?(?:[ap]\.?m\.?|uhr))",
    "email": r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    "url": _URL,
    "handle": r"@[\w.]{2,}",
    "n": r"\d(?:[\d.,' ]*\d)?",
}
"""What `{name}` and the like stand for inside a regex of a rule file."""

MIN_LITERAL, MIN_WIDE_LITERAL, MAX_CHOICES = 3, 2, 80
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_CLASS = re.compile(r"\\[pP]\{\^?\w+\}|\\[pP]\w")


class PatternError(ValueError):
    """A regex that a rule may not hold."""


def to_re2(pattern: str) -> str:
    """The RE2 source of a rule's regex; group 1 is the quote.

    Raises PatternError for an unknown placeholder and for what RE2 cannot do in linear time.

    >>> to_re2("©.*")
    '(?i)(©.*)'
    """
    shadow = _shadow(pattern)
    if re.search(r"\\[bB]", pattern):
        raise PatternError(r"\b and \B know ASCII only; leave them out, boundaries are added")
    if re.search(r"\(\?[=!<P]", pattern) or re.search(r"\\[1-9]", pattern):
        raise PatternError("look-around, named groups and back-references are not linear; use unless or a second condition")
    try:
        tree = sre_parser.parse(shadow)
    except (re.error, OverflowError) as error:
        raise PatternError(str(error)) from None
    expanded = _outside_classes(_expand(pattern))
    left = f"(?:^|[^{_WORD}])" if _wordy(tree, 0) else ""
    right = f"(?:$|[^{_WORD}])" if _wordy(tree, -1) else ""
    return f"(?i){left}({expanded}){right}"


def required_literals(pattern: str) -> tuple[str, ...]:
    """Folded literals of which every match of the pattern holds at least one; empty when there is no such set.

    >>> required_literals("(?:photo|image) (?:by|via) {name}")
    ('photo', 'image')
    """
    best = _required(sre_parser.parse(_shadow(pattern)))
    return tuple(best) if best and all(map(long_enough, best)) else ()


def long_enough(literal: str) -> bool:
    """Whether a literal is rare enough for the one pass over the text."""
    bare = literal.strip()
    return len(bare) >= (MIN_WIDE_LITERAL if any(map(is_wide, bare)) else MIN_LITERAL) or bare in ("©", "ⓒ", "📷", "📸")


def rarity(literal: str) -> float:
    """How rare a literal is, roughly: common letters weigh less, for the literal that is looked for should seldom be there.

    >>> rarity("getty") > rarity("the e")
    True
    """
    return sum(0.6 if char in "etaoinsr " else 1.6 if not char.isalpha() else 1.0 for char in literal)


def _shadow(pattern: str) -> str:
    """The pattern as the standard library can parse it: placeholders and Unicode classes become classes of their kind."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise PatternError(f"{{{name}}} is no placeholder; known are {', '.join('{%s}' % n for n in PLACEHOLDERS)}")
    return _CLASS.sub(r"\\w", _PLACEHOLDER.sub(r"(?:\\w+)", pattern))


def _expand(pattern: str) -> str:
    return _PLACEHOLDER.sub(lambda match: f"(?:{PLACEHOLDERS[match[1]]})", pattern)


def _outside_classes(pattern: str) -> str:
    r"""Write \w and \d out as Unicode, and let a composed letter also match its decomposed form."""
    out, inside, i = [], False, 0
    while i < len(pattern):
        char = pattern[i]
        if char == "\\" and i + 1 < len(pattern):
            following = pattern[i + 1]
            if following in "wdWD":
                body = {"w": _WORD, "d": r"\p{Nd}"}[following.lower()]
                if following.isupper() and inside:
                    raise PatternError(rf"\{following} inside a class has no Unicode form; write the class out")
                out.append(body if inside else f"[{'^' if following.isupper() else ''}{body}]")
            else:
                out.append(char + following)
            i += 2
            continue
        if char == "(" and not inside and pattern[i + 1 : i + 2] != "?":
            char = "(?:"  # group 1 is the quote, so an author's groups must not count
        if char == "[" and not inside:
            inside = True
        elif char == "]" and inside:
            inside = False
        parts = unicodedata.normalize("NFD", char) if not inside and len(char) == 1 else char
        out.append(f"(?:{char}|{parts})" if parts != char and not is_wide(char) and not "\uac00" <= char <= "\ud7a3" else char)
        i += 1
    return "".join(out)


def _wordy(tree: Sequence[Any], edge: int) -> bool:
    """Whether a match may have a word character at this edge (0 first, -1 last), so that a boundary belongs there."""
    for op, arg in tree if edge == 0 else reversed(list(tree)):
        if op is sre.AT:
            return False
        if op is sre.LITERAL:
            return is_word_char(chr(arg)) and not is_wide(chr(arg))
        if op is sre.SUBPATTERN:
            return _wordy(arg[-1], edge)
        if op is sre.BRANCH:
            return any(_wordy(branch, edge) for branch in arg[1])
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            if _wordy(arg[2], edge):
                return True
            if arg[0] > 0:
                return False
            continue
        return op is not sre.ANY
    return False


def _required(tree: Iterable[Any]) -> list[str] | None:
    """The best set of literals of which each match of this sequence holds one."""
    best: list[str] | None = None
    run = ""

    def better(choice: list[str] | None) -> None:
        nonlocal best
        if choice and len(choice) <= MAX_CHOICES and (best is None or min(map(rarity, choice)) > min(map(rarity, best))):
            best = choice

    for op, arg in _flat(tree):
        if op is sre.LITERAL:
            run += fold(chr(arg))
            continue
        better([run] if run else None)
        run = ""
        if op is sre.BRANCH:
            choices = [_required(branch) for branch in arg[1]]
            if all(choices):
                better(list(dict.fromkeys(literal for choice in choices if choice for literal in choice)))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0:
            better(_required(arg[2]))
    better([run] if run else None)
    return best


def _flat(tree: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The sequence with its plain groups opened."""
    for op, arg in tree:
        if op is sre.SUBPATTERN:
            yield from _flat(arg[-1])
        else:
            yield op, arg
