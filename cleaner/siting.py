"""What the rules of a page's own site select on it, by CSS or XPath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.decide import CONTENT
from cleaner.model import Block
from cleaner.ruleset.plan import Plan
from cleaner.segment.limits import PageError
from cleaner.segment.select import SelectorError, evaluate

Found = list[tuple[str, list[Any]]]
"""Nodes of a parsed page, under the name by which a trace marks them."""


def speaking(plans: Iterable[Plan], hosts: frozenset[str]) -> list[Plan]:
    """The rules of these hosts that look at markup."""
    if not hosts:
        return []
    return [plan for plan in plans if plan.hosts and not hosts.isdisjoint(plan.hosts) and any(_xpaths(plan))]


def select(tree: Any, plans: Iterable[Plan]) -> Found:
    """What the rules select on a parsed page, by XPath. Raises PageError, naming the rule, for an XPath that fails on this page."""
    found: dict[str, list[Any]] = {}
    for plan in plans:
        for xpath in (xpath for xpaths in _xpaths(plan) for xpath in xpaths if xpath not in found):
            try:
                found[xpath] = evaluate(tree, xpath)
            except SelectorError as error:
                raise PageError(f"rule {plan.id}: {xpath!r} fails on this page: {error}") from None
    return list(found.items())


def protected(blocks: Sequence[Block], plans: Iterable[Plan]) -> frozenset[int]:
    """The blocks in elements that rules call story, by `keep` or by a `hint` of the label body, though no witness vouches for them."""
    said = [plan for plan in plans if plan.effect == "keep" or (plan.effect == "hint" and plan.label in CONTENT)]
    kept = frozenset(xpath for plan in said for xpath in plan.when.css + plan.when.xpath)
    return frozenset(i for i, block in enumerate(blocks) if block.element is not None and not kept.isdisjoint(block.element.selected))


def _xpaths(plan: Plan) -> tuple[tuple[str, ...], ...]:
    when, unless = plan.when, plan.unless
    return (when.css, when.xpath) if unless is None else (when.css, when.xpath, unless.css, unless.xpath)
