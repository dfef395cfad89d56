"""Cleaning HTML: the page's blocks, its witnesses, then the same rules, context and policy as for text.

This module and the parsers below it load on the first page.
"""

from __future__ import annotations

import logging
from typing import Any

from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.hosts import hosts_of
from cleaner.model import PageSource
from cleaner.ruleset.load import RuleSet
from cleaner.segment.charset import decode_page
from cleaner.segment.page import page_blocks, parse
from cleaner.segment.trace import Trace
from cleaner.segment.witness import testify
from cleaner.settle import Text, settle
from cleaner.siting import protected, select, speaking
from cleaner.vouch import inside

ENGINES = ("full", "fast")


def clean_page(
    engine: Engine, rules: RuleSet, source: str | bytes, *, url: str | None = None, title: str | None = None, witness: str = "full"
) -> Document:
    """The document of one page; its spans count in the page's reader-visible text, which is `Document.source`.

    `title` is the headline where the caller knows it. `witness="full"` hears trafilatura; `"fast"` does without it.
    Raises PageError for a page that cannot be read, DecodeError for bytes that are none, ValueError for an unknown engine.
    """
    if witness not in ENGINES:
        message = f"engine must be one of {', '.join(ENGINES)}, not {witness!r}"
        raise ValueError(message)
    markup = decode_page(source).text if isinstance(source, bytes) else source
    tree = parse(markup)
    hosts = hosts_of(url)
    local = speaking(rules, hosts)
    page = page_blocks(tree, Trace(select(tree, local)) if local else None)
    testimony = testify(tree, page.blocks, _extracted(markup, url) if witness == "full" else "")
    vouched = testimony.extractor | testimony.declared
    inner = inside(page.blocks, vouched, testimony.described) | protected(page.blocks, local)
    outside = frozenset(range(len(page.blocks))) - inner if vouched else frozenset()
    text = Text(page.text, page.blocks, (title or "").strip() or testimony.title or None, hosts, outside)
    return Document(page.text, tuple(settle(engine, text)), rules.digest, PageSource(markup, url, witness))


def _extracted(markup: str, url: str | None) -> str:
    """What trafilatura takes for the article; an extractor that fails on a broken page vouches for nothing."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text: Any = trafilatura.extract(markup, url=url, include_comments=False)
    return text or ""
