"""What a block must hold before a regex is tried on it: the strings that one pass looks for, and others beside them."""

from __future__ import annotations

import re._constants as sre  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleaner.ruleset.patterns import parsed, wordy
from cleaner.ruleset.plan import BEGIN, EDGE, END, FIGURE, NEAR_END
from cleaner.text import fold, is_wide

MIN_LITERAL, MIN_WIDE_LITERAL, MAX_CHOICES = 3, 2, 120
# Shares of letters in running news text, averaged over the languages of the rule packs and rounded.
_COMMON = {
    " ": 0.16, BEGIN: 0.01, NEAR_END: 0.01, EDGE: 0.25, "e": 0.11, "a": 0.075, "i": 0.07, "n": 0.07, "t": 0.07, "r": 0.06, "o": 0.065,
    "s": 0.06, "l": 0.042, "d": 0.04, "u": 0.035, "h": 0.035, "c": 0.03, "m": 0.026, "p": 0.021, "g": 0.02, "b": 0.015, "f": 0.016,
    "v": 0.012, "w": 0.013, "k": 0.012, "y": 0.014, "z": 0.006, "j": 0.004, "x": 0.003, "q": 0.002, ".": 0.011, ",": 0.011, "-": 0.004,
    "'": 0.004, '"': 0.006, ":": 0.0015, "(": 0.0015, ")": 0.0015, "/": 0.0005, "|": 0.0003, "@": 0.0002, "©": 0.0001, FIGURE: 0.005,
}  # fmt: skip
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
MAX_CLASS = 12
"""Characters of a class that is written out."""
SHORT_EDGE, SHORT_LITERAL, MAX_EDGES = 3, 4, 60
"""Letters looked for, at a block's edge and within it, where a pattern has very many words to choose from."""
GATE_LENGTH = 10
"""Characters of a literal that are looked for; the rest is confirmed on the block. Longer ones only swell the automaton."""
NEEDS, NEED_CHOICES, NEED_SHARE, ONLY_SHARE = 3, 40, 0.6, 1.5
"""Further sets of strings asked for, strings in one, and how many times a block may hold one by chance; more often where there is
no gate and any test is better than none."""
FAINT = 0.012
"""How often a string may stand in a text, per character, to be looked for in short lines at least."""
WORD_LENGTH, LONG_WORDS = 6, 20
"""Characters of a word with its space, and the words of a block for which these shares are reckoned, where a rule sets no bound."""

Literals = tuple[str, ...]


def gate(pattern: str) -> Literals:
    r"""The best set of strings of which every match of the pattern holds one, folded and marked with BEGIN, END and EDGE.

    Empty where none is rare enough for the one pass over the text.

    >>> gate("(?:photo|image) (?:by|via) {name}")
    ('\x08photo by ', '\x08photo via ', '\x08image by ', '\x08image via ')
    >>> gate("^(?:by|von) {name}$")
    ('\nby ', '\nvon ')
    >>> gate("{n} ?/ ?{n}")
    ()
    """
    tree = parsed(pattern)
    rare = [strings for strings in _sets(tree, left=wordy(tree, 0), right=wordy(tree, -1)) if all(map(long_enough, strings))]
    choices = [choice for choice in (_edge(tree, 0), _edge(tree, -1), *map(_shortened, rare)) if choice]
    return tuple(min(choices, key=frequency)) if choices else ()


def faint_gate(pattern: str) -> Literals:
    """The best set for a pattern that is tried on short lines only, where a slash or the names of agencies are rare enough.

    >>> sorted(faint_gate("{n} ?/ ?{n}"))
    ['/']
    """
    sets = [_plainest(strings) for strings in _sets(parsed(pattern))]
    fitting = [strings for strings in sets if len(strings) <= NEED_CHOICES and frequency(strings) <= FAINT]
    return tuple(min(fitting, key=frequency, default=()))


def needs(pattern: str, max_words: int = LONG_WORDS, beside: Literals = ()) -> tuple[Literals, ...]:
    r"""Further sets of strings: a block that the pattern matches holds one of each. The small sets, quick to look for, come first.

    `max_words` is the bound that the rule sets to its blocks, for a mark that stands in every paragraph is rare in short lines;
    `beside` is the gate that the block is known to have passed.

    >>> needs("{n} ?/ ?{n}")
    (('/',), ('\x00\x00',))
    """
    tree = parsed(pattern)
    block = WORD_LENGTH * min(max_words, LONG_WORDS)
    chosen = [[string.strip(BEGIN + EDGE) for string in beside]] if beside else []
    out: list[Literals] = []
    for strings in sorted(map(_plainest, _sets(tree)), key=frequency):
        if len(out) == NEEDS or frequency(strings) * block > (NEED_SHARE if chosen else ONLY_SHARE):
            break
        if len(strings) <= NEED_CHOICES and not any(_implies(other, strings) for other in chosen):
            chosen.append(strings)
            out.append(tuple(strings))
    figures = _figures(parsed(pattern))[0]
    if figures:
        out.append((FIGURE * figures,))
    return tuple(sorted(out, key=len))


def _plainest(strings: list[str]) -> list[str]:
    """The strings without those that hold another of them."""
    return [string for string in strings if not any(other != string and other in string for other in strings)]


