"""Scrapy: an item pipeline that adds the story to each item, with statistics.

Settings: `CLEANER_FIELD` (the item's field of text; "text"), `CLEANER_HTML_FIELD` (instead: its field of HTML), `CLEANER_ENGINE` ("full",
or "fast" to do without trafilatura), `CLEANER_URL_FIELD` ("url"), `CLEANER_TITLE_FIELD` (none), `CLEANER_INTO` (the field that gets the
result; "cleaned"), `CLEANER_RULES` (rule files besides the shipped), `CLEANER_DEFAULT_RULES` (True), and the lists `CLEANER_LANGS`,
`CLEANER_KEEP` and `CLEANER_ONLY_LABELS`.
"""

from __future__ import annotations

from typing import Any, Self

from cleaner.choice import kept_labels, rules_of
from cleaner.config import Settings
from cleaner.integrations.missing import needs
from cleaner.integrations.records import Records, records
from cleaner.render.row import Row, plain

with needs("scrapy"):
    from itemadapter import ItemAdapter
    from scrapy.crawler import Crawler


class CleanerPipeline:
    """Adds `item["cleaned"]`: the fields of `Row`, body, headline, removed and so on, as plain values. No item is dropped.

    An item without the text field passes as it is. One that cannot be cleaned has a message in `error`.
    """

    def __init__(self, how: Records, crawler: Crawler) -> None:
        settings = crawler.settings
        self._how, self._stats = how, crawler.stats
        self._field = settings.get("CLEANER_HTML_FIELD") or settings.get("CLEANER_FIELD", "text")
        self._url, self._title = settings.get("CLEANER_URL_FIELD", "url"), settings.get("CLEANER_TITLE_FIELD")
        self._into = settings.get("CLEANER_INTO", "cleaned")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline that the settings ask for. Raises RuleError, ChoiceError and ValueError for those that cannot be met."""
        settings = crawler.settings
        choice = Settings(
            rules=tuple(settings.getlist("CLEANER_RULES")),
            default_rules=settings.getbool("CLEANER_DEFAULT_RULES", True),
            langs=tuple(settings.getlist("CLEANER_LANGS")),
            keep=tuple(settings.getlist("CLEANER_KEEP")),
            only_labels=tuple(settings.getlist("CLEANER_ONLY_LABELS")),
        )
        html = settings.get("CLEANER_ENGINE", "full") if settings.get("CLEANER_HTML_FIELD") else False
        return cls(records(html=html, rules=rules_of(choice), keep=kept_labels(choice)), crawler)

    def process_item(self, item: Any) -> Any:
        """The item with its result. Raises TypeError for an item that has no field for it."""
        fields = ItemAdapter(item)
        record = fields.get(self._field)
        if record is None:
            self._stats.inc_value("cleaner/without_text")
            return item
        row = self._how.row(record, fields.get(self._url), fields.get(self._title) if self._title else None)
        try:
            fields[self._into] = plain(row)
        except KeyError:
            message = f"{type(item).__name__} has no field {self._into!r}; add one, or name another with CLEANER_INTO"
            raise TypeError(message) from None
        self._count(row)
        return item

    def _count(self, row: Row) -> None:
        names = ["cleaner/failed" if row.error else "cleaner/cleaned"]
        names += [f"cleaner/removed/{part.label}" for part in row.removed or ()]
        names += [f"cleaner/warning/{caution.code}" for caution in row.warnings or ()]
        for name in names:
            self._stats.inc_value(name)
