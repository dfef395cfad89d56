"""Cleaning HTML: the page's blocks, its witnesses, then the same rules, context and policy as for text.

This module and the parsers below it load on the first page.
"""

from __future__ import annotations

import logging
from typing import Any

from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.ftr.apply import address, facts, headings, judge, pick, rewritten
from cleaner.ftr.folder import SiteConfig
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
    engine: Engine,
    rules: RuleSet,
    source: str | bytes,
    *,
    url: str | None = None,
    title: str | None = None,
    witness: str = "full",
    site_config: SiteConfig | None = None,
) -> Document:
    """The document of one page; its spans count in the page's reader-visible text, which is `Document.source`.

    `title` is the headline where the caller knows it. `witness="full"` hears trafilatura; `"fast"` does without it. Where a file of
    `site_config` finds the story, no witness is heard.
    Raises PageError for a page that cannot be read, DecodeError for bytes that are none, ValueError for an unknown engine.
    """
    if witness not in ENGINES:
        message = f"engine must be one of {', '.join(ENGINES)}, not {witness!r}"
        raise ValueError(message)
    markup = decode_page(source).text if isinstance(source, bytes) else source
    files = site_config.files_for(url or address(parse(markup))) if site_config is not None else ()
    markup = rewritten(markup, files)
    tree = parse(markup)
    hosts = hosts_of(url)
    local, picked = speaking(rules, hosts), pick(tree, files)
    found = [*select(tree, local), *picked.found]
    page = page_blocks(tree, Trace(found) if found else None)
    sited = judge(page, files)
    testimony = testify(tree, page.blocks, _extracted(markup, url) if witness == "full" and sited.inner is None else "")
    every = frozenset(range(len(page.blocks)))
    if sited.inner is not None:
        inner = sited.inner | sited.titles | headings(page.blocks, title or testimony.title)
    else:
        vouched = testimony.extractor if any(file.flag("skip_json_ld") for file in files) else testimony.extractor | testimony.declared
        inner = inside(page.blocks, vouched, testimony.described) if vouched else every
    outside = every - (inner - sited.outer) - protected(page.blocks, local)
    heading = (title or "").strip() or (picked.told.get("title") if sited.titles else "") or testimony.title or picked.told.get("title")
    text = Text(page.text, page.blocks, heading or None, hosts, outside, sited.note, sited.evidence)
    digest = f"{rules.digest}-{site_config.digest}" if site_config is not None else rules.digest
    return Document(page.text, tuple(settle(engine, text)), digest, PageSource(markup, url, witness, *facts(picked, files)))


def _extracted(markup: str, url: str | None) -> str:
    """What trafilatura takes for the article; an extractor that fails on a broken page vouches for nothing."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text: Any = trafilatura.extract(markup, url=url, include_comments=False)
    return text or ""
