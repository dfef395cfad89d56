"""Blocks and rules into claims: one pass over the folded text, then confirmation on the block.

The pass is Aho-Corasick over the whole text for one condition of each rule, the rarest; what it finds is confirmed block by
block, with RE2 where the rule holds a regex. Neither backtracks, so time is linear in the text whatever the rule file.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import ahocorasick_rs

from cleaner.confirm import MAX_CLOSERS, Line, all_quotes, compile_re2, compile_run, holds
from cleaner.ruleset.plan import LOOSE_WORDS, NEAR_END, Plan
from cleaner.survey import Facts
from cleaner.text import DECORATION, lower, straighten

SHORT_WORDS = 40
"""Rules bounded to so many words are looked for in blocks of so many words; most characters of a text stand in longer ones."""

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
        return [compile_re2(source, turkish=self.plan.lang == "tr") for source in self.plan.when.regex]

    @cached_property
    def unless_regex(self) -> list[Any]:
        return [compile_re2(source, turkish=self.plan.lang == "tr") for source in self.plan.unless.regex] if self.plan.unless else []

    @cached_property
    def when_run(self) -> Any:
        return compile_run(self.plan.when.run) if self.plan.when.run else None

    @cached_property
    def unless_run(self) -> Any:
        return compile_run(self.plan.unless.run) if self.plan.unless and self.plan.unless.run else None


class _Gates:
    """The literals of some rules in one automaton."""

    def __init__(self, plans: Iterable[tuple[int, Plan]]) -> None:
        owners: dict[str, list[int]] = {}
        for number, plan in plans:
            for literal in plan.literals:
                owners.setdefault(literal, []).append(number)
        self._owners = [(numbers, int(literal[0] == "\n"), literal.endswith(NEAR_END)) for literal, numbers in owners.items()]
        self._automaton = ahocorasick_rs.AhoCorasick([literal.rstrip(NEAR_END) for literal in owners]) if owners else None

    def hits(self, parts: list[str], order: list[int] | None) -> Iterator[tuple[int, int]]:
        """Pairs of part and rule, in a pass over the parts; `order` names the parts where they are not all."""
        if self._automaton is None or not parts:
            return
        parts = list(map(_composed, parts))
        begins = list(accumulate((len(part) + 1 for part in parts), initial=1))
        owners = self._owners
        text = "\n" + "\n".join(parts) + "\n"
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            numbers, lead, near_end = owners[pattern]
            i = bisect_right(begins, start + lead) - 1
            if near_end and end + MAX_CLOSERS < begins[i + 1]:
                continue
            if order is not None:
                i = order[i]
            for number in numbers:
                yield i, number


class Engine:
    """The rules of a set, ready to run. It holds nothing of any text, so threads may share it."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._rules = [Rule(plan) for plan in plans]
        self._loose = [(n, rule.plan.loose) for n, rule in enumerate(self._rules) if rule.plan.loose is not None]
        self._structural = [rule for rule in self._rules if rule.plan.structural]
        self._bounds = [(rule.plan.when.min_words, rule.plan.when.max_words, rule.plan.when.shape) for rule in self._rules]
        speaking = [(n, rule.plan) for n, rule in enumerate(self._rules) if rule.plan.effect != "keep"]
        self._long = _Gates((n, plan) for n, plan in speaking if plan.when.max_words > SHORT_WORDS)
        self._short = _Gates((n, plan) for n, plan in speaking if plan.when.max_words <= SHORT_WORDS)
        self._keeps = _Gates((n, rule.plan) for n, rule in enumerate(self._rules) if rule.plan.effect == "keep")

    def scan(self, facts: Facts, hosts: frozenset[str], *, keeping: bool = False) -> list[Claim]:
        """What the rules say of the blocks' own words: those that remove, or those that keep.

        The latter are asked about blocks that something would remove: there is nothing to protect elsewhere.
        """
        cores, offsets = _cores(facts.texts)
        document = _encodable(straighten("\n".join(cores)))
        folded = lower(document)
        begins = list(accumulate((len(core) + 1 for core in cores), initial=0))
        parts = folded.split("\n")
        lines: dict[int, Line] = {}
        claims: list[Claim] = []
        pairs = dict.fromkeys(self._fitting(self._keeps, parts, None, facts)) if keeping else self._candidates(parts, facts)
        for i, number in pairs:
            rule = self._rules[number]
            if rule.plan.hosts and hosts.isdisjoint(rule.plan.hosts):
                continue
            line = lines.get(i)
            if line is None:
                line = lines[i] = Line(document[begins[i] : begins[i + 1] - 1], parts[i])
            span = holds(rule, facts, i, line)
            if span is not None:
                skipped = offsets.get(i, 0)
                quotes = all_quotes(rule, line, span) if rule.plan.effect == "cut" else [span]
                # What is cut off the beginning takes its bullet or opening bracket with it.
                claims += [
                    Claim(i, rule, start + skipped if start or rule.plan.effect != "cut" else 0, end + skipped) for start, end in quotes
                ]
        return claims

    def _candidates(self, parts: list[str], facts: Facts) -> Iterable[tuple[int, int]]:
        """Pairs of block and rule worth confirming, each once."""
        words, shapes, bounds = facts.words, facts.shapes, self._bounds
        short = [i for i, count in enumerate(words) if count <= SHORT_WORDS]
        found = dict.fromkeys(self._fitting(self._long, parts, None, facts))
        found.update(dict.fromkeys(self._fitting(self._short, parts, short, facts)))
        for i in short if self._loose else ():
            if words[i] > LOOSE_WORDS:
                continue
            core = parts[i]
            for number, weak in self._loose:
                low, high, letters = bounds[number]
                if low <= words[i] <= high and (not letters or shapes[i] in letters) and (not weak or any(map(core.__contains__, weak))):
                    found[i, number] = None
        return found

    def _fitting(self, gates: _Gates, parts: list[str], order: list[int] | None, facts: Facts) -> Iterator[tuple[int, int]]:
        """What the gates find in these blocks, but for rules that the blocks are too long, too short or of the wrong shape for."""
        words, shapes, bounds = facts.words, facts.shapes, self._bounds
        for i, number in gates.hits(parts if order is None else [parts[i] for i in order], order):
            low, high, letters = bounds[number]
            if low <= words[i] <= high and (not letters or shapes[i] in letters):
                yield i, number

    def locate(self, claims: Iterable[Claim], facts: Facts, order: list[int], hosts: frozenset[str]) -> Iterator[Claim]:
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
            if rule.plan.hosts and hosts.isdisjoint(rule.plan.hosts):
                continue
            for i, text in enumerate(facts.texts):
                if rule.plan.when.shape and facts.shapes[i] not in rule.plan.when.shape:
                    continue
                core = _encodable(straighten(text.lstrip(DECORATION) or text))
                if _placed(rule, facts, i, runs) and holds(rule, facts, i, Line(core, lower(core))) is not None:
                    yield Claim(order[i], rule, 0, len(text))


def _encodable(text: str) -> str:
    """Half a surrogate pair, as broken JSON leaves it, has no UTF-8 form, and the matchers read UTF-8."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _composed(part: str) -> str:
    """Accents as single characters, the form in which gates are written; only which block holds one matters, not where."""
    return part if part.isascii() or unicodedata.is_normalized("NFC", part) else unicodedata.normalize("NFC", part)


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
        for match in run.finditer(shapes.encode()):
            low, high = match.span()
            flags[low:high] = [True] * (high - low)
    return flags
