"""Blocks and rules into claims: one pass over the folded text, then confirmation on the block.

The pass is Aho-Corasick over the whole text for one condition of each rule, the rarest; what it finds is confirmed block by
block, with RE2 where the rule holds a regex. Neither backtracks, so time is linear in the text whatever the rule file.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import ahocorasick_rs

from cleaner.confirm import compile_re2, holds
from cleaner.ruleset.compile import Plan
from cleaner.survey import Facts
from cleaner.text import DECORATION, lower, straighten

_DECORATED = frozenset(DECORATION)


class Claim(NamedTuple):
    """A rule holds on a block as far as the block alone can tell; its place in the text is checked later."""

    block: int
    rule: Rule
    start: int
    """The quote, as offsets in the block's text."""
    end: int


class Rule:
    """A plan ready to run. Its regexes are compiled when first needed, for one text needs few of them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def when_regex(self) -> list[Any]:
        return [compile_re2(source) for source in self.plan.when.regex]

    @cached_property
    def unless_regex(self) -> list[Any]:
        return [compile_re2(source) for source in self.plan.unless.regex] if self.plan.unless else []

    @cached_property
    def when_run(self) -> Any:
        return compile_re2(self.plan.when.run) if self.plan.when.run else None

    @cached_property
    def unless_run(self) -> Any:
        return compile_re2(self.plan.unless.run) if self.plan.unless and self.plan.unless.run else None


class Engine:
    """The rules of a set, ready to run. It holds nothing of any text, so threads may share it."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._rules = [Rule(plan) for plan in plans]
        self._loose = [n for n, rule in enumerate(self._rules) if rule.plan.gate == "loose"]
        self._structural = [rule for rule in self._rules if rule.plan.gate == "place"]
        gates: dict[str, list[int]] = {}
        for number, rule in enumerate(self._rules):
            lead = "\n" if rule.plan.gate in ("starts", "whole") else ""
            for literal in rule.plan.literals:
                gates.setdefault(lead + literal, []).append(number)
        self._owners = list(gates.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(gates)) if gates else None

    def scan(self, facts: Facts, hosts: frozenset[str], only: frozenset[int] | None = None) -> list[Claim]:
        """What the rules say of the blocks' own words; `only` limits it to some blocks."""
        cores, offsets = _cores(facts.texts)
        document = straighten("\n" + "\n".join(cores) + "\n")
        folded = lower(document)
        begins = list(accumulate((len(core) + 1 for core in cores), initial=1))
        claims = []
        for i, number in self._candidates(folded, begins, facts.words):
            rule = self._rules[number]
            if (only is not None and i not in only) or (rule.plan.hosts and hosts.isdisjoint(rule.plan.hosts)):
                continue
            low, high = begins[i], begins[i + 1] - 1
            span = holds(rule, facts, i, document[low:high], folded[low:high])
            if span is not None:
                skipped = offsets.get(i, 0)
                claims.append(Claim(i, rule, span[0] + skipped, span[1] + skipped))
        return claims

    def _candidates(self, folded: str, begins: list[int], words: list[int]) -> Iterable[tuple[int, int]]:
        """Pairs of block and rule worth confirming, each once."""
        found: dict[tuple[int, int], None] = {}
        if self._automaton is not None:
            for pattern, _, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
                i = bisect_right(begins, end - 1) - 1
                for number in self._owners[pattern]:
                    found[i, number] = None
        for number in self._loose:
            when = self._rules[number].plan.when
            for i, count in enumerate(words):
                if when.min_words <= count <= when.max_words:
                    found[i, number] = None
        return found

    def locate(self, claims: Iterable[Claim], facts: Facts, order: list[int]) -> Iterator[Claim]:
        """The claims whose place holds, and the rules that look at places alone.

        `facts` are of the blocks still there, `order` names them by their first index.
        """
        where = {block: i for i, block in enumerate(order)}
        runs: dict[Any, list[bool]] = {}
        for claim in claims:
            i = where.get(claim.block)
            if i is not None and _placed(claim.rule, facts, i, runs):
                yield claim
        for rule in self._structural:
            if rule.when_run is not None and not any(_in_run(rule.when_run, facts.shapes, runs)):
                continue
            for i, text in enumerate(facts.texts):
                if _placed(rule, facts, i, runs) and holds(rule, facts, i, text, text) is not None:
                    yield Claim(order[i], rule, 0, len(text))


def _cores(texts: list[str]) -> tuple[list[str], dict[int, int]]:
    """The texts without their leading decoration, and how much was skipped where any was."""
    cores, offsets = texts.copy(), {}
    for i, text in enumerate(texts):
        if text[0] in _DECORATED:
            core = text.lstrip(DECORATION) or text
            cores[i], offsets[i] = core, len(text) - len(core)
    return cores, offsets


def _placed(rule: Rule, facts: Facts, i: int, runs: dict[Any, list[bool]]) -> bool:
    """Whether zone and run hold; `runs` keeps what was computed for this text."""
    when, unless = rule.plan.when, rule.plan.unless
    if when.zone and not facts.zone_holds(i, when.zone):
        return False
    if rule.when_run is not None and not _in_run(rule.when_run, facts.shapes, runs)[i]:
        return False
    if unless is None:
        return True
    if unless.zone and facts.zone_holds(i, unless.zone):
        return False
    return rule.unless_run is None or not _in_run(rule.unless_run, facts.shapes, runs)[i]


def _in_run(run: Any, shapes: str, runs: dict[Any, list[bool]]) -> list[bool]:
    """For each block whether it lies in a match of the run."""
    flags = runs.get(run)
    if flags is None:
        flags = runs[run] = [False] * len(shapes)
        for match in run.finditer(shapes):
            low, high = match.span()
            flags[low:high] = [True] * (high - low)
    return flags


