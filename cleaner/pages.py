"""Cleaning HTML: the page's blocks, its witnesses, then the same rules, context and policy as for text.

This module and the parsers below it load on the first page.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from cleaner.container import framed, naming
from cleaner.document import Document
from cleaner.engine import Engine
from cleaner.ftr.apply import Sited, address, facts, headings, judge, pick, rewritten
from cleaner.ftr.folder import SiteConfig
from cleaner.hosts import hosts_of
from cleaner.model import Block, Caution, Evidence, PageSource, Verdict
from cleaner.ruleset.load import RuleSet
from cleaner.segment.charset import Markup, decode_page
from cleaner.segment.extractor import extracted
from cleaner.segment.leads import own_sites
from cleaner.segment.limits import MAX_ASKED
from cleaner.segment.page import Page, page_blocks, parse
from cleaner.segment.trace import Trace
from cleaner.segment.witness import testify
from cleaner.settle import Text, settle
from cleaner.siting import protected, select, speaking
from cleaner.vouch import story

ENGINES = ("full", "fast")
NEAR = 10
"""Blocks on both sides of a story block whose labels the rules look for."""


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
    markup, _, doubt = decode_page(source) if isinstance(source, bytes) else Markup(source, "")
    files = site_config.files_for(url or address(parse(markup))) if site_config is not None else ()
    markup = rewritten(markup, files)
    tree = parse(markup)
    hosts = hosts_of(url)
    local, picked = speaking(rules, hosts), pick(tree, files)
    found = [*select(tree, local), *picked.found]
    page = page_blocks(tree, Trace(found) if found else None, own_sites(tree, url))
    sited = judge(page, files)
    testimony = testify(tree, page.blocks, partial(extracted, url) if witness == "full" and sited.inner is None else _silent)
    heading = (title or "").strip() or (picked.told.get("title") if sited.titles else "") or testimony.title or picked.told.get("title")
    if sited.inner is not None:
        inner = sited.inner | sited.titles | headings(page.blocks, title or testimony.title)
    else:
        if any(file.flag("skip_json_ld") for file in files):
            testimony = testimony._replace(declared=frozenset())
        inner = story(page.blocks, testimony._replace(title=heading or ""), framed(page.blocks)) or frozenset(range(len(page.blocks)))
    inner = (inner - sited.outer) | protected(page.blocks, local)
    verdicts = _verdicts(engine, page, inner, sited, heading or None, hosts)
    digest = f"{rules.digest}-{site_config.digest}" if site_config is not None else rules.digest
    told, cautions = facts(picked, files)
    if testimony.unasked:
        large = f"trafilatura was not asked, for the page has more than {MAX_ASKED:,} elements; read as by engine=fast"
        cautions = (*cautions, Caution("unasked", large))
    if doubt:
        cautions = (Caution("read-as", doubt), *cautions)
    return Document(page.text, tuple(verdicts), digest, PageSource(markup, url, witness, told, cautions))


def _verdicts(engine: Engine, page: Page, inner: frozenset[int], sited: Sited, title: str | None, hosts: frozenset[str]) -> list[Verdict]:
    """The verdict of each block. Rules also name what lies near the story, for the byline stands there; the rest is the page around it."""
    count = len(page.blocks)
    chosen = [i for i, block in enumerate(page.blocks) if block.element is not None and block.element.selected]
    near = sorted({k for i in inner for k in range(max(0, i - NEAR), min(count, i + NEAR + 1))}.union(sited.evidence, chosen))
    outside = frozenset(n for n, i in enumerate(near) if i not in inner)
    evidence = {n: sited.evidence[i] for n, i in enumerate(near) if i in sited.evidence}
    framing = naming(page.blocks, inner)
    text = Text(page.text, [_framed(page.blocks[i], framing) for i in near], title, hosts, outside, sited.note, evidence)
    named = dict(zip(near, settle(engine, text), strict=True))
    return [named.get(i) or _far(block, sited.note) for i, block in enumerate(page.blocks)]


def _framed(block: Block, framing: frozenset[str]) -> Block:
    """The block with those of its element's words that name the page."""
    element = block.element
    if element is None or framing.isdisjoint(element.tokens):
        return block
    return block._replace(element=element._replace(framing=framing & element.tokens))


def _far(block: Block, note: str) -> Verdict:
    """The verdict of what lies far from the story."""
    evidence = Evidence("context-outside-story", "navigation", "drop", block.start, block.end, note)
    return Verdict(block, "navigation", False, (evidence,))


def _silent(_: Any) -> str:
    return ""
