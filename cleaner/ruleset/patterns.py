"""Regexes of rule files into RE2: placeholders, Unicode classes and word boundaries written out, and the literal each match must hold."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.text import fold, is_wide, is_word_char

# Word characters as a few wide ranges: RE2 turns \p{L} into thousands of instructions, and a pattern with five of them
# leaves its fast automaton. The ranges agree with `text.is_word_char` on the letters that news is written in (tested).
_WORD = (
    r"0-9A-Z_a-z\x{AA}\x{B5}\x{BA}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1FFF}\x{2C00}-\x{2DFF}\x{2E80}-\x{2FFF}"
    r"\x{3005}-\x{3007}\x{3031}-\x{309F}\x{30A1}-\x{30FA}\x{30FC}-\x{FE0F}\x{FE20}-\x{FE2F}\x{FE70}-\x{FEFE}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{FF66}-\x{FFDC}\x{20000}-\x{3FFFF}"
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
    "date": r"(?:\d{1,4}[./\-] ?\d{1,2}[./\-] ?\d{2,4}|\d{1,2}(?:st|nd|rd|th|[.ºª]|er)? (?:de |of )?(?-i:[A-Za-z\x{C0}-\x{1FFF}]{3,12})\.?,?(?: de| del)? \d{4}"
    r"|(?-i:[A-Za-z\x{C0}-\x{1FFF}]{3,12})\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}[年년] ?\d{1,2}[月월] ?\d{1,2}[日일])",
    "time": r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?(?: uhr)?|\d{1,2} ?(?:[ap]\.?m\.?|uhr))",
    "email": r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+",
    "url": _URL,
    "handle": r"@[\w.]{2,}",
    "n": r"\d(?:[\d.,' ]*\d)?",
}
"""What `{name}` and the like stand for inside a regex of a rule file."""

_SHADOWS = {"n": r"(?:\d+)", "time": r"(?:\d+)", "date": r"(?:\w*\d+)", "email": r"(?:\w+@\w+)", "handle": r"(?:@\w+)"}
"""Placeholders as the standard library may read them: what they need is what counts, a figure or an at sign."""

MIN_LITERAL, MIN_WIDE_LITERAL, MAX_CHOICES = 3, 2, 120
# Shares of letters in running news text, averaged over the languages of the rule packs and rounded.
_COMMON = {
    " ": 0.16, "\n": 0.01, "e": 0.11, "a": 0.075, "i": 0.07, "n": 0.07, "t": 0.07, "r": 0.06, "o": 0.065, "s": 0.06, "l": 0.042, "d": 0.04,
    "u": 0.035, "h": 0.035, "c": 0.03, "m": 0.026, "p": 0.021, "g": 0.02, "b": 0.015, "f": 0.016, "v": 0.012, "w": 0.013, "k": 0.012, "y": 0.014,
    "z": 0.006, "j": 0.004, "x": 0.003, "q": 0.002, ".": 0.011, ",": 0.011, "-": 0.004, "'": 0.004, '"': 0.006,
}  # fmt: skip
SHORT_EDGE, SHORT_LITERAL = 3, 4
"""Letters looked for, at a block's edge and within it, where a pattern has very many words to choose from."""
GATE_LENGTH = 10
"""Characters of a literal that are looked for; the rest is confirmed on the block. Longer ones only swell the automaton."""
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_CLASS = re.compile(r"\\[pP]\{\^?\w+\}|\\[pP]\w")


class PatternError(ValueError):
    """A regex that a rule may not hold."""


def to_re2(pattern: str, *, turkish: bool = False) -> str:
    """The RE2 source of a rule's regex; group 1 is the quote. In Turkish patterns i, ı and İ are one letter, as in folded text.

    Raises PatternError for an unknown placeholder and for what RE2 cannot do in linear time.

    >>> to_re2("©.*")
    '((?i:©.*))'
    """
    if re.search(r"\\[bB]", pattern):
        raise PatternError(r"\b and \B know ASCII only; leave them out, boundaries are added")
    if re.search(r"\(\?[=!<P]", pattern) or re.search(r"\\[1-9]", pattern):
        raise PatternError("look-around, named groups and back-references are not linear; use unless or a second condition")
    tree = _parsed(pattern)
    expanded = _outside_classes(_expand(pattern), turkish)
    left = f"(?:^|[^{_WORD}])" if _wordy(tree, 0) else ""
    right = f"(?:$|[^{_WORD}])" if _wordy(tree, -1) else ""
    return f"{left}((?i:{expanded})){right}"


