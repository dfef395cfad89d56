"""Rules put to their own tests: every example of every rule is run, and what it shows is compared with what it should."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import NamedTuple

from cleaner.batch.spread import spread
from cleaner.document import Document
from cleaner.pipeline import Cleaner
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.lint import Finding
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.plan import Plan
from cleaner.ruleset.schema import Examples, Rule

MARK = "> "

NEUTRAL = (
    "The council met on Tuesday evening in the small hall behind the library to talk about the bridge.",
    "Engineers had told the members in spring that two of its four piers would not last another winter.",
    "Repairs would take eleven months, the report said, and the road would have to be closed for seven of them.",
    "Shopkeepers on the eastern bank fear for their trade, since most of their customers come across on foot.",
    "A ferry could run every twenty minutes, but nobody could say on Tuesday who would pay for the landing stage.",
    "The mayor promised an answer before the summer and asked both sides to send their figures to the town clerk.",
    "Two members voted against the plan because they wanted the old stones to be kept and numbered one by one.",
    "The next meeting is planned for the first week of June, when the estimate for the ferry should be ready.",
)
"""Eight paragraphs of plain story, into which a one-line example is put."""


Pair = tuple[Rule, Examples]


class Case(NamedTuple):
    """An example made ready to run: the text, and the blocks that must go or be cut."""

    text: str
    marked: frozenset[str]
    subject: str


def check_rules(rules: Sequence[Pair], whole: Cleaner, jobs: int = 1) -> list[Finding]:
    """What is wrong with the rules among all rules of `whole`: what their examples show, and which of them are shadowed.

    By at most so many processes. Raises WorkerDiedError when one of them is gone.
    """
    return spread(partial(_findings, whole), rules, jobs)


def _findings(whole: Cleaner, rules: Sequence[Pair]) -> list[Finding]:
    plans = {plan.id: plan for plan in whole.rules}
    # Both questions about a rule in one go: its regexes are compiled once then.
    return [finding for pair in rules for finding in chain(_examples(*pair, whole, plans), _crossed(*pair, whole, plans))]


def check_examples(rules: Iterable[Pair], whole: Cleaner) -> Iterator[Finding]:
    """What the examples show: `hits` are run with the one rule, `misses` with the whole set."""
    plans = {plan.id: plan for plan in whole.rules}
    for rule, examples in rules:
        yield from _examples(rule, examples, whole, plans)


def _examples(rule: Rule, examples: Examples, everything: Cleaner, plans: Mapping[str, Plan]) -> Iterator[Finding]:
    alone = Cleaner(RuleSet([_speaking(plans.get(rule.id) or compile_rule(rule))]))
    for key, expected in (("hits", True), ("todo_hits", False)):
        for example in getattr(examples, key):
            problem = _hit_problem(rule, alone, case_of(rule, example, hit=True))
            if problem and expected:
                yield Finding(rule.file, rule.id, key, problem)
            if not problem and not expected:
                yield Finding(rule.file, rule.id, key, f"{_short(example)} is hit by now; move it to hits")
    for key, expected in (("misses", True), ("todo_misses", False)):
        for example in getattr(examples, key):
            case = case_of(rule, example, hit=False)
            problem = _kept_problem(rule, alone, case) if rule.effect == "keep" else _miss_problem(everything, case)
            if problem and expected:
                yield Finding(rule.file, rule.id, key, problem)
            if not problem and not expected:
                yield Finding(rule.file, rule.id, key, f"{_short(example)} survives by now; move it to misses")


def _speaking(plan: Plan) -> Plan:
    """A rule that keeps is asked only where another removes; alone it must speak for itself, so that its examples show something."""
    return plan._replace(effect="hint", label="body") if plan.effect == "keep" else plan


def _crossed(rule: Rule, examples: Examples, everything: Cleaner, plans: Mapping[str, Plan]) -> Iterator[Finding]:
    """Whether another rule makes this one needless, or names its hits otherwise: they are run with the whole set.

    A rule is shadowed when one other rule of its label, effect and language (or of any) speaks of every one of its hits. Its
    examples contradict another rule when that rule gives their blocks another label.
    """
    if rule.effect not in ("drop", "cut") or rule.hosts:
        return
    shadows: set[str] | None = None
    for case in (case_of(rule, example, hit=True) for example in examples.hits):
        for verdict in _cleaned(everything, case).verdicts:
            if rule.id not in verdict.rules:
                continue
            others = {e.rule for e in verdict.evidence if e.rule != rule.id and _alike(plans.get(e.rule), rule)}
            shadows = others if shadows is None else shadows & others
            if not verdict.kept and verdict.label != rule.label:
                by = ", ".join(e.rule for e in verdict.evidence if e.label == verdict.label)
                yield Finding(rule.file, rule.id, "hits", f"{_short(verdict.block.text)} is labelled {verdict.label} by {by}")
    if shadows:
        problem = f"is shadowed: {min(shadows)} hits all of its examples; merge the two, or show what only this one hits"
        yield Finding(rule.file, rule.id, "when", problem)


def _alike(plan: Plan | None, rule: Rule) -> bool:
    """Whether a plan does the work of the rule: its label and effect, in its language or any."""
    return plan is not None and (plan.label, plan.effect) == (rule.label, rule.effect) and plan.lang in (rule.lang, "any")


def case_of(rule: Rule, example: str, *, hit: bool) -> Case:
    """The text to run for an example; a one-line example goes into a neutral article, where its rule's zone asks for."""
    if example.lstrip().startswith("<"):  # a piece of a page, for rules that look at markup
        return Case(example, frozenset(), example)
    lines = [line.strip() for line in example.strip().splitlines() if line.strip()]
    if len(lines) == 1 and not lines[0].startswith(MARK):
        zone = rule.when.zone
        place = 0 if zone and "story" not in zone and "tail" not in zone else len(NEUTRAL) if zone and "story" not in zone else 2
        blocks = [*NEUTRAL[:place], lines[0], *NEUTRAL[place:]]
        if place == 0:
            blocks.insert(0, "Council puts off decision on bridge repairs until June")
        return Case("\n\n".join(blocks), frozenset(lines if hit else ()), lines[0])
    marked = frozenset(line.removeprefix(MARK) for line in lines if line.startswith(MARK))
    text = "\n\n".join(line.removeprefix(MARK) for line in lines)
    return Case(text, marked if hit else frozenset(), lines[0])


