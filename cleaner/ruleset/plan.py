"""A compiled rule: plain values, quick to load. What they mean is in compile.py, which makes them, and engine.py, which runs them."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleaner.model import Effect

COMPILER = 34
"""Raised when the compiled form changes, so that cached forms of an older compiler are not read."""
BEGIN = END = "\n"
"""Opens or closes a string that counts only at the beginning or end of a block."""
NEAR_END = "\r"
"""Closes a string that counts only at the end of a block, closing punctuation aside."""
EDGE = "\b"
"""Opens or closes a string beyond which no word may go on."""
FIGURE = "\0"
"""Stands for a run of figures among the strings that a block must hold; a run counts however it is written."""
LOOSE_WORDS = 25
"""A rule without a literal to look for must bound its blocks to so many words, or it would be tried on every paragraph."""


class Check(NamedTuple):
    """Conditions made ready for a machine: folded, with every variant written out; a list means any of these."""

    whole: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    regex: tuple[str, ...] = ()
    min_words: int = 0
    max_words: int = 1_000_000_000
    zone: tuple[str, ...] = ()
    shape: str = ""
    run: str = ""
    kind: tuple[str, ...] = ()
    token: tuple[str, ...] = ()
    min_link_share: float = 0.0
    max_link_share: float = 1.0
    css: tuple[str, ...] = ()
    """Selectors written out as XPath."""
    xpath: tuple[str, ...] = ()


class Plan(NamedTuple):
    """One rule as the engine reads it."""

    id: str
    label: str
    effect: Effect
    reach: str
    lang: str
    hosts: tuple[str, ...]
    when: Check
    unless: Check | None
    gate: str
    """The text condition that is looked for first: whole, starts, ends, phrase or regex; empty for a rule of places and shapes."""
    ways: tuple[tuple[str, ...], ...]
    """For each entry of that condition the strings of which a block must hold one (`whole`, `starts` and `ends` have them together).
    A regex without any is tried on short blocks; such a rule is loose."""
    needs: tuple[tuple[tuple[str, ...], ...], ...]
    """For each regex further sets of strings; the block must hold a string of each set."""
    veto_needs: tuple[tuple[tuple[str, ...], ...], ...]
    """The same for each regex of `unless`."""

    @property
    def loose(self) -> bool:
        """Whether it holds a regex that has nothing rare to look for."""
        return not all(self.ways)


def plain_values(plan: Plan) -> tuple[Any, ...]:
    """The plan as plain tuples, which `marshal` can write; conditions left at their defaults are left out."""
    return (*plan[:6], _set_fields(plan.when), None if plan.unless is None else _set_fields(plan.unless), *plan[8:])


def plan_from_values(values: tuple[Any, ...]) -> Plan:
    """The plan that `plain_values` took apart."""
    when, unless = values[6:8]
    return Plan._make((*values[:6], Check(**when), None if unless is None else Check(**unless), *values[8:]))


def _set_fields(check: Check) -> dict[str, Any]:
    return {name: value for name, value, default in zip(Check._fields, check, Check(), strict=True) if value != default}
