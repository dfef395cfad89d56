"""Review pages for tests, and what is packed in one."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

from smallrules import SMALL, one, ruleset

from cleaner import Cleaner
from cleaner.render.review import Heading, to_review
from cleaner.render.review_data import Entry, RuleNote, page_data
from cleaner.ruleset.files import read_labels

P = "The river rose at night and took the old bridge with it, two witnesses said on Monday, when the rain had stopped at last."
NOW = Cleaner(ruleset(SMALL).without("en-promo-cut"))
BEFORE = Cleaner(ruleset(one('when.starts = ["the river rose"]', id="en-river")))
WHY = "A label, a colon and another story's headline."


def entry(name: str, text: str, *, url: str | None = None, title: str | None = None, against: bool = False) -> Entry:
    """A document by the small rules; `against` adds the same by one rule that takes paragraphs away."""
    return Entry(name, NOW.clean(text), url, title, BEFORE.clean(text) if against else None)


def data(*entries: Entry, against: bool = False) -> dict[str, Any]:
    """What a page of these documents carries; every rule has the same reason."""
    notes = {name: RuleNote(WHY, "en", "test.toml") for name in NOW.rules.ids | BEFORE.rules.ids}
    return page_data(entries, labels=read_labels(), rules=lambda ids: notes, against=against)


def page(*entries: Entry, against: bool = False, note: str = "", rules: str = "the small rules") -> str:
    """The page of these documents."""
    heading = Heading(len(entries), rules, NOW.rules.digest, "1.2.3", "one rule" if against else "", note)
    return to_review(data(*entries, against=against), heading)


def packed(text: str) -> dict[str, Any]:
    """The data that a page carries, as its script unpacks them."""
    (found,) = re.findall(r'<script type="application/octet-stream" id="data">([A-Za-z0-9+/=]*)</script>', text)
    unpacked: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found)))
    return unpacked
