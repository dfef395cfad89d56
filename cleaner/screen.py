"""Which rules need their examples run one by one: all but those for which what rules say of each line proves that all is well.

The neutral article around a one-line example says nothing: no rule speaks of its paragraphs, and no header reaches into them. So
what becomes of the line follows from what is said of it in its place, and the article need not be cleaned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from cleaner.cases import HEADLINE, NEUTRAL, Case, around, case_of, is_line, is_page, place_of
from cleaner.decide import decide
from cleaner.engine import Claim, Hit
from cleaner.hosts import hosts_of
from cleaner.model import Block, Evidence, Verdict
from cleaner.pipeline import Cleaner
from cleaner.ruleset.plan import Plan
from cleaner.ruleset.schema import Examples, Rule
from cleaner.segment.oneline import LONG_WORDS
from cleaner.segment.plain import segment
from cleaner.segment.signs import is_markup
from cleaner.shown import loss, misnamed, rules_alike, touched
from cleaner.survey import Facts, place, survey


class _Line(NamedTuple):
    """A one-line example, hit or miss."""

    text: str
    rule: Rule
    hit: bool


def doubtful(rules: Sequence[tuple[Rule, Examples]], everything: Cleaner, plans: Mapping[str, Plan]) -> set[str]:
    """The ids of the rules of which this cannot be said: every hit is hit by its rule, every miss stays, no hit bears another
    label, and no other rule speaks of all hits. A doubt is no finding yet.
    """
    screen = _Screen(everything, plans)
    groups: dict[tuple[bool, frozenset[str]], list[_Line]] = {}
    for rule, examples in rules:
        if not _is_plain(rule, examples, plans.get(rule.id)):
            screen.doubts.add(rule.id)
            continue
        for hit, entries in ((True, examples.hits), (False, examples.misses)):
            hosts = hosts_of(rule.hosts[0]) if rule.hosts and hit else frozenset[str]()
            lines = groups.setdefault((rule.effect == "keep", hosts), [])
            lines += [_Line(entry.strip(), rule, hit) for entry in entries if is_line(entry)]
            for entry in entries:
                if not is_line(entry):
                    screen.see_document(rule, case_of(rule, entry, hit=hit), hit=hit)
    for (keeping, hosts), lines in groups.items():
        screen.see_lines(lines, hosts, keeping=keeping)
    return screen.doubts | screen.shadowed()


class _Screen:
    """What was seen so far: the rules in doubt, and for each rule those alike that speak of all its hits."""

    def __init__(self, everything: Cleaner, plans: Mapping[str, Plan]) -> None:
        self.doubts: set[str] = set()
        self._shadows: dict[str, set[str]] = {}
        self._everything, self._plans = everything, plans
        self._articles = {where: _Article(where) for where in ("head", "story", "tail")}

    def shadowed(self) -> set[str]:
        """The rules of which another alike speaks of all hits that were seen."""
        return {rule for rule, others in self._shadows.items() if others}

    def see_lines(self, lines: list[_Line], hosts: frozenset[str], *, keeping: bool) -> None:
        """One-line examples of rules that keep, or of the others."""
        neutral = [HEADLINE, *NEUTRAL]
        facts = survey([*neutral, *(line.text for line in lines)])
        claims: dict[int, list[Claim]] = {}
        for claim in self._everything.engine.scan(facts, hosts, keeping=keeping):
            claims.setdefault(claim.block, []).append(claim)
        if any(claim.hits() for i in range(len(neutral)) for claim in claims.get(i, ())):
            self.doubts.update(line.rule.id for line in lines)
            return
        for i, line in enumerate(lines, len(neutral)):
            said = claims.get(i, [])
            if not _stands(line.text):
                self.doubts.add(line.rule.id)
            elif not keeping:
                self._see_line(line, self._placed(line, said, facts, i, hosts))
            elif line.hit != any(claim.rule.plan.id == line.rule.id and claim.hits() for claim in said):
                self.doubts.add(line.rule.id)

    def _placed(self, line: _Line, claims: list[Claim], facts: Facts, i: int, hosts: frozenset[str]) -> list[Hit]:
        """What holds of the claims on a line in its place, and of the rules of places and shapes."""
        around_it, order = self._articles[place_of(line.rule)].facts(facts, i)
        return list(self._everything.engine.locate(claims, around_it, order, hosts))

    def _see_line(self, line: _Line, hits: list[Hit]) -> None:
        """A line of a rule that does not keep, and what the rules say of it in its place."""
        rule = line.rule
        if any(hit.block < 0 for hit in hits):  # a rule of places and shapes speaks of the article
            self.doubts.add(rule.id)
        elif not line.hit:
            # In the head the headline leaves first, and then the line is looked at again.
            if hits or place_of(rule) == "head":
                self.see_document(rule, case_of(rule, line.text, hit=False), hit=False)
        elif all(hit.rule.plan.id != rule.id for hit in hits):  # its words hold, but not there
            self.doubts.add(rule.id)
        elif rule.effect == "cut" and not rule.hosts:  # what is left of the line is looked at again
            self.see_document(rule, case_of(rule, line.text, hit=True), hit=True)
        else:
            evidence = tuple(Evidence(hit.rule.plan.id, hit.rule.plan.label, hit.rule.plan.effect, hit.start, hit.end) for hit in hits)
            label, kept, cuts = decide(evidence)
            self._see_hit(Verdict(Block(line.text, 0, len(line.text)), label, kept, evidence, cuts), rule)

    def see_document(self, rule: Rule, case: Case, *, hit: bool) -> None:
        """An example that must be cleaned to see what becomes of it."""
        document = self._everything.clean(case.text)
        if not hit:
            if loss(document):
                self.doubts.add(rule.id)
            return
        if not case.marked or touched(document, rule) != case.marked:
            self.doubts.add(rule.id)
        for verdict in document.verdicts:
            if rule.id in verdict.rules:
                self._see_hit(verdict, rule)

    def _see_hit(self, verdict: Verdict, rule: Rule) -> None:
        if rule.effect not in ("drop", "cut") or rule.hosts:
            return
        if misnamed(verdict, rule):
            self.doubts.add(rule.id)
        others = rules_alike(verdict, rule, self._plans)
        self._shadows[rule.id] = self._shadows.get(rule.id, others) & others


class _Article:
    """The facts of the neutral article with a line in one place of it."""

    def __init__(self, where: str) -> None:
        above, below = map(survey, around(where))
        self._above, self._below = above, below

    def facts(self, lines: Facts, i: int) -> tuple[Facts, list[int]]:
        """The article's with one of some lines, and a number for each block: that of the line, and others below 0."""
        above, below = self._above, self._below
        texts = [*above.texts, lines.texts[i], *below.texts]
        words = [*above.words, lines.words[i], *below.words]
        shapes = f"{above.shapes}{lines.shapes[i]}{below.shapes}"
        order = list(range(-1, -1 - len(texts), -1))
        order[len(above.texts)] = i
        return place(texts, words, shapes, [None] * len(texts)), order


def _is_plain(rule: Rule, examples: Examples, plan: Plan | None) -> bool:
    """Whether what is said of the lines proves something: not where a block stays, for its place may change, nor of pages."""
    if plan is None or examples.todo_hits or examples.todo_misses or any(map(is_page, chain(*examples))):
        return False
    if rule.effect != "drop" and _asks_place(plan):
        return False
    return (rule.effect != "keep" and not rule.hosts) or all(map(is_line, chain(*examples)))


def _stands(line: str) -> bool:
    """Whether a line is one block of plain text, whatever text it stands in."""
    return len(line) < LONG_WORDS and not is_markup(line) and [block.text for block in segment(line)] == [line]


def _asks_place(plan: Plan) -> bool:
    """Whether a rule looks at where in the text a block stands."""
    return any(check is not None and (check.zone or check.run) for check in (plan.when, plan.unless))
