"""The one error of rule files."""

from __future__ import annotations


class RuleError(ValueError):
    """A rule file that cannot be used; the message names file, rule and key, and says how to mend it."""

    def __init__(self, file: str, rule: str | None, key: str | None, problem: str) -> None:
        place = ": ".join(part for part in (file, rule and f"rule {rule}", key) if part)
        super().__init__(f"{place}: {problem}")
        self.file, self.rule, self.key, self.problem = file, rule, key, problem
