"""What every engine does with a record: text or a page in, a row out, whatever the record holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict

from cleaner import __version__
from cleaner.choice import kept_labels
from cleaner.config import Settings
from cleaner.pipeline import Cleaner
from cleaner.render.row import Row, to_row
from cleaner.ruleset.load import RuleSet


class Options(TypedDict, total=False):
    """How records are cleaned; every engine takes these as keyword arguments."""

    html: bool | str
    """Records are pages of HTML, text or bytes: True or "full", or "fast" to do without trafilatura. Without it they are text."""
    rules: RuleSet
    """Instead of the shipped rules; see `cleaner.load_rules`."""
    keep: Iterable[str]
    """Labels of furniture that stays."""


class Records(NamedTuple):
    """Cleans records one by one. Immutable; its pickle holds the compiled rules, and a process builds what runs them once."""

    cleaner: Cleaner
    engine: str | None = None
    """For pages; None when the records are text."""
    keep: frozenset[str] = frozenset()

    def row(self, record: Any, url: Any = None, title: Any = None) -> Row:
        """The row of one record: all None for None, and one with an `error` for a record that cannot be cleaned.

        Whatever is wrong with a record is told in its row, for one bad record must not end a job of millions.
        """
        if record is None:
            return Row()
        where, headline = (value if isinstance(value, str) else None for value in (url, title))
        try:
            if self.engine is None:
                document = self.cleaner.clean(record, url=where, title=headline)
            else:
                document = self.cleaner.clean_html(_markup(record), url=where, engine=self.engine)
            return to_row(document.keeping(self.keep) if self.keep else document, __version__)
        except Exception as error:
            return Row(rules_version=__version__, rules_digest=self.cleaner.rules.digest, error=f"{type(error).__name__}: {error}")


def records(*, html: bool | str = False, rules: RuleSet | None = None, keep: Iterable[str] = ()) -> Records:
    """What cleans records in this way.

    Raises ValueError for an unknown engine, ChoiceError for a label that is none.
    """
    engine = "full" if html is True else html or None
    if engine is not None:
        from cleaner.pages import ENGINES  # with the parsers, which text does without

        if engine not in ENGINES:
            message = f"html must be True, False or one of {', '.join(ENGINES)}, not {html!r}"
            raise ValueError(message)
    wanted = kept_labels(Settings(keep=(keep,) if isinstance(keep, str) else tuple(keep)))
    return Records(Cleaner(rules), engine, wanted)


def check_new(into: str, columns: Iterable[str]) -> None:
    """Raises ValueError when a column for results is there already: no data of the caller's are written over."""
    if into in columns:
        message = f"column {into!r} is there already; give another name with into="
        raise ValueError(message)


def _markup(record: Any) -> str | bytes:
    if isinstance(record, str | bytes):
        return record
    if isinstance(record, bytearray | memoryview):
        return bytes(record)
    raise TypeError(f"a page is str or bytes, not {type(record).__name__}")
