"""The line of facts under a headline."""

from __future__ import annotations

import re

from cleaner.metadata import Metadata

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}|$)")


def about(metadata: Metadata) -> list[str]:
    """Who wrote it, when, where and in what section, as far as is known."""
    facts = (metadata.byline, day(metadata.published) or metadata.published, metadata.site_name, metadata.section)
    return [fact for fact in facts if fact]


def day(date: str) -> str:
    """The day of a date that is written for machines; empty for any other.

    >>> day("2024-05-03T14:05:00+02:00"), day("3 May 2024")
    ('2024-05-03', '')
    """
    match = _DAY.match(date)
    return match[1] if match else ""