class Gate(NamedTuple):
    """What a block must hold before a pattern is tried on it."""

    literals: tuple[str, ...]
    """Folded strings of which every match holds one; a line feed stands for the block's beginning or end."""
    rare: bool
    """Whether they are rare enough to be looked for in one pass; else they are looked for in short blocks only."""


def gate(pattern: str) -> Gate:
    """The best set of strings of which every match of the pattern holds at least one.

    >>> gate("(?:photo|image) (?:by|via) {name}")
    Gate(literals=('photo', 'image'), rare=True)
    >>> gate("^(?:by|von) {name}$")
    Gate(literals=('\\nby ', '\\nvon '), rare=True)
    >>> gate("{n} ?/ ?{n}")
    Gate(literals=('/',), rare=False)
    """
    tree = _parsed(pattern)
    choices = [choice for choice in (_edge(tree, 0), _edge(tree, -1), _required(tree, long_enough)) if choice]
    if choices:
        return Gate(tuple(min(choices, key=frequency)), rare=True)
    weak = _required(tree, bool)
    if weak is None and _needs_digit(tree):
        weak = list("0123456789")
    return Gate(tuple(weak or ()), rare=False)


def long_enough(literal: str) -> bool:
    """Whether a literal is rare enough for the one pass over the text."""
    bare = literal.strip(" ")
    wide = any(is_wide(char) or "\uac00" <= char <= "\ud7a3" for char in bare)  # a Hangul letter is a syllable
    return (len(bare) >= MIN_WIDE_LITERAL and (wide or len(literal) >= MIN_LITERAL)) or any(mark in bare for mark in "©ⓒ📷📸@")


def frequency(literals: Iterable[str]) -> float:
    """How often one of these stands in a text, per character, going by how often their letters do in news of many languages.

    >>> frequency(["the "]) > frequency(["getty"]) and frequency(["\\nby "]) < frequency(["by "])
    True
    """
    total = 0.0
    for literal in literals:
        product = 1.0
        for char in literal:
            product *= _COMMON.get(char, 0.015 if char.isalpha() else 0.004)
        if literal[-1] == "\n" and literal[-2:-1] in (".", "!", "?", '"', ")"):
            product *= 50  # that is how blocks end
        total += product
    return total


@lru_cache(maxsize=4)
def _parsed(pattern: str) -> Any:
    """The pattern as the standard library parses it: placeholders and Unicode classes become classes of their kind."""
    for name in _PLACEHOLDER.findall(pattern):
        if name not in PLACEHOLDERS:
            raise PatternError(f"{{{name}}} is no placeholder; known are {', '.join('{%s}' % n for n in PLACEHOLDERS)}")
    shadow = _CLASS.sub(r"\\w", _PLACEHOLDER.sub(lambda match: _SHADOWS.get(match[1], r"(?:\w+)"), pattern))
    try:
        return sre_parser.parse(shadow)
    except (re.error, OverflowError) as error:
        raise PatternError(str(error)) from None


def _expand(pattern: str) -> str:
    return _PLACEHOLDER.sub(lambda match: f"(?:{PLACEHOLDERS[match[1]]})", pattern)


def _outside_classes(pattern: str, turkish: bool) -> str:
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
                out.append(body if inside else f"(?-i:[{'^' if following.isupper() else ''}{body}])")
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
        if turkish and char in "iı" and not inside and pattern[max(0, i - 2) : i] != "(?" and pattern[max(0, i - 3) : i] != "(?-":
            char = "[iıİ]"
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


