"""Regexes of rule files, looked into: whether RE2 may have them, where words begin and end, and the literals each match must hold."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.ruleset.expand import PLACEHOLDERS
from cleaner.text import fold, is_wide, is_word_char

_SHADOWS = {"n": r"(?:\d+)", "time": r"(?:\d+)", "date": r"(?:\w*\d+)", "email": r"(?:\w+@\w+)", "handle": r"(?:@\w+)"}
"""Placeholders as the standard library may read them: what they need is what counts, a figure or an at sign."""

MIN_LITERAL, MIN_WIDE_LITERAL, MAX_CHOICES = 3, 2, 120
# Shares of letters in running news text, averaged over the languages of the rule packs and rounded.
_COMMON = {
    " ": 0.16, "\n": 0.01, "e": 0.11, "a": 0.075, "i": 0.07, "n": 0.07, "t": 0.07, "r": 0.06, "o": 0.065, "s": 0.06, "l": 0.042,
    "d": 0.04, "u": 0.035, "h": 0.035, "c": 0.03, "m": 0.026, "p": 0.021, "g": 0.02, "b": 0.015, "f": 0.016, "v": 0.012, "w": 0.013,
    "k": 0.012, "y": 0.014, "z": 0.006, "j": 0.004, "x": 0.003, "q": 0.002, ".": 0.011, ",": 0.011, "-": 0.004, "'": 0.004, '"': 0.006,
}  # fmt: skip
SHORT_EDGE, SHORT_LITERAL = 3, 4
"""Letters looked for, at a block's edge and within it, where a pattern has very many words to choose from."""
GATE_LENGTH = 10
"""Characters of a literal that are looked for; the rest is confirmed on the block. Longer ones only swell the automaton."""
_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_CLASS = re.compile(r"\\[pP]\{\^?\w+\}|\\[pP]\w")


class PatternError(ValueError):
    """A regex that a rule may not hold."""


def checked(pattern: str) -> str:
    """The pattern in the form that `expand.re2_source` reads: two marks for its boundaries, then the pattern itself.

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
    tree = _parsed(pattern)
    return f"{'b' if _wordy(tree, 0) else '-'}{'b' if _wordy(tree, -1) else '-'}{pattern}"


class Gate(NamedTuple):
    """What a block must hold before a pattern is tried on it."""

    literals: tuple[str, ...]
    """Folded strings of which every match holds one; a line feed stands for the block's beginning or end."""
    rare: bool
    """Whether they are rare enough to be looked for in one pass; else they are looked for in short blocks only."""


def gate(pattern: str) -> Gate:
    """The best set of strings of which every match of the pattern holds at least one.

    >>> gate("(?:photo|image) (?:by|via) {name}")
    Gate(literals=('photo by ', 'photo via ', 'image by ', 'image via '), rare=True)
    >>> gate("^(?:by|von) {name}$")
    Gate(literals=('\\nby ', '\\nvon '), rare=True)
    >>> gate("{n} ?/ ?{n}")
    Gate(literals=('/', ' /'), rare=False)
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
            raise PatternError(f"{{{name}}} is no placeholder; known are {', '.join(f'{{{n}}}' for n in PLACEHOLDERS)}")
    shadow = _CLASS.sub(r"\\w", _PLACEHOLDER.sub(lambda match: _SHADOWS.get(match[1], r"(?:\w+)"), pattern))
    try:
        return sre_parser.parse(shadow)
    except (re.error, OverflowError) as error:
        raise PatternError(str(error)) from None


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
        if (
            literals
            and len(literals) <= MAX_CHOICES
            and all(map(enough, literals))
            and (best is None or frequency(literals) < frequency(best))
        ):
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
