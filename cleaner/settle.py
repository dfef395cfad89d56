"""Rules, context and policy over one text, again over what remains, until nothing changes.

One pass is not enough: once a breadcrumb is gone the headline stands first, once ten links are gone the author's blurb stands
in the tail. Going on until nothing changes is what makes cleaning a clean text change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from cleaner import spans as span_math
from cleaner.context import context
from cleaner.decide import KEPT, Decision, decide
from cleaner.engine import Engine, Hit
from cleaner.model import Block, Evidence, Verdict
from cleaner.reach import Header
from cleaner.ruleset.plan import Plan
from cleaner.survey import place, survey

MAX_PASSES = 12
"""Real texts settle in two or three passes; the bound keeps time linear for texts made to need more."""

UNVOUCHED = "no witness vouches for it"


class Text(NamedTuple):
    """One input, segmented."""

    source: str
    blocks: list[Block]
    title: str | None = None
    hosts: frozenset[str] = frozenset()
    outside: frozenset[int] = frozenset()
    """Blocks of a page that no witness vouches for; rules only name them."""
    note: str = UNVOUCHED
    """Why they are outside."""
    given: Mapping[int, Sequence[Evidence]] = MappingProxyType({})
    """Evidence from elsewhere, such as a site file, by block."""


def settle(engine: Engine, text: Text) -> list[Verdict]:
    """The verdict of each block, in order."""
    if not text.blocks:
        return []
    state = _State(engine, text)
    while state.turns < MAX_PASSES and state.turn():
        pass
    return [state.verdict(i, block) if i in state.decisions else Verdict(block, *KEPT[:2]) for i, block in enumerate(text.blocks)]


class _State:
    """What remains of one text between two passes; lives as long as one call of `settle`."""

    def __init__(self, engine: Engine, text: Text) -> None:
        self.engine, self.text = engine, text
        self.spans = [block.spans for block in text.blocks]
        self.places = [(block.start, block.end) for block in text.blocks]
        texts = [span_math.join(text.source, block.lines) if block.lines else block.text for block in text.blocks]
        self.facts = survey(texts, [block.element for block in text.blocks])
        self.claims = engine.scan(self.facts, text.hosts)
        self.order = [i for i in range(len(text.blocks)) if i not in text.outside]
        self.title, self.headline_found = text.title, False
        self.cuts: dict[int, list[Evidence]] = {}
        self.evidence: dict[int, list[Evidence]] = {}
        self.decisions: dict[int, Decision] = {}
        self.turns = 0
        self.asked: set[int] = set()
        """Blocks that the rules which keep have been asked about."""
        self.standing: set[int] = set()
        """Blocks that stayed in the last pass although something was said of them."""
        if text.outside:
            self._leave_outside()

    def _leave_outside(self) -> None:
        """Take out what no witness vouches for; a rule that holds on such a block names it, and the rest is navigation."""
        looks = self.engine.locate((), self.facts, list(range(len(self.text.blocks))), self.text.hosts)
        outside = (claim for claim in self.claims if claim.block in self.text.outside and _speaks_anywhere(claim.rule.plan))
        for hit in chain(chain.from_iterable(claim.hits() for claim in outside), looks):
            plan = hit.rule.plan
            if hit.block in self.text.outside and _speaks_anywhere(plan):
                quote = span_math.to_source(self.text.source, self.spans[hit.block], [(hit.start, hit.end)])[0]
                self.evidence.setdefault(hit.block, []).append(Evidence(plan.id, plan.label, "drop", *quote, hit.note))
        for i in self.text.outside:
            found = self.evidence.setdefault(i, [])
            found += self.text.given.get(i, ())
            if not any(e.effect == "drop" for e in self.text.given.get(i, ())):
                found.append(Evidence("context-outside-story", "navigation", "drop", *self.places[i], self.text.note))
            self.decisions[i] = decide(found)
        self.facts = self.facts.only(self.order)

    def verdict(self, i: int, block: Block) -> Verdict:
        """The verdict of a block of which something was said."""
        decision = self.decisions[i]
        return Verdict(block, decision.label, decision.kept, tuple(sorted(self.evidence[i])), decision.cuts)

    def turn(self) -> bool:
        """One pass over what remains; whether anything changed."""
        self.turns += 1
        found = self._judge()
        leaving: set[int] = set()
        shortened: list[int] = []
        for block in self.standing:
            del self.evidence[block], self.decisions[block]
        self.standing.clear()
        for i in sorted(found.keys() | {i for i, block in enumerate(self.order) if block in self.cuts} if self.cuts else found):
            block = self.order[i]
            evidence = self.cuts.get(block, []) + found.get(i, [])
            decision = decide(evidence)
            if decision.kept and decision.cuts:
                rest = span_math.without(self.text.source, self.text.blocks[block].spans, decision.cuts)
                if not rest:
                    label = max((e for e in evidence if e.effect == "cut"), key=lambda e: (e.end - e.start, e.label)).label
                    evidence.append(Evidence("context-nothing-left", label, "drop", *self.places[block], "all of it was cut"))
                    decision = decide(evidence)
                elif rest != self.spans[block]:
                    self.spans[block] = rest
                    self.cuts[block] = [e for e in evidence if e.effect == "cut"]
                    shortened.append(i)
            self.evidence[block], self.decisions[block] = evidence, decision
            if not decision.kept:
                leaving.add(i)
            elif decision.label == "headline":
                leaving.add(i)
                self.title, self.headline_found = self.title or self.facts.texts[i], True
            else:
                self.standing.add(block)
        if not leaving and not shortened:
            return False
        self._shrink(leaving, shortened)
        return True

    def _judge(self) -> dict[int, list[Evidence]]:
        """All evidence of this pass, by position among the remaining blocks."""
        found = self._heard()
        exposed = [i for i, evidence in found.items() if self.order[i] not in self.asked and any(map(_removes, evidence))]
        if not exposed:
            return found
        self.asked.update(self.order[i] for i in exposed)
        keeps = self.engine.scan(self.facts.only(exposed), self.text.hosts, keeping=True)
        self.claims += [claim.at(self.order[exposed[claim.block]]) for claim in keeps]
        return self._heard() if keeps else found

    def _heard(self) -> dict[int, list[Evidence]]:
        """What rules and context say of the remaining blocks."""
        found: dict[int, list[Evidence]] = {}
        headers = []
        position = {block: i for i, block in enumerate(self.order)}
        hits: dict[int, list[Hit]] = {}
        for hit in self.engine.locate(self.claims, self.facts, self.order, self.text.hosts):
            hits.setdefault(hit.block, []).append(hit)
        for block, own in sorted(hits.items()):
            i = position[block]
            quotes = span_math.to_source(self.text.source, self.spans[block], [(hit.start, hit.end) for hit in own])
            for hit, quote in zip(own, quotes, strict=True):
                plan = hit.rule.plan
                evidence = Evidence(plan.id, plan.label, plan.effect, *quote, hit.note)
                found.setdefault(i, []).append(evidence)
                if plan.reach != "block" and plan.effect == "drop":
                    headers.append(Header(i, plan.reach, evidence))
        for block, i in position.items() if self.text.given else ():
            given = [e for e in self.text.given.get(block, ()) if e not in self.cuts.get(block, ())]
            if given:
                found.setdefault(i, []).extend(given)
        places = [self.places[block] for block in self.order]
        for i, more in context(self.facts, places, found, headers, self.title, self.headline_found).items():
            found.setdefault(i, []).extend(more)
        return found

    def _shrink(self, leaving: set[int], shortened: list[int]) -> None:
        """Drop the leaving blocks, look again at the shortened ones."""
        facts, words, shapes = self.facts, list(self.facts.words), list(self.facts.shapes)
        texts = list(facts.texts)
        if shortened:
            again = survey(
                [span_math.join(self.text.source, self.spans[self.order[i]]) for i in shortened], [facts.elements[i] for i in shortened]
            )
            fresh = [claim.at(self.order[shortened[claim.block]]) for claim in self.engine.scan(again, self.text.hosts)]
            stale = {self.order[i] for i in shortened}
            self.asked -= stale
            self.claims = [claim for claim in self.claims if claim.block not in stale] + fresh
            for k, i in enumerate(shortened):
                texts[i], words[i], shapes[i] = again.texts[k], again.words[k], again.shapes[k]
        stay = [i for i in range(len(texts)) if i not in leaving]
        self.order = [self.order[i] for i in stay]
        self.facts = place(
            [texts[i] for i in stay], [words[i] for i in stay], "".join(shapes[i] for i in stay), [facts.elements[i] for i in stay]
        )


def _speaks_anywhere(plan: Plan) -> bool:
    """Whether a rule that drops asks for no place in the text."""
    return plan.effect == "drop" and not plan.when.zone and not plan.when.run


def _removes(evidence: Evidence) -> bool:
    """Whether a rule that keeps should be asked; outside the story there is nothing to keep."""
    return evidence.effect != "keep" and evidence.rule != "context-outside-story"