def _implies(strings: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a text that holds one of the strings holds one of the others."""
    return all(any(other in string for other in others) for string in strings)


def long_enough(literal: str) -> bool:
    """Whether a literal is rare enough for the one pass over the text."""
    plain = literal.strip(EDGE)
    bare = plain.strip(" ")
    wide = any(is_wide(char) or "\uac00" <= char <= "\ud7a3" for char in bare)  # a Hangul letter is a syllable
    return (len(bare) >= MIN_WIDE_LITERAL and (wide or len(plain) >= MIN_LITERAL)) or any(mark in bare for mark in "©ⓒ📷📸@")


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
        if literal[-1] == END and literal[-2:-1] in (".", "!", "?", '"', ")"):
            product *= 50  # that is how blocks end
        elif literal.strip(" " + EDGE) in _FUNCTION_WORDS:
            product = max(product, FUNCTION_WORD)
        total += product
    return total


def _sets(tree: Iterable[Any], *, left: bool = False, right: bool = False) -> Iterator[list[str]]:
    """Sets of folded strings of each of which every match of this sequence holds one.

    `left` and `right` say that no word goes on beyond the match, which a mark then says of the strings at its edges.
    """
    items = list(_flat(tree))
    run = [EDGE if left else ""]

    def told(strings: list[str], *, last: bool) -> Iterator[list[str]]:
        folded = [fold(string) for string in strings]
        if all(string.strip(EDGE) for string in folded):
            yield list(dict.fromkeys(string + EDGE if last and right else string for string in folded))

    for n, (op, arg) in enumerate(items):
        last = n == len(items) - 1
        options = _options(op, arg)
        if options is not None and len(run) * len(options) <= MAX_CHOICES:
            run = [string + option for string in run for option in options]
            yield from told(run, last=last)
            continue
        if options is not None:
            yield from told(options, last=last)
        run = options if options is not None and len(options) <= MAX_CHOICES else [""]
        if op is sre.BRANCH and options is None:
            for enough in (long_enough, bool):
                choices = [_rarest(_sets(branch), enough) for branch in arg[1]]
                if all(choices):
                    yield list(dict.fromkeys(literal for choice in choices for literal in choice))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0:
            yield from _sets(arg[2])


def _rarest(sets: Iterable[list[str]], enough: Callable[[str], bool]) -> list[str]:
    """The rarest of the sets of which every string is `enough`; empty when there is none."""
    return min((strings for strings in sets if all(map(enough, strings))), key=frequency, default=[])


def _shortened(strings: list[str]) -> list[str]:
    """The strings as far as they are looked for; empty when they are too many or too short then."""
    cut = list(dict.fromkeys(_begin(string, GATE_LENGTH) for string in strings))
    if len(cut) > MAX_CHOICES:  # a few letters of each are enough to look for
        cut = list(dict.fromkeys(_begin(string, SHORT_LITERAL) for string in strings))
    return cut if len(cut) <= MAX_CHOICES and all(map(long_enough, cut)) else []


def _begin(string: str, length: int) -> str:
    """Its first letters, a mark before them not counted."""
    length += string[0] == EDGE
    return string if len(string.rstrip(EDGE)) <= length else string[:length]


def _options(op: Any, arg: Any) -> list[str] | None:
    """All strings that an element of a pattern may stand for; None when they are too many to write out."""
    if op is sre.LITERAL:
        return [chr(arg)]
    if op is sre.IN and len(arg) <= MAX_CLASS and all(kind is sre.LITERAL for kind, _ in arg):
        return [chr(value) for _, value in arg]
    if op is sre.IN and arg == [(sre.CATEGORY, sre.CATEGORY_SPACE)]:
        return [" "]  # folded lines know no other
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
    for length in (GATE_LENGTH, 2 * SHORT_EDGE, SHORT_EDGE):
        edges = list(dict.fromkeys(BEGIN + s[:length] if edge == 0 else s[-length:] + END for s in folded))
        if len(edges) <= MAX_EDGES:
            break
    return edges


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
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0:
            added = [(string, False) for string, _ in _grown([("", True)], arg[2], edge)]
        elif op is sre.IN and _options(op, arg):
            added = [(option, True) for option in _options(op, arg) or ()]
        elif _is_figure(op, arg):
            added = [(figure, False) for figure in "0123456789"]
        else:
            added = [("", False)]
        joined = [(s + a if edge == 0 else a + s, is_open) for s, still in strings if still for a, is_open in added]
        joined += [(s, False) for s, still in strings if not still]
        if len(joined) > MAX_CHOICES:  # a few letters of each are enough to look for
            joined = [(s[:SHORT_EDGE] if edge == 0 else s[-SHORT_EDGE:], False) for s, _ in joined]
        strings = list(dict.fromkeys(joined))
    return strings


def _figures(tree: Iterable[Any], *, adjacent: bool = False) -> tuple[int, bool]:
    """How many runs of figures every match of a sequence holds, and whether a figure after it may belong to the last of them."""
    count = 0
    for op, arg in _flat(tree):
        if _is_figure(op, arg):
            count, adjacent = count + (not adjacent), True
        elif op is sre.BRANCH:
            found = [_figures(branch, adjacent=adjacent) for branch in arg[1]]
            count, adjacent = count + min(n for n, _ in found), any(after for _, after in found)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            n, after = _figures(arg[2], adjacent=adjacent)
            count, adjacent = (count + n, after) if arg[0] > 0 else (count, adjacent or after)
        elif op is sre.LITERAL:
            adjacent = chr(arg).isdigit()
        elif op is sre.IN and all(what == sre.CATEGORY_NOT_WORD or (kind is sre.LITERAL and not chr(what).isdigit()) for kind, what in arg):
            adjacent = False
        elif op is not sre.AT:
            adjacent = True
    return count, adjacent


def _is_figure(op: Any, arg: Any) -> bool:
    return op is sre.IN and all(kind is sre.CATEGORY and value is sre.CATEGORY_DIGIT for kind, value in arg)


def _flat(tree: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """The sequence with its plain groups opened."""
    for op, arg in tree:
        if op is sre.SUBPATTERN:
            yield from _flat(arg[-1])
        else:
            yield op, arg
