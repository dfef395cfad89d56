"""Rules put to their own tests: every example of every rule is run, and what it shows is compared with what it should."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from cleaner.batch.spread import spread
from cleaner.cases import Case, case_of, is_page
from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.pipeline import Cleaner
from cleaner.ruleset import store
from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.files import read_rules
from cleaner.ruleset.lint import Finding, lint_rules
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.plan import Plan
from cleaner.ruleset.schema import Examples, Rule
from cleaner.screen import doubtful
from cleaner.searches import Searches
from cleaner.shown import loss, misnamed, rules_alike, short, touched

FEW_FILES = 8
"""So few files of rules take less time than starting another process."""


def check_examples(rules: Iterable[tuple[Rule, Examples]], whole: Cleaner) -> Iterator[Finding]:
    """What the examples show: `hits` are run with the one rule, `misses` with the whole set."""
    plans = {plan.id: plan for plan in whole.rules}
    for rule, examples in rules:
        yield from _examples(rule, examples, whole, plans)


class Checked(NamedTuple):
    """What was looked at of some files, and what was found."""

    rules: int
    examples: int
    findings: list[Finding]


def check_files(files: Sequence[Path], whole: Cleaner, today: datetime.date, jobs: int = 1) -> Checked:
    """What is wrong with the rules of some files among all rules of `whole`: how they are written, what their examples show, and
    which of them are shadowed.

    By at most so many processes. Raises RuleError for a file that cannot be used, WorkerDiedError when a process is gone.
    """
    parts = spread(partial(_checked, whole, today), files, jobs, FEW_FILES)
    findings = [finding for part in parts for finding in part.findings]
    return Checked(sum(part.rules for part in parts), sum(part.examples for part in parts), findings)


def _checked(whole: Cleaner, today: datetime.date, files: Sequence[Path]) -> list[Checked]:
    plans = {plan.id: plan for plan in whole.rules}
    rules = read_rules(files)
    names = hashlib.sha256("\n".join(str(file.resolve()) for file in files).encode()).hexdigest()[:32]
    remembered = store.cache_dir() / "searches" / f"{names}.bin"
    whole, searches = _remembering(whole)
    searches.begin(remembered)
    doubts = doubtful(rules, whole, plans)
    searches.end(remembered)
    store.tidy("searches")
    findings: list[Finding] = []
    for rule, examples in rules:
        findings += lint_rules([(rule, examples)], today)
        if rule.id in doubts:
            findings += chain(_examples(rule, examples, whole, plans), _crossed(rule, examples, whole, plans))
    return [Checked(len(rules), sum(map(len, chain.from_iterable(examples for _, examples in rules))), findings)]


@lru_cache(maxsize=1)
def _remembering(whole: Cleaner) -> tuple[Cleaner, Searches]:
    """The same cleaner with regexes that remember what they found; one for all parts of the work of a process."""
    searches = Searches()
    same = Cleaner(whole.rules)
    same.engine = Engine(whole.rules, searches.compiled)
    return same, searches


def _examples(rule: Rule, examples: Examples, everything: Cleaner, plans: Mapping[str, Plan]) -> Iterator[Finding]:
    alone = Cleaner(RuleSet([_speaking(plans.get(rule.id) or compile_rule(rule))]))
    for key, expected in (("hits", True), ("todo_hits", False)):
        for example in getattr(examples, key):
            problem = _hit_problem(rule, alone, case_of(rule, example, hit=True))
            if problem and expected:
                yield Finding(rule.file, rule.id, key, problem)
            if not problem and not expected:
                yield Finding(rule.file, rule.id, key, f"{short(example)} is hit by now; move it to hits")
    for key, expected in (("misses", True), ("todo_misses", False)):
        for example in getattr(examples, key):
            case = case_of(rule, example, hit=False)
            problem = _kept_problem(rule, alone, case) if rule.effect == "keep" else loss(_cleaned(everything, case))
            if problem and expected:
                yield Finding(rule.file, rule.id, key, problem)
            if not problem and not expected:
                yield Finding(rule.file, rule.id, key, f"{short(example)} survives by now; move it to misses")


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
            others = rules_alike(verdict, rule, plans)
            shadows = others if shadows is None else shadows & others
            if misnamed(verdict, rule):
                by = ", ".join(e.rule for e in verdict.evidence if e.label == verdict.label)
                yield Finding(rule.file, rule.id, "hits", f"{short(verdict.block.text)} is labelled {verdict.label} by {by}")
    if shadows:
        problem = f"is shadowed: {min(shadows)} hits all of its examples; merge the two, or show what only this one hits"
        yield Finding(rule.file, rule.id, "when", problem)


def _hit_problem(rule: Rule, alone: Cleaner, case: Case) -> str | None:
    spoken = touched(_cleaned(alone, case, rule), rule)
    if not case.marked:
        return None if spoken else f"{short(case.subject)} is not hit"
    for line in sorted(case.marked - spoken):
        return f"{short(line)} is not hit"
    for line in sorted(spoken - case.marked):
        return f"{short(line)} is hit too, but not marked with '> '"
    return None


def _cleaned(cleaner: Cleaner, case: Case, rule: Rule | None = None) -> Document:
    url = rule.hosts[0] if rule and rule.hosts else None
    return cleaner.clean_html(case.text, url=url, engine="fast") if is_page(case.text) else cleaner.clean(case.text, url=url)


def _kept_problem(rule: Rule, alone: Cleaner, case: Case) -> str | None:
    """A rule that protects must not speak of the furniture among its misses."""
    spoken = touched(_cleaned(alone, case), rule)
    return f"{short(min(spoken))} is furniture, yet protected" if spoken else None
