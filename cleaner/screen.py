"""Which rules need their examples run one by one: all but those whose examples show what they should where many share an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from cleaner.cases import case_of, is_line, is_page, shared_cases
from cleaner.model import Verdict
from cleaner.pipeline import Cleaner
from cleaner.ruleset.plan import Plan
from cleaner.ruleset.schema import Examples, Rule
from cleaner.shown import loss, misnamed, rules_alike, touched


def doubtful(rules: Sequence[tuple[Rule, Examples]], everything: Cleaner, plans: Mapping[str, Plan]) -> set[str]:
    """The ids of the rules of which this cannot be said: every hit is hit by its rule among all others, every miss stays, no hit
    bears another label, and no other rule speaks of all hits.

    Takes a quarter of the time of running examples one by one. A doubt is no finding: beside others an example may stand
    differently, and a rule that protects shows nothing where nothing is removed.
    """
    screen = _Screen(plans)
    plain = [(rule, examples) for rule, examples in rules if _is_plain(rule, examples)]
    for text, hits, misses in shared_cases(plain):
        for verdict in everything.clean(text).verdicts:
            hit, miss = hits.get(verdict.block.text), misses.get(verdict.block.text)
            if hit is not None:
                screen.see_hit(verdict, hit)
            elif miss is not None:
                screen.see_miss(verdict, miss)
            elif verdict.rules:  # a paragraph between the examples is spoken of, by whichever of them
                screen.doubts.update(rule.id for rule in (*hits.values(), *misses.values()))
    for rule, examples in plain:
        for case in (case_of(rule, example, hit=True) for example in examples.hits if not is_line(example)):
            document = everything.clean(case.text)
            if touched(document, rule) != case.marked:
                screen.doubts.add(rule.id)
            for verdict in document.verdicts:
                if rule.id in verdict.rules:
                    screen.see_hit(verdict, rule)
        texts = (case_of(rule, example, hit=False).text for example in examples.misses if not is_line(example))
        if any(loss(everything.clean(text)) for text in texts):
            screen.doubts.add(rule.id)
    clear = {rule.id for rule, _ in plain if screen.shadows.get(rule.id) == set()} - screen.doubts
    return {rule.id for rule, _ in rules} - clear


class _Screen:
    """What was seen so far: the rules in doubt, and for each rule those alike that speak of all its hits."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self.doubts: set[str] = set()
        self.shadows: dict[str, set[str]] = {}
        self._plans = plans

    def see_hit(self, verdict: Verdict, rule: Rule) -> None:
        if rule.id not in verdict.rules or misnamed(verdict, rule):
            self.doubts.add(rule.id)
        others = rules_alike(verdict, rule, self._plans)
        self.shadows[rule.id] = self.shadows.get(rule.id, others) & others

    def see_miss(self, verdict: Verdict, rule: Rule) -> None:
        if verdict.cuts or not verdict.kept:
            self.doubts.add(rule.id)


def _is_plain(rule: Rule, examples: Examples) -> bool:
    """Whether the examples of a rule say something among all rules, without an address: not of one that protects, or of one site."""
    todo = examples.todo_hits or examples.todo_misses
    return rule.effect != "keep" and not rule.hosts and not todo and not any(map(is_page, chain(*examples)))
