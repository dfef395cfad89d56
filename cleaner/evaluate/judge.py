"""Labelled records cleaned and measured, in one process or several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from cleaner.batch.files import InputError
from cleaner.batch.spread import spread
from cleaner.choice import kept_labels
from cleaner.config import Settings
from cleaner.evaluate.gold import Gold
from cleaner.evaluate.measure import Score, UnknownLineError, measure
from cleaner.pipeline import Cleaner
from cleaner.ruleset.load import RuleSet
from cleaner.segment.limits import PageError


def scores(golds: Sequence[Gold], rules: RuleSet, settings: Settings, jobs: int, *, with_headline: bool) -> list[Score | InputError]:
    """The score of each record, in order, or what is wrong with it; by at most `jobs` processes."""
    return spread(partial(_part, rules, settings, with_headline), golds, jobs)


def _part(rules: RuleSet, settings: Settings, with_headline: bool, golds: Sequence[Gold]) -> list[Score | InputError]:
    cleaner, kept, out = Cleaner(rules), kept_labels(settings), []
    for gold in golds:
        try:
            if gold.kind == "html":
                document = cleaner.clean_html(gold.text, url=gold.url, title=gold.title, engine=settings.engine)
            else:
                document = cleaner.clean(gold.text, url=gold.url, title=gold.title)
            result: Score | InputError = measure(gold, document.keeping(kept) if kept else document, with_headline=with_headline)
        except (PageError, UnknownLineError) as error:
            result = InputError(gold.name, str(error))
        out.append(result)
    return out