def _required(tree: Iterable[Any], enough: Callable[[str], bool]) -> list[str] | None:
    """The rarest set of literals, each `enough`, of which every match of this sequence holds one."""
    best: list[str] | None = None
    run = [""]

    def better(choice: Iterable[str] | None) -> None:
        nonlocal best
        strings = [fold(string) for string in choice or ()]
        literals = list(dict.fromkeys(string[:GATE_LENGTH] for string in strings))
        if len(literals) > MAX_CHOICES:  # a few letters of each are enough to look for
            literals = list(dict.fromkeys(string[:SHORT_LITERAL] for string in strings))
        if literals and len(literals) <= MAX_CHOICES and all(map(enough, literals)) and (best is None or frequency(literals) < frequency(best)):
            best = literals

    for op, arg in _flat(tree):
        options = _options(op, arg)
        if options is not None and len(run) * len(options) <= MAX_CHOICES:
            run = [string + option for string in run for option in options]
            better(run)
            continue
        better(options)
        run = options if options is not None and len(options) <= MAX_CHOICES else [""]
        if op is sre.BRANCH and options is None:
            choices = [_required(branch, enough) for branch in arg[1]]
            if all(choices):
                better(literal for choice in choices if choice for literal in choice)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0:
            better(_required(arg[2], enough))
    return best


def _options(op: Any, arg: Any) -> list[str] | None:
    """All strings that an element of a pattern may stand for; None when they are too many to write out."""
    if op is sre.LITERAL:
        return [chr(arg)]
    if op is sre.IN and len(arg) <= 6 and all(kind is sre.LITERAL for kind, _ in arg):
        return [chr(value) for _, value in arg]
    if op is sre.BRANCH:
        parts = [_written_out(branch) for branch in arg[1]]
        return [string for part in parts for string in part or ()] if all(part is not None for part in parts) else None
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[:2] == (0, 1):
        inner = _written_out(arg[2])
        return ["", *inner] if inner is not None else None
    return None


def _written_out(tree: Iterable[Any]) -> list[str] | None:
    strings = [""]
    for op, arg in _flat(tree):
        options = _options(op, arg)
        if options is None or len(strings) * len(options) > 4 * MAX_CHOICES:
            return None
        strings = [string + option for string in strings for option in options]
    return strings


def _edge(tree: Any, edge: int) -> list[str] | None:
    """For a pattern tied to the block's beginning (0) or end (-1): every string that its matches may begin or end with."""
    items = list(_flat(tree))
    if not items or items[edge][0] is not sre.AT:
        return None
    inner = items[1:] if edge == 0 else items[:-1]
    strings = [string for string, _ in _grown([("", True)], inner, edge)]
    folded = [fold(string) for string in strings]
    if not all(string.strip() for string in folded):
        return None
    edges = list(dict.fromkeys("\n" + s[:GATE_LENGTH] if edge == 0 else s[-GATE_LENGTH:] + "\n" for s in folded))
    return edges if len(edges) <= 4 * MAX_CHOICES else None


def _grown(strings: list[tuple[str, bool]], tree: Iterable[Any], edge: int) -> list[tuple[str, bool]]:
    """The strings, those still open grown by what the sequence may add at this edge; closed where it may add anything."""
    items = list(_flat(tree))
    for op, arg in items if edge == 0 else items[::-1]:
        if not any(is_open for _, is_open in strings):
            break
        if op is sre.LITERAL:
            added = [(chr(arg), True)]
        elif op is sre.BRANCH:
            added = [grown for branch in arg[1] for grown in _grown([("", True)], branch, edge)]
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[:2] == (0, 1):
            added = [("", True), *_grown([("", True)], arg[2], edge)]
        elif op is sre.IN and len(arg) <= 6 and all(kind is sre.LITERAL for kind, _ in arg):
            added = [(chr(value), True) for _, value in arg]
        else:
            added = [("", False)]
        joined = [(s + a if edge == 0 else a + s, is_open) for s, still in strings if still for a, is_open in added]
        joined += [(s, False) for s, still in strings if not still]
        if len(joined) > MAX_CHOICES:  # a few letters of each are enough to look for
            joined = [(s[:SHORT_EDGE] if edge == 0 else s[-SHORT_EDGE:], False) for s, _ in joined]
        strings = list(dict.fromkeys(joined))
    return strings


def _needs_digit(tree: Iterable[Any]) -> bool:
    """Whether every match holds a figure."""
    for op, arg in _flat(tree):
        if op is sre.IN and all(kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT for kind, value in arg):
            return True
        if op is sre.BRANCH and all(map(_needs_digit, arg[1])):
            return True
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0 and _needs_digit(arg[2]):
            return True
    return False


def _flat(tree: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The sequence with its plain groups opened."""
    for op, arg in tree:
        if op is sre.SUBPATTERN:
            yield from _flat(arg[-1])
        else:
            yield op, arg
