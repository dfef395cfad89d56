"""What a run counts: sums, so that neither the order of the pieces nor their number matters."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cleaner.document import Document


@dataclass
class Tally:
    """Counts of records and of what was removed from them."""

    documents: int = 0
    failed: int = 0
    bytes: int = 0
    """Of text or HTML, in UTF-8, that was cleaned."""
    chars: int = 0
    """Characters of all blocks …"""
    removed_chars: int = 0
    """… and of what was taken out of them."""
    labels: Counter[str] = field(default_factory=Counter)
    """Removals by label."""
    rules: Counter[str] = field(default_factory=Counter)
    """Removals by rule; one that took several counts for each."""
    warnings: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    """What is no document, by reason."""

    def count(self, document: Document, removed: list[dict[str, Any]], size: int) -> None:
        """Add one document, with what `to_columns` gives as removed, that was made of so many bytes."""
        self.documents += 1
        self.bytes += size
        self.chars += sum(verdict.block.end - verdict.block.start for verdict in document.verdicts)
        for removal in removed:
            self.removed_chars += removal["end"] - removal["start"]
            self.labels[removal["label"]] += 1
            self.rules.update(removal["rule"].split(","))

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        for name, value in vars(other).items():
            own = getattr(self, name)
            if isinstance(own, Counter):
                own.update(value)
            else:
                setattr(self, name, own + value)

    @property
    def share(self) -> float:
        """The share of characters that was removed, 0 to 1."""
        return self.removed_chars / self.chars if self.chars else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and dicts, the greatest counts first."""
        ordered = {name: value for name, value in vars(self).items() if not isinstance(value, Counter)}
        for name, value in vars(self).items():
            if isinstance(value, Counter):
                ordered[name] = dict(sorted(value.items(), key=lambda pair: (-pair[1], pair[0])))
        return ordered

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Tally:
        """What `to_dict` gave."""
        counts: dict[str, Any] = {name: Counter(value) if isinstance(value, dict) else value for name, value in values.items()}
        return cls(**counts)
