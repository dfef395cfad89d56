"""What a block must hold before a regex is tried on it: the strings that one pass looks for, and others beside them."""

from __future__ import annotations

import re._constants as sre  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from cleaner.ruleset.patterns import parsed, wordy
from cleaner.ruleset.plan import BEGIN, EDGE, END, FIGURE
from cleaner.ruleset.rarity import frequency, long_enough
from cleaner.text import fold

MAX_CHOICES = 120
MAX_CLASS = 12
"""Characters of a class that is written out."""
SHORT_EDGE, SHORT_LITERAL, MAX_EDGES, NEED_EDGES = 3, 4, 60, 120
"""Letters looked for, at a block's edge and within it, where a pattern has very many words to choose from."""
GATE_LENGTH = 10
"""Characters of a literal that are looked for; the rest is confirmed on the block. Longer ones only swell the automaton."""
NEEDS, NEED_CHOICES, NEED_SHARE, ONLY_SHARE = 3, 80, 1.0, 1.5
"""Further sets of strings asked for, strings in one, and how many times a block may hold one by chance; more often where there is
no gate and any test is better than none."""
FAINT = 0.012
"""How often a string may stand in a text, per character, to be looked for in short lines at least."""
WORD_LENGTH, LONG_WORDS = 6, 20
"""Characters of a word with its space, and the words of a block for which these shares are reckoned, where a rule sets no bound."""

Literals = tuple[str, ...]


class Gates:
    """What one pattern has to be looked for by. Its sets of strings are worked out once; a rule pack holds thousands of patterns."""

    def __init__(self, pattern: str) -> None:
        self._tree = tree = parsed(pattern)
        self._sets = list(_sets(tree, left=wordy(tree, 0), right=wordy(tree, -1)))
        self._begins, self._ends = _edge_strings(tree, 0), _edge_strings(tree, -1)

    def gate(self) -> Literals:
        r"""The best set of strings of which every match of the pattern holds one, folded and marked with BEGIN, END and EDGE.

        Empty where none is rare enough for the one pass over the text.

        >>> Gates("(?:photo|image) (?:by|via) {name}").gate()
        ('\x08photo by ', '\x08photo via ', '\x08image by ', '\x08image via ')
        >>> Gates("^(?:by|von) {name}$").gate()
        ('\nby ', '\nvon ')
        >>> Gates("{n} ?/ ?{n}").gate()
        ()
        """
        rare = [strings for strings in self._sets if all(map(long_enough, strings))]
        choices = [choice for choice in (_edge(self._begins, 0), _edge(self._ends, -1), *map(_shortened, rare)) if choice]
        return tuple(min(choices, key=frequency)) if choices else ()

    def faint_gate(self) -> Literals:
        """The best set for a pattern that is tried on short lines only, where a slash or the names of agencies are rare enough.

        >>> sorted(Gates("{n} ?/ ?{n}").faint_gate())
        ['/']
        """
        return tuple(next((strings for share, strings in self._plain if share <= FAINT and len(strings) <= NEED_CHOICES), ()))

    def needs(self, max_words: int = LONG_WORDS, beside: Literals = ()) -> tuple[Literals, ...]:
        r"""Further sets of strings: a block that the pattern matches holds one of each. The small sets, quick to look for, come first;
        what the block may end and begin with comes last.

        `max_words` is the bound that the rule sets to its blocks, for a mark that stands in every paragraph is rare in short lines;
        `beside` is the gate that the block is known to have passed.

        >>> Gates("{n} ?/ ?{n}").needs()
        (('/',), ('\x00\x00',))
        """
        block = WORD_LENGTH * min(max_words, LONG_WORDS)
        chosen = [[string.strip(BEGIN + EDGE) for string in beside]] if beside else []
        out: list[Literals] = []
        for share, strings in self._plain:
            if len(out) == NEEDS or share * block > (NEED_SHARE if chosen else ONLY_SHARE):
                break
            if len(strings) <= NEED_CHOICES and not any(_implies(other, strings) for other in chosen):
                chosen.append(strings)
                out.append(tuple(strings))
        figures = _figures(self._tree)[0]
        if figures:
            out.append((FIGURE * figures,))
        out.sort(key=len)
        edges = (_edge(self._ends, -1, NEED_EDGES), _edge(self._begins, 0, NEED_EDGES))
        telling = (edge for edge in edges if edge and not all(string.strip().isdigit() for string in edge))
        return (*out, *(tuple(edge) for edge in telling if not set(edge) <= set(beside)))

    @cached_property
    def _plain(self) -> list[tuple[float, list[str]]]:
        """The sets without marks of where words end, each with its share in texts, the rarest first."""
        sets = (_plainest(list(dict.fromkeys(string.strip(EDGE) for string in strings))) for strings in self._sets)
        return sorted(((frequency(strings), strings) for strings in sets), key=itemgetter(0))