def _hit_problem(rule: Rule, alone: Cleaner, case: Case) -> str | None:
    touched = _touched(_cleaned(alone, case, rule), rule)
    if not case.marked:
        return None if touched else f"{_short(case.subject)} is not hit"
    for line in sorted(case.marked - touched):
        return f"{_short(line)} is not hit"
    for line in sorted(touched - case.marked):
        return f"{_short(line)} is hit too, but not marked with '> '"
    return None


def _cleaned(cleaner: Cleaner, case: Case, rule: Rule | None = None) -> Document:
    url = rule.hosts[0] if rule and rule.hosts else None
    return cleaner.clean_html(case.text, url=url, engine="fast") if case.text.startswith("<") else cleaner.clean(case.text, url=url)


def _touched(document: Document, rule: Rule) -> frozenset[str]:
    """The blocks of a text that this rule, or the context of its header, speaks of."""
    wanted = {rule.id, "context-nothing-left"} if rule.reach == "block" else {rule.id, "context-nothing-left", f"context-{rule.reach}"}
    return frozenset(v.block.text for v in document.verdicts if wanted.intersection(v.rules))


def _miss_problem(everything: Cleaner, case: Case) -> str | None:
    document = _cleaned(everything, case)
    for verdict in document.verdicts:
        if verdict.block.text in NEUTRAL:
            continue
        if not verdict.kept or verdict.cuts:
            by = ", ".join(e.rule for e in verdict.evidence if e.effect != "keep")
            return f"{_short(verdict.block.text)} is {'cut' if verdict.kept else 'removed'} by {by}"
    return None


def _kept_problem(rule: Rule, alone: Cleaner, case: Case) -> str | None:
    """A rule that protects must not speak of the furniture among its misses."""
    touched = _touched(_cleaned(alone, case), rule)
    return f"{_short(min(touched))} is furniture, yet protected" if touched else None


def _short(text: str) -> str:
    line = " / ".join(part.strip() for part in text.strip().splitlines() if part.strip())
    return repr(line if len(line) <= 90 else line[:87] + "…")
