"""Blocks and rules into claims: the index offers rules worth trying on a block, confirmation tells which of them hold.

The index is one pass over the folded text; a rule's regexes are RE2. Neither backtracks, so time is linear in the text whatever
the rule file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from cleaner.confirm import Compiled, Rule, all_quotes, element_holds, holds
from cleaner.line import Line, forms
from cleaner.model import Element, Span
from cleaner.native import PYTHON_LETTERS, Finder
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.plan import Plan
from cleaner.survey import Facts

ALL = -1
"""Every entry of a condition, as bits."""


class Hit(NamedTuple):
    """A rule holds on a block, with the words that prove it."""

    block: int
    rule: Rule
    start: int
    """The quote, as offsets in the block's text."""
    end: int
    note: str = ""
    """What else proves it."""


class Claim:
    """A rule that may hold on a block: its place in the text is looked at later, and where a rule asks for one its words only then."""

    __slots__ = ("_quotes", "block", "rule")

    def __init__(self, block: int, rule: Rule, quotes: list[Span] | Callable[[], list[Span]]) -> None:
        self.block, self.rule, self._quotes = block, rule, quotes

    def hits(self) -> list[Hit]:
        """What the block's words say."""
        if not isinstance(self._quotes, list):
            self._quotes = self._quotes()
        return [Hit(self.block, self.rule, start, end) for start, end in self._quotes]

    def at(self, block: int) -> Claim:
        """The claim on the same block under another number."""
        return Claim(block, self.rule, self._quotes)


class _Rules(dict[int, Rule]):
    """Rules by their number, made ready when they are first worth trying."""

    def __init__(self, plans: Sequence[Plan], compiled: Compiled | None) -> None:
        super().__init__()
        self._plans, self._compiled = plans, compiled

    def __missing__(self, number: int) -> Rule:
        rule = self[number] = Rule(self._plans[number], self._compiled)
        return rule