def _plainest(strings: list[str]) -> list[str]:
    """The strings without those that hold another of them."""
    return [string for string in strings if not any(other != string and other in string for other in strings)]


def _implies(strings: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a text that holds one of the strings holds one of the others."""
    return all(any(other in string for other in others) for string in strings)


def _sets(tree: Iterable[Any], *, left: bool = False, right: bool = False) -> Iterator[list[str]]:
    """Sets of folded strings of each of which every match of this sequence holds one.

    `left` and `right` say that no word goes on beyond the match, which a mark then says of the strings at its edges.
    """
    items = list(_elements(tree))
    run = [EDGE if left else ""]

    def told(strings: list[str], *, last: bool) -> Iterator[list[str]]:
        if all(string.strip(EDGE) for string in strings):
            yield list(dict.fromkeys(string + EDGE if last and right else string for string in strings))

    for n, (op, arg, options) in enumerate(items):
        last = n == len(items) - 1
        if options is not None and len(run) * len(options) <= MAX_CHOICES:
            run = [string + option for string in run for option in options]
            yield from told(run, last=last)
            continue
        if options is not None:
            yield from told(options, last=last)
        run = options if options is not None and len(options) <= MAX_CHOICES else [""]
        if op is sre.BRANCH and options is None:
            branches = [[(frequency(strings), strings) for strings in _sets(branch)] for branch in arg[1]]
            for enough in (long_enough, bool):
                choices = [_rarest(branch, enough) for branch in branches]
                if all(choices):
                    yield list(dict.fromkeys(literal for choice in choices for literal in choice))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT) and arg[0] > 0:
            yield from _sets(arg[2])


def _elements(tree: Iterable[Any]) -> Iterator[tuple[Any, Any, list[str] | None]]:
    """The elements of a sequence with all folded strings that each may stand for, letters in a row as one of them."""
    for literal, group in groupby(_flat(tree), key=lambda element: element[0] is sre.LITERAL):
        if literal:
            yield sre.LITERAL, None, [fold("".join(chr(arg) for _, arg in group))]
            continue
        for op, arg in group:
            options = _options(op, arg)
            yield op, arg, options and list(dict.fromkeys(map(fold, options)))


def _rarest(sets: Iterable[tuple[float, list[str]]], enough: Callable[[str], bool]) -> list[str]:
    """The rarest of the sets of which every string is `enough`; empty when there is none."""
    return min((one for one in sets if all(map(enough, one[1]))), key=itemgetter(0), default=(0.0, []))[1]


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


def _edge_strings(tree: Any, edge: int) -> list[str]:
    """For a pattern tied to the block's beginning (0) or end (-1): every folded string that its matches may begin or end with."""
    items = list(_flat(tree))
    if not items or items[edge][0] is not sre.AT:
        return []
    inner = items[1:] if edge == 0 else items[:-1]
    folded = [fold(string) for string, _ in _grown([("", True)], inner, edge)]
    return folded if all(string.strip() for string in folded) else []


def _edge(strings: list[str], edge: int, most: int = MAX_EDGES) -> list[str]:
    """The strings at an edge, marked, as far as they are looked for: at most so many, unless a few letters of each are more."""
    edges: list[str] = []
    for length in (GATE_LENGTH, 2 * SHORT_EDGE, SHORT_EDGE):
        edges = list(dict.fromkeys(BEGIN + s[:length] if edge == 0 else s[-length:] + END for s in strings))
        if len(edges) <= most:
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
