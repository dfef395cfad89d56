"""Rule sets written out in a test, so that a test does not depend on the shipped rules."""

from __future__ import annotations

import tomllib

from cleaner.ruleset.compile import compile_rule
from cleaner.ruleset.files import read_labels
from cleaner.ruleset.load import RuleSet
from cleaner.ruleset.schema import Examples, Rule, parse_file

HEAD = '[file]\nlabel = "promo"\nlang = "en"\nabout = "Rules of a test."\n'
EXAMPLES = 'why = "A test."\nhits = ["a"]\nmisses = ["b"]\n'


def parse(text: str, head: str = HEAD) -> list[tuple[Rule, Examples]]:
    """The rules of a TOML text without its head."""
    labels = [label for group in read_labels().values() for label in group]
    return parse_file(tomllib.loads(head + text), "test.toml", labels)[1]


def ruleset(text: str, head: str = HEAD) -> RuleSet:
    """The same, compiled."""
    return RuleSet([compile_rule(rule) for rule, _ in parse(text, head)])


def one(conditions: str, *, id: str = "en-promo-test", effect: str = "drop", more: str = "") -> str:  # noqa: A002
    """The TOML of one rule: its conditions and further keys, one a line."""
    return f'[[rule]]\nid = "{id}"\neffect = "{effect}"\n{EXAMPLES}{more}\n{conditions}\n'


SMALL = "".join((
    one('when.starts = ["read more:", "lesen sie auch:", "à lire aussi"]\nwhen.max_words = 30', id="en-promo-read"),
    one('when.whole = ["related articles", "mehr zum thema"]', id="en-promo-list", more='reach = "list"'),
    one('when.whole = ["staff reporter"]', id="en-job", more='reach = "above"\nlabel = "byline"'),
    one('when.starts = ["about the author"]', id="en-bio", more='reach = "rest"\nlabel = "author_bio"'),
    one('when.regex = ["\\\\(?photo by [^()]*\\\\)"]', id="en-credit-cut", effect="cut", more='label = "credit"'),
    one('when.regex = ["READ MORE: [^.]*$"]', id="en-promo-cut", effect="cut"),
    one('when.starts = ["sign up"]', id="en-hint-a", effect="hint", more='label = "newsletter"'),
    one('when.phrase = ["newsletter"]', id="en-hint-b", effect="hint", more='label = "newsletter"'),
    one('when.regex = ["the minister told"]', id="en-keep-told", effect="keep", more='label = "body"'),
    one('when.run = "(nx)+n"\nwhen.zone = ["head"]', id="en-crumbs", more='label = "breadcrumb"'),
    one('when.shape = ["separator"]', id="en-rule-line", more='label = "navigation"'),
    one('when.whole = ["comments"]\nwhen.zone = ["tail"]', id="en-comments", more='label = "comments"\nreach = "rest"'),
))  # fmt: skip
"""One rule of each kind: all effects, all reaches, each gate."""