class Engine:
    """The rules of a set, ready to run. It holds nothing of any text, so threads may share it."""

    def __init__(self, rules: RuleSet, compiled: Compiled | None = None, *, python_letters: float = PYTHON_LETTERS) -> None:
        """`compiled` makes regexes ready in place of `compile_re2`. After so many letters the compiled index is used, where it is built."""
        tables = rules.tables
        self._rules = _Rules(rules.plans, compiled)
        self._structural = [self._rules[number] for number in tables.structural]
        self._removing, self._keeping = (
            Finder(wanted, tables, rules.plans, python_letters) for wanted in (tables.removing, tables.keeping)
        )

    def scan(self, facts: Facts, hosts: frozenset[str], *, keeping: bool = False) -> list[Claim]:
        """What the rules say of the blocks' own words: those that remove, or those that keep.

        The latter are asked about blocks that something would remove: there is nothing to protect elsewhere.
        Blocks of a plain text that read the same are looked at once: on a page as text a fifth of the lines are repeats.
        """
        if len(set(facts.texts)) == len(facts.texts) or any(facts.elements):
            return self._scan(facts, hosts, keeping=keeping)
        alike: dict[str, list[int]] = {}
        for i, text in enumerate(facts.texts):
            alike.setdefault(text, []).append(i)
        blocks = list(alike.values())
        firsts = [own[0] for own in blocks]
        shapes = "".join([facts.shapes[i] for i in firsts])
        facts = facts._replace(
            texts=[facts.texts[i] for i in firsts], words=[facts.words[i] for i in firsts], shapes=shapes,
            elements=[facts.elements[i] for i in firsts],
        )  # fmt: skip
        return [claim.at(i) for claim in self._scan(facts, hosts, keeping=keeping) for i in blocks[claim.block]]

    def _scan(self, facts: Facts, hosts: frozenset[str], *, keeping: bool) -> list[Claim]:
        """What the rules say of each of these blocks."""
        claims: list[Claim] = []
        for i, core, folded, part, skipped, offered in (self._keeping if keeping else self._removing).offers(facts):
            line = Line(core, folded, part)
            for number, entries in offered.items():
                rule = self._rules[number]
                if rule.hosts and hosts.isdisjoint(rule.hosts):
                    continue
                if rule.places:
                    claims.append(Claim(i, rule, partial(_quotes, rule, facts, i, line, entries, skipped)))
                elif quotes := _quotes(rule, facts, i, line, entries, skipped):
                    claims.append(Claim(i, rule, quotes))
        return claims

    def locate(self, claims: Iterable[Claim], facts: Facts, order: list[int], hosts: frozenset[str]) -> Iterator[Hit]:
        """What holds of the claims, place and words, and of the rules that look at places alone.

        `facts` are of the blocks still there, `order` names them by their first index.
        """
        where = {block: i for i, block in enumerate(order)}
        runs: dict[Any, list[bool]] = {}
        zones = facts.zones()
        for claim in claims:
            i = where.get(claim.block)
            if i is not None and claim.rule.zones & zones[i] and _placed(claim.rule, facts, zones[i], i, runs):  # most are elsewhere
                yield from claim.hits()
        bare = not any(facts.elements)
        tokens = frozenset[str]().union(*[element.tokens for element in facts.elements if element is not None])
        for rule in self._structural:
            if rule.asks_element and (bare or (rule.tokens and tokens.isdisjoint(rule.tokens))):
                continue
            if rule.when_run is not None and not any(_in_run(rule.when_run, facts.shapes, runs)):
                continue
            if rule.hosts and hosts.isdisjoint(rule.hosts):
                continue
            low, high, letters = rule.plan.when.min_words, rule.plan.when.max_words, rule.plan.when.shape
            for i in [i for i, letter in enumerate(facts.shapes) if letter in letters] if letters else range(len(facts.texts)):
                text = facts.texts[i]
                if not low <= facts.words[i] <= high or not element_holds(rule, facts, i):
                    continue
                if _placed(rule, facts, zones[i], i, runs) and holds(rule, facts, i, _line(text), ALL) is not None:
                    yield Hit(order[i], rule, 0, len(text), _names(rule, facts.elements[i]))


def _quotes(rule: Rule, facts: Facts, i: int, line: Line, entries: int, skipped: int) -> list[Span]:
    """The quotes of a rule in a block's text; none when its words do not hold."""
    span = holds(rule, facts, i, line, entries)
    if span is None:
        return []
    if rule.plan.effect != "cut":
        return [(span[0] + skipped, span[1] + skipped)]
    # What is cut off the beginning takes its bullet or opening bracket with it.
    return [(start + skipped if start else 0, end + skipped) for start, end in all_quotes(rule, line, span, entries)]


def _names(rule: Rule, element: Element | None) -> str:
    """By which of its words a rule that asks for the names of elements knew this one."""
    if element is None or not rule.tokens:
        return ""
    return f"in what the page names {max(rule.tokens & (element.tokens - element.framing), key=lambda word: (len(word), word))}"


def _line(text: str) -> Line:
    made = forms([text])
    return Line(made.cores[0], made.folded[0], made.parts[0])


def _placed(rule: Rule, facts: Facts, zones: int, i: int, runs: dict[Any, list[bool]]) -> bool:
    """Whether zone and run hold; `runs` keeps what was computed for this text."""
    if not rule.zones & zones or rule.vetoed & zones:
        return False
    if rule.when_run is not None and not _in_run(rule.when_run, facts.shapes, runs)[i]:
        return False
    return rule.unless_run is None or not _in_run(rule.unless_run, facts.shapes, runs)[i]


def _in_run(run: Any, shapes: str, runs: dict[Any, list[bool]]) -> list[bool]:
    """For each block whether it lies in a match of the run."""
    flags = runs.get(run)
    if flags is None:
        flags = runs[run] = [False] * len(shapes)
        for match in run.finditer(shapes.encode()):
            low, high = match.span()
            flags[low:high] = [True] * (high - low)
    return flags
